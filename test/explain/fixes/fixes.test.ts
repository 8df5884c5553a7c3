import { beforeAll, describe, expect, test } from 'vitest';
import type { Edit, Wish } from '../../../src/explain/fixes';
import { findFixes } from '../../../src/explain/fixes';
import { differencesOf } from '../../../src/explain/fixes/difference';
import { plain } from '../../../src/explain/rich';
import { EXAMPLES } from '../../../src/lessons/examples';
import type { Scenario } from '../../../src/scenario/scenario';
import { API, fixesOf, libraries, loadAll, PAGE, raw, scenario, server, works } from './harness';

beforeAll(loadAll);

const example = (id: string): Scenario => {
  const found = EXAMPLES.get(id);
  if (!found) throw new Error(`No example is called ${id}`);
  return found.scenario;
};

const kinds = (edits: readonly Edit[]) => edits.map(({ kind }) => kind);
const LISTED = { origins: 'list', list: [PAGE] } as const;
const OTHERS = { origins: 'list', list: ['https://else.example'] } as const;

describe('the best fix of what people get stuck with', () => {
  test.each([
    ['no Access-Control-Allow-Origin: the page’s origin', example('domain-b-json'), ['allow origin']],
    ['CORS on the response only: on OPTIONS too', example('preflight-forgotten'), ['mend']],
    ['OPTIONS answered 401: by CORS first', example('preflight-login'), ['answer options']],
    ['OPTIONS answered 404: by CORS first', example('preflight-not-found'), ['answer options']],
    [
      'a preflight that is redirected: straight to where that leads',
      example('preflight-redirected'),
      ['url'],
    ],
    ['a session that expired: 401 in place of the redirect', example('session-expired'), ['no redirect']],
    ['a wildcard with credentials: the origin itself', example('credentials-wildcard'), ['allow origin']],
    ['True: true', example('credentials-true'), ['mend']],
    ['Allow-Origin twice: once', example('allow-origin-twice'), ['mend']],
    ['origins in one line: the one that asks', example('origins-in-one-line'), ['mend']],
    ['a slash behind the origin: none', example('trailing-slash'), ['mend']],
    ['127.0.0.1 for localhost: the name that is allowed', example('localhost'), ['page url']],
    ['a header that a tool adds: without it', example('header-not-allowed'), ['drop request headers']],
    ['Authorization by a wildcard: by its name', example('authorization-wildcard'), ['allow headers']],
    ['lower-case patch: PATCH', example('lower-case-patch'), ['method']],
    ['an error without CORS: with it', example('error-without-cors'), ['mend']],
    ['a redirect that makes the origin null: no redirect', example('redirect-null'), ['url']],
    ['a page from disk: one with an origin', example('page-from-disk'), ['page kind']],
    ['no-cors: cors, and the origin', example('no-cors'), ['mode', 'allow origin']],
    ['a tainted canvas: crossorigin', example('canvas-tainted'), ['crossorigin']],
    ['a header that reads as null: exposed', example('header-not-exposed'), ['expose headers']],
    ['a cookie that stays home: SameSite=None', example('cookie-stays-home'), ['stored cookie']],
    [
      'a response header on the request: without it',
      scenario({ headers: [['Access-Control-Allow-Origin', '*']] }, [server({ policy: LISTED })]),
      ['drop request headers'],
    ],
    [
      'a method that is not listed',
      scenario({ method: 'DELETE' }, [server({ policy: LISTED })]),
      ['allow methods'],
    ],
    [
      'wildcards with credentials: method and header by name',
      scenario({ method: 'PUT', headers: [['X-A', '1']], credentials: 'include' }, [
        server({ policy: { ...LISTED, credentials: true, methods: ['*'], headers: ['*'] } }),
      ]),
      ['allow methods', 'allow headers'],
    ],
    [
      'another origin on the list: this one too',
      scenario({}, [server({ policy: OTHERS })]),
      ['allow origin'],
    ],
    [
      'mixed content: both by HTTPS',
      scenario({ url: 'http://bar.other/doc' }, [server({ policy: LISTED }, 'http://bar.other')]),
      ['url', 'move server'],
    ],
    [
      'a blocked port: another',
      scenario({ url: 'https://bar.other:6000/doc' }, [server({ policy: LISTED }, 'https://bar.other:6000')]),
      ['url', 'move server'],
    ],
    [
      'a script of the wrong type with nosniff: the right one',
      scenario({ initiator: 'script' }, [
        server({
          response: {
            headers: [
              ['Content-Type', 'text/plain'],
              ['X-Content-Type-Options', 'nosniff'],
            ],
          },
        }),
      ]),
      ['content type'],
    ],
    [
      'an image that its server lets nobody embed: that it may be',
      scenario({ initiator: 'image' }, [
        server({ response: { headers: [['Cross-Origin-Resource-Policy', 'same-origin']] } }),
      ]),
      ['resource policy'],
    ],
    [
      'a cookie without SameSite=None that is set from another site',
      scenario({ credentials: 'include' }, [
        server({ policy: { ...LISTED, credentials: true }, response: { cookies: ['a=b; Secure'] } }),
      ]),
      ['set cookie'],
    ],
    [
      'a cookie left out by default: credentials on both sides',
      scenario({}, [server({ policy: LISTED })], {
        cookies: [{ url: API, cookie: 'a=b; Secure; SameSite=None' }],
      }),
      ['credentials', 'allow credentials'],
    ],
    [
      'a preflight on every call: remembered',
      scenario({ headers: [['X-A', '1']] }, [server({ policy: { ...LISTED, headers: ['X-A'] } })]),
      ['max age'],
    ],
    [
      'an answer that depends on the origin, and does not say so: Vary',
      scenario({}, [server({ policy: { origins: 'list', list: [PAGE, 'https://else.example'] } })]),
      ['vary'],
    ],
    [
      'a raw list that cannot be parsed: written anew',
      scenario({ method: 'PUT' }, [
        raw(
          `Access-Control-Allow-Origin: ${PAGE}\nAccess-Control-Allow-Methods: GET; PUT`,
          `Access-Control-Allow-Origin: ${PAGE}`,
        ),
      ]),
      ['rewrite list'],
    ],
    [
      'many headers that are refused one by one: all at once',
      scenario(
        {
          headers: [
            ['X-A', '1'],
            ['X-B', '2'],
            ['X-C', '3'],
          ],
        },
        [server({ policy: LISTED })],
      ),
      ['allow headers'],
    ],
  ])('%s', (_, played, expected) => {
    const [fix] = fixesOf(played).fixes;
    expect(kinds(fix?.edits ?? [])).toEqual(expected);
    expect(works(fix?.scenario ?? played)).toBe(true);
  });

  test('a raw answer keeps its other lines byte for byte', () => {
    const played = scenario({}, [
      raw(
        '',
        'x-One:  1\r\naccess-control-allow-origin:https://foo.example/\r\n\r\nX-Two :\t2'.replace(' :', ':'),
      ),
    ]);
    const after = fixesOf(played).fixes[0]?.scenario.servers[0]?.raw.response.lines;
    expect(after).toBe('x-One:  1\r\naccess-control-allow-origin: https://foo.example\r\n\r\nX-Two:\t2');
  });
});

describe('what is never offered', () => {
  const credentialed = { credentials: 'include' } as const;

  test('credentials for whatever origin asks: the policy is narrowed to the page', () => {
    const [fix] = fixesOf(scenario(credentialed, [server({ policy: { origins: 'reflect' } })])).fixes;
    expect(kinds(fix?.edits ?? [])).toEqual(['allow origin', 'allow credentials']);
    expect(fix?.scenario.servers[0]?.policy).toMatchObject({
      origins: 'list',
      list: [PAGE],
      credentials: true,
    });
  });

  test('a wildcard where there is a secret, or a network that not everyone can reach', () => {
    const { page } = scenario({}, []);
    const secrets = [
      scenario({ headers: [['Authorization', 'Bearer x']] }, [server()]),
      scenario({}, [server()], { cookies: [{ url: API, cookie: 'a=b' }] }),
      scenario({ url: 'http://localhost:8080/' }, [server({}, 'http://localhost:8080')], {
        page: { ...page, url: 'http://localhost:3000/' },
      }),
      scenario(credentialed, [server()]),
    ];
    for (const one of secrets) {
      const all = fixesOf(one).fixes.flatMap(({ edits }) => kinds(edits));
      expect(all).toContain('allow origin');
      expect(all).not.toContain('allow any origin');
    }
  });

  test.each(['sandbox', 'data', 'file'] as const)('null for a page without an origin: %s', (kind) => {
    const { page } = scenario({}, []);
    const report = fixesOf(scenario({}, [server()], { page: { ...page, kind } }));
    expect(plain(report.protected ?? [])).toMatch(/any site can make a page whose origin is null/);
    expect(kinds(report.fixes[0]?.edits ?? [])).toEqual(['page kind', 'allow origin']);
    for (const { grants } of report.fixes) expect(JSON.stringify(grants)).not.toContain('"null"');
  });

  test('anything that lets in who is up to no good', () => {
    const { page } = scenario({}, []);
    const report = fixesOf(
      scenario(credentialed, [server({ policy: { ...OTHERS, credentials: true } })], {
        page: { ...page, url: 'https://evil.example/' },
      }),
    );
    expect(report.fixes.filter(({ actors }) => actors.includes('server'))).toEqual([]);
    expect(plain(report.protected ?? [])).toMatch(/is not meant to read this/);
  });

  test('only who goes by such a name is up to no good: devil.example is not', () => {
    const { page } = scenario({}, []);
    const report = fixesOf(
      scenario({}, [server({ policy: OTHERS })], { page: { ...page, url: 'https://devil.example/' } }),
    );
    expect(report.fixes.some(({ actors }) => actors.includes('server'))).toBe(true);
  });

  test('nobody, where the header came twice and each line lets the page in', () => {
    const twice = raw('', `Access-Control-Allow-Origin: ${PAGE}\nAccess-Control-Allow-Origin: *`);
    expect(fixesOf(scenario({}, [twice])).protected).toBeNull();
    const others = raw('', 'Access-Control-Allow-Origin: https://else.example');
    expect(fixesOf(scenario({}, [others])).protected).not.toBeNull();
  });
});

describe('a request with credentials that `*` keeps from its answer', () => {
  const any = 'Access-Control-Allow-Origin: *';

  test.each([
    ['fetch', { initiator: 'fetch', credentials: 'include' }],
    ['XMLHttpRequest', { initiator: 'XMLHttpRequest', withCredentials: true }],
  ] as const)('%s: a way that keeps them comes first, however many more steps it takes', (_, how) => {
    const headers = [['X-A', '1']] as const;
    const { fixes } = fixesOf(scenario({ ...how, method: 'PUT', headers }, [raw(any, any)]));
    expect(fixes[0]?.edits).toContainEqual(expect.objectContaining({ kind: 'allow origin', origin: PAGE }));
    expect(kinds(fixes[0]?.edits ?? [])).toContain('allow credentials');
    const drops = fixes.findIndex(({ edits }) => edits.some(({ path }) => path.startsWith('request.')));
    expect(drops).toBeGreaterThan(0);
    for (const { scenario: after } of fixes) expect(works(after)).toBe(true);
  });
});

describe('where no change of headers helps', () => {
  test.each([
    ['dns', /The name leads nowhere/],
    ['refused', /Nothing listens there/],
    ['tls', /renew the certificate/],
    ['blocked by the client', /ad blocker/],
  ] as const)('%s: it says where to look', (failure, words) => {
    const report = fixesOf(scenario({}, [server({ failure })]));
    expect(report.fixes).toEqual([]);
    expect(plain(report.elsewhere?.says ?? [])).toMatch(words);
  });

  test('the local network: the person’s permission', () => {
    const report = fixesOf(example('local-network'));
    expect(report.fixes).toEqual([]);
    expect(plain(report.protected ?? [])).toMatch(/only they can let the page in/);
  });

  test('third-party cookies: the person’s choice', () => {
    const played = scenario(
      { credentials: 'include' },
      [server({ policy: { ...LISTED, credentials: true } })],
      {
        cookies: [{ url: API, cookie: 'a=b; Secure; SameSite=None' }],
        browser: { profile: 'standard', thirdPartyCookies: 'blocked', localNetwork: 'denied' },
      },
    );
    const report = fixesOf(played);
    expect(report.fixes).toEqual([]);
    expect(plain(report.protected ?? [])).toMatch(/blocks cookies of other sites/);
  });

  test('Set-Cookie, which no script sees', () => {
    const wish: Wish = { kind: 'header', names: ['set-cookie'] };
    const played = scenario({}, [server({ policy: LISTED, response: { cookies: ['a=b'] } })]);
    const report = findFixes(played, libraries, { wishes: [wish] });
    expect(report.fixes).toEqual([]);
    expect(plain(report.protected ?? [])).toMatch(/HttpOnly/);
  });
});

describe('what a fix opens', () => {
  const opens = (played: Scenario, index = 0) => plain(fixesOf(played).fixes[index]?.opens ?? []);

  test('names the origin, the methods, and whether cookies go along', () => {
    expect(opens(scenario({}, [server()]))).toBe(
      'Pages of https://foo.example can read what https://bar.other answers to GET, HEAD and POST, without cookies.',
    );
  });

  test('names all that gain by it, not the page alone', () => {
    const list = [PAGE, 'https://else.example'];
    expect(
      opens(scenario({ method: 'PUT' }, [server({ policy: { origins: 'list', list, vary: true } })])),
    ).toMatch(/^Pages of https:\/\/foo\.example and https:\/\/else\.example can now send PUT/);
  });

  test('names a pattern where all that match it gain', () => {
    const policy = { origins: 'pattern', pattern: '^https://[a-z]+\\.example$' } as const;
    expect(opens(scenario({ method: 'PUT' }, [server({ policy })]))).toMatch(
      /^Pages of all origins that match \^https:\/\/\[a-z\]\+\\\.example\$ can now send PUT/,
    );
  });

  test('says whom it shuts out', () => {
    expect(fixesOf(example('credentials-wildcard')).fixes[0]?.closes).toEqual(['*']);
    expect(opens(example('credentials-wildcard'))).toMatch(/no longer can\.$/);
  });

  test('is nothing where only the page changes', () => {
    const [fix] = fixesOf(example('lower-case-patch')).fixes;
    expect(fix?.grants).toEqual([]);
    expect(plain(fix?.opens ?? [])).toBe('Nothing: no server answers differently.');
  });
});

test('header lines of one server are told together', () => {
  const [fix] = fixesOf(
    scenario({ method: 'PUT', headers: [['X-A', '1']], credentials: 'include' }, [server()]),
  ).fixes;
  expect(fix?.steps.map(plain)).toEqual([
    'On https://bar.other, send Access-Control-Allow-Origin: https://foo.example and Access-Control-Allow-Credentials: true with every answer; Access-Control-Allow-Methods: PUT and Access-Control-Allow-Headers: X-A with the answer to OPTIONS.',
  ]);
});

test('the difference shows the lines that go and come, and what stands beside them', () => {
  const before = scenario({}, [raw('', 'X-A: 1\nAccess-Control-Allow-Origin: https://foo.example/')]);
  const after = fixesOf(before).fixes[0]?.scenario ?? before;
  const [difference, ...others] = differencesOf(before, after, libraries.compilePattern);
  expect(others).toEqual([]);
  expect(plain(difference?.title ?? [])).toBe('https://bar.other answers the request');
  expect(difference?.lines).toEqual([
    { kind: 'skipped', text: '1' },
    { kind: 'same', text: 'X-A: 1' },
    { kind: 'gone', text: 'Access-Control-Allow-Origin: https://foo.example/' },
    { kind: 'new', text: 'Access-Control-Allow-Origin: https://foo.example' },
  ]);
});
