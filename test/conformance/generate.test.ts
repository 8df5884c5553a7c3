import { expect, test } from 'vitest';
import { createLibraries } from '../../src/scenario/libraries';
import { validate } from '../../src/scenario/validate';
import { pairwise, randomFrom } from './covering';
import { generate } from './generate';

test('the same count and seed give the same scenarios, another seed others', () => {
  const first = JSON.stringify(generate(300, 7));
  expect(JSON.stringify(generate(300, 7))).toBe(first);
  expect(JSON.stringify(generate(300, 8))).not.toBe(first);
});

test('no two scenarios are alike, and each can be played', () => {
  const scenarios = generate(3000, 1);
  const libraries = createLibraries();
  expect(new Set(scenarios.map(({ title: _, ...rest }) => JSON.stringify(rest))).size).toBe(3000);
  expect(scenarios.flatMap((scenario) => validate(scenario, libraries))).toEqual([]);
});

test('pairwise: every value meets every value of every other dimension', () => {
  const dimensions = { a: [1, 2, 3], b: ['x', 'y'], c: [true, false], d: [1, 2, 3, 4] } as const;
  const rows = pairwise(dimensions, randomFrom(1));
  const names = Object.keys(dimensions) as (keyof typeof dimensions)[];
  for (const one of names) {
    for (const other of names) {
      if (one === other) continue;
      const pairs = new Set(rows.map((row) => `${row[one]} ${row[other]}`));
      expect(pairs.size).toBe(dimensions[one].length * dimensions[other].length);
    }
  }
  expect(rows.length).toBeLessThan(30);
});
