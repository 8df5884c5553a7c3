import net, { type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import {
  HTTP_LIMITS,
  parseRequest,
  type RawRequest,
  type Reaction,
  serveConnection,
} from '../../src/lab/raw-http';
import { exchange } from './harness';

const open: net.Server[] = [];

afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** A port that reacts to every request alike. */
function serve(react: (request: RawRequest) => Reaction, limits = HTTP_LIMITS): Promise<number> {
  const server = net.createServer((socket) => serveConnection(socket, react, limits));
  open.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function respond(status: number, lines: readonly (readonly [string, string])[], body = ''): Reaction {
  return { type: 'response', status, statusText: 'Fine', headers: lines, body: Buffer.from(body) };
}

function parsed(text: string): RawRequest {
  const result = parseRequest(Buffer.from(text, 'latin1'));
  if (typeof result !== 'object') throw new Error(String(result));
  return result.request;
}

describe('requests', () => {
  test('are taken byte for byte: case, order, duplicates, bytes beyond ASCII', () => {
    const request = parsed('pAtCh /a?b=%C3%A9 HTTP/1.1\r\nX-A: \xe9\xff \r\nx-a:two\r\nHost: h\r\n\r\n');
    expect(request).toMatchObject({ method: 'pAtCh', target: '/a?b=%C3%A9' });
    expect(request.headers).toEqual([
      ['X-A', '\xe9\xff'],
      ['x-a', 'two'],
      ['Host', 'h'],
    ]);
  });

  test.each(['FOO', 'patch', 'M-SEARCH', '*', "!#$%&'*+-.^_`|~"])('may have the method %s', (method) => {
    expect(parsed(`${method} / HTTP/1.1\r\n\r\n`).method).toBe(method);
  });

  test('have a body by length, or in chunks', () => {
    expect(parsed('POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcd').body.toString()).toBe('abc');
    const chunked =
      'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: t\r\n\r\n';
    expect(parsed(chunked).body.toString()).toBe('abcde');
  });

  test('that are cut anywhere are incomplete', () => {
    for (const whole of [
      'POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc',
      'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n',
    ]) {
      for (let end = 1; end < whole.length; end++) {
        expect(parseRequest(Buffer.from(whole.slice(0, end)))).toBe('incomplete');
      }
      expect(parseRequest(Buffer.from(whole))).toMatchObject({ length: whole.length });
    }
  });

  test.each([
    [400, 'no request\r\n\r\n'],
    [400, '\x16\x03\x01'],
    [400, 'GET / HTTP/1.1\r\nno colon\r\n\r\n'],
    [400, 'POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n'],
    [400, 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n'],
    [413, 'POST / HTTP/1.1\r\nContent-Length: 1048577\r\n\r\n'],
    [413, 'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n'],
    [431, `GET / HTTP/1.1\r\nX: ${'x'.repeat(65_536)}`],
  ])('are refused with %i where they are none, or too large', (status, text) => {
    expect(parseRequest(Buffer.from(text, 'latin1'))).toBe(status);
  });
});

describe('responses', () => {
  test('have exactly the lines given, in order, duplicates kept, and no others', async () => {
    const port = await serve(() =>
      respond(
        200,
        [
          ['access-control-ALLOW-origin', '*'],
          ['Access-Control-Allow-Origin', '\xe9'],
          ['Content-Length', '2'],
        ],
        'hi',
      ),
    );
    expect(await exchange(port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toBe(
      'HTTP/1.1 200 Fine\r\naccess-control-ALLOW-origin: *\r\nAccess-Control-Allow-Origin: \xe9\r\nContent-Length: 2\r\n\r\nhi',
    );
  });

  test('keep the connection where their end is plain', async () => {
    let count = 0;
    const port = await serve(() => respond(200, [['Content-Length', '1']], String(++count)));
    const both = await exchange(port, 'GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n', '\r\n\r\n2');
    expect(both.match(/\r\n\r\n\d/g)).toEqual(['\r\n\r\n1', '\r\n\r\n2']);
  });

  test('end with the connection where no header says their length', async () => {
    const port = await serve(() => respond(200, [], 'hello'));
    expect(await exchange(port, 'GET / HTTP/1.1\r\n\r\n')).toBe('HTTP/1.1 200 Fine\r\n\r\nhello');
  });

  test('end with the connection where the stated length is wrong', async () => {
    const port = await serve(() => respond(200, [['Content-Length', '9']], 'hello'));
    expect(await exchange(port, 'GET / HTTP/1.1\r\n\r\n')).toContain('hello');
  });

  test('come in chunks where they say so', async () => {
    const port = await serve(() => respond(200, [['Transfer-Encoding', 'chunked']], 'hello'));
    expect(await exchange(port, 'GET / HTTP/1.1\r\n\r\n', '0\r\n\r\n')).toContain(
      '\r\n\r\n5\r\nhello\r\n0\r\n\r\n',
    );
  });

  test.each([
    ['HEAD', 200],
    ['GET', 204],
    ['GET', 304],
  ])('to %s with status %i have no body', async (method, status) => {
    const port = await serve(() => respond(status, [['Content-Length', '5']], 'hello'));
    expect(await exchange(port, `${method} / HTTP/1.1\r\nConnection: close\r\n\r\n`)).not.toContain('hello');
  });

  test('switch protocols, and say goodbye to a WebSocket', async () => {
    const port = await serve(() => respond(101, [['Upgrade', 'websocket']]));
    const handshake = 'GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n';
    const answer = await exchange(port, handshake, '\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 101 /);
  });

  test('may be none: the connection is cut', async () => {
    const port = await serve(() => ({ type: 'cut', after: 0 }));
    expect(await exchange(port, 'GET / HTTP/1.1\r\n\r\n')).toBe('');
  });
});

test('a request that never ends is given up', async () => {
  const port = await serve(() => respond(200, []), { ...HTTP_LIMITS, arrival: 20 });
  expect(await exchange(port, 'GET / HT')).toBe('');
});

test('a connection that is idle is closed', async () => {
  const port = await serve(() => respond(204, []), { ...HTTP_LIMITS, idle: 20 });
  expect(await exchange(port, 'GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 204 /);
});

test('a head beyond the limit is refused, and a flood ends the connection', async () => {
  const port = await serve(() => respond(200, []), { ...HTTP_LIMITS, head: 100 });
  expect(await exchange(port, `GET / HTTP/1.1\r\nX: ${'x'.repeat(200)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
});
