import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { getHeader, headerValues, isHeaderName, isHeaderValue } from '../../src/engine/headers';
import type { Header, HeaderList, HttpRequest, HttpResponse } from '../../src/engine/http';
import { answer } from '../../src/policy/answer';
import { checkServer } from '../../src/policy/check';
import type { CorsPolicy, Mistake, ResponseSpec, Server } from '../../src/policy/policy';
import { defaultServer } from '../../src/scenario/defaults';
import { playable } from '../scenario/arbitraries';

const FOO = 'https://foo.example';
const matchesFoo = () => (text: string) => text.includes('foo');

function request(method: string, headers: HeaderList = [], origin: string | null = FOO): HttpRequest {
  const own: readonly Header[] = origin === null ? [] : [['Origin', origin]];
  return { method, url: 'https://bar.other/doc', headers: [...own, ...headers], body: null };
}

const get = request('GET');
const preflight = request('OPTIONS', [['Access-Control-Request-Method', 'PUT']]);

function serverWith(policy: Partial<CorsPolicy>, response: Partial<ResponseSpec> = {}): Server {
  const base = defaultServer('https://bar.other');
  return { ...base, policy: { ...base.policy, ...policy }, response: { ...base.response, ...response } };
}

function answered(server: Server, to: HttpRequest): HttpResponse {
  const result = answer(server, to, matchesFoo);
  if ('failure' in result) throw new Error(result.failure);
  return result;
}

function valuesOf(server: Server, to: HttpRequest, name: string): readonly string[] {
  return headerValues(answered(server, to).headers, name.toLowerCase());
}

function corsHeaders(server: Server, to: HttpRequest): string[] {
  return answered(server, to).headers.flatMap(([name]) => (name.startsWith('Access-Control-') ? [name] : []));
}

const full: Partial<CorsPolicy> = {
  origins: 'any',
  methods: ['PUT', 'DELETE'],
  headers: ['X-A', 'X-B'],
  credentials: true,
  exposed: ['X-C'],
  maxAge: '600',
};

describe('which request is a preflight', () => {
  const server: Server = { ...serverWith(full), options: { by: 'policy', status: '299' } };

  test('OPTIONS with Access-Control-Request-Method is one', () => {
    expect(answered(server, preflight).status).toBe(299);
  });

  test('an OPTIONS request of the author’s own is answered like any other', () => {
    expect(answered(server, request('OPTIONS')).status).toBe(200);
  });

  test('Access-Control-Request-Method on another method does not make it one', () => {
    expect(answered(server, request('GET', [['Access-Control-Request-Method', 'PUT']])).status).toBe(200);
  });
});

describe('Access-Control-Allow-Origin', () => {
  test.each<[string, Partial<CorsPolicy>, string | null, string[]]>([
    ['none: never', { origins: 'none' }, FOO, []],
    ['any: the wildcard', { origins: 'any' }, FOO, ['*']],
    ['any: also for a request without Origin', { origins: 'any' }, null, ['*']],
    ['null: the word null', { origins: 'null' }, FOO, ['null']],
    [
      'a list of one: always that one',
      { origins: 'list', list: ['https://a.example'] },
      FOO,
      ['https://a.example'],
    ],
    [
      'a list of several: the one that asks',
      { origins: 'list', list: ['https://a.example', FOO] },
      FOO,
      [FOO],
    ],
    [
      'a list of several: nothing for another',
      { origins: 'list', list: ['https://a.example', 'null'] },
      FOO,
      [],
    ],
    [
      'a list compares by case',
      { origins: 'list', list: ['https://a.example', FOO] },
      'https://FOO.example',
      [],
    ],
    ['reflect: whoever asks', { origins: 'reflect' }, 'https://evil.test', ['https://evil.test']],
    ['reflect: also null', { origins: 'reflect' }, 'null', ['null']],
    ['reflect: nothing without Origin', { origins: 'reflect' }, null, []],
    ['pattern: whom it matches', { origins: 'pattern', pattern: 'foo' }, FOO, [FOO]],
    ['pattern: nobody else', { origins: 'pattern', pattern: 'foo' }, 'https://bar.example', []],
    ['pattern: nothing without Origin', { origins: 'pattern', pattern: 'foo' }, null, []],
  ])('%s', (_, policy, origin, expected) => {
    expect(valuesOf(serverWith(policy), request('GET', [], origin), 'Access-Control-Allow-Origin')).toEqual(
      expected,
    );
    const asked = request('OPTIONS', [['Access-Control-Request-Method', 'PUT']], origin);
    expect(valuesOf(serverWith(policy), asked, 'Access-Control-Allow-Origin')).toEqual(expected);
  });

  test('an origin that is not allowed gets no other CORS header either', () => {
    const server = serverWith({ ...full, origins: 'list', list: ['https://a.example', 'https://b.example'] });
    expect(corsHeaders(server, get)).toEqual([]);
    expect(corsHeaders(server, preflight)).toEqual([]);
  });
});

test('each CORS header stands on the answers it is for', () => {
  expect(corsHeaders(serverWith(full), preflight)).toEqual([
    'Access-Control-Allow-Origin',
    'Access-Control-Allow-Credentials',
    'Access-Control-Allow-Methods',
    'Access-Control-Allow-Headers',
    'Access-Control-Max-Age',
  ]);
  expect(corsHeaders(serverWith(full), get)).toEqual([
    'Access-Control-Allow-Origin',
    'Access-Control-Allow-Credentials',
    'Access-Control-Expose-Headers',
  ]);
});

test('lists are joined by commas, and left out when empty', () => {
  expect(valuesOf(serverWith(full), preflight, 'Access-Control-Allow-Methods')).toEqual(['PUT, DELETE']);
  expect(corsHeaders(serverWith({ origins: 'any' }), preflight)).toEqual(['Access-Control-Allow-Origin']);
});

describe('Vary', () => {
  const policy: Partial<CorsPolicy> = { origins: 'list', list: [FOO, 'https://a.example'], vary: true };

  test('stands on both answers, whether the origin is allowed or not', () => {
    for (const origin of [FOO, 'https://b.example']) {
      expect(valuesOf(serverWith(policy), request('GET', [], origin), 'Vary')).toEqual(['Origin']);
    }
    expect(valuesOf(serverWith(policy), preflight, 'Vary')).toEqual(['Origin']);
  });

  test.each([
    ['Accept-Encoding', ['Origin', 'Accept-Encoding']],
    ['Accept-Encoding, origin', ['Accept-Encoding, origin']],
    ['*', ['*']],
    ['X-Origin', ['Origin', 'X-Origin']],
  ])('beside the response’s own %s', (own, expected) => {
    expect(valuesOf(serverWith(policy, { headers: [['Vary', own]] }), get, 'Vary')).toEqual(expected);
  });

  test('is not sent by a server without CORS', () => {
    expect(valuesOf(serverWith({ origins: 'none', vary: true }), get, 'Vary')).toEqual([]);
  });
});

describe('mistakes', () => {
  const withMistake = (mistake: Mistake, policy: Partial<CorsPolicy> = {}) =>
    serverWith({ origins: 'list', list: [FOO], credentials: true, ...policy, mistakes: [mistake] });
  const allowOrigin = (server: Server, to = get) => valuesOf(server, to, 'Access-Control-Allow-Origin');

  test('allow-origin twice: two lines', () => {
    expect(allowOrigin(withMistake('allow-origin twice'))).toEqual([FOO, FOO]);
    expect(allowOrigin(withMistake('allow-origin twice'), preflight)).toEqual([FOO, FOO]);
  });

  test('origins in one line: the whole list, whoever asks', () => {
    const server = withMistake('origins in one line', { list: [FOO, 'https://a.example'] });
    expect(allowOrigin(server, request('GET', [], null))).toEqual([`${FOO}, https://a.example`]);
  });

  test('trailing slash: after the origin, never after the wildcard', () => {
    expect(allowOrigin(withMistake('trailing slash'))).toEqual([`${FOO}/`]);
    expect(allowOrigin(withMistake('trailing slash', { origins: 'reflect' }))).toEqual([`${FOO}/`]);
    expect(allowOrigin(withMistake('trailing slash', { origins: 'any' }))).toEqual(['*']);
  });

  test('True: with a capital', () => {
    expect(valuesOf(withMistake('True'), get, 'Access-Control-Allow-Credentials')).toEqual(['True']);
  });

  test('preflight only, response only: CORS headers on the one, not the other', () => {
    expect(corsHeaders(withMistake('preflight only'), get)).toEqual([]);
    expect(corsHeaders(withMistake('preflight only'), preflight)).not.toEqual([]);
    expect(corsHeaders(withMistake('response only'), preflight)).toEqual([]);
    expect(corsHeaders(withMistake('response only'), get)).not.toEqual([]);
  });

  test('errors forget: no CORS headers from status 400 up', () => {
    const server = (status: string) => {
      const base = withMistake('errors forget');
      return { ...base, response: { ...base.response, status } };
    };
    expect(corsHeaders(server('399'), get)).not.toEqual([]);
    expect(corsHeaders(server('400'), get)).toEqual([]);
    expect(corsHeaders(server('400'), preflight)).not.toEqual([]);
  });
});

describe('who answers OPTIONS', () => {
  test('something else than the policy: a status, and no CORS headers', () => {
    const server: Server = { ...serverWith(full), options: { by: 'status', status: '401' } };
    expect(answered(server, preflight)).toMatchObject({ status: 401, statusText: 'Unauthorized', body: '' });
    expect(corsHeaders(server, preflight)).toEqual([]);
    expect(corsHeaders(server, get)).not.toEqual([]);
  });

  test('a redirect: with its Location, and no CORS headers', () => {
    const server: Server = {
      ...serverWith(full),
      options: { by: 'redirect', status: '301', location: 'https://bar.other/doc/' },
    };
    expect(answered(server, preflight)).toMatchObject({ status: 301 });
    expect(valuesOf(server, preflight, 'Location')).toEqual(['https://bar.other/doc/']);
    expect(corsHeaders(server, preflight)).toEqual([]);
  });
});

describe('the response', () => {
  test('has its headers in order, each Set-Cookie a line, then Location', () => {
    const server = serverWith(
      {},
      {
        status: '302',
        headers: [
          ['Content-Type', 'text/html'],
          ['X-A', '1'],
          ['x-a', ' 2 '],
        ],
        cookies: ['a=1', 'b=2'],
        location: '/next',
        body: '',
      },
    );
    expect(answered(server, get)).toEqual({
      status: 302,
      statusText: 'Found',
      headers: [
        ['Content-Type', 'text/html'],
        ['X-A', '1'],
        ['x-a', '2'],
        ['Set-Cookie', 'a=1'],
        ['Set-Cookie', 'b=2'],
        ['Location', '/next'],
        ['Content-Length', '0'],
      ],
      body: '',
    });
  });

  test('says how long its body is, in bytes', () => {
    expect(valuesOf(serverWith({}, { body: 'Reykjavík' }), get, 'Content-Length')).toEqual(['10']);
  });

  test('keeps a Content-Type and a Content-Length of its own', () => {
    const server = serverWith(
      {},
      {
        headers: [
          ['content-type', 'a/b'],
          ['CONTENT-LENGTH', '7'],
        ],
        body: '{}',
      },
    );
    expect(answered(server, get).headers).toEqual([
      ['content-type', 'a/b'],
      ['CONTENT-LENGTH', '7'],
    ]);
  });

  test.each([
    ['[1]', 'application/json'],
    ['<p>', 'text/plain;charset=utf-8'],
  ])('guesses the type of %s', (body, type) => {
    expect(valuesOf(serverWith({}, { headers: [], body }), get, 'Content-Type')).toEqual([type]);
  });

  test('to HEAD has no body, and the headers a GET would have', () => {
    const server = serverWith(full);
    expect(answered(server, request('HEAD'))).toEqual({ ...answered(server, get), body: '' });
  });

  test.each(['204', '205', '304'])('with status %s has no body', (status) => {
    const result = answered(serverWith({}, { status }), get);
    expect(result.body).toBe('');
    expect(getHeader(result.headers, 'content-length')).toBeNull();
  });

  test('a status without a phrase has none', () => {
    expect(answered(serverWith({}, { status: '299' }), get).statusText).toBe('');
  });
});

test('a raw answer goes out as it stands: order, duplicates, case', () => {
  const server: Server = {
    ...serverWith(full),
    answers: 'raw',
    raw: {
      preflight: { status: '207', lines: 'vary:Origin\n\nVARY:  *  \r\nAccess-Control-Allow-Origin:' },
      response: { status: '500', lines: 'X-Colon: a:b' },
    },
  };
  expect(answered(server, preflight)).toEqual({
    status: 207,
    statusText: 'Multi-Status',
    headers: [
      ['vary', 'Origin'],
      ['VARY', '*'],
      ['Access-Control-Allow-Origin', ''],
    ],
    body: '',
  });
  expect(answered(server, get)).toMatchObject({
    status: 500,
    headers: [['X-Colon', 'a:b']],
    body: server.response.body,
  });
});

test('a server that cannot be reached answers nothing', () => {
  const server: Server = { ...serverWith(full), answers: 'raw', failure: 'tls' };
  expect(answer(server, get, matchesFoo)).toEqual({ failure: 'tls' });
});

test('a server that answers with success speaks WebSocket when asked to, whatever its policy', () => {
  const handshake = request('GET', [
    ['Upgrade', 'websocket'],
    ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
  ]);
  expect(answered(serverWith(full), handshake)).toMatchObject({
    status: 101,
    headers: [
      ['Upgrade', 'websocket'],
      ['Connection', 'Upgrade'],
      ['Sec-WebSocket-Accept', 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='],
    ],
  });
  expect(answered(serverWith(full, { status: '403' }), handshake).status).toBe(403);
});

test('no answer of a valid server has an illegal header line', () => {
  fc.assert(
    fc.property(playable, fc.constantFrom(get, preflight, request('POST', [], null)), ({ servers }, to) => {
      for (const server of servers) {
        fc.pre(checkServer(server, matchesFoo).length === 0);
        const result = answer(server, to, matchesFoo);
        if ('failure' in result) return;
        for (const [name, value] of result.headers) {
          expect(isHeaderName(name), name).toBe(true);
          expect(isHeaderValue(value), value).toBe(true);
        }
        expect(result.status).toBeGreaterThanOrEqual(101);
        expect(result.status).toBeLessThanOrEqual(599);
      }
    }),
    { numRuns: 2000 },
  );
});
