import { MIMEType } from 'whatwg-mimetype';
import type { Client, ReferrerPolicy } from './client';
import { getHeader, hasHeader, isHeaderName, isHeaderValue, isToken, normalizeHeaderValue } from './headers';
import type { Header } from './http';
import type { RequestMode, RequestSpec } from './initiator';
import { DESTINATION_OF, modeAndCredentials } from './initiators';
import { isForbiddenMethod, isSafelistedMethod, normalizeMethod } from './methods';
import { parseUrl, type Url } from './origin';
import { appendUrl, type Body, type Request } from './request';
import { isForbiddenRequestHeader, isNoCorsSafelistedName, unsafeReason } from './request-headers';
import type { Run } from './run';
import type { ExceptionName, RuleFacts, RuleName } from './trace';

/** Thrown or rejected before anything is fetched. */
export interface Exception {
  readonly type: 'exception';
  readonly name: ExceptionName;
  readonly because: number;
}

/** The parts of a request that differ by initiator. */
interface Parts {
  readonly url: Url;
  readonly method?: string;
  readonly headers?: Header[];
  readonly body?: Body | null;
  readonly mode: Request['mode'];
  readonly credentials: Request['credentials'];
  readonly unsafeRequest?: 'set';
  readonly useCorsPreflight?: Request['useCorsPreflight'];
  readonly redirect?: Request['redirect'];
  readonly cache?: Request['cache'];
  readonly referrerPolicy?: ReferrerPolicy | '';
}

type Constructed = Request | Exception;

/** The request an initiator makes, or the exception its call throws. */
export function constructRequest(spec: RequestSpec, client: Client, run: Run): Constructed {
  const parts = partsOf(spec, client, run);
  if ('type' in parts) return parts;
  run.rule('request.initiator', 'note', {
    initiator: spec.initiator,
    mode: parts.mode,
    credentials: parts.credentials,
    destination: DESTINATION_OF[spec.initiator],
  });
  const request: Request = {
    initiator: spec.initiator,
    destination: DESTINATION_OF[spec.initiator],
    client,
    origin: client.origin,
    mode: parts.mode,
    credentials: parts.credentials,
    cache: parts.cache ?? 'default',
    redirect: parts.redirect ?? 'follow',
    useCorsPreflight: parts.useCorsPreflight ?? null,
    unsafeRequest: parts.unsafeRequest === 'set',
    method: parts.method ?? 'GET',
    headers: parts.headers ?? [],
    body: parts.body ?? null,
    referrerPolicy: parts.referrerPolicy || client.referrerPolicy,
    referrer: client.origin.kind === 'opaque' ? null : parseUrl(client.url),
    urls: [],
    tainting: 'basic',
    redirectTaint: 'same-origin',
    site: 'same-origin',
    redirectCount: 0,
    timingAllowFailed: false,
    keptPreflight: null,
    unsafeHeaders: null,
  };
  appendUrl(request, parts.url, run.environment.registrableDomain);
  return request;
}

function throwing<R extends RuleName>(
  run: Run,
  name: ExceptionName,
  rule: R,
  facts: RuleFacts[R],
): Exception {
  return { type: 'exception', name, because: run.rule(rule, 'fail', facts) };
}

function partsOf(spec: RequestSpec, client: Client, run: Run): Parts | Exception {
  switch (spec.initiator) {
    case 'fetch':
      return fetchParts(spec, client, run);
    case 'XMLHttpRequest':
      return xhrParts(spec, client, run);
    case 'sendBeacon':
      return beaconParts(spec, client, run);
    case 'WebSocket':
      return webSocketParts(spec, client, run);
    case 'EventSource':
    case 'script':
    case 'module script':
    case 'stylesheet':
    case 'font':
    case 'image':
    case 'video':
    case 'form':
      return elementParts(spec, client, run);
  }
}

function urlOf(spec: RequestSpec, client: Client, run: Run, name: ExceptionName): Url | Exception {
  const url = parseUrl(spec.url, client.url);
  return url ?? throwing(run, name, 'request.url', { input: spec.url, url: null });
}

/** https://fetch.spec.whatwg.org/#dom-request */
function fetchParts(spec: RequestSpec, client: Client, run: Run): Parts | Exception {
  const url = urlOf(spec, client, run, 'TypeError');
  if ('type' in url) return url;
  if (url.includesCredentials)
    return throwing(run, 'TypeError', 'request.url-credentials', { url: url.href });
  const { mode, cache } = spec;
  if (mode === 'navigate') return throwing(run, 'TypeError', 'request.mode-navigate', {});
  if (cache === 'only-if-cached' && mode !== 'same-origin') {
    return throwing(run, 'TypeError', 'request.only-if-cached', { mode });
  }
  const method = methodOf(spec.method, run, 'TypeError', 'TypeError');
  if (typeof method !== 'string') return method;
  if (mode === 'no-cors' && !isSafelistedMethod(method)) {
    return throwing(run, 'TypeError', 'request.no-cors-method', { method });
  }
  const headers = fillHeaders(spec.headers, mode, run);
  if ('type' in headers) return headers;
  const stream = spec.body.kind === 'ReadableStream';
  if (spec.body.kind !== 'none' && (method === 'GET' || method === 'HEAD')) {
    return throwing(run, 'TypeError', 'request.body-with-get', { method });
  }
  let useCorsPreflight: Request['useCorsPreflight'] = null;
  if (stream) {
    const treatment = run.profile.streamBody;
    const deviation = treatment === 'stream' ? null : 'streamBody';
    if (treatment === 'NotSupportedError') {
      const because = run.rule('request.stream', 'fail', { mode, treatment }, { deviation });
      return { type: 'exception', name: 'NotSupportedError', because };
    }
    if (treatment === 'stream' && mode === 'no-cors') {
      return throwing(run, 'TypeError', 'request.stream', { mode, treatment });
    }
    run.rule('request.stream', 'note', { mode, treatment }, { deviation });
    if (treatment === 'stream') useCorsPreflight = 'stream';
  }
  const body = extractBody(spec, headers, run, mode);
  return {
    url,
    method,
    headers,
    body,
    mode,
    credentials: spec.credentials,
    cache,
    redirect: spec.redirect,
    referrerPolicy: spec.referrerPolicy,
    unsafeRequest: 'set',
    useCorsPreflight,
  };
}

/** https://xhr.spec.whatwg.org/#dom-xmlhttprequest-open, `setRequestHeader()` and `send()` */
function xhrParts(spec: RequestSpec, client: Client, run: Run): Parts | Exception {
  const method = methodOf(spec.method, run, invalidForXhr(spec.method), 'SecurityError');
  if (typeof method !== 'string') return method;
  const url = urlOf(spec, client, run, 'SyntaxError');
  if ('type' in url) return url;
  const headers: Header[] = [];
  for (const [name, given] of spec.headers) {
    const value = normalizeHeaderValue(given);
    if (!isHeaderName(name) || !isHeaderValue(value)) {
      return throwing(run, invalidForXhr(name + given), 'request.header-invalid', { name, value });
    }
    if (isDropped(name, value, run)) continue;
    combine(headers, name, value);
  }
  const bodyless = method === 'GET' || method === 'HEAD';
  const body = bodyless ? null : extractBody(spec, headers, run);
  if (body) rewriteCharset(spec, headers);
  const applies = run.profile.uploadListener === 'any' || body !== null;
  return {
    url,
    method,
    headers,
    body,
    ...modeAndCredentials(spec),
    unsafeRequest: 'set',
    useCorsPreflight: spec.uploadListener && applies ? 'upload listener' : null,
  };
}

/** Web IDL looks first, and to it text with a character beyond a byte is no ByteString. */
function invalidForXhr(text: string): ExceptionName {
  return /[^\0-\xff]/.test(text) ? 'TypeError' : 'SyntaxError';
}

/** Text is sent as UTF-8, whatever charset the author named. https://xhr.spec.whatwg.org/#the-send()-method, step 4 */
function rewriteCharset(spec: RequestSpec, headers: Header[]): void {
  const { kind } = spec.body;
  if (kind !== 'string' && kind !== 'URLSearchParams' && kind !== 'ReadableStream') return;
  const at = headers.findIndex(([name]) => name.toLowerCase() === 'content-type');
  const given = headers[at];
  const type = given && MIMEType.parse(given[1]);
  const charset = type?.parameters.get('charset');
  if (!given || !type || charset === undefined || charset.toLowerCase() === 'utf-8') return;
  type.parameters.set('charset', 'UTF-8');
  headers[at] = [given[0], type.toString()];
}

/** https://w3c.github.io/beacon/#sendbeacon-method */
function beaconParts(spec: RequestSpec, client: Client, run: Run): Parts | Exception {
  const url = urlOf(spec, client, run, 'TypeError');
  if ('type' in url) return url;
  if (url.scheme !== 'http' && url.scheme !== 'https') {
    return throwing(run, 'TypeError', 'request.url', { input: spec.url, url: url.href });
  }
  if (spec.body.kind === 'ReadableStream') {
    return throwing(run, 'TypeError', 'request.stream', { mode: 'no-cors', treatment: 'stream' });
  }
  const headers: Header[] = [];
  const body = extractBody(spec, headers, run);
  const type = getHeader(headers, 'content-type');
  const safelisted = type === null || unsafeReason('content-type', type, run.profile) === null;
  return {
    url,
    method: 'POST',
    headers,
    body,
    mode: safelisted ? 'no-cors' : 'cors',
    credentials: 'include',
    // The Beacon text leaves the flag out; every browser preflights such a body, as its mode `cors` intends.
    unsafeRequest: 'set',
  };
}

/** https://websockets.spec.whatwg.org/#dom-websocket-websocket */
function webSocketParts(spec: RequestSpec, client: Client, run: Run): Parts | Exception {
  const parsed = urlOf(spec, client, run, 'SyntaxError');
  if ('type' in parsed) return parsed;
  const url = /^https?$/.test(parsed.scheme) ? parseUrl(parsed.href.replace(/^http/, 'ws')) : parsed;
  if (!url || !/^wss?$/.test(url.scheme) || url.fragment !== '') {
    return throwing(run, 'SyntaxError', 'request.url', { input: spec.url, url: parsed.href });
  }
  return {
    url,
    ...modeAndCredentials(spec),
    cache: 'no-store',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
  };
}

/** https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request and its kin */
function elementParts(spec: RequestSpec, client: Client, run: Run): Parts | Exception {
  const url = urlOf(spec, client, run, 'SyntaxError');
  if ('type' in url) return url;
  const base = { url, ...modeAndCredentials(spec), referrerPolicy: spec.referrerPolicy };
  if (spec.initiator === 'EventSource') {
    return { ...base, cache: 'no-store', headers: [['Accept', 'text/event-stream']], referrerPolicy: '' };
  }
  if (spec.initiator !== 'form') return base;
  if (!/^post$/i.test(spec.method)) return base;
  const headers: Header[] = [];
  return { ...base, method: 'POST', headers, body: extractBody(spec, headers, run) };
}

function methodOf(
  given: string,
  run: Run,
  ifInvalid: ExceptionName,
  ifForbidden: ExceptionName,
): string | Exception {
  if (!isToken(given)) return throwing(run, ifInvalid, 'request.method-invalid', { method: given });
  if (isForbiddenMethod(given))
    return throwing(run, ifForbidden, 'request.method-forbidden', { method: given });
  const method = normalizeMethod(given);
  if (method !== given) run.rule('request.method-normalized', 'note', { given, method });
  else if (method !== method.toUpperCase()) run.rule('request.method-kept', 'note', { method });
  return method;
}

/** Whether the browser drops a header, recorded. */
function isDropped(name: string, value: string, run: Run): boolean {
  if (isForbiddenRequestHeader(name, value)) {
    run.rule('request.header-forbidden', 'note', { name, value });
    return true;
  }
  if (run.profile.userAgent === 'dropped' && name.toLowerCase() === 'user-agent') {
    run.rule('request.header-forbidden', 'note', { name, value }, { deviation: 'userAgent' });
    return true;
  }
  return false;
}

/** https://fetch.spec.whatwg.org/#concept-headers-fill, by the guard that the mode gives */
function fillHeaders(given: readonly Header[], mode: RequestMode, run: Run): Header[] | Exception {
  const headers: Header[] = [];
  for (const [name, raw] of given) {
    const value = normalizeHeaderValue(raw);
    if (!isHeaderName(name) || !isHeaderValue(value)) {
      return throwing(run, 'TypeError', 'request.header-invalid', { name, value });
    }
    if (isDropped(name, value, run)) continue;
    if (mode === 'no-cors') {
      const before = getHeader(headers, name.toLowerCase());
      const combined = before === null ? value : `${before}, ${value}`;
      if (!isNoCorsSafelistedName(name) || unsafeReason(name, combined, run.profile) !== null) {
        run.rule('request.header-not-no-cors-safelisted', 'note', { name, value });
        continue;
      }
    }
    if (run.profile.repeatedHeaders === 'joined') combine(headers, name, value);
    else headers.push([name, value]);
  }
  return headers;
}

/** https://fetch.spec.whatwg.org/#concept-header-list-combine */
function combine(headers: Header[], name: string, value: string): void {
  const lower = name.toLowerCase();
  const at = headers.findIndex(([key]) => key.toLowerCase() === lower);
  const before = headers[at];
  if (before) headers[at] = [before[0], `${before[1]}, ${value}`];
  else headers.push([name, value]);
}

/** The `Content-Type` each kind of body brings along. https://fetch.spec.whatwg.org/#concept-bodyinit-extract */
function typeOfBody(spec: RequestSpec, run: Run): string | null {
  switch (spec.body.kind) {
    case 'string':
      return 'text/plain;charset=UTF-8';
    case 'URLSearchParams':
      return 'application/x-www-form-urlencoded;charset=UTF-8';
    case 'FormData':
      return 'multipart/form-data; boundary=----CorscopeBoundary';
    case 'Blob':
      return blobType(spec.body.type);
    case 'ReadableStream':
      return isStreamed(spec, run) ? null : 'text/plain;charset=UTF-8';
    case 'ArrayBuffer':
    case 'none':
      return null;
  }
}

/** Null for none. https://w3c.github.io/FileAPI/#constructorBlob */
function blobType(given: string): string | null {
  return given === '' || /[^ -~]/.test(given) ? null : normalizeHeaderValue(given.toLowerCase());
}

/**
 * Extracts the body, and adds its `Content-Type` where the author gave none; in mode `no-cors` only one that is
 * safelisted.
 */
function extractBody(spec: RequestSpec, headers: Header[], run: Run, mode?: RequestMode): Body | null {
  const { kind, text } = spec.body;
  if (kind === 'none') return null;
  const type = formType(spec) ?? typeOfBody(spec, run);
  const given = hasHeader(headers, 'content-type');
  if (type !== null && !given) {
    if (mode === 'no-cors' && unsafeReason('content-type', type, run.profile) !== null) {
      const facts = { name: 'Content-Type', value: type };
      run.rule('request.header-not-no-cors-safelisted', 'note', facts);
    } else {
      headers.push(['Content-Type', type]);
    }
  }
  const contentType = getHeader(headers, 'content-type');
  run.rule('request.body-type', 'note', { kind, contentType, replaced: given && type !== null });
  return { text, length: utf8Length(text), source: isStreamed(spec, run) ? 'stream' : 'replayable' };
}

/** Only `fetch()` takes a stream as one: to `XMLHttpRequest` it is an object like any other, made a string. */
function isStreamed(spec: RequestSpec, run: Run): boolean {
  const { initiator, body } = spec;
  return body.kind === 'ReadableStream' && initiator === 'fetch' && run.profile.streamBody === 'stream';
}

/** https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#form-submission-algorithm: one of three types */
function formType(spec: RequestSpec): string | null {
  if (spec.initiator !== 'form') return null;
  if (spec.body.kind === 'FormData') return null;
  return spec.body.kind === 'string' ? 'text/plain' : 'application/x-www-form-urlencoded';
}

function utf8Length(text: string): number {
  let length = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}
