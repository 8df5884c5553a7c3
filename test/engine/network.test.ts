import { describe, expect, test } from 'vitest';
import type { AddressSpace } from '../../src/engine/address-space';
import type { ReferrerPolicy } from '../../src/engine/client';
import type { Cookie } from '../../src/engine/cookies';
import type { CacheMode, CredentialsMode, RequestSpec } from '../../src/engine/initiator';
import {
  A,
  ALLOW_ALL,
  ANY,
  B,
  C,
  cookie,
  failedRule,
  got,
  headerOf,
  holding,
  ok,
  play,
  playUnsent,
  redirect,
  request,
  requests,
  response,
  type Setting,
  sandboxed,
  sent,
  server,
  stepOf,
  WITH_CREDENTIALS,
} from './harness';

const HTTP_PAGE = { client: { url: 'http://foo.example/page' } } as const;

describe('credentials', () => {
  const both = { environment: holding(cookie('foo.example'), cookie('bar.other')) };

  test.each<readonly [CredentialsMode, string, boolean]>([
    ['omit', A, false],
    ['omit', B, false],
    ['same-origin', A, true],
    ['same-origin', B, false],
    ['include', A, true],
    ['include', B, true],
  ])('H1: credentials mode "%s" to %s sends cookies: %s', (credentials, origin, sends) => {
    const trace = play({ url: `${origin}/doc`, credentials }, { [origin]: ok(WITH_CREDENTIALS) }, both);
    expect(headerOf(request(trace, 0), 'Cookie')).toBe(sends ? 'id=1' : null);
    expect(stepOf(trace, 'network.credentials').facts.included).toBe(sends);
  });

  test('H1: credentials mode "same-origin" sends no cookies after another origin, back home neither', () => {
    const trace = play(
      { url: `${A}/own` },
      { [`${A}/own`]: redirect(`${B}/doc`), [B]: redirect(`${A}/next`), [`${A}/next`]: ok(ANY) },
      { environment: holding(cookie('foo.example')) },
    );
    expect(requests(trace).map((sent) => headerOf(sent, 'Cookie'))).toEqual(['id=1', null, null]);
    expect(got(trace).status).toBe(200);
  });

  test('H1: a page embedded as "credentialless" loads other origins without cookies, its own with', () => {
    const credentialless = { ...both, client: { embedderPolicy: 'credentialless' } } as const;
    const image = { initiator: 'image' } as const;
    const other = play({ ...image, url: `${B}/i.png` }, { [B]: ok() }, credentialless);
    expect(headerOf(request(other, 0), 'Cookie')).toBeNull();
    const own = play({ ...image, url: `${A}/i.png` }, { [A]: ok() }, credentialless);
    expect(headerOf(request(own, 0), 'Cookie')).toBe('id=1');
    const cors = play({ credentials: 'include' }, { [B]: ok(WITH_CREDENTIALS) }, credentialless);
    expect(headerOf(request(cors, 0), 'Cookie')).toBe('id=1');
  });

  test.each(['omit', 'same-origin', 'include'] as const)(
    'H10: an Authorization of the author’s own is sent with credentials mode "%s"',
    (credentials) => {
      const allow = ok({ ...WITH_CREDENTIALS, 'Access-Control-Allow-Headers': 'Authorization' });
      const headers = [['Authorization', 'Bearer x']] as const;
      const trace = play({ credentials, headers }, { [B]: allow });
      expect(headerOf(request(trace, 1), 'Authorization')).toBe('Bearer x');
      expect(got(trace).status).toBe(200);
    },
  );

  test('H6: cookies go as one header, the longer path first', () => {
    const jar = [cookie('bar.other'), cookie('bar.other', { name: 'deep', value: '2', path: '/doc' })];
    const trace = play(
      { credentials: 'include' },
      { [B]: ok(WITH_CREDENTIALS) },
      { environment: holding(...jar) },
    );
    expect(headerOf(request(trace, 0), 'Cookie')).toBe('deep=2; id=1');
  });

  test('H8: a cross-origin 401 that passes the CORS check is a response like any other', () => {
    const trace = play(
      { credentials: 'include' },
      { [B]: response(401, { ...WITH_CREDENTIALS, 'WWW-Authenticate': 'Basic' }) },
    );
    expect(got(trace)).toMatchObject({ status: 401, body: 'readable' });
    expect(stepOf(trace, 'network.unauthorized').facts.prompts).toBe(false);
  });

  test('H8: a same-origin 401 asks for a password, unless credentials are omitted', () => {
    const own = { url: `${A}/own` };
    expect(stepOf(play(own, { [A]: response(401) }), 'network.unauthorized').facts.prompts).toBe(true);
    const omitted = play({ ...own, credentials: 'omit' }, { [A]: response(401) });
    expect(stepOf(omitted, 'network.unauthorized').facts.prompts).toBe(false);
  });
});

describe('Set-Cookie', () => {
  const SET = { 'Set-Cookie': 'id=1; Secure; SameSite=None' };

  test('H9: is stored when credentials are included, though the CORS check fails', () => {
    const trace = play({ credentials: 'include' }, { [B]: ok(SET) });
    expect(failedRule(trace)).toBe('cors-check.allow-origin-missing');
    expect(trace.state.cookies).toMatchObject([{ name: 'id', value: '1', domain: 'bar.other' }]);
  });

  test.each(['omit', 'same-origin'] as const)(
    'H9: from another origin is ignored with credentials mode "%s"',
    (credentials) => {
      const trace = play({ credentials }, { [B]: ok({ ...ANY, ...SET }) });
      expect(trace.state.cookies).toEqual([]);
      expect(stepOf(trace, 'network.set-cookie').facts).toEqual({
        stored: [],
        ignored: [{ name: 'id', why: 'credentials not included' }],
      });
    },
  );

  test('H9: from a preflight is never stored', () => {
    const allow = { ...WITH_CREDENTIALS, 'Access-Control-Allow-Methods': 'PUT' };
    const trace = play(
      { method: 'PUT', credentials: 'include' },
      { [B]: server(ok({ ...allow, ...SET }), ok(allow)) },
    );
    expect(got(trace).status).toBe(200);
    expect(trace.state.cookies).toEqual([]);
  });

  test('H9: from a redirect goes with the next request', () => {
    const trace = play(
      { credentials: 'include' },
      { [`${B}/doc`]: response(302, { ...WITH_CREDENTIALS, ...SET, Location: '/next' }), [B]: ok() },
    );
    expect(requests(trace).map((sent) => headerOf(sent, 'Cookie'))).toEqual([null, 'id=1']);
  });

  const stored = (value: string) =>
    stepOf(play({ url: `${A}/own` }, { [A]: ok({ 'Set-Cookie': value }) }), 'network.set-cookie').facts;

  test.each([
    ['__Secure-id=1', '__Secure- prefix'],
    ['__SECURE-id=1; Path=/', '__Secure- prefix'],
    ['__Host-id=1; Path=/', '__Host- prefix'],
    ['__Host-id=1; Secure', '__Host- prefix'],
    ['__Host-id=1; Secure; Path=/own', '__Host- prefix'],
    ['__host-id=1; Secure; Path=/; Domain=foo.example', '__Host- prefix'],
    ['__Secure-id', 'prefix without a name'],
    ['=__host-id=1; Secure; Path=/', 'prefix without a name'],
  ] as const)('H11: %s is refused for its prefix', (value, why) => {
    expect(stored(value).ignored).toMatchObject([{ why }]);
  });

  test.each([
    '__Secure-id=1; Secure',
    '__Host-id=1; Secure; Path=/',
    'id=__Host-id',
    '=id; Path=/; Domain=foo.example',
  ])('H11: %s is stored', (value) => {
    expect(stored(value).ignored).toEqual([]);
  });
});

describe('SameSite', () => {
  const SUBDOMAIN = 'https://api.foo.example';

  function cookiesSent(
    sameSite: Cookie['sameSite'],
    origin: string,
    changes: Partial<RequestSpec> = {},
    setting: Setting = {},
  ): string | null {
    const jar = holding(cookie(new URL(origin).hostname, { sameSite }));
    const trace = play(
      { url: `${origin}/x`, credentials: 'include', ...changes },
      { [origin]: ok(WITH_CREDENTIALS) },
      { ...setting, environment: jar },
    );
    return headerOf(request(trace, 0), 'Cookie');
  }

  test.each(['Strict', 'Lax', 'None', 'unset'] as const)(
    'H11: SameSite %s goes to another origin of the same site, whatever its port',
    (sameSite) => {
      expect(cookiesSent(sameSite, SUBDOMAIN)).toBe('id=1');
      expect(cookiesSent(sameSite, 'https://foo.example:8443')).toBe('id=1');
    },
  );

  test.each([
    ['Strict', null],
    ['Lax', null],
    ['unset', null],
    ['None', 'id=1'],
  ] as const)('H11: SameSite %s to another site sends %s', (sameSite, cookies) => {
    expect(cookiesSent(sameSite, B)).toBe(cookies);
  });

  test('H11: another scheme is another site', () => {
    const jar = holding(cookie('foo.example', { sameSite: 'Lax' }));
    const trace = play(
      { url: `${A}/x`, credentials: 'include' },
      { [A]: ok() },
      { ...HTTP_PAGE, environment: jar },
    );
    expect(headerOf(request(trace, 0), 'Cookie')).toBeNull();
  });

  test('H11: in a frame below another site, SameSite cookies stay home', () => {
    const framed = { client: { hasCrossSiteAncestor: true } };
    expect(cookiesSent('Lax', A, {}, framed)).toBeNull();
    expect(cookiesSent('None', A, {}, framed)).toBe('id=1');
  });

  test('H11: after a redirect through another site, SameSite cookies stay home', () => {
    const jar = holding(cookie('foo.example', { sameSite: 'Lax' }), cookie('foo.example', { name: 'none' }));
    const trace = play(
      { url: `${B}/doc`, credentials: 'include' },
      { [B]: response(302, { ...WITH_CREDENTIALS, Location: `${A}/home` }), [A]: ok() },
      { environment: jar },
    );
    expect(headerOf(request(trace, 1), 'Cookie')).toBe('none=1');
    expect(stepOf(trace, 'network.cookies').facts.withheld).toEqual([{ name: 'id', why: 'SameSite' }]);
  });

  test('H11: a Secure cookie needs https', () => {
    const jar = holding(cookie('foo.example', { sameSite: 'Lax' }));
    const trace = play(
      { url: 'http://foo.example/x' },
      { 'http://foo.example': ok() },
      { ...HTTP_PAGE, environment: jar },
    );
    expect(stepOf(trace, 'network.cookies').facts).toEqual({
      sent: [],
      withheld: [{ name: 'id', why: 'Secure' }],
    });
  });

  test('H11: SameSite=None without Secure is not stored', () => {
    const trace = play({ credentials: 'include' }, { [B]: ok({ 'Set-Cookie': 'id=1; SameSite=None' }) });
    expect(trace.state.cookies).toEqual([]);
    expect(stepOf(trace, 'network.set-cookie').facts.ignored).toEqual([
      { name: 'id', why: 'SameSite=None without Secure' },
    ]);
  });

  test('H11: a page in a frame of another site is navigated without SameSite cookies', () => {
    const jar = holding(cookie('foo.example', { sameSite: 'Lax' }));
    const form = { initiator: 'form', url: `${A}/own`, method: 'GET' } as const;
    const sentTo = (hasCrossSiteAncestor: boolean) =>
      headerOf(
        request(play(form, { [A]: ok() }, { environment: jar, client: { hasCrossSiteAncestor } }), 0),
        'Cookie',
      );
    expect(sentTo(false)).toBe('id=1');
    expect(sentTo(true)).toBeNull();
  });

  test('H11: where third-party cookies are blocked, SameSite=None does not help', () => {
    const trace = play(
      { credentials: 'include' },
      { [B]: ok({ ...WITH_CREDENTIALS, 'Set-Cookie': 'more=1; Secure; SameSite=None' }) },
      { environment: { ...holding(cookie('bar.other')), thirdPartyCookies: 'blocked' } },
    );
    expect(headerOf(request(trace, 0), 'Cookie')).toBeNull();
    expect(trace.state.cookies).toHaveLength(1);
    expect(got(trace).status).toBe(200);
  });
});

describe('Content-Length and Referer', () => {
  test.each([
    ['POST', '0'],
    ['PUT', '0'],
    ['GET', null],
    ['HEAD', null],
    ['DELETE', null],
    ['PATCH', null],
  ])('H2: a %s without body has the Content-Length %s', (method, length) => {
    const trace = play({ url: `${A}/own`, method }, { [A]: ok() });
    expect(headerOf(request(trace, 0), 'Content-Length')).toBe(length);
  });

  test('H2: Content-Length counts bytes', () => {
    const body = { kind: 'string', text: 'ä€😀', type: '' } as const;
    const trace = play({ method: 'POST', body }, { [B]: ok(ANY) });
    expect(headerOf(request(trace, 0), 'Content-Length')).toBe('9');
  });

  test('H2: a stream has no Content-Length, as nobody knows it yet', () => {
    const body = { kind: 'ReadableStream', text: 'hi', type: '' } as const;
    const trace = play({ method: 'POST', body }, { [B]: ok(ALLOW_ALL) });
    expect(request(trace, -1).body).toBe('hi');
    expect(headerOf(request(trace, -1), 'Content-Length')).toBeNull();
  });

  const DOWN = 'http://bar.other';
  const full = `${A}/page?q`;
  const origin = `${A}/`;

  // To the own origin, to another, and from https down to http.
  test.each<readonly [ReferrerPolicy, string | null, string | null, string | null]>([
    ['no-referrer', null, null, null],
    ['no-referrer-when-downgrade', full, full, null],
    ['origin', origin, origin, origin],
    ['origin-when-cross-origin', full, origin, origin],
    ['same-origin', full, null, null],
    ['strict-origin', origin, origin, null],
    ['strict-origin-when-cross-origin', full, origin, null],
    ['unsafe-url', full, full, full],
  ])('H2: referrer policy "%s" decides Referer', (referrerPolicy, own, other, down) => {
    const referer = (changes: Partial<RequestSpec>) => {
      const answers = { [A]: ok(), [B]: ok(ANY), [DOWN]: ok() };
      const trace = play(changes, answers, { client: { url: `${A}/page?q#part`, referrerPolicy } });
      return headerOf(request(trace, 0), 'Referer');
    };
    expect(referer({ url: `${A}/own` })).toBe(own);
    expect(referer({ url: `${B}/doc` })).toBe(other);
    expect(referer({ initiator: 'form', url: `${DOWN}/doc` })).toBe(down);
  });

  test('H2: the referrer policy of the request goes before that of the page', () => {
    const trace = play({ referrerPolicy: 'no-referrer' }, { [B]: ok(ANY) });
    expect(headerOf(request(trace, 0), 'Referer')).toBeNull();
  });

  test('H2: a page with an opaque origin sends no Referer', () => {
    const trace = play({}, { [B]: ok(ANY) }, { client: { ...sandboxed, referrerPolicy: 'unsafe-url' } });
    expect(headerOf(request(trace, 0), 'Referer')).toBeNull();
  });
});

describe('Origin', () => {
  function originSent(changes: Partial<RequestSpec>, setting: Setting = {}): string | null {
    const answers = { [A]: ok(ANY), [B]: ok(ANY), 'http://bar.other': ok(ANY), 'http://foo.example': ok() };
    return headerOf(request(play(changes, answers, setting), -1), 'Origin');
  }

  test('H3: a CORS request always has one', () => {
    for (const method of ['GET', 'HEAD', 'POST']) expect(originSent({ method })).toBe(A);
  });

  test.each(['no-referrer', 'same-origin'] as const)(
    'H3: referrer policy "%s" takes nothing from a CORS request',
    (referrerPolicy) => {
      expect(originSent({ method: 'POST', referrerPolicy })).toBe(A);
      expect(originSent({ url: `${A}/own`, method: 'POST', referrerPolicy })).toBe(A);
    },
  );

  test('H3: a same-origin GET or HEAD has none, any other method has one', () => {
    const own = { url: `${A}/own` };
    expect(originSent({ ...own, method: 'GET' })).toBeNull();
    expect(originSent({ ...own, method: 'HEAD' })).toBeNull();
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) expect(originSent({ ...own, method })).toBe(A);
  });

  test('H3: a no-cors GET has none, a no-cors POST has one', () => {
    expect(originSent({ mode: 'no-cors' })).toBeNull();
    expect(originSent({ mode: 'no-cors', method: 'POST' })).toBe(A);
  });

  test('H3: an opaque origin is sent as null', () => {
    expect(originSent({}, { client: sandboxed })).toBe('null');
  });

  test('H3: a WebSocket has one, at home too, whatever the referrer policy', () => {
    const socket = { initiator: 'WebSocket', url: 'wss://foo.example/socket' } as const;
    const answers = { 'wss://foo.example': response(101) };
    for (const referrerPolicy of ['no-referrer', 'unsafe-url'] as const) {
      const trace = play(socket, answers, { client: { referrerPolicy } });
      expect(headerOf(request(trace, 0), 'Origin')).toBe(A);
      expect(headerOf(request(trace, 0), 'Referer')).toBeNull();
    }
  });

  // Of a form's POST: to the own origin, to another, from https to http.
  test.each<readonly [ReferrerPolicy, string, string, string]>([
    ['no-referrer', 'null', 'null', 'null'],
    ['no-referrer-when-downgrade', A, A, 'null'],
    ['strict-origin', A, A, 'null'],
    ['strict-origin-when-cross-origin', A, A, 'null'],
    ['same-origin', A, 'null', 'null'],
    ['origin', A, A, A],
    ['origin-when-cross-origin', A, A, A],
    ['unsafe-url', A, A, A],
  ])('H3: referrer policy "%s" decides the Origin of a POST without CORS', (policy, own, other, down) => {
    const post = { initiator: 'form', method: 'POST' } as const;
    const page = { client: { referrerPolicy: policy } };
    expect(originSent({ ...post, url: `${A}/own` }, page)).toBe(own);
    expect(originSent({ ...post, url: `${B}/doc` }, page)).toBe(other);
    expect(originSent({ ...post, url: 'http://bar.other/doc' }, page)).toBe(down);
  });

  test('H3: an http page tells http servers its origin under "strict-origin"', () => {
    const post = { mode: 'no-cors', method: 'POST', url: 'http://bar.other/doc' } as const;
    const page = { client: { url: 'http://foo.example/page', referrerPolicy: 'strict-origin' } } as const;
    expect(originSent(post, page)).toBe('http://foo.example');
  });

  test.each([
    ['other sites', B, C],
    ['the page’s own site', 'https://api.foo.example', 'https://www.foo.example'],
  ])('H3: after a redirect between two origins of %s it is null', (_, from, to) => {
    const trace = play({ url: `${from}/x` }, { [from]: redirect(`${to}/x`), [to]: ok(ANY) });
    expect(requests(trace).map((sent) => headerOf(sent, 'Origin'))).toEqual([A, 'null']);
  });

  test('Y1: a POST redirected with 307 within the own origin has one on both requests', () => {
    const trace = play(
      { url: `${A}/own`, method: 'POST' },
      { [`${A}/own`]: redirect('/next', 307), [A]: ok() },
    );
    expect(requests(trace).map((sent) => headerOf(sent, 'Origin'))).toEqual([A, A]);
  });
});

describe('headers the browser adds last', () => {
  test.each<readonly [CacheMode, string | null, string | null]>([
    ['default', null, null],
    ['force-cache', null, null],
    ['no-cache', 'max-age=0', null],
    ['no-store', 'no-cache', 'no-cache'],
    ['reload', 'no-cache', 'no-cache'],
  ])('H4: cache mode "%s" adds Cache-Control %s and Pragma %s', (cache, cacheControl, pragma) => {
    const trace = play({ cache }, { [B]: ok(ANY) });
    expect(headerOf(request(trace, 0), 'Cache-Control')).toBe(cacheControl);
    expect(headerOf(request(trace, 0), 'Pragma')).toBe(pragma);
    expect(sent(trace)).toEqual([`GET ${B}/doc`]);
  });

  test('H4: what the author set is not added to', () => {
    const headers = [
      ['Cache-Control', 'max-age=60'],
      ['Pragma', 'mine'],
      ['User-Agent', 'mine'],
    ] as const;
    const trace = play({ cache: 'no-store', headers }, { [B]: ok(ALLOW_ALL) });
    const last = request(trace, 1);
    expect(headerOf(last, 'Cache-Control')).toBe('max-age=60');
    expect(headerOf(last, 'Pragma')).toBe('mine');
    expect(headerOf(last, 'User-Agent')).toBe('mine');
  });

  test('H4: every request has a User-Agent, and needs no preflight for it', () => {
    const trace = play({}, { [B]: ok(ANY) });
    expect(headerOf(request(trace, 0), 'User-Agent')).not.toBeNull();
    expect(sent(trace)).toHaveLength(1);
  });

  test('H4: with Range the answer is asked for unencoded', () => {
    const trace = play({ headers: [['Range', 'bytes=0-10']] }, { [B]: ok(ANY) });
    expect(headerOf(request(trace, 0), 'Accept-Encoding')).toBe('identity');
    expect(headerOf(request(play({}, { [B]: ok(ANY) }), 0), 'Accept-Encoding')).toContain('gzip');
  });

  test.each([
    [A, 'same-origin'],
    ['https://foo.example:8443', 'same-site'],
    ['https://api.foo.example', 'same-site'],
    [B, 'cross-site'],
  ])('H4: Sec-Fetch-Site to %s is %s', (origin, site) => {
    const trace = play({ url: `${origin}/x` }, { [origin]: ok(ANY) });
    expect(headerOf(request(trace, 0), 'Sec-Fetch-Site')).toBe(site);
  });

  test('H4: Sec-Fetch-Site remembers the farthest URL of a chain of redirects', () => {
    const trace = play(
      { url: `${A}/own` },
      { [`${A}/own`]: redirect(`${B}/doc`), [B]: redirect(`${A}/next`), [`${A}/next`]: ok(ANY) },
    );
    const sites = requests(trace).map((sent) => headerOf(sent, 'Sec-Fetch-Site'));
    expect(sites).toEqual(['same-origin', 'cross-site', 'cross-site']);
  });

  test('H4: Sec-Fetch-Mode and Sec-Fetch-Dest say what asks', () => {
    const image = play({ initiator: 'image' }, { [B]: ok() });
    expect(headerOf(request(image, 0), 'Sec-Fetch-Mode')).toBe('no-cors');
    expect(headerOf(request(image, 0), 'Sec-Fetch-Dest')).toBe('image');
    const form = { initiator: 'form', method: 'GET' } as const;
    const navigated = (client: { hasCrossSiteAncestor: boolean }) =>
      headerOf(request(play(form, { [B]: ok() }, { client }), 0), 'Sec-Fetch-Dest');
    expect(navigated({ hasCrossSiteAncestor: false })).toBe('document');
    expect(navigated({ hasCrossSiteAncestor: true })).toBe('iframe');
    const preflight = play({ method: 'PUT' }, { [B]: ok(ALLOW_ALL) });
    expect(headerOf(request(preflight, 0), 'Sec-Fetch-Mode')).toBe('cors');
    expect(headerOf(request(preflight, 0), 'Sec-Fetch-Dest')).toBe('empty');
  });

  test('H4: plain http is told none of this', () => {
    const trace = play({ url: 'http://bar.other/x' }, { 'http://bar.other': ok(ANY) }, HTTP_PAGE);
    expect(request(trace, 0).headers.filter(([name]) => name.startsWith('Sec-'))).toEqual([]);
  });

  test.each(['If-None-Match', 'If-Modified-Since', 'If-Unmodified-Since', 'If-Match', 'If-Range'])(
    'H5: %s needs a preflight, and bypasses the HTTP cache',
    (name) => {
      const trace = play({ headers: [[name, 'x']] }, { [B]: ok(ALLOW_ALL) });
      expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBe(name.toLowerCase());
      expect(headerOf(request(trace, 1), 'Cache-Control')).toBe('no-cache');
      expect(headerOf(request(trace, 1), 'Pragma')).toBe('no-cache');
    },
  );

  test('H5: a conditional request with a cache mode of its own keeps that', () => {
    const trace = play(
      { url: `${A}/own`, cache: 'no-cache', headers: [['If-None-Match', '"x"']] },
      { [A]: response(304) },
    );
    expect(headerOf(request(trace, 0), 'Cache-Control')).toBe('max-age=0');
    expect(headerOf(request(trace, 0), 'Pragma')).toBeNull();
  });

  test('H7: with nothing in the HTTP cache, "only-if-cached" is a network error, and nothing is sent', () => {
    const trace = playUnsent({ url: `${A}/own`, mode: 'same-origin', cache: 'only-if-cached' });
    expect(failedRule(trace)).toBe('network.only-if-cached');
  });
});

describe('the connection', () => {
  test.each(['dns', 'refused', 'tls', 'reset', 'timeout', 'blocked by the client'] as const)(
    'L5: no response at all (%s) is a network error like a failed CORS check',
    (failure) => {
      const trace = play({}, { [B]: () => ({ failure }) });
      expect(failedRule(trace)).toBe('network.connection');
      expect(trace.script).toEqual({ kind: 'rejection' });
    },
  );

  test('L5: a preflight that cannot connect ends the fetch', () => {
    const trace = play({ method: 'PUT' }, { [B]: () => ({ failure: 'reset' }) });
    expect(failedRule(trace)).toBe('network.connection');
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`]);
  });
});

describe('the local network', () => {
  const LOOPBACK = 'http://localhost:8080';
  const LOCAL = 'http://192.168.1.1';

  function ask(from: AddressSpace, origin: string, setting: Setting = {}) {
    return play(
      { url: `${origin}/x` },
      { [origin]: ok(ANY) },
      {
        ...setting,
        client: { url: 'https://localhost/page', addressSpace: from, ...setting.client },
      },
    );
  }

  test.each<readonly [AddressSpace, string, 'asked' | 'not asked']>([
    ['public', LOOPBACK, 'asked'],
    ['public', 'https://192.168.1.1', 'asked'],
    ['public', B, 'not asked'],
    ['local', LOOPBACK, 'asked'],
    ['local', 'https://192.168.1.1', 'not asked'],
    ['local', B, 'not asked'],
    ['loopback', LOOPBACK, 'not asked'],
    ['loopback', 'https://192.168.1.1', 'not asked'],
    ['loopback', B, 'not asked'],
  ])('O1: from the %s network to %s permission is %s', (from, origin, asked) => {
    const trace = ask(from, origin);
    expect(failedRule(trace)).toBe(asked === 'asked' ? 'network.local-network' : null);
  });

  test('O1: without permission nothing is sent', () => {
    const trace = ask('public', LOOPBACK);
    expect(sent(trace)).toEqual([]);
    expect(stepOf(trace, 'network.local-network').facts).toEqual({
      from: 'public',
      to: 'loopback',
      why: 'denied',
    });
  });

  test('O1: with permission the request goes out as any other, and still needs CORS', () => {
    const granted = { environment: { localNetwork: 'granted' } } as const;
    expect(got(ask('public', LOOPBACK, granted)).status).toBe(200);
    const refused = play({ url: `${LOOPBACK}/x` }, { [LOOPBACK]: ok() }, granted);
    expect(failedRule(refused)).toBe('cors-check.allow-origin-missing');
  });

  test('O1: a page that is not secure cannot be given permission', () => {
    const trace = play(
      { url: `${LOCAL}/x` },
      { [LOCAL]: ok(ANY) },
      { ...HTTP_PAGE, environment: { localNetwork: 'granted' } },
    );
    expect(failedRule(trace)).toBe('network.local-network');
    expect(stepOf(trace, 'network.local-network').facts.why).toBe('not secure');
  });

  test('O1: a trustworthy page may ask its own origin', () => {
    const own = play({ url: `${A}/own` }, { [A]: ok() }, { environment: { addressSpace: () => 'local' } });
    expect(got(own).type).toBe('basic');
    const http = play(
      { url: 'http://foo.example/own' },
      { 'http://foo.example': ok() },
      { ...HTTP_PAGE, environment: { addressSpace: () => 'local' } },
    );
    expect(failedRule(http)).toBe('network.local-network');
  });

  test('O1: a no-cors request and a redirect are judged alike', () => {
    expect(failedRule(playUnsent({ mode: 'no-cors', url: `${LOOPBACK}/x` }))).toBe('network.local-network');
    const trace = play({}, { [B]: redirect(`${LOOPBACK}/x`) });
    expect(failedRule(trace)).toBe('network.local-network');
    expect(sent(trace)).toEqual([`GET ${B}/doc`]);
  });

  test('O2: the older preflight for private networks is not sent', () => {
    const trace = play(
      { url: `${LOOPBACK}/x` },
      { [LOOPBACK]: ok(ANY) },
      { environment: { localNetwork: 'granted' } },
    );
    expect(sent(trace)).toEqual([`GET ${LOOPBACK}/x`]);
    const names = request(trace, 0).headers.map(([name]) => name.toLowerCase());
    expect(names).not.toContain('access-control-request-private-network');
  });
});
