import { expect, test } from 'vitest';
import type { Header } from '../../src/engine/http';
import { defaultScenario, defaultServer } from '../../src/scenario/defaults';
import { createLibraries } from '../../src/scenario/libraries';
import { LIMITS } from '../../src/scenario/limits';
import type { Page, Scenario } from '../../src/scenario/scenario';
import { validate } from '../../src/scenario/validate';

const libraries = createLibraries();

/** `path code reason detail` of each problem. */
function told(changes: Partial<Scenario>): string[] {
  return validate({ ...defaultScenario, ...changes }, libraries).map(({ path, code, reason, detail }) =>
    `${path} ${code} ${reason} ${detail}`.trim(),
  );
}

const page = (changes: Partial<Page>) => ({ page: { ...defaultScenario.page, ...changes } });
const request = (changes: Partial<Scenario['request']>) => ({
  request: { ...defaultScenario.request, ...changes },
});

test('the default scenario has no problems', () => {
  expect(told({})).toEqual([]);
});

test.each([
  ['', 'page.url url missing'],
  ['foo.example', 'page.url url invalid foo.example'],
  ['https://', 'page.url url invalid https://'],
  ['data:text/html,x', 'page.url url-not-http prohibited data:'],
  ['file:///x', 'page.url url-not-http prohibited file:'],
])('a page cannot be at %j', (url, problem) => {
  expect(told(page({ url }))).toEqual([problem]);
});

test('the URL of a page from a file or from data: does not matter', () => {
  expect(told(page({ url: '', kind: 'file' }))).toEqual([]);
  expect(told(page({ url: 'x', kind: 'data' }))).toEqual([]);
});

test.each([
  '/doc',
  '../doc',
  '?q',
  '//bar.other/',
  'data:,x',
  'file:///x',
  'mailto:a@b',
  'https://u:p@bar.other/',
])('a request to %s can be made, whatever becomes of it', (url) => {
  expect(told(request({ url }))).toEqual([]);
});

test('a request needs a URL, and one that its page can resolve', () => {
  expect(told(request({ url: ' ' }))).toEqual(['request.url url missing']);
  expect(told(request({ url: 'https://' }))).toEqual(['request.url url invalid https://']);
  expect(told({ ...page({ kind: 'data' }), ...request({ url: '/doc' }) })).toEqual([
    'request.url url invalid /doc',
  ]);
});

test('a page without URL does not make the request’s URL wrong too', () => {
  expect(told({ ...page({ url: 'x' }), ...request({ url: '/doc' }) })).toEqual(['page.url url invalid x']);
});

test('methods and header names are tokens, header values are bytes on one line', () => {
  const headers: readonly Header[] = [
    ['X-A', ' fine '],
    ['X A', 'a\r\nb'],
    ['', '€'],
  ];
  expect(told(request({ method: 'GE T', headers }))).toEqual([
    'request.method method invalid',
    'request.headers.1.name header-name invalid',
    'request.headers.1.value header-value prohibited',
    'request.headers.2.name header-name missing',
    'request.headers.2.value not-bytes prohibited €',
  ]);
  expect(told(request({ method: '' }))).toEqual(['request.method method missing']);
});

test('fields that an initiator does not use are not judged', () => {
  expect(told(request({ initiator: 'image', method: '', headers: [['', '']] }))).toEqual([]);
});

test('each server is judged, by its place', () => {
  const servers = [defaultServer('https://bar.other'), defaultServer('https://bar.other/')];
  expect(told({ servers })).toEqual(['servers.1.origin origin-trailing invalid https://bar.other']);
  expect(told({ servers: [] })).toEqual(['servers origin missing']);
});

test('a cookie the browser would not hold is refused with the reason', () => {
  const cookies = [
    { url: 'https://bar.other/', cookie: 'a=1' },
    { url: 'https://bar.other/', cookie: ' ' },
    { url: 'data:,', cookie: 'a=1' },
    { url: 'http://bar.other/', cookie: 'a=1; Secure' },
    { url: 'https://bar.other/', cookie: 'a=1; SameSite=None' },
    { url: 'https://bar.other/', cookie: 'a=1; Domain=foo.example' },
    { url: 'https://bar.other/', cookie: 'a=1\nb' },
  ];
  expect(told({ cookies })).toEqual([
    'cookies.1.cookie cookie missing',
    'cookies.2.url url-not-http prohibited data:',
    'cookies.3.cookie cookie prohibited Secure',
    'cookies.4.cookie cookie prohibited SameSite=None without Secure',
    'cookies.5.cookie cookie prohibited domain',
    'cookies.6.cookie header-value prohibited',
  ]);
});

test('a cookie of another site’s answer to this page has to be one that such an answer can set', () => {
  const set = (cookie: string, url = 'https://bar.other/') =>
    told({ cookies: [{ url, cookie, fromPage: true }] });
  expect(set('a=1; Secure; SameSite=None')).toEqual([]);
  expect(set('a=1; Secure; SameSite=Strict')).toEqual(['cookies.0.cookie cookie prohibited SameSite']);
  expect(set('a=1; Secure; SameSite=Strict', 'https://api.foo.example/')).toEqual([]);
});

test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e9])(
  '%d seconds cannot lie between two requests',
  (seconds) => {
    expect(told({ earlier: [60, seconds] })).toEqual([`earlier.1 seconds invalid ${seconds}`]);
    expect(told({ earlier: [{ seconds, request: { method: 'PUT' } }] })).toEqual([
      `earlier.0.seconds seconds invalid ${seconds}`,
    ]);
  },
);

test('an earlier request is judged by what it says itself, at its own place', () => {
  const headers: readonly Header[] = [['X A', '€']];
  const earlier = [0, { seconds: 0, request: { method: 'PU T', headers } }];
  expect(told({ earlier })).toEqual([
    'earlier.1.request.method method invalid',
    'earlier.1.request.headers.0.name header-name invalid',
    'earlier.1.request.headers.0.value not-bytes prohibited €',
  ]);
  expect(told({ earlier: [{ seconds: 0, request: {} }], ...request({ method: '', headers }) })).toEqual([
    'request.method method missing',
    'request.headers.0.name header-name invalid',
    'request.headers.0.value not-bytes prohibited €',
  ]);
  expect(told({ earlier, ...request({ initiator: 'image' }) })).toEqual([]);
});

test('a thousand headers are possible, and one more is not', () => {
  const headers = Array.from({ length: LIMITS.items }, (_, i): Header => [`X-${i}`, 'a']);
  expect(told(request({ headers }))).toEqual([]);
  expect(told(request({ headers: [...headers, ['X', 'a']] }))).toEqual([
    'request.headers too-many prohibited 1000',
  ]);
});

test('what is too large is all that is said about a scenario', () => {
  const long = 'a'.repeat(LIMITS.text + 1);
  const servers = Array.from({ length: 21 }, () => defaultServer('x'));
  expect(told({ servers, earlier: new Array(11).fill(-1), ...request({ headers: [[long, long]] }) })).toEqual(
    [
      'request.headers.0.name too-long prohibited 65536',
      'request.headers.0.value too-long prohibited 65536',
      'servers too-many prohibited 20',
      'earlier too-many prohibited 10',
    ],
  );
  expect(told({ title: 'a'.repeat(201) })).toEqual(['title too-long prohibited 200']);
  expect(told(page({ url: `https://foo.example/${'a'.repeat(LIMITS.pageUrl)}` }))).toEqual([
    'page.url too-long prohibited 8192',
  ]);
});

test('all texts together have a limit too', () => {
  const body = 'a'.repeat(LIMITS.text);
  const servers = Array.from({ length: 20 }, () => {
    const server = defaultServer('https://bar.other');
    return { ...server, response: { ...server.response, body } };
  });
  expect(told({ servers: servers.slice(0, 15) })).toEqual([]);
  expect(told({ servers })).toEqual([' too-long prohibited 1048576'.trim()]);
});

test('a hostile scenario of the largest size is judged in no time', () => {
  const spaces = `a${' '.repeat(LIMITS.text - 2)}b`;
  const server = defaultServer('https://bar.other');
  const servers = [
    {
      ...server,
      response: { ...server.response, headers: [['X', spaces] as const], cookies: [`a=${spaces.slice(2)}`] },
    },
    {
      ...server,
      answers: 'raw' as const,
      raw: {
        preflight: { status: '200', lines: spaces },
        response: { status: '200', lines: `X: ${'\r'.repeat(9000)}` },
      },
    },
    {
      ...server,
      policy: {
        ...server.policy,
        origins: 'list' as const,
        list: [spaces, 'a:'.repeat(30_000), 'x'.repeat(60_000)],
        methods: [spaces],
      },
    },
    defaultServer(spaces),
  ];
  const start = performance.now();
  told({ servers, ...request({ url: spaces, headers: [[spaces, spaces]] }) });
  expect(performance.now() - start).toBeLessThan(500);
});
