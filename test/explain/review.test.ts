import { beforeAll, describe, expect, it } from 'vitest';
import { explainFinding, REACHES, REQUESTS } from '../../src/explain/review';
import { plain } from '../../src/explain/rich';
import type { CorsPolicy, Server } from '../../src/policy/policy';
import { defaultServer } from '../../src/scenario/defaults';
import { createLibraries } from '../../src/scenario/libraries';
import { type FindingCode, loadForReview, reviewPolicy } from '../../src/scenario/review';
import { REQUEST_KINDS } from '../../src/scenario/review-table';

const libraries = createLibraries();
const server = (policy: Partial<CorsPolicy>, rest: Partial<Omit<Server, 'policy'>> = {}): Server => {
  const base = defaultServer('https://api.foo.example');
  return { ...base, ...rest, policy: { ...base.policy, vary: true, credentials: true, ...policy } };
};
const words = (one: Server, code: FindingCode) => {
  const finding = reviewPolicy(one, libraries).find((each) => each.code === code);
  if (finding === undefined) throw new Error(`not found: ${code}`);
  const { title, risk, mend } = explainFinding(finding);
  return { title: plain(title), risk: plain(risk), mend: plain(mend) };
};

beforeAll(() => loadForReview(server({ origins: 'pattern', pattern: 'a' }), libraries));

describe('a finding in words', () => {
  it('names the origin that gets in, what it gets, and a pattern that keeps it out', () => {
    const { title, risk, mend } = words(
      server({ origins: 'pattern', pattern: '^https://foo\\.example' }),
      'prefix-match',
    );
    expect(title).toContain('https://foo.example');
    expect(risk).toContain('https://foo.example.evil.test');
    expect(risk).toContain('cookies go along');
    expect(mend).toContain('^https://foo\\.example$');
  });

  it('does not cry wolf where nothing is to be had that is not public', () => {
    const { risk } = words(server({ origins: 'reflect', credentials: false }), 'any-origin');
    expect(risk).toContain('anybody can fetch anyway');
  });

  it('the pattern it offers has no finding of its own', () => {
    const { mend } = words(server({ origins: 'pattern', pattern: 'app.foo.example' }), 'prefix-match');
    const offered = /\^https:\S+\$/.exec(mend)?.[0] ?? '';
    expect(reviewPolicy(server({ origins: 'pattern', pattern: offered }), libraries)).toEqual([]);
  });

  it('says what a login in the way of OPTIONS is', () => {
    const one = server(
      { origins: 'list', list: ['https://foo.example'], methods: ['PUT'] },
      { options: { by: 'status', status: '401' } },
    );
    expect(words(one, 'preflight-disagrees').title).toContain('login');
  });

  it('keeps what people typed short', () => {
    const value = `https://${'a'.repeat(500)}.example/`;
    const one = server(
      {},
      {
        answers: 'raw',
        raw: {
          preflight: { status: '204', lines: '' },
          response: { status: '200', lines: `Access-Control-Allow-Origin: ${value}` },
        },
      },
    );
    for (const finding of reviewPolicy(one, libraries)) {
      for (const text of Object.values(explainFinding(finding))) expect(plain(text).length).toBeLessThan(400);
    }
  });
});

describe('the words of the table', () => {
  it('name each request, and each of its ends', () => {
    expect(REQUEST_KINDS.map((kind) => REQUESTS[kind].name)).not.toContain('');
    expect(new Set(Object.values(REACHES).map(({ name }) => name)).size).toBe(Object.keys(REACHES).length);
  });
});
