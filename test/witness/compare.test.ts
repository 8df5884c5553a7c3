import { describe, expect, test } from 'vitest';
import type { Trace } from '../../src/engine/trace';
import { simulate } from '../../src/scenario/simulate';
import { compare } from '../../src/witness/compare';
import type { Observed, Seen } from '../../src/witness/observed';
import type { RecordedRequest } from '../../src/witness/record';
import { libraries, scenario, server } from '../lab/harness';

const preflighted = scenario({
  request: { method: 'PUT', headers: [['X-A', '1']], credentials: 'include' },
  servers: [
    server('https://bar.other', {
      policy: {
        origins: 'list',
        list: ['https://foo.example'],
        credentials: true,
        methods: ['PUT'],
        headers: ['x-a'],
      },
    }),
  ],
  cookies: [{ url: 'https://bar.other/', cookie: 'a=b; Secure; SameSite=None' }],
});

/** A witness that saw just what was predicted. */
function witness(runs: readonly Trace[]): {
  readonly observed: Observed;
  readonly record: RecordedRequest[];
} {
  return {
    observed: { runs: runs.map(({ script }) => structuredClone(script) as Seen), userAgent: 'Test' },
    record: runs.flatMap(({ steps }) =>
      steps.flatMap((step) => {
        if (step.type !== 'request') return [];
        const { request } = step;
        const target = new URL(request.url).pathname;
        const answer = { type: 'failure', failure: 'reset' } as const;
        return [{ ...request, at: 0, target, body: request.body ?? '', answer }];
      }),
    ),
  };
}

interface Changes {
  readonly run?: (seen: Seen) => Seen;
  readonly record?: (record: RecordedRequest[]) => RecordedRequest[];
}

function differences(original = preflighted, { run = (s) => s, record = (r) => r }: Changes = {}) {
  const predicted = simulate(original, libraries);
  const seen = witness(predicted.runs);
  const observed = { ...seen.observed, runs: seen.observed.runs.map(run) };
  return compare(predicted, observed, record(seen.record)).differences;
}

function changeHeader(at: number, name: string, value: string | null) {
  return (record: RecordedRequest[]): RecordedRequest[] =>
    record.map((request, i) => {
      if (i !== at) return request;
      const others = request.headers.filter(([key]) => key.toLowerCase() !== name.toLowerCase());
      return { ...request, headers: value === null ? others : [...others, [name, value]] };
    });
}

function changeResponse(changes: object) {
  return (seen: Seen): Seen =>
    seen.kind === 'response' ? { ...seen, response: { ...seen.response, ...changes } } : seen;
}

test('what came as predicted differs in nothing', () => {
  expect(differences()).toEqual([]);
});

describe('what script saw', () => {
  test('another outcome', () => {
    expect(differences(preflighted, { run: () => ({ kind: 'rejection' }) })).toEqual([
      { field: 'runs.0', predicted: 'response cors 200', observed: 'rejection' },
    ]);
    expect(differences(preflighted, { run: () => ({ kind: 'nothing' }) })).toMatchObject([
      { observed: 'nothing' },
    ]);
  });

  test.each([
    ['type', 'opaque'],
    ['status', 204],
    ['statusText', 'Fine'],
    ['ok', false],
    ['timing', 'detailed'],
    ['url', 'https://bar.other/else'],
    ['redirected', true],
    ['body', 'hidden'],
  ])('another %s', (field, value) => {
    expect(differences(preflighted, { run: changeResponse({ [field]: value }) })).toMatchObject([
      { field: `runs.0.response.${field}`, observed: String(value) },
    ]);
  });

  test('headers in another order', () => {
    const found = differences(preflighted, {
      run: (run) =>
        run.kind === 'response'
          ? { ...run, response: { ...run.response, headers: run.response.headers.toReversed() } }
          : run,
    });
    expect(found.map(({ field }) => field)).toEqual(['runs.0.response.headers']);
  });

  test('a header more, a header less', () => {
    const headers = [
      ['content-type', 'application/json'],
      ['x-b', '1'],
    ];
    expect(differences(preflighted, { run: changeResponse({ headers }) })).toEqual([
      { field: 'runs.0.response.headers.content-length', predicted: '14', observed: null },
      { field: 'runs.0.response.headers.x-b', predicted: null, observed: '1' },
    ]);
  });

  test('an empty body is as good as none', () => {
    const empty = scenario({
      servers: [server('https://bar.other', { policy: { origins: 'any' }, response: { body: '' } })],
    });
    expect(differences(empty, { run: changeResponse({ body: 'empty' }) })).toEqual([]);
    expect(differences(preflighted, { run: changeResponse({ body: 'empty' }) })).toHaveLength(1);
  });

  test('another exception', () => {
    const forbidden = scenario({ request: { method: 'TRACE' } });
    expect(differences(forbidden, { run: () => ({ kind: 'exception', name: 'SyntaxError' }) })).toEqual([
      { field: 'runs.0.name', predicted: 'TypeError', observed: 'SyntaxError' },
    ]);
  });

  test('another event, other pixels', () => {
    const image = scenario({ request: { initiator: 'image', use: 'canvas', crossorigin: 'anonymous' } });
    const element = { kind: 'element', event: 'load', pixels: 'clean' } as const;
    expect(differences(image, { run: () => element })).toEqual([]);
    expect(differences(image, { run: () => ({ ...element, pixels: 'tainted' }) })).toHaveLength(1);
    expect(differences(image, { run: () => ({ ...element, event: 'error', pixels: null }) })).toHaveLength(2);
    // No WebGL in this browser: nothing to hold against it.
    expect(differences(image, { run: () => ({ ...element, pixels: 'unknown' }) })).toEqual([]);
  });

  test('what XMLHttpRequest cannot tell is no difference', () => {
    const xhr = scenario({ request: { initiator: 'XMLHttpRequest' } });
    const run = (seen: Seen): Seen =>
      seen.kind === 'xhr' && seen.response
        ? { ...seen, response: { ...seen.response, type: null, redirected: null } }
        : seen;
    expect(differences(xhr, { run })).toEqual([]);
    expect(differences(xhr, { run: () => ({ kind: 'xhr', event: 'error', response: null }) })).toHaveLength(
      1,
    );
  });

  test('a run more', () => {
    const predicted = simulate(preflighted, libraries);
    const { observed, record } = witness(predicted.runs);
    const twice = { ...observed, runs: [...observed.runs, ...observed.runs] };
    expect(compare(predicted, twice, record).differences).toEqual([
      { field: 'runs', predicted: '1', observed: '2' },
    ]);
  });
});

describe('what was sent', () => {
  test('a request less', () => {
    expect(differences(preflighted, { record: (record) => record.slice(0, 1) })).toEqual([
      { field: 'requests.1', predicted: 'PUT https://bar.other/data.json', observed: null },
    ]);
  });

  test('a request more', () => {
    const record = (all: RecordedRequest[]) => [...all, ...all.slice(1)];
    expect(differences(preflighted, { record })).toEqual([
      { field: 'requests.2', predicted: null, observed: 'PUT https://bar.other/data.json' },
    ]);
  });

  test('no preflight', () => {
    expect(differences(preflighted, { record: (record) => record.slice(1) })).toContainEqual({
      field: 'requests.0',
      predicted: 'OPTIONS https://bar.other/data.json (preflight)',
      observed: 'PUT https://bar.other/data.json',
    });
  });

  test('an OPTIONS that is no preflight', () => {
    const record = changeHeader(0, 'Access-Control-Request-Method', null);
    expect(differences(preflighted, { record })[0]).toMatchObject({
      observed: 'OPTIONS https://bar.other/data.json',
    });
  });

  test.each([
    [0, 'Origin', 'null'],
    [0, 'Access-Control-Request-Method', 'POST'],
    [0, 'Access-Control-Request-Headers', 'x-a,x-b'],
    [0, 'Cookie', 'a=b'],
    [1, 'Cookie', null],
    [1, 'Cookie', 'a=c'],
    [1, 'Host', 'other.example'],
    [1, 'Content-Length', '999'],
    [1, 'Authorization', 'Basic x'],
    [1, 'Content-Type', 'text/plain'],
    [1, 'Referer', 'https://other.test/'],
    [1, 'Sec-Fetch-Site', 'none'],
    [1, 'Cache-Control', 'no-cache'],
  ])('in request %i another %s: %s', (at, name, value) => {
    const found = differences(preflighted, { record: changeHeader(at, name, value) });
    expect(found).toHaveLength(1);
    expect(found[0]?.field).toBe(`requests.${at}.headers.${name.toLowerCase()}`);
  });

  test('a browser has its own words for itself, its languages and what it takes', () => {
    for (const name of ['User-Agent', 'Accept-Language', 'Accept']) {
      expect(differences(preflighted, { record: changeHeader(1, name, 'other') })).toEqual([]);
    }
    const set = scenario({ request: { headers: [['Accept-Language', 'de']] } });
    expect(differences(set, { record: changeHeader(0, 'Accept-Language', 'other') })).toHaveLength(1);
  });

  test('a boundary does not count', () => {
    const form = scenario({
      request: { method: 'POST', body: { kind: 'FormData', text: '', type: '' } },
    });
    const type = 'multipart/form-data; boundary=----Other';
    expect(differences(form, { record: changeHeader(0, 'Content-Type', type) })).toEqual([]);
    expect(differences(form, { record: changeHeader(0, 'Content-Length', '200') })).toEqual([]);
  });

  test('a connection that is cut makes browsers try again', () => {
    const cut = scenario({ servers: [server('https://bar.other', { failure: 'reset' })] });
    expect(differences(cut, { record: (all) => [...all, ...all, ...all] })).toEqual([]);
    expect(differences(cut, { record: () => [] })).toHaveLength(1);
  });

  test('to a server that is not there, nothing need come in', () => {
    const gone = scenario({ servers: [server('https://bar.other', { failure: 'refused' })] });
    expect(differences(gone, { record: () => [] })).toEqual([]);
  });
});
