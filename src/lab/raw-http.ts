import type { Socket } from 'node:net';
import { getHeader, isToken } from '../engine/headers';
import type { Header, HeaderList } from '../engine/http';

/** A request off the wire; bytes are held isomorphically, a code unit (0 to 255) each. */
export interface RawRequest {
  readonly method: string;
  readonly target: string;
  /** `HTTP/1.1` */
  readonly version: string;
  readonly headers: HeaderList;
  readonly body: Buffer;
}

export interface RawResponse {
  readonly type: 'response';
  readonly status: number;
  readonly statusText: string;
  /** Sent as they stand, in order, and no others. */
  readonly headers: HeaderList;
  readonly body: Buffer;
}

/** What becomes of a request: an answer, or a connection that is cut at once or after some milliseconds. */
export type Reaction = RawResponse | { readonly type: 'cut'; readonly after: number };

export interface HttpLimits {
  /** Bytes of request line and headers. */
  readonly head: number;
  readonly body: number;
  /** Milliseconds a request may take to arrive. */
  readonly arrival: number;
  /** Milliseconds a connection may be idle. */
  readonly idle: number;
}

export const HTTP_LIMITS: HttpLimits = { head: 65_536, body: 1_048_576, arrival: 10_000, idle: 60_000 };

/** A response in plain words, of the lab's own. */
export function plain(status: number, text: string, headers: HeaderList = []): RawResponse {
  const body = Buffer.from(text);
  return {
    type: 'response',
    status,
    statusText: '',
    headers: [
      ['Content-Type', 'text/plain;charset=utf-8'],
      ['Content-Length', String(body.length)],
      ...headers,
    ],
    body,
  };
}

/**
 * Speaks HTTP/1.1 on a connection, one request after the other. Node's own server would refuse odd methods and
 * bytes, which browsers send, and add headers; this one takes and gives every byte as it is.
 */
export function serveConnection(
  socket: Socket,
  handle: (request: RawRequest) => Reaction | Promise<Reaction>,
  limits: HttpLimits = HTTP_LIMITS,
): void {
  let received: Buffer[] = [];
  let size = 0;
  let state: 'reading' | 'answering' | 'upgraded' = 'reading';
  let arrival: NodeJS.Timeout | null = null;
  const timers = new Set<NodeJS.Timeout>();

  const close = (): void => {
    if (arrival) clearTimeout(arrival);
    for (const timer of timers) clearTimeout(timer);
    socket.destroy();
  };
  const refuse = (status: number): void => {
    state = 'answering';
    socket.end(responseHead(plain(status, ''), ''));
  };

  const read = (): void => {
    if (state !== 'reading' || size === 0) return;
    arrival ??= setTimeout(close, limits.arrival);
    const bytes = received.length === 1 ? (received[0] ?? Buffer.alloc(0)) : Buffer.concat(received);
    received = [bytes];
    const parsed = parseRequest(bytes, limits);
    if (parsed === 'incomplete') return;
    if (typeof parsed === 'number') {
      refuse(parsed);
      return;
    }
    clearTimeout(arrival);
    arrival = null;
    const rest = bytes.subarray(parsed.length);
    received = rest.length > 0 ? [rest] : [];
    size = rest.length;
    state = 'answering';
    const { request } = parsed;
    Promise.resolve(handle(request)).then((reaction) => react(request, reaction), close);
  };

  const react = (request: RawRequest, reaction: Reaction): void => {
    if (socket.destroyed) return;
    if (reaction.type === 'cut') {
      const timer = setTimeout(() => cut(socket), reaction.after);
      timers.add(timer);
      return;
    }
    const bytes = responseBytes(reaction, request);
    if (reaction.status === 101 && isUpgrade(request)) {
      state = 'upgraded';
      socket.write(bytes);
      return;
    }
    if (!isDelimited(reaction, request) || !persists(request, reaction)) {
      socket.end(bytes);
      return;
    }
    socket.write(bytes);
    state = 'reading';
    // What follows has arrived already: on its own turn, so that no run of requests grows the stack.
    if (size > 0) setImmediate(read);
  };

  socket.setNoDelay(true);
  socket.setTimeout(limits.idle, close);
  socket.on('error', close);
  socket.on('close', close);
  socket.on('data', (chunk) => {
    if (state === 'upgraded') {
      // Opcode 8: the browser says goodbye. RFC 6455, section 5.5.1.
      if (((chunk[0] ?? 0) & 0x0f) === 8) socket.end(Buffer.from([0x88, 0]));
      return;
    }
    size += chunk.length;
    if (size > limits.head + limits.body + 65_536) {
      close();
      return;
    }
    received.push(chunk);
    read();
  });
}

/** Resets the connection where the platform can, so that no half of an answer is seen. */
function cut(socket: Socket): void {
  // TLS sockets have no reset of their own.
  if ('encrypted' in socket) socket.destroy();
  else socket.resetAndDestroy();
}

interface Parsed {
  readonly request: RawRequest;
  /** Bytes it took. */
  readonly length: number;
}

/** The first request of some bytes; a status to refuse it with. */
export function parseRequest(
  bytes: Buffer,
  limits: HttpLimits = HTTP_LIMITS,
): Parsed | 'incomplete' | number {
  // No method starts so: a TLS handshake on a plain port, say.
  if (!isToken(bytes.toString('latin1', 0, 1))) return 400;
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return bytes.length > limits.head ? 431 : 'incomplete';
  if (end > limits.head) return 431;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const requestLine = /^([^ ]+) ([^ ]+) (HTTP\/1\.[01])$/.exec(first);
  if (!requestLine) return 400;
  const [, method = '', target = '', version = ''] = requestLine;
  const headers: Header[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 1) return 400;
    headers.push([line.slice(0, colon), line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '')]);
  }
  const start = end + 4;
  const found = /\bchunked$/i.test(getHeader(headers, 'transfer-encoding') ?? '')
    ? readChunks(bytes, start, limits)
    : readSized(bytes, start, getHeader(headers, 'content-length'), limits);
  if (typeof found !== 'object') return found;
  return { request: { method, target, version, headers, body: found.body }, length: found.end };
}

interface Body {
  readonly body: Buffer;
  readonly end: number;
}

function readSized(
  bytes: Buffer,
  start: number,
  stated: string | null,
  limits: HttpLimits,
): Body | 'incomplete' | number {
  if (stated !== null && !/^\d{1,15}$/.test(stated)) return 400;
  const length = Number(stated ?? 0);
  if (length > limits.body) return 413;
  if (bytes.length < start + length) return 'incomplete';
  return { body: bytes.subarray(start, start + length), end: start + length };
}

function readChunks(bytes: Buffer, start: number, limits: HttpLimits): Body | 'incomplete' | number {
  const chunks: Buffer[] = [];
  let at = start;
  for (let total = 0; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return bytes.length - at > 1024 ? 400 : 'incomplete';
    const size = /^([0-9a-f]{1,8})[ \t]*(;.*)?$/i.exec(bytes.toString('latin1', at, lineEnd))?.[1];
    if (size === undefined) return 400;
    const length = Number.parseInt(size, 16);
    total += length;
    if (total > limits.body) return 413;
    at = lineEnd + 2;
    if (length === 0) break;
    if (bytes.length < at + length + 2) return 'incomplete';
    chunks.push(bytes.subarray(at, at + length));
    at += length + 2;
  }
  // The trailers: lines up to an empty one.
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return bytes.length - at > limits.head ? 431 : 'incomplete';
    if (lineEnd === at) return { body: Buffer.concat(chunks), end: at + 2 };
    at = lineEnd + 2;
  }
}

function responseHead({ status, statusText, headers }: RawResponse, more: string): Buffer {
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`HTTP/1.1 ${status} ${statusText}\r\n${lines}${more}\r\n`, 'latin1');
}

/** All that goes over the wire for a response, framed as its own headers say. */
export function responseBytes(response: RawResponse, { method }: RawRequest): Buffer {
  const head = responseHead(response, '');
  const { status, body } = response;
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return head;
  if (!isChunked(response)) return Buffer.concat([head, body]);
  const chunk =
    body.length > 0 ? [Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from('\r\n')] : [];
  return Buffer.concat([head, ...chunk, Buffer.from('0\r\n\r\n')]);
}

/** Whether the browser can tell where the response ends; if not, the connection's end says so. RFC 9112, section 6.3. */
function isDelimited(response: RawResponse, { method }: RawRequest): boolean {
  const { status, headers, body } = response;
  if (status < 200) return false;
  if (method === 'HEAD' || status === 204 || status === 304 || isChunked(response)) return true;
  const lengths = headers.filter(([name]) => name.toLowerCase() === 'content-length');
  return lengths.length === 1 && lengths[0]?.[1] === String(body.length);
}

function isChunked({ headers }: RawResponse): boolean {
  return /\bchunked$/i.test(getHeader(headers, 'transfer-encoding') ?? '');
}

function persists(request: RawRequest, response: RawResponse): boolean {
  const closes = (headers: HeaderList): boolean => /\bclose\b/i.test(getHeader(headers, 'connection') ?? '');
  return request.version === 'HTTP/1.1' && !closes(request.headers) && !closes(response.headers);
}

function isUpgrade({ headers }: RawRequest): boolean {
  return getHeader(headers, 'upgrade')?.toLowerCase() === 'websocket';
}
