import { headerValues, isToken } from '../engine/headers';
import type { Header } from '../engine/http';
import type { Initiator } from '../engine/initiator';
import { parseUrl } from '../engine/origin';
import { isBlockedForScripts } from '../engine/outcome';
import { isOkStatus, isRedirectStatus } from '../engine/response';
import type { RuleStep, Trace } from '../engine/trace';
import { reasonPhrase } from '../policy/reason-phrases';
import { CHROMIUM, type ConsoleBrowser, type ConsoleLine, FIREFOX, WEBKIT } from './console-lines';
import { fill, type Slots } from './console-template';
import { answerOf, header, lastFacts, originOf, wireRequests } from './reading';

/** What each browser's console says, a string for each message. */
export type ConsoleLines = Readonly<Record<ConsoleBrowser, readonly string[]>>;

/** The page, as its console names it. */
export interface ConsolePage {
  /** Serialised. */
  readonly origin: string;
  /** The document's URL. */
  readonly url?: string;
  /** The URL the script asked for, serialised: for failures before anything is sent. */
  readonly target?: string;
  /** As the script wrote them: one browser repeats their spelling. */
  readonly headers?: readonly Header[];
}

/**
 * The messages Chromium 156 (in its developer tools), Firefox ESR 153 and WebKitGTK 2.50 print about a run of theirs: each
 * browser's are true of what that browser does, so of a trace with its profile. What was blocked or failed, and what
 * script does not catch; empty where they print nothing, and for what was not observed.
 */
export function consoleLines(trace: Trace, page: ConsolePage): ConsoleLines {
  const c = contextOf(trace, page);
  return {
    chromium: [
      ...(wireRequests(trace).length > 1 ? [] : upgraded(c, CHROMIUM.upgraded)),
      ...refusedHeaders(c, CHROMIUM['unsafe header']),
      ...chromium(c),
    ],
    firefox: [
      ...upgraded(c, FIREFOX.upgraded),
      ...refusedHeaders(c, FIREFOX['forbidden header']),
      ...authorizationWarning(c),
      ...firefox(c),
    ],
    webkit: [...upgraded(c, WEBKIT.upgraded), ...refusedHeaders(c, WEBKIT['unsafe header']), ...webkit(c)],
  };
}

interface Context {
  readonly trace: Trace;
  readonly page: ConsolePage;
  readonly initiator: Initiator;
  /** What decided that it fails; null where it does not. */
  readonly step: RuleStep | null;
  /** The URL that failed, and the first of the chain. */
  readonly url: string;
  readonly first: string;
  /** 0 where no answer came. */
  readonly status: number;
  /** Of the request that failed; -1 where none was sent. */
  readonly exchange: number;
  readonly at: 'nothing sent' | 'preflight' | 'fetch';
  readonly method: string;
  /** Request headers that the preflight does not allow. */
  readonly unlisted: readonly string[];
}

function contextOf(trace: Trace, page: ConsolePage): Context {
  const { outcome } = trace;
  const because = outcome.type === 'response' ? undefined : trace.steps[outcome.because];
  const step = because?.type === 'rule' ? because : null;
  const requests = wireRequests(trace);
  const wire =
    step === null || step.rule === 'network.connection' || step.rule === 'response.mime-type'
      ? requests.at(-1)
      : requests.find(({ exchange }) => exchange === step.message?.exchange);
  const asked = header(wire?.request, 'access-control-request-method');
  return {
    trace,
    page,
    initiator: trace.initiator,
    step,
    url: wire?.request.url ?? lastFacts(trace, 'redirect.followed')?.to ?? page.target ?? '',
    first: requests[0]?.request.url ?? page.target ?? '',
    status: answerOf(trace, wire?.exchange ?? -1)?.status ?? 0,
    exchange: wire?.exchange ?? -1,
    at: wire === undefined ? 'nothing sent' : wire.purpose,
    method: asked ?? wire?.request.method ?? 'GET',
    unlisted: trace.steps.flatMap((other) =>
      other.type === 'rule' && other.rule === 'preflight.header' && other.result === 'fail'
        ? [other.facts.name]
        : [],
    ),
  };
}

function print({ pieces }: ConsoleLine, slots: Slots = {}): string {
  return fill(pieces, slots);
}

/** A line for content that is asked for with TLS instead. */
function upgraded({ trace, page }: Context, line: ConsoleLine): readonly string[] {
  const facts = lastFacts(trace, 'main-fetch.mixed-content-upgraded');
  return facts ? [print(line, { url: facts.from, page: page.url ?? '' })] : [];
}

/** A line for each header that `XMLHttpRequest` would not set; `fetch()` drops them without a word. */
function refusedHeaders({ trace, initiator }: Context, line: ConsoleLine): readonly string[] {
  if (initiator !== 'XMLHttpRequest') return [];
  return trace.steps.flatMap((step) =>
    step.type === 'rule' && step.rule === 'request.header-forbidden'
      ? [print(line, { header: step.facts.name })]
      : [],
  );
}

/** What is wrong with the call, by the lines' names; null where it may be made. */
function callOf({ step, initiator }: Context): { readonly name: CallName; readonly slots: Slots } | null {
  if (step === null || initiator !== 'fetch') return null;
  switch (step.rule) {
    case 'request.url':
      return { name: 'call url', slots: { url: step.facts.input } };
    case 'request.url-credentials':
      return { name: 'call url credentials', slots: { url: step.facts.url } };
    case 'request.mode-navigate':
      return { name: 'call navigate', slots: {} };
    case 'request.only-if-cached':
      return { name: 'call only if cached', slots: { value: step.facts.mode } };
    case 'request.method-invalid':
      return { name: 'call method invalid', slots: { value: step.facts.method } };
    case 'request.method-forbidden':
      return { name: 'call method forbidden', slots: { method: step.facts.method } };
    case 'request.no-cors-method':
      return { name: 'call no-cors method', slots: { method: step.facts.method } };
    case 'request.header-invalid': {
      const { name, value } = step.facts;
      return isToken(name)
        ? { name: 'call header value', slots: { header: name, value } }
        : { name: 'call header name', slots: { value: name } };
    }
    case 'request.body-with-get':
      return { name: 'call body with get', slots: { method: step.facts.method } };
    default:
      return null;
  }
}

type CallName = Extract<keyof typeof CHROMIUM, `call ${string}`>;

/** What taints a canvas, or may not be used for its pixels. */
function pixelsOf({ trace }: Context): 'tainted' | 'WebGL texture' | 'CSS shape' | null {
  if (trace.script.kind !== 'element' || trace.script.pixels === null || trace.script.pixels === 'clean')
    return null;
  if (trace.script.pixels === 'tainted') return 'tainted';
  return lastFacts(trace, 'use.needs-cors')?.use === 'CSS shape' ? 'CSS shape' : 'WebGL texture';
}

function severalOrigins(value: string): boolean {
  return /[ ,]/.test(value);
}

/** The first item of a list that is no token, which one browser names. */
function badToken(value: string): string {
  const items = value.split(',').map((item) => item.trim());
  return items.find((item) => item !== '' && !isToken(item)) ?? '';
}

// Chromium.

const CHROMIUM_KIND: Partial<Readonly<Record<Initiator, string>>> = {
  sendBeacon: 'resource',
  EventSource: 'resource',
  video: 'video',
  fetch: 'fetch',
  XMLHttpRequest: 'XMLHttpRequest',
  script: 'script',
  'module script': 'script',
  stylesheet: 'CSS stylesheet',
  font: 'font',
  image: 'image',
};

const CHROMIUM_INSECURE: Partial<Readonly<Record<Initiator, string>>> = {
  fetch: 'resource',
  XMLHttpRequest: 'XMLHttpRequest endpoint',
  EventSource: 'EventSource endpoint',
  sendBeacon: 'Beacon endpoint',
  script: 'script',
  'module script': 'script',
  stylesheet: 'stylesheet',
  image: 'image',
};

/** The schemes that this version takes for requests to other origins. */
const CHROMIUM_SCHEMES =
  'chrome, chrome-experimental-site-token-provider, chrome-extension, chrome-untrusted, data, http, https, isolated-app';

function chromium(c: Context): readonly string[] {
  const { step, page, url, initiator } = c;
  const call = callOf(c);
  if (call) {
    // A value with bytes that no header has is refused before the header is looked at, in other words.
    if (call.name === 'call header value' && !/^[\0-\xff]*$/.test(call.slots.value ?? '')) return [];
    return [print(CHROMIUM[call.name], { ...call.slots, earlier: 'yes' })];
  }
  // A beacon that is redirected to a user name goes on, but the page no longer hears of it.
  if (
    initiator === 'sendBeacon' &&
    parseUrl(lastFacts(c.trace, 'redirect.followed')?.to ?? '')?.includesCredentials
  ) {
    return [];
  }
  if (step === null) return chromiumArrived(c);
  switch (step.rule) {
    case 'cors-check.allow-origin-missing':
      return chromiumBlocked(c, CHROMIUM.missing);
    case 'cors-check.allow-origin': {
      const { value } = step.facts;
      return chromiumBlocked(
        c,
        severalOrigins(value)
          ? CHROMIUM.multiple
          : value === 'null' || URL.canParse(value)
            ? CHROMIUM.mismatch
            : CHROMIUM.invalid,
        { value, ...(initiator === 'fetch' && { advice: 'yes' }) },
      );
    }
    case 'cors-check.wildcard-with-credentials':
      return chromiumBlocked(c, CHROMIUM.wildcard, xhr(c));
    case 'cors-check.allow-credentials':
      return chromiumBlocked(c, CHROMIUM.credentials, { value: step.facts.value ?? '', ...xhr(c) });
    case 'preflight.status':
      return chromiumBlocked(
        c,
        isRedirectStatus(step.facts.status) && locationOf(c) !== null
          ? CHROMIUM['preflight redirect']
          : CHROMIUM['preflight status'],
      );
    case 'preflight.allow-methods-syntax':
      return chromiumBlocked(c, CHROMIUM['methods syntax'], { preflight: '' });
    case 'preflight.allow-headers-syntax':
      return chromiumBlocked(c, CHROMIUM['headers syntax'], { preflight: '' });
    case 'preflight.method':
      return chromiumBlocked(c, CHROMIUM.method, { method: c.method, preflight: '' });
    case 'preflight.header': {
      const [name] = c.unlisted;
      return name === undefined ? [] : chromiumBlocked(c, CHROMIUM.header, { header: name, preflight: '' });
    }
    case 'network.local-network':
      if (initiator === 'WebSocket') {
        const value = 'Error in connection establishment: net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS';
        return [print(CHROMIUM['socket connection'], { url, value })];
      }
      return chromiumBlocked(c, CHROMIUM['local network'], { space: step.facts.to });
    case 'redirect.credentials':
      if (step.deviation === 'userinfo') return [];
      return chromiumBlocked(c, CHROMIUM['redirect credentials'], { location: '' });
    case 'redirect.mode-error':
      if (initiator === 'WebSocket') return chromiumRefused(c);
      if (asksWithCors(c) && namesUser(c)) {
        return chromiumBlocked(c, CHROMIUM['redirect credentials'], { location: '' });
      }
      return [chromiumUnfollowed(c)];
    case 'redirect.count':
      return [print(CHROMIUM['net loop'], { method: c.method, url })];
    case 'redirect.location-invalid':
      return [chromiumLost(c)];
    case 'redirect.scheme': {
      const { location } = step.facts;
      if (/^(data|file):/i.test(location)) return [netLine(c, CHROMIUM['net unsafe redirect'])];
      if (!asksWithCors(c)) return [netLine({ ...c, url: location }, CHROMIUM['net unknown scheme'])];
      return chromiumBlocked({ ...c, url: location, at: 'nothing sent' }, CHROMIUM['redirect scheme'], {
        value: CHROMIUM_SCHEMES,
      });
    }
    case 'main-fetch.bad-port':
      if (initiator === 'WebSocket') {
        const value = 'Error in connection establishment: net::ERR_UNSAFE_PORT';
        return [print(CHROMIUM['socket connection'], { url, value })];
      }
      return leavesInModeSameOrigin(c)
        ? [print(CHROMIUM['same-origin'], { url, origin: page.origin })]
        : [print(CHROMIUM['net port'], { method: methodOf(c), url })];
    case 'main-fetch.mixed-content': {
      const kind = CHROMIUM_INSECURE[initiator];
      if (page.url === undefined || url === '') return [];
      if (initiator === 'WebSocket') return [print(CHROMIUM['mixed socket'], { page: page.url, url })];
      return kind === undefined ? [] : [print(CHROMIUM['mixed content'], { page: page.url, url, kind })];
    }
    case 'main-fetch.mode-same-origin':
      if (c.at !== 'nothing sent' || wireRequests(c.trace).length > 0) {
        const to = lastFacts(c.trace, 'redirect.followed')?.to ?? url;
        return page.url === undefined ? [] : [print(CHROMIUM['unsafe attempt'], { url: to, page: page.url })];
      }
      return url === '' ? [] : [print(CHROMIUM['same-origin'], { url, origin: step.facts.origin })];
    case 'main-fetch.no-cors-redirect-mode':
      return url === '' ? [] : [print(CHROMIUM['no-cors redirect'], { url })];
    case 'main-fetch.scheme':
      if (url === '') return [];
      // One that is not well-formed.
      if (step.facts.scheme === 'data') return [netLine(c, CHROMIUM['net url'])];
      if (initiator === 'XMLHttpRequest') {
        if (step.facts.scheme === 'ftp') return [print(CHROMIUM.ftp)];
        return chromiumBlocked(c, CHROMIUM['redirect scheme'], { value: CHROMIUM_SCHEMES });
      }
      if (initiator !== 'fetch') return [];
      return step.facts.scheme === 'file'
        ? [print(CHROMIUM.file, { url })]
        : [print(CHROMIUM.scheme, { url, scheme: step.facts.scheme })];
    case 'network.connection':
      return chromiumUnconnected(c, step.facts.failure);
    case 'network.stream-http1':
      return [netLine(c, CHROMIUM['net stream'])];
    case 'network.only-if-cached':
      return [netLine(c, CHROMIUM['net cache miss'])];
    case 'corp.check': {
      const { policy, value } = step.facts;
      const own = policy !== null && policy === value;
      // The network stack reads a redirect before anybody asks whose response it is.
      const location = isRedirectStatus(c.status) ? locationOf(c) : null;
      if (location !== null && parseUrl(location, url) === null) return [chromiumLost(c)];
      return [
        netLine(
          c,
          !own ? CHROMIUM['net coep'] : CHROMIUM[value === 'same-site' ? 'net corp site' : 'net corp origin'],
        ),
      ];
    }
    case 'response.mime-type': {
      const type = essence(step.facts.contentType);
      if (initiator === 'module script') return [print(CHROMIUM.module, { type })];
      if (initiator === 'stylesheet') return [print(CHROMIUM.stylesheet, { url, type })];
      return [print(CHROMIUM[step.facts.nosniff ? 'script nosniff' : 'script'], { url, type })];
    }
    default:
      return [];
  }
}

/** Whether another origin was asked for in mode `same-origin`, which some see before the port. */
function leavesInModeSameOrigin({ trace, page, url }: Context): boolean {
  return lastFacts(trace, 'request.initiator')?.mode === 'same-origin' && originOf(url) !== page.origin;
}

/** Whether the answer leads to a URL with a user name, from another origin or to one. */
function namesUser(c: Context): boolean {
  const { url, page } = c;
  const to = parseUrl(locationOf(c) ?? '', url);
  if (to === null || !to.includesCredentials) return false;
  return originOf(url) !== page.origin || originOf(to.href) !== page.origin;
}

/** A redirect that leads nowhere, or to more than one place. */
function chromiumLost(c: Context): string {
  const places = new Set(headerValues(answerOf(c.trace, c.exchange)?.headers ?? [], 'location'));
  const line = CHROMIUM[places.size > 1 ? 'net many redirects' : 'net invalid redirect'];
  return print(line, { method: c.method, url: c.url });
}

/** The network stack reads a redirect that is not to be followed all the same. */
function chromiumUnfollowed(c: Context): string {
  const to = parseUrl(locationOf(c) ?? '', c.url);
  if (to === null) return chromiumLost(c);
  return netLine(c, CHROMIUM[/^(data|file)$/.test(to.scheme) ? 'net unsafe redirect' : 'net failed']);
}

/** A type without its parameters, as consoles name it; empty for none. */
function essence(contentType: string | null): string {
  return (contentType ?? '').split(';', 1)[0]?.trim() ?? '';
}

function xhr({ initiator }: Context): Slots {
  return initiator === 'XMLHttpRequest' ? { xhr: 'yes' } : {};
}

/** The method a request would have had that never got as far. */
function methodOf({ trace, method }: Context): string {
  const kept = lastFacts(trace, 'request.method-normalized') ?? lastFacts(trace, 'request.method-kept');
  return kept?.method ?? method;
}

/** The sentence of CORS, and the network's line after it. */
function chromiumBlocked(c: Context, line: ConsoleLine, slots: Slots = {}): readonly string[] {
  const kind = CHROMIUM_KIND[c.initiator];
  if (kind === undefined || c.url === '') return [];
  return [
    print(line, {
      kind,
      url: c.url,
      origin: c.page.origin,
      ...(c.first !== c.url && { first: c.first }),
      ...(c.at === 'preflight' && { preflight: 'yes' }),
      ...slots,
    }),
    netLine(c, CHROMIUM['net failed']),
  ];
}

/** `GET https://… net::ERR_FAILED 200 (OK)`: the status is that of the request's own answer. */
function netLine(c: Context, line: ConsoleLine): string {
  const status = c.at === 'fetch' && c.status > 0 ? statusOf(c) : {};
  return print(line, { method: c.at === 'nothing sent' ? methodOf(c) : c.method, url: c.url, ...status });
}

function statusOf({ trace, url, status }: Context): Slots {
  const exchange = wireRequests(trace).findLast(({ request }) => request.url === url)?.exchange ?? -1;
  const phrase = answerOf(trace, exchange)?.statusText || reasonPhrase(status);
  return { status: String(status), phrase };
}

function chromiumUnconnected(c: Context, failure: string): readonly string[] {
  const { method, url, initiator } = c;
  if (initiator === 'WebSocket') {
    const error = { dns: 'ERR_NAME_NOT_RESOLVED', refused: 'ERR_CONNECTION_REFUSED' }[failure];
    return error === undefined ? [] : [print(CHROMIUM['socket connection'], { url, value: error })];
  }
  // An answer to the preflight that breaks off counts as one without the header.
  if (failure === 'reset' && c.at === 'preflight') return chromiumBlocked(c, CHROMIUM.missing);
  const line = {
    dns: CHROMIUM['net name'],
    refused: CHROMIUM['net refused'],
    tls: CHROMIUM['net certificate'],
    reset: CHROMIUM['net reset'],
    'blocked by the client': CHROMIUM['net client'],
  }[failure];
  return line === undefined ? [] : [print(line, { method, url })];
}

function chromiumArrived(c: Context): readonly string[] {
  const { trace, initiator, status, url } = c;
  const wrong =
    status >= 400 ? [print(CHROMIUM['http status'], { method: c.method, url, ...statusOf(c) })] : [];
  switch (pixelsOf(c)) {
    case 'tainted':
      return [...wrong, print(CHROMIUM['tainted read'])];
    case 'WebGL texture':
      return [...wrong, ...(initiator === 'image' ? [print(CHROMIUM.texture, { kind: 'image' })] : [])];
    case 'CSS shape':
      return chromiumBlocked(c, CHROMIUM.missing);
    case null:
      break;
  }
  if (initiator === 'WebSocket') {
    const failed = trace.script.kind === 'connection' && trace.script.event === 'error';
    return failed ? chromiumRefused(c) : [];
  }
  if (wrong.length > 0) return wrong;
  return notAStream(c) ? [print(CHROMIUM['event stream'], { type: typeOf(c) })] : [];
}

/** A handshake that was answered, but not accepted. */
function chromiumRefused({ url, status }: Context): readonly string[] {
  return [print(CHROMIUM.socket, { url, status: String(status) })];
}

/** Whether an `EventSource` is answered with success, and something else than a stream of events. */
function notAStream({ trace, initiator, status }: Context): boolean {
  return (
    initiator === 'EventSource' &&
    status === 200 &&
    trace.script.kind === 'connection' &&
    trace.script.event === 'error'
  );
}

function typeOf({ trace }: Context): string {
  const answer = answerOf(trace, wireRequests(trace).at(-1)?.exchange ?? -1);
  return essence(header(answer, 'content-type'));
}

// Firefox.

function firefox(c: Context): readonly string[] {
  const { step, page, url, initiator, status } = c;
  const call = callOf(c);
  if (call) {
    if (call.name === 'call header value' && !/^[\0-\xff]*$/.test(call.slots.value ?? '')) return [];
    return [print(FIREFOX[call.name], { ...call.slots, earlier: 'yes' })];
  }
  if (step === null) return firefoxArrived(c);
  switch (step.rule) {
    case 'cors-check.allow-origin-missing':
      return firefoxBlocked(c, FIREFOX.missing, { status: String(status) });
    case 'cors-check.allow-origin':
      return firefoxBlocked(c, step.facts.lines > 1 ? FIREFOX.multiple : FIREFOX.mismatch, {
        value: step.facts.value,
      });
    case 'cors-check.wildcard-with-credentials':
      return firefoxBlocked(c, FIREFOX.wildcard);
    case 'cors-check.allow-credentials':
      return firefoxBlocked(c, FIREFOX.credentials);
    case 'preflight.status':
      return firefoxPreflightStatus(c);
    case 'preflight.allow-methods-syntax':
      return firefoxBlocked(c, FIREFOX['methods syntax'], { token: badToken(step.facts.value) });
    case 'preflight.allow-headers-syntax':
      return firefoxBlocked(c, FIREFOX['headers syntax'], { token: badToken(step.facts.value) });
    case 'preflight.method':
      return firefoxBlocked(c, FIREFOX.method);
    case 'preflight.header': {
      const [name] = c.unlisted;
      return name === undefined ? [] : firefoxBlocked(c, FIREFOX.header, { header: name });
    }
    case 'redirect.mode-error':
      return initiator === 'WebSocket' ? [print(FIREFOX.connection, { url })] : [];
    case 'redirect.credentials':
      return [blockedLine(c, FIREFOX['did not succeed'], { status: '(null)' }), ...firefoxAfter(c)];
    case 'redirect.location-invalid':
    case 'redirect.count':
      return firefoxRedirect(c, null);
    case 'redirect.scheme':
      return firefoxRedirect(c, step.facts.location);
    case 'main-fetch.mixed-content':
      return firefoxMixed(c, step.facts.url);
    case 'main-fetch.bad-port':
      return leavesInModeSameOrigin(c) && page.url !== undefined
        ? [print(FIREFOX['same-origin'], { page: page.url, url })]
        : firefoxAfter(c);
    case 'main-fetch.mode-same-origin':
      return page.url === undefined ? [] : [print(FIREFOX['same-origin'], { page: page.url, url })];
    case 'main-fetch.scheme':
      if (!asksWithCors(c) || page.url === undefined) return [];
      return step.facts.scheme === 'file'
        ? [print(FIREFOX.file, { page: page.url, url })]
        : [print(FIREFOX['not http'], { url })];
    case 'network.connection':
      if (initiator === 'WebSocket') return [print(FIREFOX.connection, { url })];
      if (!asksWithCors(c)) return firefoxAfter(c);
      return firefoxBlocked(c, FIREFOX['did not succeed'], { status: '(null)' });
    case 'corp.check':
      return [print(FIREFOX.corp, { url }), ...firefoxAfter(c)];
    case 'response.mime-type': {
      const { contentType, nosniff } = step.facts;
      const slots = { url, type: essence(contentType) };
      const away = asksWithCors(c) && originOf(url) !== page.origin;
      const blocked = away ? [blockedLine(c, FIREFOX['did not succeed'], { status: '(null)' })] : [];
      if (initiator === 'stylesheet') {
        return nosniff ? [print(FIREFOX.nosniff, slots), ...blocked] : [print(FIREFOX.stylesheet, slots)];
      }
      const isModule = initiator === 'module script';
      const isMedia = isBlockedForScripts(slots.type.toLowerCase());
      const kind = isModule ? 'module' : 'script';
      return [
        print(FIREFOX[isMedia ? 'script' : isModule ? 'module' : 'nosniff'], slots),
        ...blocked,
        print(FIREFOX[`${kind} ${away ? 'source' : 'failed'}`], { url: c.first }),
      ];
    }
    default:
      return [];
  }
}

/** Whether the request was made under CORS. */
function asksWithCors({ trace }: Context): boolean {
  return lastFacts(trace, 'request.initiator')?.mode === 'cors';
}

function blockedLine({ url }: Context, line: ConsoleLine, slots: Slots = {}): string {
  return print(line, { url, ...slots });
}

/** The sentence; after a preflight, that the request itself did not succeed either; and what the element adds. */
function firefoxBlocked(c: Context, line: ConsoleLine, slots: Slots = {}): readonly string[] {
  return [
    blockedLine(c, line, slots),
    ...(c.at === 'preflight' || isFollowing(c)
      ? [blockedLine(c, FIREFOX['did not succeed'], { status: '(null)' })]
      : []),
    ...firefoxAfter(c),
  ];
}

/** What is printed besides for scripts, fonts and event streams; elements are named by the URL they were given. */
function firefoxAfter(c: Context): readonly string[] {
  const { initiator, url, first } = c;
  switch (initiator) {
    case 'EventSource':
      return [print(FIREFOX.connection, { url })];
    case 'module script':
      return [
        ...(isFollowing(c) ? [print(FIREFOX.module, { url, type: '' })] : []),
        print(FIREFOX['module source'], { url: first }),
      ];
    case 'script':
      return [print(asksWithCors(c) ? FIREFOX['script source'] : FIREFOX['script failed'], { url: first })];
    case 'font':
      return [print(FIREFOX.font, { value: FONT, url: first })];
    default:
      return [];
  }
}

/** How a font is named; its family is the page's affair. */
const FONT = '"…" style:normal weight:400 stretch:100 src index:0';

/** Whether what failed is a redirect on its way. */
function isFollowing(c: Context): boolean {
  const follows = lastFacts(c.trace, 'request.initiator')?.redirect === 'follow';
  return c.at === 'fetch' && follows && isRedirectStatus(c.status) && locationOf(c) !== null;
}

/** Where the answer to the request that failed says to go. */
function locationOf({ trace, exchange }: Context): string | null {
  return header(answerOf(trace, exchange), 'location');
}

/** Whether the request has been at another origin than the page's, under CORS. */
function isAway(c: Context): boolean {
  return (
    asksWithCors(c) && wireRequests(c.trace).some(({ request }) => originOf(request.url) !== c.page.origin)
  );
}

/** Content without TLS, asked for at once or by a redirect. */
function firefoxMixed(c: Context, target: string): readonly string[] {
  const { initiator, first } = c;
  if (['image', 'video', 'WebSocket'].includes(initiator)) return [];
  const mixed = print(FIREFOX['mixed content'], { url: target });
  const [last] = wireRequests(c.trace).slice(-1);
  if (last === undefined) {
    if (initiator === 'script') return [mixed, print(FIREFOX['script failed'], { url: first })];
    if (initiator === 'module script') return [mixed, print(FIREFOX['module failed'], { url: first })];
    return [mixed, ...firefoxAfter(c)];
  }
  const { url } = last.request;
  const failed = isAway(c) ? [print(FIREFOX['did not succeed'], { url, status: '(null)' })] : [];
  const source =
    initiator === 'script'
      ? [print(FIREFOX['script source'], { url: first })]
      : initiator === 'module script'
        ? [print(FIREFOX.module, { url, type: '' }), print(FIREFOX['module source'], { url: first })]
        : firefoxAfter(c);
  return [mixed, ...failed, ...source];
}

/** A redirect that cannot be followed: for the URL it names, where one is given. */
function firefoxRedirect(c: Context, location: string | null): readonly string[] {
  const failed = isAway(c) ? [blockedLine(c, FIREFOX['did not succeed'], { status: '(null)' })] : [];
  const why =
    location === null
      ? []
      : /^data:/i.test(location)
        ? [print(FIREFOX['data redirect'], { location })]
        : /^file:/i.test(location)
          ? [print(FIREFOX.file, { page: c.url, url: location })]
          : asksWithCors(c)
            ? [print(FIREFOX['not http'], { url: location })]
            : [];
  return [...why, ...failed, ...firefoxAfter(c)];
}

/** A preflight that is redirected is refused, and at another origin also held against the origin it would have there. */
function firefoxPreflightStatus(c: Context): readonly string[] {
  const { trace, status, exchange, url } = c;
  const location = locationOf(c);
  const refused = firefoxBlocked(c, FIREFOX['preflight status'], { status: String(status) });
  const follows = lastFacts(trace, 'request.initiator')?.redirect === 'follow';
  if (!isRedirectStatus(status) || location === null || !follows) return refused;
  const redirect = blockedLine(c, FIREFOX['preflight redirect']);
  const value = header(answerOf(trace, exchange), 'access-control-allow-origin') ?? '';
  const leaves = originOf(parseUrl(location, url)?.href ?? url) !== originOf(url);
  return leaves && value !== '*' && value !== 'null'
    ? [redirect, ...firefoxBlocked(c, FIREFOX.mismatch, { value })]
    : [redirect, ...refused];
}

/** That `*` will not cover `Authorization` one day, where it did. */
function authorizationWarning({ trace, initiator }: Context): readonly string[] {
  if (initiator === 'sendBeacon') return [];
  const step = trace.steps.find(
    (each) => each.type === 'rule' && each.deviation === 'authorizationByWildcard',
  );
  if (step?.type !== 'rule') return [];
  const wire = wireRequests(trace).find(({ exchange }) => exchange === step.message?.exchange);
  return [print(FIREFOX['authorization warning'], { url: wire?.request.url ?? '' })];
}

function firefoxArrived(c: Context): readonly string[] {
  const { trace, initiator, url, first, status } = c;
  switch (pixelsOf(c)) {
    case 'tainted':
    case 'WebGL texture':
      return [print(FIREFOX['tainted uncaught'])];
    case 'CSS shape':
      return [blockedLine(c, FIREFOX.missing, { status: String(status) })];
    case null:
      break;
  }
  if (trace.script.kind === 'connection') {
    return trace.script.event === 'error' ? [print(FIREFOX.connection, { url })] : [];
  }
  if (trace.script.kind !== 'element' || trace.script.event === 'load') return [];
  switch (initiator) {
    case 'script':
      return [print(FIREFOX['script failed'], { url: first })];
    case 'module script':
      return [print(FIREFOX['module failed'], { url: first })];
    case 'font':
      // What it prints of one without a body is about fonts.
      return isOkStatus(status) ? [] : [print(FIREFOX['font status'], { value: FONT, url: first })];
    default:
      return [];
  }
}

// WebKit.

function webkit(c: Context): readonly string[] {
  const { step, page, url, initiator, status } = c;
  const call = callOf(c);
  if (call) {
    if (call.name === 'call header value' && !/^[\0-\xff]*$/.test(call.slots.value ?? '')) return [];
    return [print(WEBKIT[call.name], { ...call.slots, earlier: 'yes' })];
  }
  if (step === null) return webkitArrived(c);
  switch (step.rule) {
    case 'cors-check.allow-origin-missing':
      return webkitBlocked(c, notAllowed(c, step.facts.origin));
    case 'cors-check.allow-origin':
      return webkitBlocked(
        c,
        severalOrigins(step.facts.value)
          ? print(WEBKIT.multiple, redirection(c))
          : notAllowed(c, step.facts.origin),
      );
    case 'cors-check.wildcard-with-credentials':
      return webkitBlocked(c, print(WEBKIT.wildcard, redirection(c)));
    case 'cors-check.allow-credentials':
      return webkitBlocked(c, print(WEBKIT.credentials, redirection(c)));
    case 'preflight.status':
      return webkitBlocked(c, print(WEBKIT['preflight status'], { status: String(status) }));
    case 'preflight.allow-methods-syntax':
      return webkitBlocked(c, print(WEBKIT['methods syntax'], { value: step.facts.value }));
    case 'preflight.allow-headers-syntax':
      return webkitBlocked(c, print(WEBKIT['headers syntax'], { value: step.facts.value }));
    case 'preflight.method':
      return webkitBlocked(c, print(WEBKIT.method, { method: c.method }));
    case 'preflight.header': {
      const [name] = c.unlisted;
      if (name === undefined) return [];
      const written = page.headers?.find(([key]) => key.toLowerCase() === name)?.[0] ?? name;
      return webkitBlocked(c, print(WEBKIT.header, { header: written }));
    }
    case 'redirect.credentials': {
      const { location } = step.facts;
      const bare = location.replace(/\/\/[^/?#]*@/, '//');
      return webkitBlocked(c, print(WEBKIT['redirect credentials'], { url: bare, location }));
    }
    case 'redirect.mode-error':
      return webkitBlocked(c, print(WEBKIT['redirect refused'], { url }));
    case 'redirect.count':
      return webkitBlocked(c, print(WEBKIT['redirect loop']));
    case 'redirect.location-invalid':
      // Of an empty one it says nothing.
      if (step.deviation === 'emptyLocation' || !isAway(c)) return [];
      return webkitBlocked(c, webkitRedirectScheme(c, step.facts.location));
    case 'redirect.scheme':
      return webkitBlocked(c, webkitRedirectScheme(c, step.facts.location));
    case 'main-fetch.bad-port':
      return leavesInModeSameOrigin(c)
        ? [print(WEBKIT['same-origin'], { url })]
        : [print(WEBKIT.port, { port: String(step.facts.port), url })];
    case 'main-fetch.mixed-content': {
      if (page.url === undefined) return [];
      const kind = step.deviation === 'mixedLoopback' ? 'mixed loopback' : 'mixed content';
      const line = print(WEBKIT[kind], { page: page.url, url });
      if (initiator === 'image') return [line];
      const last = wireRequests(c.trace).at(-1)?.request.url;
      if (last !== undefined && initiator !== 'sendBeacon') {
        const blocked = initiator === 'script' ? print(WEBKIT['script load']) : null;
        const after = blocked ?? apiLine({ ...c, url: last });
        return after === null ? [line] : [line, after];
      }
      const refused = print(WEBKIT['not allowed to request']);
      if (initiator === 'sendBeacon') return [line, print(WEBKIT.beacon, { url, value: refused })];
      const api = apiLine(c);
      return api === null ? [line] : [line, refused, api];
    }
    case 'main-fetch.mode-same-origin': {
      const to = lastFacts(c.trace, 'redirect.followed')?.to;
      if (to !== undefined) {
        return webkitBlocked(c, print(WEBKIT['unsafe attempt'], { url: to, origin: step.facts.origin }));
      }
      return initiator === 'fetch' && url !== '' ? [print(WEBKIT['same-origin'], { url })] : [];
    }
    case 'main-fetch.no-cors-redirect-mode':
      return [
        print(WEBKIT['no-cors redirect']),
        ...webkitBlocked(c, print(WEBKIT['not allowed to request'])),
      ];
    case 'main-fetch.scheme':
      if (step.deviation === 'aboutBlank') return [];
      // Without CORS, it is the loader that knows FTP for what it does no more.
      return webkitBlocked(
        c,
        print(asksWithCors(c) || step.facts.scheme !== 'ftp' ? WEBKIT['not http'] : WEBKIT.ftp),
      );
    case 'network.connection':
      return webkitUnconnected(c, step.facts.failure);
    case 'corp.check':
      return webkitBlocked(c, print(WEBKIT.corp, { url, ...redirection(c) }));
    case 'response.mime-type': {
      const type = essence(step.facts.contentType);
      if (initiator === 'module script') return [print(WEBKIT.module, { type: type || 'text/plain' })];
      if (initiator === 'stylesheet') return [print(WEBKIT.stylesheet, { url })];
      return [print(step.facts.nosniff ? WEBKIT.nosniff : WEBKIT.script, { url, type })];
    }
    default:
      return [];
  }
}

function notAllowed(c: Context, origin: string): string {
  const { status } = c;
  return print(WEBKIT['not allowed'], { origin, status: String(status), ...redirection(c) });
}

/** Where the answer leads that is refused, without a user name. */
function redirection(c: Context): Slots {
  if (!isFollowing(c)) return {};
  const to = parseUrl(locationOf(c) ?? '', c.url);
  return to === null ? {} : { location: to.href.replace(/\/\/[^/?#]*@/, '//') };
}

/** `Fetch API cannot load … due to access control checks.`; null where there is no such line. */
function apiLine({ initiator, url }: Context): string | null {
  switch (initiator) {
    case 'fetch':
    case 'XMLHttpRequest':
    case 'EventSource':
    case 'image':
      return print(WEBKIT[initiator], { url });
    default:
      return null;
  }
}

/** The sentence, and the line of what asked. */
function webkitBlocked(c: Context, sentence: string): readonly string[] {
  // Fonts fail without a word, as a rule.
  if (c.initiator === 'font') return c.step?.rule === 'corp.check' ? [sentence] : [];
  if (c.initiator === 'sendBeacon') return [sentence, print(WEBKIT.beacon, { url: c.url, value: sentence })];
  const after = c.initiator === 'script' ? print(WEBKIT['script load']) : apiLine(c);
  return after === null ? [sentence] : [sentence, after];
}

function webkitRedirectScheme(c: Context, location: string): string {
  if (/^ftp:/i.test(location)) return print(WEBKIT.ftp);
  switch (lastFacts(c.trace, 'request.initiator')?.mode) {
    case 'same-origin':
      return print(WEBKIT['unsafe attempt'], { url: location, origin: c.page.origin });
    case 'no-cors':
      return print(WEBKIT['redirect scheme without CORS']);
    default:
      return print(WEBKIT['redirect scheme'], { location });
  }
}

function webkitUnconnected(c: Context, failure: string): readonly string[] {
  const { initiator, url } = c;
  const host = originOf(url)
    .replace(/^\w+:\/\//, '')
    .replace(/:\d+$/, '');
  const socket = initiator === 'WebSocket';
  // Without a preflight, and but for a WebSocket, no word of it.
  if (!socket && c.at !== 'preflight') return [];
  const lines = {
    dns: [WEBKIT['socket name'], WEBKIT.name],
    refused: [WEBKIT['socket refused'], WEBKIT.refused],
  } as const;
  if (failure !== 'dns' && failure !== 'refused') return [];
  const [ofSocket, alone] = lines[failure];
  return socket ? [print(ofSocket, { url, value: host })] : webkitBlocked(c, print(alone, { value: host }));
}

function webkitArrived(c: Context): readonly string[] {
  switch (pixelsOf(c)) {
    case 'tainted':
      return [print(WEBKIT['tainted read']), print(WEBKIT.tainted)];
    case 'WebGL texture':
      return [print(WEBKIT.tainted)];
    case 'CSS shape':
      return [notAllowed(c, c.page.origin)];
    case null:
      break;
  }
  const { script } = c.trace;
  if (c.initiator === 'WebSocket' && script.kind === 'connection' && script.event === 'error') {
    return [print(WEBKIT.handshake, { url: c.first })];
  }
  return notAStream(c) ? [print(WEBKIT['event stream'], { type: typeOf(c) })] : [];
}
