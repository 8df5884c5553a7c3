import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { CredentialsMode } from '../../../src/engine/initiator';
import { applyEdit } from '../../../src/explain/fixes/apply';
import type { Mistake, OriginRule, Server } from '../../../src/policy/policy';
import type { Scenario } from '../../../src/scenario/scenario';
import { validate } from '../../../src/scenario/validate';
import { generate } from '../../conformance/generate';
import { playable } from '../../scenario/arbitraries';
import {
  covers,
  fixesOf,
  libraries,
  loadAll,
  PAGE,
  raw,
  readable,
  scenario,
  server,
  urlsOf,
  works,
} from './harness';

beforeAll(loadAll);

/** How many scenarios the longest test takes; a thorough run sets its own. */
const RUNS = Number(process.env.CORSCOPE_FIX_RUNS ?? 2000);

/** What frameworks let one configure, with a slip here and there. */
const configured: fc.Arbitrary<Scenario> = fc
  .record({
    origins: fc.constantFrom<OriginRule[]>(
      'none',
      'any',
      'list',
      'list',
      'pattern',
      'pattern',
      'reflect',
      'null',
    ),
    list: fc.subarray([PAGE, 'https://qux.test', 'https://www.foo.example', 'http://foo.example'], {
      minLength: 1,
    }),
    pattern: fc.constantFrom(
      '\\.example$',
      '^https://[a-z]+\\.example$',
      'foo.example',
      '^https://qux\\.test$',
    ),
    asked: fc.subarray(['X-A', 'Authorization', 'Content-Type']),
    methods: fc.subarray(['PUT', 'DELETE', '*']),
    headers: fc.subarray(['X-A', 'Authorization', '*']),
    mistakes: fc.subarray<Mistake>(
      ['allow-origin twice', 'trailing slash', 'True', 'preflight only', 'response only'],
      {
        maxLength: 2,
      },
    ),
    credentials: fc.boolean(),
    vary: fc.boolean(),
    method: fc.constantFrom('GET', 'POST', 'PUT', 'patch'),
    mode: fc.constantFrom<CredentialsMode[]>('same-origin', 'include'),
    options: fc.constantFrom<('policy' | 'status')[]>('policy', 'status'),
  })
  .map(({ asked, method, mode, options, ...policy }) =>
    scenario({ method, headers: asked.map((name) => [name, 'application/json']), credentials: mode }, [
      server({ policy, options: { by: options, status: options === 'policy' ? '204' : '403' } }),
    ]),
  );

/** Scenarios of every kind: those, what the browsers are asked, and what nobody would write. */
const anything: fc.Arbitrary<Scenario> = fc.oneof(
  configured,
  fc.constantFrom(...generate(2500, 404)),
  playable,
);

const failing = anything.filter((one) => !works(one));

describe('a fix that is offered', () => {
  test('works, whatever failed: played by the engine, the page gets what it asked for', () => {
    fc.assert(
      fc.property(failing, (one) => {
        for (const fix of fixesOf(one).fixes) {
          expect(validate(fix.scenario, libraries)).toEqual([]);
          expect(works(fix.scenario)).toBe(true);
          expect(fix.edits.reduce(applyEdit, one)).toEqual(fix.scenario);
        }
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  test('has no edit too many', () => {
    fc.assert(
      fc.property(failing, (one) => {
        for (const { edits } of fixesOf(one).fixes.filter((fix) => fix.edits.length > 1)) {
          for (const left of edits) {
            const fewer = edits.filter((edit) => edit !== left).reduce(applyEdit, one);
            const narrows = left.kind === 'allow origin' && left.how === 'only';
            if (!narrows && validate(fewer, libraries).length === 0) expect(works(fewer)).toBe(false);
          }
        }
      }),
      { numRuns: RUNS / 4 },
    );
  }, 120_000);

  test('lets nobody read who is not named in what it opens', () => {
    fc.assert(
      fc.property(failing, (one) => {
        for (const fix of fixesOf(one).fixes.slice(0, 3)) {
          const urls = urlsOf(fix.scenario);
          const before = readable(one, urls);
          for (const [key, cell] of readable(fix.scenario, urls)) {
            if (!before.has(key))
              expect(covers(fix.grants, cell), `${key} ${JSON.stringify(fix.grants)}`).toBe(true);
          }
        }
      }),
      { numRuns: RUNS / 10 },
    );
  }, 120_000);

  test('never lets any site read with the person’s cookies, nor a page without an origin', () => {
    fc.assert(
      fc.property(failing, (one) => {
        for (const { grants, edits, scenario: after } of fixesOf(one).fixes) {
          for (const grant of grants) {
            if (grant.what === 'read' && grant.credentials === 'with') expect(grant.who.kind).not.toBe('any');
          }
          expect(edits.some((edit) => edit.kind === 'allow origin' && edit.origin === 'null')).toBe(false);
          expect(after.request.mode === 'no-cors' && one.request.mode !== 'no-cors').toBe(false);
          after.servers.forEach(({ policy }, i) => {
            const before = one.servers[i]?.policy;
            if (policy.origins !== before?.origins) expect(['list', 'any']).toContain(policy.origins);
          });
        }
      }),
      { numRuns: RUNS / 4 },
    );
  }, 120_000);

  test('always comes, or else the reason why there is none', () => {
    fc.assert(
      fc.property(failing, (one) => {
        const { fixes, protected: protection, elsewhere } = fixesOf(one);
        expect(fixes.length > 0 || protection !== null || elsewhere !== null).toBe(true);
      }),
      { numRuns: RUNS / 4 },
    );
  }, 120_000);
});

// Constructions whose answer is known: what works, and what was broken in it.

const LINES = {
  origin: `Access-Control-Allow-Origin: ${PAGE}`,
  credentials: 'Access-Control-Allow-Credentials: true',
  methods: 'Access-Control-Allow-Methods: PUT',
  headers: 'Access-Control-Allow-Headers: X-A, Content-Type',
};

const request = {
  method: 'PUT',
  headers: [
    ['X-A', '1'],
    ['Content-Type', 'application/json'],
  ],
  body: { kind: 'string', text: '{}', type: '' },
  credentials: 'include',
} as const;

const byPolicy = scenario(request, [
  server({
    policy: {
      origins: 'list',
      list: [PAGE],
      methods: ['PUT'],
      headers: ['X-A', 'Content-Type'],
      credentials: true,
    },
  }),
]);

const byLines = scenario(request, [
  raw(
    ['X-Before: 1', LINES.origin, LINES.credentials, LINES.methods, LINES.headers].join('\n'),
    [LINES.origin, 'X-Between: 2', LINES.credentials, 'Content-Type: application/json'].join('\r\n'),
  ),
]);

type Break = (one: Scenario) => Scenario;

const onServer =
  (change: (server: Server) => Server): Break =>
  (one) => ({ ...one, servers: one.servers.map((each, i) => (i === 0 ? change(each) : each)) });
const onPolicy = (change: Partial<Server['policy']>): Break =>
  onServer((each) => ({ ...each, policy: { ...each.policy, ...change } }));
const mistake = (one: Mistake): Break =>
  onServer((each) => ({ ...each, policy: { ...each.policy, mistakes: [...each.policy.mistakes, one] } }));
const onRequest =
  (change: Partial<Scenario['request']>): Break =>
  (one) => ({
    ...one,
    request: { ...one.request, ...change },
  });
const onLine = (answer: 'preflight' | 'response', from: string, to: string): Break =>
  onServer((each) => ({
    ...each,
    raw: { ...each.raw, [answer]: { ...each.raw[answer], lines: each.raw[answer].lines.replace(from, to) } },
  }));

const POLICY_BREAKS: readonly Break[] = [
  onPolicy({ origins: 'none' }),
  onPolicy({ list: ['https://else.example'] }),
  onPolicy({ origins: 'any' }),
  onPolicy({ methods: [] }),
  onPolicy({ methods: ['*'] }),
  onPolicy({ headers: [] }),
  onPolicy({ headers: ['*'] }),
  onPolicy({ headers: ['X-A'] }),
  onPolicy({ credentials: false }),
  ...(['allow-origin twice', 'trailing slash', 'True', 'preflight only', 'response only'] as const).map(
    mistake,
  ),
  onServer((each) => ({ ...each, options: { by: 'status', status: '401' } })),
  onServer((each) => ({ ...each, options: { by: 'redirect', status: '302', location: '/else' } })),
  onRequest({ mode: 'same-origin' }),
  onRequest({ mode: 'no-cors' }),
];

const LINE_BREAKS: readonly Break[] = [
  ...(['preflight', 'response'] as const).flatMap((answer) => [
    onLine(answer, LINES.origin, ''),
    onLine(answer, LINES.origin, `${LINES.origin}/`),
    onLine(answer, LINES.origin, `${LINES.origin}\n${LINES.origin}`),
    onLine(answer, LINES.origin, `${LINES.origin}, https://else.example`),
    onLine(answer, LINES.origin, 'Access-Control-Allow-Origin: *'),
    onLine(answer, LINES.credentials, ''),
    onLine(answer, LINES.credentials, 'access-control-allow-credentials: True'),
  ]),
  onLine('preflight', LINES.methods, ''),
  onLine('preflight', LINES.methods, 'Access-Control-Allow-Methods: GET; PUT'),
  onLine('preflight', LINES.headers, 'Access-Control-Allow-Headers: X-B'),
  onLine('preflight', LINES.headers, 'Access-Control-Allow-Headers: "X-A", Content-Type'),
  onServer((each) => ({
    ...each,
    raw: { ...each.raw, preflight: { ...each.raw.preflight, status: '404' } },
  })),
  onRequest({ mode: 'same-origin' }),
];

describe.each([
  ['a policy', byPolicy, POLICY_BREAKS],
  ['raw lines', byLines, LINE_BREAKS],
] as const)('what worked by %s and was broken', (_, working, breaks) => {
  test('works to begin with', () => expect(works(working)).toBe(true));

  test('in one to three places, has a safe fix of no more edits', () => {
    fc.assert(
      fc.property(fc.subarray([...breaks], { minLength: 1, maxLength: 3 }), (some) => {
        const broken = some.reduce((one, breakIt) => breakIt(one), working);
        fc.pre(!works(broken));
        const [fix] = fixesOf(broken).fixes;
        expect(fix, JSON.stringify(broken.servers[0])).toBeDefined();
        const fewest = Math.min(...fixesOf(broken).fixes.map(({ edits }) => edits.length));
        expect(fewest).toBeLessThanOrEqual(some.length);
      }),
      { numRuns: RUNS / 4 },
    );
  }, 120_000);

  test('keeps every other line byte for byte', () => {
    fc.assert(
      fc.property(fc.subarray([...breaks], { minLength: 1, maxLength: 3 }), (some) => {
        const broken = some.reduce((one, breakIt) => breakIt(one), working);
        for (const { scenario: after } of fixesOf(broken).fixes) {
          for (const answer of ['preflight', 'response'] as const) {
            const of = (one: Scenario) =>
              (one.servers[0]?.raw[answer].lines ?? '')
                .split(/(?<=\n)/)
                .filter((line) => !/^(access-control|vary)/i.test(line) && line.trim() !== '')
                .map((line) => line.replace(/\n$/, ''));
            expect(of(after).map((line) => line.trimEnd())).toEqual(of(broken).map((line) => line.trimEnd()));
          }
        }
      }),
      { numRuns: RUNS / 10 },
    );
  }, 120_000);
});

// A search of its own, over changes that anyone may think of.

function changesOf(one: Scenario): readonly Scenario[] {
  const { request: asked } = one;
  const req = (change: Partial<Scenario['request']>): Scenario => onRequest(change)(one);
  // No server calls it `patch`.
  const named = asked.method === 'patch' ? 'PATCH' : asked.method;
  const names = [...new Set([...asked.headers.map(([name]) => name), 'Content-Type'])];
  const found: Scenario[] = [
    ...(['omit', 'same-origin', 'include'] as const).map((credentials) => req({ credentials })),
    req({ withCredentials: false }),
    req({ withCredentials: true }),
    ...(['none', 'anonymous', 'use-credentials'] as const).map((crossorigin) => req({ crossorigin })),
    req({ mode: 'cors' }),
    req({ redirect: 'follow' }),
    req({ cache: 'default' }),
    req({ method: asked.method.toUpperCase() }),
    // A body is what it is all about, where the method can have one.
    ...(/^(fetch|XML)/.test(asked.initiator) && /^(get|head)$/i.test(asked.method)
      ? [req({ body: { kind: 'none', text: '', type: '' } })]
      : []),
    { ...one, page: { ...one.page, kind: 'document' } },
  ];
  one.servers.forEach((each, i) => {
    const put = (next: Server) =>
      found.push({ ...one, servers: one.servers.map((old, j) => (i === j ? next : old)) });
    const origin = one.page.kind === 'document' ? new URL(one.page.url).origin : null;
    if (each.answers === 'policy') {
      const { policy } = each;
      const set = (change: Partial<Server['policy']>) => put({ ...each, policy: { ...policy, ...change } });
      if (origin !== null) set({ origins: 'list', list: [origin] });
      if (origin !== null && policy.origins === 'list') set({ list: [...policy.list, origin], vary: true });
      set({ credentials: true });
      set({ methods: [...policy.methods, named] });
      set({ headers: [...policy.headers, ...names] });
      for (const bad of policy.mistakes) set({ mistakes: policy.mistakes.filter((other) => other !== bad) });
      put({ ...each, options: { by: 'policy', status: '204' } });
      return;
    }
    for (const answer of ['preflight', 'response'] as const) {
      const line = (name: string, value: string) => {
        const kept = each.raw[answer].lines
          .split('\n')
          .filter((text) => !text.toLowerCase().startsWith(`${name.toLowerCase()}:`));
        put({
          ...each,
          raw: {
            ...each.raw,
            [answer]: { ...each.raw[answer], lines: [...kept, `${name}: ${value}`].join('\n') },
          },
        });
      };
      if (origin !== null) line('Access-Control-Allow-Origin', origin);
      line('Access-Control-Allow-Credentials', 'true');
      line('Access-Control-Allow-Methods', named);
      line('Access-Control-Allow-Headers', names.join(', '));
      if (answer === 'response') line('Cross-Origin-Resource-Policy', 'cross-origin');
    }
    put({ ...each, raw: { ...each.raw, preflight: { ...each.raw.preflight, status: '204' } } });
  });
  return found.filter((next) => validate(next, libraries).length === 0);
}

/** The fewest changes by which it works and nobody gets in with cookies who could not before; null for more than `most`. */
function bruteForce(one: Scenario, most: number): number | null {
  const seen = new Set([JSON.stringify(one)]);
  let level: readonly Scenario[] = [one];
  for (let length = 1; length <= most; length++) {
    const next: Scenario[] = [];
    for (const each of level) {
      for (const changed of changesOf(each)) {
        const key = JSON.stringify(changed);
        if (seen.has(key)) continue;
        seen.add(key);
        if (works(changed) && isSafe(one, changed)) return length;
        if (length < most) next.push(changed);
      }
    }
    level = next;
  }
  return null;
}

function isSafe(before: Scenario, after: Scenario): boolean {
  const urls = urlsOf(after);
  const could = readable(before, urls);
  return [...readable(after, urls)].every(
    ([key, { origin, credentials }]) =>
      could.has(key) || credentials === 'without' || !/^null$|evil/.test(origin),
  );
}

describe('where a safe fix of one or two changes exists', () => {
  test.each([
    ['what frameworks let one configure', configured, RUNS / 20],
    ['what browsers are asked', fc.constantFrom(...generate(1200, 99)), RUNS / 20],
    ['what nobody would write', playable, RUNS / 50],
  ])(
    'one is offered that is no longer: %s',
    (_, some, numRuns) => {
      fc.assert(
        fc.property(
          some.filter((one) => !works(one)),
          (one) => {
            const offered = Math.min(...fixesOf(one).fixes.map(({ edits }) => edits.length));
            expect(bruteForce(one, Math.min(2, offered - 1)), JSON.stringify(one, null, 1)).toBeNull();
          },
        ),
        { numRuns, endOnFailure: true },
      );
    },
    240_000,
  );
});
