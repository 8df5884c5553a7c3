import type { Header } from '../../src/engine/http';
import type { BodyKind, Initiator, RequestSpec } from '../../src/engine/initiator';
import type { Server } from '../../src/policy/policy';
import { defaultRequest, defaultScenario, defaultServer } from '../../src/scenario/defaults';
import type { Scenario } from '../../src/scenario/scenario';

/** The page, two other origins of its site, and two other sites. */
export const A = 'https://foo.example';
export const A2 = 'https://api.foo.example';
export const B = 'https://bar.other';
export const B2 = 'https://cdn.bar.other';
export const C = 'https://third.test';

export const BODY = '{"answer": 42}';

export const LONG = (bytes: number): string => 'a'.repeat(bytes);

type Body = RequestSpec['body'];
export const body = (kind: BodyKind, text = 'a=b', type = ''): Body => ({ kind, text, type });

/** Values of one header, each a line; `right` stands for what the request needs. */
export type Lines = readonly string[];
export const RIGHT = 'right';

/** Headers a page may or may not see. */
export const EXTRAS: readonly Header[] = [
  ['Content-Type', 'application/json'],
  ['Cache-Control', 'no-store'],
  ['Content-Language', 'en'],
  ['X-One', '1'],
  ['X-Two', '2'],
  ['x-two', '3'],
  ['ETag', '"e"'],
  ['Expires', '0'],
  ['Last-Modified', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ['Pragma', 'no-cache'],
  ['Set-Cookie2', 'x=1'],
];

/** Whether a request that has come so far says `Origin: null`: it left an origin that was not the page's for another. */
export function taintedAt(chain: readonly string[], at: number): boolean {
  return chain.slice(1, at + 1).some((origin, i) => chain[i] !== A && chain[i] !== origin);
}

export const TYPES: Partial<Record<Initiator, string>> = {
  script: 'text/javascript',
  'module script': 'text/javascript',
  stylesheet: 'text/css',
  image: 'image/png',
  font: 'font/ttf',
  video: 'video/webm',
};

/** A server that accepts WebSocket where its status is a success. */
export function handshake(origin: string, path: string, status: string, headers: readonly Header[]): Server {
  const server = defaultServer(origin);
  return { ...server, path, response: { ...server.response, status, headers, body: '' } };
}

/** Servers that allow PUT, each of which keeps the method and sends on to the next. */
export function passingOn(chain: readonly string[], initiator: Initiator, allowOrigin: string): Server[] {
  return chain.map((origin, at) => {
    const next = chain[at + 1];
    const response: Header[] = [
      ['Access-Control-Allow-Origin', allowOrigin],
      ['Access-Control-Allow-Methods', 'PUT'],
      ['Cache-Control', 'no-store'],
      next === undefined
        ? ['Content-Type', TYPES[initiator] ?? 'text/event-stream']
        : ['Location', `${next}/${at + 1}`],
    ];
    const [status, text] = next === undefined ? ['200', 'x'] : ['307', ''];
    return rawServer(origin, `/${at}`, '204', response, status, response, text);
  });
}

/** A server that answers with just these lines. */
export function rawServer(
  origin: string,
  path: string,
  preflightStatus: string,
  preflight: readonly Header[],
  status: string,
  response: readonly Header[],
  text: string,
): Server {
  const server = defaultServer(origin);
  const framed = (code: string, headers: readonly Header[], content: string): readonly Header[] =>
    code === '204' || code === '304' ? headers : [...headers, ['Content-Length', String(content.length)]];
  const lines = (headers: readonly Header[]): string =>
    headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  return {
    ...server,
    path,
    answers: 'raw',
    response: { ...server.response, body: text },
    raw: {
      preflight: { status: preflightStatus, lines: lines(framed(preflightStatus, preflight, '')) },
      response: { status, lines: lines(framed(status, response, text)) },
    },
  };
}

export function headerLines(name: string, values: Lines, right: string): Header[] {
  return values.map((value) => [name, value.replaceAll(RIGHT, right)]);
}

interface Around {
  readonly kind?: 'document' | 'sandbox';
  readonly embedder?: Scenario['page']['embedderPolicy'];
  readonly earlier?: Scenario['earlier'];
}

export function scenario(
  request: Partial<RequestSpec>,
  servers: readonly Server[],
  around: Around,
): Scenario {
  const { kind = 'document', embedder = 'unsafe-none', earlier = [] } = around;
  // A page's two sides: a sandbox is not given an embedder policy, so that there are few kinds of page.
  const embedderPolicy = kind === 'sandbox' ? 'unsafe-none' : embedder;
  return {
    ...defaultScenario,
    page: { ...defaultScenario.page, kind, embedderPolicy },
    request: { ...defaultRequest, ...request },
    servers,
    earlier,
  };
}
