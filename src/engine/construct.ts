import type { Client, ReferrerPolicy } from './client';
import { getHeader, hasHeader, isHeaderName, isHeaderValue, isToken, normalizeHeaderValue } from './headers';
import type { Header } from './http';
import type { Initiator, RequestMode, RequestSpec } from './initiator';
import { DESTINATION_OF, modeAndCredentials } from './initiators';
import { isForbiddenMethod, isSafelistedMethod, normalizeMethod } from './methods';
import { MIMEType } from './mime-type';
import { isHttpScheme, isWebSocketScheme, parseUrl, type Url } from './origin';
import type { BrowserProfile } from './profile';
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
  readonly useCorsPreflight?: Request['useCorsPreflight'];
  readonly keptPreflight?: Request['keptPreflight'];
  readonly redirect?: Request['redirect'];
  readonly cache?: Request['cache'];
  readonly referrerPolicy?: ReferrerPolicy | '';
  readonly deviation?: keyof BrowserProfile | null;
}

type Constructed = Request | Exception;

/** A page in a frame is navigated in it. https://html.spec.whatwg.org/multipage/browsing-the-web.html#create-navigation-params-by-fetching */
function destinationOf({ initiator }: RequestSpec, { hasCrossSiteAncestor }: Client): string {
  return initiator === 'form' && hasCrossSiteAncestor ? 'iframe' : DESTINATION_OF[initiator];
}

/** The URL that a page names as referrer, where it names any. https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer */
function referrerOf(
  { initiator }: RequestSpec,
  client: Client,
  { opaqueReferrer }: BrowserProfile,
): Url | null {
  const isElement = initiator !== 'fetch' && initiator !== 'XMLHttpRequest';
  const named =
    client.origin.kind !== 'opaque' ||
    opaqueReferrer === 'URL' ||
    (opaqueReferrer === 'for elements, as to another origin' && isElement);
  return named ? parseUrl(client.url) : null;
}

/** The request an initiator makes, or the exception its call throws. */
export function constructRequest(spec: RequestSpec, client: Client, run: Run): Constructed {
  const parts = partsOf(spec, client, run);
  if ('type' in parts) return parts;
  const { mode, credentials, deviation = null } = parts;
  const destination = destinationOf(spec, client);
  const facts = {
    initiator: spec.initiator,
    mode,
    credentials,
    redirect: parts.redirect ?? 'follow',
    destination,
  };
  run.rule('request.initiator', 'note', facts, { deviation });
  const request: Request = {
    initiator: spec.initiator,
    destination,
    client,
    origin: client.origin,
    mode,
    credentials,
    cache: parts.cache ?? 'default',
    redirect: parts.redirect ?? 'follow',
    useCorsPreflight: parts.useCorsPreflight ?? null,
    method: parts.method ?? 'GET',
    headers: parts.headers ?? [],
    body: parts.body ?? null,
    referrerPolicy: parts.referrerPolicy || client.referrerPolicy,
    referrer: referrerOf(spec, client, run.profile),
    shownReferrer: null,
    firstReferrer: undefined,
    referrerDeviations: [],
    urls: [],
    tainting: 'basic',
    redirectTaint: 'same-origin',
    site: 'same-origin',
    redirectCount: 0,
    timingAllowFailed: false,
    keptPreflight: parts.keptPreflight ?? null,
    refusal: null,
    droppedHeaders: [],
    droppedAuthorization: [],
    sentOrigin: null,
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
  const joins = run.profile.repeatedHeaders === 'joined' && hasRepeated(spec.headers);
  const turnsCors =
    mode === 'same-origin' && useCorsPreflight !== null && run.profile.sameOriginStream === 'cors';
  return {
    url,
    method,
    headers,
    body,
    mode: turnsCors ? 'cors' : mode,
    credentials: spec.credentials,
    cache,
    redirect: spec.redirect,
    referrerPolicy: spec.referrerPolicy,
    useCorsPreflight,
    deviation: turnsCors ? 'sameOriginStream' : joins ? 'repeatedHeaders' : null,
  };
}

/** https://xhr.spec.whatwg.org/#dom-xmlhttprequest-open, `setRequestHeader()` and `send()` */
function xhrParts(spec: RequestSpec, client: Client, run: Run): Parts | Exception {
  const method = methodOf(spec.method, run, invalidForXhr(spec.method), 'SecurityError');
  if (typeof method !== 'string') return method;
  const url = urlOf(spec, client, run, 'SyntaxError');
  if ('type' in url) return url;
  const headers: Header[] = [];
  const places = new Map<string, number>();
  for (const [name, given] of spec.headers) {
    const value = normalizeHeaderValue(given);
    if (!isHeaderName(name) || !isHeaderValue(value)) {
      return throwing(run, invalidForXhr(name + given), 'request.header-invalid', { name, value });
    }
    if (isDropped(name, value, run)) continue;
    combine(headers, places, name, value);
  }
  const bodyless = method === 'GET' || method === 'HEAD';
  const typed = run.profile.typeOfNoBody !== 'dropped' && spec.body.kind === 'URLSearchParams';
  const extracted = bodyless && !typed ? null : extractBody(spec, headers, run);
  const body = bodyless ? null : extracted;
  const typeBefore = body && rewriteCharset(spec, headers, run.profile);
  const applies = run.profile.uploadListener === 'any' || body !== null;
  return {
    url,
    method,
    headers,
    body,
    ...modeAndCredentials(spec),
    useCorsPreflight: spec.uploadListener && applies ? 'upload listener' : null,
    keptPreflight: typeBefore === null ? null : askedAbout(typeBefore, run.profile),
    deviation:
      spec.uploadListener && !applies
        ? 'uploadListener'
        : bodyless && extracted
          ? 'typeOfNoBody'
          : typeBefore !== null && getHeader(headers, 'content-type') !== parsedCharset(typeBefore)
            ? 'textCharset'
            : null,
  };
}

/** What is asked about before the charset is rewritten, in browsers that decide so early. */
function askedAbout(type: string, profile: BrowserProfile): Request['keptPreflight'] {
  if (profile.textCharset !== 'after the preflight decision') return null;
  const why = unsafeReason('content-type', type, profile);
  const rewritten = unsafeReason('content-type', parsedCharset(type), profile);
  if (why === null || rewritten !== null) return null;
  const reason = { kind: 'header', name: 'content-type', value: type, why } as const;
  return { names: ['content-type'], deviation: 'textCharset', reason };
}

/** Web IDL looks first, and to it text with a character beyond a byte is no ByteString. */
function invalidForXhr(text: string): ExceptionName {
  return /[^\0-\xff]/.test(text) ? 'TypeError' : 'SyntaxError';
}

/**
 * Text is sent as UTF-8, whatever charset the author named. Gives the type as it was; null where it stays.
 * https://xhr.spec.whatwg.org/#the-send()-method, step 4
 */
function rewriteCharset(
  spec: RequestSpec,
  headers: Header[],
  { textCharset }: BrowserProfile,
): string | null {
  const { kind } = spec.body;
  if (kind !== 'string' && kind !== 'URLSearchParams' && kind !== 'ReadableStream') return null;
  const at = headers.findIndex(([name]) => name.toLowerCase() === 'content-type');
  const given = headers[at];
  if (!given) return null;
  const [name, before] = given;
  const parsed = parsedCharset(before);
  const ofParameters = kind === 'URLSearchParams' && textCharset === 'after the preflight decision';
  const value =
    textCharset === 'in place'
      ? before.replace(CHARSET, '$1UTF-8')
      : ofParameters && (parsed !== before || EMPTY_CHARSET.test(before))
        ? before.replace(QUOTED_CHARSET, '$1UTF-8')
        : parsed;
  headers[at] = [name, value];
  return value === before ? null : before;
}

/** The name, behind white space or a semicolon, what quotes it, and the first word of a charset. */
const CHARSET = /((?<=[\s;])charset\s*=[\s"']*)[^\s"';]+/gi;

/** A charset with its quotes, or all of the white space where it is blank. */
const QUOTED_CHARSET = /(\bcharset\s*=(?:\s+(?=[^\s;]))?)(?:"[^"]*"|[^;]*)/i;

/** A charset that is left blank, which to a parser is none. */
const EMPTY_CHARSET = /\bcharset=\s*(?:;|$)/i;

/** The type with another charset than UTF-8 made UTF-8, written anew; as it is where it has none. */
function parsedCharset(value: string): string {
  const type = MIMEType.parse(value);
  const charset = type?.parameters.get('charset');
  if (!type || charset === undefined || charset.toLowerCase() === 'utf-8') return value;
  type.parameters.set('charset', 'UTF-8');
  return type.toString();
}

/**
 * https://w3c.github.io/beacon/#sendbeacon-method. That text leaves out the unsafe-request flag; every browser preflights
 * a body that is not safelisted, as its mode `cors` intends.
 */
function beaconParts(spec: RequestSpec, client: Client, run: Run): Parts | Exception {
  const url = urlOf(spec, client, run, 'TypeError');
  if ('type' in url) return url;
  if (url.scheme !== 'http' && url.scheme !== 'https') {
    return throwing(run, 'TypeError', 'request.url', { input: spec.url, url: url.href });
  }
  // Where streams are no bodies, it is an object like any other, made a string.
  if (spec.body.kind === 'ReadableStream' && run.profile.streamBody !== 'string') {
    return throwing(run, 'TypeError', 'request.stream', { mode: 'no-cors', treatment: 'stream' });
  }
  if (spec.body.kind === 'ReadableStream') {
    const facts = { mode: 'no-cors', treatment: 'string' } as const;
    run.rule('request.stream', 'note', facts, { deviation: 'streamBody' });
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
  };
}

/** https://websockets.spec.whatwg.org/#dom-websocket-websocket */
function webSocketParts(spec: RequestSpec, client: Client, run: Run): Parts | Exception {
  const parsed = urlOf(spec, client, run, 'SyntaxError');
  if ('type' in parsed) return parsed;
  const url = isHttpScheme(parsed.scheme) ? parseUrl(parsed.href.replace('http', 'ws')) : parsed;
  if (!url || !isWebSocketScheme(url.scheme) || url.fragment !== '') {
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

/** Elements with an attribute `referrerpolicy`. */
const HAVE_REFERRER_POLICY: ReadonlySet<Initiator> = new Set([
  'script',
  'module script',
  'stylesheet',
  'image',
]);

/** https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request and its kin */
function elementParts(spec: RequestSpec, client: Client, run: Run): Parts | Exception {
  const url = urlOf(spec, client, run, 'SyntaxError');
  if ('type' in url) return url;
  const referrerPolicy = HAVE_REFERRER_POLICY.has(spec.initiator) ? spec.referrerPolicy : '';
  const base = { url, ...modeAndCredentials(spec), referrerPolicy };
  if (spec.initiator === 'EventSource') {
    return { ...base, cache: 'no-store', headers: [['Accept', 'text/event-stream']] };
  }
  if (spec.initiator === 'font' && run.profile.fonts === 'no-cors') {
    return { ...base, mode: 'no-cors', credentials: 'include', deviation: 'fonts' };
  }
  if (spec.initiator !== 'form') return base;
  if (!/^post$/i.test(spec.method)) return { ...base, url: withFields(url, spec) };
  const headers: Header[] = [];
  // A form without fields is sent all the same: an empty body, with its type.
  const body =
    spec.body.kind === 'none' ? { ...spec.body, kind: 'URLSearchParams' as const, text: '' } : spec.body;
  return { ...base, method: 'POST', headers, body: extractBody({ ...spec, body }, headers, run) };
}

/** A form sent with GET: its fields take the place of the query. https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#submit-mutate-action */
function withFields(url: Url, spec: RequestSpec): Url {
  const fields = new URLSearchParams(fieldsOf(spec.body));
  const action = url.withoutFragment.replace(/\?.*$/, '');
  return parseUrl(`${action}?${fields}${url.fragment}`) ?? url;
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
  if (isForbiddenRequestHeader(name, value, run.profile)) {
    const byStandard = isForbiddenRequestHeader(name, value, { overrideQuotes: 'heeded' });
    const deviation = byStandard ? null : 'overrideQuotes';
    run.rule('request.header-forbidden', 'note', { name, value }, { deviation });
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
  const places = new Map<string, number>();
  for (const [name, raw] of given) {
    const value = normalizeHeaderValue(raw);
    if (!isHeaderName(name) || !isHeaderValue(value)) {
      return throwing(run, 'TypeError', 'request.header-invalid', { name, value });
    }
    if (isDropped(name, value, run)) continue;
    if (mode === 'no-cors' && !staysSafelisted(headers, name, value, run)) {
      run.rule('request.header-not-no-cors-safelisted', 'note', { name, value });
      continue;
    }
    if (run.profile.repeatedHeaders === 'joined') combine(headers, places, name, value);
    else headers.push([name, value]);
  }
  return headers;
}

function hasRepeated(headers: readonly Header[]): boolean {
  return new Set(headers.map(([name]) => name.toLowerCase())).size < headers.length;
}

/** The guard `request-no-cors`: a header is judged with what it adds to. https://fetch.spec.whatwg.org/#concept-headers-append, step 3 */
function staysSafelisted(headers: readonly Header[], name: string, value: string, run: Run): boolean {
  if (!isNoCorsSafelistedName(name)) return false;
  const before = getHeader(headers, name.toLowerCase());
  const combined = before === null ? value : `${before}, ${value}`;
  return unsafeReason(name, combined, run.profile) === null;
}

/** `places` has the index of each name, lower-cased. https://fetch.spec.whatwg.org/#concept-header-list-combine */
function combine(headers: Header[], places: Map<string, number>, name: string, value: string): void {
  const lower = name.toLowerCase();
  const at = places.get(lower) ?? headers.length;
  const before = headers[at];
  headers[at] = before ? [before[0], `${before[1]}, ${value}`] : [name, value];
  places.set(lower, at);
}

/** A form's fields: of lines, of parameters, or one. */
function fieldsOf({
  kind,
  text,
}: Pick<RequestSpec['body'], 'kind' | 'text'>): [name: string, value: string][] {
  if (kind === 'none') return [];
  if (kind === 'FormData') return [['field', text]];
  if (kind !== 'string') return [...new URLSearchParams(text)];
  return text.split(/\r?\n/).map((row) => {
    const [name = '', ...value] = row.split('=');
    return [name, value.join('=')];
  });
}

/** Fields are written anew. https://url.spec.whatwg.org/#concept-urlencoded-serializer, https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#text/plain-encoding-algorithm */
function textSent({ initiator, body: { kind, text } }: RequestSpec): string {
  if (kind === 'URLSearchParams') return new URLSearchParams(text).toString();
  if (kind === 'string' && initiator === 'form') {
    return fieldsOf({ kind, text })
      .map(([name, value]) => `${name}=${value}\r\n`)
      .join('');
  }
  if (kind === 'FormData') return multipart(text);
  return kind === 'ReadableStream' ? '[object ReadableStream]' : text;
}

/** What stands for the boundary that a browser makes up. */
const BOUNDARY = '----CorscopeBoundary';

/** A form of one field. https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data */
function multipart(value: string): string {
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="field"\r\n\r\n`;
  return `${head}${value}\r\n--${BOUNDARY}--\r\n`;
}

/** The `Content-Type` each kind of body brings along. https://fetch.spec.whatwg.org/#concept-bodyinit-extract */
function typeOfBody(spec: RequestSpec, run: Run): string | null {
  switch (spec.body.kind) {
    case 'string':
      return 'text/plain;charset=UTF-8';
    case 'URLSearchParams':
      return 'application/x-www-form-urlencoded;charset=UTF-8';
    case 'FormData':
      return `multipart/form-data; boundary=${BOUNDARY}`;
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
  let deviation: 'noCorsBodyType' | null = null;
  if (type !== null && !given) {
    const dropped = mode === 'no-cors' && unsafeReason('content-type', type, run.profile) !== null;
    if (dropped && run.profile.noCorsBodyType === 'dropped') {
      const facts = { name: 'Content-Type', value: type };
      run.rule('request.header-not-no-cors-safelisted', 'note', facts);
    } else {
      headers.push(['Content-Type', type]);
      if (dropped) deviation = 'noCorsBodyType';
    }
  }
  const contentType = getHeader(headers, 'content-type');
  const facts = { kind, contentType, replaced: given && type !== null };
  run.rule('request.body-type', 'note', facts, { deviation });
  if (isStreamed(spec, run)) return { text, length: utf8Length(text), source: 'stream' };
  const sent = textSent(spec);
  return { text: sent, length: utf8Length(sent), source: 'replayable' };
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
