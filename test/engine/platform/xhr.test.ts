import { describe, expect, test } from 'vitest';
import type { HeaderList } from '../../../src/engine/http';
import type { BodyKind } from '../../../src/engine/initiator';
import type { Trace } from '../../../src/engine/trace';
import {
  ALLOW_ALL,
  ANY,
  cookie,
  failedRule,
  got,
  headerOf,
  holding,
  later,
  ok,
  play,
  playUnsent,
  request,
  response,
  sandboxed,
  sent,
  server,
  stepOf,
  WITH_CREDENTIALS,
} from '../harness';
import { echo, HERE, PAGE, REMOTE, redirector, THIRD } from './servers';

const XHR = { initiator: 'XMLHttpRequest', url: `${REMOTE}/` } as const;
const AT_HOME = { initiator: 'XMLHttpRequest', url: `${PAGE}/a` } as const;
const ERROR = { kind: 'xhr', event: 'error', response: null } as const;
const text = (value: string) => ({ kind: 'string', text: value, type: '' }) as const;

// access-control-basic-allow*.any.js, access-control-basic-denied.htm, security-consideration.sub.html,
// getresponseheader-error-state.htm
describe('an XMLHttpRequest to another origin', () => {
  test.each(['*', PAGE])('may be read with Access-Control-Allow-Origin: %s', (value) => {
    const trace = play(XHR, { [REMOTE]: ok({ 'Access-Control-Allow-Origin': value }) }, HERE);
    expect(got(trace)).toMatchObject({ status: 200, body: 'readable' });
    expect(headerOf(request(trace, 0), 'Origin')).toBe(PAGE);
  });

  test('without it shows an error: no status, no headers, no progress', () => {
    expect(play(XHR, { [REMOTE]: ok({ 'X-Custom-Header': 'test' }) }, HERE).script).toEqual(ERROR);
  });

  // access-control-recursive-failed-request.htm
  test('fails again however often it is tried', () => {
    let state = play(XHR, { [REMOTE]: ok() }, HERE).state;
    for (let time = 0; time < 10; time += 1) {
      const trace = play(XHR, { [REMOTE]: ok() }, { ...HERE, environment: { state } });
      expect(trace.script).toEqual(ERROR);
      state = trace.state;
    }
  });

  test('to the own origin needs no such header', () => {
    expect(got(play(AT_HOME, { [PAGE]: ok() }, HERE)).status).toBe(200);
  });

  // send-non-same-origin.htm
  test.each([
    'mailto:test@example.org',
    'tel:+31600000000',
    "javascript:alert('FAIL')",
    'about:blank',
    'blob:bogus',
  ])('to %s is a network error', (url) => {
    expect(playUnsent({ ...XHR, url }, HERE).script).toEqual(ERROR);
  });
});

// access-control-basic-allow-access-control-origin-header-data-url.htm, access-control-sandboxed-iframe-*.htm
describe('an XMLHttpRequest of a page with an opaque origin', () => {
  const origin = 'https://foo.example';
  const run = (headers: Readonly<Record<string, string>>) =>
    play({ ...XHR, url: `${origin}/pass` }, { [origin]: ok(headers) }, { client: sandboxed });

  test('says Origin: null, which * and null allow', () => {
    const trace = run(ANY);
    expect(headerOf(request(trace, 0), 'Origin')).toBe('null');
    expect(got(trace).status).toBe(200);
    expect(
      got(run({ 'Access-Control-Allow-Origin': 'null', 'Access-Control-Allow-Credentials': 'true' })).status,
    ).toBe(200);
  });

  test('is refused by its own server that allows nobody, or only the origin of its address', () => {
    expect(run({}).script).toEqual(ERROR);
    expect(run({ 'Access-Control-Allow-Origin': origin }).script).toEqual(ERROR);
  });
});

// access-control-basic-allow-non-cors-safelisted-method*.any.js, access-control-basic-non-cors-safelisted-content-type.htm,
// access-control-basic-get-fail-non-simple.htm, access-control-basic-post-*.htm, access-control-basic-preflight-denied.htm
describe('what needs a preflight', () => {
  const put = { ...XHR, method: 'PUT', body: text('data') };
  const allowsPut = { [REMOTE]: server(ok({ ...ANY, 'Access-Control-Allow-Methods': 'PUT' }), ok(ANY)) };
  const noOptions = { [REMOTE]: server(response(400), ok(ANY)) };

  test('a PUT, which passes where it is allowed', () => {
    const plain = { ...put, headers: [['Content-Type', 'text/plain; charset=UTF-8']] as const };
    expect(got(play(plain, allowsPut, HERE)).status).toBe(200);
    expect(got(play(put, allowsPut, HERE)).status).toBe(200);
  });

  test('and with it a Content-Type that is not safelisted', () => {
    const xml = { ...put, headers: [['Content-Type', 'application/xml']] as const };
    expect(failedRule(play(xml, allowsPut, HERE))).toBe('preflight.header');
  });

  // access-control-basic-non-cors-safelisted-last-event-id.htm, as the standard is now.
  test('and with it Last-Event-ID, whatever its value', () => {
    for (const value of ['safe-value', 'e5p3n<3k0k0s']) {
      const asking = { ...put, headers: [['Last-Event-ID', value]] as const };
      expect(failedRule(play(asking, allowsPut, HERE))).toBe('preflight.header');
    }
  });

  test('a header, which fails where OPTIONS is refused', () => {
    expect(play({ ...XHR, headers: [['x-test', 'foobar']] }, noOptions, HERE).script).toEqual(ERROR);
  });

  test('a POST of XML to another origin, not to the own', () => {
    const post = { method: 'POST', headers: [['Content-Type', 'application/xml']] } as const;
    expect(play({ ...XHR, ...post }, noOptions, HERE).script).toEqual(ERROR);
    expect(got(play({ ...AT_HOME, ...post }, { [PAGE]: ok() }, HERE)).status).toBe(200);
  });

  test('not a POST of text', () => {
    const trace = play({ ...XHR, method: 'POST', body: text('Test') }, noOptions, HERE);
    expect(sent(trace)).toEqual([`POST ${REMOTE}/`]);
    expect(got(trace).status).toBe(200);
  });

  test('a method of one’s own, which nobody allows', () => {
    expect(play({ ...XHR, method: 'FOO' }, { [REMOTE]: ok() }, HERE).script).toEqual(ERROR);
  });
});

// access-control-preflight-*-denied.htm, access-control-preflight-*-not-supported.htm
describe('after a preflight that fails', () => {
  test.each([
    ['a header that is not allowed', { headers: [['x-test', 'foo']] as HeaderList }, ok(ANY)],
    ['a method that is not allowed', { method: 'DELETE' }, ok(ANY)],
    ['OPTIONS that is not answered', { method: 'PUT' }, response(400)],
  ])('the request is never sent: %s', (_, asking, preflight) => {
    const trace = play({ ...XHR, ...asking }, { [REMOTE]: server(preflight, ok(ANY)) }, HERE);
    expect(sent(trace)).toEqual([`OPTIONS ${REMOTE}/`]);
    expect(trace.script).toEqual(ERROR);
  });

  // access-control-preflight-request-invalid-status-*.htm
  test.each([301, 400, 501])('answered %i it is an error', (status) => {
    const preflight = response(status, { ...ANY, 'Access-Control-Allow-Headers': 'x-pass' });
    const servers = { [REMOTE]: server(preflight, ok(ANY)) };
    expect(play({ ...XHR, headers: [['x-pass', 'pass']] }, servers, HERE).script).toEqual(ERROR);
  });
});

describe('a preflight', () => {
  const sending = (headers: HeaderList, allow: Readonly<Record<string, string>>, more = {}) =>
    play({ ...XHR, headers, ...more }, { [REMOTE]: echo(allow) }, HERE);

  // access-control-preflight-headers-*.htm
  test('has none of the author’s headers', () => {
    const trace = sending([['x-test', 'foobar']], { 'Access-Control-Allow-Headers': 'x-test' });
    expect(headerOf(request(trace, 0), 'x-test')).toBeNull();
    expect(headerOf(request(trace, 1), 'x-test')).toBe('foobar');
  });

  // access-control-preflight-request-header-lowercase.htm, access-control-preflight-request-header-sorted.htm
  test('asks in lower case, sorted, while the answer may be in any case', () => {
    const trace = sending(
      [
        ['X-Custom-Test', 'foobar'],
        ['X-Custom-ua', 'foobar'],
        ['X-Custom-V', 'foobar'],
        ['X-Custom-s', 'foobar'],
        ['X-Custom-U', 'foobar'],
      ],
      { 'Access-Control-Allow-Headers': 'X-Custom-S,x-custom-test,x-custom-u,x-custom-ua,X-CUSTOM-V' },
    );
    expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBe(
      'x-custom-s,x-custom-test,x-custom-u,x-custom-ua,x-custom-v',
    );
    expect(got(trace).status).toBe(200);
  });

  // access-control-preflight-request-headers-origin.htm
  test('does not ask for Origin', () => {
    const trace = sending([['x-pass', 'PASS']], { 'Access-Control-Allow-Headers': 'x-pass' });
    expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBe('x-pass');
  });

  // access-control-preflight-request-allow-headers-returns-star.any.js,
  // access-control-preflight-request-header-returns-origin.any.js
  test.each([
    [{ 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Headers': '*' }, ANY],
    [
      { 'Access-Control-Allow-Origin': PAGE, 'Access-Control-Allow-Headers': 'X-Test' },
      { 'Access-Control-Allow-Origin': '*' },
    ],
  ])('may name the origin otherwise than the response, and headers by *: %j', (preflight, answer) => {
    const servers = { [REMOTE]: server(ok(preflight), ok(answer)) };
    expect(got(play({ ...XHR, headers: [['X-Test', 'foobar']] }, servers, HERE)).status).toBe(200);
  });

  // access-control-preflight-request-must-not-contain-cookie.htm
  test('carries no cookie, the request after it does', () => {
    const url = 'https://bar.other/';
    const trace = play(
      { ...XHR, url, withCredentials: true, headers: [['X-Proprietary-Header', 'foo']] },
      {
        'https://bar.other': ok({
          ...WITH_CREDENTIALS,
          'Access-Control-Allow-Headers': 'X-Proprietary-Header',
        }),
      },
      { environment: holding(cookie('bar.other', { name: 'foo' })) },
    );
    expect(headerOf(request(trace, 0), 'Cookie')).toBeNull();
    expect(headerOf(request(trace, 1), 'Cookie')).toBe('foo=1');
  });

  // header-user-agent-*.htm
  test('has a User-Agent', () => {
    const trace = sending([['x-test', 'foobar']], { 'Access-Control-Allow-Headers': 'x-test' });
    expect(headerOf(request(trace, 0), 'User-Agent')).not.toBeNull();
  });

  // access-control-response-with-body*.htm
  test('lets X-Requested-With through, and the body be read', () => {
    const trace = sending(
      [
        ['Content-Type', 'application/x-www-form-urlencoded'],
        ['X-Requested-With', 'XMLHttpRequest'],
      ],
      { 'Access-Control-Allow-Headers': 'X-Requested-With' },
    );
    expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBe('x-requested-with');
    expect(got(trace).body).toBe('readable');
  });

  // allow-lists-starting-with-comma.htm
  test('may have lists that begin with a comma', () => {
    const headers = [
      ['x-print', 'unicorn'],
      ['y-print', 'narwhal'],
    ] as const;
    expect(
      got(sending(headers, { 'Access-Control-Allow-Headers': ',y-lol,x-print, ,,,y-print' })).status,
    ).toBe(200);
    expect(got(sending([], { 'Access-Control-Allow-Methods': ',,PUT,GET' }, { method: 'PUT' })).status).toBe(
      200,
    );
  });
});

// access-control-basic-allow-preflight-cache*.any.js
describe('the preflight cache', () => {
  const put = { ...XHR, method: 'PUT' } as const;
  const answering = (seconds: string) => ({
    [REMOTE]: echo({
      'Access-Control-Allow-Methods': 'PUT, XMETHOD',
      'Access-Control-Allow-Headers': 'x-test',
      'Access-Control-Max-Age': seconds,
    }),
  });
  const onlyPut = {
    [REMOTE]: echo({ 'Access-Control-Allow-Methods': 'PUT', 'Access-Control-Max-Age': '10' }),
  };
  const next = (first: Trace, seconds: number) => ({
    ...HERE,
    environment: { state: later(first, seconds) },
  });

  test('spares the second request its preflight, until the time is over', () => {
    const first = play(put, answering('1'), HERE);
    expect(sent(first)).toHaveLength(2);
    expect(sent(play(put, answering('1'), next(first, 0.5)))).toEqual([`PUT ${REMOTE}/`]);
    expect(sent(play(put, answering('1'), next(first, 3)))).toHaveLength(2);
  });

  test('does not cover a header or a method nobody asked about', () => {
    const first = play(put, onlyPut, HERE);
    expect(sent(play({ ...put, headers: [['x-test', 'v']] }, answering('10'), next(first, 1)))).toHaveLength(
      2,
    );
    expect(sent(play({ ...put, method: 'XMETHOD' }, answering('10'), next(first, 1)))).toHaveLength(2);
  });
});

// access-control-and-redirects*.any.js
describe('redirects', () => {
  const page = 'https://foo.example';
  const remote = 'https://bar.other';

  test.each([
    [false, ANY, true],
    [true, ANY, false],
    [false, WITH_CREDENTIALS, true],
    [true, WITH_CREDENTIALS, true],
    [false, { 'Access-Control-Allow-Origin': page }, true],
    [true, { 'Access-Control-Allow-Origin': page }, false],
  ])(
    'from home to another origin, withCredentials %s: %j lets it be read: %s',
    (withCredentials, headers, succeeds) => {
      const trace = play(
        { ...XHR, url: `${page}/a`, withCredentials },
        { [`${page}/a`]: response(302, { Location: `${remote}/b` }), [remote]: ok(headers) },
      );
      expect(trace.outcome.type).toBe(succeeds ? 'response' : 'network error');
    },
  );

  test('at another origin must carry CORS headers themselves', () => {
    const run = (allow: Readonly<Record<string, string>>) =>
      play(
        { ...XHR, url: `${REMOTE}/a` },
        { [`${REMOTE}/a`]: response(302, { ...allow, Location: `${REMOTE}/b` }), [`${REMOTE}/b`]: ok(ANY) },
        HERE,
      );
    expect(run({}).script).toEqual(ERROR);
    expect(got(run({ 'Access-Control-Allow-Origin': PAGE })).status).toBe(200);
  });

  test.each(['http://username:password@bar.other/b', 'foo://bar.cgi'])('to %s fail', (location) => {
    expect(
      play({ ...XHR, url: `${REMOTE}/a` }, { [REMOTE]: redirector(location, 302) }, HERE).script,
    ).toEqual(ERROR);
  });

  test.each(['', 'x-test'])('of a preflight fail, allowing "%s"', (allow) => {
    const preflight = response(302, {
      ...ANY,
      Location: `${REMOTE}/b`,
      'Access-Control-Allow-Headers': allow,
    });
    const trace = play({ ...XHR, headers: [['x-test', 'test']] }, { [REMOTE]: preflight }, HERE);
    expect(trace.script).toEqual(ERROR);
    expect(sent(trace)).toHaveLength(1);
  });

  test('within the own origin keep an author’s header without any preflight', () => {
    const trace = play(
      { ...AT_HOME, headers: [['x-test', 'test']] },
      { [`${PAGE}/a`]: response(302, { Location: '/b' }), [`${PAGE}/b`]: ok() },
      HERE,
    );
    expect(sent(trace)).toEqual([`GET ${PAGE}/a`, `GET ${PAGE}/b`]);
    expect(headerOf(request(trace, -1), 'x-test')).toBe('test');
  });

  test.each([
    [PAGE, REMOTE],
    [REMOTE, PAGE],
    [REMOTE, REMOTE],
  ])('from %s to %s work where each allows its caller', (from, to) => {
    const servers = { [`${from}/a`]: redirector(`${to}/b`, 302), [`${to}/b`]: echo() };
    expect(got(play({ ...XHR, url: `${from}/a` }, servers, HERE)).url).toBe(`${to}/b`);
  });

  // send-redirect-to-non-cors.htm
  test.each([301, 302, 303, 307])('a %i to a server without CORS shows nothing', (status) => {
    const trace = play(
      { ...AT_HOME, headers: [['Content-Type', 'application/x-pony']] },
      { [PAGE]: redirector(`${REMOTE}/b`, status), [REMOTE]: ok({ 'X-Request-Method': 'GET' }) },
      HERE,
    );
    expect(trace.script).toEqual(ERROR);
  });

  // send-redirect-bogus*.htm, send-redirect-infinite*.htm
  test.each(['foobar://abcd', 'mailto:someone@example.org', 'tel:1234567890'])(
    'to %s are errors',
    (location) => {
      expect(play(AT_HOME, { [PAGE]: response(302, { Location: location }) }, HERE).script).toEqual(ERROR);
    },
  );

  test('without end are an error', () => {
    const trace = play(AT_HOME, { [PAGE]: response(301, { Location: '/a' }) }, HERE);
    expect(trace.script).toEqual(ERROR);
    expect(failedRule(trace)).toBe('redirect.count');
  });

  // send-redirect-no-location.htm
  test.each([301, 302, 303, 307])('a %i without Location is the response', (status) => {
    const answer = { ...response(status), statusText: 'ABE ODDYSSEE' };
    expect(got(play(AT_HOME, { [PAGE]: answer }, HERE))).toMatchObject({
      status,
      statusText: 'ABE ODDYSSEE',
    });
  });

  // send-redirect.htm
  test.each([300, 304, 305, 306, 309, 310, 350, 399])('a %i is no redirect', (status) => {
    expect(got(play(AT_HOME, { [PAGE]: response(status, { Location: '/b' }) }, HERE)).status).toBe(status);
  });

  test.each([
    [301, 'GET', 'GET'],
    [308, 'GET', 'GET'],
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'POST', 'GET'],
    [307, 'POST', 'POST'],
    [303, 'CHICKEN', 'GET'],
    [301, 'HEAD', 'HEAD'],
    [303, 'HEAD', 'HEAD'],
    [307, 'HEAD', 'HEAD'],
  ])('a %i makes %s a %s, twice in a row too', (status, method, after) => {
    const trace = play(
      { ...AT_HOME, method, headers: [['Content-Type', 'application/x-pony']] },
      {
        [`${PAGE}/a`]: response(status, { Location: '/b' }),
        [`${PAGE}/b`]: response(status, { Location: '/c' }),
        [`${PAGE}/c`]: ok(),
      },
      HERE,
    );
    expect(request(trace, -1).method).toBe(after);
    expect(headerOf(request(trace, -1), 'Content-Type')).toBe(method === after ? 'application/x-pony' : null);
  });

  // send-redirect-post-upload.htm
  test.each([
    [301, null],
    [307, 'text/plain;charset=UTF-8'],
  ])('a %i of a POST with a body leaves Content-Type %s', (status, type) => {
    const trace = play(
      { ...AT_HOME, method: 'POST', body: text('Test Message'), uploadListener: true },
      { [`${PAGE}/a`]: response(status, { Location: '/b' }), [`${PAGE}/b`]: ok() },
      HERE,
    );
    expect(headerOf(request(trace, -1), 'Content-Type')).toBe(type);
    expect(request(trace, -1).body).toBe(type === null ? null : 'Test Message');
  });

  // responseurl.html
  test('show the last URL', () => {
    const servers = { [`${PAGE}/a`]: response(302, { Location: '/b' }), [`${PAGE}/b`]: response(404) };
    expect(got(play(AT_HOME, servers, HERE))).toMatchObject({ status: 404, url: `${PAGE}/b` });
  });

  // access-control-expose-headers-on-redirect.html
  test('to another origin show what is exposed there', () => {
    const answer = ok({ ...ANY, 'Access-Control-Expose-Headers': 'foo', foo: 'bar', hoge: 'fuga' });
    const shown = got(play(AT_HOME, { [PAGE]: redirector(`${REMOTE}/b`, 302), [REMOTE]: answer }, HERE));
    expect(headerOf(shown, 'foo')).toBe('bar');
    expect(headerOf(shown, 'hoge')).toBeNull();
  });

  // preserve-ua-header-on-redirect.htm
  test('keep a User-Agent, the browser’s or the author’s', () => {
    const servers = { [`${PAGE}/a`]: response(302, { Location: '/b' }), [`${PAGE}/b`]: ok() };
    const own = play({ ...AT_HOME, method: 'POST', headers: [['User-Agent', 'TEST']] }, servers, HERE);
    expect(headerOf(request(own, -1), 'User-Agent')).toBe('TEST');
    const plain = play({ ...AT_HOME, method: 'POST' }, servers, HERE);
    expect(headerOf(request(plain, -1), 'User-Agent')).toBe(headerOf(request(plain, 0), 'User-Agent'));
  });
});

// send-redirect-to-cors.htm
describe('a redirect from home to another origin', () => {
  type Row = readonly [
    status: number,
    method: string,
    body: BodyKind,
    type: string | null,
    allowed: boolean,
    after: string | null,
  ];
  const rows: readonly Row[] = [
    [301, 'GET', 'none', null, false, 'GET'],
    [302, 'GET', 'none', null, false, 'GET'],
    [303, 'GET', 'none', null, false, 'GET'],
    [307, 'GET', 'none', null, false, 'GET'],
    [301, 'GET', 'none', 'application/x-pony', false, null],
    [301, 'GET', 'none', 'application/x-pony', true, 'GET'],
    [303, 'GET', 'none', 'application/x-pony', true, 'GET'],
    [302, 'FOO', 'string', 'application/x-pony', true, 'FOO'],
    [303, 'FOO', 'string', 'application/x-pony', true, 'GET'],
    [307, 'POST', 'none', null, false, 'POST'],
    [307, 'POST', 'string', null, false, 'POST'],
    [307, 'POST', 'ArrayBuffer', null, false, 'POST'],
    [301, 'POST', 'string', 'application/x-pony', false, 'GET'],
    [301, 'POST', 'string', 'application/x-pony', true, 'GET'],
    [302, 'POST', 'string', 'application/x-pony', false, 'GET'],
    [307, 'POST', 'string', 'application/x-pony', false, null],
    [307, 'FOO', 'string', 'application/x-pony', false, null],
    [308, 'POST', 'string', 'application/x-pony', false, null],
    [308, 'FOO', 'string', 'application/x-pony', false, null],
    [308, 'FOO', 'string', 'text/plain', false, 'FOO'],
    [308, 'FOO', 'string', 'multipart/form-data', false, 'FOO'],
    [308, 'FOO', 'string', 'application/thunderstorm', true, 'FOO'],
    [307, 'POST', 'string', 'application/thunderstorm', true, 'POST'],
  ];

  test.each(rows)(
    'by %i of a %s with body %s and Content-Type %s (allowed: %s) arrives as %s',
    (status, method, kind, type, allowed, after) => {
      const trace = play(
        {
          ...AT_HOME,
          method,
          body: { kind, text: kind === 'none' ? '' : 'yoyo', type: '' },
          headers: type === null ? [] : [['Content-Type', type]],
        },
        {
          [PAGE]: response(status, { Location: `${REMOTE}/b` }),
          [REMOTE]: ok({
            ...ANY,
            'Access-Control-Allow-Methods': 'GET, POST, PUT, FOO',
            'Access-Control-Allow-Headers': allowed ? 'x-test, x-foo, content-type' : 'x-test, x-foo',
          }),
        },
        HERE,
      );
      if (after === null) {
        expect(trace.script).toEqual(ERROR);
        return;
      }
      const last = request(trace, -1);
      expect(got(trace).status).toBe(200);
      expect(last.method).toBe(after);
      const changed = after !== method;
      const brought = kind === 'string' ? 'text/plain;charset=UTF-8' : null;
      expect(headerOf(last, 'Content-Type')).toBe(changed ? null : (type ?? brought));
      expect(last.body).toBe(changed || kind === 'none' ? null : 'yoyo');
    },
  );
});

// xhr-authorization-redirect.any.js, send-authentication-cors-*setrequestheader*.htm
describe('Authorization set by the page', () => {
  const headers = [['Authorization', 'Basic dXNlcjpwYXNz']] as const;

  test('stays within one origin, and does not go on to a third', () => {
    const home = { [`${PAGE}/a`]: response(302, { Location: '/b' }), [`${PAGE}/b`]: ok() };
    expect(headerOf(request(play({ ...AT_HOME, headers }, home, HERE), -1), 'Authorization')).toBe(
      headers[0][1],
    );
    const away = {
      [REMOTE]: redirector(`${THIRD}/b`, 302, 'Authorization'),
      [THIRD]: echo({ 'Access-Control-Allow-Headers': 'Authorization' }),
    };
    const trace = play({ ...XHR, url: `${REMOTE}/a`, headers }, away, HERE);
    expect(got(trace).status).toBe(200);
    expect(headerOf(request(trace, -1), 'Authorization')).toBeNull();
  });

  test.each([false, true])('needs to be allowed by its name, withCredentials %s', (withCredentials) => {
    const run = (allow: string) =>
      play(
        { ...XHR, headers: [...headers, ['x-user', 'u'], ['x-pass', 'p']], withCredentials },
        { [REMOTE]: echo({ 'Access-Control-Allow-Headers': allow }) },
        HERE,
      );
    expect(got(run('authorization, x-user, x-pass')).status).toBe(200);
    expect(run('x-user, x-pass').script).toEqual(ERROR);
  });
});

// access-control-preflight-credential-*.htm, send-authentication-basic-cors-not-enabled.htm
describe('a 401', () => {
  const put = { ...XHR, method: 'PUT', withCredentials: true } as const;

  test('of another origin can be read where it passes the CORS check', () => {
    const servers = { [REMOTE]: echo({ 'Access-Control-Allow-Methods': 'PUT' }, 401) };
    expect(got(play(put, servers, HERE)).status).toBe(401);
  });

  test('without CORS headers shows nothing', () => {
    const challenge = response(401, { 'X-Challenge': 'DID' });
    expect(play({ ...XHR, withCredentials: true }, { [REMOTE]: challenge }, HERE).script).toEqual(ERROR);
  });
});

// send-conditional-cors.htm, for which the cache of this edition plays no part.
test('a 304 to a condition of the page’s own needs CORS headers as any response does', () => {
  const headers = [['If-None-Match', '1']] as const;
  const allow = { ...ANY, 'Access-Control-Allow-Headers': 'If-None-Match' };
  const run = (answer: Readonly<Record<string, string>>) =>
    play({ ...XHR, headers }, { [REMOTE]: server(ok(allow), response(304, answer)) }, HERE);
  expect(got(run(allow)).status).toBe(304);
  expect(run({}).script).toEqual(ERROR);
});

// access-control-basic-cors-safelisted-request-headers.htm
test('safelisted headers arrive as the page set them, without a preflight', () => {
  const headers = [
    ['Accept', '*'],
    ['Accept-Language', 'ru'],
    ['Content-Language', 'ru'],
    ['Content-Type', 'text/plain'],
  ] as const;
  const trace = play({ ...XHR, method: 'POST', headers }, { [REMOTE]: ok(ANY) }, HERE);
  expect(sent(trace)).toEqual([`POST ${REMOTE}/`]);
  for (const [name, value] of headers) expect(headerOf(request(trace, 0), name)).toBe(value);
});

describe('response headers', () => {
  // access-control-basic-cors-safelisted-response-headers.htm
  test('the safelisted can be read, others not', () => {
    const safelisted = {
      'Cache-Control': 'no-cache',
      'Content-Language': 'en',
      'Content-Type': 'text/html',
      'Content-Length': '4',
      Expires: 'Thu, 01 Dec 1994 16:00:00 GMT',
      'Last-Modified': 'Thu, 01 Dec 1994 10:00:00 GMT',
      Pragma: 'no-cache',
    };
    const shown = got(play(XHR, { [REMOTE]: ok({ ...ANY, ...safelisted, 'X-Webkit': 'foobar' }) }, HERE));
    for (const [name, value] of Object.entries(safelisted)) expect(headerOf(shown, name)).toBe(value);
    expect(headerOf(shown, 'X-Webkit')).toBeNull();
  });

  // access-control-response-with-exposed-headers.htm
  test('what is exposed can be read in any case', () => {
    const answer = ok({ ...ANY, 'Access-Control-Expose-Headers': 'x-Foo', 'X-foo': 'BAR', 'x-test': 'TEST' });
    const shown = got(play(XHR, { [REMOTE]: answer }, HERE));
    expect(headerOf(shown, 'X-FOO')).toBe('BAR');
    expect(headerOf(shown, 'x-test')).toBeNull();
  });

  // cors-expose-star.sub.any.js
  test.each([
    ['*', false, 'X'],
    ['set-cookie,*', false, 'X'],
    ['*', true, null],
  ])('exposed as "%s", withCredentials %s', (value, withCredentials, expected) => {
    const answer = echo({
      Test: 'X',
      '*': 'whoa',
      'Set-Cookie': 'a=1',
      'Access-Control-Expose-Headers': value,
    });
    const shown = got(play({ ...XHR, withCredentials }, { [REMOTE]: answer }, HERE));
    expect(headerOf(shown, 'test')).toBe(expected);
    expect(headerOf(shown, '*')).toBe('whoa');
    expect(headerOf(shown, 'set-cookie')).toBeNull();
  });

  // getallresponseheaders-cookies.htm, getresponseheader-cookies-and-more.htm
  test('cookies cannot be read at home either, empty headers can', () => {
    const answer = ok({ 'X-Custom-Header-Empty': '', 'Set-Cookie': 'a=1', 'Set-Cookie2': 'a=1' });
    const shown = got(play(AT_HOME, { [PAGE]: answer }, HERE));
    expect(headerOf(shown, 'x-custom-header-empty')).toBe('');
    expect(headerOf(shown, 'set-cookie')).toBeNull();
    expect(headerOf(shown, 'set-cookie2')).toBeNull();
  });
});

// cors-upload.any.js, event-upload-progress-crossorigin.any.js
describe('uploads', () => {
  const form = { kind: 'FormData', text: 'key=value', type: '' } as const;

  test('a form needs no preflight by itself, and one with Authorization', () => {
    const post = { ...XHR, method: 'POST', body: form } as const;
    expect(sent(play(post, { [REMOTE]: ok(ANY) }, HERE))).toEqual([`POST ${REMOTE}/`]);
    const bearer = { ...post, withCredentials: true, headers: [['Authorization', 'Bearer x']] as const };
    const trace = play(bearer, { [REMOTE]: echo({ 'Access-Control-Allow-Headers': 'authorization' }) }, HERE);
    expect(sent(trace)).toHaveLength(2);
    expect(got(trace).status).toBe(200);
  });

  test.each([
    ['straight', `${REMOTE}/`],
    ['by a redirect', `${PAGE}/a`],
  ])('with a listener in time they are preflighted at another origin, %s', (_, url) => {
    const post = { initiator: 'XMLHttpRequest', url, method: 'POST', body: text('On time') } as const;
    const servers = { [PAGE]: redirector(`${REMOTE}/`, 307), [REMOTE]: ok(ANY) };
    const preflighted = (uploadListener: boolean) =>
      sent(play({ ...post, uploadListener }, servers, HERE)).includes(`OPTIONS ${REMOTE}/`);
    expect(preflighted(true)).toBe(true);
    expect(preflighted(false)).toBe(false);
  });
});

describe('open()', () => {
  // open-method-bogus.htm, open-method-insecure.htm
  test.each(['', '>', ' GET', 'G T', '@GET', 'G:ET', 'GET?', 'GET\n'])(
    'throws a SyntaxError for %j',
    (method) => {
      expect(playUnsent({ ...AT_HOME, method }, HERE).script).toEqual({
        kind: 'exception',
        name: 'SyntaxError',
      });
    },
  );

  test.each(['track', 'TRACK', 'trAck', 'TRACE', 'traCE', 'connect', 'CONNECT', 'connECT'])(
    'throws a SecurityError for %s',
    (method) => {
      expect(playUnsent({ ...AT_HOME, method }, HERE).script).toEqual({
        kind: 'exception',
        name: 'SecurityError',
      });
    },
  );

  // open-method-case-insensitive.htm, open-method-case-sensitive.htm
  test.each(['deLETE', 'get', 'heAd', 'OpTIOns', 'post', 'Put'])('makes %s upper case', (method) => {
    expect(request(play({ ...AT_HOME, method }, { [PAGE]: ok() }, HERE), 0).method).toBe(
      method.toUpperCase(),
    );
  });

  test.each(['XUNICORN', 'xUNIcorn', 'chiCKEN', 'PATCH', 'patCH', 'copy', 'COpy', 'inDEX', 'movE'])(
    'keeps %s',
    (method) => {
      expect(request(play({ ...AT_HOME, method }, { [PAGE]: ok() }, HERE), 0).method).toBe(method);
    },
  );

  // open-url-fragment.htm, open-referer.htm
  test('sends no fragment, and the page as Referer', () => {
    const trace = play({ ...AT_HOME, url: `${PAGE}/a#b`, method: 'POST' }, { [PAGE]: ok() }, HERE);
    expect(request(trace, 0).url).toBe(`${PAGE}/a`);
    expect(headerOf(request(trace, 0), 'Referer')).toBe(`${PAGE}/page`);
  });
});

describe('setRequestHeader()', () => {
  const names = [
    '(',
    ')',
    '<',
    '@',
    ',',
    ';',
    ':',
    '\\',
    '"',
    '/',
    '[',
    '?',
    '=',
    '{',
    ' ',
    '',
    '\u007f',
    't\rt',
  ];
  const sentWith = (headers: HeaderList) =>
    request(play({ ...AT_HOME, method: 'POST', headers }, { [PAGE]: ok() }, HERE), 0);
  const thrown = (headers: HeaderList) => playUnsent({ ...AT_HOME, headers }, HERE).script;

  // setrequestheader-bogus-name.htm, setrequestheader-bogus-value.htm
  test.each([...names, 't: t', ' tt', ':tt', 't\0t', '()[]{}', 'a?B'])(
    'throws a SyntaxError for the name %j',
    (name) => {
      expect(thrown([[name, 'x-value']])).toEqual({ kind: 'exception', name: 'SyntaxError' });
    },
  );

  test.each(['t\x00t', 't\rt', 't\nt'])('throws a SyntaxError for the value %j', (value) => {
    expect(thrown([['x-test', value]])).toEqual({ kind: 'exception', name: 'SyntaxError' });
  });

  test.each([
    ['ﾃｽﾄ', 'v'],
    ['x-test', 'ﾃｽﾄ'],
  ])('throws a TypeError for %s: %s, which are no bytes', (name, value) => {
    expect(thrown([[name, value]])).toEqual({ kind: 'exception', name: 'TypeError' });
  });

  // setrequestheader-case-insensitive.htm, setrequestheader-combining.window.js
  test('joins values under the first name, empty ones too', () => {
    const sentHeaders = sentWith([
      ['x-test', 't1'],
      ['X-TEST', 't2'],
      ['X-teST', 't3'],
      ['test-me', ''],
      ['test-me', ' '],
      ['test-me', 'x\tx'],
      ['test-me', ''],
    ]).headers;
    expect(sentHeaders.filter(([name]) => /^(x-test|test-me)$/i.test(name))).toEqual([
      ['x-test', 't1, t2, t3'],
      ['test-me', ', , x\tx, '],
    ]);
  });

  // setrequestheader-allow-empty-value.htm, setrequestheader-allow-whitespace-in-value.htm
  test.each(['', ' ', ' t', 't ', ' t '])('sends %j without white space around it', (value) => {
    expect(headerOf(sentWith([['X-Empty', value]]), 'X-Empty')).toBe(value.trim());
  });

  // setrequestheader-header-allowed.htm
  test.each([
    'Authorization',
    'Pragma',
    'User-Agent',
    'Content-Transfer-Encoding',
    'Content-Type',
    'Overwrite',
    'If',
    'Status-URI',
    'X-Pink-Unicorn',
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz",
  ])('may set %s', (name) => {
    expect(
      headerOf(
        sentWith([
          [name, 't1'],
          [name, 't2'],
        ]),
        name,
      ),
    ).toBe('t1, t2');
  });

  // setrequestheader-header-forbidden.htm
  test.each([
    ...[
      'Accept-Charset',
      'Accept-Encoding',
      'Connection',
      'Content-Length',
      'Cookie',
      'Cookie2',
      'Date',
      'DNT',
    ],
    ...['Expect', 'Host', 'Keep-Alive', 'Referer', 'TE', 'Trailer', 'Transfer-Encoding', 'Upgrade', 'Via'],
    ...['Proxy-', 'Proxy-LIES', 'Proxy-Authorization', 'Sec-', 'Sec-X'],
  ])('may not set %s, and says nothing about it', (name) => {
    expect(sentWith([[name, 'TEST']]).headers.some(([, value]) => value === 'TEST')).toBe(false);
  });

  test.each(['x-http-method-override', 'X-HTTP-Method', 'x-method-override'])(
    'may not set %s to a forbidden method',
    (name) => {
      for (const method of ['TRACE', 'track', 'connect', 'trace,', 'GET,track ', ' connect']) {
        expect(headerOf(sentWith([[name, method]]), name)).toBeNull();
      }
      for (const value of ['GETTRACE', 'GET', '",TRACE",']) {
        expect(headerOf(sentWith([[name, value]]), name)).toBe(value);
      }
    },
  );
});

// setrequestheader-content-type.htm, send-content-type-charset.htm, send-content-type-string.htm,
// content-type-unmodified.any.js, send-blob-with-no-mime-type.html, send-entity-body-none.htm
describe('the Content-Type of an XMLHttpRequest', () => {
  const typeOf = (kind: BodyKind, given: string | null, blob = '') =>
    headerOf(
      request(
        play(
          {
            ...AT_HOME,
            method: 'POST',
            body: { kind, text: kind === 'none' ? '' : 'test', type: blob },
            headers: given === null ? [] : [['Content-Type', given]],
          },
          { [PAGE]: ok() },
          HERE,
        ),
        0,
      ),
      'Content-Type',
    );

  test.each([
    ['string', '', ''],
    ['string', ' ', ''],
    ['string', null, 'text/plain;charset=UTF-8'],
    ['string', 'text/javascript;charset=ASCII', 'text/javascript;charset=UTF-8'],
    ['Blob', '', ''],
    ['Blob', null, null],
    ['Blob', 'application/xml;charset=ASCII', 'application/xml;charset=ASCII'],
    ['ArrayBuffer', '', ''],
    ['ArrayBuffer', null, null],
    ['ArrayBuffer', 'application/xml;charset=ASCII', 'application/xml;charset=ASCII'],
    ['FormData', '', ''],
    ['FormData', 'application/xml;charset=ASCII', 'application/xml;charset=ASCII'],
    ['URLSearchParams', '', ''],
    ['URLSearchParams', null, 'application/x-www-form-urlencoded;charset=UTF-8'],
    ['URLSearchParams', 'application/xml;charset=ASCII', 'application/xml;charset=UTF-8'],
    ['none', null, null],
    ['none', 'application/x-foo', 'application/x-foo'],
  ] as const)('with body %s and %j set is %j', (kind, given, expected) => {
    expect(typeOf(kind, given)).toBe(expected);
  });

  test('with FormData has a boundary', () => {
    expect(typeOf('FormData', null)).toMatch(/^multipart\/form-data; ?boundary=./);
  });

  test('with a Blob is its own, in lower case', () => {
    expect(typeOf('Blob', null, 'application/xml;charset=ASCII')).toBe('application/xml;charset=ascii');
    expect(typeOf('Blob', 'application/xml+junk;charset=ASCII', 'text/css')).toBe(
      'application/xml+junk;charset=ASCII',
    );
  });

  test.each([
    ['text; charset=ascii', 'text; charset=ascii'],
    ['charset=ascii', 'charset=ascii'],
    ['text/plain;charset=utf-8', 'text/plain;charset=utf-8'],
    ['text/x-pink-unicorn', 'text/x-pink-unicorn'],
    ['text/plain', 'text/plain'],
    ['text/plain;  hi=bye', 'text/plain;  hi=bye'],
    ['text/x-thepiano;charset= waddup', 'text/x-thepiano;charset=UTF-8'],
    ['text/plain;charset=utf-8;charset=waddup', 'text/plain;charset=utf-8;charset=waddup'],
    ['text/plain;charset=shift-jis', 'text/plain;charset=UTF-8'],
    [
      'text/x-pink-unicorn; charset=windows-1252; charset=bogus; notrelated; charset=ascii',
      'text/x-pink-unicorn;charset=UTF-8',
    ],
    ['text/plain;charset= utf-8', 'text/plain;charset=UTF-8'],
    ['text/plain;charset=utf-8 ;x=x', 'text/plain;charset=utf-8 ;x=x'],
    ['text/plain;charset="utf-8"', 'text/plain;charset="utf-8"'],
    ['text/plain;charset=" utf-8"', 'text/plain;charset=UTF-8'],
    ['text/plain;charset="u\\t\\f-8"', 'text/plain;charset="u\\t\\f-8"'],
    ['YO/yo;charset=x;yo=YO; X=y', 'yo/yo;charset=UTF-8;yo=YO;x=y'],
    ['application/json; charset=UTF-8', 'application/json; charset=UTF-8'],
  ])('set to %j for a string goes out as %j', (given, expected) => {
    expect(typeOf('string', given)).toBe(expected);
  });

  // send-entity-body-get-head*.htm
  test.each(['GET', 'HEAD'])('a %s has no body', (method) => {
    const trace = play({ ...AT_HOME, method, body: text('TEST') }, { [PAGE]: ok() }, HERE);
    expect(request(trace, 0).body).toBeNull();
    expect(headerOf(request(trace, 0), 'Content-Length')).toBeNull();
  });
});

// send-accept.htm, send-accept-language.htm
test('Accept is */* unless the page says otherwise, Accept-Language is always there', () => {
  const accept = (headers: HeaderList, name: string) =>
    headerOf(request(play({ ...AT_HOME, headers }, { [PAGE]: ok() }, HERE), 0), name);
  expect(accept([], 'Accept')).toBe('*/*');
  expect(accept([['Accept', 'x-something/vague, text/html5']], 'Accept')).toBe(
    'x-something/vague, text/html5',
  );
  expect(accept([], 'Accept-Language')).not.toBeNull();
  expect(accept([['Accept-Language', 'x-GameSpeak']], 'Accept-Language')).toBe('x-GameSpeak');
});

// status-error.htm
test.each([
  ['GET', 400],
  ['GET', 699],
  ['HEAD', 404],
  ['POST', 500],
  ['PUT', 699],
])('a %s answered %i loads: a bad status is no error event', (method, status) => {
  const trace = play({ ...AT_HOME, method }, { [PAGE]: response(status) }, HERE);
  expect(trace.script).toMatchObject({ kind: 'xhr', event: 'load', response: { status } });
});

// event-error.sub.any.js
test('a host that cannot be found shows an error event', () => {
  expect(play(XHR, { [REMOTE]: () => ({ failure: 'dns' }) }, HERE).script).toEqual(ERROR);
});

// data-uri.htm
test.each(['GET', 'POST', 'PUT', 'DELETE', 'HEAD', 'UNICORN'])(
  'a data: URL answers %s with its type, and no length',
  (method) => {
    const shown = got(
      playUnsent({ ...XHR, method, url: 'data:text/html;charset=UTF-8,Hello, World!' }, HERE),
    );
    expect(shown.status).toBe(200);
    expect(headerOf(shown, 'Content-Type')).toBe('text/html;charset=UTF-8');
    expect(headerOf(shown, 'Content-Length')).toBeNull();
  },
);

// cookies.http.html
test('cookies go along at home without being asked for, a Secure one not over http', () => {
  const set = ok([
    ['Set-Cookie', 'WK-test=1'],
    ['Set-Cookie', 'WK-test-secure=1; secure'],
  ]);
  const first = play({ ...AT_HOME, method: 'POST' }, { [PAGE]: set }, HERE);
  const second = play(
    { ...AT_HOME, method: 'POST' },
    { [PAGE]: ok() },
    { ...HERE, environment: { state: first.state } },
  );
  expect(headerOf(request(second, 0), 'Cookie')).toBe('WK-test=1');
});

// getallresponseheaders.htm, getresponseheader.any.js
test.each([
  [['0'], '0'],
  [['0', '0'], '0, 0'],
  [['', ''], ', '],
  [['1, 2', '3'], '1, 2, 3'],
  [['', '\u000B\u000C', '1', '', '', '2'], ', \u000B\u000C, 1, , , 2'],
])('lines of one name, %j, are read as %j', (values, joined) => {
  const answer = ok(values.map((value) => ['heya', value] as const));
  expect(headerOf(got(play(AT_HOME, { [PAGE]: answer }, HERE)), 'heya')).toBe(joined);
});

// request-content-length.any.js, send-entity-body-empty.htm
test.each([
  ['POST', 'This is 22 bytes long.', '22'],
  ['POST', '', '0'],
  ['PUT', '', '0'],
])('a %s of %j has a Content-Length of %s', (method, body, length) => {
  const trace = play({ ...AT_HOME, method, body: text(body) }, { [PAGE]: ok() }, HERE);
  expect(headerOf(request(trace, 0), 'Content-Length')).toBe(length);
});

// send-authentication-basic-cors.htm
test('withCredentials * allows neither origin nor headers', () => {
  const servers = { [REMOTE]: ok({ ...ALLOW_ALL, 'Access-Control-Allow-Credentials': 'true' }) };
  const headers = [['x-user', 'user']] as const;
  expect(play({ ...XHR, headers, withCredentials: true }, servers, HERE).script).toEqual(ERROR);
});

// send-conditional.htm
test('a 304 to a condition of the page’s own is shown as it is', () => {
  for (const name of ['If-None-Match', 'If-Modified-Since']) {
    const trace = play({ ...AT_HOME, headers: [[name, 'x']] }, { [PAGE]: response(304) }, HERE);
    expect(got(trace).status).toBe(304);
  }
});

// XMLHttpRequest-withCredentials.any.js
test('withCredentials makes the credentials mode include', () => {
  const mode = (withCredentials: boolean) =>
    stepOf(play({ ...XHR, withCredentials }, { [REMOTE]: echo() }, HERE), 'request.initiator').facts
      .credentials;
  expect(mode(false)).toBe('same-origin');
  expect(mode(true)).toBe('include');
});
