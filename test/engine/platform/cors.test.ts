import { describe, expect, test } from 'vitest';
import type { Header, HeaderList } from '../../../src/engine/http';
import { PROFILES } from '../../../src/engine/profile';
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
  requests,
  response,
  sandboxed,
  sent,
  server,
} from '../harness';
import { ELSEWHERE, echo, HERE, PAGE, REDIRECTS, REMOTE, redirector, THIRD } from './servers';

const XHR = { initiator: 'XMLHttpRequest', url: `${REMOTE}/` } as const;
const text = (value: string) => ({ kind: 'string', text: value, type: '' }) as const;

// basic.htm
describe('an XMLHttpRequest', () => {
  test('to the page’s own origin needs no permission', () => {
    expect(got(play({ ...XHR, url: `${PAGE}/` }, { [PAGE]: ok() }, HERE)).status).toBe(200);
  });

  test.each(ELSEWHERE)('to %s has no response without permission, and one with', (_, origin) => {
    const asking = { ...XHR, url: `${origin}/` };
    const refused = play(asking, { [origin]: ok() }, HERE);
    expect(refused.script).toEqual({ kind: 'xhr', event: 'error', response: null });
    expect(got(play(asking, { [origin]: echo() }, HERE)).body).toBe('readable');
  });
});

// origin.htm, remote-origin.htm
describe('Access-Control-Allow-Origin', () => {
  const host = 'foo.example';
  /** A value as an HTTP parser gives it: without white space around it. */
  const parsed = (value: string) => value.replace(/^[\t ]+|[\t ]+$/g, '');
  const answering = (...values: readonly string[]) =>
    play(
      XHR,
      {
        [REMOTE]: ok(values.map((value): Header => ['Access-Control-Allow-Origin', parsed(value)])),
      },
      HERE,
    );

  test.each(['*', ' *  ', '\t*', PAGE, ` ${PAGE}`, ` ${PAGE}   \t `, `\t${PAGE}`])(
    '%j allows the page',
    (value) => {
      const trace = answering(value);
      expect(got(trace).status).toBe(200);
      expect(headerOf(request(trace, 0), 'Origin')).toBe(PAGE);
    },
  );

  test.each([
    'http://www1.foo.example',
    `//${host}`,
    `://${host}`,
    `ftp://${host}`,
    `http:://${host}`,
    `http:/${host}`,
    `http:${host}`,
    host,
    `${PAGE}?`,
    `${PAGE}/`,
    `${PAGE} /`,
    `${PAGE}#`,
    `${PAGE}%23`,
    `${PAGE}:80`,
    `${PAGE}, *`,
    `${PAGE}\0`,
    PAGE.toUpperCase(),
    `HTTP://${host}`,
    `http://${host.toUpperCase()}`,
    '-',
    '**',
    ',*',
    '*,',
    '\0*',
    '\u000B*',
    '\u000C*',
    '*\0',
    '*\u000B',
    '*\u000C',
    "'*'",
    '"*"',
    '* *',
    '* null',
    'http://*',
    `*${PAGE}`,
    `* ${PAGE}`,
    `*, ${PAGE}`,
    `\0${PAGE}`,
    `null ${PAGE}`,
    'http://example.net',
    'null',
    'null *',
    '',
    `${PAGE}/page`,
    REMOTE,
    'example',
    '.example',
    '*.example',
    'http://example',
    'http://.example',
    'http://*.example',
  ])('%j does not', (value) => {
    expect(failedRule(answering(value))).toBe('cors-check.allow-origin');
  });

  test.each([
    ['', '*'],
    ['*', ''],
    ['*', '*'],
    ['', PAGE],
    ['*', PAGE],
    [PAGE, PAGE],
  ])('twice, as %j and %j, does not', (first, second) => {
    expect(failedRule(answering(first, second))).toBe('cors-check.allow-origin');
  });
});

// credentials-flag.htm
describe('Access-Control-Allow-Credentials', () => {
  test.each([
    'TRUE',
    'True',
    '"true"',
    "'true'",
    'false',
    '1',
    '0',
    ',true',
    'true,',
    'true\u000B',
    'true\u000C',
  ])('%j allows none', (value) => {
    const servers = { [REMOTE]: echo({ 'Access-Control-Allow-Credentials': value }) };
    const trace = play({ ...XHR, withCredentials: true }, servers, HERE);
    expect(failedRule(trace)).toBe('cors-check.allow-credentials');
    expect(trace.script).toEqual({ kind: 'xhr', event: 'error', response: null });
  });
});

// credentials-flag.htm
describe('cookies of an XMLHttpRequest', () => {
  const url = 'https://bar.other/';
  const servers = { 'https://bar.other': echo({ 'Set-Cookie': 'id=1; Secure; SameSite=None' }) };
  const asking = (withCredentials: boolean) => ({ ...XHR, url, withCredentials });
  const cookieOf = (trace: ReturnType<typeof play>) => headerOf(request(trace, 0), 'Cookie');

  test('are neither sent nor stored by default', () => {
    const first = play(asking(false), servers);
    const second = play(asking(false), servers, { environment: { state: first.state } });
    const third = play(asking(true), servers, { environment: { state: second.state } });
    expect([first, second, third].map(cookieOf)).toEqual([null, null, null]);
  });

  test('are stored and sent withCredentials, and then not without', () => {
    const first = play(asking(true), servers);
    const second = play(asking(false), servers, { environment: { state: first.state } });
    const third = play(asking(true), servers, { environment: { state: second.state } });
    expect([first, second, third].map(cookieOf)).toEqual([null, null, 'id=1']);
  });
});

// simple-requests.htm
describe('an XMLHttpRequest without a preflight', () => {
  const sets: readonly HeaderList[] = [
    [['Accept', 'test']],
    [['accept-language', 'test']],
    [['CONTENT-language', 'test']],
    [['Content-Type', 'application/x-www-form-urlencoded']],
    [['content-type', 'multipart/form-data']],
    [['content-type', 'text/plain']],
    [
      ['accept', 'test'],
      ['accept-language', 'test'],
      ['content-language', 'test'],
      ['content-type', 'text/plain; parameter=whatever'],
    ],
    [
      ['Accept', 'jewelry'],
      ['accept-language', 'nn-NO,nn,en'],
      ['content-type', 'text/plain; parameter=extra'],
      ['content-Language', 'nn-NO'],
    ],
  ];

  test.each(['GET', 'HEAD', 'POST'])('%s with safelisted headers', (method) => {
    for (const headers of sets) {
      const trace = play({ ...XHR, method, headers, body: text('data') }, { [REMOTE]: ok(ANY) }, HERE);
      expect(sent(trace)).toEqual([`${method} ${REMOTE}/`]);
      expect(got(trace).status).toBe(200);
    }
  });

  test.each([
    ['Get', 'text/plain; parameter=extra_bonus'],
    ['post', 'text/plain'],
  ])('%s, which is made upper case, with %s', (method, type) => {
    const trace = play(
      { ...XHR, method, headers: [['content-type', type]], body: text('data') },
      { [REMOTE]: ok(ANY) },
      HERE,
    );
    expect(sent(trace)).toEqual([`${method.toUpperCase()} ${REMOTE}/`]);
  });
});

// simple-requests-ch.tentative.htm, client-hint-request-headers.htm, client-hint-request-headers-2.tentative.htm
describe('client hints set by the page', () => {
  const hints = [
    ['save-data', 'on'],
    ['device-memory', '2.0'],
    ['dpr', '3.0'],
    ['width', '1200'],
    ['viewport-width', '1300'],
  ] as const;

  test.each(['GET', 'HEAD', 'POST'])(
    'are no reason for a preflight of a %s in Chrome, and are by the standard',
    (method) => {
      const asking = { ...XHR, method, headers: hints };
      const chromium = { ...HERE, environment: { profile: PROFILES.chromium } };
      expect(sent(play(asking, { [REMOTE]: ok(ANY) }, chromium))).toEqual([`${method} ${REMOTE}/`]);
      expect(sent(play(asking, { [REMOTE]: ok(ANY) }, HERE))).toEqual([`OPTIONS ${REMOTE}/`]);
    },
  );
});

// cors-safelisted-request-header.any.js
describe('a POST of fetch()', () => {
  const preflights = (name: string, value: string) => {
    const asking = {
      url: `${REMOTE}/`,
      method: 'POST',
      headers: [[name, value]] as const,
      body: text('data'),
    };
    return sent(play(asking, { [REMOTE]: ok(ANY) }, HERE))[0] === `OPTIONS ${REMOTE}/`;
  };

  test.each([
    ['text /plain', true],
    ['text\t/\tplain', true],
    ['text/plain;', false],
    ['text/plain;garbage', false],
    ['text/plain;garbage\u0001\u0002', true],
    ['text/plain,', true],
    [',text/plain', true],
    ['text/plain,text/plain', true],
    ['text/plain,x/x', true],
    ['text/plain\u000B', true],
    ['text/plain\u000C', true],
    ['application/www-form-urlencoded', true],
    ['application/x-www-form-urlencoded;\u007F', true],
    ['multipart/form-data', false],
    ['multipart/form-data;"', true],
  ])('with Content-Type: %j, preflighted: %s', (value, expected) => {
    expect(preflights('content-type', value)).toBe(expected);
  });

  test.each([
    ['100-200', true],
    ['MB=100-200', true],
    ['bytes=100-200', false],
    ['bytes =100-200', true],
    ['bytes\t=100-200', true],
    ['bytes=  100-200', true],
    ['bytes=\t\t100-200', true],
    ['bytes= \t100-200', true],
    ['bytes=100 -200', true],
    ['bytes=100\t-200', true],
    ['bytes=100- 200', true],
    ['bytes=100-\t200', true],
    ['bytes=100-200hello', true],
    ['bytes=abc-def', true],
    ['bytes=100-200,300-400', true],
    ['bytes=-200', true],
    ['bytes=200-', false],
    ['bytes=200-100', true],
    // 129 bytes.
    [`bytes=1${'0'.repeat(60)}-2${'0'.repeat(60)}`, true],
    ['bytes 100-200', true],
    ['bytes = 100-200', true],
    [',bytes=100-200', true],
    ['bytes=,100-200', true],
  ])('with Range: %j, preflighted: %s', (value, expected) => {
    expect(preflights('range', value)).toBe(expected);
  });

  // Files of an older edition safelist `Last-Event-ID`; the standard does not name it.
  test.each(['abc123', '"', 'e5p3n<3k0k0s', '0'.repeat(129)])(
    'with Last-Event-ID: %s is preflighted',
    (value) => {
      expect(preflights('last-event-id', value)).toBe(true);
    },
  );
});

// allow-headers.htm, request-headers.htm
describe('Access-Control-Allow-Headers', () => {
  const asking = (...headers: HeaderList) => ({ ...XHR, headers });
  const allowing = (value: string) => ({ [REMOTE]: echo({ 'Access-Control-Allow-Headers': value }) });

  test('allows the header it lists', () => {
    const trace = play(asking(['x-print', 'unicorn']), allowing('x-print'), HERE);
    expect(got(trace).status).toBe(200);
    expect(headerOf(request(trace, -1), 'x-print')).toBe('unicorn');
  });

  test('need not list the safelisted', () => {
    const trace = play(
      asking(
        ['x-print', 'unicorn'],
        ['content-type', 'text/plain'],
        ['accept', 'test'],
        ['accept-language', 'nn'],
        ['content-language', 'nn'],
      ),
      allowing('x-print,'),
      HERE,
    );
    expect(got(trace).status).toBe(200);
    for (const [name, value] of [
      ['accept', 'test'],
      ['content-language', 'nn'],
    ] as const) {
      expect(headerOf(request(trace, -1), name)).toBe(value);
    }
  });

  test('must list every other', () => {
    const trace = play(asking(['x-print', 'unicorn'], ['y-print', 'unicorn']), allowing('x-print'), HERE);
    expect(failedRule(trace)).toBe('preflight.header');
  });

  test('may list in any case, with items left empty', () => {
    const trace = play(
      asking(['x-print', 'unicorn'], ['y-print', 'narwhal']),
      allowing(',y-lol,x-PriNT, ,,,Y-PRINT'),
      HERE,
    );
    expect(got(trace).status).toBe(200);
  });
});

// response-headers.htm
describe('response headers', () => {
  const answer: HeaderList = [
    ['Access-Control-Allow-Origin', '*'],
    [
      'Access-Control-Expose-Headers',
      'X-Custom-Header, X-Custom-Header-Empty, X-Custom-Header-Comma, X-Custom-Header-Bytes',
    ],
    ['Access-Control-Expose-Headers', 'X-Second-Expose'],
    ['Access-Control-Expose-Headers', 'Date'],
    ['X-Custom-Header', 'test'],
    ['X-Custom-Header', 'test'],
    ['Set-Cookie', 'test1=t1;max-age=2'],
    ['Set-Cookie2', 'test2=t2;Max-Age=2'],
    ['X-Custom-Header-Empty', ''],
    ['X-Custom-Header-Comma', '1'],
    ['X-Custom-Header-Comma', '2'],
    ['X-Custom-Header-Bytes', '\xE2\x80\xA6'],
    ['X-Nonexposed', 'unicorn'],
    ['X-Second-Expose', 'flyingpig'],
    ['X-Powered-By', 'x'],
    ['Server', 'x'],
    ['Cache-Control', 'no-cache'],
    ['Content-Language', 'nn'],
    ['Expires', 'Thu, 01 Dec 1994 16:00:00 GMT'],
    ['Last-Modified', 'Thu, 01 Dec 1994 10:00:00 GMT'],
    ['Pragma', 'no-cache'],
    ['Date', 'Wed, 22 Oct 2013 10:00:00 GMT'],
  ];
  const shown = got(play(XHR, { [REMOTE]: ok(answer) }, HERE));

  test.each([
    ['X-Custom-Header', 'test, test'],
    ['X-Custom-Header-Comma', '1, 2'],
    ['X-Custom-Header-Empty', ''],
    ['X-Custom-Header-Bytes', '\xE2\x80\xA6'],
    ['X-Second-Expose', 'flyingpig'],
    ['Date', 'Wed, 22 Oct 2013 10:00:00 GMT'],
    ['Cache-Control', 'no-cache'],
    ['Content-Language', 'nn'],
    ['Expires', 'Thu, 01 Dec 1994 16:00:00 GMT'],
    ['Last-Modified', 'Thu, 01 Dec 1994 10:00:00 GMT'],
    ['Pragma', 'no-cache'],
  ])('%s reads %j', (name, value) => {
    expect(headerOf(shown, name)).toBe(value);
  });

  test.each(['Server', 'X-Powered-By', 'X-Nonexposed', 'Set-Cookie', 'Set-Cookie2', ' x-custom-header'])(
    '%j cannot be read',
    (name) => {
      expect(headerOf(shown, name)).toBeNull();
    },
  );
});

// access-control-expose-headers-parsing.window.js
describe('the list in Access-Control-Expose-Headers', () => {
  const name = 'Access-Control-Expose-Headers';
  test.each([
    [['BB-8'], true],
    [['bb-8,,@#$#%%&^&^*()()11!'], false],
    [['bb-8, no no'], false],
    [['@#$#%%&^&^*()()11!,bb-8'], false],
    [['bb-8', 'no'], true],
    [['bb-8', 'no no'], false],
    [['no', 'bb-8'], true],
    [['', 'bb-8'], true],
    [[',bb-8'], true],
    [['bb-8\u000C'], false],
    [['bb-8\u000B'], false],
    [['bb-8\u000B,bb-8'], false],
    [["'bb-8'"], false],
    [["'bb-8',bb-8"], true],
    [['"bb-8",bb-8'], false],
  ])('%j exposes bb-8: %s', (values, exposed) => {
    const lines = values.map((value): Header => [name, value]);
    const answer = ok([
      ['Access-Control-Allow-Origin', '*'],
      ['BB-8', 'hey'],
      ['Content-Language', 'mkay'],
      ...lines,
    ]);
    const shown = got(play({ url: `${REMOTE}/` }, { [REMOTE]: answer }, HERE));
    expect(headerOf(shown, 'content-language')).toBe('mkay');
    expect(headerOf(shown, 'bb-8')).toBe(exposed ? 'hey' : null);
  });
});

// status.htm, status-async.htm
describe('the status script sees', () => {
  const custom = [['X-Custom', 'v']] as const;
  const status = (trace: ReturnType<typeof play>) =>
    trace.script.kind === 'xhr' ? (trace.script.response?.status ?? 0) : null;
  const allow = { ...ANY, 'Access-Control-Allow-Headers': 'X-Custom' };

  test.each([
    ['0 for a 400 without CORS headers', [], response(200), response(400), 0],
    ['0 for a preflight without CORS headers', custom, response(200), response(200, allow), 0],
    ['400 for a 400 with them', [], response(200), response(400, allow), 400],
    ['400 after a preflight that passes', custom, response(200, allow), response(400, allow), 400],
    ['0 for a preflight answered 400', custom, response(400, allow), response(200, allow), 0],
  ] as const)('is %s', (_, headers, preflight, answer, expected) => {
    expect(status(play({ ...XHR, headers }, { [REMOTE]: server(preflight, answer) }, HERE))).toBe(expected);
  });

  test.each([
    ['GET', 200, 'OK'],
    ['GET', 201, 'OK/Created'],
    ['GET', 204, 'OK/No Content'],
    ['GET', 205, 'OK/Reset Content'],
    ['GET', 206, 'OK/Partial Content'],
    ['GET', 209, 'OK'],
    ['GET', 299, 'OK'],
    ['HEAD', 200, 'OK'],
    ['POST', 200, 'OK'],
    ['PUT', 200, 'OK'],
    ['CHICKEN', 200, 'OK'],
    ['GET', 400, 'OHAI'],
    ['HEAD', 401, 'OHAI'],
    ['POST', 404, 'OHAI'],
    ['POST', 500, 'OHAI'],
  ])('of a %s is %i, with the text %j', (method, code, statusText) => {
    const allowing = { ...ANY, 'Access-Control-Allow-Methods': 'PUT, CHICKEN' };
    const answer = { ...response(code, ANY), statusText };
    const trace = play({ ...XHR, method }, { [REMOTE]: server(response(200, allowing), answer) }, HERE);
    expect(got(trace)).toMatchObject({ status: code, statusText });
  });

  // status-preflight.htm
  test.each([
    ['GET', 200],
    ['GET', 204],
    ['GET', 400],
    ['GET', 401],
    ['HEAD', 501],
    ['HEAD', 699],
    ['POST', 204],
    ['POST', 404],
    ['PUT', 699],
    ['CHICKEN', 501],
  ])('of a preflighted %s is %i', (method, code) => {
    const allowing = { ...allow, 'Access-Control-Allow-Methods': 'PUT, CHICKEN' };
    const servers = { [REMOTE]: server(response(200, allowing), response(code, allow)) };
    expect(status(play({ ...XHR, method, headers: custom }, servers, HERE))).toBe(code);
  });
});

// preflight-failure.htm
describe('a preflight answered', () => {
  const failing = [
    ...Array.from({ length: 9 }, (_, index) => 300 + index),
    ...Array.from({ length: 18 }, (_, index) => 400 + index),
    ...[500, 501, 502, 503, 504, 505, 680, 790],
  ];
  const run = (status: number) => {
    const preflight = response(status, {
      ...ANY,
      'Access-Control-Allow-Headers': 'x-test',
      Location: `${THIRD}/`,
    });
    return play({ ...XHR, headers: [['x-test', 'test']] }, { [REMOTE]: server(preflight, ok(ANY)) }, HERE);
  };

  test.each([200, 299])('%i lets the request go', (status) => {
    expect(got(run(status)).status).toBe(200);
  });

  test.each(failing)('%i does not', (status) => {
    expect(run(status).script).toEqual({ kind: 'xhr', event: 'error', response: null });
    expect(requests(run(status))).toHaveLength(1);
  });
});

// preflight-cache.htm
describe('the preflight cache', () => {
  const asking = { ...XHR, headers: [['x-print', '1']] as const };
  const answering = (more: Readonly<Record<string, string>>) => ({
    [REMOTE]: echo({ 'Access-Control-Allow-Headers': 'x-print', ...more }),
  });
  /** Whether the second of two equal requests is preflighted. */
  const again = (more: Readonly<Record<string, string>>, seconds: number, profile = PROFILES.standard) => {
    const first = play(asking, answering(more), { ...HERE, environment: { profile } });
    expect(sent(first)).toHaveLength(2);
    const environment = { profile, state: later(first, seconds) };
    return sent(play(asking, answering(more), { ...HERE, environment })).length === 2;
  };

  test('holds an answer that does not say how long', () => {
    expect(again({}, 1)).toBe(false);
  });

  test('holds none with a max-age of 0', () => {
    expect(again({ 'Access-Control-Max-Age': '0' }, 0)).toBe(true);
  });

  // The file expects what browsers do; by the letter -1 is no number of seconds, so 5 it is.
  test('holds none with a max-age of -1 in browsers', () => {
    const negative = { 'Access-Control-Max-Age': '-1' };
    for (const profile of [PROFILES.chromium, PROFILES.firefox, PROFILES.webkit]) {
      expect(again(negative, 0, profile), profile.name).toBe(true);
    }
    expect(again(negative, 0)).toBe(false);
  });

  test('lets go of an answer after its max-age', () => {
    expect(again({ 'Access-Control-Max-Age': '1' }, 0.5)).toBe(false);
    expect(again({ 'Access-Control-Max-Age': '1' }, 1.5)).toBe(true);
  });
});

// redirect-origin.htm
describe('redirects and what each server allows', () => {
  const hosts = { local: PAGE, remote: REMOTE, remote2: THIRD };
  type Host = keyof typeof hosts;
  const values = ['*', PAGE, 'null', 'none'] as const;
  const allowing = (value: string) => (value === 'none' ? {} : { 'Access-Control-Allow-Origin': value });

  /** The `Origin` the last server got, or `disallow`. */
  function outcome(from: Host, first: string, to: Host, second: string): string {
    const trace = play(
      { ...XHR, url: `${hosts[from]}/a` },
      {
        [`${hosts[from]}/a`]: response(302, { ...allowing(first), Location: `${hosts[to]}/b` }),
        [`${hosts[to]}/b`]: ok(allowing(second)),
      },
      HERE,
    );
    if (trace.outcome.type !== 'response') return 'disallow';
    return headerOf(request(trace, -1), 'Origin') ?? '';
  }

  test.each(values)(
    'from the own origin (saying %s) to another: it is the page’s origin that must be allowed',
    (first) => {
      expect(values.map((second) => outcome('local', first, 'remote', second))).toEqual([
        PAGE,
        PAGE,
        'disallow',
        'disallow',
      ]);
    },
  );

  test.each(['*', PAGE])('within another origin (saying %s): so it is', (first) => {
    expect(values.map((second) => outcome('remote', first, 'remote', second))).toEqual([
      PAGE,
      PAGE,
      'disallow',
      'disallow',
    ]);
  });

  test.each([
    ['*', 'local'],
    ['*', 'remote2'],
    [PAGE, 'local'],
    [PAGE, 'remote2'],
  ] as const)('from another origin (saying %s) to %s: it is null', (first, to) => {
    expect(values.map((second) => outcome('remote', first, to, second))).toEqual([
      'null',
      'disallow',
      'null',
      'disallow',
    ]);
  });

  test.each(['null', 'none', REMOTE])('another origin that says %s may not redirect', (first) => {
    for (const to of ['local', 'remote', 'remote2'] as const) {
      expect(outcome('remote', first, to, '*')).toBe('disallow');
    }
  });

  test('the redirecting server’s own origin allows nobody', () => {
    expect(outcome('remote', '*', 'remote', REMOTE)).toBe('disallow');
    expect(outcome('remote', '*', 'remote2', REMOTE)).toBe('disallow');
  });
});

// redirect-preflight.htm
test.each(REDIRECTS)('a %i after a preflight that passes is followed', (status) => {
  const servers = {
    [`${REMOTE}/a`]: redirector(`${REMOTE}/b`, status, 'x-test'),
    [`${REMOTE}/b`]: echo({ 'Access-Control-Allow-Headers': 'x-test' }),
  };
  const trace = play({ ...XHR, url: `${REMOTE}/a`, headers: [['x-test', 'test']] }, servers, HERE);
  expect(got(trace).status).toBe(200);
});

// redirect-preflight-2.htm
test('a request that leaves the own origin by a redirect is preflighted then, and not before', () => {
  const asking = { ...XHR, url: `${PAGE}/a`, headers: [['custom-header', 'admin']] as const };
  const servers = (allow: string) => ({
    [PAGE]: redirector(`${REMOTE}/b`, 302),
    [REMOTE]: server(ok({ ...ANY, 'Access-Control-Allow-Headers': allow }), ok(ANY)),
  });
  expect(sent(play(asking, servers('custom-header'), HERE))).toEqual([
    `GET ${PAGE}/a`,
    `OPTIONS ${REMOTE}/b`,
    `GET ${REMOTE}/b`,
  ]);
  expect(failedRule(play(asking, servers(''), HERE))).toBe('preflight.header');
});

// redirect-userinfo.htm
describe('a redirect within another origin', () => {
  const run = (user: string) =>
    play(
      { ...XHR, url: `${REMOTE}/a` },
      {
        [`${REMOTE}/a`]: redirector(`${REMOTE.replace('://', `://${user}`)}/b`, 302),
        [`${REMOTE}/b`]: echo(),
      },
      HERE,
    );

  test.each(['test:test@', 'user:@', 'user@', ':pass@'])('with %s fails', (user) => {
    expect(failedRule(run(user))).toBe('redirect.credentials');
  });

  test.each([':@', '@'])('with %s, which is nothing, does not', (user) => {
    expect(got(run(user)).url).toBe(`${REMOTE}/b`);
  });
});

// late-upload-events.htm
describe('upload events', () => {
  test('that nobody listened for before send() need no preflight', () => {
    const asking = { ...XHR, method: 'POST', body: text('xo'.repeat(3000)) };
    expect(sent(play(asking, { [REMOTE]: ok(ANY) }, HERE))).toEqual([`POST ${REMOTE}/`]);
    expect(sent(play({ ...asking, uploadListener: true }, { [REMOTE]: ok(ANY) }, HERE))).toEqual([
      `OPTIONS ${REMOTE}/`,
      `POST ${REMOTE}/`,
    ]);
  });
});

// image-tainting-in-cross-origin-iframe.sub.html, told of one page: there are no frames.
test('whether an image taints depends on the page that draws it', () => {
  const image = { initiator: 'image', use: 'canvas', url: 'https://foo.example/blue.png' } as const;
  const servers = { 'https://foo.example': ok({ 'Content-Type': 'image/png' }) };
  const pixels = (trace: ReturnType<typeof play>) =>
    trace.script.kind === 'element' ? trace.script.pixels : null;
  expect(pixels(play(image, servers))).toBe('clean');
  expect(pixels(play(image, servers, { client: { url: 'https://bar.other/page' } }))).toBe('tainted');
  expect(pixels(play(image, servers, { client: sandboxed }))).toBe('tainted');
  expect(playUnsent({ ...image, url: 'data:,' }).script).toMatchObject({ pixels: 'clean' });
});
