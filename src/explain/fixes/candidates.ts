import { hostAddressSpace } from '../../engine/address-space';
import { isToken } from '../../engine/headers';
import { isSameOrigin, parseUrl } from '../../engine/origin';
import { isRedirectStatus } from '../../engine/response';
import type { RuleStep, Trace, WireStep } from '../../engine/trace';
import type { Server } from '../../policy/policy';
import { requestUrl } from '../../scenario/page';
import type { FieldPath, Libraries, Scenario } from '../../scenario/scenario';
import { isResponseHeader } from '../cause';
import { answerOf, header, lastFacts, wireRequests } from '../reading';
import { toolOf } from '../tooling';
import { applyEdit } from './apply';
import type { Edit, Wish } from './fix';
import { valuesIn } from './lines';
import { serverIndexFor } from './servers';
import { hasPreflight, isServed, lastRun, nameOfCookie } from './wish';

/**
 * The edits that can change what stands between a scenario and a wish, each by itself: every edit that could alter
 * the rule that failed. Whether one helps is for the engine to say. `trace` is the scenario's last run.
 */
export function candidatesFor(
  wish: Wish,
  scenario: Scenario,
  trace: Trace,
  libraries: Libraries,
): readonly Edit[] {
  if (!isServed(trace)) return toBeServed({ scenario, trace, libraries });
  const at = { scenario, trace, libraries };
  switch (wish.kind) {
    case 'read':
      return [];
    case 'header':
      return toExpose(at, wish.names);
    case 'cookie sent':
      return toSendCookie(at, wish.name);
    case 'cookie stored':
      return toStoreCookie(at, wish.name);
    case 'no preflight':
      return toSparePreflight(at);
    case 'cache':
      return onAnswer(at, wireRequests(trace).at(-1), ({ policyPath, rawPath }) => [
        { kind: 'vary', path: rawPath ?? `${policyPath}.policy.vary` },
      ]);
    default:
      return wish satisfies never;
  }
}

interface Situation {
  readonly scenario: Scenario;
  readonly trace: Trace;
  readonly libraries: Libraries;
}

type Request = Extract<WireStep, { type: 'request' }>;

/** The server that answers a message, and where its lines are written. */
interface Answering {
  readonly server: Server;
  /** `servers.0` */
  readonly policyPath: FieldPath;
  /** `servers.0.raw.preflight.lines`; null where the policy answers. */
  readonly rawPath: FieldPath | null;
  readonly purpose: Request['purpose'];
}

function onAnswer(
  { scenario }: Situation,
  request: Request | undefined,
  edits: (answering: Answering) => readonly Edit[],
): readonly Edit[] {
  const index = request ? serverIndexFor(scenario, request.request.url) : -1;
  const server = scenario.servers[index];
  if (!request || !server) return [];
  const answer = request.purpose === 'preflight' ? 'preflight' : 'response';
  return edits({
    server,
    policyPath: `servers.${index}`,
    rawPath: server.answers === 'raw' ? `servers.${index}.raw.${answer}.lines` : null,
    purpose: request.purpose,
  });
}

// What keeps the page from being served.

function toBeServed(at: Situation): readonly Edit[] {
  const { trace } = at;
  if (trace.outcome.type === 'response') return [...toUseResponse(at), ...toHaveOrigin(at)];
  const step = trace.steps[trace.outcome.because];
  if (step?.type !== 'rule') return [];
  const cors = step.rule.startsWith('cors-check.') ? withoutCors(at) : [];
  return [...toPass(at, step), ...goDirect(at), ...toHaveOrigin(at), ...cors];
}

/** Any site can make a page of origin `null`, so no server is told to allow that: the page is to have an origin. */
function toHaveOrigin({ scenario, trace }: Situation): readonly Edit[] {
  const { page } = scenario;
  if (page.kind === 'document') return [];
  const step = trace.outcome.type === 'response' ? undefined : trace.steps[trace.outcome.because];
  const facts = step?.type === 'rule' ? step.facts : {};
  const home = parseUrl(page.url)?.origin;
  const asked = requestUrl(scenario)?.origin;
  const itsOwn = home !== undefined && asked !== undefined && isSameOrigin(home, asked);
  const matters = itsOwn || ('origin' in facts && facts.origin === 'null');
  return matters ? [{ kind: 'page kind', path: 'page.kind', value: 'document' }] : [];
}

const MODE_CORS: Edit = { kind: 'mode', path: 'request.mode', value: 'cors' };
const FOLLOW: Edit = { kind: 'redirect mode', path: 'request.redirect', value: 'follow' };
const CACHE: Edit = { kind: 'cache mode', path: 'request.cache', value: 'default' };

function toPass(at: Situation, step: RuleStep): readonly Edit[] {
  const { scenario, trace } = at;
  const { request, page } = scenario;
  const asked = wireRequests(trace).find(({ exchange }) => exchange === step.message?.exchange);
  switch (step.rule) {
    case 'request.url-credentials':
    case 'main-fetch.userinfo':
      return url(withoutUserinfo(step.facts.url), 'no user name');
    case 'request.mode-navigate':
    case 'main-fetch.mode-same-origin':
      return [MODE_CORS];
    case 'request.no-cors-method':
      return [MODE_CORS];
    case 'main-fetch.no-cors-redirect-mode':
      return [MODE_CORS, FOLLOW];
    case 'request.only-if-cached':
    case 'network.only-if-cached':
      return [CACHE];
    case 'request.header-invalid':
      return [{ kind: 'drop request headers', path: 'request.headers', names: [step.facts.name] }];
    case 'request.body-with-get':
      return [
        { kind: 'body', path: 'request.body', value: 'none' },
        { kind: 'method', path: 'request.method', value: 'POST' },
      ];
    case 'request.stream':
    case 'network.stream-http1':
    case 'redirect.body':
      return [{ kind: 'body', path: 'request.body', value: 'string' }];
    case 'main-fetch.bad-port':
      return elsewhere(at, 'port');
    case 'main-fetch.mixed-content':
      return elsewhere(at, 'https');
    case 'network.local-network':
      return step.facts.why === 'not secure' && page.url.startsWith('http:')
        ? [{ kind: 'page url', path: 'page.url', value: page.url.replace('http:', 'https:'), why: 'https' }]
        : [];
    case 'network.connection':
      return step.facts.failure === 'dns' ? moved(at, step.facts.url) : [];
    case 'cors-check.allow-origin-missing':
    case 'cors-check.allow-origin':
    case 'cors-check.wildcard-with-credentials':
      return toAllowOrigin(at, step, asked);
    case 'cors-check.allow-credentials':
      return [
        ...onAnswer(at, asked, ({ server, policyPath, rawPath }) =>
          rawPath === null && server.policy.credentials && server.policy.mistakes.includes('True')
            ? [{ kind: 'mend', path: `${policyPath}.policy.mistakes`, mistake: 'True' }]
            : [{ kind: 'allow credentials', path: rawPath ?? `${policyPath}.policy.credentials` }],
        ),
        ...withoutCredentials(at),
      ];
    case 'preflight.status':
      return answerOptions(at, asked);
    case 'preflight.allow-methods-syntax':
      return rewriteList(at, asked, 'Access-Control-Allow-Methods');
    case 'preflight.allow-headers-syntax':
      return rewriteList(at, asked, 'Access-Control-Allow-Headers');
    case 'preflight.method': {
      const { method, allowed } = step.facts;
      const upper = method.toUpperCase();
      // With credentials, `*` is a name like any other.
      const plain = allowed?.includes('*') ? withoutCredentials(at) : [];
      if (method !== upper && method === request.method && COMMON_METHODS.includes(upper)) {
        return [{ kind: 'method', path: 'request.method', value: upper }, ...plain];
      }
      return [
        ...onAnswer(at, asked, ({ policyPath, rawPath }): readonly Edit[] => [
          { kind: 'allow methods', path: rawPath ?? `${policyPath}.policy.methods`, names: [method] },
        ]),
        ...plain,
      ];
    }
    case 'preflight.header':
      return [
        ...toAllowHeaders(at, asked, step.facts.name),
        ...(step.facts.literalWildcard ? withoutCredentials(at) : []),
      ];
    case 'redirect.mode-error':
      return [FOLLOW];
    case 'redirect.credentials':
      return relocated(at, asked, withoutUserinfo(step.facts.location));
    case 'corp.check':
      return [
        ...onAnswer(at, asked, ({ policyPath, rawPath }) =>
          (['same-site', 'cross-origin'] as const).map((value) => ({
            kind: 'resource policy',
            path: rawPath ?? `${policyPath}.response.headers`,
            value,
          })),
        ),
        ...askWithCors(at),
      ];
    case 'response.mime-type': {
      const value = step.facts.destination === 'style' ? 'text/css' : 'text/javascript';
      return contentType(at, asked, value);
    }
    default:
      return [];
  }
}

const COMMON_METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** A response came, and is of no use to the page as it is. */
function toUseResponse(at: Situation): readonly Edit[] {
  const { trace } = at;
  if (trace.outcome.type !== 'response') return [];
  const { type, status } = trace.outcome.response;
  if (type === 'opaqueredirect') return [FOLLOW];
  if (trace.initiator === 'EventSource' && status === 200) {
    return contentType(at, wireRequests(trace).at(-1), 'text/event-stream');
  }
  return type === 'opaque' ? askWithCors(at) : [];
}

function askWithCors({ scenario: { request } }: Situation): readonly Edit[] {
  switch (request.initiator) {
    case 'fetch':
      return request.mode === 'cors' ? [] : [MODE_CORS];
    case 'script':
    case 'stylesheet':
    case 'image':
    case 'video':
      return request.crossorigin === 'none'
        ? [{ kind: 'crossorigin', path: 'request.crossorigin', value: 'anonymous' }]
        : [];
    default:
      return [];
  }
}

/** What is only shown, applied or run needs no CORS. */
function withoutCors({ scenario: { request } }: Situation): readonly Edit[] {
  const { initiator, use, crossorigin } = request;
  const media = (initiator === 'image' || initiator === 'video') && use === 'show';
  const usable = media || initiator === 'script' || initiator === 'stylesheet';
  return usable && crossorigin !== 'none'
    ? [{ kind: 'crossorigin', path: 'request.crossorigin', value: 'none' }]
    : [];
}

function contentType(at: Situation, asked: Request | undefined, value: string): readonly Edit[] {
  return onAnswer(at, asked, ({ policyPath, rawPath }) => [
    { kind: 'content type', path: rawPath ?? `${policyPath}.response.headers`, value },
  ]);
}

function toAllowOrigin(
  at: Situation,
  step: Extract<RuleStep, { rule: `cors-check.${string}` }>,
  asked: Request | undefined,
): readonly Edit[] {
  const { scenario, trace } = at;
  const origin = 'origin' in step.facts ? step.facts.origin : '';
  if (origin === 'null') {
    return noRedirectToLogin(at);
  }
  const anyone =
    step.rule === 'cors-check.allow-origin-missing' && !hasSecrets(scenario, trace) ? ['any'] : [];
  return [
    ...onAnswer(at, asked, ({ server, policyPath, rawPath, purpose }): readonly Edit[] => {
      if (rawPath !== null) {
        const values = valuesIn(
          server.raw[purpose === 'preflight' ? 'preflight' : 'response'].lines,
          ALLOW_ORIGIN,
        );
        const another = values.some((value) => parseUrl(value) !== null && !value.startsWith(origin));
        return [
          { kind: 'allow origin', path: rawPath, origin, how: another ? 'also' : 'only' },
          ...anyone.map(() => ({ kind: 'allow any origin', path: rawPath }) as const),
        ];
      }
      const { policy, options } = server;
      if (purpose === 'preflight' && options.by !== 'policy') return answerOptions(at, asked);
      const mends = policy.mistakes
        .filter((mistake) => mistake !== 'True')
        .map((mistake): Edit => ({ kind: 'mend', path: `${policyPath}.policy.mistakes`, mistake }));
      const keeps = (policy.origins === 'list' && policy.list.length > 0) || policy.origins === 'pattern';
      if (policy.origins === 'list' && policy.list.includes(origin)) return mends;
      return [
        ...(policy.origins === 'none' ? [] : mends),
        { kind: 'allow origin', path: `${policyPath}.policy`, origin, how: keeps ? 'also' : 'only' },
        ...(policy.origins === 'none' ? anyone : []).map(
          () => ({ kind: 'allow any origin', path: `${policyPath}.policy` }) as const,
        ),
      ];
    }),
    ...(step.rule === 'cors-check.wildcard-with-credentials' ? withoutCredentials(at) : []),
    ...(step.rule === 'cors-check.wildcard-with-credentials' ? [] : underAllowedName(at, step, asked)),
    ...noRedirectToLogin(at),
  ];
}

const ALLOW_ORIGIN = 'access-control-allow-origin';

/** The page under a name for the same thing that the server allows already: `localhost` and `127.0.0.1`, with `www` and without. */
function underAllowedName(at: Situation, step: RuleStep, asked: Request | undefined): readonly Edit[] {
  const page = parseUrl(at.scenario.page.url);
  if (!page) return [];
  return onAnswer(at, asked, ({ server: { answers, policy } }) => {
    const listed = answers === 'policy' && policy.origins === 'list' ? policy.list : [];
    const sent = step.rule === 'cors-check.allow-origin' ? [step.facts.value] : [];
    return [...new Set([...listed, ...sent])].slice(0, 20).flatMap((origin) => {
      const url = parseUrl(origin);
      if (!url || !/^https?:\/\/[^/?#]+$/.test(origin) || nickname(url.host) !== nickname(page.host))
        return [];
      const value = page.href.replace(/^[^/]*\/\/[^/?#]*/, origin);
      return value === page.href
        ? []
        : [{ kind: 'page url', path: 'page.url', value, why: 'allowed' } as const];
    });
  });
}

function nickname(host: string): string {
  return host === '127.0.0.1' || host === '[::1]' ? 'localhost' : host.replace(/^www\./, '');
}

/** Whether the request carries something that shows who asks, or goes where not everyone can reach. */
function hasSecrets({ servers, cookies }: Scenario, trace: Trace): boolean {
  const credentials = lastFacts(trace, 'request.initiator')?.credentials === 'include';
  const authorization = wireRequests(trace).some(
    ({ request }) =>
      header(request, 'authorization') !== null ||
      (header(request, 'access-control-request-headers') ?? '').split(',').includes('authorization'),
  );
  const near = servers.some(({ origin, addressSpace }) => {
    const space = addressSpace === 'auto' ? hostAddressSpace(parseUrl(origin)?.host ?? '') : addressSpace;
    return space !== 'public';
  });
  return credentials || authorization || near || cookies.length > 0;
}

function withoutCredentials({ scenario: { request } }: Situation): readonly Edit[] {
  switch (request.initiator) {
    case 'fetch':
      return [{ kind: 'credentials', path: 'request.credentials', value: 'same-origin' }];
    case 'XMLHttpRequest':
    case 'EventSource':
      return [{ kind: 'withCredentials', path: 'request.withCredentials', value: 'off' }];
    case 'script':
    case 'module script':
    case 'stylesheet':
    case 'image':
    case 'video':
      return [{ kind: 'crossorigin', path: 'request.crossorigin', value: 'anonymous' }];
    default:
      return [];
  }
}

function answerOptions(at: Situation, asked: Request | undefined): readonly Edit[] {
  return onAnswer(at, asked, ({ policyPath, rawPath }) => [
    {
      kind: 'answer options',
      path: rawPath?.replace(/lines$/, 'status') ?? `${policyPath}.options`,
      status: '204',
    },
  ]);
}

function rewriteList(at: Situation, asked: Request | undefined, name: string): readonly Edit[] {
  return onAnswer(at, asked, ({ server, rawPath, purpose }) => {
    if (rawPath === null) return [];
    const { lines } = server.raw[purpose === 'preflight' ? 'preflight' : 'response'];
    const meant = valuesIn(lines, name.toLowerCase())
      .flatMap((value) => value.split(/[\s,;]+/))
      .map((item) => item.replace(/^["']|["']$/g, ''))
      .filter(isToken);
    const rewritten = (items: readonly string[]): Edit => ({
      kind: 'rewrite list',
      path: rawPath,
      name,
      value: [...new Set(items)].join(', '),
    });
    const asMeant = rewritten(meant);
    const { outcome, steps } = lastRun(applyEdit(at.scenario, asMeant), at.libraries);
    const step = outcome.type === 'response' ? undefined : steps[outcome.because];
    const lacks = step?.type === 'rule' && /^preflight\.(method|header)$/.test(step.rule);
    return [lacks ? rewritten([...meant, ...askedFor(asked, name)]) : asMeant];
  });
}

/** What a preflight asks permission for, of what that header of the answer gives. */
function askedFor(asked: Request | undefined, name: string): readonly string[] {
  const by =
    name === 'Access-Control-Allow-Methods'
      ? 'access-control-request-method'
      : 'access-control-request-headers';
  return (header(asked?.request, by) ?? '').split(',').filter(isToken);
}

/** A header that tools or habit add, or that is of no use on a request: no answer depends on it. The name in lower case. */
function isNeedless({ request }: Scenario, name: string): boolean {
  if (toolOf(name) !== null || isResponseHeader(name)) return true;
  // The type of a body that is not there.
  return name === 'content-type' && (request.body.kind === 'none' || /^(get|head)$/i.test(request.method));
}

function toAllowHeaders(at: Situation, asked: Request | undefined, name: string): readonly Edit[] {
  const { scenario } = at;
  const written = (lower: string): string =>
    scenario.request.headers.find(([key]) => key.toLowerCase() === lower)?.[0] ?? lower;
  const edits: Edit[] = [];
  if (!isResponseHeader(name)) {
    edits.push(
      ...onAnswer(at, asked, ({ policyPath, rawPath }) => [
        grown(at, name, (names) => ({
          kind: 'allow headers',
          path: rawPath ?? `${policyPath}.policy.headers`,
          names: names.map(written),
        })),
      ]),
    );
  }
  if (isNeedless(scenario, name) && scenario.request.headers.some(([key]) => key.toLowerCase() === name)) {
    edits.push(
      grown(
        at,
        name,
        (names) => ({ kind: 'drop request headers', path: 'request.headers', names: names.map(written) }),
        (next) => isNeedless(scenario, next),
      ),
    );
  }
  return edits;
}

/** One edit for all the headers that are refused one after the other, as long as `fits` says so. */
function grown(
  { scenario, libraries }: Situation,
  first: string,
  editOf: (names: readonly string[]) => Edit,
  fits: (name: string) => boolean = (name) => !isResponseHeader(name),
): Edit {
  const names = [first];
  for (;;) {
    const edit = editOf(names);
    const { outcome, steps } = lastRun(applyEdit(scenario, edit), libraries);
    const step = outcome.type === 'response' ? undefined : steps[outcome.because];
    if (step?.type !== 'rule' || step.rule !== 'preflight.header') return edit;
    const { name } = step.facts;
    if (names.includes(name) || !fits(name) || names.length >= MOST_HEADERS) return edit;
    names.push(name);
  }
}

const MOST_HEADERS = 50;

// Other addresses.

function url(value: string, why: Extract<Edit, { kind: 'url' }>['why']): readonly Edit[] {
  return [{ kind: 'url', path: 'request.url', value, why }];
}

function withoutUserinfo(href: string): string {
  return href.replace(/^([a-z]+:\/\/)[^/?#]*@/, '$1');
}

/** To where a redirect leads, which spares it. */
function goDirect({ scenario, trace }: Situation): readonly Edit[] {
  const { request } = scenario;
  if (lastFacts(trace, 'redirect.count')) return [];
  const followed = lastFacts(trace, 'redirect.followed');
  const preflighted = wireRequests(trace).at(-1);
  const answer = preflighted ? answerOf(trace, preflighted.exchange) : null;
  const location = header(answer, 'location');
  const stops = preflighted && answer && isRedirectStatus(answer.status) && location !== null;
  const to = stops ? parseUrl(location, preflighted.request.url)?.href : followed?.to;
  if (to === undefined || LOGIN.test(to) || !/^https?:/.test(to)) return [];
  return to === request.url ? [] : url(withoutUserinfo(to), 'direct');
}

/** A whole word: neither `lesson` nor `author` is a login. */
const LOGIN = /(?<![a-z])(?:log-?in|sign-?in|o?auth\d?|authori[sz]e|authenticat(?:e|ion)|sso)(?![a-z])/i;

/** A session that has ended is told by a status that script can read, not by sending it to a page for people. */
function noRedirectToLogin(at: Situation): readonly Edit[] {
  const followed = lastFacts(at.trace, 'redirect.followed');
  if (!followed || !LOGIN.test(followed.to)) return [];
  const sent = wireRequests(at.trace).find(({ request }) => request.url === followed.from);
  return onAnswer(at, sent, ({ policyPath, rawPath }) => [
    {
      kind: 'no redirect',
      path: rawPath?.replace(/lines$/, 'status') ?? `${policyPath}.response.status`,
      status: '401',
    },
  ]);
}

/** The address in question by another scheme or port: in the request, or in the redirect that led there. */
function elsewhere(at: Situation, why: 'https' | 'port'): readonly Edit[] {
  const { scenario, trace } = at;
  const followed = lastFacts(trace, 'redirect.followed');
  const from = followed?.to ?? requestUrl(scenario)?.href ?? scenario.request.url;
  const to = why === 'https' ? from.replace(/^(http|ws):/, '$1s:') : onOtherPort(from);
  if (to === from) return [];
  if (!followed) return url(to, why);
  const sent = wireRequests(trace).find(({ request }) => request.url === followed.from);
  return relocated(at, sent, to);
}

function onOtherPort(href: string): string {
  return href.replace(/^(https?|wss?)(:\/\/[^/?#]*):\d+/, (_, scheme: string, host: string) =>
    scheme === 'https' || scheme === 'wss' ? `${scheme}${host}:8443` : `${scheme}${host}:8080`,
  );
}

function relocated(at: Situation, sent: Request | undefined, to: string): readonly Edit[] {
  return onAnswer(at, sent, ({ policyPath, rawPath }) => [
    { kind: 'location', path: rawPath ?? `${policyPath}.response.location`, value: to },
  ]);
}

/** Nobody answers there: the server that did at the scheme or port before goes along. */
function moved({ scenario }: Situation, to: string): readonly Edit[] {
  const target = parseUrl(to.replace(/^ws/, 'http'));
  if (target?.origin.kind !== 'tuple') return [];
  const origin = /^[^/]*\/\/[^/?#]*/.exec(target.href)?.[0] ?? '';
  if (scenario.servers.some((server) => server.origin === origin)) return [];
  const at = scenario.servers.findIndex((server) => parseUrl(server.origin)?.host === target.host);
  const from = parseUrl(scenario.servers[at]?.origin ?? '');
  if (!from) return [];
  const why = from.scheme === 'http' && target.scheme === 'https' ? 'https' : 'port';
  return [{ kind: 'move server', path: `servers.${at}.origin`, origin, why }];
}

// What is missing though the page is served.

function toExpose(at: Situation, names: readonly string[]): readonly Edit[] {
  const visible = lastFacts(at.trace, 'response.exposed-headers')?.visible ?? [];
  return onAnswer(at, wireRequests(at.trace).at(-1), ({ server, policyPath, rawPath }): readonly Edit[] => {
    const missing = names.filter((name) => !visible.includes(name));
    const path = rawPath ?? `${policyPath}.policy.exposed`;
    const written = (lower: string): string => {
      const answer = answerOf(at.trace, wireRequests(at.trace).at(-1)?.exchange ?? -1);
      return answer?.headers.find(([name]) => name.toLowerCase() === lower)?.[0] ?? lower;
    };
    const tokens = valuesIn(server.raw.response.lines, 'access-control-expose-headers').flatMap((value) =>
      value.split(',').map((item) => item.trim()),
    );
    if (rawPath !== null && tokens.some((item) => item !== '' && !isToken(item))) {
      return rewriteList(at, wireRequests(at.trace).at(-1), 'Access-Control-Expose-Headers');
    }
    return [{ kind: 'expose headers', path, names: missing.map(written) }];
  });
}

function withCredentials({ scenario: { request } }: Situation): readonly Edit[] {
  switch (request.initiator) {
    case 'fetch':
      return [{ kind: 'credentials', path: 'request.credentials', value: 'include' }];
    case 'XMLHttpRequest':
    case 'EventSource':
      return [{ kind: 'withCredentials', path: 'request.withCredentials', value: 'on' }];
    default:
      return [{ kind: 'crossorigin', path: 'request.crossorigin', value: 'use-credentials' }];
  }
}

function toSendCookie(at: Situation, name: string): readonly Edit[] {
  const { scenario, trace } = at;
  if (lastFacts(trace, 'network.credentials')?.included === false) return withCredentials(at);
  const why = lastFacts(trace, 'network.cookies')?.withheld.find((note) => note.name === name)?.why;
  if (why === 'SameSite') {
    return scenario.cookies.flatMap(({ cookie }, i) =>
      nameOfCookie(cookie) === name
        ? [{ kind: 'stored cookie', path: `cookies.${i}.cookie`, value: forOtherSites(cookie) }]
        : [],
    );
  }
  return why === 'Secure' ? elsewhere(at, 'https') : [];
}

function toStoreCookie(at: Situation, name: string): readonly Edit[] {
  const { trace } = at;
  const why = lastFacts(trace, 'network.set-cookie')?.ignored.find((note) => note.name === name)?.why;
  const last = wireRequests(trace).at(-1);
  const answer = last ? answerOf(trace, last.exchange) : null;
  const was = answer?.headers.find(
    ([key, value]) => key.toLowerCase() === 'set-cookie' && nameOfCookie(value) === name,
  )?.[1];
  if (was === undefined) return [];
  const set = (value: string): readonly Edit[] =>
    onAnswer(at, last, ({ server, policyPath, rawPath }) => {
      if (rawPath !== null) return [{ kind: 'set cookie', path: rawPath, was, value }];
      const i = server.response.cookies.findIndex((cookie) => cookie.trim() === was);
      const exact = server.response.cookies[i];
      return exact === undefined
        ? []
        : [{ kind: 'set cookie', path: `${policyPath}.response.cookies.${i}`, was: exact, value }];
    });
  switch (why) {
    case 'credentials not included':
      return withCredentials(at);
    case 'SameSite':
    case 'SameSite=None without Secure':
      return set(forOtherSites(was));
    case 'Secure':
      return elsewhere(at, 'https');
    case 'domain':
      return set(was.replace(/;[ \t]*domain[ \t]*(=[^;]*)?/gi, ''));
    default:
      return [];
  }
}

/** With the attributes by which a cookie goes along with requests that pages of other sites make. */
function forOtherSites(cookie: string): string {
  const kept = cookie
    .split(';')
    .filter((part, i) => i === 0 || !/^(samesite|secure)$/i.test((part.split('=', 1)[0] ?? '').trim()));
  return `${kept.join(';').trimEnd()}; SameSite=None; Secure`;
}

/** Long enough to matter, and no longer than most browsers keep it. */
const MAX_AGE = 7200;

function toSparePreflight(at: Situation): readonly Edit[] {
  const { scenario, trace } = at;
  if (!hasPreflight(trace)) return [];
  const asked = wireRequests(trace).find(({ purpose }) => purpose === 'preflight');
  const reasons = lastFacts(trace, 'main-fetch.preflight')?.reasons ?? [];
  const needless = reasons.flatMap((reason) =>
    reason.kind === 'header' && isNeedless(scenario, reason.name.toLowerCase()) ? [reason.name] : [],
  );
  return [
    ...(needless.length > 0
      ? [{ kind: 'drop request headers', path: 'request.headers', names: needless } as const]
      : []),
    ...onAnswer(at, asked, ({ policyPath, rawPath }) => [
      { kind: 'max age', path: rawPath ?? `${policyPath}.policy.maxAge`, seconds: MAX_AGE },
    ]),
    ...(scenario.request.cache === 'no-store' || scenario.request.cache === 'reload' ? [CACHE] : []),
  ];
}
