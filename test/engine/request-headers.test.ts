import { describe, expect, test } from 'vitest';
import type { Header } from '../../src/engine/http';
import { PROFILES } from '../../src/engine/profile';
import {
  isForbiddenRequestHeader,
  isNoCorsSafelistedName,
  isNonWildcardName,
  isRequestBodyHeaderName,
  unsafeReason,
  unsafeRequestHeaders,
} from '../../src/engine/request-headers';
import type { Trace, UnsafeReason } from '../../src/engine/trace';
import { FORBIDDEN_NAMES } from '../forbidden-names';
import {
  A,
  ALLOW_ALL,
  ANY,
  B,
  failedRule,
  got,
  headerOf,
  isPreflight,
  ok,
  play,
  redirect,
  request,
  requests,
  rules,
  sent,
  server,
  stepOf,
} from './harness';

const STANDARD = PROFILES.standard;

const ALLOWED = { [B]: server(ok(ALLOW_ALL), ok(ANY)) };

/** A cross-origin GET with these headers. */
function get(headers: readonly Header[]): Trace {
  return play({ headers }, ALLOWED);
}

/** The names the preflight asks for; null for no preflight. */
function asked(trace: Trace): string | null {
  const preflight = requests(trace).find(isPreflight);
  return preflight ? headerOf(preflight, 'Access-Control-Request-Headers') : null;
}

/** The names dropped, with the rule that dropped them. */
function dropped(trace: Trace): readonly (readonly [string, string])[] {
  return rules(trace).flatMap((step) =>
    step.rule === 'request.header-forbidden' || step.rule === 'request.header-not-no-cors-safelisted'
      ? [[step.rule, step.facts.name] as const]
      : [],
  );
}

const FORBIDDEN = [
  ...FORBIDDEN_NAMES,
  'Proxy-Authorization',
  'Proxy-',
  'Proxy-Anything',
  'Sec-Fetch-Mode',
  'Sec-',
  'Sec-Anything',
];

describe('forbidden request-headers', () => {
  test.each(FORBIDDEN)('C1: %s is the browser’s own, in any case', (name) => {
    for (const written of [name, name.toLowerCase(), name.toUpperCase()]) {
      expect(isForbiddenRequestHeader(written, 'mine', PROFILES.standard)).toBe(true);
    }
  });

  test.each(FORBIDDEN)('C3: an author’s %s is dropped, with no error and no preflight', (name) => {
    for (const initiator of ['fetch', 'XMLHttpRequest'] as const) {
      const trace = play({ initiator, headers: [[name, 'mine']] }, ALLOWED);
      expect(sent(trace)).toEqual([`GET ${B}/doc`]);
      expect(got(trace).status).toBe(200);
      expect(request(trace, 0).headers.filter(([, value]) => value === 'mine')).toEqual([]);
      expect(stepOf(trace, 'request.header-forbidden')).toMatchObject({
        result: 'note',
        facts: { name, value: 'mine' },
      });
    }
  });

  test.each([
    'User-Agent',
    'Authorization',
    'X-Forwarded-For',
    'Access-Control-Allow-Origin',
    'Access-Control-Request-Private-Network',
    'Cookie3',
    'Set-Cookie2',
    'Dates',
    'Proxy',
    'Proxies',
    'Sec',
    'Second',
    'X-Sec-A',
    'X-Proxy-A',
    'If-None-Match',
  ])('C1: %s is not forbidden: it is sent, after a preflight that asks for it', (name) => {
    expect(isForbiddenRequestHeader(name, 'mine', PROFILES.standard)).toBe(false);
    const trace = get([[name, 'mine']]);
    expect(asked(trace)).toBe(name.toLowerCase());
    expect(headerOf(request(trace, -1), name)).toBe('mine');
    expect(dropped(trace)).toEqual([]);
  });

  const OVERRIDES = ['X-HTTP-Method', 'X-HTTP-Method-Override', 'X-Method-Override'];

  test.each([
    'TRACE',
    'track',
    'Connect',
    'GET, track ',
    'TRACE,GET',
    ' \tTRACK\t',
    'a,,connect',
    '"x",TRACE',
  ])('C2: a method override of %j is forbidden', (value) => {
    for (const name of OVERRIDES) {
      expect(isForbiddenRequestHeader(name, value, PROFILES.standard), name).toBe(true);
      const trace = get([[name.toLowerCase(), value]]);
      expect(sent(trace), name).toEqual([`GET ${B}/doc`]);
      expect(dropped(trace), name).toEqual([['request.header-forbidden', name.toLowerCase()]]);
    }
  });

  test.each([
    'PUT',
    'GET',
    '',
    'TRACES',
    'TRA CE',
    '"CONNECT"',
    '"GET, track "',
    '"GET,TRACE,PUT"',
    "'TRACE'",
    'TRACE;q=1',
    '"a\\",TRACE',
  ])('C2: a method override of %j is sent, after a preflight', (value) => {
    for (const name of OVERRIDES) {
      expect(isForbiddenRequestHeader(name, value, PROFILES.standard), name).toBe(false);
      const trace = get([[name, value]]);
      expect(asked(trace), name).toBe(name.toLowerCase());
      expect(headerOf(request(trace, -1), name), name).toBe(value);
    }
  });

  test.each(['X-Method', 'X-HTTP-Methods', 'HTTP-Method-Override'])(
    'C2: %s: TRACE is not forbidden',
    (name) => {
      expect(isForbiddenRequestHeader(name, 'TRACE', PROFILES.standard)).toBe(false);
    },
  );

  test('C3: forbidden and allowed headers side by side: only the forbidden go', () => {
    const trace = get([
      ['Cookie', 'a=1'],
      ['X-One', '1'],
      ['Origin', 'https://elsewhere.example'],
    ]);
    expect(asked(trace)).toBe('x-one');
    expect(headerOf(request(trace, -1), 'Origin')).toBe(A);
    expect(headerOf(request(trace, -1), 'Cookie')).toBeNull();
    expect(dropped(trace).map(([, name]) => name)).toEqual(['Cookie', 'Origin']);
  });
});

describe('headers of a no-cors request', () => {
  const noCors = (headers: readonly Header[], method = 'GET') =>
    play({ mode: 'no-cors', method, headers }, { [B]: ok() });

  test('C4: safelisted headers are kept', () => {
    const headers = [
      ['Accept', 'text/html'],
      ['Accept-Language', 'de'],
      ['Content-Language', 'de'],
      ['Content-Type', 'text/plain'],
    ] as const;
    const trace = noCors(headers, 'POST');
    for (const [name, value] of headers) expect(headerOf(request(trace, 0), name)).toBe(value);
    expect(dropped(trace)).toEqual([]);
  });

  test.each([
    ['X-One', '1'],
    ['Authorization', 'Basic YTpi'],
    ['Accept', 'a"b'],
    ['Accept', 'x'.repeat(129)],
    ['Content-Type', 'application/json'],
    ['Accept-Language', 'de_DE'],
    ['If-None-Match', '"1"'],
  ])('C4: %s: %s is dropped without an error', (name, value) => {
    const trace = noCors([[name, value]], 'POST');
    expect(got(trace).type).toBe('opaque');
    expect(headerOf(request(trace, 0), name)).not.toBe(value);
    expect(dropped(trace)).toEqual([['request.header-not-no-cors-safelisted', name]]);
  });

  test('C4: a second value is judged together with the first: 128 bytes in all stay', () => {
    const trace = noCors([
      ['Accept', 'a'.repeat(63)],
      ['accept', 'b'.repeat(63)],
    ]);
    expect(headerOf(request(trace, 0), 'Accept')).toBe(`${'a'.repeat(63)}, ${'b'.repeat(63)}`);
    expect(dropped(trace)).toEqual([]);
  });

  test('C4: a second value is judged together with the first: with 129 bytes in all it is dropped, the first kept', () => {
    const trace = noCors([
      ['Accept', 'a'.repeat(63)],
      ['accept', 'b'.repeat(64)],
    ]);
    expect(headerOf(request(trace, 0), 'Accept')).toBe('a'.repeat(63));
    expect(dropped(trace)).toEqual([['request.header-not-no-cors-safelisted', 'accept']]);
  });

  test('C4: two types joined are no type, so the second is dropped', () => {
    const trace = noCors(
      [
        ['Content-Type', 'text/plain'],
        ['Content-Type', 'text/plain'],
      ],
      'POST',
    );
    expect(headerOf(request(trace, 0), 'Content-Type')).toBe('text/plain');
  });

  test('C4: the type a body brings along passes the same gate', () => {
    const post = (type: string) =>
      play({ mode: 'no-cors', method: 'POST', body: { kind: 'Blob', text: '{}', type } }, { [B]: ok() });
    expect(headerOf(request(post('text/plain'), 0), 'Content-Type')).toBe('text/plain');
    const json = post('application/json');
    expect(headerOf(request(json, 0), 'Content-Type')).toBeNull();
    expect(request(json, 0).body).toBe('{}');
    expect(dropped(json)).toEqual([['request.header-not-no-cors-safelisted', 'Content-Type']]);
  });

  test('C4: Set-Cookie and Set-Cookie2 of a response never reach script', () => {
    const headers = { 'Set-Cookie': 'a=1', 'Set-Cookie2': 'b=1', 'X-One': '1' };
    expect(got(play({ url: '/' }, { [A]: ok(headers) })).headers).toEqual([['x-one', '1']]);
  });

  test.each(['Accept', 'accept-language', 'CONTENT-LANGUAGE', 'Content-Type'])(
    'C9: %s is a no-CORS-safelisted name',
    (name) => {
      expect(isNoCorsSafelistedName(name)).toBe(true);
    },
  );

  test.each(['Range', 'Authorization', 'Accept-Encoding', 'Content', 'X-Accept'])(
    'C9: %s is not a no-CORS-safelisted name',
    (name) => {
      expect(isNoCorsSafelistedName(name)).toBe(false);
    },
  );

  test('C9: Range is dropped in no-cors, though a CORS request may send it', () => {
    const range = [['Range', 'bytes=0-10']] as const;
    const trace = noCors(range);
    expect(headerOf(request(trace, 0), 'Range')).toBeNull();
    expect(dropped(trace)).toEqual([['request.header-not-no-cors-safelisted', 'Range']]);
    expect(headerOf(request(get(range), 0), 'Range')).toBe('bytes=0-10');
  });
});

/** Checks one header by the rule, and by whether a request with it is preflighted. */
function expectJudged(name: string, value: string, why: UnsafeReason | null): void {
  expect(unsafeReason(name, value, STANDARD)).toBe(why);
  const trace = get([[name, value]]);
  expect(asked(trace)).toBe(why === null ? null : name.toLowerCase());
  const reasons = why === null ? [] : [{ kind: 'header', name: name.toLowerCase(), value, why }];
  if (why !== null) expect(stepOf(trace, 'main-fetch.preflight').facts.reasons).toEqual(reasons);
  expect(headerOf(request(trace, -1), name)).toBe(value);
}

describe('CORS-safelisted request-headers', () => {
  const plain = (length: number) => `text/plain;${'x'.repeat(length - 11)}`;

  test.each<[string, string, UnsafeReason | null]>([
    ['Accept', 'a'.repeat(128), null],
    ['Accept', 'a'.repeat(129), 'longer than 128 bytes'],
    ['Accept-Language', 'a'.repeat(128), null],
    ['Accept-Language', 'a'.repeat(129), 'longer than 128 bytes'],
    ['Content-Language', 'a'.repeat(128), null],
    ['Content-Language', 'a'.repeat(129), 'longer than 128 bytes'],
    ['Content-Type', plain(128), null],
    ['Content-Type', plain(129), 'longer than 128 bytes'],
    ['Range', `bytes=0-${'9'.repeat(120)}`, null],
    ['Range', `bytes=0-${'9'.repeat(121)}`, 'longer than 128 bytes'],
    // A byte each, also beyond ASCII.
    ['Accept', '\xe9'.repeat(128), null],
    ['Accept', '\xe9'.repeat(129), 'longer than 128 bytes'],
  ])('C5: 128 bytes are safe and 129 are not: %s: %s (%s)', (name, value, why) => {
    expectJudged(name, value, why);
  });

  test.each<[string, UnsafeReason | null]>([
    ['*/*', null],
    ['text/html, application/json;q=0.9', null],
    ['', null],
    ['a\tb', null],
    ['\x80\xff', null],
    ['a"b', 'unsafe byte'],
    ['a:b', 'unsafe byte'],
    ['text/html;v="1"', 'unsafe byte'],
    ['(x)', 'unsafe byte'],
  ])('C5: Accept: %j is unsafe for: %s', (value, why) => {
    expectJudged('Accept', value, why);
  });

  test.each<[string, UnsafeReason | null]>([
    ['de', null],
    ['en-US,en;q=0.5, *;q=0.1', null],
    ['09AZaz *,-.;=', null],
    ['', null],
    ['nn_NO', 'unsafe byte'],
    ['en@', 'unsafe byte'],
    ['en\tde', 'unsafe byte'],
    ['en/de', 'unsafe byte'],
    ['en+de', 'unsafe byte'],
    ['en\x01', 'unsafe byte'],
    ['d\xe9', 'unsafe byte'],
  ])('C5: Accept-Language and Content-Language: %j are unsafe for: %s', (value, why) => {
    expectJudged('Accept-Language', value, why);
    expectJudged('content-language', value, why);
  });

  test.each([
    'text/plain',
    'TEXT/PLAIN',
    'Text/Plain;Charset=UTF-8',
    'text/plain;',
    'text/plain;;;',
    'text/plain ; charset=utf-8',
    'text/plain\t;charset=utf-8',
    'text/plain; charset=',
    'text/plain;charset=latin1;charset=utf-8',
    'text/plain;garbage',
    'text/plain;a=b,c',
    'text/plain; application/json',
    'application/x-www-form-urlencoded',
    'application/x-www-form-urlencoded;charset=UTF-8',
    'multipart/form-data',
    'multipart/form-data; boundary=----x',
  ])('C5: Content-Type: %j is safe', (value) => {
    expectJudged('Content-Type', value, null);
  });

  test.each<[string, UnsafeReason]>([
    ['application/json', 'content type'],
    ['text/html', 'content type'],
    ['text/plain2', 'content type'],
    ['text/plain,text/plain', 'content type'],
    ['text/plain, application/json', 'content type'],
    ['application/json, text/plain', 'content type'],
    ['text /plain', 'content type'],
    ['text/ plain', 'content type'],
    ['text/', 'content type'],
    ['text', 'content type'],
    ['', 'content type'],
    ['text/plain/x', 'content type'],
    ['multipart/mixed', 'content type'],
    ['application/x-www-form-urlencoded+json', 'content type'],
    ['text/plain\xe9', 'content type'],
    ['text/plain;charset="utf-8"', 'unsafe byte'],
    ['text/plain;a=(b)', 'unsafe byte'],
    ['multipart/form-data; boundary="x"', 'unsafe byte'],
  ])('C5: Content-Type: %j is unsafe for: %s', (value, why) => {
    expectJudged('Content-Type', value, why);
  });

  test.each([
    'bytes=0-',
    'bytes=0-10',
    'bytes=10-10',
    'bytes=00-1',
    'bytes=9007199254740992-9007199254740993',
    'bytes=0-99999999999999999999',
  ])('C5: Range: %s is safe', (value) => {
    expectJudged('Range', value, null);
  });

  test.each([
    'bytes=-500',
    'bytes=-',
    'bytes=',
    'bytes',
    '',
    'bytes=10-9',
    'bytes=9007199254740993-9007199254740992',
    'bytes=0-1,2-3',
    'bytes=0',
    'bytes= 0-1',
    'bytes =0-1',
    'bytes=0 -1',
    'bytes=0-1;',
    'BYTES=0-1',
    'bytes 0-',
    'items=0-1',
    'bytes=+0-1',
    'bytes=0x0-1',
    'bytes=0.0-1',
    'bytes=\xb9-',
  ])('C5: Range: %j is unsafe', (value) => {
    expectJudged('Range', value, 'range');
  });

  test.each([
    'Authorization',
    'X-Requested-With',
    'X-One',
    'User-Agent',
    'Cache-Control',
    'Pragma',
    'If-None-Match',
    'Last-Event-ID',
    'DPR',
    'Save-Data',
    'Width',
    'Viewport-Width',
    'Downlink',
    'Access-Control-Allow-Origin',
    'Accept-Ranges',
    'Content-Encoding',
  ])('C5: %s is unsafe for its name, whatever its value', (name) => {
    expectJudged(name, '1', 'name');
    expectJudged(name, 'x'.repeat(129), 'name');
  });

  test.each(['accept', 'ACCEPT', 'aCCept'])('C5: the case of the name (%s) does not matter', (name) => {
    expectJudged(name, 'text/html', null);
    expectJudged(name, '"', 'unsafe byte');
  });
});

describe('CORS-unsafe request-header bytes', () => {
  const UNSAFE = new Set([...'"():<>?@[\\]{}\x7f'].map((char) => char.charCodeAt(0)));
  for (let byte = 0; byte < 0x20; byte++) if (byte !== 0x09) UNSAFE.add(byte);

  test('C6: control bytes but TAB, delimiters and DEL are unsafe in Accept; all other bytes are safe', () => {
    for (let byte = 0; byte <= 0xff; byte++) {
      const value = `a${String.fromCharCode(byte)}b`;
      const why = UNSAFE.has(byte) ? 'unsafe byte' : null;
      expect(unsafeReason('Accept', value, STANDARD), `0x${byte.toString(16)}`).toBe(why);
    }
  });

  test('C6: the same bytes are unsafe in a parameter of Content-Type', () => {
    for (let byte = 0; byte <= 0xff; byte++) {
      const value = `text/plain;a=${String.fromCharCode(byte)}b`;
      const why = UNSAFE.has(byte) ? 'unsafe byte' : null;
      expect(unsafeReason('Content-Type', value, STANDARD), `0x${byte.toString(16)}`).toBe(why);
    }
  });

  test('C6: languages have their own, narrower set of bytes', () => {
    const safe = new Set([...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz *,-.;=']);
    for (let byte = 0; byte <= 0xff; byte++) {
      const char = String.fromCharCode(byte);
      const why = safe.has(char) ? null : 'unsafe byte';
      expect(unsafeReason('Accept-Language', `a${char}b`, STANDARD), `0x${byte.toString(16)}`).toBe(why);
      expect(unsafeReason('Content-Language', `a${char}b`, STANDARD), `0x${byte.toString(16)}`).toBe(why);
    }
  });
});

describe('CORS-unsafe request-header names', () => {
  test('C7: they are in lower case, each once, sorted by byte, joined by a comma alone', () => {
    const trace = get([
      ['X-b', '1'],
      ['x-B', '2'],
      ['X_A', '1'],
      ['X-A', '1'],
      ['Xa', '1'],
      ['x-10', '1'],
      ['X-9', '1'],
      ['Authorization', '1'],
      ['Accept', 'text/html'],
      ['~', '1'],
      ['!', '1'],
    ]);
    expect(asked(trace)).toBe('!,authorization,x-10,x-9,x-a,x-b,x_a,xa,~');
  });

  /** Safelisted headers whose values have `total` bytes, none more than 128. */
  function safelisted(total: number): readonly Header[] {
    const headers: Header[] = [['Accept-Language', 'a'.repeat(128)]];
    for (let left = total - 128; left > 0; left -= 128)
      headers.push(['Accept', 'b'.repeat(Math.min(left, 128))]);
    return headers;
  }

  test('C7: safelisted values of 1024 bytes in total are safe', () => {
    expect(unsafeRequestHeaders(safelisted(1024), STANDARD).names).toEqual([]);
    expect(asked(get(safelisted(1024)))).toBeNull();
  });

  test('C7: with 1025 bytes in total they are all unsafe', () => {
    const trace = get(safelisted(1025));
    expect(asked(trace)).toBe('accept,accept-language');
    const { reasons } = stepOf(trace, 'main-fetch.preflight').facts;
    expect(reasons).toHaveLength(2);
    expect(reasons).toContainEqual({
      kind: 'header',
      name: 'accept-language',
      value: 'a'.repeat(128),
      why: 'more than 1024 bytes in total',
    });
  });

  test('C7: values of unsafe headers do not count', () => {
    const headers: readonly Header[] = [...safelisted(1024), ['X-One', 'x'.repeat(2000)]];
    expect(asked(get(headers))).toBe('x-one');
    expect(asked(get([...headers, ['Accept', 'c']]))).toBe('accept,accept-language,x-one');
  });

  test('C7: names are not counted, and neither are values too long to be safe', () => {
    const headers: readonly Header[] = [...safelisted(1024), ['Content-Language', 'd'.repeat(129)]];
    expect(asked(get(headers))).toBe('content-language');
  });

  test('C7: what the browser adds itself counts too', () => {
    const eightFull = Array.from({ length: 8 }, () => ['Accept', 'a'.repeat(128)] as const);
    expect(asked(get(eightFull))).toBe('accept,accept-language');
  });

  test('C7: fetch() judges each of two headers of one name by itself, XMLHttpRequest joins them first', () => {
    const headers = [
      ['Accept', 'a'.repeat(100)],
      ['Accept', 'b'.repeat(100)],
    ] as const;
    expect(asked(get(headers))).toBeNull();
    expect(asked(play({ initiator: 'XMLHttpRequest', headers }, ALLOWED))).toBe('accept');
  });

  test('C7: of two headers of one name one unsafe is enough', () => {
    const trace = get([
      ['Accept', 'text/html'],
      ['accept', '"'],
    ]);
    expect(asked(trace)).toBe('accept');
    expect(stepOf(trace, 'main-fetch.preflight').facts.reasons).toHaveLength(1);
  });
});

describe('Authorization and the wildcard', () => {
  test.each([
    ['Authorization', true],
    ['AUTHORIZATION', true],
    ['Proxy-Authorization', false],
    ['Authorization2', false],
    ['X-One', false],
  ])('C8: whether %s is a non-wildcard name: %s', (name, is) => {
    expect(isNonWildcardName(name)).toBe(is);
  });

  test('C8: Access-Control-Allow-Headers: * covers any name but Authorization', () => {
    const star = { [B]: server(ok({ ...ANY, 'Access-Control-Allow-Headers': '*' }), ok(ANY)) };
    expect(got(play({ headers: [['X-One', '1']] }, star)).status).toBe(200);
    const trace = play({ headers: [['authorization', 'x']] }, star);
    expect(failedRule(trace)).toBe('preflight.header');
    expect(stepOf(trace, 'preflight.header').facts).toMatchObject({ literalWildcard: true, by: null });
  });
});

describe('request-body headers', () => {
  const BODY = ['Content-Encoding', 'Content-Language', 'Content-Location', 'Content-Type'];

  test.each(BODY)('C10: %s is dropped, in any case, when a redirect turns POST into GET', (name) => {
    expect(isRequestBodyHeaderName(name.toUpperCase())).toBe(true);
    for (const written of [name, name.toLowerCase()]) {
      const trace = play(
        { url: '/0', method: 'POST', headers: [[written, 'text/plain']] },
        { [`${A}/0`]: redirect('/1', 303), [`${A}/1`]: ok() },
      );
      expect(headerOf(request(trace, 0), name)).toBe('text/plain');
      expect(headerOf(request(trace, 1), name)).toBeNull();
      expect(stepOf(trace, 'redirect.method-changed').facts.dropped).toEqual([written]);
    }
  });

  test.each(['Content-Disposition', 'Content-MD5', 'X-Content-Type', 'Accept', 'X-One'])(
    'C10: %s is kept when a redirect turns POST into GET',
    (name) => {
      expect(isRequestBodyHeaderName(name)).toBe(false);
      const trace = play(
        { url: '/0', method: 'POST', headers: [[name, '1']] },
        { [`${A}/0`]: redirect('/1', 303), [`${A}/1`]: ok() },
      );
      expect(headerOf(request(trace, 1), name)).toBe('1');
    },
  );
});
