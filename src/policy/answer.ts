import { getHeader, hasHeader, normalizeHeaderValue } from '../engine/headers';
import type { Header, HttpRequest, WireAnswer } from '../engine/http';
import type { CorsPolicy, OptionsHandling, RawAnswer, ResponseSpec, Server } from './policy';
import { parseRaw } from './raw-lines';
import { reasonPhrase } from './reason-phrases';

/** A matcher for an RE2 pattern, unanchored; throws a `SyntaxError` with the reason. */
export type CompilePattern = (pattern: string) => (text: string) => boolean;

/**
 * What a server answers to a request: the header lines in the order they go over the wire, CORS headers first,
 * as middleware sets them. Neither the policy nor the method is enforced: that is the browser's part.
 * Throws what `compilePattern` throws.
 */
export function answer(server: Server, request: HttpRequest, compilePattern: CompilePattern): WireAnswer {
  if (server.failure !== 'none') return { failure: server.failure };
  const preflight = isPreflight(request);
  if (server.answers === 'raw') {
    return preflight
      ? answerRaw(server.raw.preflight, '', request)
      : answerRaw(server.raw.response, server.response.body, request);
  }
  return preflight
    ? answerPreflight(server.policy, server.options, request, compilePattern)
    : answerRequest(server.policy, server.response, request, compilePattern);
}

/**
 * Whether a server takes a request for a CORS-preflight: `OPTIONS` with `Access-Control-Request-Method`, which no
 * script can set. https://fetch.spec.whatwg.org/#cors-preflight-request
 */
export function isPreflight(request: HttpRequest): boolean {
  return request.method === 'OPTIONS' && hasHeader(request.headers, 'access-control-request-method');
}

function answerRaw(raw: RawAnswer, body: string, { method }: HttpRequest): WireAnswer {
  const status = Number(raw.status);
  return {
    status,
    statusText: reasonPhrase(status),
    headers: parseRaw(raw).headers,
    body: hasBody(method, status) ? body : '',
  };
}

function answerPreflight(
  policy: CorsPolicy,
  options: OptionsHandling,
  request: HttpRequest,
  compilePattern: CompilePattern,
): WireAnswer {
  const status = Number(options.status);
  const headers: Header[] = [];
  switch (options.by) {
    case 'policy':
      if (coversAnswer(policy, 'preflight', status) && addCommon(headers, policy, request, compilePattern)) {
        addList(headers, 'Access-Control-Allow-Methods', policy.methods);
        addList(headers, 'Access-Control-Allow-Headers', policy.headers);
        if (policy.maxAge !== '') headers.push(['Access-Control-Max-Age', policy.maxAge]);
      }
      break;
    case 'status':
      break;
    case 'redirect':
      if (options.location !== '') headers.push(['Location', normalizeHeaderValue(options.location)]);
      break;
    default:
      return options satisfies never;
  }
  if (hasBody('OPTIONS', status)) headers.push(['Content-Length', '0']);
  return { status, statusText: reasonPhrase(status), headers, body: '' };
}

function answerRequest(
  policy: CorsPolicy,
  response: ResponseSpec,
  request: HttpRequest,
  compilePattern: CompilePattern,
): WireAnswer {
  const status = Number(response.status);
  if (status >= 200 && status <= 299 && isWebSocketHandshake(request)) return acceptWebSocket(request);
  const headers: Header[] = [];
  if (coversAnswer(policy, 'response', status)) {
    const vary = getHeader(response.headers, 'vary');
    const withoutVary = vary !== null && variesByOrigin(vary);
    const shared = withoutVary && policy.vary ? { ...policy, vary: false } : policy;
    if (addCommon(headers, shared, request, compilePattern)) {
      addList(headers, 'Access-Control-Expose-Headers', policy.exposed);
    }
  }
  for (const [name, value] of response.headers) headers.push([name, normalizeHeaderValue(value)]);
  for (const cookie of response.cookies) headers.push(['Set-Cookie', normalizeHeaderValue(cookie)]);
  if (response.location !== '') headers.push(['Location', normalizeHeaderValue(response.location)]);
  if (allowsBody(status)) addFraming(headers, response.body);
  return {
    status,
    statusText: reasonPhrase(status),
    headers,
    body: hasBody(request.method, status) ? response.body : '',
  };
}

function isWebSocketHandshake({ headers }: HttpRequest): boolean {
  return getHeader(headers, 'upgrade')?.toLowerCase() === 'websocket';
}

/**
 * A server whose response would be a success speaks WebSocket when asked to. CORS middleware is not in the way: it
 * is for the server itself to look at `Origin`. RFC 6455, sections 4.2.2 and 10.2.
 */
function acceptWebSocket({ headers }: HttpRequest): WireAnswer {
  const accept: Header[] = [
    ['Upgrade', 'websocket'],
    ['Connection', 'Upgrade'],
  ];
  if (getHeader(headers, 'sec-websocket-key') === SAMPLE_KEY)
    accept.push(['Sec-WebSocket-Accept', SAMPLE_ACCEPT]);
  return { status: 101, statusText: reasonPhrase(101), headers: accept, body: '' };
}

/** The key of the RFC's example, which spares the SHA-1, and what answers it. RFC 6455, section 1.3. */
const SAMPLE_KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const SAMPLE_ACCEPT = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';

/** Whether the policy has its turn on this answer at all. */
function coversAnswer(policy: CorsPolicy, side: 'preflight' | 'response', status: number): boolean {
  if (policy.origins === 'none') return false;
  const { mistakes } = policy;
  if (mistakes.length === 0) return true;
  if (mistakes.includes(side === 'preflight' ? 'response only' : 'preflight only')) return false;
  return status < 400 || !mistakes.includes('errors forget');
}

/**
 * Adds the headers that go on both answers. False where the origin is not allowed: as most frameworks have it, it
 * then gets no CORS header at all, only `Vary`.
 */
function addCommon(
  headers: Header[],
  policy: CorsPolicy,
  request: HttpRequest,
  compilePattern: CompilePattern,
): boolean {
  const value = allowOriginValue(policy, getHeader(request.headers, 'origin'), compilePattern);
  if (value !== null) {
    headers.push(['Access-Control-Allow-Origin', value]);
    if (policy.mistakes.includes('allow-origin twice')) headers.push(['Access-Control-Allow-Origin', value]);
    if (policy.credentials) {
      headers.push(['Access-Control-Allow-Credentials', policy.mistakes.includes('True') ? 'True' : 'true']);
    }
  }
  if (policy.vary) headers.push(['Vary', 'Origin']);
  return value !== null;
}

/** The value of `Access-Control-Allow-Origin` for a request's `Origin` (null for none); null to send no such header. */
function allowOriginValue(
  policy: CorsPolicy,
  origin: string | null,
  compilePattern: CompilePattern,
): string | null {
  const { list, mistakes } = policy;
  const slash = mistakes.includes('trailing slash') ? '/' : '';
  switch (policy.origins) {
    case 'none':
      return null;
    case 'any':
      return '*';
    case 'null':
      return 'null';
    case 'list': {
      if (mistakes.includes('origins in one line')) return list.map((entry) => entry + slash).join(', ');
      const [only] = list;
      if (list.length === 1 && only !== undefined) return only + slash;
      return origin !== null && list.includes(origin) ? origin + slash : null;
    }
    case 'pattern':
      return origin !== null && compilePattern(policy.pattern)(origin) ? origin + slash : null;
    case 'reflect':
      return origin === null ? null : origin + slash;
    default:
      return policy.origins satisfies never;
  }
}

function addList(headers: Header[], name: string, items: readonly string[]): void {
  if (items.length > 0) headers.push([name, items.join(', ')]);
}

/** A `Vary` of the response's own stays as it is; only where it already says it all is ours left out. */
function variesByOrigin(vary: string): boolean {
  return vary.split(',').some((item) => /^(\*|origin)$/i.test(item.trim()));
}

/**
 * What a server adds by itself around a body: `Content-Type`, JSON or plain text by its first character, and
 * `Content-Length`, each unless the response sets it.
 */
function addFraming(headers: Header[], body: string): void {
  if (body !== '' && !hasHeader(headers, 'content-type')) {
    headers.push(['Content-Type', /^\s*[[{]/.test(body) ? 'application/json' : 'text/plain;charset=utf-8']);
  }
  if (!hasHeader(headers, 'content-length') && !hasHeader(headers, 'transfer-encoding')) {
    headers.push(['Content-Length', String(utf8Length(body))]);
  }
}

function utf8Length(text: string): number {
  return /^[\0-\x7f]*$/.test(text) ? text.length : new TextEncoder().encode(text).length;
}

/** Statuses without content, whatever the method. https://fetch.spec.whatwg.org/#null-body-status */
function allowsBody(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 205 && status !== 304;
}

function hasBody(method: string, status: number): boolean {
  return method !== 'HEAD' && allowsBody(status);
}
