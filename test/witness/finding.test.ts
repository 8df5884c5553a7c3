import { describe, expect, test } from 'vitest';
import type { ProfileName } from '../../src/engine/profile';
import type { Scenario } from '../../src/scenario/scenario';
import { simulate } from '../../src/scenario/simulate';
import { type Finding, find, withProfile } from '../../src/witness/finding';
import type { Playing } from '../../src/witness/lab';
import type { Seen } from '../../src/witness/observed';
import type { RecordedRequest } from '../../src/witness/record';
import { libraries, scenario, server } from '../lab/harness';

const USER_AGENTS: Readonly<Record<ProfileName, string>> = {
  standard: 'unheard of',
  chromium: 'Chrome/156.0.0.0 Safari/537.36',
  firefox: 'Firefox/153.0',
  webkit: 'Version/26.0 Safari/605.1.15',
};

function playingOf(mapped: Scenario, changes: Playing['changes'] = []): Playing {
  return { ok: true, id: 'id', mapped, changes, places: [], pageUrl: 'http://127.0.0.1:1/', atMost: 1000 };
}

interface Story {
  /** What the browser says it is, and does. */
  readonly is: ProfileName;
  readonly does?: ProfileName;
  readonly changes?: Playing['changes'];
  readonly did?: (mapped: Scenario) => Scenario;
  readonly sees?: (seen: readonly Seen[]) => readonly Seen[];
  readonly sends?: (record: readonly RecordedRequest[]) => readonly RecordedRequest[];
}

function found(mapped: Scenario, story: Story): Finding {
  const { is, does = is, changes, did = (same) => same, sees = (s) => s, sends = (r) => r } = story;
  const { runs } = simulate(withProfile(did(mapped), does), libraries);
  const seen = runs.map(({ script }) => structuredClone(script) as Seen);
  const record = runs.flatMap(({ steps }) =>
    steps.flatMap((step): RecordedRequest[] => {
      if (step.type !== 'request') return [];
      const { request } = step;
      const answer = { type: 'failure', failure: 'reset' } as const;
      return [{ ...request, at: 0, target: new URL(request.url).pathname, body: request.body ?? '', answer }];
    }),
  );
  const observed = { runs: sees(seen), userAgent: USER_AGENTS[is] };
  return find(playingOf(mapped, changes), observed, sends(record), libraries);
}

/** `*` for headers does not cover `Authorization` by the standard; every browser lets it. */
const wildcard = scenario({
  request: { headers: [['Authorization', 'Bearer x']] },
  servers: [server('https://bar.other', { policy: { origins: 'any', headers: ['*'] } })],
});

describe('a browser that does', () => {
  test('what its profile says is as predicted, and the fields it rests on are told', () => {
    const { differences, reasons, browser, fitting } = found(wildcard, { is: 'chromium' });
    expect(browser).toMatchObject({ profile: 'chromium', version: '156' });
    expect(differences).toEqual([]);
    expect(fitting, 'the others, too, but not the standard').toEqual(['chromium', 'firefox', 'webkit']);
    expect(reasons).toEqual([{ kind: 'profile', field: 'authorizationByWildcard' }]);
  });

  test('what the standard says, where its profile says otherwise, is told so', () => {
    const { differences, reasons } = found(wildcard, { is: 'chromium', does: 'standard' });
    expect(differences.length).toBeGreaterThan(0);
    expect(reasons).toContainEqual({ kind: 'like', profile: 'standard' });
  });

  test('without a profile is held against the standard', () => {
    expect(found(wildcard, { is: 'standard' }).differences).toEqual([]);
    const { reasons } = found(wildcard, { is: 'standard', does: 'firefox' });
    expect(reasons).toContainEqual({ kind: 'unknown browser' });
    expect(reasons.some(({ kind }) => kind === 'like')).toBe(true);
  });

  test('blocks third-party cookies that the scenario allows: that is a setting', () => {
    const cookies = scenario({
      request: { credentials: 'include' },
      servers: [server('https://bar.other', { policy: { origins: 'reflect', credentials: true } })],
      cookies: [{ url: 'https://bar.other/', cookie: 'a=b; Secure; SameSite=None' }],
    });
    const blocking = (mapped: Scenario): Scenario => ({
      ...mapped,
      browser: { ...mapped.browser, thirdPartyCookies: 'blocked' },
    });
    const { differences, reasons } = found(cookies, { is: 'chromium', did: blocking });
    expect(differences).toMatchObject([{ field: 'requests.0.headers.cookie', observed: null }]);
    expect(reasons).toEqual([{ kind: 'third-party cookies', are: 'blocked' }]);
    expect(found(blocking(cookies), { is: 'chromium', did: () => cookies }).reasons).toEqual([
      { kind: 'third-party cookies', are: 'allowed' },
    ]);
  });

  test('sends nothing at all may be held back; nothing that happens is told as such', () => {
    const { reasons } = found(wildcard, {
      is: 'chromium',
      sends: () => [],
      sees: () => [{ kind: 'nothing' }],
    });
    expect(reasons).toContainEqual({ kind: 'held back' });
    expect(reasons).toContainEqual({ kind: 'nothing happened' });
  });

  test('otherwise where the lab had to change something is told what', () => {
    const changes = ['plain http', 'cut connection'] as const;
    const odd: Story = { is: 'chromium', changes, sees: () => [{ kind: 'nothing' }] };
    // Nothing turns on plain HTTP, or it would not be used.
    expect(found(wildcard, odd).reasons.filter(({ kind }) => kind === 'lab')).toEqual([
      { kind: 'lab', change: 'cut connection' },
    ]);
    expect(found(wildcard, { is: 'chromium', changes }).reasons.some(({ kind }) => kind === 'lab')).toBe(
      false,
    );
  });
});

describe('requests are paired with what came in', () => {
  test('one for one', () => {
    const { requests } = found(wildcard, { is: 'chromium' });
    expect(
      requests.map(({ field, predicted, recorded }) => [field, predicted?.method, recorded[0]?.method]),
    ).toEqual([
      ['requests.0', 'OPTIONS', 'OPTIONS'],
      ['requests.1', 'GET', 'GET'],
    ]);
  });

  test('one that never came, one that nobody foresaw', () => {
    const { requests: less } = found(wildcard, { is: 'chromium', sends: (record) => record.slice(0, 1) });
    expect(less[1]).toMatchObject({ predicted: { method: 'GET' }, recorded: [] });
    const { requests: more } = found(wildcard, { is: 'chromium', sends: (record) => [...record, ...record] });
    expect(more.slice(2)).toMatchObject([
      { field: 'requests.2', predicted: null, recorded: [{ method: 'OPTIONS' }] },
      { field: 'requests.3', predicted: null, recorded: [{ method: 'GET' }] },
    ]);
  });

  test('one that is cut off, as often as it was tried', () => {
    const cut = scenario({ servers: [server('https://bar.other', { failure: 'reset' })] });
    const { requests } = found(cut, { is: 'chromium', sends: (record) => [...record, ...record, ...record] });
    expect(requests).toMatchObject([{ failure: 'reset', recorded: [{}, {}, {}] }]);
  });
});
