import { expect, test } from 'vitest';
import { createLibraries } from '../../src/scenario/libraries';
import { validate } from '../../src/scenario/validate';
import { type Dimensions, pairwise, randomFrom } from './covering';
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

test.each<[string, Dimensions]>([
  ['few values', { a: [1, 2, 3], b: ['x', 'y'], c: [true, false], d: [1, 2, 3, 4] }],
  ['many values', { a: [0, ...Array.from({ length: 99 }, (_, i) => i + 1)], b: ['x', 'y', 'z'], c: [1, 2] }],
])('pairwise: with %s, every value meets every value of every other dimension', (_, dimensions) => {
  const rows = pairwise(dimensions, randomFrom(1));
  const names = Object.keys(dimensions);
  for (const one of names) {
    for (const other of names) {
      if (one === other) continue;
      const pairs = new Set(rows.map((row) => `${row[one]} ${row[other]}`));
      expect(pairs.size).toBe((dimensions[one]?.length ?? 0) * (dimensions[other]?.length ?? 0));
    }
  }
});

test('pairwise: makes few rows of few values, and refuses more than it can tell apart', () => {
  const few = { a: [1, 2, 3], b: ['x', 'y'], c: [true, false], d: [1, 2, 3, 4] } as const;
  expect(pairwise(few, randomFrom(1)).length).toBeLessThan(30);
  const many = { a: [0, ...Array.from({ length: 255 }, (_, i) => i + 1)], b: [1] } as const;
  expect(() => pairwise(many, randomFrom(1))).toThrow(RangeError);
});
