import { describe, expect, test } from 'vitest';
import type { Header } from '../../src/engine/http';
import type { Initiator, RequestSpec } from '../../src/engine/initiator';
import { PROFILES } from '../../src/engine/profile';
import type { Trace } from '../../src/engine/trace';
import {
  A,
  ALLOW_ALL,
  ANY,
  B,
  C,
  failedRule,
  got,
  headerOf,
  isPreflight,
  later,
  ok,
  play,
  playUnsent,
  redirect,
  request,
  requests,
  response,
  rules,
  type Servers,
  sandboxed,
  sent,
  server,
  stepOf,
} from './harness';

const ALLOWED = server(ok(ALLOW_ALL), ok(ANY));

/** Which rules of a kind ran. */
function ran(trace: Trace, prefix: string): readonly string[] {
  return rules(trace)
    .map(({ rule }) => rule)
    .filter((rule) => rule.startsWith(prefix));
}

// https://fetch.spec.whatwg.org/#bad-port
const BAD_PORTS = [
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104,
  109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049,
  3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];

describe('what is blocked before anything is sent', () => {
  const page = { url: 'http://foo.example/page' };

  test('E1: a bad port is a network error, over http, https, ws and wss', () => {
    for (const port of BAD_PORTS) {
      for (const scheme of ['http', 'https']) {
        const trace = playUnsent({ url: `${scheme}://bar.other:${port}/` }, { client: page });
        expect(failedRule(trace), `${scheme} ${port}`).toBe('main-fetch.bad-port');
        expect(stepOf(trace, 'main-fetch.bad-port').facts).toEqual({ port });
      }
      for (const scheme of ['ws', 'wss']) {
        const url = `${scheme}://bar.other:${port}/`;
        const trace = playUnsent({ initiator: 'WebSocket', url }, { client: page });
        expect(failedRule(trace), `${scheme} ${port}`).toBe('main-fetch.bad-port');
      }
    }
  });

  test('E1: every other port is fine', () => {
    const bad = new Set(BAD_PORTS);
    for (const port of [2, 24, 80, 81, 443, 1000, 3000, 5000, 6664, 6670, 8080, 8443, 10079, 10081, 65535]) {
      expect(bad.has(port)).toBe(false);
      const origin = `https://bar.other${port === 443 ? '' : `:${port}`}`;
      expect(got(play({ url: `${origin}/` }, { [origin]: ok(ANY) })).status, `${port}`).toBe(200);
    }
  });

  test('E1: a bad port is blocked for every mode and for the page’s own origin', () => {
    for (const mode of ['cors', 'no-cors', 'same-origin'] as const) {
      const own = { url: 'http://foo.example:6000/page' };
      expect(failedRule(playUnsent({ url: '/', mode }, { client: own }))).toBe('main-fetch.bad-port');
    }
    expect(failedRule(playUnsent({ initiator: 'form', url: `${B}:25/` }))).toBe('main-fetch.bad-port');
  });

  test('E1: a redirect to a bad port is a network error', () => {
    const trace = play({}, { [B]: redirect(`${B}:6667/`) });
    expect(sent(trace)).toEqual([`GET ${B}/doc`]);
    expect(failedRule(trace)).toBe('main-fetch.bad-port');
  });

  test.each<Initiator>([
    'fetch',
    'XMLHttpRequest',
    'sendBeacon',
    'EventSource',
    'script',
    'module script',
    'stylesheet',
    'font',
  ])('E1: on an https page an http URL is mixed content for %s', (initiator) => {
    const trace = playUnsent({ initiator, url: 'http://bar.other/' });
    expect(trace.outcome.type).toBe('network error');
    expect(failedRule(trace)).toBe('main-fetch.mixed-content');
    expect(playUnsent({ initiator, url: 'http://bar.other/' }, { client: sandboxed }).outcome.type).toBe(
      'network error',
    );
  });

  test('E1: on an http page nothing is mixed content', () => {
    const trace = play({ url: 'http://bar.other/' }, { 'http://bar.other': ok(ANY) }, { client: page });
    expect(got(trace).status).toBe(200);
  });

  test('E1: a form may leave an https page for an http one', () => {
    const trace = play({ initiator: 'form', url: 'http://bar.other/' }, { 'http://bar.other': ok() });
    expect(failedRule(trace)).toBeNull();
    expect(sent(trace)).toEqual(['GET http://bar.other/?']);
  });

  test.each(['http://localhost', 'http://app.localhost', 'http://127.0.0.1', 'http://[::1]:8080'])(
    'E1: %s is never mixed content: it does not leave the machine',
    (origin) => {
      const near = { url: `${A}/page`, addressSpace: 'loopback' } as const;
      expect(got(play({ url: `${origin}/` }, { [origin]: ok(ANY) }, { client: near })).status).toBe(200);
    },
  );

  test.each(['http://10.0.0.1/', 'http://192.168.1.1/', 'http://foo.local/', 'http://0.0.0.0/'])(
    'E1, O1: %s is known to be local: not mixed content, but for the person to allow',
    (url) => {
      const inFirefox = { environment: { profile: PROFILES.firefox } };
      expect(failedRule(playUnsent({ url }))).toBe('network.local-network');
      expect(failedRule(playUnsent({ initiator: 'image', url }))).toBe('network.local-network');
      expect(failedRule(playUnsent({ url }, inFirefox))).toBe('main-fetch.mixed-content');
    },
  );

  test('E1: an IP address that is not local stays mixed content', () => {
    expect(failedRule(playUnsent({ url: 'http://192.0.2.1/' }))).toBe('main-fetch.mixed-content');
  });

  test.each(['image', 'video'] as const)('E1: an http %s is asked for over https instead', (initiator) => {
    for (const crossorigin of ['none', 'anonymous'] as const) {
      const trace = play({ initiator, crossorigin, url: 'http://bar.other/i?a#b' }, { [B]: ok(ANY) });
      expect(sent(trace)).toEqual([`GET ${B}/i?a`]);
      expect(stepOf(trace, 'main-fetch.mixed-content-upgraded').facts).toEqual({
        from: 'http://bar.other/i?a',
        to: `${B}/i?a`,
      });
    }
  });

  test('E1: an http image at an IP address is mixed content', () => {
    for (const url of ['http://203.0.113.1/i', 'http://[2001:db9::1]/i']) {
      expect(failedRule(playUnsent({ initiator: 'image', url }))).toBe('main-fetch.mixed-content');
    }
  });

  test('E1: a redirect from https to http is mixed content too; an image is upgraded there as well', () => {
    const servers = { [`${B}/0`]: redirect('http://baz.third/1'), [`${C}/1`]: ok(ANY) };
    const trace = play({ url: `${B}/0` }, servers);
    expect(sent(trace)).toEqual([`GET ${B}/0`]);
    expect(failedRule(trace)).toBe('main-fetch.mixed-content');
    expect(sent(play({ initiator: 'image', url: `${B}/0` }, servers))).toEqual([`GET ${B}/0`, `GET ${C}/1`]);
  });
});

describe('same origin', () => {
  test('E2: no Origin on a GET, no CORS check, every header but Set-Cookie', () => {
    const trace = play({ url: '/' }, { [A]: ok({ 'X-One': '1', 'Set-Cookie': 'a=1' }) });
    expect(headerOf(request(trace, 0), 'Origin')).toBeNull();
    expect(ran(trace, 'cors-check.')).toEqual([]);
    expect(got(trace)).toMatchObject({ type: 'basic', headers: [['x-one', '1']] });
  });

  test('E2: method and headers never cause a preflight there, nor does a wrong Access-Control-Allow-Origin matter', () => {
    const answer = ok({ 'Access-Control-Allow-Origin': B });
    const trace = play({ url: '/', method: 'PUT', headers: [['X-One', '1']] }, { [A]: answer });
    expect(sent(trace)).toEqual([`PUT ${A}/`]);
    expect(got(trace).type).toBe('basic');
  });

  test('E2: through redirects within the origin it stays basic', () => {
    const trace = play({ url: '/0' }, { [`${A}/0`]: redirect('/1'), [`${A}/1`]: ok() });
    expect(got(trace)).toMatchObject({ type: 'basic', redirected: true });
  });

  test.each(['cors', 'same-origin', 'no-cors'] as const)('E2: a data: URL is basic in mode %s', (mode) => {
    expect(got(playUnsent({ url: 'data:,hi', mode })).type).toBe('basic');
  });

  const away = (answer: Readonly<Record<string, string>>, changes: Partial<RequestSpec> = {}) =>
    play(
      { url: '/0', ...changes },
      { [`${A}/0`]: redirect(`${B}/1`), [`${B}/1`]: redirect(`${A}/2`), [`${A}/2`]: ok(answer) },
    );

  test('E2: after a hop to another origin the own server must allow the page too, whose Origin is null', () => {
    expect(failedRule(away({}))).toBe('cors-check.allow-origin-missing');
    expect(failedRule(away({ 'Access-Control-Allow-Origin': A }))).toBe('cors-check.allow-origin');
    const trace = away({ 'Access-Control-Allow-Origin': 'null', 'X-One': '1' });
    expect(got(trace)).toMatchObject({ type: 'cors', headers: [] });
    expect(requests(trace).map((one) => headerOf(one, 'Origin'))).toEqual([null, A, 'null']);
    expect(stepOf(trace, 'main-fetch.same-origin').facts).toEqual({ origin: A, target: A, returned: true });
  });

  test('E2: after a hop to another origin a no-cors response stays opaque', () => {
    expect(got(away({}, { mode: 'no-cors' })).type).toBe('opaque');
  });

  test('E2: a navigation is never CORS, wherever it goes', () => {
    const trace = away({}, { initiator: 'form' });
    expect(ran(trace, 'cors-check.')).toEqual([]);
    expect(trace.script).toEqual({ kind: 'navigation' });
  });
});

describe('mode same-origin', () => {
  test('E3: another origin is a network error, and nothing is sent', () => {
    const trace = playUnsent({ mode: 'same-origin' });
    expect(trace.script).toEqual({ kind: 'rejection' });
    expect(failedRule(trace)).toBe('main-fetch.mode-same-origin');
  });

  test('E3: a redirect to another origin is a network error', () => {
    const trace = play({ mode: 'same-origin', url: '/0' }, { [`${A}/0`]: redirect(`${B}/1`) });
    expect(sent(trace)).toEqual([`GET ${A}/0`]);
    expect(failedRule(trace)).toBe('main-fetch.mode-same-origin');
  });

  test('E3: its own origin is fine', () => {
    expect(got(play({ mode: 'same-origin', url: '/' }, { [A]: ok() })).type).toBe('basic');
  });
});

describe('mode no-cors', () => {
  test('E4: another origin gives an opaque response, checked by nobody', () => {
    const trace = play({ mode: 'no-cors' }, { [B]: response(404, { 'X-One': '1' }) });
    expect(got(trace)).toEqual({
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
    expect(ran(trace, 'cors-check.')).toEqual([]);
    expect(sent(trace)).toEqual([`GET ${B}/doc`]);
  });

  test('E4: permission does not make it readable', () => {
    expect(got(play({ mode: 'no-cors' }, { [B]: ok(ANY) })).type).toBe('opaque');
  });

  test.each(['error', 'manual'] as const)(
    'E4: with redirect %s another origin is a network error',
    (mode) => {
      const trace = playUnsent({ mode: 'no-cors', redirect: mode });
      expect(failedRule(trace)).toBe('main-fetch.no-cors-redirect-mode');
      expect(got(play({ mode: 'no-cors', redirect: mode, url: '/' }, { [A]: ok() })).type).toBe('basic');
    },
  );
});

describe('schemes', () => {
  test.each([
    ['file:///etc/hosts', 'file'],
    ['ftp://bar.other/', 'ftp'],
    ['about:blank', 'about'],
    ['blob:https://bar.other/1234', 'blob'],
    ['chrome-extension://abc/x', 'chrome-extension'],
    ['javascript:1', 'javascript'],
    ['ws://bar.other/', 'ws'],
  ])('E5: CORS works over HTTP(S) only: %s is a network error', (url, scheme) => {
    const trace = playUnsent({ url }, { client: { url: 'http://foo.example/page' } });
    expect(trace.outcome.type).toBe('network error');
    expect(stepOf(trace, 'main-fetch.scheme').facts).toEqual({ scheme });
  });
});

describe('with a preflight or without', () => {
  const CASES: readonly (readonly [string, Partial<RequestSpec>, boolean])[] = [
    ['a plain GET', {}, false],
    ['a plain HEAD', { method: 'HEAD' }, false],
    ['a plain POST', { method: 'POST' }, false],
    ['a POST of text', { method: 'POST', body: { kind: 'string', text: 'a', type: '' } }, false],
    ['a safelisted header', { headers: [['Accept', 'text/html']] }, false],
    ['a forbidden header', { headers: [['Cookie', 'a=1']] }, false],
    ['cache: reload', { cache: 'reload' }, false],
    ['credentials', { credentials: 'include' }, false],
    ['another method', { method: 'PUT' }, true],
    ['an unsafe header', { headers: [['X-One', '1']] }, true],
    ['an unsafe value of a safelisted header', { headers: [['Accept', '"']] }, true],
    ['an upload listener', { initiator: 'XMLHttpRequest', uploadListener: true }, true],
    ['a stream', { method: 'POST', body: { kind: 'ReadableStream', text: 'a', type: '' } }, true],
  ];

  test.each(CASES)('E6/E7: whether %s (%j) is preflighted: %s', (_, changes, preflighted) => {
    const answer = {
      ...ALLOW_ALL,
      'Access-Control-Allow-Origin': A,
      'Access-Control-Allow-Credentials': 'true',
    };
    const trace = play(changes, { [B]: ok(answer) });
    expect(requests(trace).map(isPreflight)).toEqual(preflighted ? [true, false] : [false]);
    expect(ran(trace, 'main-fetch.')).toEqual([preflighted ? 'main-fetch.preflight' : 'main-fetch.simple']);
    expect(got(trace).type).toBe('cors');
    expect(headerOf(request(trace, 0), 'Origin')).toBe(A);
  });

  test('E6: all reasons are given', () => {
    const headers: readonly Header[] = [
      ['X-One', '1'],
      ['Content-Type', 'application/json'],
    ];
    const trace = play(
      { initiator: 'XMLHttpRequest', method: 'PUT', headers, uploadListener: true },
      { [B]: ALLOWED },
    );
    expect(stepOf(trace, 'main-fetch.preflight').facts.reasons).toEqual([
      { kind: 'upload listener' },
      { kind: 'method', method: 'PUT' },
      { kind: 'header', name: 'x-one', value: '1', why: 'name' },
      { kind: 'header', name: 'content-type', value: 'application/json', why: 'content type' },
    ]);
  });

  const put = { method: 'PUT' } as const;
  const allowsPut = ok({ ...ANY, 'Access-Control-Allow-Methods': 'PUT' });
  const remembered = play(put, { [B]: server(allowsPut, ok(ANY)) });
  const again = (changes: Partial<RequestSpec>, servers: Servers) =>
    play(changes, servers, { environment: { state: later(remembered, 1) } });

  test.each<[string, Servers[string], string]>([
    ['whose response is not allowed', ok(), 'cors-check.allow-origin-missing'],
    ['redirected to what is no URL', redirect('http://['), 'redirect.location-invalid'],
    ['that gets no answer', () => ({ failure: 'reset' }), 'network.connection'],
  ])('E6: a request %s makes the browser forget the preflight', (_, answer, rule) => {
    expect(remembered.state.preflightCache.length).toBeGreaterThan(0);
    const trace = again(put, { [B]: answer });
    expect(sent(trace)).toEqual([`PUT ${B}/doc`]);
    expect(failedRule(trace)).toBe(rule);
    expect(trace.state.preflightCache).toEqual([]);
    expect(stepOf(trace, 'preflight-cache.cleared').facts).toEqual({
      entries: remembered.state.preflightCache.length,
    });
  });

  test('E6: redirect: error is a network error as any other, and forgets the preflight', () => {
    expect(again({ ...put, redirect: 'error' }, { [B]: redirect('/x') }).state.preflightCache).toEqual([]);
  });

  test('E6: a failing preflight forgets what an earlier one allowed', () => {
    const trace = again({ method: 'DELETE', headers: [['X-New', '1']] }, { [B]: ok() });
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`]);
    expect(trace.state.preflightCache).toEqual([]);
  });

  test('E6: a response with an error status is no network error: nothing is forgotten', () => {
    const trace = again(put, { [B]: response(500, ANY) });
    expect(got(trace).status).toBe(500);
    expect(trace.state.preflightCache).toEqual(remembered.state.preflightCache);
  });

  test('E6: only the entries of that origin and URL are forgotten', () => {
    const other = again({ ...put, url: `${B}/doc?other` }, { [B]: server(ok(ALLOW_ALL), ok()) });
    expect(failedRule(other)).toBe('cors-check.allow-origin-missing');
    expect(other.state.preflightCache).toEqual(remembered.state.preflightCache);
  });

  test('E6: after a redirect it is the last URL whose entries are forgotten, of the first as well', () => {
    const servers = {
      [`${B}/doc`]: redirect('/next', 307),
      [`${B}/next`]: server(ok(ALLOW_ALL), ok()),
    };
    const trace = again(put, servers);
    expect(sent(trace)).toEqual([`PUT ${B}/doc`, `OPTIONS ${B}/next`, `PUT ${B}/next`]);
    expect(failedRule(trace)).toBe('cors-check.allow-origin-missing');
    expect(trace.state.preflightCache.filter(({ url }) => url === `${B}/next`)).toEqual([]);
    expect(trace.state.preflightCache.filter(({ url }) => url === `${B}/doc`)).toHaveLength(
      remembered.state.preflightCache.length,
    );
  });

  test('E6: so it is where the last hop needed no preflight any more', () => {
    const trace = again(
      { method: 'DELETE', url: `${B}/start` },
      {
        [`${B}/start`]: server(ok(ALLOW_ALL), redirect('/doc', 303)),
        [`${B}/doc`]: ok(),
      },
    );
    expect(sent(trace)).toEqual([`OPTIONS ${B}/start`, `DELETE ${B}/start`, `GET ${B}/doc`]);
    expect(failedRule(trace)).toBe('cors-check.allow-origin-missing');
    expect(trace.state.preflightCache.filter(({ url }) => url === `${B}/doc`)).toEqual([]);
  });

  test('E7: a request without a preflight forgets nothing when it fails', () => {
    const trace = again({}, { [B]: ok() });
    expect(failedRule(trace)).toBe('cors-check.allow-origin-missing');
    expect(trace.state.preflightCache).toEqual(remembered.state.preflightCache);
  });
});

describe('the decision is taken anew at each redirect', () => {
  test('E8: a same-origin PUT redirected to another origin is preflighted there', () => {
    const trace = play(
      { url: '/0', method: 'PUT' },
      { [`${A}/0`]: redirect(`${B}/1`, 307), [`${B}/1`]: ALLOWED },
    );
    expect(sent(trace)).toEqual([`PUT ${A}/0`, `OPTIONS ${B}/1`, `PUT ${B}/1`]);
    expect(got(trace).type).toBe('cors');
  });

  test('E8: so is a same-origin GET with an unsafe header', () => {
    const request = { url: '/0', headers: [['X-One', '1']] } as const;
    const trace = play(request, { [`${A}/0`]: redirect(`${B}/1`), [`${B}/1`]: ALLOWED });
    expect(sent(trace)).toEqual([`GET ${A}/0`, `OPTIONS ${B}/1`, `GET ${B}/1`]);
  });

  test('E8: a method made GET by the redirect needs no preflight any more', () => {
    const servers = { [`${B}/0`]: server(ok(ALLOW_ALL), redirect('/1', 303)), [`${B}/1`]: ok(ANY) };
    const trace = play({ url: `${B}/0`, method: 'PUT' }, servers);
    expect(sent(trace)).toEqual([`OPTIONS ${B}/0`, `PUT ${B}/0`, `GET ${B}/1`]);
  });

  test('E8: a Content-Type dropped by the redirect needs no preflight any more', () => {
    const request = {
      url: `${B}/0`,
      method: 'POST',
      headers: [['Content-Type', 'application/json']],
      body: { kind: 'string', text: '{}', type: '' },
    } as const;
    const servers = { [`${B}/0`]: server(ok(ALLOW_ALL), redirect('/1', 302)), [`${B}/1`]: ok(ANY) };
    expect(sent(play(request, servers))).toEqual([`OPTIONS ${B}/0`, `POST ${B}/0`, `GET ${B}/1`]);
  });

  test('E8: an Authorization dropped by the redirect needs no preflight any more', () => {
    const request = { url: `${B}/0`, headers: [['Authorization', 'x']] } as const;
    const servers = { [`${B}/0`]: server(ok(ALLOW_ALL), redirect(`${C}/1`)), [`${C}/1`]: ok(ANY) };
    expect(sent(play(request, servers))).toEqual([`OPTIONS ${B}/0`, `GET ${B}/0`, `GET ${C}/1`]);
  });

  test('E8: an upload listener has every hop preflighted', () => {
    const request = { initiator: 'XMLHttpRequest', url: `${B}/0`, uploadListener: true } as const;
    const servers = { [`${B}/0`]: server(ok(ANY), redirect('/1')), [`${B}/1`]: ok(ANY) };
    expect(sent(play(request, servers))).toEqual([
      `OPTIONS ${B}/0`,
      `GET ${B}/0`,
      `OPTIONS ${B}/1`,
      `GET ${B}/1`,
    ]);
  });
});

describe('what still stops a response at the end', () => {
  test('E9: a HEAD has no body to read', () => {
    expect(got(play({ method: 'HEAD' }, { [B]: ok(ANY) })).body).toBe('empty');
    expect(got(play({ method: 'GET' }, { [B]: ok(ANY) })).body).toBe('readable');
  });

  const load = (initiator: Initiator, headers: readonly Header[]) =>
    play({ initiator, crossorigin: 'none', url: '/' }, { [A]: ok(headers) });

  const NOSNIFF: Header = ['X-Content-Type-Options', 'nosniff'];

  test.each([
    ['script', 'image/png'],
    ['script', 'audio/mpeg'],
    ['script', 'video/mp4'],
    ['script', 'text/csv'],
    ['script', 'Text/CSV;charset=utf-8'],
    ['module script', 'text/html'],
    ['module script', 'text/css'],
    ['module script', 'nonsense'],
  ] as const)('E9: a %s of type %s is blocked', (initiator, type) => {
    const trace = load(initiator, [['Content-Type', type]]);
    expect(failedRule(trace)).toBe('response.mime-type');
    expect(trace.script).toEqual({ kind: 'element', event: 'error', pixels: null });
  });

  test('E9: a module script without a type is blocked', () => {
    expect(failedRule(load('module script', []))).toBe('response.mime-type');
  });

  test.each([
    ['script', 'text/html'],
    ['script', 'application/json'],
    ['script', 'text/plain'],
    ['script', 'nonsense'],
    ['module script', 'text/javascript'],
    ['module script', 'application/x-javascript;charset=utf-8'],
    ['image', 'text/csv'],
    ['fetch', 'text/csv'],
  ] as const)('E9: a %s of type %s is not blocked', (initiator, type) => {
    expect(failedRule(load(initiator, [['Content-Type', type]]))).toBeNull();
  });

  test.each([
    ['script', 'text/html'],
    ['script', 'application/json'],
    ['script', 'text/plain'],
    ['script', ''],
    ['stylesheet', 'text/plain'],
    ['stylesheet', 'text/html'],
    ['stylesheet', ''],
  ] as const)('E9: under nosniff a %s of type "%s" is blocked', (initiator, type) => {
    const headers: readonly Header[] = type === '' ? [NOSNIFF] : [NOSNIFF, ['Content-Type', type]];
    expect(failedRule(load(initiator, headers))).toBe('response.mime-type');
  });

  test.each([
    ['script', 'text/javascript'],
    ['script', 'application/ecmascript'],
    ['script', 'TEXT/JavaScript;a=b'],
    ['stylesheet', 'text/css;charset=utf-8'],
    ['image', 'text/html'],
    ['font', 'text/html'],
    ['fetch', 'text/html'],
  ] as const)('E9: under nosniff a %s of type %s is not blocked', (initiator, type) => {
    expect(failedRule(load(initiator, [NOSNIFF, ['Content-Type', type]]))).toBeNull();
  });

  test.each([
    ['nosniff', true],
    ['NOSNIFF', true],
    ['nosniff, x', true],
    ['x, nosniff', false],
    [', nosniff', false],
    ['"nosniff"', false],
    ['nosniff;a', false],
    ['no-sniff', false],
  ])('E9: whether X-Content-Type-Options: %s counts: %s', (value, counts) => {
    const trace = load('script', [
      ['X-Content-Type-Options', value],
      ['Content-Type', 'text/html'],
    ]);
    expect(failedRule(trace)).toBe(counts ? 'response.mime-type' : null);
  });

  test('E9: of several types the last that is one counts', () => {
    const script = (...types: readonly string[]) =>
      failedRule(load('script', [NOSNIFF, ...types.map((type) => ['Content-Type', type] as const)]));
    expect(script('text/html', 'text/javascript')).toBeNull();
    expect(script('text/javascript', 'nonsense')).toBeNull();
    expect(script('text/javascript', '*/*')).toBeNull();
    expect(script('text/javascript', 'text/html')).toBe('response.mime-type');
  });

  test('E9: a script of another origin is blocked the same, though its response is opaque', () => {
    const trace = play({ initiator: 'script' }, { [B]: ok([['Content-Type', 'text/csv']]) });
    expect(failedRule(trace)).toBe('response.mime-type');
  });
});
