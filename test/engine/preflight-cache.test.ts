import { describe, expect, test } from 'vitest';
import type { RequestSpec } from '../../src/engine/initiator';
import type { CacheEntry } from '../../src/engine/preflight-cache';
import type { Trace } from '../../src/engine/trace';
import {
  A,
  ALLOW_ALL,
  ANY,
  B,
  C,
  failedRule,
  got,
  isPreflight,
  later,
  ok,
  play,
  redirect,
  requests,
  response,
  type Servers,
  type Setting,
  sandboxed,
  sent,
  server,
  stepOf,
  WITH_CREDENTIALS,
} from './harness';

const PUT = { method: 'PUT' } as const;

/** Allows the methods and headers listed, with and without credentials, and is readable either way. */
function allowing(methods: string, headers = '', maxAge = '600') {
  return ok({
    ...WITH_CREDENTIALS,
    'Access-Control-Allow-Methods': methods,
    'Access-Control-Allow-Headers': headers,
    'Access-Control-Max-Age': maxAge,
  });
}

/** How many preflights a fetch sent. */
function preflights(trace: Trace): number {
  return requests(trace).filter(isPreflight).length;
}

/** Plays a fetch `seconds` after an earlier one ended. */
function afterwards(
  earlier: Trace,
  seconds: number,
  changes: Partial<RequestSpec>,
  servers: Servers,
  setting: Setting = {},
): Trace {
  const state = later(earlier, seconds);
  return play(changes, servers, { ...setting, environment: { ...setting.environment, state } });
}

function entry(changes: Partial<CacheEntry>): CacheEntry {
  return {
    origin: A,
    url: `${B}/doc`,
    maxAge: 600,
    storedAt: 0,
    credentials: false,
    method: null,
    headerName: null,
    implied: null,
    ...changes,
  };
}

/** A browser that holds these entries, 10 seconds on. */
function knowing(...preflightCache: readonly CacheEntry[]): Setting {
  return { environment: { state: { preflightCache, cookies: [], now: 10 } } };
}

describe('what an entry is for', () => {
  const servers = { [B]: allowing('PUT') };
  const first = play(PUT, servers);

  test('J1: the same request needs no second preflight', () => {
    expect(preflights(first)).toBe(1);
    expect(preflights(afterwards(first, 1, PUT, servers))).toBe(0);
  });

  test('J1: a fragment makes no difference', () => {
    expect(preflights(afterwards(first, 1, { ...PUT, url: `${B}/doc#part` }, servers))).toBe(0);
  });

  test.each([`${B}/other`, `${B}/doc/`, `${B}/DOC`, `${B}:8443/doc`])('J1: %s is another URL', (url) => {
    const trace = afterwards(first, 1, { ...PUT, url }, { [new URL(url).origin]: allowing('PUT') });
    expect(preflights(trace)).toBe(1);
  });

  test('J6: another query string is another URL', () => {
    expect(preflights(afterwards(first, 1, { ...PUT, url: `${B}/doc?` }, servers))).toBe(1);
    expect(preflights(afterwards(first, 1, { ...PUT, url: `${B}/doc?a=1` }, servers))).toBe(1);
  });

  test('J1: another page of the same origin shares it, another origin does not', () => {
    const sibling = { client: { url: `${A}/another` } };
    expect(preflights(afterwards(first, 1, PUT, servers, sibling))).toBe(0);
    const stranger = { client: { url: 'https://www.foo.example/' } };
    expect(preflights(afterwards(first, 1, PUT, servers, stranger))).toBe(1);
  });

  test('J1: it lives until its max-age has passed, and not a second more', () => {
    expect(preflights(afterwards(first, 599, PUT, servers))).toBe(0);
    expect(preflights(afterwards(first, 600, PUT, servers))).toBe(1);
    expect(preflights(afterwards(first, 601, PUT, servers))).toBe(1);
  });

  test('J1: without Access-Control-Max-Age it lives for 5 seconds', () => {
    const brief = { [B]: ok(ALLOW_ALL) };
    const trace = play(PUT, brief);
    expect(preflights(afterwards(trace, 4, PUT, brief))).toBe(0);
    expect(preflights(afterwards(trace, 5, PUT, brief))).toBe(1);
  });

  test('J1: with Access-Control-Max-Age: 0 every request has its preflight', () => {
    const never = { [B]: allowing('PUT', '', '0') };
    const trace = play(PUT, never);
    expect(trace.state.preflightCache).toEqual([]);
    expect(preflights(afterwards(trace, 0, PUT, never))).toBe(1);
  });

  test('J1: the cache says how many seconds are left', () => {
    const trace = afterwards(first, 100, PUT, servers);
    expect(stepOf(trace, 'http-fetch.preflight-cache-hit').facts.left).toBe(500);
  });
});

describe('credentials', () => {
  const servers = { [B]: allowing('PUT') };
  const withThem = { ...PUT, credentials: 'include' } as const;
  const without = { ...PUT, credentials: 'omit' } as const;

  test('J2: an entry made with credentials serves requests without', () => {
    expect(preflights(afterwards(play(withThem, servers), 1, without, servers))).toBe(0);
    expect(preflights(afterwards(play(withThem, servers), 1, withThem, servers))).toBe(0);
  });

  test('J2: an entry made without credentials does not serve requests with them', () => {
    const plain = play(without, servers);
    expect(preflights(afterwards(plain, 1, withThem, servers))).toBe(1);
    const sameOrigin = { ...PUT, credentials: 'same-origin' } as const;
    expect(preflights(afterwards(plain, 1, sameOrigin, servers))).toBe(0);
  });
});

describe('methods and headers', () => {
  const one = { headers: [['X-One', '1']] } as const;
  const authorized = { headers: [['Authorization', 'Bearer x']] } as const;
  const answers = { [B]: ok(ALLOW_ALL) };

  test('J3: a method compares with case', () => {
    const knows = knowing(entry({ method: 'PATCH' }));
    expect(preflights(play({ method: 'PATCH' }, answers, knows))).toBe(0);
    expect(preflights(play({ method: 'patch' }, answers, knows))).toBe(1);
  });

  test('J3: a header name compares without case', () => {
    const knows = knowing(entry({ headerName: 'x-one' }));
    expect(preflights(play({ headers: [['X-ONE', '1']] }, answers, knows))).toBe(0);
  });

  test('J3: * stands for any method', () => {
    expect(preflights(play(PUT, answers, knowing(entry({ method: '*' }))))).toBe(0);
  });

  test('J3: * stands for any header but Authorization', () => {
    const knows = knowing(entry({ headerName: '*' }));
    expect(preflights(play(one, answers, knows))).toBe(0);
    expect(preflights(play(authorized, answers, knows))).toBe(1);
    const named = knowing(entry({ headerName: 'authorization' }));
    expect(preflights(play(authorized, answers, named))).toBe(0);
  });

  test('J3: a * that came with credentials stands for any method from then on', () => {
    const listed = { [B]: allowing('PUT, *') };
    const first = play({ ...PUT, credentials: 'include' }, listed);
    const second = afterwards(first, 1, { method: 'DELETE', credentials: 'include' }, listed);
    expect(sent(second)).toEqual([`DELETE ${B}/doc`]);
  });

  test('J3: an entry for a method is none for a header of that name', () => {
    const knows = knowing(entry({ method: 'x-one' }));
    expect(preflights(play(one, answers, knows))).toBe(1);
  });

  test('J3: method and headers may come from different preflights', () => {
    const knows = knowing(entry({ method: 'PUT' }), entry({ headerName: 'x-one', credentials: true }));
    expect(preflights(play({ ...PUT, ...one }, answers, knows))).toBe(0);
  });

  test('I10: a second preflight renews what it lists, and leaves the rest', () => {
    const first = play({ ...PUT, ...one }, { [B]: allowing('PUT, DELETE', 'X-One', '100') });
    const two = { ...PUT, headers: [['X-Two', '2']] } as const;
    const second = afterwards(first, 60, two, { [B]: allowing('PUT', 'X-Two', '100') });
    const left = second.state.preflightCache.map((known) => [
      known.method ?? known.headerName,
      known.storedAt + known.maxAge,
    ]);
    expect(Object.fromEntries(left)).toEqual({ PUT: 160, DELETE: 100, 'x-one': 100, 'x-two': 160 });
    expect(left).toHaveLength(4);
  });

  test('I10: a second preflight with Access-Control-Max-Age: 0 takes back what it lists', () => {
    const first = play(PUT, { [B]: allowing('PUT, DELETE', '', '100') });
    const second = afterwards(first, 1, { ...PUT, ...one }, { [B]: allowing('PUT', 'X-One', '0') });
    expect(second.state.preflightCache.map((known) => known.method)).toEqual(['DELETE']);
  });
});

describe('tainted origins', () => {
  const through = redirect(`${C}/x`, 307);

  test('J4: after a tainting redirect the entry is kept for null', () => {
    const trace = play(PUT, {
      [B]: server(ok(ALLOW_ALL), response(307, { ...ANY, Location: `${C}/x` })),
      [C]: ok({ ...ALLOW_ALL, 'Access-Control-Max-Age': '60' }),
    });
    const origins = trace.state.preflightCache.map((known) => [known.url, known.origin]);
    expect(new Set(origins.map(String))).toEqual(new Set([`${B}/doc,${A}`, `${C}/x,null`]));
  });

  test('Y3: the entry for null and that for the page’s origin do not serve each other, at one URL', () => {
    const servers = { [B]: server(ok(ALLOW_ALL), through), [C]: ok(ALLOW_ALL) };
    const direct = { ...PUT, url: `${C}/x` };
    const tainted = play(PUT, servers);
    expect(sent(afterwards(tainted, 1, direct, servers))).toEqual([`OPTIONS ${C}/x`, `PUT ${C}/x`]);
    const untainted = play(direct, servers);
    expect(sent(afterwards(untainted, 1, PUT, servers))).toContain(`OPTIONS ${C}/x`);
  });

  test('J4: all pages with opaque origins share the entries for null', () => {
    const servers = { [B]: ok(ALLOW_ALL) };
    const first = play(PUT, servers, { client: sandboxed });
    const other = { client: { ...sandboxed, origin: { kind: 'opaque', id: 'another' } } } as const;
    expect(preflights(afterwards(first, 1, PUT, servers, other))).toBe(0);
  });
});

describe('forgetting', () => {
  const good = { [B]: allowing('PUT', 'X-One') };
  const bad = { [B]: server(allowing('PUT', 'X-One'), ok()) };
  const first = play(PUT, good);

  test('J5: a request that fails the CORS check takes its entries along', () => {
    const failed = afterwards(first, 1, PUT, bad);
    expect(failedRule(failed)).toBe('cors-check.allow-origin-missing');
    expect(failed.state.preflightCache).toEqual([]);
    expect(stepOf(failed, 'preflight-cache.cleared').facts.entries).toBe(2);
    expect(preflights(afterwards(failed, 1, PUT, good))).toBe(1);
  });

  test('J5: so does a failed preflight for something new', () => {
    const trace = afterwards(first, 1, { ...PUT, headers: [['X-Two', '2']] }, good);
    expect(failedRule(trace)).toBe('preflight.header');
    expect(trace.state.preflightCache).toEqual([]);
  });

  test('J5: so does a connection that breaks', () => {
    const trace = afterwards(first, 1, PUT, { [B]: () => ({ failure: 'reset' }) });
    expect(trace.state.preflightCache).toEqual([]);
  });

  test('J5: entries made with and without credentials go together', () => {
    const knows = knowing(entry({ method: 'PUT' }), entry({ method: 'DELETE', credentials: true }));
    expect(play(PUT, bad, knows).state.preflightCache).toEqual([]);
  });

  test('J5: entries of other URLs and origins stay', () => {
    const kept = [
      entry({ method: 'PUT', url: `${B}/other` }),
      entry({ method: 'PUT', url: `${B}/doc?q` }),
      entry({ method: 'PUT', origin: C }),
      entry({ method: 'PUT', origin: 'null' }),
    ];
    const trace = play(PUT, bad, knowing(entry({ method: 'PUT' }), ...kept));
    expect(trace.state.preflightCache).toEqual(kept);
  });

  test('J5: a request that needed no preflight clears nothing', () => {
    const trace = afterwards(first, 1, {}, bad);
    expect(failedRule(trace)).toBe('cors-check.allow-origin-missing');
    expect(trace.state.preflightCache).toEqual(first.state.preflightCache);
  });

  test('J5: a status that is not ok clears nothing, as long as it is readable', () => {
    const trace = afterwards(first, 1, PUT, { [B]: response(500, WITH_CREDENTIALS) });
    expect(got(trace).status).toBe(500);
    expect(trace.state.preflightCache).toEqual(first.state.preflightCache);
  });

  test('J5: a failure after a redirect clears the entries of the last URL, not those of the first', () => {
    const servers = {
      [`${B}/doc`]: server(allowing('PUT'), redirect('/next', 307)),
      [`${B}/next`]: server(allowing('PUT'), ok()),
    };
    const trace = play(PUT, servers);
    expect(failedRule(trace)).toBe('cors-check.allow-origin-missing');
    expect(trace.state.preflightCache.map((known) => known.url)).toEqual([`${B}/doc`]);
  });
});
