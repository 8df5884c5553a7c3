import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultScenario, defaultServer } from '../../src/scenario/defaults';
import { createLibraries } from '../../src/scenario/libraries';
import type { Scenario } from '../../src/scenario/scenario';

function between(page: string, target: string): Scenario {
  return {
    ...defaultScenario,
    page: { ...defaultScenario.page, url: page },
    request: { ...defaultScenario.request, url: target },
    servers: [],
  };
}

const pattern: Scenario = {
  ...defaultScenario,
  servers: [
    {
      ...defaultServer('https://bar.other'),
      policy: { ...defaultServer('').policy, origins: 'pattern', pattern: '^https://(a|b)\\.example$' },
    },
  ],
};

/** Whether two hosts are of one site, as https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site asks. */
function sameSite(registrableDomain: (host: string) => string | null, a: string, b: string): boolean {
  const domain = registrableDomain(a);
  return a === b || (domain !== null && domain === registrableDomain(b));
}

describe('the Public Suffix List', () => {
  test.each([
    ['https://foo.example/', 'https://bar.other/'],
    ['https://domain-a.com/', 'https://domain-b.com/'],
    ['https://foo.example/', 'https://api.foo.example/'],
    ['http://localhost:3000/', 'http://127.0.0.1:8080/'],
    ['http://localhost:3000/', 'http://localhost:8080/'],
    ['http://192.168.0.1/', 'http://10.192.0.1/'],
    ['http://[::1]/', 'http://[::2]/'],
    ['https://a.example.com/', 'https://a.example.com:8443/'],
    ['https://a.example.com/', '/doc'],
  ])('is not needed between %s and %s', (page, target) => {
    expect(createLibraries().needs(between(page, target))).toBe('nothing');
  });

  test.each([
    ['https://a.github.io/', 'https://b.github.io/', false],
    ['https://a.co.uk/', 'https://b.co.uk/', false],
    ['https://www.shop.co.uk/', 'https://api.shop.co.uk/', true],
    ['https://www.shop.com/', 'https://api.shop.com/', true],
    ['https://shop.com/', 'https://api.shop.com/', true],
    ['https://a.xn--55qx5d.cn/', 'https://b.xn--55qx5d.cn/', false],
    ['https://shop.com./', 'https://api.shop.com./', true],
  ])(
    'is needed between %s and %s, and then tells whether they are of one site: %s',
    async (page, target, same) => {
      const libraries = createLibraries();
      const scenario = between(page, target);
      expect(libraries.needs(scenario)).toBe('public suffixes');
      await libraries.load(scenario);
      expect(libraries.needs(scenario)).toBe('nothing');
      expect(sameSite(libraries.registrableDomain, new URL(page).hostname, new URL(target).hostname)).toBe(
        same,
      );
    },
  );

  test('is needed for the hosts of redirects too, declared or raw', () => {
    const [server = defaultServer('')] = defaultScenario.servers;
    const location = 'https://b.shop.com/';
    const scenario = between('https://a.shop.com/', 'https://bar.other/');
    const declared = { ...server, response: { ...server.response, location } };
    const lines = `Vary: Origin\r\nlocation: ${location}`;
    const raw = {
      ...server,
      answers: 'raw' as const,
      raw: { ...server.raw, response: { status: '302', lines } },
    };
    for (const one of [declared, raw]) {
      expect(createLibraries().needs({ ...scenario, servers: [one] })).toBe('public suffixes');
    }
    expect(createLibraries().needs({ ...scenario, servers: [{ ...declared, answers: 'raw' }] })).toBe(
      'nothing',
    );
  });

  test('is needed for a cookie with a Domain, but for reserved names', () => {
    const withCookie = (cookie: string): Scenario => ({
      ...defaultScenario,
      cookies: [{ url: 'https://a.co.uk/', cookie }],
    });
    expect(createLibraries().needs(withCookie('a=1; Domain=co.uk'))).toBe('public suffixes');
    expect(createLibraries().needs(withCookie('a=1; domain = foo.example'))).toBe('nothing');
    expect(createLibraries().needs(withCookie('a=1; Path=/domain'))).toBe('nothing');
  });

  test('has no domain for IP addresses and suffixes, before it is loaded as after', async () => {
    const libraries = createLibraries();
    for (const host of ['127.0.0.1', '[::1]', 'localhost', 'com', 'com.']) {
      expect(libraries.registrableDomain(host), host).toBeNull();
    }
    await libraries.load(between('https://a.co.uk/', 'https://b.co.uk/'));
    for (const host of ['127.0.0.1', '[::1]', 'localhost', 'com', 'com.', 'co.uk', 'github.io']) {
      expect(libraries.registrableDomain(host), host).toBeNull();
    }
    expect(libraries.registrableDomain('api.shop.com')).toBe('shop.com');
    expect(libraries.registrableDomain('api.shop.com.')).toBe('shop.com.');
  });

  test('changes no answer for hosts that it is not needed for', async () => {
    const loaded = createLibraries();
    await loaded.load(between('https://a.co.uk/', 'https://b.co.uk/'));
    const fresh = createLibraries();
    const label = fc.constantFrom(
      'a',
      'b',
      'co',
      'com',
      'uk',
      'github',
      'io',
      'example',
      'test',
      'localhost',
      '7',
    );
    const host = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    fc.assert(
      fc.property(host, host, (a, b) => {
        fc.pre(URL.canParse(`https://${a}/`) && URL.canParse(`https://${b}/`));
        fc.pre(fresh.needs(between(`https://${a}/`, `https://${b}/`)) === 'nothing');
        expect(sameSite(fresh.registrableDomain, a, b)).toBe(sameSite(loaded.registrableDomain, a, b));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the pattern compiler', () => {
  test('is needed where a pattern is in use', () => {
    const [server = defaultServer('')] = pattern.servers;
    const libraries = createLibraries();
    expect(libraries.needs(pattern)).toBe('patterns');
    expect(libraries.needs({ ...pattern, servers: [{ ...server, answers: 'raw' }] })).toBe('nothing');
    expect(libraries.needs({ ...pattern, servers: [{ ...server, failure: 'dns' }] })).toBe('nothing');
    expect(() => libraries.compilePattern('a')).toThrow('not loaded');
  });

  test('comes together with the list where both are needed', async () => {
    const libraries = createLibraries();
    const scenario = { ...between('https://a.shop.com/', 'https://b.shop.com/'), servers: pattern.servers };
    expect(libraries.needs(scenario)).toBe('both');
    await libraries.load(scenario);
    expect(libraries.needs(scenario)).toBe('nothing');
  });

  test('matches anywhere in the text unless anchored', async () => {
    const libraries = createLibraries();
    await libraries.load(pattern);
    expect(libraries.compilePattern('foo\\.example')('https://evil-foo.example.test')).toBe(true);
    expect(libraries.compilePattern('^https://(a|b)\\.example$')('https://b.example')).toBe(true);
    expect(libraries.compilePattern('^https://(a|b)\\.example$')('https://c.example')).toBe(false);
  });

  test('takes time in proportion to the text, whatever the pattern', async () => {
    const libraries = createLibraries();
    await libraries.load(pattern);
    const start = performance.now();
    expect(libraries.compilePattern('^(a+)+$')(`${'a'.repeat(8000)}!`)).toBe(false);
    expect(() => libraries.compilePattern('(a?){1000}'.repeat(50))).toThrow(SyntaxError);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  test('refuses with a SyntaxError that says why', async () => {
    const libraries = createLibraries();
    await libraries.load(pattern);
    expect(() => libraries.compilePattern('(')).toThrow(new SyntaxError('missing closing ): `(`'));
  });
});
