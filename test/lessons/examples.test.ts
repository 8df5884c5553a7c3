import { beforeAll, describe, expect, test } from 'vitest';
import { verdictOf } from '../../src/explain/verdict';
import { EXAMPLE_GROUPS, EXAMPLES } from '../../src/lessons/examples';
import { createLibraries } from '../../src/scenario/libraries';
import { parseScenario } from '../../src/scenario/shape';
import { simulate } from '../../src/scenario/simulate';
import { validate } from '../../src/scenario/validate';

const libraries = createLibraries();
const examples = EXAMPLE_GROUPS.flatMap((group) => group.examples);

describe.each(examples)('$id', ({ scenario, expected, title, lesson }) => {
  beforeAll(() => libraries.load(scenario));

  test(`is ${expected.kind}${expected.rule ? ` by ${expected.rule}` : ''}`, () => {
    const { runs } = simulate(scenario, libraries);
    const trace = runs.at(-1);
    if (!trace) throw new Error('no run');
    expect(verdictOf(runs).kind).toBe(expected.kind);
    if (trace.outcome.type === 'response') {
      const seen = trace.steps.flatMap((step) => (step.type === 'rule' ? [step.rule] : []));
      if (expected.rule) expect(seen).toContain(expected.rule);
    } else {
      const step = trace.steps[trace.outcome.because];
      expect(step?.type === 'rule' && step.rule).toBe(expected.rule);
    }
  });

  test('is a scenario without problems, and survives a file', () => {
    expect(validate(scenario, libraries)).toEqual([]);
    expect(parseScenario(JSON.parse(JSON.stringify(scenario)))).toEqual({ ok: true, scenario });
  });

  test('has a short title and one sentence', () => {
    expect(title.length).toBeLessThanOrEqual(40);
    expect(scenario.title).toBe(title);
    expect(lesson).toMatch(/^[^\n]+\.$/);
    expect(lesson).not.toMatch(/[.!?] /);
  });
});

test('each example is found by its id', () => {
  expect(EXAMPLES.size).toBe(examples.length);
});

test('no example waits for a library', () => {
  const fresh = createLibraries();
  expect(examples.filter(({ scenario }) => fresh.needs(scenario) !== 'nothing')).toEqual([]);
});
