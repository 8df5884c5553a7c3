import { hostAddressSpace, isLoopback } from '../../engine/address-space';
import { isHeaderName, isHeaderValue, normalizeHeaderValue } from '../../engine/headers';
import type { Header } from '../../engine/http';
import type { Initiator, RequestSpec } from '../../engine/initiator';
import { fetchedOrigin, parseUrl, serializeOrigin, type Url } from '../../engine/origin';
import type { Trace } from '../../engine/trace';
import { explainProblem } from '../../explain/problems';
import { wireRequests } from '../../explain/reading';
import { codes, plain, type Rich } from '../../explain/rich';
import type { RawAnswer, Server } from '../../policy/policy';
import { parseRaw } from '../../policy/raw-lines';
import { defaultRequest, defaultScenario, defaultServer } from '../../scenario/defaults';
import { FIELDS_OF } from '../../scenario/fields';
import type { LazyLibraries } from '../../scenario/libraries';
import { LIMITS } from '../../scenario/limits';
import { clientOf, documentUrl } from '../../scenario/page';
import type { FieldPath, Page, Scenario, StoredCookie } from '../../scenario/scenario';
import { serverFor } from '../../scenario/servers';
import { simulate } from '../../scenario/simulate';
import { validate } from '../../scenario/validate';
import type { Findings, Found, SeenAnswer } from './findings';
import type { Guess, Imported, ImportHints, ImportProblem, Missing } from './imported';
import { createMasker, type Masker } from './secrets';
import { shellQuoted } from './shell';
import { SAID } from './words';

/** What comes of findings. */
export type Built =
  | { readonly ok: true; readonly imported: Imported; readonly trace: Trace }
  | { readonly ok: false; readonly problem: ImportProblem };

/** Bodies are for people to read; the end of a long one says nothing about CORS. */
const LONGEST_BODY = 20_000;
const LONGEST_VALUE = 8_000;
const MOST_COOKIES = 50;

/** Header lines that say how a body travelled; the body here is text. */
const FRAMING: readonly string[] = [
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'connection',
  'keep-alive',
];

/** What is collected on the way. */
interface Notes {
  readonly known: FieldPath[];
  readonly guessed: Guess[];
  readonly missing: Missing[];
  readonly understood: Rich[];
  readonly notUnderstood: Rich[];
}

/**
 * A scenario from what an importer found: secrets masked, what is not known guessed and marked, played once to see
 * that it can be. Loads what the scenario needs of `libraries`.
 */
export async function build(
  findings: Findings,
  hints: ImportHints,
  libraries: LazyLibraries,
): Promise<Built> {
  const masker = createMasker();
  const notes: Notes = {
    known: [],
    guessed: [...(findings.guessed ?? [])],
    missing: [...(findings.missing ?? [])],
    understood: [...(findings.understood ?? [])],
    notUnderstood: [...(findings.notUnderstood ?? [])],
  };
  const request = requestOf(findings, masker, notes);
  const page = pageOf(findings, hints, request, masker, notes);
  const target = parseUrl(request.url, documentUrl(page));
  const servers = serversOf(findings, hints, target, masker, notes);
  const browser = { ...(hints.current?.browser ?? defaultScenario.browser) };
  const profile = findings.profile?.value ?? hints.profile;
  if (findings.profile) note(notes, 'browser.profile', findings.profile);
  const draft: Scenario = {
    version: 1,
    title: titleOf(request, target),
    page,
    request,
    servers,
    cookies: cookiesOf(findings, request.initiator, target, masker, notes),
    browser: {
      profile: profile ?? browser.profile,
      thirdPartyCookies: 'allowed',
      // Where the browser has had an answer from a server that is near, it was allowed to ask.
      localNetwork: servers.some(({ addressSpace, failure }) => addressSpace !== 'auto' && failure === 'none')
        ? 'granted'
        : defaultScenario.browser.localNetwork,
    },
    earlier: [],
  };

  await libraries.load(draft);
  const usable = withoutBadCookies(draft, libraries);
  const [problem] = validate(usable, libraries);
  if (problem) {
    const sentence = SAID.notPlayable(problem.path, explainProblem(problem));
    const { understood, notUnderstood } = notes;
    return {
      ok: false,
      problem: masked({ kind: findings.kind, sentence, understood, notUnderstood }, usable, masker),
    };
  }
  const completed = withUnseenAnswers(usable, findings, libraries, notes);
  const imported: Imported = {
    kind: findings.kind,
    what: findings.what,
    scenario: completed,
    known: [...new Set(notes.known)],
    guessed: uniqueBy(notes.guessed, ({ path, why }) => `${path} ${plain(why)}`),
    missing: uniqueBy(notes.missing, ({ path }) => path),
    secrets: [],
    understood: notes.understood,
    notUnderstood: notes.notUnderstood,
  };
  const clean = masked(imported, completed, masker);
  const trace = simulate(clean.scenario, libraries).runs.at(-1);
  if (trace === undefined) throw new Error('A scenario has at least one run');
  return { ok: true, imported: { ...clean, secrets: masker.secrets() }, trace };
}

/** Without any secret that was met, wherever it stands. Hosts that the scenario is about stay. */
function masked<T>(data: T, scenario: Scenario, masker: Masker): T {
  return masker.scrub(data, [scenario.page.url, ...scenario.servers.map(({ origin }) => origin)]);
}

/** Writes down that a field is known or guessed. */
function note({ known, guessed }: Notes, path: FieldPath, found: Found<unknown>): void {
  if (found.why === undefined) known.push(path);
  else guessed.push({ path, why: found.why });
}

function requestOf({ request }: Findings, masker: Masker, notes: Notes): RequestSpec {
  const initiator = request.initiator?.value ?? defaultRequest.initiator;
  const used: readonly string[] = ['initiator', ...FIELDS_OF[initiator]];
  for (const [field, found] of Object.entries(request)) {
    if (found !== undefined && used.includes(field)) note(notes, `request.${field}`, found);
  }
  const chosen = <F extends keyof RequestSpec>(field: F): RequestSpec[F] =>
    request[field]?.value ?? defaultRequest[field];
  const body = chosen('body');
  return {
    initiator,
    url: masker.url(chosen('url').trim()),
    method: chosen('method'),
    headers: headersOf(chosen('headers'), masker, notes),
    body: { ...body, text: clipped(masker.body(body.text), LONGEST_BODY, 'The request’s body', notes) },
    mode: chosen('mode'),
    credentials: chosen('credentials'),
    redirect: chosen('redirect'),
    cache: chosen('cache'),
    referrerPolicy: chosen('referrerPolicy'),
    withCredentials: chosen('withCredentials'),
    uploadListener: chosen('uploadListener'),
    crossorigin: chosen('crossorigin'),
    use: chosen('use'),
  };
}

function headersOf(headers: readonly Header[], masker: Masker, notes: Notes): Header[] {
  return headers.slice(0, LIMITS.items).flatMap((header): Header[] => {
    const [name, value] = masker.requestHeader(header);
    if (!isHeaderName(name) || !isHeaderValue(normalizeHeaderValue(value)) || value.length > LONGEST_VALUE) {
      notes.notUnderstood.push(SAID.badHeader(name));
      return [];
    }
    return [[name, value]];
  });
}

function clipped(text: string, limit: number, what: string, { notUnderstood }: Notes): string {
  if (text.length <= limit) return text;
  notUnderstood.push(SAID.cut(what));
  return text.slice(0, limit);
}

/** The page that asks: as found, as on the screen, or one that can ask this at all. */
function pageOf(
  { page: found, kind }: Findings,
  hints: ImportHints,
  request: RequestSpec,
  masker: Masker,
  notes: Notes,
): Page {
  const base = defaultScenario.page;
  if (found) {
    const { url, ...rest } = found.value;
    for (const field of Object.keys(found.value)) note(notes, `page.${field}`, found);
    const readable = url !== undefined && /^https?$/.test(parseUrl(url)?.scheme ?? '');
    return { ...base, ...rest, ...(readable && { url: masker.url(parseUrl(url)?.href ?? url) }) };
  }
  const target = parseUrl(request.url);
  const shown = hints.page ?? hints.current?.page.url;
  const kept = shown === undefined ? null : parseUrl(shown);
  if (kind !== 'headers' || hints.current === undefined) {
    notes.missing.push({ path: 'page.url', ask: SAID.pageAsk() });
  }
  if (kept && couldAsk(kept, target)) {
    notes.guessed.push({ path: 'page.url', why: SAID.pageKept() });
    const page = hints.page === undefined ? hints.current?.page : undefined;
    return { ...(page ?? base), url: masker.url(kept.href) };
  }
  const url = standInFor(target);
  notes.guessed.push({ path: 'page.url', why: SAID.pageMade(url) });
  return { ...base, url };
}

/** Whether asking `target` from a page gives an answer about CORS: not about mixed content or the local network. */
function couldAsk(page: Url, target: Url | null): boolean {
  if (!/^https?$/.test(page.scheme)) return false;
  if (target === null) return true;
  if (serializeOrigin(fetchedOrigin(target)) === serializeOrigin(page.origin)) return false;
  const secure = target.scheme === 'https' || target.scheme === 'wss';
  return secure
    ? !isLoopback(target.host) || isLoopback(page.host)
    : isLoopback(target.host) === isLoopback(page.host) && page.scheme === 'http';
}

/** A page of another origin that is not kept from asking `target` for a reason that is not CORS. */
function standInFor(target: Url | null): string {
  if (target && isLoopback(target.host)) {
    return target.port === 5173 ? 'http://localhost:3000/' : 'http://localhost:5173/';
  }
  const scheme = target?.scheme === 'http' || target?.scheme === 'ws' ? 'http' : 'https';
  return `${scheme}://${target?.host === 'foo.example' ? 'app.example' : 'foo.example'}/`;
}

/** The servers of the chain, in its order; each origin once, or once for each of its paths that answered. */
function serversOf(
  findings: Findings,
  hints: ImportHints,
  target: Url | null,
  masker: Masker,
  notes: Notes,
): Server[] {
  const seen: { readonly url: Url; readonly answer: SeenAnswer }[] = [];
  for (const answer of findings.answers) {
    const url = parseUrl(answer.url);
    if (url === null || !/^(https?|wss?)$/.test(url.scheme)) continue;
    if (seen.some((other) => placeOf(other.url) === placeOf(url))) {
      notes.notUnderstood.push(SAID.otherAnswer(masker.url(answer.url)));
    } else if (seen.length < LIMITS.servers - 1) {
      seen.push({ url, answer });
    }
  }
  const origins = seen.map(({ url }) => httpOrigin(url));
  const servers = seen.map(({ url, answer }, index): Server => {
    const origin = httpOrigin(url);
    const shared = origins.filter((other) => other === origin).length > 1;
    const path = shared ? masker.url(url.path) : '';
    return serverOf(
      answer,
      { origin, path, near: findings.by === 'browser' },
      `servers.${index}`,
      masker,
      notes,
    );
  });
  const wanted = target && /^(https?|wss?)$/.test(target.scheme) ? target : null;
  if (wanted === null) return servers.length > 0 ? servers : [defaultServer('https://bar.other')];
  if (seen.some(({ url }) => placeOf(url) === placeOf(wanted))) return servers;
  if (servers.length > 0 && origins.includes(httpOrigin(wanted))) return servers;

  const index = servers.length;
  const shown = hints.current && serverFor(hints.current, wanted.withoutFragment);
  notes.missing.push({ path: `servers.${index}`, ask: SAID.serverAsk(masker.url(wanted.withoutFragment)) });
  notes.guessed.push({ path: `servers.${index}`, why: shown ? SAID.serverKept() : SAID.serverMade() });
  return [...servers, shown ? { ...shown, path: '' } : defaultServer(httpOrigin(wanted))];
}

const httpOrigin = (url: Url): string => serializeOrigin(fetchedOrigin(url));
const placeOf = (url: Url): string => `${httpOrigin(url)}${url.path}`;

function serverOf(
  answer: SeenAnswer,
  { origin, path, near: told }: { readonly origin: string; readonly path: string; readonly near: boolean },
  at: FieldPath,
  masker: Masker,
  notes: Notes,
): Server {
  const base = defaultServer(origin);
  const server: Server = { ...base, path, answers: 'raw' };
  notes.known.push(`${at}.origin`);
  const space = answer.ip === undefined ? 'public' : hostAddressSpace(bracketed(answer.ip));
  const near = told && space !== 'public' && space !== hostAddressSpace(parseUrl(origin)?.host ?? '');
  if (near) notes.known.push(`${at}.addressSpace`);
  const addressSpace = near ? space : 'auto';
  if (answer.failure) {
    note(notes, `${at}.failure`, answer.failure);
    return { ...server, answers: 'policy', addressSpace, failure: answer.failure.value };
  }
  const written = (found: Found<RawAnswer> | undefined, part: 'preflight' | 'response'): RawAnswer => {
    if (found === undefined) return base.raw[part];
    if (found.why === undefined) notes.known.push(`${at}.raw.${part}.status`);
    note(notes, `${at}.raw.${part}.lines`, found);
    return maskedAnswer(found.value, masker, notes);
  };
  const body = answer.body === undefined ? '' : masker.body(answer.body);
  if (body !== '') notes.known.push(`${at}.response.body`);
  return {
    ...server,
    addressSpace,
    raw: {
      preflight: written(answer.preflight, 'preflight'),
      response: written(answer.response, 'response'),
    },
    response: { ...base.response, body: clipped(body, LONGEST_BODY, 'The response’s body', notes) },
  };
}

const bracketed = (ip: string): string => (ip.includes(':') && !ip.startsWith('[') ? `[${ip}]` : ip);

/** The lines of an answer as they came, but for secrets, framing, and what is no header. */
function maskedAnswer(answer: RawAnswer, masker: Masker, notes: Notes): RawAnswer {
  const { headers, problems } = parseRaw(answer);
  if (problems.length > 0) notes.notUnderstood.push(SAID.badLines(problems.length));
  const framing = headers.filter(([name]) => FRAMING.includes(name.toLowerCase()));
  if (framing.length > 0) {
    const names = [...new Set(framing.map(([name]) => name))].join(', ');
    if (!notes.notUnderstood.some((said) => plain(said).startsWith(names))) {
      notes.notUnderstood.push(SAID.framing(names));
    }
  }
  const lines = headers
    .filter((header) => !framing.includes(header))
    .slice(0, LIMITS.items)
    .map(masker.responseHeader)
    .map(([name, value]) => `${name}: ${value.slice(0, LONGEST_VALUE)}`)
    .join('\n');
  return { status: answer.status, lines: clipped(lines, LIMITS.text, 'The list of headers', notes) };
}

function titleOf(request: RequestSpec, target: Url | null): string {
  const where = target ? `${target.host}${target.path}` : request.url;
  return `${request.method} ${where}`.slice(0, LIMITS.title);
}

/** The cookies that went along, so that they go along again. */
function cookiesOf(
  { cookies, stored = [], profile }: Findings,
  initiator: Initiator,
  target: Url | null,
  masker: Masker,
  notes: Notes,
): readonly StoredCookie[] {
  if (cookies === undefined && stored.length > 0) {
    const masked = stored.slice(0, MOST_COOKIES).map((each) => {
      const [pair = '', ...attributes] = each.cookie.split(';');
      const cookie = [masker.cookies(pair)[0] ?? pair, ...attributes].join(';');
      return { ...each, url: masker.url(each.url), cookie };
    });
    const names = masked.map(({ cookie }) => cookie.split('=', 1)[0] ?? '');
    notes.guessed.push({ path: 'cookies', why: SAID.cookieSetBefore(plain(codes(names, 5))) });
    return masked;
  }
  if (cookies === undefined || target === null || !/^https?$/.test(target.scheme)) return [];
  const pairs = masker.cookies(cookies).slice(0, MOST_COOKIES);
  if (pairs.length === 0) return [];
  const names = pairs.map((pair) => pair.split('=', 1)[0] ?? '');
  notes.guessed.push({ path: 'cookies', why: SAID.cookieAttributes(plain(codes(names, 5))) });
  notes.understood.push(SAID.cookiesStored(pairs.length));
  const attributes = target.scheme === 'https' ? '; Secure; SameSite=None' : '';
  return pairs.map((pair) => ({
    url: `${serializeOrigin(target.origin)}/`,
    cookie: `${pair}; Path=/${attributes}`,
    // Of another site's, a page in Firefox sends none but those.
    ...(profile?.value === 'firefox' && initiator !== 'form' && { fromPage: true }),
  }));
}

function withoutBadCookies(scenario: Scenario, libraries: LazyLibraries): Scenario {
  const bad = new Set(
    validate(scenario, libraries).flatMap(({ path }) => {
      const [list, index] = path.split('.');
      return list === 'cookies' ? [Number(index)] : [];
    }),
  );
  return { ...scenario, cookies: scenario.cookies.filter((_, i) => !bad.has(i)) };
}

/** CORS headers that a preflight's answer and the response share. */
const SHARED = /^(access-control-allow-(origin|credentials)|vary)\s*:/i;

/** Fills in the answers that were not seen, each from what was, where playing the scenario asks for them. */
function withUnseenAnswers(
  scenario: Scenario,
  findings: Findings,
  libraries: LazyLibraries,
  notes: Notes,
): Scenario {
  const trace = simulate(scenario, libraries).runs.at(-1);
  if (trace === undefined) return scenario;
  const client = clientOf(scenario.page);
  const origin = client ? serializeOrigin(client.origin) : 'null';
  const servers = scenario.servers.map((server, index): Server => {
    const seen = findings.answers.filter(({ url }) => {
      const parsed = parseUrl(url);
      return (
        parsed && httpOrigin(parsed) === server.origin && (server.path === '' || parsed.path === server.path)
      );
    })[0];
    if (seen === undefined || seen.failure || server.answers !== 'raw') return server;
    const asked = wireRequests(trace).find(
      ({ purpose, request }) => purpose === 'preflight' && serverFor(scenario, request.url) === server,
    )?.request;
    const at = `servers.${index}.raw`;
    const shared = (lines: string) =>
      lines
        .split('\n')
        .filter((line) => SHARED.test(line))
        .join('\n');
    const headerOf = (name: string) => asked?.headers.find(([key]) => key === name)?.[1] ?? '';
    if (seen.response && !seen.preflight && asked) {
      const method = headerOf('Access-Control-Request-Method');
      const names = headerOf('Access-Control-Request-Headers');
      if (findings.by === 'browser') {
        notes.guessed.push({ path: `${at}.preflight.lines`, why: SAID.preflightPassed() });
        const passing = [
          `Access-Control-Allow-Origin: ${origin}`,
          'Access-Control-Allow-Credentials: true',
          `Access-Control-Allow-Methods: ${method}`,
          ...(names === '' ? [] : [`Access-Control-Allow-Headers: ${names}`]),
        ].join('\n');
        return { ...server, raw: { ...server.raw, preflight: { status: '204', lines: passing } } };
      }
      const lines = [
        `Origin: ${origin}`,
        `Access-Control-Request-Method: ${method}`,
        ...(names === '' ? [] : [`Access-Control-Request-Headers: ${names}`]),
      ];
      const options = lines.map((line) => `-H ${shellQuoted(line)}`).join(' ');
      const command = `curl -v -X OPTIONS ${options} ${shellQuoted(asked.url)}`;
      notes.guessed.push({ path: `${at}.preflight.lines`, why: SAID.preflightAlike() });
      notes.missing.push({ path: `${at}.preflight.lines`, ask: SAID.preflightAsk(command) });
      const preflight = { status: '204', lines: shared(server.raw.response.lines) };
      return { ...server, raw: { ...server.raw, preflight } };
    }
    if (seen.preflight && !seen.response) {
      const lines = shared(server.raw.preflight.lines);
      const why = lines === '' ? SAID.responseUnseen() : SAID.responseUnsent();
      notes.guessed.push({ path: `${at}.response.lines`, why });
      const response = {
        status: '200',
        lines: ['Content-Type: application/json', ...(lines === '' ? [] : [lines])].join('\n'),
      };
      return { ...server, raw: { ...server.raw, response } };
    }
    return server;
  });
  return { ...scenario, servers };
}

function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
