import { extractTokenList, getHeader, hasHeader, headerValues } from '../engine/headers';
import type { Header, HeaderList, HttpResponse } from '../engine/http';
import { PROFILES } from '../engine/profile';
import type { Trace } from '../engine/trace';
import { answer } from '../policy/answer';
import type { RawAnswer, Server } from '../policy/policy';
import { type Asked, meantOrigin, originPath } from './review-access';
import {
  answerIn,
  asking,
  type Credentials,
  factsOf,
  NULL_ORIGIN,
  reachOf,
  stepOf,
  traceOf,
} from './review-ask';
import type { Finding, ListHeader, UseFacts } from './review-finding';
import type { FieldPath } from './scenario';

/** How many items of a list are looked at. */
const MOST_ITEMS = 60;

/** A method and a header that no policy lists by name. */
const UNHEARD_METHOD = 'UNHEARD-OF';
const UNHEARD_HEADER = 'X-Unheard-Of';

const METHODS = 'Access-Control-Allow-Methods';
const HEADERS = 'Access-Control-Allow-Headers';
const EXPOSED = 'Access-Control-Expose-Headers';

/** The response headers of CORS, and where each counts. */
const CORS_HEADERS: Readonly<Record<string, 'both' | 'preflight' | 'response'>> = {
  'Access-Control-Allow-Origin': 'both',
  'Access-Control-Allow-Credentials': 'both',
  [METHODS]: 'preflight',
  [HEADERS]: 'preflight',
  'Access-Control-Max-Age': 'preflight',
  [EXPOSED]: 'response',
};

/** Not of CORS itself, and known to some browser at some time. */
const OTHER_HEADERS = /^access-control-(allow-(private|local)-network|request-)/i;

/** Methods of HTTP and WebDAV that are seen in `Access-Control-Allow-Methods`. */
const USUAL_METHOD =
  /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|QUERY|PROPFIND|PROPPATCH|MKCOL|COPY|MOVE|LOCK|UNLOCK|REPORT|SEARCH)$/;

/** What a page that is let in gets to see: its own request, and one with a preflight. */
interface Seen {
  readonly plain: Readonly<Record<Credentials, Trace>>;
  readonly preflighted: Readonly<Record<Credentials, Trace>>;
}

/** What does not do what it seems meant to. */
export function usageFindings(asked: Asked): readonly Finding[] {
  const { server } = asked;
  const headers = answeredHeaders(asked);
  if (!headers.preflight.concat(headers.response).some(([name]) => /access-control|allow-origin/i.test(name)))
    return [];
  const user = pickUser(asked);
  const seen = look(asked, server, user);
  const findings: Finding[] = [];
  const add: Add = (code, facts, path, severity = 'broken') => {
    const known = findings.some(
      (one) => one.code === code && JSON.stringify(one.facts) === JSON.stringify(facts),
    );
    if (!known) findings.push({ code, facts, path, severity, exploit: null } as unknown as Finding);
  };
  reviewOrigin(asked, seen, user, add);
  reviewSides(asked, seen, user, add);
  reviewLists(asked, seen, user, add);
  reviewMaxAge(asked, seen, add);
  reviewVary(asked, user, add);
  reviewNames(asked, headers, add);
  return findings;
}

type Add = <Code extends keyof UseFacts>(
  code: Code,
  facts: UseFacts[Code],
  path: FieldPath,
  severity?: 'broken' | 'note',
) => void;

/** The first origin that can read what the server answers; else the one that seems most meant to. */
function pickUser({ server, meant, stranger, libraries }: Asked): string {
  const candidates = [...meant.slice(0, MOST_ITEMS), stranger, NULL_ORIGIN];
  const reads = (origin: string) =>
    reachOf(traceOf(asking(server, origin, {}, 'without', stranger), libraries)) === 'reads';
  return candidates.find(reads) ?? meant[0] ?? stranger;
}

function look({ libraries, stranger }: Asked, server: Server, user: string): Seen {
  const plain = (credentials: Credentials) =>
    traceOf(asking(server, user, {}, credentials, stranger), libraries);
  // A listener on its upload has a request ask first, though no method or header of it has to be allowed.
  const upload = { initiator: 'XMLHttpRequest', method: 'POST', uploadListener: true } as const;
  const preflighted = (credentials: Credentials) =>
    traceOf(asking(server, user, upload, credentials, stranger), libraries);
  return {
    plain: { with: plain('with'), without: plain('without') },
    preflighted: { with: preflighted('with'), without: preflighted('without') },
  };
}

/** `Access-Control-Allow-Origin` and `Access-Control-Allow-Credentials` themselves, on both answers. */
function reviewOrigin({ server }: Asked, seen: Seen, user: string, add: Add): void {
  for (const trace of [
    seen.plain.without,
    seen.plain.with,
    seen.preflighted.without,
    seen.preflighted.with,
  ]) {
    const origin = stepOf(trace, 'cors-check.allow-origin', 'fail');
    const side = purposeOf(trace, origin);
    if (origin !== null)
      judgeOrigin(origin.facts, pathOf(server, 'Access-Control-Allow-Origin', side, user), add);
    const wildcard = stepOf(trace, 'cors-check.wildcard-with-credentials', 'fail');
    const allows = answerIn(trace, purposeOf(trace, wildcard));
    const path = (failed: typeof wildcard | typeof credentials) =>
      pathOf(server, 'Access-Control-Allow-Credentials', purposeOf(trace, failed), user);
    if (
      wildcard !== null &&
      allows !== null &&
      hasHeader(allows.headers, 'access-control-allow-credentials')
    ) {
      add('wildcard-with-credentials', {}, path(wildcard));
    }
    const credentials = stepOf(trace, 'cors-check.allow-credentials', 'fail');
    const value = credentials?.facts.value ?? null;
    if (value !== null) add('credentials-not-true', { value }, path(credentials));
  }
}

/** What is wrong with a value that is not the page's origin, where it seems meant to be. */
function judgeOrigin({ value, lines }: { value: string; lines: number }, path: FieldPath, add: Add): void {
  const origin = meantOrigin(value);
  if (lines > 1) add('repeated-allow-origin', { value, lines }, path);
  else if (/[\s,]/.test(value)) add('several-origins', { value }, path);
  else if (value.includes('*')) add('partial-wildcard', { value }, path);
  else if (origin === value || value === NULL_ORIGIN) return;
  else if (origin !== '' && value.startsWith(origin)) add('origin-trailing', { value, origin }, path);
  else add('not-an-origin', { value, origin }, path);
}

/** Preflight and response: whether one allows what the other does not. */
function reviewSides(asked: Asked, seen: Seen, user: string, add: Add): void {
  const { server, libraries, stranger } = asked;
  const read = (one: Server) =>
    reachOf(traceOf(asking(one, user, {}, 'without', stranger), libraries)) === 'reads';
  const forgets =
    server.answers === 'policy' && read(withStatus(server, '200')) !== read(withStatus(server, '500'));
  if (forgets) add('errors-forget', {}, 'policy.mistakes');
  for (const credentials of ['without', 'with'] as const) {
    const plain = seen.plain[credentials];
    const preflighted = seen.preflighted[credentials];
    const status = answerIn(preflighted, 'preflight')?.status ?? 0;
    const reads = reachOf(plain) === 'reads';
    const refused = reachOf(preflighted) === 'refused';
    if (reads && refused) {
      const severity = declaresPreflight(asked) ? 'broken' : 'note';
      const path = server.answers === 'raw' ? 'raw.preflight.lines' : preflightPath(server);
      if (status >= 300 && status <= 399) add('preflight-redirected', { status }, path, severity);
      else if (stepOf(preflighted, 'preflight.status', 'fail'))
        add('preflight-status', { status }, path, severity);
      else if (failedOrigin(preflighted))
        add('preflight-disagrees', { origin: user, status }, path, severity);
    }
    const passes = stepOf(preflighted, 'preflight.status', 'pass') !== null;
    const missing =
      factsOf(plain, 'cors-check.allow-origin-missing') ??
      factsOf(plain, 'cors-check.allow-credentials', 'fail');
    if (
      !reads &&
      !forgets &&
      passes &&
      missing !== null &&
      factsOf(plain, 'cors-check.allow-credentials')?.value == null
    ) {
      add(
        'response-disagrees',
        { origin: user },
        server.answers === 'raw' ? 'raw.response.lines' : 'policy.mistakes',
      );
    }
  }
}

function failedOrigin(trace: Trace): boolean {
  return (
    stepOf(trace, 'cors-check.allow-origin-missing') !== null ||
    stepOf(trace, 'cors-check.allow-origin', 'fail') !== null ||
    factsOf(trace, 'cors-check.allow-credentials', 'fail')?.value === null
  );
}

/** Whether the server seems meant to answer preflights: it lists what they ask for. */
function declaresPreflight({ server }: Asked): boolean {
  if (server.answers === 'raw') return /^access-control-/im.test(server.raw.preflight.lines);
  const { methods, headers, maxAge } = server.policy;
  return methods.length > 0 || headers.length > 0 || maxAge !== '';
}

function preflightPath(server: Server): FieldPath {
  return server.options.by === 'policy' && /^2/.test(server.options.status)
    ? 'policy.mistakes'
    : 'options.status';
}

/** The lists of methods and names: what in them can be read at all, matches anything, and says something. */
function reviewLists(asked: Asked, seen: Seen, user: string, add: Add): void {
  const { server, libraries, stranger } = asked;
  const ask = (request: Parameters<typeof asking>[2], credentials: Credentials, of = server) =>
    traceOf(asking(of, user, request, credentials, stranger), libraries);
  const path = (header: ListHeader) =>
    pathOf(server, header, header === EXPOSED ? 'fetch' : 'preflight', user);

  const methodsSyntax = factsOf(seen.preflighted.without, 'preflight.allow-methods-syntax');
  if (methodsSyntax) add('malformed-list', { header: METHODS, value: methodsSyntax.value }, path(METHODS));
  const headersSyntax = factsOf(seen.preflighted.without, 'preflight.allow-headers-syntax');
  if (headersSyntax) add('malformed-list', { header: HEADERS, value: headersSyntax.value }, path(HEADERS));
  const response = answerIn(seen.plain.without, 'fetch');
  if (response && extractTokenList(response.headers, 'access-control-expose-headers') === 'failure') {
    const value = getHeader(response.headers, 'access-control-expose-headers') ?? '';
    add('malformed-list', { header: EXPOSED, value }, path(EXPOSED));
  }

  if (reachOf(seen.plain.with) === 'reads') {
    const method = factsOf(ask({ method: UNHEARD_METHOD }, 'with'), 'preflight.method', 'fail');
    if (method?.allowed?.includes('*')) add('literal-wildcard', { header: METHODS }, path(METHODS));
    const header = factsOf(ask({ headers: [[UNHEARD_HEADER, '1']] }, 'with'), 'preflight.header', 'fail');
    if (header?.literalWildcard) add('literal-wildcard', { header: HEADERS }, path(HEADERS));
    const exposed = factsOf(seen.plain.with, 'response.exposed-headers');
    if (exposed?.wildcard === 'literal') add('literal-wildcard', { header: EXPOSED }, path(EXPOSED));
  } else {
    const bearer = ask({ headers: [['Authorization', 'Bearer 1']] }, 'without');
    const covered = factsOf(bearer, 'preflight.header', 'fail');
    if (covered?.literalWildcard) add('authorization-not-covered', {}, path(HEADERS), 'note');
  }

  const preflight = answerIn(seen.preflighted.without, 'preflight');
  for (const method of itemsOf(preflight, METHODS)) {
    const upper = method.toUpperCase();
    if (factsOf(ask({ method }, 'without'), 'request.method-forbidden')) {
      add('forbidden-method', { method }, path(METHODS), 'note');
    } else if (/^(all|any)$/i.test(method)) {
      add('not-a-method', { method }, path(METHODS));
    } else if (method !== upper && USUAL_METHOD.test(upper)) {
      const refused = factsOf(ask({ method: upper }, 'without'), 'preflight.method', 'fail');
      if (refused) add('method-case', { method, upper }, path(METHODS));
    }
  }
  for (const name of itemsOf(preflight, HEADERS)) {
    const trace = ask({ headers: [[name, '1']] }, 'without');
    if (factsOf(trace, 'request.header-forbidden')) add('forbidden-header', { name }, path(HEADERS), 'note');
    else if (isCorsHeader(name)) add('response-header', { name }, path(HEADERS), 'note');
  }
  for (const name of itemsOf(response, EXPOSED)) {
    const bare = factsOf(ask({}, 'without', unexposing(server, name)), 'response.exposed-headers');
    const lower = name.toLowerCase();
    if (bare?.hidden.some((one) => one.name === lower && one.why === 'never exposed')) {
      add('never-exposed', { name }, path(EXPOSED));
    } else if (bare?.visible.includes(lower)) add('always-exposed', { name }, path(EXPOSED), 'note');
  }
}

/** The items of a list that are names, without `*`. */
function itemsOf(response: HttpResponse | null, header: ListHeader): readonly string[] {
  const items = response ? extractTokenList(response.headers, header.toLowerCase()) : null;
  return items === null || items === 'failure'
    ? []
    : items.filter((item) => item !== '*').slice(0, MOST_ITEMS);
}

function reviewMaxAge({ server }: Asked, seen: Seen, add: Add): void {
  const facts = factsOf(seen.preflighted.without, 'preflight.max-age');
  if (facts === null || facts.value === null || facts.value === '') return;
  const path = server.answers === 'raw' ? 'raw.preflight.lines' : 'policy.maxAge';
  const { value, valid, seconds } = facts;
  const cap = Math.max(...Object.values(PROFILES).map((profile) => profile.maxAgeCap ?? 0));
  if (!valid) {
    // -1 is how some frameworks write: never.
    if (value !== '-1') add('malformed-max-age', { value }, path);
  } else if (seconds > cap) add('max-age-above-caps', { seconds, cap }, path, 'note');
}

/** Whether the CORS headers depend on who asks, without `Vary` saying so. */
function reviewVary({ server, meant, stranger, libraries }: Asked, user: string, add: Add): void {
  const answers = [null, user, stranger, NULL_ORIGIN, ...meant.slice(0, 4)].map((origin) => {
    const headers: Header[] = origin === null ? [] : [['Origin', origin]];
    const url = `${server.origin}${server.path === '' ? '/' : server.path}`;
    const answered = answer(server, { method: 'GET', url, headers, body: null }, libraries.compilePattern);
    return 'failure' in answered ? [] : answered.headers;
  });
  const differ =
    new Set(answers.map((headers) => JSON.stringify(headers.filter(([name]) => isCorsHeader(name))))).size >
    1;
  const bare = answers.find(
    (headers) => !headerValues(headers, 'vary').some((value) => /(^|,)\s*(\*|origin)\s*(,|$)/i.test(value)),
  );
  if (differ && bare !== undefined) add('vary-missing', { vary: getHeader(bare, 'vary') }, 'policy.vary');
}

/** Headers that look like ones of CORS and are none, or stand where they say nothing. */
function reviewNames({ server }: Asked, headers: Answered, add: Add): void {
  for (const side of ['preflight', 'response'] as const) {
    for (const [name] of headers[side]) {
      if (
        !/^access-control|^(access-)?allow-origin$/i.test(name) ||
        isCorsHeader(name) ||
        OTHER_HEADERS.test(name)
      )
        continue;
      add(
        'unknown-header',
        { name, meant: nearest(name) },
        pathOf(server, name, side === 'preflight' ? 'preflight' : 'fetch', ''),
      );
    }
  }
  if (server.answers !== 'raw') return;
  for (const [header, where] of Object.entries(CORS_HEADERS)) {
    const lower = header.toLowerCase();
    if (where === 'both' || hasHeader(headers[where], lower)) continue;
    const other = where === 'preflight' ? 'response' : 'preflight';
    if (hasHeader(headers[other], lower))
      add('wrong-answer', { header, stands: other }, `raw.${other}.lines`);
  }
}

function isCorsHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return Object.keys(CORS_HEADERS).some((header) => header.toLowerCase() === lower);
}

/** The CORS header that takes the fewest changes to get to. */
function nearest(name: string): string {
  let best = { header: '', distance: Number.POSITIVE_INFINITY };
  for (const header of Object.keys(CORS_HEADERS)) {
    const distance = editDistance(name.toLowerCase(), header.toLowerCase());
    if (distance < best.distance) best = { header, distance };
  }
  return best.header;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= Math.min(a.length, 80); i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

interface Answered {
  readonly preflight: HeaderList;
  readonly response: HeaderList;
}

/** What the server sends to somebody it allows, where it allows anybody. */
function answeredHeaders({ server, meant, stranger, libraries }: Asked): Answered {
  const origin = meant[0] ?? stranger;
  const url = `${server.origin}${server.path === '' ? '/' : server.path}`;
  const ask = (method: string, more: readonly Header[]): HeaderList => {
    const headers: Header[] = [['Origin', origin], ...more];
    const answered = answer(server, { method, url, headers, body: null }, libraries.compilePattern);
    return 'failure' in answered ? [] : answered.headers;
  };
  return { preflight: ask('OPTIONS', [['Access-Control-Request-Method', 'PUT']]), response: ask('GET', []) };
}

function purposeOf(trace: Trace, step: { readonly message: { readonly exchange: number } | null } | null) {
  const at = step?.message?.exchange ?? 0;
  const sent = trace.steps.find((one) => one.type === 'request' && one.exchange === at);
  return sent?.type === 'request' ? sent.purpose : 'fetch';
}

/** The field a CORS header comes from. */
function pathOf(server: Server, header: string, purpose: 'preflight' | 'fetch', origin: string): FieldPath {
  if (server.answers === 'raw') return purpose === 'preflight' ? 'raw.preflight.lines' : 'raw.response.lines';
  const lower = header.toLowerCase();
  const own = server.response.headers.findIndex(([name]) => name.toLowerCase() === lower);
  if (purpose === 'fetch' && own >= 0) return `response.headers.${own}.value`;
  const { mistakes, origins } = server.policy;
  switch (header) {
    case 'Access-Control-Allow-Origin':
      return mistakes.length > 0 ? 'policy.mistakes' : originPath(server, origin);
    case 'Access-Control-Allow-Credentials':
      return origins !== 'any' && mistakes.includes('True') ? 'policy.mistakes' : 'policy.credentials';
    case METHODS:
      return 'policy.methods';
    case HEADERS:
      return 'policy.headers';
    case EXPOSED:
      return 'policy.exposed';
    default:
      return 'response.headers';
  }
}

/** The server as it answers with another status. */
function withStatus(server: Server, status: string): Server {
  return { ...server, response: { ...server.response, status, location: '' } };
}

/** The server as it sends a header, and exposes none. */
function unexposing(server: Server, name: string): Server {
  const kept = server.response.headers.filter(([key]) => key.toLowerCase() !== EXPOSED.toLowerCase());
  return {
    ...server,
    policy: { ...server.policy, exposed: [] },
    response: { ...server.response, headers: [...kept, [name, '1']] },
    raw: { ...server.raw, response: unexposingRaw(server.raw.response, name) },
  };
}

function unexposingRaw({ status, lines }: RawAnswer, name: string): RawAnswer {
  const kept = lines.split('\n').filter((line) => !/^access-control-expose-headers:/i.test(line));
  return { status, lines: [...kept, `${name}: 1`].join('\n') };
}
