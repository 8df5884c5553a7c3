import { describe, expect, test } from 'vitest';
import type { ReferrerPolicy } from '../../../src/engine/client';
import type { RequestMode } from '../../../src/engine/initiator';
import { ANY, failedRule, got, headerOf, ok, play, request, requests, response, sent } from '../harness';
import { echo, HERE, PAGE, REDIRECTS, REMOTE, redirector } from './servers';

const DATA = 'data:text/plain;base64,cmVzcG9uc2UncyBib2R5';

// redirect-back-to-original-origin.any.js
describe('away from the own origin and back', () => {
  const servers = { [REMOTE]: redirector(`${PAGE}/end`, 303), [PAGE]: ok(ANY) };

  test('is opaque in mode no-cors', () => {
    expect(got(play({ url: `${REMOTE}/a`, mode: 'no-cors' }, servers, HERE)).type).toBe('opaque');
  });

  test('is a CORS response in mode cors', () => {
    expect(got(play({ url: `${REMOTE}/a` }, servers, HERE)).type).toBe('cors');
  });
});

// redirect-count.any.js
describe.each(REDIRECTS)('how often a %i is followed', (status) => {
  const times = (count: number) =>
    play(
      { url: `${PAGE}/0` },
      {
        [PAGE]: ({ url }) => {
          const at = Number(new URL(url).pathname.slice(1));
          return at < count ? response(status, { Location: `/${at + 1}` }) : ok();
        },
      },
      HERE,
    );

  test('20 times', () => {
    expect(got(times(20)).url).toBe(`${PAGE}/20`);
  });

  test('not 21 times', () => {
    expect(failedRule(times(21))).toBe('redirect.count');
  });
});

// redirect-empty-location.any.js
describe('an empty Location', () => {
  const servers = { [PAGE]: response(302, { Location: '' }) };

  test('fails in redirect mode follow', () => {
    expect(play({ url: `${PAGE}/a` }, servers, HERE).outcome.type).toBe('network error');
  });

  test('gives an opaque redirect in redirect mode manual', () => {
    const shown = got(play({ url: `${PAGE}/a`, redirect: 'manual' }, servers, HERE));
    expect(shown).toMatchObject({ type: 'opaqueredirect', status: 0 });
  });
});

// redirect-location.any.js
describe.each(REDIRECTS)('what Location of a %i says', (status) => {
  const answering = (location: string | null) => ({
    [`${PAGE}/a`]: response(status, location === null ? {} : { Location: location }),
    [`${PAGE}/top`]: ok(),
  });
  const run = (location: string | null, redirect: 'follow' | 'manual' | 'error') =>
    play({ url: `${PAGE}/a`, redirect }, answering(location), HERE);

  test('nothing: the response is there as it is', () => {
    expect(got(run(null, 'follow')).status).toBe(status);
  });

  test('a URL: followed', () => {
    expect(got(run('top', 'follow'))).toMatchObject({ status: 200, url: `${PAGE}/top`, redirected: true });
  });

  test.each(['invalidurl:', DATA])('%s: not followed', (location) => {
    expect(run(location, 'follow').outcome.type).toBe('network error');
  });

  test.each([null, 'top', 'invalidurl:', DATA])('%s: not looked at in redirect mode manual', (location) => {
    const shown = got(run(location, 'manual'));
    expect(shown).toMatchObject({ type: 'opaqueredirect', status: 0, statusText: '', headers: [] });
  });

  test.each(['top', 'invalidurl:', DATA])('%s: an error in redirect mode error', (location) => {
    expect(failedRule(run(location, 'error'))).toBe('redirect.mode-error');
  });
});

// redirect-location-escape.tentative.any.js
test.each([
  ['top?%E2%98%83%e2%98%83', 'top?%E2%98%83%e2%98%83'],
  ['top?\xe2\x98\x83', 'top?%E2%98%83'],
  ['top?\xe2\x98\x83%e2%98%83', 'top?%E2%98%83%e2%98%83'],
  ['top?%\xe2\x98\x83', 'top?%%E2%98%83'],
  ['top?\xff', 'top?%FF'],
])('the bytes %j in Location are asked for as %s', (location, escaped) => {
  const servers = { [`${PAGE}/a`]: response(302, { Location: location }), [`${PAGE}/top`]: ok() };
  expect(got(play({ url: `${PAGE}/a` }, servers, HERE)).url).toBe(`${PAGE}/${escaped}`);
});

// redirect-method.any.js
describe('method and body after a redirect', () => {
  const body = { kind: 'string', text: 'this is my body', type: '' } as const;
  const blob = { kind: 'Blob', text: 'it’s me the blob! and more blob!', type: '' } as const;
  const none = { kind: 'none', text: '', type: '' } as const;
  const headers = [
    ['Content-Encoding', 'Identity'],
    ['Content-Language', 'en-US'],
    ['Content-Location', 'foo'],
  ] as const;

  test.each([
    [301, 'GET', 'GET', none, null],
    [301, 'POST', 'GET', body, null],
    [301, 'HEAD', 'HEAD', none, null],
    [302, 'GET', 'GET', none, null],
    [302, 'POST', 'GET', body, null],
    [302, 'HEAD', 'HEAD', none, null],
    [303, 'GET', 'GET', none, null],
    [303, 'POST', 'GET', body, null],
    [303, 'HEAD', 'HEAD', none, null],
    [303, 'TESTING', 'GET', none, null],
    [307, 'GET', 'GET', none, null],
    [307, 'POST', 'POST', body, 'text/plain;charset=UTF-8'],
    [307, 'POST', 'POST', blob, null],
    [307, 'HEAD', 'HEAD', none, null],
  ] as const)('a %i makes %s a %s', (status, method, after, given, contentType) => {
    const trace = play(
      { url: `${PAGE}/a`, method, body: given, headers },
      { [`${PAGE}/a`]: response(status, { Location: '/end' }), [`${PAGE}/end`]: ok() },
      HERE,
    );
    const last = request(trace, -1);
    expect(last.method).toBe(after);
    expect(headerOf(last, 'Content-Type')).toBe(contentType);
    for (const [name, value] of headers) {
      expect(headerOf(last, name)).toBe(method === after ? value : null);
    }
    expect(last.body).toBe(after === 'POST' ? given.text : null);
    expect(got(trace)).toMatchObject({ type: 'basic', redirected: true });
  });

  test('a response that was not redirected says so', () => {
    expect(got(play({ url: `${PAGE}/a` }, { [PAGE]: ok() }, HERE)).redirected).toBe(false);
  });
});

// redirect-mode.any.js
describe.each(REDIRECTS)('redirect modes at a %i', (status) => {
  const servers = (from: string) => ({
    [`${from}/a`]: redirector('/top', status),
    [`${from}/top`]: ok(ANY),
  });
  const modes: readonly RequestMode[] = ['cors', 'no-cors'];

  test.each([PAGE, REMOTE])('error is a network error at %s', (from) => {
    for (const mode of modes) {
      const trace = play({ url: `${from}/a`, redirect: 'error', mode }, servers(from), HERE);
      expect(trace.outcome.type).toBe('network error');
    }
  });

  test('manual gives an opaque redirect, with the URL asked for', () => {
    for (const [from, mode] of [
      [PAGE, 'cors'],
      [PAGE, 'no-cors'],
      [REMOTE, 'cors'],
    ] as const) {
      const shown = got(play({ url: `${from}/a`, redirect: 'manual', mode }, servers(from), HERE));
      expect(shown).toMatchObject({ type: 'opaqueredirect', status: 0, statusText: '', url: `${from}/a` });
    }
  });

  test('manual in mode no-cors is a network error at another origin', () => {
    const trace = play({ url: `${REMOTE}/a`, redirect: 'manual', mode: 'no-cors' }, servers(REMOTE), HERE);
    expect(failedRule(trace)).toBe('main-fetch.no-cors-redirect-mode');
  });

  test('follow follows; what comes of it is opaque only without CORS at another origin', () => {
    for (const [from, mode] of [
      [PAGE, 'cors'],
      [PAGE, 'no-cors'],
      [REMOTE, 'cors'],
    ] as const) {
      const shown = got(play({ url: `${from}/a`, mode }, servers(from), HERE));
      expect(shown).toMatchObject({ status: 200, url: `${from}/top` });
    }
    expect(got(play({ url: `${REMOTE}/a`, mode: 'no-cors' }, servers(REMOTE), HERE)).type).toBe('opaque');
  });

  test('manual is no way around the CORS check', () => {
    const without = { [REMOTE]: response(status, { Location: `${PAGE}/top` }) };
    const trace = play({ url: `${REMOTE}/a`, redirect: 'manual' }, without, HERE);
    expect(failedRule(trace)).toBe('cors-check.allow-origin-missing');
  });
});

// redirect-origin.any.js
describe.each(REDIRECTS)('the Origin after a %i', (status) => {
  const originAfter = (method: string, from: string, to: string) =>
    headerOf(
      request(
        play(
          { url: `${from}/a`, method },
          { [`${from}/a`]: redirector(`${to}/end`, status), [`${to}/end`]: echo() },
          HERE,
        ),
        -1,
      ),
      'Origin',
    );

  test.each(['GET', 'POST'])(
    'of a %s is the page’s until it has been at two origins, then null',
    (method) => {
      expect(originAfter(method, PAGE, REMOTE)).toBe(PAGE);
      expect(originAfter(method, REMOTE, REMOTE)).toBe(PAGE);
      expect(originAfter(method, REMOTE, PAGE)).toBe('null');
    },
  );

  // Within the own origin the file expects none of a POST either; by the standard a POST that stays one has it.
  test('within the own origin is left out, unless the POST is still one', () => {
    expect(originAfter('GET', PAGE, PAGE)).toBeNull();
    expect(originAfter('POST', PAGE, PAGE)).toBe(status === 307 || status === 308 ? PAGE : null);
  });
});

// redirect-referrer.any.js, redirect-referrer-override.any.js
describe('the Referer after a redirect', () => {
  const page = `${PAGE}/page`;
  const origin = `${PAGE}/`;
  /** What each policy gives to the page's own origin, and to another. */
  const expected: Readonly<Record<ReferrerPolicy, readonly [string | null, string | null]>> = {
    'no-referrer': [null, null],
    'no-referrer-when-downgrade': [page, page],
    origin: [origin, origin],
    'origin-when-cross-origin': [page, origin],
    'same-origin': [page, null],
    'strict-origin': [origin, origin],
    'strict-origin-when-cross-origin': [page, origin],
    'unsafe-url': [page, page],
  };
  const policies = Object.keys(expected) as ReferrerPolicy[];
  const shorter = (a: string | null, b: string | null) =>
    a === null || b === null ? null : a.length < b.length ? a : b;

  const referrer = (to: string, init: ReferrerPolicy | '', header: ReferrerPolicy | '') =>
    headerOf(
      request(
        play(
          { url: `${PAGE}/a`, referrerPolicy: init },
          {
            [`${PAGE}/a`]: response(302, {
              Location: `${to}/end`,
              ...(header === '' ? {} : { 'Referrer-Policy': header }),
            }),
            [`${to}/end`]: echo(),
          },
          HERE,
        ),
        -1,
      ),
      'Referer',
    );

  describe.each([
    ['to the own origin', PAGE, 0],
    ['to another', REMOTE, 1],
  ] as const)('%s', (_, to, side) => {
    test.each(policies)('goes by "%s" of the redirect', (policy) => {
      const first = expected['strict-origin-when-cross-origin'][0];
      expect(referrer(to, '', policy)).toBe(shorter(first, expected[policy][side]));
    });

    test.each(policies)('goes by "%s" of the request where the redirect has none', (policy) => {
      expect(referrer(to, policy, '')).toBe(expected[policy][side]);
    });

    test.each(policies)(
      'is the shorter where the request says "%s" and the redirect something else',
      (init) => {
        // The first request, to the page's own origin, has cut it by the first policy already.
        for (const header of policies) {
          expect(referrer(to, init, header), header).toBe(shorter(expected[init][0], expected[header][side]));
        }
      },
    );
  });
});

// redirect-schemes.any.js, redirect-keepalive.any.js
test.each([
  'mailto:a@a.com',
  'data:,HI',
  'facetime:a@a.org',
  'about:blank',
  'about:unicorn',
  'blob:djfksfjs',
  'file://tmp/bar.txt',
])('a redirect to %s is a network error', (location) => {
  const trace = play({ url: `${PAGE}/a` }, { [PAGE]: response(302, { Location: location }) }, HERE);
  expect(trace.outcome.type).toBe('network error');
  expect(requests(trace)).toHaveLength(1);
});

// redirect-to-dataurl.any.js
describe('a redirect to a data: URL', () => {
  test.each([
    [PAGE, 'cors'],
    [PAGE, 'no-cors'],
    [PAGE, 'same-origin'],
    [REMOTE, 'cors'],
    [REMOTE, 'no-cors'],
  ] as const)('is a network error from %s in mode %s', (from, mode) => {
    const trace = play({ url: `${from}/a`, mode }, { [from]: redirector(DATA, 302) }, HERE);
    expect(trace.outcome.type).toBe('network error');
    expect(sent(trace)).toEqual([`GET ${from}/a`]);
  });
});

// redirect-keepalive.https.any.js
test('a redirect of an https page’s request from https to http is mixed content', () => {
  const trace = play(
    { url: 'https://bar.other/a' },
    { 'https://bar.other': redirector('http://bar.other/b', 302) },
  );
  expect(failedRule(trace)).toBe('main-fetch.mixed-content');
});

// redirect-upload.h2.any.js
describe('a stream as body', () => {
  const page = { client: { url: 'https://foo.example/page' } };
  const stream = { kind: 'ReadableStream', text: 'Test', type: '' } as const;
  const run = (status: number) =>
    play(
      { url: 'https://foo.example/a', method: 'POST', body: stream },
      {
        'https://foo.example/a': response(status, { Location: '/end' }),
        'https://foo.example/end': ok(),
      },
      page,
    );

  test('is dropped by a 303', () => {
    expect(got(run(303)).url).toBe('https://foo.example/end');
  });

  test.each([301, 302, 307, 308])('cannot be sent again after a %i', (status) => {
    expect(failedRule(run(status))).toBe('redirect.body');
  });
});
