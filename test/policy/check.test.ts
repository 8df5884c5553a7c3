import { beforeAll, describe, expect, test } from 'vitest';
import { checkServer, type ServerProblem } from '../../src/policy/check';
import type { CorsPolicy, ResponseSpec, Server } from '../../src/policy/policy';
import { defaultScenario, defaultServer } from '../../src/scenario/defaults';
import { createLibraries } from '../../src/scenario/libraries';

const libraries = createLibraries();
const base = defaultServer('https://bar.other');
const withPolicy = (policy: Partial<CorsPolicy>): Server => ({
  ...base,
  policy: { ...base.policy, origins: 'any', ...policy },
});
const withResponse = (response: Partial<ResponseSpec>): Server => ({
  ...base,
  response: { ...base.response, ...response },
});

beforeAll(() =>
  libraries.load({ ...defaultScenario, servers: [withPolicy({ origins: 'pattern', pattern: 'x' })] }),
);

function check(server: Server): readonly ServerProblem[] {
  return checkServer(server, libraries.compilePattern);
}

/** `path code reason detail` of each problem. */
function told(server: Server): string[] {
  return check(server).map(({ path, code, reason, detail }) => `${path} ${code} ${reason} ${detail}`.trim());
}

test('a server like any other has no problems', () => {
  expect(check(base)).toEqual([]);
});

describe('the server’s origin', () => {
  test.each([
    ['', 'origin missing'],
    ['https://bar.other/', 'origin-trailing invalid https://bar.other'],
    ['https://bar.other/doc?x#y', 'origin-trailing invalid https://bar.other'],
    ['https://BAR.other', 'origin invalid https://bar.other'],
    ['https://bar.other:443', 'origin invalid https://bar.other'],
    ['https://user@bar.other', 'origin invalid https://bar.other'],
    ['https://bücher.example', 'origin invalid https://xn--bcher-kva.example'],
    ['bar.other', 'origin invalid https://bar.other'],
    ['localhost:3000', 'origin invalid https://localhost:3000'],
    ['ws://bar.other', 'origin invalid'],
    ['null', 'origin invalid'],
    ['https://', 'origin invalid'],
  ])('%j is refused', (origin, problem) => {
    expect(told({ ...base, origin })).toEqual([`origin ${problem}`]);
  });

  test.each(['http://bar.other', 'https://bar.other:8443', 'https://[::1]', 'http://localhost:3000'])(
    '%s will do',
    (origin) => {
      expect(told({ ...base, origin })).toEqual([]);
    },
  );
});

test.each([
  ['doc', '/doc'],
  ['/doc?x', '/doc'],
  ['/a b', '/a%20b'],
  ['/a/../b', '/b'],
])('the path %j is %j to a URL', (path, right) => {
  expect(told({ ...base, path })).toEqual([`path path invalid ${right}`]);
});

describe('origins in a list', () => {
  const listed = (...list: string[]) => told(withPolicy({ origins: 'list', list }));

  test('may be of any scheme, or null', () => {
    expect(listed('https://foo.example', 'null', 'capacitor://localhost', 'chrome-extension://abc')).toEqual(
      [],
    );
  });

  test.each([
    ['*', 'origin prohibited *'],
    ['', 'origin missing'],
    ['https://foo.example/', 'origin-trailing invalid https://foo.example'],
    ['capacitor://localhost/', 'origin-trailing invalid capacitor://localhost'],
    ['https://Foo.example', 'origin invalid https://foo.example'],
    ['https://*.foo.example', 'origin prohibited *'],
    ['foo.example', 'origin invalid https://foo.example'],
  ])('%j is refused', (origin, problem) => {
    expect(listed('https://a.example', origin)).toEqual([`policy.list.1 ${problem}`]);
  });

  test('are needed', () => {
    expect(listed()).toEqual(['policy.list origin missing']);
  });
});

describe('patterns', () => {
  const pattern = (text: string) => told(withPolicy({ origins: 'pattern', pattern: text }));

  test.each(['^https://([a-z]+\\.)?foo\\.example$', '(?i)foo', '[(?=]', '\\Qx', '(?P<name>a)'])(
    '%s will do',
    (text) => {
      expect(pattern(text)).toEqual([]);
    },
  );

  test.each([
    ['(?=a)', '(?='],
    ['a(?!b)', '(?!'],
    ['(?<=a)b', '(?<='],
    ['(?<!a)b', '(?<!'],
    ['(?>a)', '(?>'],
    ['(a)\\1', '\\1'],
    ['(?P<n>a)\\k<n>', '\\k'],
    ['[(?=]\\\\(?!x)', '(?!'],
  ])('%s has what RE2 leaves out', (text, construct) => {
    expect(pattern(text)).toEqual([`policy.pattern pattern-unsupported prohibited ${construct}`]);
  });

  test.each([
    ['', 'missing'],
    ['(', 'invalid missing closing ): `(`'],
    ['[(?=]\\\\1(', 'invalid missing closing ): `[(?=]\\\\1(`'],
    ['a{1001}', 'invalid invalid repeat count: `{1001}`'],
  ])('%j is none', (text, problem) => {
    expect(pattern(text)).toEqual([`policy.pattern pattern ${problem}`]);
  });
});

describe('lists of tokens', () => {
  test('each item is judged, in each list', () => {
    expect(told(withPolicy({ methods: ['GET', 'a b'], headers: ['*', ''], exposed: ['X-A,X-B'] }))).toEqual([
      'policy.methods.1 token invalid',
      'policy.headers.1 token missing',
      'policy.exposed.0 token invalid ,',
    ]);
  });
});

test.each([
  ['', true],
  ['0', true],
  ['86400', true],
  ['-1', true],
  ['-2', false],
  ['1.5', false],
  ['abc', false],
  [' 5', false],
  ['5\n', false],
])('Access-Control-Max-Age %j: settable %s', (maxAge, settable) => {
  expect(check(withPolicy({ maxAge })).map(({ code }) => code)).toEqual(settable ? [] : ['max-age']);
});

describe('statuses', () => {
  test.each([
    ['', 'missing'],
    ['99', 'invalid 99'],
    ['600', 'invalid 600'],
    ['2xx', 'invalid 2xx'],
    ['2000', 'invalid 2000'],
    ['100', 'prohibited 100'],
    ['103', 'prohibited 103'],
  ])('%j ends no exchange', (status, problem) => {
    expect(told(withResponse({ status }))).toEqual([`response.status status ${problem}`]);
    expect(told({ ...base, options: { by: 'status', status } })).toEqual([
      `options.status status ${problem}`,
    ]);
  });

  test.each(['101', '200', '599'])('%s does', (status) => {
    expect(told(withResponse({ status }))).toEqual([]);
  });

  test.each([
    ['200', 'invalid 200'],
    ['304', 'invalid 304'],
    ['', 'missing'],
  ])('%j redirects nothing', (status, problem) => {
    const server: Server = { ...base, options: { by: 'redirect', status, location: '/' } };
    expect(told(server)).toEqual([`options.status redirect-status ${problem}`]);
  });
});

describe('headers of the response', () => {
  test.each([
    [['', 'a'], 'name header-name missing'],
    [['X A', 'a'], 'name header-name invalid'],
    [['X-Ä', 'a'], 'name header-name invalid Ä'],
    [['X-A', 'a\nb'], 'value header-value prohibited'],
    [['X-A', 'a\0'], 'value header-value prohibited \0'],
    [['X-A', 'a 😀'], 'value not-bytes prohibited 😀'],
  ] as const)('%j is refused', (header, problem) => {
    expect(told(withResponse({ headers: [header] }))).toEqual([`response.headers.0.${problem}`]);
  });

  test('space around a value does not count, and Latin-1 is bytes', () => {
    expect(told(withResponse({ headers: [['X-A', ' é\n']] }))).toEqual([]);
  });

  test('cookies and Location are header values', () => {
    expect(told(withResponse({ cookies: ['a=b', ' ', 'a=€'], location: 'a\nb' }))).toEqual([
      'response.cookies.1 cookie missing',
      'response.cookies.2 not-bytes prohibited €',
      'response.location header-value prohibited',
    ]);
  });
});

describe('raw answers', () => {
  test('name the line that is wrong', () => {
    const server: Server = {
      ...base,
      answers: 'raw',
      raw: {
        preflight: { status: '2', lines: 'A: b\nc' },
        response: { status: '200', lines: 'A: €\nB: \0' },
      },
    };
    expect(told(server)).toEqual([
      'raw.preflight.status status invalid 2',
      'raw.preflight.lines raw-line invalid 2',
      'raw.response.lines not-bytes prohibited 1',
      'raw.response.lines raw-line prohibited 2',
    ]);
  });

  test('may be as wrong as a real server can be', () => {
    const lines = [
      'Access-Control-Allow-Origin: https://foo.example/, *',
      'Access-Control-Max-Age: abc',
      'Access-Control-Allow-Methods: a b',
    ].join('\n');
    expect(
      told({
        ...base,
        answers: 'raw',
        raw: { preflight: { status: '204', lines }, response: { status: '200', lines } },
      }),
    ).toEqual([]);
  });
});

describe('only what is in use is judged', () => {
  const wrong = withPolicy({ origins: 'pattern', pattern: '(', list: ['x'], methods: ['a b'] });

  test('not the policy behind raw answers', () => {
    expect(told({ ...wrong, answers: 'raw', response: { ...base.response, status: 'x' } })).toEqual([]);
  });

  test('not the lists of a server without CORS', () => {
    expect(told({ ...wrong, policy: { ...wrong.policy, origins: 'none' } })).toEqual([]);
  });

  test('not the raw answers behind a policy', () => {
    expect(
      told({ ...base, raw: { preflight: { status: '', lines: 'x' }, response: { status: '', lines: 'x' } } }),
    ).toEqual([]);
  });

  test('not the answers of a server that is out of reach', () => {
    expect(told({ ...wrong, failure: 'dns' })).toEqual([]);
  });

  test('not the pattern while a list is chosen, nor the list beside a pattern', () => {
    expect(told({ ...wrong, policy: { ...wrong.policy, origins: 'list', methods: [] } })).toEqual([
      'policy.list.0 origin invalid https://x',
    ]);
    expect(told({ ...wrong, policy: { ...wrong.policy, pattern: 'x', methods: [] } })).toEqual([]);
  });
});
