import { isToken } from '../engine/headers';
import type { Header } from '../engine/http';
import type { Initiator } from '../engine/initiator';
import type { RuleStep, Trace } from '../engine/trace';
import { reasonPhrase } from '../policy/reason-phrases';
import { CHROMIUM, type ConsoleBrowser, type ConsoleLine, FIREFOX, WEBKIT } from './console-lines';
import { fill, type Slots } from './console-template';
import { answerOf, header, isRedirect, lastFacts, originOf, wireRequests } from './reading';

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
 * The messages Chromium 156 (in its developer tools), Firefox ESR 153 and WebKitGTK 2.50 print about a run: what was
 * blocked or failed, and what script does not catch. Empty where they print nothing, and for what was not observed.
 */
export function consoleLines(trace: Trace, page: ConsolePage): ConsoleLines {
  const c = contextOf(trace, page);
  // Of one browser's own; the others let it pass.
  if (c.step?.deviation === 'redirectsFromHome') return { chromium: [], firefox: [], webkit: webkit(c) };
  return { chromium: chromium(c), firefox: firefox(c), webkit: webkit(c) };
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
  readonly at: 'nothing sent' | 'preflight' | 'fetch';
  readonly method: string;
  readonly credentials: 'include' | 'other';
  /** Request headers that the preflight does not allow, as these browsers see it. */
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
  const credentials = lastFacts(trace, 'request.initiator')?.credentials === 'include' ? 'include' : 'other';
  return {
    trace,
    page,
    initiator: trace.initiator,
    step,
    url: wire?.request.url ?? lastFacts(trace, 'redirect.followed')?.to ?? page.target ?? '',
    first: requests[0]?.request.url ?? page.target ?? '',
    status: answerOf(trace, wire?.exchange ?? -1)?.status ?? 0,
    at: wire === undefined ? 'nothing sent' : wire.purpose,
    method: asked ?? wire?.request.method ?? 'GET',
    credentials,
    unlisted: trace.steps.flatMap((other) =>
      other.type === 'rule' &&
      other.rule === 'preflight.header' &&
      other.result === 'fail' &&
      // None of the three keeps to the standard here: `*` covers `Authorization` without credentials.
      !(other.facts.name === 'authorization' && other.facts.literalWildcard && credentials === 'other')
        ? [other.facts.name]
        : [],
    ),
  };
}

function print({ pieces }: ConsoleLine, slots: Slots = {}): string {
  return fill(pieces, slots);
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
  if (step === null) return chromiumArrived(c);
  switch (step.rule) {
    case 'cors-check.allow-origin-missing':
      return chromiumBlocked(
        c,
        c.at === 'preflight' && isRedirect(c.status) ? CHROMIUM['preflight redirect'] : CHROMIUM.missing,
      );
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
        isRedirect(step.facts.status) ? CHROMIUM['preflight redirect'] : CHROMIUM['preflight status'],
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
      return chromiumBlocked(c, CHROMIUM['local network'], { space: step.facts.to });
    case 'redirect.credentials':
      return chromiumBlocked(c, CHROMIUM['redirect credentials'], { location: '' });
    case 'redirect.mode-error':
      return [netLine(c, CHROMIUM['net failed'])];
    case 'redirect.count':
      return [print(CHROMIUM['net loop'], { method: c.method, url })];
    case 'redirect.location-invalid':
      return [print(CHROMIUM['net invalid redirect'], { method: c.method, url })];
    case 'redirect.scheme': {
      const { location } = step.facts;
      if (/^(data|file):/i.test(location)) return [netLine(c, CHROMIUM['net unsafe redirect'])];
      return chromiumBlocked({ ...c, url: location, at: 'nothing sent' }, CHROMIUM['redirect scheme'], {
        value: CHROMIUM_SCHEMES,
      });
    }
    case 'main-fetch.bad-port':
      return [print(CHROMIUM['net port'], { method: methodOf(c), url })];
    case 'main-fetch.mixed-content': {
      const kind = CHROMIUM_INSECURE[initiator];
      if (page.url === undefined || url === '') return [];
      if (initiator === 'WebSocket') return [print(CHROMIUM['mixed socket'], { page: page.url, url })];
      return kind === undefined ? [] : [print(CHROMIUM['mixed content'], { page: page.url, url, kind })];
    }
    case 'main-fetch.mode-same-origin':
      return url === '' ? [] : [print(CHROMIUM['same-origin'], { url, origin: step.facts.origin })];
    case 'main-fetch.no-cors-redirect-mode':
      return url === '' ? [] : [print(CHROMIUM['no-cors redirect'], { url })];
    case 'main-fetch.scheme':
      if (url === '' || initiator !== 'fetch') return [];
      return step.facts.scheme === 'file'
        ? [print(CHROMIUM.file, { url })]
        : [print(CHROMIUM.scheme, { url, scheme: step.facts.scheme })];
    case 'network.connection':
      return chromiumUnconnected(c, step.facts.failure);
    case 'corp.check': {
      const { policy, value } = step.facts;
      const own = policy !== null && policy === value;
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
      return initiator === 'script' && !step.facts.nosniff ? [print(CHROMIUM.script, { url, type })] : [];
    }
    default:
      return [];
  }
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
  switch (pixelsOf(c)) {
    case 'tainted':
      return [print(CHROMIUM['tainted read'])];
    case 'WebGL texture':
      return initiator === 'image' ? [print(CHROMIUM.texture, { kind: 'image' })] : [];
    case 'CSS shape':
      return chromiumBlocked(c, CHROMIUM.missing);
    case null:
      break;
  }
  if (initiator === 'WebSocket') {
    const failed = trace.script.kind === 'connection' && trace.script.event === 'error';
    return failed ? [print(CHROMIUM.socket, { url, status: String(status) })] : [];
  }
  if (initiator !== 'fetch' && initiator !== 'XMLHttpRequest' && initiator !== 'EventSource') return [];
  if (status >= 400) return [print(CHROMIUM['http status'], { method: c.method, url, ...statusOf(c) })];
  return notAStream(c) ? [print(CHROMIUM['event stream'], { type: typeOf(c) })] : [];
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
      return isRedirect(step.facts.status)
        ? [
            blockedLine(c, FIREFOX['preflight redirect']),
            ...firefoxBlocked(c, FIREFOX['preflight status'], { status: String(status) }),
          ]
        : firefoxBlocked(c, FIREFOX['preflight status'], { status: String(status) });
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
    case 'redirect.credentials':
    case 'redirect.location-invalid':
    case 'redirect.count':
      return [blockedLine(c, FIREFOX['did not succeed'], { status: '(null)' })];
    case 'redirect.scheme': {
      const { location } = step.facts;
      const why = /^data:/i.test(location)
        ? print(FIREFOX['data redirect'], { location })
        : /^file:/i.test(location)
          ? print(FIREFOX.file, { page: url, url: location })
          : print(FIREFOX['not http'], { url: location });
      return [why, blockedLine(c, FIREFOX['did not succeed'], { status: '(null)' })];
    }
    case 'main-fetch.mixed-content':
      if (['image', 'video', 'WebSocket'].includes(initiator)) return [];
      return [print(FIREFOX['mixed content'], { url }), ...firefoxAfter(c)];
    case 'main-fetch.bad-port':
      return firefoxAfter(c);
    case 'main-fetch.mode-same-origin':
      return page.url === undefined ? [] : [print(FIREFOX['same-origin'], { page: page.url, url })];
    case 'main-fetch.scheme':
      if (initiator !== 'fetch' || page.url === undefined) return [];
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
      const slots = { url, type: essence(step.facts.contentType) };
      if (initiator === 'module script') {
        return [
          blockedLine(c, FIREFOX['did not succeed'], { status: '(null)' }),
          print(FIREFOX['module source'], { url }),
          print(FIREFOX.module, slots),
        ];
      }
      if (step.facts.nosniff) return [print(FIREFOX.nosniff, slots), ...firefoxAfter(c)];
      return initiator === 'script' ? [print(FIREFOX.script, slots), ...firefoxAfter(c)] : [];
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
    ...(c.at === 'preflight' ? [blockedLine(c, FIREFOX['did not succeed'], { status: '(null)' })] : []),
    ...firefoxAfter(c),
  ];
}

/** What is printed besides for scripts and event streams. */
function firefoxAfter(c: Context): readonly string[] {
  const { initiator, url } = c;
  if (initiator === 'EventSource') return [print(FIREFOX.connection, { url })];
  if (initiator === 'module script') return [print(FIREFOX['module source'], { url })];
  if (initiator !== 'script') return [];
  return [print(asksWithCors(c) ? FIREFOX['script source'] : FIREFOX['script failed'], { url })];
}

function firefoxArrived(c: Context): readonly string[] {
  const { trace, initiator, url } = c;
  switch (pixelsOf(c)) {
    case 'tainted':
    case 'WebGL texture':
      return [print(FIREFOX['tainted uncaught'])];
    case 'CSS shape':
      return [blockedLine(c, FIREFOX.missing, { status: String(c.status) })];
    case null:
      break;
  }
  if (trace.script.kind === 'connection' && trace.script.event === 'error')
    return [print(FIREFOX.connection, { url })];
  const lenient = trace.steps.some(
    (step) => step.type === 'rule' && step.deviation === 'authorizationByWildcard',
  );
  return lenient && initiator !== 'sendBeacon' ? [print(FIREFOX['authorization warning'], { url })] : [];
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
  const preflightStatus =
    c.at === 'preflight' && (status < 200 || status > 299)
      ? print(WEBKIT['preflight status'], { status: String(status) })
      : null;
  switch (step.rule) {
    case 'cors-check.allow-origin-missing':
      return webkitBlocked(c, preflightStatus ?? notAllowed(c, step.facts.origin));
    case 'cors-check.allow-origin':
      return webkitBlocked(
        c,
        preflightStatus ??
          (severalOrigins(step.facts.value) ? print(WEBKIT.multiple) : notAllowed(c, step.facts.origin)),
      );
    case 'cors-check.wildcard-with-credentials':
      return webkitBlocked(c, preflightStatus ?? print(WEBKIT.wildcard));
    case 'cors-check.allow-credentials':
      return webkitBlocked(c, preflightStatus ?? print(WEBKIT.credentials));
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
      return webkitBlocked(c, print(WEBKIT['redirect scheme'], { location: step.facts.location }));
    case 'redirect.scheme':
      return webkitBlocked(
        c,
        /^ftp:/i.test(step.facts.location)
          ? print(WEBKIT.ftp)
          : print(WEBKIT['redirect scheme'], { location: step.facts.location }),
      );
    case 'main-fetch.bad-port':
      return [print(WEBKIT.port, { port: String(step.facts.port), url })];
    case 'main-fetch.mixed-content': {
      if (page.url === undefined) return [];
      const line = print(WEBKIT['mixed content'], { page: page.url, url });
      const refused = print(WEBKIT['not allowed to request']);
      if (initiator === 'sendBeacon') return [line, print(WEBKIT.beacon, { url, value: refused })];
      const api = apiLine(c);
      return api === null ? [line] : [line, refused, api];
    }
    case 'main-fetch.mode-same-origin':
      return initiator === 'fetch' && url !== '' ? [print(WEBKIT['same-origin'], { url })] : [];
    case 'main-fetch.no-cors-redirect-mode':
      return [
        print(WEBKIT['no-cors redirect']),
        ...webkitBlocked(c, print(WEBKIT['not allowed to request'])),
      ];
    case 'main-fetch.scheme':
      return webkitBlocked(c, print(WEBKIT['not http']));
    case 'network.connection':
      return webkitUnconnected(c, step.facts.failure);
    case 'corp.check':
      return webkitBlocked(c, print(WEBKIT.corp, { url }));
    case 'response.mime-type': {
      const type = essence(step.facts.contentType);
      if (initiator === 'module script') return type === '' ? [] : [print(WEBKIT.module, { type })];
      if (initiator === 'stylesheet') return [print(WEBKIT.stylesheet, { url })];
      return [print(step.facts.nosniff ? WEBKIT.nosniff : WEBKIT.script, { url, type })];
    }
    default:
      return [];
  }
}

function notAllowed({ status }: Context, origin: string): string {
  return print(WEBKIT['not allowed'], { origin, status: String(status) });
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
  // Fonts fail without a word.
  if (c.initiator === 'font') return [];
  if (c.initiator === 'sendBeacon') return [sentence, print(WEBKIT.beacon, { url: c.url, value: sentence })];
  const after = c.initiator === 'script' ? print(WEBKIT['script load']) : apiLine(c);
  return after === null ? [sentence] : [sentence, after];
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
  return notAStream(c) ? [print(WEBKIT['event stream'], { type: typeOf(c) })] : [];
}
