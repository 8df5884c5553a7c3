import { describe, expect, test } from 'vitest';
import {
  extractTokenList,
  getDecodeAndSplit,
  getHeader,
  isHeaderName,
  isHeaderValue,
  normalizeHeaderValue,
} from '../../src/engine/headers';
import type { HeaderList, HttpResponse } from '../../src/engine/http';
import {
  A,
  ANY,
  B,
  failedRule,
  got,
  headerOf,
  ok,
  play,
  playUnsent,
  request,
  sent,
  server,
  stepOf,
  WITH_CREDENTIALS,
} from './harness';

const OVER_RANGE = '\u0100';

describe('header names and values', () => {
  test.each([
    ['a', 'a'],
    ['  a  ', 'a'],
    ['\t\r\n a b \n\r\t', 'a b'],
    ['', ''],
    [' \t\r\n', ''],
    ['\x0ba\x0c', '\x0ba\x0c'],
    ['\xa0a\xa0', '\xa0a\xa0'],
  ])('A1: %j is normalised to %j', (given, normalised) => {
    expect(normalizeHeaderValue(given)).toBe(normalised);
  });

  test.each(['fetch', 'XMLHttpRequest'] as const)(
    'A1: %s strips white space and line ends around a value before it is sent',
    (initiator) => {
      const trace = play({ initiator, url: '/', headers: [['X-One', '\r\n\t 1 2 \n']] }, { [A]: ok() });
      expect(headerOf(request(trace, 0), 'X-One')).toBe('1 2');
    },
  );

  test.each([
    ['a', true],
    ["!#$%&'*+-.^_`|~09AZaz", true],
    ['', false],
    ['a b', false],
    ['a:', false],
    ['a,b', false],
    ['"a"', false],
    ['(a)', false],
    ['a\n', false],
    ['é', false],
  ])('A1: whether %j is a header name: %s', (name, valid) => {
    expect(isHeaderName(name)).toBe(valid);
  });

  test.each([
    ['', true],
    ['a\tb c', true],
    ['\x01\x7f\x80\xff', true],
    [' a', false],
    ['a\t', false],
    ['a\0b', false],
    ['a\nb', false],
    ['a\rb', false],
    [OVER_RANGE, false],
  ])('A1: whether %j is a header value: %s', (value, valid) => {
    expect(isHeaderValue(value)).toBe(valid);
  });

  test.each([
    ['', 'value'],
    ['a b', 'value'],
    ['a:b', 'value'],
    ['\xe9', 'value'],
    ['X-One', 'a\0b'],
    ['X-One', 'a\nb'],
    ['X-One', 'a\rb'],
  ])('A1: the header %j: %j is a TypeError of fetch() and a SyntaxError of XMLHttpRequest', (name, value) => {
    const headers = [[name, value]] as const;
    const byFetch = playUnsent({ headers });
    expect(byFetch.outcome).toMatchObject({ type: 'exception', name: 'TypeError' });
    expect(failedRule(byFetch)).toBe('request.header-invalid');
    const byXhr = playUnsent({ initiator: 'XMLHttpRequest', headers });
    expect(byXhr.outcome).toMatchObject({ type: 'exception', name: 'SyntaxError' });
  });

  test.each(['fetch', 'XMLHttpRequest'] as const)(
    'A1: %s throws a TypeError for a name or value with a character that is no byte',
    (initiator) => {
      for (const header of [
        ['X-One', OVER_RANGE],
        [OVER_RANGE, '1'],
      ] as const) {
        const trace = playUnsent({ initiator, headers: [header] });
        expect(trace.outcome).toMatchObject({ type: 'exception', name: 'TypeError' });
      }
    },
  );

  test('A1: an invalid value is an error even under a forbidden name', () => {
    const trace = playUnsent({ headers: [['Cookie', 'a\nb']] });
    expect(trace.outcome).toMatchObject({ type: 'exception', name: 'TypeError' });
  });

  test('A1: an empty value is sent', () => {
    const trace = play({ url: '/', headers: [['X-One', '']] }, { [A]: ok() });
    expect(headerOf(request(trace, 0), 'X-One')).toBe('');
  });
});

describe('several headers of one name', () => {
  test('A2: "get" joins values in order with a comma and a space, whatever the case of the names', () => {
    const list: HeaderList = [
      ['X-A', '1'],
      ['x-b', '2'],
      ['x-a', ''],
      ['X-a', '3'],
    ];
    expect(getHeader(list, 'x-a')).toBe('1, , 3');
    expect(getHeader(list, 'x-c')).toBeNull();
  });

  test.each([
    ['two origins', [A, B]],
    ['the same origin twice', [A, A]],
    ['the origin, then an empty line', [A, '']],
    ['an empty line, then the origin', ['', A]],
    ['a wildcard twice', ['*', '*']],
    ['a wildcard and the origin', ['*', A]],
  ])('A2: two Access-Control-Allow-Origin lines (%s) are joined and never equal an origin', (_, values) => {
    const lines = values.map((value) => ['Access-Control-Allow-Origin', value] as const);
    const trace = play({}, { [B]: ok(lines) });
    expect(failedRule(trace)).toBe('cors-check.allow-origin');
    expect(stepOf(trace, 'cors-check.allow-origin').facts).toEqual({
      origin: A,
      value: values.join(', '),
      lines: 2,
    });
  });

  test('A2: one line that lists two origins equals neither', () => {
    const trace = play({}, { [B]: ok({ 'Access-Control-Allow-Origin': `${A}, ${B}` }) });
    expect(failedRule(trace)).toBe('cors-check.allow-origin');
  });

  test('A2: two lines of Access-Control-Allow-Credentials are not "true"', () => {
    const answer = ok([
      ['Access-Control-Allow-Origin', A],
      ['Access-Control-Allow-Credentials', 'true'],
      ['Access-Control-Allow-Credentials', 'true'],
    ]);
    const trace = play({ credentials: 'include' }, { [B]: answer });
    expect(failedRule(trace)).toBe('cors-check.allow-credentials');
    expect(got(play({ credentials: 'include' }, { [B]: ok(WITH_CREDENTIALS) })).status).toBe(200);
  });

  test('A2: two lines of Cross-Origin-Resource-Policy are no policy', () => {
    const line = ['Cross-Origin-Resource-Policy', 'same-origin'] as const;
    expect(failedRule(play({ mode: 'no-cors' }, { [B]: ok([line]) }))).toBe('corp.check');
    expect(got(play({ mode: 'no-cors' }, { [B]: ok([line, line]) })).type).toBe('opaque');
  });
});

describe('lists of tokens', () => {
  test.each([
    [['a,b'], ['a', 'b']],
    [[' a ,\tb\t'], ['a', 'b']],
    [[',, a,,,b ,'], ['a', 'b']],
    [[''], []],
    [[', ,'], []],
    [['*'], ['*']],
    [["'bb-8'"], ["'bb-8'"]],
    [["!#$%&'*+-.^_`|~09AZaz"], ["!#$%&'*+-.^_`|~09AZaz"]],
    [
      ['a', '', 'b, c'],
      ['a', 'b', 'c'],
    ],
  ])('A3: the lines %j hold the tokens %j', (lines, tokens) => {
    const list = lines.map((line) => ['access-control-allow-headers', line] as const);
    expect(extractTokenList(list, 'access-control-allow-headers')).toEqual(tokens);
  });

  test.each([
    [['"bb-8"']],
    [['a b']],
    [['a, b c']],
    [['a;b']],
    [['a, b@c']],
    [['a,\x0bb']],
    [['\x0cbb-8']],
    [['a,\xa0b']],
    [['(a)']],
    [['a/b']],
    [['\xe9']],
    [['a', 'b c']],
    [['b c', 'a']],
  ])('A3: one bad item in the lines %j spoils them all', (lines) => {
    const list = lines.map((line) => ['access-control-allow-headers', line] as const);
    expect(extractTokenList(list, 'access-control-allow-headers')).toBe('failure');
  });

  test('A3: an absent list is null', () => {
    expect(extractTokenList([['x', '1']], 'access-control-allow-headers')).toBeNull();
  });

  const put = (preflight: HttpResponse) =>
    play({ method: 'PUT', headers: [['X-One', '1']] }, { [B]: server(preflight, ok(ANY)) });

  test('A3: empty items in Access-Control-Allow-Methods and -Headers are skipped', () => {
    const trace = put(
      ok({
        ...ANY,
        'Access-Control-Allow-Methods': ',, PUT,',
        'Access-Control-Allow-Headers': ' ,\tX-One,,',
      }),
    );
    expect(got(trace).status).toBe(200);
  });

  test('A3: a bad item fails the preflight though the needed one is listed', () => {
    const methods = put(
      ok({ ...ANY, 'Access-Control-Allow-Methods': 'PUT, "x"', 'Access-Control-Allow-Headers': 'X-One' }),
    );
    expect(failedRule(methods)).toBe('preflight.allow-methods-syntax');
    const headers = put(
      ok({ ...ANY, 'Access-Control-Allow-Methods': 'PUT', 'Access-Control-Allow-Headers': 'X-One, x y' }),
    );
    expect(failedRule(headers)).toBe('preflight.allow-headers-syntax');
  });

  test('A3: several lines of Access-Control-Allow-Headers count as one list', () => {
    const trace = put(
      ok([
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Allow-Methods', 'DELETE'],
        ['Access-Control-Allow-Methods', 'PUT'],
        ['Access-Control-Allow-Headers', 'X-Two'],
        ['Access-Control-Allow-Headers', 'X-One'],
      ]),
    );
    expect(got(trace).status).toBe(200);
  });

  test('A3: a bad item in Access-Control-Expose-Headers exposes nothing, and fails nothing', () => {
    const headers = { ...ANY, 'X-One': '1', 'Access-Control-Expose-Headers': 'X-One, x y' };
    expect(got(play({}, { [B]: ok(headers) })).headers).toEqual([]);
  });

  test('A3: Access-Control-Max-Age is single: two lines are as if it were wrong', () => {
    const trace = put(
      ok([
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Allow-Methods', 'PUT'],
        ['Access-Control-Allow-Headers', 'X-One'],
        ['Access-Control-Max-Age', '600'],
        ['Access-Control-Max-Age', '600'],
      ]),
    );
    expect(stepOf(trace, 'preflight.max-age').facts).toMatchObject({ valid: false, seconds: 5 });
  });

  test('A3: Location is single: two lines are a network error', () => {
    const answer: HttpResponse = {
      status: 302,
      statusText: '',
      headers: [
        ['Access-Control-Allow-Origin', '*'],
        ['Location', `${B}/next`],
        ['Location', `${B}/next`],
      ],
      body: '',
    };
    const trace = play({}, { [B]: answer });
    expect(failedRule(trace)).toBe('redirect.location-invalid');
    expect(sent(trace)).toEqual([`GET ${B}/doc`]);
  });
});

describe('get, decode, and split', () => {
  // The examples of the standard: https://fetch.spec.whatwg.org/#example-header-list-get-decode-split
  test.each<[HeaderList, readonly string[] | null]>([
    [[['A', 'nosniff,']], ['nosniff', '']],
    [
      [
        ['A', 'nosniff'],
        ['B', 'sniff'],
        ['A', ''],
      ],
      ['nosniff', ''],
    ],
    [[['A', '']], ['']],
    [[['B', 'sniff']], null],
    [[['A', 'text/html;", x/x']], ['text/html;", x/x']],
    [
      [
        ['A', 'text/html;"'],
        ['A', 'x/x'],
      ],
      ['text/html;", x/x'],
    ],
    [[['A', 'x/x;test="hi",y/y']], ['x/x;test="hi"', 'y/y']],
    [[['A', 'x / x,,,1']], ['x / x', '', '', '1']],
    [
      [
        ['A', 'x / x'],
        ['A', ','],
        ['A', '1'],
      ],
      ['x / x', '', '', '1'],
    ],
    [[['A', '"1,2", 3']], ['"1,2"', '3']],
    [[['A', '"1\\",2", 3']], ['"1\\",2"', '3']],
  ])('A3: %j splits into %j', (list, values) => {
    expect(getDecodeAndSplit(list, 'a')).toEqual(values);
  });
});
