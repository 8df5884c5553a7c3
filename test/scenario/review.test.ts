import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CorsPolicy, Mistake, Server } from '../../src/policy/policy';
import { defaultServer } from '../../src/scenario/defaults';
import { createLibraries } from '../../src/scenario/libraries';
import { type Finding, type FindingCode, loadForReview, reviewPolicy } from '../../src/scenario/review';
import { reachOf, traceOf } from '../../src/scenario/review-ask';
import { validate } from '../../src/scenario/validate';
import { playable } from './arbitraries';

const libraries = createLibraries();
const OWN = 'https://api.foo.example';

function server(policy: Partial<CorsPolicy>, rest: Partial<Omit<Server, 'policy'>> = {}): Server {
  const base = defaultServer(rest.origin ?? OWN);
  return { ...base, ...rest, policy: { ...base.policy, vary: true, ...policy } };
}
const pattern = (text: string, more: Partial<CorsPolicy> = {}, rest: Partial<Omit<Server, 'policy'>> = {}) =>
  server({ origins: 'pattern', pattern: text, credentials: true, ...more }, rest);
const listing = (
  list: readonly string[],
  more: Partial<CorsPolicy> = {},
  rest: Partial<Omit<Server, 'policy'>> = {},
) => server({ origins: 'list', list, credentials: true, ...more }, rest);
const raw = (response: string, preflight = response, status = '204') =>
  server(
    {},
    {
      answers: 'raw',
      raw: { preflight: { status, lines: preflight }, response: { status: '200', lines: response } },
    },
  );
const SAFE = ['https://foo.example', 'https://shop.example'];
const safely = (more: Partial<CorsPolicy>, rest: Partial<Omit<Server, 'policy'>> = {}) =>
  listing(SAFE, more, rest);
const erring = (...mistakes: Mistake[]) => safely({ methods: ['PUT'], mistakes });

const review = (one: Server) => reviewPolicy(one, libraries);
const codes = (one: Server) => review(one).map(({ code }) => code);
const found = (one: Server, code: FindingCode): Finding => {
  const finding = review(one).find((each) => each.code === code);
  if (finding === undefined) throw new Error(`not found: ${code}; but ${codes(one).join(', ')}`);
  return finding;
};
const plays = ({ exploit }: Finding) => (exploit ? reachOf(traceOf(exploit.scenario, libraries)) : null);

beforeAll(() => loadForReview(pattern('a'), libraries));

describe('who is let in that should not be', () => {
  const cases: readonly (readonly [FindingCode, Server, string, Server])[] = [
    ['any-origin', server({ origins: 'reflect', credentials: true }), 'https://evil.test', safely({})],
    ['any-origin', pattern('.*'), 'https://evil.test', safely({})],
    ['any-origin', pattern('^https://'), 'https://evil.test', safely({})],
    ['null-origin', server({ origins: 'null', credentials: true }), 'null', safely({})],
    ['null-origin', listing([...SAFE, 'null']), 'null', listing(SAFE)],
    ['null-origin', pattern('^(https://foo\\.example|null)$'), 'null', pattern('^https://foo\\.example$')],
    [
      'null-origin',
      raw('Access-Control-Allow-Origin: null\nAccess-Control-Allow-Credentials: true'),
      'null',
      safely({}),
    ],
    [
      'prefix-match',
      pattern('^https://foo\\.example'),
      'https://foo.example.evil.test',
      pattern('^https://foo\\.example$'),
    ],
    [
      'prefix-match',
      pattern('^https://(foo|shop)\\.example\\b'),
      'https://foo.example.evil.test',
      pattern('^https://(foo|shop)\\.example$'),
    ],
    [
      'prefix-match',
      pattern('^https://www\\.'),
      'https://www.foo.example.evil.test',
      pattern('^https://www\\.foo\\.example$'),
    ],
    [
      'suffix-match',
      pattern('foo\\.example$'),
      'https://evilfoo.example',
      pattern('^https://foo\\.example$'),
    ],
    [
      'suffix-match',
      pattern('^https://.*foo\\.example$'),
      'https://evilfoo.example',
      pattern('^https://(.*\\.)?foo\\.example$'),
    ],
    [
      'unescaped-dot',
      pattern('^https://app.foo.example$'),
      'https://appxfoo.example',
      pattern('^https://app\\.foo\\.example$'),
    ],
    [
      'unescaped-dot',
      pattern('^https://(www\\.)?foo.co.uk$'),
      'https://fooxco.uk',
      pattern('^https://(www\\.)?foo\\.co\\.uk$'),
    ],
    [
      'special-character',
      pattern('^https://foo\\.example([^.a-z0-9-].*)?$'),
      'https://foo.example_.evil.test',
      pattern('^https://foo\\.example(:\\d+)?$'),
    ],
    [
      'special-character',
      pattern('^https://foo\\.example(`.*)?$'),
      'https://foo.example`.evil.test',
      pattern('^https://foo\\.example$'),
    ],
    [
      'public-suffix',
      pattern('^https://[a-z]+\\.github\\.io$'),
      'https://evil.github.io',
      pattern('^https://foo\\.github\\.io$'),
    ],
    [
      'public-suffix',
      pattern('^https://foo-[a-z0-9]+\\.vercel\\.app$'),
      'https://foo-evil.vercel.app',
      pattern('^https://foo-a\\.vercel\\.app$'),
    ],
    ['public-suffix', pattern('^https://.*\\.com$'), 'https://evil.com', pattern('^https://.*\\.foo\\.com$')],
    [
      'public-suffix',
      pattern('^https://[a-f]+\\.com$'),
      'https://abab.com',
      pattern('^https://[a-f]\\.com$'),
    ],
    [
      'insecure-origin',
      listing(['http://foo.example']),
      'http://foo.example',
      listing(['https://foo.example']),
    ],
    [
      'insecure-origin',
      pattern('^https?://foo\\.example$'),
      'http://foo.example',
      pattern('^https://foo\\.example$'),
    ],
    ['shared-host', listing(['https://s3.amazonaws.com']), 'https://s3.amazonaws.com', listing(SAFE)],
    [
      'wildcard',
      server({ origins: 'any' }, { origin: 'http://localhost:8080' }),
      'https://evil.test',
      safely({}, { origin: 'http://localhost:8080' }),
    ],
    [
      'wildcard',
      server({ origins: 'any' }, { origin: 'http://192.168.1.1' }),
      'https://evil.test',
      safely({}, { origin: 'http://192.168.1.1' }),
    ],
    [
      'any-origin',
      server({ origins: 'reflect' }, { origin: 'https://intra.foo.example', addressSpace: 'local' }),
      'https://evil.test',
      safely({}),
    ],
  ];
  it.each(cases)('%s', (code, policy, origin, mended) => {
    const finding = found(policy, code);
    expect(finding.severity).toBe('open');
    expect(finding.exploit?.origin).toBe(origin);
    expect(plays(finding)).toBe('reads');
    expect(codes(mended)).not.toContain(code);
    expect(review(mended).filter(({ severity }) => severity === 'open')).toEqual([]);
  });

  it('comes with the visitor’s cookies where credentials are allowed', () => {
    const { exploit } = found(server({ origins: 'reflect', credentials: true }), 'any-origin');
    expect(exploit?.request.credentials).toBe('include');
    const sent =
      exploit && traceOf(exploit.scenario, libraries).steps.find((step) => step.type === 'request');
    expect(sent?.type === 'request' && sent.request.headers).toContainEqual(['Cookie', 'session=1c2d3e']);
  });

  it('is no more than a note where anybody could fetch the same without a browser', () => {
    expect(found(server({ origins: 'reflect' }), 'any-origin').severity).toBe('note');
    expect(found(server({ origins: 'any' }), 'wildcard').severity).toBe('note');
    expect(found(pattern('foo\\.example', { credentials: false }), 'prefix-match').severity).toBe('note');
  });

  it('is a note where it takes another slip to get in', () => {
    expect(found(pattern('^https://([a-z]+\\.)?foo\\.example$'), 'subdomains')).toMatchObject({
      severity: 'note',
      facts: { domain: 'foo.example' },
      exploit: { origin: 'https://evil.foo.example' },
    });
    expect(found(listing(['http://localhost:3000']), 'local-origin').severity).toBe('note');
    expect(found(pattern('^https://foo.example$'), 'unescaped-dot')).toMatchObject({
      severity: 'note',
      exploit: { origin: 'https://fooxexample' },
    });
    expect(found(pattern('^https://.*\\.foo.example$'), 'unescaped-dot').severity).toBe('note');
  });

  it('does not take the names a pattern spells out for names left open', () => {
    expect(codes(pattern('^https://(foo|shop)\\.(example|test)$'))).toEqual([]);
    expect(codes(pattern('\\Ahttps://shop\\.example(:8443)?\\z'))).toEqual([]);
  });

  it('is told apart by its cause: a dot is no slip where all that stands before it is left open', () => {
    expect(codes(pattern('foo\\.example$'))).toEqual(['suffix-match', 'insecure-origin', 'subdomains']);
    expect(codes(pattern('^https://www\\.'))).not.toContain('unescaped-dot');
  });

  it('goes by a name that the policy does not speak of', () => {
    expect(found(pattern('^https://evil\\.example'), 'prefix-match').exploit?.origin).toBe(
      'https://evil.example.mallory.test',
    );
  });

  it('says where the slip is', () => {
    expect(found(listing([...SAFE, 'null']), 'null-origin').path).toBe('policy.list.2');
    expect(found(pattern('foo'), 'prefix-match').path).toBe('policy.pattern');
    expect(found(server({ origins: 'reflect' }), 'any-origin').path).toBe('policy.origins');
    expect(found(raw('Access-Control-Allow-Origin: *'), 'wildcard').path).toBe('raw.response.lines');
  });
});

describe('what does not do what it seems meant to', () => {
  const line = 'Access-Control-Allow-Origin: https://foo.example';
  const cases: readonly (readonly [FindingCode, Finding['severity'], Server, object, Server])[] = [
    [
      'several-origins',
      'broken',
      raw('Access-Control-Allow-Origin: https://foo.example, https://shop.example'),
      { value: 'https://foo.example, https://shop.example' },
      raw(line),
    ],
    ['several-origins', 'broken', erring('origins in one line'), {}, erring()],
    ['repeated-allow-origin', 'broken', raw(`${line}\n${line}`), { lines: 2 }, raw(line)],
    ['repeated-allow-origin', 'broken', erring('allow-origin twice'), { lines: 2 }, erring()],
    ['origin-trailing', 'broken', raw(`${line}/`), { origin: 'https://foo.example' }, raw(line)],
    ['origin-trailing', 'broken', erring('trailing slash'), {}, erring()],
    ['partial-wildcard', 'broken', raw('Access-Control-Allow-Origin: https://*.foo.example'), {}, raw(line)],
    [
      'not-an-origin',
      'broken',
      raw('Access-Control-Allow-Origin: foo.example'),
      { origin: 'https://foo.example' },
      raw(line),
    ],
    [
      'not-an-origin',
      'broken',
      raw('Access-Control-Allow-Origin: HTTPS://foo.example'),
      { origin: 'https://foo.example' },
      raw(line),
    ],
    [
      'wildcard-with-credentials',
      'broken',
      server({ origins: 'any', credentials: true }),
      {},
      server({ origins: 'any' }),
    ],
    ['credentials-not-true', 'broken', erring('True'), { value: 'True' }, erring()],
    [
      'credentials-not-true',
      'broken',
      raw(`${line}\nAccess-Control-Allow-Credentials: yes`),
      { value: 'yes' },
      raw(`${line}\nAccess-Control-Allow-Credentials: true`),
    ],
    [
      'literal-wildcard',
      'broken',
      safely({ methods: ['*'] }),
      { header: 'Access-Control-Allow-Methods' },
      safely({ methods: ['*'], credentials: false }),
    ],
    [
      'literal-wildcard',
      'broken',
      safely({ headers: ['*'] }),
      { header: 'Access-Control-Allow-Headers' },
      safely({ headers: ['X-A'] }),
    ],
    [
      'literal-wildcard',
      'broken',
      safely({ exposed: ['*'] }),
      { header: 'Access-Control-Expose-Headers' },
      safely({ exposed: ['X-A'] }),
    ],
    [
      'authorization-not-covered',
      'note',
      server({ origins: 'any', headers: ['*'] }),
      {},
      server({ origins: 'any', headers: ['*', 'Authorization'] }),
    ],
    [
      'malformed-list',
      'broken',
      raw(line, `${line}\nAccess-Control-Allow-Methods: PUT;DELETE`),
      { header: 'Access-Control-Allow-Methods' },
      raw(line),
    ],
    [
      'malformed-list',
      'broken',
      raw(line, `${line}\nAccess-Control-Allow-Headers: X A`),
      { header: 'Access-Control-Allow-Headers' },
      raw(line),
    ],
    [
      'malformed-list',
      'broken',
      raw(`${line}\nAccess-Control-Expose-Headers: X A`, line),
      { header: 'Access-Control-Expose-Headers' },
      raw(line),
    ],
    ['vary-missing', 'broken', safely({ vary: false }), { vary: null }, safely({ vary: true })],
    [
      'vary-missing',
      'broken',
      safely(
        { vary: false },
        { response: { ...defaultServer(OWN).response, headers: [['Vary', 'Accept']] } },
      ),
      { vary: 'Accept' },
      listing(['https://foo.example'], { vary: false }),
    ],
    [
      'malformed-max-age',
      'broken',
      raw(line, `${line}\nAccess-Control-Max-Age: 10m`),
      { value: '10m' },
      raw(line, `${line}\nAccess-Control-Max-Age: 600`),
    ],
    [
      'max-age-above-caps',
      'note',
      safely({ maxAge: '31536000' }),
      { seconds: 31_536_000, cap: 86_400 },
      safely({ maxAge: '86400' }),
    ],
    [
      'preflight-status',
      'broken',
      safely({ methods: ['PUT'] }, { options: { by: 'policy', status: '404' } }),
      { status: 404 },
      safely({ methods: ['PUT'] }),
    ],
    [
      'preflight-redirected',
      'broken',
      safely({ methods: ['PUT'] }, { options: { by: 'redirect', status: '301', location: '/moved' } }),
      { status: 301 },
      safely({ methods: ['PUT'] }),
    ],
    [
      'preflight-disagrees',
      'broken',
      safely({ methods: ['PUT'] }, { options: { by: 'status', status: '401' } }),
      { status: 401 },
      safely({ methods: ['PUT'] }),
    ],
    ['preflight-disagrees', 'broken', erring('response only'), { status: 204 }, erring()],
    ['preflight-disagrees', 'note', raw(line, ''), { status: 204 }, raw(line)],
    ['response-disagrees', 'broken', erring('preflight only'), { origin: 'https://foo.example' }, erring()],
    ['errors-forget', 'broken', erring('errors forget'), {}, erring()],
    [
      'method-case',
      'broken',
      safely({ methods: ['patch'] }),
      { method: 'patch', upper: 'PATCH' },
      safely({ methods: ['PATCH'] }),
    ],
    ['not-a-method', 'broken', safely({ methods: ['ALL'] }), { method: 'ALL' }, safely({ methods: ['PUT'] })],
    [
      'forbidden-method',
      'note',
      safely({ methods: ['TRACE'] }),
      { method: 'TRACE' },
      safely({ methods: ['OPTIONS'] }),
    ],
    [
      'forbidden-header',
      'note',
      safely({ headers: ['Origin'] }),
      { name: 'Origin' },
      safely({ headers: ['Content-Type'] }),
    ],
    [
      'response-header',
      'note',
      safely({ headers: ['Access-Control-Allow-Origin'] }),
      {},
      safely({ headers: ['X-A'] }),
    ],
    [
      'never-exposed',
      'broken',
      safely({ exposed: ['Set-Cookie'] }),
      { name: 'Set-Cookie' },
      safely({ exposed: ['X-A'] }),
    ],
    [
      'always-exposed',
      'note',
      safely({ exposed: ['Content-Type'] }),
      { name: 'Content-Type' },
      safely({ exposed: ['ETag'] }),
    ],
    [
      'unknown-header',
      'broken',
      raw(`${line}\nAccess-Control-Allow-Header: X-A`),
      { meant: 'Access-Control-Allow-Headers' },
      raw(`${line}\nAccess-Control-Allow-Headers: X-A`),
    ],
    [
      'wrong-answer',
      'broken',
      raw(`${line}\nAccess-Control-Allow-Headers: X-A`, line),
      { stands: 'response' },
      raw(line, `${line}\nAccess-Control-Allow-Headers: X-A`),
    ],
    [
      'wrong-answer',
      'broken',
      raw(line, `${line}\nAccess-Control-Expose-Headers: X-A`),
      { stands: 'preflight' },
      raw(`${line}\nAccess-Control-Expose-Headers: X-A`, line),
    ],
  ];
  it.each(cases)('%s (%s)', (code, severity, policy, facts, mended) => {
    expect(found(policy, code)).toMatchObject({ severity, facts });
    expect(codes(mended)).not.toContain(code);
  });

  it('counts no less where the response’s own headers say it', () => {
    const headers = [['Access-Control-Allow-Origin', 'https://foo.example']] as const;
    const twice = safely({}, { response: { ...defaultServer(OWN).response, headers } });
    expect(found(twice, 'repeated-allow-origin').path).toBe('response.headers.0.value');
  });
});

describe('nothing', () => {
  it('is found of a list that names its origins, says Vary and answers both', () => {
    expect(
      review(
        safely({ methods: ['PUT', 'DELETE'], headers: ['Content-Type'], exposed: ['ETag'], maxAge: '600' }),
      ),
    ).toEqual([]);
    expect(review(raw('Access-Control-Allow-Origin: https://foo.example'))).toEqual([]);
  });

  it('is found where no CORS headers are sent, or nothing answers', () => {
    expect(review(server({}))).toEqual([]);
    expect(review(server({ origins: 'reflect', credentials: true }, { failure: 'refused' }))).toEqual([]);
  });
});

describe('whatever the policy', () => {
  const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,6}[a-z0-9])?$/);
  const host = fc
    .tuple(
      fc.array(label, { minLength: 1, maxLength: 3 }),
      fc.constantFrom('example', 'com', 'co.uk', 'test'),
    )
    .map(([labels, suffix]) => `${labels.join('.')}.${suffix}`);
  const secure = host.map((name) => `https://${name}`);

  const isSound = (finding: Finding): void => {
    if (finding.severity === 'open') expect(finding.exploit).not.toBeNull();
    if (finding.exploit === null) return;
    expect(plays(finding)).toBe('reads');
    expect(validate(finding.exploit.scenario, libraries)).toEqual([]);
  };

  it('each exploit is of a page that can be, and reads the answer', () => {
    const piece = fc.oneof(
      label,
      fc.constantFrom(
        '.',
        '\\.',
        '.*',
        '[a-z]+',
        '(a|b)',
        '[^.]*',
        '\\w+',
        '(:\\d+)?',
        '$',
        '^',
        '.+\\.',
        '-',
        '_',
        '|',
        'https?://',
        '\\.com',
        '\\.github\\.io',
        '(?i)',
        '[^a-z]',
      ),
    );
    const patterns = fc.array(piece, { minLength: 1, maxLength: 7 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(patterns, fc.boolean(), (text, credentials) => {
        for (const finding of review(pattern(text, { credentials }))) isSound(finding);
      }),
      { numRuns: 400 },
    );
    fc.assert(
      fc.property(playable, (scenario) => {
        for (const one of scenario.servers) for (const finding of review(one)) isSound(finding);
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('nobody is let in by a list of origins with encryption, or a pattern that spells out one', () => {
    const open = (one: Server) => review(one).filter(({ severity }) => severity === 'open');
    fc.assert(
      fc.property(
        fc.uniqueArray(secure, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (list, credentials) => {
          expect(open(listing(list, { credentials }))).toEqual([]);
          const spelt = list.map((origin) => origin.replaceAll('.', '\\.')).join('|');
          expect(open(pattern(`^(?:${spelt})$`, { credentials }))).toEqual([]);
        },
      ),
    );
  }, 30_000);

  it('a pattern that pins only one end of an origin is found out', () => {
    const domain = fc.tuple(label, fc.constantFrom('example', 'com', 'co.uk', 'github.io'));
    fc.assert(
      fc.property(domain, ([name, suffix]) => {
        const origin = `https://${name}.${suffix}`;
        const exact = origin.replaceAll('.', '\\.');
        const named = (text: string) => codes(pattern(text));
        expect(named(`^${exact}`)).toContain('prefix-match');
        expect(named(`${exact.replace('https://', '')}$`)).toContain('suffix-match');
      }),
      { numRuns: 60 },
    );
  }, 30_000);
});
