import { describe, expect, test } from 'vitest';
import type { CredentialsMode } from '../../../src/engine/initiator';
import type { FilteredResponse } from '../../../src/engine/trace';
import {
  ANY,
  failedRule,
  got,
  headerOf,
  later,
  ok,
  play,
  playUnsent,
  request,
  response,
  sandboxed,
  sent,
  server,
} from '../harness';
import { ELSEWHERE, echo, HERE, PAGE, REDIRECTS, REMOTE, redirector, THIRD } from './servers';

const visible = (shown: FilteredResponse, name: string) => headerOf(shown, name);

// cors-basic.any.js, cors-keepalive.any.js
describe.each(ELSEWHERE)('a request to %s', (_, origin) => {
  const url = `${origin}/top`;

  test('gives an opaque response in mode no-cors: status 0, no text, no body', () => {
    const shown = got(play({ url, mode: 'no-cors' }, { [origin]: ok(ANY) }, HERE));
    expect(shown).toMatchObject({ type: 'opaque', status: 0, statusText: '', headers: [], body: 'hidden' });
  });

  test('fails where the server says nothing', () => {
    expect(failedRule(play({ url }, { [origin]: ok() }, HERE))).toBe('cors-check.allow-origin-missing');
  });

  test('gives a cors response where the server allows it', () => {
    expect(got(play({ url }, { [origin]: ok(ANY) }, HERE))).toMatchObject({ type: 'cors', status: 200 });
  });

  // cors-no-preflight.any.js
  test('is not preflighted for a GET, and says where it comes from', () => {
    const trace = play({ url }, { [origin]: ok(ANY) }, HERE);
    expect(sent(trace)).toEqual([`GET ${url}`]);
    expect(headerOf(request(trace, 0), 'Origin')).toBe(PAGE);
  });

  // cors-origin.any.js
  test.each(['GET', 'HEAD', 'POST', 'PUT'])(
    'with %s passes with the page’s origin, not with its own',
    (method) => {
      const allowing = (value: string) => ({
        [origin]: ok({ 'Access-Control-Allow-Origin': value, 'Access-Control-Allow-Methods': method }),
      });
      expect(got(play({ url, method }, allowing(PAGE), HERE)).status).toBe(200);
      expect(failedRule(play({ url, method }, allowing(origin), HERE))).toBe('cors-check.allow-origin');
      expect(failedRule(play({ url, method }, allowing(''), HERE))).toBe('cors-check.allow-origin');
    },
  );
});

// cors-no-preflight.any.js
describe('no preflight', () => {
  test.each([
    ['GET', 'Accept', '*/*'],
    ['GET', 'Accept-Language', 'fr'],
    ['GET', 'Content-Language', 'fr'],
    ['GET', 'Content-Type', 'application/x-www-form-urlencoded'],
    ['GET', 'Content-Type', 'multipart/form-data'],
    ['GET', 'Content-Type', 'text/plain'],
    ['GET', 'Content-Type', 'text/plain;charset=utf-8'],
    ['GET', 'Content-Type', 'Text/Plain;charset=utf-8'],
    ['POST', 'Accept', '*/*'],
    ['HEAD', 'Accept', '*/*'],
  ])('for %s with %s: %s', (method, name, value) => {
    const trace = play({ url: `${REMOTE}/`, method, headers: [[name, value]] }, { [REMOTE]: ok(ANY) }, HERE);
    expect(sent(trace)).toEqual([`${method} ${REMOTE}/`]);
    expect(got(trace).status).toBe(200);
  });
});

// cors-preflight-not-cors-safelisted.any.js
describe('a preflight', () => {
  test.each([
    ['accept', '"'],
    ['accept', '0'.repeat(129)],
    ['accept-language', '\u0001'],
    ['accept-language', '@'],
    ['authorization', 'basics'],
    ['content-language', '\u0001'],
    ['content-language', '@'],
    ['content-type', 'text/html'],
    ['content-type', `text/plain; long=${'0'.repeat(112)}`],
    ['range', 'bytes 0-'],
    ['test', 'hi'],
  ])('is needed for %s: %j, and asks for that header', (name, value) => {
    const trace = play(
      { url: `${REMOTE}/`, headers: [[name, value]] },
      { [REMOTE]: echo({ 'Access-Control-Allow-Headers': name }) },
      HERE,
    );
    expect(sent(trace)).toEqual([`OPTIONS ${REMOTE}/`, `GET ${REMOTE}/`]);
    expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBe(name);
    expect(got(trace).status).toBe(200);
  });
});

// cors-preflight.any.js
describe('what a preflight allows', () => {
  test.each(['DELETE', 'PUT', 'PATCH', 'patcH', 'NEW', 'chicken'])(
    '%s, where it is listed as it is written',
    (method) => {
      const allowing = { [REMOTE]: echo({ 'Access-Control-Allow-Methods': method }) };
      const trace = play({ url: `${REMOTE}/`, method }, allowing, HERE);
      expect(got(trace).status).toBe(200);
      expect(headerOf(request(trace, 0), 'Access-Control-Request-Method')).toBe(method);
      expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBeNull();
      expect(failedRule(play({ url: `${REMOTE}/`, method }, { [REMOTE]: echo() }, HERE))).toBe(
        'preflight.method',
      );
    },
  );

  const several = [
    ['x-test-header1', 'v'],
    ['x-test-header2', 'v'],
    ['X-test-header3', 'v'],
    ['x-test-header-b', 'v'],
    ['x-test-header-D', 'v'],
    ['x-test-header-C', 'v'],
    ['x-test-header-a', 'v'],
    ['Content-Type', 'v'],
    ['Accept', '*'],
    ['Accept-Language', 'bzh'],
    ['Content-Language', 'eu'],
  ] as const;
  const asked =
    'content-type,x-test-header-a,x-test-header-b,x-test-header-c,x-test-header-d,x-test-header1,x-test-header2,x-test-header3';

  test.each(['GET', 'PUT'])(
    'several headers with %s: asked for in lower case, sorted, without the safelisted',
    (method) => {
      const trace = play(
        { url: `${REMOTE}/`, method, headers: several },
        {
          [REMOTE]: echo({
            'Access-Control-Allow-Methods': method,
            'Access-Control-Allow-Headers': asked.replaceAll(',', ' , '),
          }),
        },
        HERE,
      );
      expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBe(asked);
      expect(got(trace).status).toBe(200);
      const refused = play(
        { url: `${REMOTE}/`, method, headers: several },
        { [REMOTE]: echo({ 'Access-Control-Allow-Methods': method }) },
        HERE,
      );
      expect(failedRule(refused)).toBe('preflight.header');
    },
  );

  test('a PUT with safelisted headers only asks for no headers', () => {
    const trace = play(
      { url: `${REMOTE}/`, method: 'PUT', headers: several.slice(-3) },
      { [REMOTE]: echo({ 'Access-Control-Allow-Methods': 'PUT' }) },
      HERE,
    );
    expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBeNull();
    expect(got(trace).status).toBe(200);
  });

  test('the preflight has the User-Agent of the request', () => {
    const trace = play(
      { url: `${REMOTE}/`, method: 'PUT' },
      { [REMOTE]: echo({ 'Access-Control-Allow-Methods': 'PUT' }) },
      HERE,
    );
    expect(headerOf(request(trace, 0), 'User-Agent')).not.toBeNull();
    expect(headerOf(request(trace, 0), 'User-Agent')).toBe(headerOf(request(trace, 1), 'User-Agent'));
  });

  test('Authorization by its name, not by *', () => {
    const asking = { url: `${REMOTE}/`, headers: [['authorization', 'foobar']] } as const;
    const allowing = (value: string) => ({
      [REMOTE]: server(ok({ ...ANY, 'Access-Control-Allow-Headers': value }), ok(ANY)),
    });
    expect(failedRule(play(asking, allowing('*'), HERE))).toBe('preflight.header');
    expect(got(play(asking, allowing('authorization'), HERE)).status).toBe(200);
  });
});

// cors-preflight-star.any.js
describe('the wildcard of a preflight', () => {
  type Row = readonly [
    succeeds: boolean,
    credentials: CredentialsMode,
    allowMethods: string,
    allowHeaders: string,
    method: string,
    header: string,
  ];
  const rows: Row[] = [
    [true, 'same-origin', 'get', 'x-test', 'GET', 'X-Test'],
    [true, 'same-origin', '*', 'x-test', 'SUPER', 'X-Test'],
    [true, 'same-origin', '*', '*', 'OK', 'X-Test'],
    [false, 'include', '*', '*', 'OK', 'X-Test'],
    [false, 'include', '*', '', 'PUT', ''],
    [false, 'include', 'get', '*', 'GET', 'X-Test'],
    [false, 'include', '*', '*', 'GET', 'X-Test'],
    [true, 'include', '*', '*', '*', '*'],
    [true, 'include', 'PATCH', '*', 'PATCH', ''],
    [false, 'include', 'PATCH', '*', 'patch', ''],
    [false, 'include', 'patch', '*', 'PATCH', ''],
    [true, 'include', 'patch', '*', 'patch', ''],
    [false, 'same-origin', '*', '*', 'POST', 'Authorization'],
    [true, 'same-origin', '*', '*, Authorization', 'POST', 'Authorization'],
    // A safelisted method never needs to be listed, so the case of the list does not matter.
    ...['GET', 'HEAD', 'POST'].flatMap((method): Row[] =>
      [method, method.toLowerCase()].flatMap((listed): Row[] => [
        [true, 'include', listed, '*', method, ''],
        [true, 'include', listed, '*', method.toLowerCase(), ''],
      ]),
    ),
    // The method is made upper case, the list is not.
    ...['DELETE', 'PUT'].flatMap((method): Row[] => [
      [true, 'include', method, '*', method, ''],
      [true, 'include', method, '*', method.toLowerCase(), ''],
      [false, 'include', method.toLowerCase(), '*', method, ''],
      [false, 'include', method.toLowerCase(), '*', method.toLowerCase(), ''],
    ]),
  ];

  test.each(rows)(
    'succeeds: %s with credentials "%s", allowing "%s" and "%s", for %s with "%s"',
    (succeeds, credentials, methods, names, method, header) => {
      const trace = play(
        { url: `${REMOTE}/`, method, credentials, headers: header === '' ? [] : [[header, '1']] },
        {
          [REMOTE]: echo({ 'Access-Control-Allow-Methods': methods, 'Access-Control-Allow-Headers': names }),
        },
        HERE,
      );
      expect(trace.outcome.type).toBe(succeeds ? 'response' : 'network error');
      if (succeeds) expect(headerOf(request(trace, -1), 'Origin')).toBe(PAGE);
    },
  );
});

// cors-preflight-response-validation.any.js
test.each(['Access-Control-Allow-Headers', 'Access-Control-Allow-Methods'])(
  'a preflight whose %s cannot be parsed fails, with all it lists',
  (name) => {
    const allow = { 'Access-Control-Allow-Headers': 'x-force' };
    const listing = name in allow ? `x-force,Bad value` : 'Bad value';
    const trace = play(
      { url: `${REMOTE}/`, headers: [['x-force', '']] },
      { [REMOTE]: echo({ ...allow, [name]: listing }) },
      HERE,
    );
    expect(failedRule(trace)).toMatch(/^preflight\.allow-(headers|methods)-syntax$/);
    expect(sent(trace)).toEqual([`OPTIONS ${REMOTE}/`]);
  },
);

// cors-preflight-status.any.js
describe('the status of a preflight', () => {
  const statuses = [
    ...[200, 201, 202, 203, 204, 205, 206],
    ...[300, 301, 302, 303, 304, 305, 306, 307, 308],
    ...[400, 401, 402, 403, 404, 405, 501, 502, 503, 504, 505],
  ];
  test.each(statuses)('%i passes if it is one of 200 to 299', (status) => {
    const preflight = response(status, { ...ANY, 'Access-Control-Allow-Headers': 'x-force' });
    const trace = play(
      { url: `${REMOTE}/`, headers: [['x-force', '']] },
      { [REMOTE]: server(preflight, ok(ANY)) },
      HERE,
    );
    expect(failedRule(trace)).toBe(status < 300 ? null : 'preflight.status');
  });
});

// cors-preflight-redirect.any.js
describe('a preflight and redirects', () => {
  const asking = { url: `${REMOTE}/a`, headers: [['x-force', '']] } as const;

  test.each(REDIRECTS)('a %i is not followed for a preflight', (status) => {
    const trace = play(asking, { [REMOTE]: response(status, { ...ANY, Location: `${THIRD}/` }) }, HERE);
    expect(failedRule(trace)).toBe('preflight.status');
    expect(sent(trace)).toEqual([`OPTIONS ${REMOTE}/a`]);
  });

  test.each(REDIRECTS)(
    'a %i after the preflight leads to a server that must allow the header itself',
    (status) => {
      const servers = { [REMOTE]: redirector(`${THIRD}/b`, status, 'x-force'), [THIRD]: echo() };
      expect(failedRule(play(asking, servers, HERE))).toBe('preflight.header');
    },
  );
});

// cors-redirect-preflight.any.js
describe.each(REDIRECTS)('a preflight after a %i', (status) => {
  test.each([
    [
      'from the own origin to another',
      PAGE,
      REMOTE,
      [`GET ${PAGE}/a`, `OPTIONS ${REMOTE}/b`, `GET ${REMOTE}/b`],
    ],
    [
      'from another origin to the own',
      REMOTE,
      PAGE,
      [`OPTIONS ${REMOTE}/a`, `GET ${REMOTE}/a`, `OPTIONS ${PAGE}/b`, `GET ${PAGE}/b`],
    ],
    [
      'from one origin to a third',
      REMOTE,
      THIRD,
      [`OPTIONS ${REMOTE}/a`, `GET ${REMOTE}/a`, `OPTIONS ${THIRD}/b`, `GET ${THIRD}/b`],
    ],
  ] as const)('%s asks for the header again', (_, from, to, messages) => {
    const asking = { url: `${from}/a`, headers: [['x-w3c', 'test']] } as const;
    const first = { [from]: redirector(`${to}/b`, status, 'x-w3c') };
    const trace = play(asking, { ...first, [to]: echo({ 'Access-Control-Allow-Headers': 'x-w3c' }) }, HERE);
    expect(sent(trace)).toEqual(messages);
    expect(got(trace).status).toBe(200);
    expect(failedRule(play(asking, { ...first, [to]: echo() }, HERE))).toBe('preflight.header');
  });
});

// cors-redirect.any.js
describe.each(REDIRECTS)('the Origin after a %i', (status) => {
  test.each([
    ['within another origin is the page’s', REMOTE, REMOTE, PAGE],
    ['from another origin to a third is null', REMOTE, THIRD, 'null'],
    ['from the own origin to another is the page’s', PAGE, REMOTE, PAGE],
    ['from another origin to the own is null', REMOTE, PAGE, 'null'],
  ])('%s, without any preflight', (_, from, to, origin) => {
    const trace = play(
      { url: `${from}/a` },
      { [`${from}/a`]: redirector(`${to}/b`, status), [`${to}/b`]: echo() },
      HERE,
    );
    expect(sent(trace)).toEqual([`GET ${from}/a`, `GET ${to}/b`]);
    expect(headerOf(request(trace, -1), 'Origin')).toBe(origin);
    expect(got(trace).status).toBe(200);
  });
});

// cors-redirect-credentials.any.js
describe.each(REDIRECTS)('a %i with user name or password in Location', (status) => {
  const to = (origin: string, user: string) => `${origin.replace('://', `://${user}`)}/b`;

  describe.each([
    ['from the own origin to another', PAGE, REMOTE],
    ['from another origin to the own', REMOTE, PAGE],
    ['within another origin', REMOTE, REMOTE],
    ['from another origin to a third', REMOTE, THIRD],
  ])('%s', (_, from, target) => {
    test.each(['user:password@', 'user:@', ':password@'])('fails with %s', (user) => {
      const trace = play({ url: `${from}/a` }, { [from]: redirector(to(target, user), status) }, HERE);
      expect(failedRule(trace)).toBe('redirect.credentials');
    });
  });

  test('passes without either', () => {
    const servers = { [PAGE]: redirector(to(REMOTE, ''), status), [REMOTE]: echo() };
    expect(got(play({ url: `${PAGE}/a` }, servers, HERE)).status).toBe(200);
  });
});

// cors-preflight-referrer.any.js
describe('the Referer of preflight and request', () => {
  const page = `${PAGE}/page`;
  test.each([
    ['no-referrer', null],
    ['', `${PAGE}/`],
    ['no-referrer-when-downgrade', page],
    ['origin', `${PAGE}/`],
    ['origin-when-cross-origin', `${PAGE}/`],
    ['unsafe-url', page],
  ] as const)('is the same, under "%s" it is %s', (referrerPolicy, referrer) => {
    const trace = play(
      { url: `${REMOTE}/`, referrerPolicy, headers: [['x-force', '']] },
      { [REMOTE]: echo({ 'Access-Control-Allow-Headers': 'x-force' }) },
      HERE,
    );
    expect(sent(trace)).toHaveLength(2);
    expect(headerOf(request(trace, 0), 'Referer')).toBe(referrer);
    expect(headerOf(request(trace, 1), 'Referer')).toBe(referrer);
  });
});

// cors-preflight-cache.any.js
test('a preflight with Access-Control-Max-Age: 12000 spares the next request its own, whatever the header’s value', () => {
  const servers = {
    [REMOTE]: echo({
      'Access-Control-Max-Age': '12000',
      'Access-Control-Allow-Methods': 'POST',
      'Access-Control-Allow-Headers': 'x-test-header',
    }),
  };
  const asking = (value: string) => ({
    url: `${REMOTE}/`,
    method: 'POST',
    headers: [['x-test-header', value]] as const,
  });
  const first = play(asking('test1'), servers, HERE);
  expect(sent(first)).toEqual([`OPTIONS ${REMOTE}/`, `POST ${REMOTE}/`]);
  const second = play(asking('test2'), servers, { ...HERE, environment: { state: later(first, 1) } });
  expect(sent(second)).toEqual([`POST ${REMOTE}/`]);
});

// cors-multiple-origins.sub.any.js
describe('several lines of Access-Control-Allow-Origin', () => {
  test.each([
    [['""', 'http://example.com', PAGE]],
    [['""', 'http://example.com', '*']],
    [['""', PAGE, PAGE]],
    [['*', 'http://example.com', '*']],
    [['*', 'http://example.com', PAGE]],
    [['', 'http://example.com', 'https://example2.com']],
  ])('fail: %j', (values) => {
    const lines = values.map((value) => ['Access-Control-Allow-Origin', value] as const);
    const trace = play({ url: `${REMOTE}/` }, { [REMOTE]: ok(lines) }, HERE);
    expect(failedRule(trace)).toBe('cors-check.allow-origin');
  });
});

// cors-expose-star.sub.any.js
describe('Access-Control-Expose-Headers: *', () => {
  const shared = { Test: 'X', 'Set-Cookie': 'X', '*': 'whoa', 'Content-Type': 'text/plain' };

  test.each(['*', 'set-cookie,*'])('written "%s" exposes all but Set-Cookie', (value) => {
    const answer = ok({ ...ANY, ...shared, 'Access-Control-Expose-Headers': value });
    const shown = got(play({ url: `${REMOTE}/` }, { [REMOTE]: answer }, HERE));
    expect(shown).toMatchObject({ type: 'cors', status: 200 });
    expect(visible(shown, 'test')).toBe('X');
    expect(visible(shown, 'set-cookie')).toBeNull();
    expect(visible(shown, '*')).toBe('whoa');
  });

  test('with credentials exposes a header of that name only, beside the safelisted ones', () => {
    const answer = echo({ ...shared, 'Access-Control-Expose-Headers': '*' });
    const shown = got(play({ url: `${REMOTE}/`, credentials: 'include' }, { [REMOTE]: answer }, HERE));
    expect(visible(shown, 'content-type')).toBe('text/plain');
    expect(visible(shown, 'test')).toBeNull();
    expect(visible(shown, 'set-cookie')).toBeNull();
    expect(visible(shown, '*')).toBe('whoa');
  });
});

// cors-filtering.sub.any.js
describe('response headers', () => {
  const shownWith = (headers: Readonly<Record<string, string>>, credentials: CredentialsMode = 'omit') =>
    got(play({ url: `${REMOTE}/`, credentials }, { [REMOTE]: echo(headers) }, HERE));

  test.each([
    ['Cache-Control', 'no-cache'],
    ['Content-Language', 'fr'],
    ['Content-Type', 'text/html'],
    ['Expires', '04 May 1988 22:22:22 GMT'],
    ['Last-Modified', '04 May 1988 22:22:22 GMT'],
    ['Pragma', 'no-cache'],
    ['Content-Length', '3'],
  ])('%s can always be read', (name, value) => {
    expect(visible(shownWith({ [name]: value }), name)).toBe(value);
  });

  test.each(['Age', 'Server', 'Warning'])('%s can be read once it is exposed', (name) => {
    expect(visible(shownWith({ [name]: 'v' }), name)).toBeNull();
    expect(visible(shownWith({ [name]: 'v', 'Access-Control-Expose-Headers': name }), name)).toBe('v');
  });

  test.each(['Set-Cookie', 'Set-Cookie2'])('%s never can, not even exposed', (name) => {
    const headers = { [name]: 'name=value; max-age=0', 'Access-Control-Expose-Headers': name };
    expect(visible(shownWith({ [name]: 'name=value; max-age=0' }), name)).toBeNull();
    expect(visible(shownWith(headers), name)).toBeNull();
    expect(visible(shownWith(headers, 'include'), name)).toBeNull();
  });
});

// cors-cookies.any.js, with SameSite=None, without which no cookie is sent to another site.
describe('cookies', () => {
  const page = 'https://foo.example';
  const remote = 'https://bar.other';
  const other = 'https://www.foo.example';
  const setting = { client: { url: `${page}/page` } };
  const cors = {
    'Access-Control-Allow-Origin': page,
    'Access-Control-Allow-Credentials': 'true',
  };

  function secondCookies(from: string, to: string, credentials: CredentialsMode): string | null {
    const sets = ok({ ...cors, 'Set-Cookie': 'a=1; Secure; SameSite=None' });
    const first = play({ url: `${from}/set`, credentials }, { [from]: sets }, setting);
    expect(got(first).status).toBe(200);
    const second = play(
      { url: `${to}/check`, credentials },
      { [to]: ok(cors) },
      {
        ...setting,
        environment: { state: later(first, 1) },
      },
    );
    expect(visible(got(second), 'cookie')).toBeNull();
    return headerOf(request(second, 0), 'Cookie');
  }

  test('go with credentials "include" to the server that set them', () => {
    expect(secondCookies(remote, remote, 'include')).toBe('a=1');
  });

  test.each([
    ['stay home with "omit"', page, page, 'omit'],
    ['of the page’s host do not go to another', page, remote, 'include'],
    ['of another host do not go to the page’s own', remote, page, 'include'],
    ['do not go to another origin with "same-origin"', remote, remote, 'same-origin'],
    ['of one host do not go to a third', remote, other, 'include'],
  ] as const)('%s', (_, from, to, credentials) => {
    expect(secondCookies(from, to, credentials)).toBeNull();
  });

  // cors-cookies-redirect.any.js
  test.each([[[]], [[['a', 'b']]]] as const)(
    'after a redirect are those of the host it leads to, with headers %j',
    (headers) => {
      const cookie = (value: string) => ok({ ...cors, 'Set-Cookie': `a=${value}; Secure; SameSite=None` });
      const one = play({ url: `${remote}/set`, credentials: 'include' }, { [remote]: cookie('1') }, setting);
      const two = play(
        { url: `${other}/set`, credentials: 'include' },
        { [other]: cookie('2') },
        {
          ...setting,
          environment: { state: one.state },
        },
      );
      const trace = play(
        { url: `${remote}/r`, credentials: 'include', headers },
        {
          [remote]: redirector(`${other}/check`, 301, 'a'),
          [other]: echo({ 'Access-Control-Allow-Headers': 'a' }),
        },
        { ...setting, environment: { state: two.state } },
      );
      expect(got(trace).status).toBe(200);
      expect(headerOf(request(trace, -1), 'Cookie')).toBe('a=2');
    },
  );
});

// sandboxed-iframe.html, data-url-iframe.html
describe('a page with an opaque origin', () => {
  const server = sandboxed.url.replace('/page', '');

  test('may not read its own server’s answer without CORS headers', () => {
    expect(failedRule(play({ url: `${server}/top` }, { [server]: ok() }, { client: sandboxed }))).toBe(
      'cors-check.allow-origin-missing',
    );
  });

  test('may where Access-Control-Allow-Origin is null', () => {
    const answer = ok({ 'Access-Control-Allow-Origin': 'null' });
    expect(got(play({ url: `${server}/top` }, { [server]: answer }, { client: sandboxed })).status).toBe(200);
  });

  test('may read a data: URL', () => {
    expect(got(playUnsent({ url: 'data:text/plain, top' }, { client: sandboxed })).status).toBe(200);
  });
});
