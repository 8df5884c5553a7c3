import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultScenario } from '../../src/scenario/defaults';
import { secondsOf } from '../../src/scenario/requests';
import { parseScenario } from '../../src/scenario/shape';
import { draft } from './arbitraries';

/** `path code reason detail` of each problem; none for a scenario. */
function told(input: unknown): string[] {
  const parsed = parseScenario(input);
  return parsed.ok
    ? []
    : parsed.problems.map(({ path, code, reason, detail }) => `${path} ${code} ${reason} ${detail}`.trim());
}

/** The default scenario as JSON, changed as text. */
function json(search: string, replacement: string): unknown {
  const text = JSON.stringify(defaultScenario);
  expect(text).toContain(search);
  return JSON.parse(text.replace(search, replacement));
}

test('every scenario comes back from a file as it was, valid or not', () => {
  fc.assert(
    fc.property(draft, (scenario) => {
      fc.pre(scenario.earlier.map(secondsOf).every(Number.isFinite));
      const file: unknown = JSON.parse(JSON.stringify(scenario));
      expect(parseScenario(file)).toEqual({ ok: true, scenario: file });
    }),
    { numRuns: 300 },
  );
});

describe('what is no scenario', () => {
  test.each([
    [null, ['shape invalid Object']],
    ['x', ['shape invalid Object']],
    [json('"version":1', '"version":2'), ['version shape invalid 1']],
    [
      json('"kind":"document"', '"kind":"popup"'),
      ['page.kind shape invalid ("document" | "sandbox" | "data" | "file")'],
    ],
    [json('"framed":false', '"framed":"no"'), ['page.framed shape invalid boolean']],
    [json('"framed":false', '"framed":false,"color":"red"'), ['page.color shape prohibited']],
    [json('"url":"https://foo.example/",', ''), ['page.url shape missing']],
    [
      json('["Content-Type","application/json"]', '["Content-Type"]'),
      ['servers.0.response.headers.0.value shape missing'],
    ],
    [
      json('["Content-Type","application/json"]', '["Content-Type",1]'),
      ['servers.0.response.headers.0.value shape invalid string'],
    ],
    [
      json('["Content-Type","application/json"]', '["a","b","c"]'),
      ['servers.0.response.headers.0.2 shape prohibited'],
    ],
    [
      json('"by":"policy"', '"by":"nobody"'),
      ['servers.0.options.by shape invalid ("policy" | "status" | "redirect")'],
    ],
    [json('"by":"policy"', '"by":"redirect"'), ['servers.0.options.location shape missing']],
    [json('"earlier":[]', '"earlier":["60"]'), ['earlier.0 shape invalid number']],
    [json('"earlier":[]', '"earlier":[60,{"seconds":60}]'), ['earlier.1.request shape missing']],
    [
      json('"earlier":[]', '"earlier":[{"seconds":60,"request":{"url":"https://bar.other/"}}]'),
      ['earlier.0.request.url shape prohibited'],
    ],
    [json('"earlier":[]', '"earlier":{"length":3}'), ['earlier shape invalid Array']],
  ])('case %#', (input, problems) => {
    expect(told(input)).toEqual(problems);
  });

  test('a text that is missing everything is told of at most twenty fields', () => {
    expect(told({})).toEqual([
      'version shape missing',
      'title shape missing',
      'page shape missing',
      'request shape missing',
      'servers shape missing',
      'cookies shape missing',
      'browser shape missing',
      'earlier shape missing',
    ]);
    const headers = new Array(100).fill('X-A: 1');
    expect(told({ ...defaultScenario, request: { ...defaultScenario.request, headers } })).toHaveLength(20);
  });
});

describe('hostile input', () => {
  test('prototype keys are fields no scenario has, and pollute nothing', () => {
    expect(told(json('{"version"', '{"__proto__":{"polluted":1},"version"'))).toEqual([
      '__proto__ shape prohibited',
    ]);
    expect(told(json('"framed":false', '"framed":false,"constructor":{"prototype":{}}'))).toEqual([
      'page.constructor shape prohibited',
    ]);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('a huge list is refused by its length alone', () => {
    expect(told({ ...defaultScenario, servers: new Array(1e8) })).toEqual(['servers too-many prohibited 20']);
  });

  test('an object of too many fields, a text too long and a cycle come to an end', () => {
    const fields = Object.fromEntries(Array.from({ length: 30_000 }, (_, i) => [i, '']));
    expect(told(fields)).toEqual(['too-many prohibited 20000']);
    expect(told({ ...defaultScenario, title: 'a'.repeat(300) })).toEqual(['title too-long prohibited 200']);
    const cycle: Record<string, unknown> = { ...defaultScenario };
    cycle.page = cycle;
    expect(told(cycle).length).toBeGreaterThan(0);
  });

  test('anything JSON can hold is answered, never thrown at', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (input) => {
        expect(parseScenario(input).ok).toBe(false);
      }),
    );
  });
});
