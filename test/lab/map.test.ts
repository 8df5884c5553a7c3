import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { isSameOrigin, isSameSite, type Origin, parseUrl } from '../../src/engine/origin';
import { isMadePublic, type MapOptions, mapScenario } from '../../src/lab/map';
import type { Scenario } from '../../src/scenario/scenario';
import { simulate } from '../../src/scenario/simulate';
import { validate } from '../../src/scenario/validate';
import { playable } from '../scenario/arbitraries';
import { ADDRESSES, libraries, scenario, server } from './harness';

const options: MapOptions = { addresses: ADDRESSES, libraries };

function mapped(original: Scenario, changes: Partial<MapOptions> = {}): Scenario {
  const result = mapScenario(original, 'id', { ...options, ...changes });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.scenario;
}

function problems(original: Scenario, changes: Partial<MapOptions> = {}): string[] {
  const result = mapScenario(original, 'id', { ...options, ...changes });
  return result.ok ? [] : result.problems.map(({ path, code }) => `${path}: ${code}`);
}

beforeAll(() =>
  libraries.load(
    scenario({
      servers: [
        server('https://a.com', { policy: { origins: 'pattern', pattern: 'a' } }),
        server('https://b.a.com'),
      ],
    }),
  ),
);

describe('what an origin is to another stays', () => {
  const origin = fc
    .tuple(
      fc.constantFrom('https', 'https', 'https', 'http'),
      fc.constantFrom(
        'foo.example',
        'www.foo.example',
        'bar.other',
        'a.co.uk',
        'b.co.uk',
        'localhost',
        '127.0.0.1',
      ),
      fc.constantFrom('', '', ':8443', ':3000'),
    )
    .map(([scheme, host, port]) => `${scheme}://${host}${port}`);

  /** Every origin a scenario names, in a fixed order. */
  const originsOf = ({ page, request, servers, cookies }: Scenario): Origin[] =>
    [
      page.url,
      request.url,
      ...servers.flatMap(({ origin, response }) => [origin, response.location]),
      ...cookies.map(({ url }) => url),
    ].map((url) => parseUrl(url)?.origin ?? { kind: 'opaque', id: url });

  test('same origin, same site, cross-site', () => {
    let moved = 0;
    fc.assert(
      fc.property(
        origin,
        origin,
        fc.array(fc.tuple(origin, origin), { minLength: 1, maxLength: 3 }),
        origin,
        (page, request, servers, cookie) => {
          const original = scenario({
            page: { url: `${page}/a?b#c` },
            request: { url: `${request}/x` },
            servers: servers.map(([at, to]) =>
              server(at, { response: { status: '302', location: `${to}/y`, headers: [] } }),
            ),
            cookies: [{ url: `${cookie}/`, cookie: 'a=b' }],
          });
          // Some hosts of the result are nowhere, some closed: whatever they are, the relations hold.
          const result = mapScenario(original, 'id', options);
          if (!result.ok) return;
          moved++;
          const before = originsOf(original);
          const after = originsOf(result.scenario);
          expect(after).toHaveLength(before.length);
          before.forEach((a, i) => {
            before.forEach((b, j) => {
              const [c, d] = [after[i], after[j]];
              if (!c || !d) throw new Error('as many');
              const { registrableDomain } = libraries;
              expect(isSameOrigin(c, d)).toBe(isSameOrigin(a, b));
              expect(isSameSite(c, d, registrableDomain)).toBe(isSameSite(a, b, registrableDomain));
            });
          });
        },
      ),
    );
    expect(moved).toBeGreaterThan(20);
  });

  test('and so does what the standard makes of it', () => {
    let moved = 0;
    fc.assert(
      fc.property(playable, (original) => {
        if (validate(original, libraries).length > 0) return;
        const result = mapScenario(original, 'id', { ...options, pauses: 'kept' });
        if (!result.ok) return;
        moved++;
        const conversation = (played: Scenario) =>
          simulate(played, libraries).runs.map(({ script, steps }) => [
            script.kind,
            'event' in script ? script.event : null,
            steps.flatMap((step) => (step.type === 'request' ? [step.purpose, step.request.method] : [])),
          ]);
        expect(validate(result.scenario, libraries)).toEqual([]);
        expect(conversation(result.scenario)).toEqual(conversation(original));
      }),
    );
    expect(moved).toBeGreaterThan(20);
  });
});

describe('addresses', () => {
  test('everything of a scenario is under its own path', () => {
    const { page, request, servers } = mapped(
      scenario({
        page: { url: 'https://foo.example/a?b#c' },
        servers: [server('https://bar.other', { path: '/data.json' })],
      }),
    );
    expect(page.url).toBe('http://127.0.0.1:41001/~id/a?b#c');
    expect(request.url).toBe('http://localhost:41001/~id/data.json');
    expect(servers[0]).toMatchObject({ origin: 'http://localhost:41001', path: '/~id/data.json' });
  });

  test('a relative URL is seen from the page', () => {
    const { request } = mapped(
      scenario({
        page: { url: 'https://foo.example/a/b' },
        request: { url: 'c' },
        servers: [server('https://foo.example')],
      }),
    );
    expect(request.url).toBe('http://127.0.0.1:41001/~id/a/c');
  });

  test('wss becomes ws', () => {
    const { request } = mapped(scenario({ request: { initiator: 'WebSocket', url: 'wss://bar.other/' } }));
    expect(request.url).toBe('ws://localhost:41001/~id/');
  });

  test('userinfo stays', () => {
    const { request } = mapped(scenario({ request: { url: 'https://u:p@bar.other/x' } }));
    expect(request.url).toBe('http://u:p@localhost:41001/~id/x');
  });

  test('a URL of another scheme stays as it is', () => {
    for (const url of ['data:text/plain,x', 'ftp://bar.other/x', 'file:///x']) {
      expect(mapped(scenario({ request: { url } })).request.url).toBe(url);
    }
  });

  test('a port that browsers refuse stays, as nothing is sent there', () => {
    const { request } = mapped(scenario({ request: { url: 'https://bar.other:6667/' } }));
    expect(request.url).toBe('http://localhost:6667/~id/');
  });

  test('a server that refuses connections is where nobody listens', () => {
    const { request } = mapped(scenario({ servers: [server('https://bar.other', { failure: 'refused' })] }));
    expect(request.url).toBe('http://localhost:43001/~id/data.json');
  });

  test('a server that nobody describes has a name that does not resolve', () => {
    const { request } = mapped(scenario({ servers: [server('https://foo.example')] }));
    expect(request.url).toBe('http://host1.site1.invalid/~id/data.json');
  });

  test('a server with a broken certificate is where no TLS is spoken', () => {
    const { request } = mapped(scenario({ servers: [server('https://bar.other', { failure: 'tls' })] }));
    expect(request.url).toBe('https://localhost:41001/~id/data.json');
  });

  test('HTTPS stays where a cookie is Secure, or both schemes meet', () => {
    const cookies = [{ url: 'https://bar.other/', cookie: 'a=b; Secure; SameSite=None' }];
    expect(mapped(scenario({ cookies })).page.url).toBe('https://127.0.0.1:42001/~id/');
    const { page, request } = mapped(scenario({ page: { url: 'http://foo.example/' } }));
    expect([page.url, request.url]).toEqual([
      'http://127.0.0.1:41001/~id/',
      'https://localhost:42001/~id/data.json',
    ]);
  });

  test('a lab without TLS plays Secure cookies over HTTP, and says so', () => {
    const cookies = [{ url: 'https://bar.other/', cookie: 'a=b; Secure; SameSite=None' }];
    const result = mapScenario(scenario({ cookies }), 'id', {
      ...options,
      addresses: { ...ADDRESSES, https: [] },
    });
    expect(result).toMatchObject({ ok: true, changes: ['secure cookies over http'] });
  });

  test('pauses are left out, unless somebody waits', () => {
    expect(mapped(scenario({ earlier: [60] })).earlier).toEqual([0]);
    expect(mapped(scenario({ earlier: [60] }), { pauses: 'kept' }).earlier).toEqual([60]);
    const request = { method: 'PUT' };
    const put = scenario({ earlier: [{ seconds: 60, request }] });
    expect(mapped(put).earlier).toEqual([{ seconds: 0, request }]);
    expect(mapped(put, { pauses: 'kept' }).earlier).toEqual(put.earlier);
    expect(mapScenario(put, 'id', options)).toMatchObject({
      changes: expect.arrayContaining(['no pauses']),
    });
  });
});

describe('headers', () => {
  const raw = (lines: string): string => {
    const one = server('https://bar.other', { answers: 'raw' });
    const { servers } = mapped(
      scenario({ servers: [{ ...one, raw: { ...one.raw, response: { status: '200', lines } } }] }),
    );
    return servers[0]?.raw.response.lines ?? '';
  };

  test('the page’s origin, where a raw line names it', () => {
    expect(raw('Access-Control-Allow-Origin: https://foo.example\r\nVary:  Origin ')).toBe(
      'Access-Control-Allow-Origin: http://127.0.0.1:41001\r\nVary:  Origin ',
    );
    expect(raw('Access-Control-Allow-Origin: https://foo.example/')).toBe(
      'Access-Control-Allow-Origin: http://127.0.0.1:41001/',
    );
  });

  test('what only looks like it stays, and matches as little as before', () => {
    for (const other of [
      'https://foo.example.evil',
      'https://foo.example:443',
      'http://foo.example',
      'https://FOO.example',
      'https://sub.foo.example',
      'foo.example',
      'null',
      '*',
    ]) {
      expect(raw(`Access-Control-Allow-Origin: ${other}`)).toBe(`Access-Control-Allow-Origin: ${other}`);
    }
  });

  test('a listed origin', () => {
    const { servers } = mapped(
      scenario({
        servers: [
          server('https://bar.other', {
            policy: { origins: 'list', list: ['https://foo.example', 'https://nobody.example', 'null'] },
          }),
        ],
      }),
    );
    expect(servers[0]?.policy.list).toEqual(['http://127.0.0.1:41001', 'https://nobody.example', 'null']);
  });

  test.each([
    ['^https://.*\\.example$', true],
    ['\\.exampl$', false],
    ['null', false],
  ])('the pattern %s matches the page as before', (pattern, allowed) => {
    const { servers } = mapped(
      scenario({ servers: [server('https://bar.other', { policy: { origins: 'pattern', pattern } })] }),
    );
    const moved = libraries.compilePattern(servers[0]?.policy.pattern ?? '');
    expect(moved('http://127.0.0.1:41001')).toBe(allowed);
    expect(moved('null')).toBe(pattern === 'null');
    expect(moved('')).toBe(false);
  });

  test('a location', () => {
    expect(raw('Location: /people/')).toBe('Location: http://localhost:41001/~id/people/');
    expect(raw('Location: https://foo.example/x#y')).toBe('Location: http://127.0.0.1:41001/~id/x#y');
    expect(raw('Location: //foo.example')).toBe('Location: http://127.0.0.1:41001/~id/');
    expect(raw('Location: people?a')).toBe('Location: people?a');
    expect(raw('Location: http://')).toBe('Location: http://');
    expect(raw('Location: data:,x')).toBe('Location: data:,x');
  });

  test('a cookie’s path and domain', () => {
    expect(raw('Set-Cookie: a=b; Path=/x; HttpOnly')).toBe('Set-Cookie: a=b; Path=/~id/x; HttpOnly');
    expect(raw('Set-Cookie: a=b; Domain=bar.other')).toBe('Set-Cookie: a=b');
    expect(raw('Set-Cookie: a=b; Domain=foo.example')).toBe('Set-Cookie: a=b; Domain=elsewhere.invalid');
  });

  test('where names under localhost lead to the lab, each site has a domain for cookies that name one', () => {
    const domain = { addresses: { ...ADDRESSES, domain: 'localhost' } };
    const cookie = (value: string, at = 'https://api.bar.other'): string => {
      const headers = [['Set-Cookie', value]] as const;
      const original = scenario({
        request: { url: `${at}/` },
        servers: [server(at, { response: { headers } }), server('https://bar.other')],
      });
      const [{ origin, response } = server(at)] = mapped(original, domain).servers;
      return `${new URL(origin).hostname}: ${response.headers[0]?.[1]}`;
    };
    expect(cookie('a=b; Domain=bar.other')).toBe('api.site2-id.localhost: a=b; Domain=site2-id.localhost');
    expect(cookie('a=b; Domain=.API.bar.other')).toBe(
      'api.site2-id.localhost: a=b; Domain=.api.site2-id.localhost',
    );
    expect(cookie('a=b; Domain=foo.example')).toContain('Domain=site1-id.localhost');
    expect(cookie('a=b; Domain=other')).toContain('Domain=localhost');
    expect(cookie('a=b; Domain=third.test')).toContain('Domain=elsewhere.invalid');
    expect(cookie('__Host-a=b; Path=/')).toContain('__Host-a=b; Path=/');
    expect(cookie('__Host-a=b; Path=/x')).toContain('Path=/~id/x');
    // Others stay on loopback as it is.
    expect(cookie('a=b; Path=/')).toBe('localhost: a=b; Path=/~id/');
  });

  test('a host that the browser was told of goes by its own name', () => {
    const names = ['one.test', 'named.test', 'two.test'];
    const original = scenario({
      request: { url: 'http://named.test/' },
      servers: [server('http://named.test'), server('http://bar.other')],
    });
    const moved = mapped(original, { addresses: { ...ADDRESSES, names } });
    expect(new URL(moved.page.url).hostname).toBe('one.test');
    expect(moved.servers.map(({ origin }) => new URL(origin).hostname)).toEqual(['named.test', 'two.test']);
  });

  test('a cookie’s domain stays with a host that the browser was told of', () => {
    const names = ['one.test', '10.1.22.33'];
    const at = 'http://10.1.22.33';
    const headers = [['Set-Cookie', 'a=b; Domain=22.33']] as const;
    const told = { addresses: { ...ADDRESSES, names, domain: 'localhost' } };
    const moved = mapped(
      scenario({
        page: { url: `${at}/` },
        request: { url: `${at}/` },
        servers: [server(at, { response: { headers } })],
      }),
      told,
    );
    expect(moved.servers[0]?.response.headers).toEqual(headers);
    expect(new URL(moved.page.url).hostname).toBe('10.1.22.33');
    // Under localhost nothing would be mixed content any more.
    const mixed = scenario({
      request: { url: 'http://bar.other/' },
      servers: [
        server('http://bar.other', { response: { headers: [['Set-Cookie', 'a=b; Domain=bar.other']] } }),
      ],
    });
    expect(problems(mixed, told)).toEqual(['request.url: mixed-content']);
  });

  test('a page that is farther than its servers is made public, at a host by what the person answers', () => {
    const publicHosts = { granted: 'yes.test', denied: 'no.test' } as const;
    const names = ['one.test', 'two.test', ...Object.values(publicHosts)];
    const near = server('https://bar.other', { addressSpace: 'loopback' });
    const asking = (localNetwork: 'granted' | 'denied', servers = [near]) =>
      scenario({
        request: { url: 'https://bar.other/' },
        servers,
        browser: { ...scenario({}).browser, localNetwork },
      });
    const apart = { addresses: { ...ADDRESSES, names, publicHosts } };
    for (const answer of ['granted', 'denied'] as const) {
      const moved = mapped(asking(answer), apart);
      expect(new URL(moved.page.url)).toMatchObject({ protocol: 'https:', hostname: publicHosts[answer] });
      expect(moved.servers[0]).toMatchObject({ addressSpace: 'loopback' });
      expect(isMadePublic(moved)).toBe(true);
    }
    expect(problems(asking('granted'), {})).toEqual(['request.url: local-network']);
    const local = server('https://bar.other', { addressSpace: 'local' });
    expect(problems(asking('granted', [local]), apart)).toEqual(['request.url: local-network']);
    expect(isMadePublic(mapped(scenario({})))).toBe(false);
  });

  test('a stored cookie says its path', () => {
    const cookies = [
      { url: 'http://bar.other/', cookie: 'a=b' },
      { url: 'http://bar.other/x/y', cookie: 'c=d' },
      { url: 'http://bar.other/', cookie: 'e=f; path=/' },
    ];
    const moved = mapped(
      scenario({
        page: { url: 'http://foo.example/' },
        request: { url: 'http://bar.other/' },
        servers: [server('http://bar.other')],
        cookies,
      }),
    );
    expect(moved.cookies.map(({ cookie }) => cookie)).toEqual([
      'a=b; Path=/~id',
      'c=d; Path=/~id/x',
      'e=f; Path=/~id/',
    ]);
  });
});

describe('what cannot be played is refused, with the reason', () => {
  const bar = (changes: Parameters<typeof server>[1]): Scenario =>
    scenario({ servers: [server('https://bar.other', changes)] });

  test.each<[string, Scenario]>([
    ['page.kind: page-file', scenario({ page: { kind: 'file' } })],
    [
      'servers: too-many-sites',
      scenario({
        servers: ['https://bar.other', 'https://a.test', 'https://b.test'].map((origin) => server(origin)),
      }),
    ],
    [
      'servers: too-many-origins',
      scenario({
        servers: [1, 2, 3, 4].map((port) => server(`https://bar.other:${8000 + port}`)),
      }),
    ],
    [
      'request.url: local-network',
      scenario({ request: { url: 'https://10.0.0.1/' }, servers: [server('https://10.0.0.1')] }),
    ],
    [
      'request.url: mixed-content',
      scenario({ request: { url: 'http://bar.other/' }, servers: [server('http://bar.other')] }),
    ],
    ['servers.0.failure: blocked-by-the-client', bar({ failure: 'blocked by the client' })],
    [
      'browser.thirdPartyCookies: third-party-cookies',
      scenario({ browser: { ...scenario().browser, thirdPartyCookies: 'blocked' } }),
    ],
    [
      'servers.0.response.cookies.0: host-cookie',
      bar({ response: { cookies: ['__Host-a=b; Path=/; Secure'] } }),
    ],
    [
      'servers.0.response.headers.0.value: clear-site-data',
      bar({ response: { headers: [['clear-site-data', '"cookies"']] } }),
    ],
    ['servers.0.response.location: location', bar({ response: { status: '302', location: '../x' } })],
    ['servers.0.response.location: location', bar({ response: { status: '302', location: 'https:x' } })],
    [
      'servers.0.policy.list.0: lab-origin',
      bar({ policy: { origins: 'list', list: ['http://127.0.0.1:41001'] } }),
    ],
    ['earlier: form-again', scenario({ request: { initiator: 'form' }, earlier: [1] })],
    [
      'earlier.1: head-too-long',
      scenario({ earlier: [1, { seconds: 1, request: { headers: [['X-A', 'a'.repeat(60_000)]] } }] }),
    ],
  ])('%s', (problem, original) => {
    expect(validate(original, libraries)).toEqual([]);
    expect(problems(original)).toContain(problem);
  });

  test('page.url: needs-https, where there is no TLS', () => {
    const original = scenario({ page: { url: 'http://foo.example/' } });
    expect(problems(original, { addresses: { ...ADDRESSES, https: [] } })).toEqual(['page.url: needs-https']);
  });
});
