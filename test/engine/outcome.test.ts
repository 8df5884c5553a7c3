import { describe, expect, test } from 'vitest';
import type { HeaderList } from '../../src/engine/http';
import type { CredentialsMode } from '../../src/engine/initiator';
import {
  A,
  ANY,
  B,
  failedRule,
  got,
  ok,
  play,
  redirect,
  response,
  stepOf,
  WITH_CREDENTIALS,
} from './harness';

const SAFELISTED = [
  'Cache-Control',
  'Content-Language',
  'Content-Length',
  'Content-Type',
  'Expires',
  'Last-Modified',
  'Pragma',
];

/** The names script can read of a response that also exposes by these lines. */
function visible(
  headers: HeaderList,
  expose: readonly string[] = [],
  credentials: CredentialsMode = 'same-origin',
): readonly string[] {
  const lines = expose.map((value) => ['Access-Control-Expose-Headers', value] as const);
  const answer = ok([...Object.entries(WITH_CREDENTIALS), ...lines, ...headers]);
  const names = got(play({ credentials }, { [B]: answer })).headers.map(([name]) => name);
  return names.filter((name) => !name.startsWith('access-control-'));
}

const TWO: HeaderList = [
  ['X-One', '1'],
  ['X-Two', '2'],
];

describe('Access-Control-Expose-Headers', () => {
  test('L1: exposes the headers it lists, in any case', () => {
    expect(visible(TWO)).toEqual([]);
    expect(visible(TWO, ['x-ONE'])).toEqual(['x-one']);
    expect(visible(TWO, ['X-One, X-Two'])).toEqual(['x-one', 'x-two']);
    expect(visible(TWO, ['X-One', 'X-Two'])).toEqual(['x-one', 'x-two']);
  });

  test('L1: what cannot be parsed exposes nothing', () => {
    expect(visible(TWO, ['X-One, "X-Two"'])).toEqual([]);
    expect(visible(TWO, ['X-One', 'X Two'])).toEqual([]);
    expect(visible(TWO, ['*, @'])).toEqual([]);
  });

  test('L1: * exposes every header without credentials', () => {
    expect(visible(TWO, ['*'])).toEqual(['x-one', 'x-two']);
    expect(visible(TWO, ['*'], 'omit')).toEqual(['x-one', 'x-two']);
    expect(visible(TWO, ['X-One, *'])).toEqual(['x-one', 'x-two']);
  });

  test('L1: * exposes Authorization too', () => {
    expect(visible([['Authorization', 'x']], ['*'])).toEqual(['authorization']);
  });

  test('L1: with credentials * exposes a header called *, and no other', () => {
    expect(visible([...TWO, ['*', '3']], ['*'], 'include')).toEqual(['*']);
    expect(visible(TWO, ['*, X-One'], 'include')).toEqual(['x-one']);
  });

  test('L1: it is not needed on a same-origin response', () => {
    const trace = play({ url: `${A}/own` }, { [A]: ok(TWO) });
    expect(got(trace).headers).toEqual([
      ['x-one', '1'],
      ['x-two', '2'],
    ]);
  });
});

describe('a CORS response', () => {
  test.each(SAFELISTED)('L2: %s can always be read', (name) => {
    expect(visible([[name, 'x']])).toEqual([name.toLowerCase()]);
  });

  test.each(['Content-Encoding', 'Content-Range', 'Date', 'ETag', 'Location', 'Server', 'Vary', 'X-One'])(
    'L2: %s cannot, unless exposed',
    (name) => {
      expect(visible([[name, 'x']])).toEqual([]);
      expect(visible([[name, 'x']], [name])).toEqual([name.toLowerCase()]);
    },
  );

  test('L2: the CORS headers themselves cannot be read, unless exposed', () => {
    const plain = got(play({}, { [B]: ok(ANY) }));
    expect(plain.headers).toEqual([]);
    const exposed = got(play({}, { [B]: ok({ ...ANY, 'Access-Control-Expose-Headers': '*' }) }));
    expect(exposed.headers.map(([name]) => name)).toEqual([
      'access-control-allow-origin',
      'access-control-expose-headers',
    ]);
  });

  test.each(['Set-Cookie', 'Set-Cookie2', 'SET-COOKIE'])('L2: %s never can, exposed or not', (name) => {
    expect(visible([[name, 'a=1']], ['*'])).toEqual([]);
    expect(visible([[name, 'a=1']], [name])).toEqual([]);
    expect(visible([[name, 'a=1']], [name], 'include')).toEqual([]);
  });

  test('L2: the trace says what is hidden, and why', () => {
    const trace = play({}, { [B]: ok({ ...ANY, ETag: 'x', 'Set-Cookie': 'a=1', Expires: '0' }) });
    expect(stepOf(trace, 'response.exposed-headers').facts).toEqual({
      value: null,
      visible: ['expires'],
      hidden: [
        { name: 'access-control-allow-origin', why: 'not exposed' },
        { name: 'etag', why: 'not exposed' },
        { name: 'set-cookie', why: 'never exposed' },
      ],
      wildcard: 'no',
    });
  });

  test('L2: status, text, URL and body are visible', () => {
    const answer = { ...response(404, ANY), statusText: 'Not Found' };
    expect(got(play({}, { [B]: answer }))).toMatchObject({
      type: 'cors',
      url: `${B}/doc`,
      status: 404,
      statusText: 'Not Found',
      ok: false,
      body: 'readable',
    });
  });

  test.each([
    [199, false],
    [200, true],
    [299, true],
    [300, false],
  ])('L2: ok for %i is %s', (status, isOk) => {
    expect(got(play({}, { [B]: response(status, ANY) })).ok).toBe(isOk);
  });

  test('L2: names come in lower case and in order, repeated values as one', () => {
    const headers: HeaderList = [
      ['X-Two', '2'],
      ['X-One', 'a'],
      ['x-one', 'b'],
    ];
    const answer = ok([
      ...Object.entries(ANY),
      ['Access-Control-Expose-Headers', 'x-one, x-two'],
      ...headers,
    ]);
    expect(got(play({}, { [B]: answer })).headers).toEqual([
      ['x-one', 'a, b'],
      ['x-two', '2'],
    ]);
  });

  test.each([101, 103, 204, 205, 304])('L2: a %i has no body', (status) => {
    expect(got(play({}, { [B]: response(status, ANY) })).body).toBe('empty');
  });

  test('L2: an answer to HEAD has no body', () => {
    expect(got(play({ method: 'HEAD' }, { [B]: ok(ANY) })).body).toBe('empty');
  });
});

describe('other responses', () => {
  test('L3: a same-origin response shows every header but the cookies', () => {
    const headers: HeaderList = [...TWO, ['Set-Cookie', 'a=1'], ['set-cookie2', 'b=2']];
    const own = got(play({ url: `${A}/own` }, { [A]: ok(headers) }));
    expect(own.type).toBe('basic');
    expect(own.headers.map(([name]) => name)).toEqual(['x-one', 'x-two']);
  });

  test('L3: an opaque response shows nothing at all', () => {
    const answer = {
      ...ok({ ...ANY, 'Access-Control-Expose-Headers': '*', 'X-One': '1' }),
      statusText: 'OK',
    };
    const opaque = got(play({ mode: 'no-cors' }, { [`${B}/doc`]: redirect('/next'), [B]: answer }));
    expect(opaque).toEqual({
      type: 'opaque',
      url: '',
      redirected: false,
      status: 0,
      statusText: '',
      ok: false,
      headers: [],
      body: 'hidden',
      timing: 'opaque',
    });
  });

  test('L4: the URL is the last one, without its fragment', () => {
    const servers = { [`${B}/doc`]: redirect('/next#part'), [`${B}/next`]: ok(ANY), [A]: ok() };
    expect(got(play({}, servers))).toMatchObject({ url: `${B}/next`, redirected: true });
    expect(got(play({ url: `${A}/own#part` }, servers))).toMatchObject({
      url: `${A}/own`,
      redirected: false,
    });
  });

  test('L5: fetch() is told of a failure, and of nothing else', () => {
    const trace = play({}, { [B]: response(500) });
    expect(trace.outcome.type).toBe('network error');
    expect(trace.script).toEqual({ kind: 'rejection' });
  });

  test('L5: XMLHttpRequest gets an error event, and no response', () => {
    const xhr = { initiator: 'XMLHttpRequest' } as const;
    expect(play(xhr, { [B]: response(500) }).script).toEqual({ kind: 'xhr', event: 'error', response: null });
    expect(play(xhr, { [B]: response(500, ANY) }).script).toMatchObject({
      kind: 'xhr',
      event: 'load',
      response: { status: 500 },
    });
  });

  test('L6: only the last response of a chain of redirects can be read', () => {
    const expose = { 'Access-Control-Expose-Headers': '*', 'X-One': 'first' };
    const hidden = play(
      {},
      { [`${B}/doc`]: redirect('/next', 302, expose), [B]: ok({ ...ANY, 'X-One': '2' }) },
    );
    expect(got(hidden).headers).toEqual([]);
    const shown = play(
      {},
      {
        [`${B}/doc`]: redirect('/next', 302, { 'X-Two': 'first' }),
        [B]: ok({ ...ANY, 'Access-Control-Expose-Headers': 'X-One, X-Two', 'X-One': '2' }),
      },
    );
    expect(got(shown).headers).toEqual([['x-one', '2']]);
  });

  test('L: an image that must be drawn on a canvas is tainted without CORS, and clean with it', () => {
    const image = { initiator: 'image', use: 'canvas' } as const;
    const plain = play(image, { [B]: ok(ANY) });
    expect(plain.script).toEqual({ kind: 'element', event: 'load', pixels: 'tainted' });
    const cors = play({ ...image, crossorigin: 'anonymous' }, { [B]: ok(ANY) });
    expect(cors.script).toEqual({ kind: 'element', event: 'load', pixels: 'clean' });
    const refused = play({ ...image, crossorigin: 'anonymous' }, { [B]: ok() });
    expect(failedRule(refused)).toBe('cors-check.allow-origin-missing');
    expect(refused.script).toEqual({ kind: 'element', event: 'error', pixels: null });
  });

  test.each([
    ['image', 404, 'load'],
    ['image', 204, 'error'],
    ['image', 304, 'error'],
    ['font', 200, 'load'],
    ['font', 204, 'error'],
    ['script', 204, 'load'],
  ] as const)(
    'L: a response without a body has nothing to show: %s with status %i',
    (initiator, status, event) => {
      const types = { script: 'text/javascript', image: 'image/png', font: 'font/ttf' };
      const answer = response(status, { ...ANY, 'Content-Type': types[initiator] });
      expect(play({ initiator }, { [B]: answer }).script).toEqual({ kind: 'element', event, pixels: null });
    },
  );
});
