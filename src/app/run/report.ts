import type { Header } from '../../engine/http';
import { plain } from '../../explain/rich';
import type { Server } from '../../policy/policy';
import type { Scenario } from '../../scenario/scenario';
import type { Finding } from '../../witness/finding';
import { unmapper } from '../../witness/unmap';
import { changeWords, nameOf, placeWords, reasonWords, WORDS } from './words';

const MASK = 'masked';

/** Headers whose values are for nobody else, in lower case. */
const SECRET = /^(authorization|proxy-authorization|cookie|x-api-key|api-key|x-auth-token|x-csrf-token)$/i;

/** A finding as Markdown, for whoever mends it: the scenario, the browser, the differences. Secrets are masked. */
export function reportOf(finding: Finding, scenario: Scenario): string {
  const { browser, playing, observed, differences, reasons } = finding;
  const unmapped = unmapper(playing.id, playing.places);
  const secrets = secretsOf(scenario);
  const shown = (text: string | null): string =>
    text === null ? WORDS.nothing : cell(hide(unmapped(text), secrets));
  const runs = finding.predicted.runs.length;
  const lines = [
    `# ${differences.length === 0 ? WORDS.same(browser) : WORDS.different(finding)}`,
    '',
    `Browser: ${nameOf(browser)} (\`${observed.userAgent.replaceAll('`', '')}\`)`,
  ];
  if (differences.length > 0) {
    lines.push('', `| ${WORDS.what} | ${WORDS.expected} | ${WORDS.seen(browser)} |`, '| --- | --- | --- |');
    for (const { field, predicted, observed: seen } of differences) {
      const secret = SECRET.test(field.split('.headers.')[1] ?? '') && !field.endsWith('.cookie');
      const [left, right] = [predicted, seen].map((text) => (secret && text !== null ? MASK : shown(text)));
      lines.push(`| ${cell(plain(placeWords(field, runs)))} | ${left} | ${right} |`);
    }
  }
  const telling = [
    ...playing.changes.map(changeWords),
    ...reasons.filter(({ kind }) => kind !== 'lab').map((reason) => reasonWords(reason, browser)),
  ];
  if (telling.length > 0) lines.push('', ...telling.map((words) => `- ${plain(words)}`));
  const json = JSON.stringify(masked(scenario), null, 2);
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

/** A scenario without what is for nobody else: values of authorization and of cookies, and passwords in URLs. */
export function masked(scenario: Scenario): Scenario {
  const { page, request, servers, cookies } = scenario;
  return {
    ...scenario,
    page: { ...page, url: withoutUserinfo(page.url) },
    request: { ...request, url: withoutUserinfo(request.url), headers: request.headers.map(maskedHeader) },
    servers: servers.map(maskedServer),
    cookies: cookies.map(({ url, cookie }) => ({
      url: withoutUserinfo(url),
      cookie: maskedCookie(cookie),
    })),
  };
}

function maskedServer(server: Server): Server {
  const { response, raw, options } = server;
  const lines = (text: string): string =>
    text
      .split('\n')
      .map((line) => {
        const [, name = '', space = '', value = ''] = /^([^:]*):(\s*)(.*)$/.exec(line) ?? [];
        return name === '' ? line : `${name}:${space}${maskedHeader([name.trim(), value])[1]}`;
      })
      .join('\n');
  return {
    ...server,
    options:
      options.by === 'redirect' ? { ...options, location: withoutUserinfo(options.location) } : options,
    response: {
      ...response,
      headers: response.headers.map(maskedHeader),
      cookies: response.cookies.map(maskedCookie),
      location: withoutUserinfo(response.location),
    },
    raw: {
      preflight: { ...raw.preflight, lines: lines(raw.preflight.lines) },
      response: { ...raw.response, lines: lines(raw.response.lines) },
    },
  };
}

function maskedHeader([name, value]: Header): Header {
  if (/^set-cookie$/i.test(name)) return [name, maskedCookie(value)];
  if (/^cookie$/i.test(name)) return [name, value.split(';').map(maskedCookie).join(';')];
  if (/^(location|referer)$/i.test(name)) return [name, withoutUserinfo(value)];
  if (!SECRET.test(name)) return [name, value];
  // The scheme is no secret: `Bearer`.
  return [name, value.replace(/^(\s*[A-Za-z]+\s+)?\S[\s\S]*$/, `$1${MASK}`)];
}

/** `sid=1; Secure` as `sid=masked; Secure`. */
function maskedCookie(cookie: string): string {
  return cookie.replace(/^([^=;]*=)[^;]+/, `$1${MASK}`);
}

function withoutUserinfo(url: string): string {
  return url.replace(/^(\s*[a-z][a-z0-9+.-]*:[\\/]{2})[^\\/?#@]*(?:@[^\\/?#@]*)*@/i, `$1${MASK}@`);
}

/** What must not show up anywhere else either: in the URL of a difference, say. */
function secretsOf({ request, cookies }: Scenario): readonly string[] {
  return [
    ...request.headers
      .filter(([name]) => SECRET.test(name))
      .flatMap(([, value]) => [value.trim(), value.trim().replace(/^\S+\s+/, '')]),
    ...cookies.map(({ cookie }) => /=([^;]*)/.exec(cookie)?.[1]?.trim() ?? ''),
  ].filter((secret) => secret.length >= 6);
}

function hide(text: string, secrets: readonly string[]): string {
  return secrets.reduce((hidden, secret) => hidden.replaceAll(secret, MASK), withoutUserinfo(text));
}
