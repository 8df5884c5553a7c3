import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Trace } from '../../src/engine/trace';
import type { CorsPolicy } from '../../src/policy/policy';
import { defaultScenario, defaultServer } from '../../src/scenario/defaults';
import { createLibraries } from '../../src/scenario/libraries';
import type { EarlierRequest, Scenario } from '../../src/scenario/scenario';
import { simulate } from '../../src/scenario/simulate';
import { validate } from '../../src/scenario/validate';
import { draft, playable } from './arbitraries';

const libraries = createLibraries();

/** Both libraries, by a scenario that needs both. */
beforeAll(() =>
  libraries.load({
    ...defaultScenario,
    page: { ...defaultScenario.page, url: 'https://a.co.uk/' },
    request: { ...defaultScenario.request, url: 'https://b.co.uk/' },
    servers: [
      {
        ...defaultServer('https://bar.other'),
        policy: { ...defaultServer('').policy, origins: 'pattern', pattern: 'x' },
      },
    ],
  }),
);

function play(scenario: Scenario): readonly Trace[] {
  return simulate(scenario, libraries).runs;
}

function sent(trace: Trace | undefined): string[] {
  return (trace?.steps ?? []).flatMap((step) =>
    step.type === 'request' ? [`${step.request.method} ${step.request.url}`] : [],
  );
}

const put: Scenario = {
  ...defaultScenario,
  request: { ...defaultScenario.request, method: 'PUT' },
  servers: defaultScenario.servers.map((server) => ({
    ...server,
    policy: { ...server.policy, methods: ['PUT'], maxAge: '60' },
  })),
};

test('a preflight is remembered for Access-Control-Max-Age, and not longer', () => {
  const both = ['OPTIONS https://bar.other/data.json', 'PUT https://bar.other/data.json'];
  const [first, second] = play({ ...put, earlier: [59] });
  expect(sent(first)).toEqual(both);
  expect(sent(second)).toEqual(['PUT https://bar.other/data.json']);
  const [, later] = play({ ...put, earlier: [60] });
  expect(sent(later)).toEqual(both);
});

/** What is sent for `now`, a second after `before` was, to a server that grants PUT and X-A, with `policy` on top. */
function sentAfter(
  before: EarlierRequest['request'],
  now: EarlierRequest['request'],
  policy: Partial<CorsPolicy> = {},
): (string | undefined)[] {
  const grants = { methods: ['PUT'], headers: ['X-A'], credentials: true, maxAge: '60', ...policy };
  const [, trace] = play({
    ...defaultScenario,
    request: { ...defaultScenario.request, ...now },
    servers: defaultScenario.servers.map((server) => ({
      ...server,
      policy: { ...server.policy, origins: 'reflect', ...grants },
    })),
    earlier: [{ seconds: 1, request: before }],
  });
  return sent(trace).map((line) => line.split(' ')[0]);
}

test('a remembered PUT covers DELETE only where the preflight’s answer listed both', () => {
  const remembered = { method: 'PUT' };
  expect(sentAfter(remembered, { method: 'PUT' })).toEqual(['PUT']);
  expect(sentAfter(remembered, { method: 'DELETE' })).toEqual(['OPTIONS']);
  expect(sentAfter(remembered, { method: 'DELETE' }, { methods: ['PUT', 'DELETE'] })).toEqual(['DELETE']);
});

test('a remembered header covers another one only where the preflight’s answer listed both', () => {
  const remembered = { headers: [['X-A', '1']] as const };
  expect(sentAfter(remembered, { headers: [['x-a', '2']] })).toEqual(['GET']);
  expect(sentAfter(remembered, { headers: [['X-B', '1']] })).toEqual(['OPTIONS']);
  expect(sentAfter(remembered, { headers: [['X-B', '1']] }, { headers: ['X-A', 'X-B'] })).toEqual(['GET']);
});

test('a preflight remembered without credentials is of no use with them; the other way round it is', () => {
  const without = { method: 'PUT', credentials: 'omit' } as const;
  const withThem = { method: 'PUT', credentials: 'include' } as const;
  expect(sentAfter(without, withThem)).toEqual(['OPTIONS', 'PUT']);
  expect(sentAfter(withThem, without)).toEqual(['PUT']);
});

test('an earlier request that needed no preflight leaves nothing to remember', () => {
  expect(sentAfter({ method: 'GET' }, { method: 'PUT' })).toEqual(['OPTIONS', 'PUT']);
});

test('the clock goes on from one request to the next', () => {
  expect(play({ ...put, earlier: [10, 20] }).map((trace) => trace.at)).toEqual([0, 10, 30]);
});

test('a cookie set by one answer goes with the next request', () => {
  const [server = defaultServer('')] = defaultScenario.servers;
  const runs = play({
    ...defaultScenario,
    request: { ...defaultScenario.request, credentials: 'include' },
    servers: [
      { ...server, response: { ...server.response, cookies: ['seen=1; Secure; SameSite=None; Max-Age=30'] } },
    ],
    earlier: [29, 30],
  });
  const cookies = runs.map((trace) =>
    trace.steps.flatMap((step) =>
      step.type === 'request' ? step.request.headers.filter(([name]) => name === 'Cookie') : [],
    ),
  );
  expect(cookies).toEqual([[], [['Cookie', 'seen=1']], []]);
});

test('Firefox keeps the cookies that another site set on this page apart from those of a visit', () => {
  const cookie = 'id=1; Secure; SameSite=None';
  const sentFrom = (
    url: string,
    fromPage: boolean,
    browser: Scenario['browser']['profile'],
    framed = false,
  ) => {
    const [trace] = play({
      ...defaultScenario,
      page: { ...defaultScenario.page, framed },
      request: { ...defaultScenario.request, url, credentials: 'include' },
      servers: [defaultServer(new URL(url).origin)],
      cookies: [{ url, cookie, fromPage }],
      browser: { ...defaultScenario.browser, profile: browser },
    });
    const request = trace?.steps.find((step) => step.type === 'request');
    return request?.type === 'request' && request.request.headers.some(([name]) => name === 'Cookie');
  };
  const other = 'https://bar.other/';
  const own = 'https://api.foo.example/';
  expect([sentFrom(other, true, 'firefox'), sentFrom(other, false, 'firefox')]).toEqual([true, false]);
  expect([sentFrom(own, true, 'firefox'), sentFrom(own, false, 'firefox')]).toEqual([true, true]);
  expect([sentFrom(own, true, 'firefox', true), sentFrom(own, false, 'firefox', true)]).toEqual([
    true,
    false,
  ]);
  expect([sentFrom(other, true, 'chromium'), sentFrom(other, false, 'chromium')]).toEqual([true, true]);
  expect([sentFrom(other, true, 'webkit'), sentFrom(other, false, 'webkit')]).toEqual([false, false]);
  // A sandboxed page in Safari counts as of its URL.
  const { page, request, browser } = defaultScenario;
  const sandboxed: Scenario = {
    ...defaultScenario,
    page: { ...page, kind: 'sandbox' },
    request: { ...request, url: 'https://foo.example/x', credentials: 'include' },
    servers: [defaultServer('https://foo.example')],
    cookies: [{ url: 'https://foo.example/', cookie: 'id=1; SameSite=Lax', fromPage: true }],
    browser: { ...browser, profile: 'webkit' },
  };
  expect(validate(sandboxed, libraries)).toEqual([]);
  const sentByOwn = play(sandboxed)[0]?.steps.find((step) => step.type === 'request');
  expect(sentByOwn?.type === 'request' && sentByOwn.request.headers).toContainEqual(['Cookie', 'id=1']);
});

test('a URL that no server is described for does not resolve', () => {
  const [trace] = play({ ...defaultScenario, servers: [defaultServer('https://qux.test')] });
  expect(trace?.steps.find((step) => step.type === 'answer')).toMatchObject({ answer: { failure: 'dns' } });
});

test.each(['sandbox', 'data', 'file'] as const)('a %s page sends Origin: null', (kind) => {
  const [trace] = play({ ...defaultScenario, page: { ...defaultScenario.page, kind } });
  const request = trace?.steps.find((step) => step.type === 'request');
  expect(request?.type === 'request' && request.request.headers).toContainEqual(['Origin', 'null']);
});

test('a stated address space overrules the one the host name tells', () => {
  const local = defaultScenario.servers.map((server) => ({ ...server, addressSpace: 'local' as const }));
  const browser = { ...defaultScenario.browser, profile: 'chromium' as const };
  const outcomes = [defaultScenario.servers, local].map(
    (servers) => play({ ...defaultScenario, browser, servers })[0]?.outcome.type,
  );
  expect(outcomes).toEqual(['response', 'network error']);
});

test('whatever validate lets pass can be played, once for each time it is sent', () => {
  fc.assert(
    fc.property(playable, (scenario) => {
      fc.pre(validate(scenario, libraries).length === 0);
      expect(play(scenario)).toHaveLength(scenario.earlier.length + 1);
    }),
    { numRuns: 2000 },
  );
});

test('no draft makes validate throw, and what it lets pass can be played', () => {
  let played = 0;
  fc.assert(
    fc.property(draft, (scenario) => {
      if (validate(scenario, libraries).length > 0) return;
      played += 1;
      play(scenario);
    }),
    { numRuns: 3000 },
  );
  expect(played).toBeGreaterThan(0);
});

test('the same scenario gives the same simulation', () => {
  fc.assert(
    fc.property(playable, (scenario) => {
      fc.pre(validate(scenario, libraries).length === 0);
      expect(play(scenario)).toEqual(play(scenario));
    }),
    { numRuns: 100 },
  );
});
