import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Diagnosis, diagnose } from '../../src/explain/diagnosis';
import { plain } from '../../src/explain/rich';
import { server } from '../../src/lessons/build';
import { defaultRequest, defaultScenario } from '../../src/scenario/defaults';
import { createLibraries } from '../../src/scenario/libraries';
import { loadForReview, reviewPolicy } from '../../src/scenario/review';
import { simulate } from '../../src/scenario/simulate';
import { validate } from '../../src/scenario/validate';
import { randomTrace } from './random-trace';
import { SITUATIONS } from './situations';

const libraries = createLibraries();

describe.each(SITUATIONS)('$number: $title', ({ scenario, cause, cors, actor, traps = [], words }) => {
  beforeAll(() => libraries.load(scenario));
  const told = () => {
    expect(validate(scenario, libraries)).toEqual([]);
    return diagnose(scenario, simulate(scenario, libraries).runs);
  };

  test(`is told as ${cause}, for the ${actor} to act on`, () => {
    expect(told()).toMatchObject({ cause, cors, actor });
  });

  test('names its traps', () => {
    expect(told().traps.map(({ name }) => name)).toEqual(expect.arrayContaining([...traps]));
  });

  test('is told in these words', () => {
    const { verdict, plain: simply, precise, sees, noMore, traps: found } = told();
    const all = [
      verdict.sentence,
      verdict.why,
      verdict.change ?? [],
      simply,
      precise?.text ?? [],
      sees,
      noMore ?? [],
      ...found.flatMap(({ text, change }) => [text, change ?? []]),
    ]
      .map(plain)
      .join('\n');
    if (process.env.SHOW)
      console.log(`${all}\n${found.map(({ name }) => name).join()} ${precise?.section}\n`);
    for (const each of words) {
      if (typeof each === 'string') expect(all).toContain(each);
      else expect(all).toMatch(each);
    }
  });
});

test('all thirty-two situations are there', () => {
  const numbers = new Set(SITUATIONS.map(({ number }) => number));
  expect([...Array(32).keys()].map((i) => i + 1).filter((number) => !numbers.has(number))).toEqual([]);
});

const said = ({ plain: simply, precise, sees, noMore, traps }: Diagnosis) =>
  [simply, precise?.text, sees, noMore, ...traps.flatMap(({ text, change }) => [text, change])].flatMap(
    (words) => (words ? [plain(words)] : []),
  );

test('whatever happens, every part is told in whole sentences, and each trap once', () => {
  fc.assert(
    fc.property(randomTrace, (trace) => {
      const diagnosis = diagnose(defaultScenario, [trace]);
      for (const words of said(diagnosis)) {
        expect(words).toMatch(/^\S.*[.?]$/s);
        expect(words).not.toMatch(/undefined|\[object| {2}/);
      }
      const names = diagnosis.traps.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
    }),
    { numRuns: 400 },
  );
});

test('what fails has a cause, and the rule that decided', () => {
  fc.assert(
    fc.property(randomTrace, (trace) => {
      const { cause, precise, at, verdict } = diagnose(defaultScenario, [trace]);
      if (trace.outcome.type === 'response') {
        expect(at).toBe('use');
        return;
      }
      expect(cause).not.toBe('none');
      const step = trace.steps[trace.outcome.because];
      expect(precise?.rule).toBe(step?.type === 'rule' && step.rule);
      expect(precise?.url).toMatch(/^https:/);
      if (verdict.kind === 'exception') expect(at).toBe('call');
    }),
    { numRuns: 400 },
  );
});

test('without a run there is nothing to diagnose', () => {
  expect(() => diagnose(defaultScenario, [])).toThrow(RangeError);
});

test('what a review of the policy found is among the traps', async () => {
  const pattern = server('https://bar.other', {
    policy: { origins: 'pattern', pattern: '^https://foo.example', vary: true },
  });
  const scenario = {
    ...defaultScenario,
    request: { ...defaultRequest, url: 'https://bar.other/' },
    servers: [pattern],
  };
  await libraries.load(scenario);
  await loadForReview(pattern, libraries);
  const { runs } = simulate(scenario, libraries);
  const { traps } = diagnose(scenario, runs, reviewPolicy(pattern, libraries));
  const wide = traps.find(({ name }) => name === 'pattern-too-wide');
  expect(plain(wide?.text ?? [])).not.toBe('');
  expect(plain(wide?.change ?? [])).not.toBe('');
});

test.each([
  ['reflect', true, ['any-origin-with-credentials', 'vary-origin-missing']],
  ['reflect', false, ['vary-origin-missing']],
  ['any', false, []],
] as const)('a server that allows %s, credentials %s, hides %s', (origins, credentials, names) => {
  const scenario = {
    ...defaultScenario,
    servers: [server('https://bar.other', { policy: { origins, credentials } })],
  };
  const { traps } = diagnose(scenario, simulate(scenario, libraries).runs);
  expect(traps.map(({ name }) => name)).toEqual(names);
});
