import { plain } from '../../explain/rich';
import type { Server } from '../../policy/policy';
import type { Scenario } from '../../scenario/scenario';
import { createMasker, type Masker } from '../../share/import/secrets';
import type { Finding } from '../../witness/finding';
import { unmapper } from '../../witness/unmap';
import { caveatsOf, changeWords, headlineOf, nameOf, placeWords, reasonWords, WORDS } from './words';

/** A finding as Markdown, for whoever mends it: the scenario, the browser, the differences. Secrets are masked. */
export function reportOf(finding: Finding, scenario: Scenario): string {
  const { browser, playing, observed, differences, reasons } = finding;
  const unmapped = unmapper(playing.id, playing.places);
  const masker = createMasker();
  const json = JSON.stringify(maskedBy(masker, scenario), null, 2);
  const shown = (field: string, text: string | null): string => {
    if (text === null) return WORDS.nothing;
    const name = field.split('.headers.')[1];
    const scrubbed = masker.scrub(unmapped(text), sparedIn(scenario));
    // Of a form, each line is a field, or the value of one.
    if (/^requests\.\d+\.body$/.test(field))
      return cell(scrubbed.split('\r\n').map(masker.body).join('\r\n'));
    // Of cookies, names alone are compared.
    return cell(
      name === undefined || name === 'cookie'
        ? masker.text(scrubbed)
        : masker.requestHeader([name, scrubbed])[1],
    );
  };
  const runs = finding.predicted.runs.length;
  const lines = [
    `# ${headlineOf(finding, scenario)}`,
    '',
    `Browser: ${nameOf(browser)} (\`${observed.userAgent.replaceAll('`', '')}\`)`,
  ];
  if (differences.length > 0) {
    lines.push('', `| ${WORDS.what} | ${WORDS.expected} | ${WORDS.seen(browser)} |`, '| --- | --- | --- |');
    for (const { field, predicted, observed: seen } of differences) {
      const place = cell(plain(placeWords(field, runs)));
      lines.push(`| ${place} | ${shown(field, predicted)} | ${shown(field, seen)} |`);
    }
  }
  const telling = [
    ...caveatsOf(finding, scenario),
    ...playing.changes.filter((change) => change !== 'no pauses').map(changeWords),
    ...reasons.filter(({ kind }) => kind !== 'lab').map((reason) => reasonWords(reason, browser)),
  ];
  if (telling.length > 0) lines.push('', ...telling.map((words) => `- ${plain(words)}`));
  lines.push('', 'Scenario:', '', `${fenceFor(json)}json`, json, fenceFor(json), '');
  return lines.join('\n');
}

/** Longer than any run of backticks within. */
function fenceFor(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  return '`'.repeat(Math.max(3, longest + 1));
}

/** Text that stays in its cell. */
function cell(text: string): string {
  return text.replace(/[\\|`*_<[\]]/g, '\\$&').replace(/\s+/g, ' ');
}

/** A scenario without what is for nobody else: tokens, passwords, values of cookies. */
export function masked(scenario: Scenario): Scenario {
  return maskedBy(createMasker(), scenario);
}

function maskedBy(masker: Masker, scenario: Scenario): Scenario {
  const { page, request, servers, cookies, earlier } = scenario;
  const without: Scenario = {
    ...scenario,
    page: { ...page, url: masker.url(page.url) },
    request: {
      ...request,
      url: masker.url(request.url),
      headers: request.headers.map(masker.requestHeader),
      body: { ...request.body, text: masker.body(request.body.text) },
    },
    earlier: earlier.map((each) =>
      typeof each === 'number' || !each.request.headers
        ? each
        : { ...each, request: { ...each.request, headers: each.request.headers.map(masker.requestHeader) } },
    ),
    servers: servers.map((server) => maskedServer(masker, server)),
    cookies: cookies.map((stored) => ({
      ...stored,
      url: masker.url(stored.url),
      cookie: maskedCookie(masker, stored.cookie),
    })),
  };
  return masker.scrub(without, sparedIn(scenario));
}

function maskedServer(masker: Masker, server: Server): Server {
  const { response, raw, options } = server;
  const lines = (text: string): string =>
    text
      .split('\n')
      .map((line) => {
        const [, name = '', space = '', value = ''] = /^([^:]*):(\s*)(.*)$/.exec(line) ?? [];
        return name === '' ? line : `${name}:${space}${masker.responseHeader([name.trim(), value])[1]}`;
      })
      .join('\n');
  return {
    ...server,
    options: options.by === 'redirect' ? { ...options, location: masker.url(options.location) } : options,
    response: {
      ...response,
      headers: response.headers.map(masker.responseHeader),
      cookies: response.cookies.map((cookie) => maskedCookie(masker, cookie)),
      location: masker.url(response.location),
      body: masker.body(response.body),
    },
    raw: {
      preflight: { ...raw.preflight, lines: lines(raw.preflight.lines) },
      response: { ...raw.response, lines: lines(raw.response.lines) },
    },
  };
}

/** `sid=1; Secure` as `sid=***; Secure`. */
function maskedCookie(masker: Masker, cookie: string): string {
  return masker.responseHeader(['Set-Cookie', cookie])[1];
}

/** Without these there is no scenario, whatever is in them. */
function sparedIn({ page, servers }: Scenario): readonly string[] {
  return [page.url, ...servers.map(({ origin }) => origin)];
}
