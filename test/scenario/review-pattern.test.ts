import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCompiler } from '../../src/scenario/patterns';
import { samplesOf } from '../../src/scenario/review-pattern';

const compile = createCompiler();
const texts = (pattern: string, filled: 'least' | 'name' = 'least') =>
  samplesOf(pattern, compile)
    .filter((sample) => sample.filled === filled)
    .map(({ text }) => text);

describe('texts that a pattern is likely to match', () => {
  it('take each branch and each optional part once', () => {
    expect(texts('^https://(foo|bar)\\.example(:8443)?$')).toEqual([
      'https://foo.example:8443',
      'https://bar.example:8443',
      'https://foo.example',
    ]);
  });

  it('keep a dot that was meant as a dot', () => {
    expect(texts('^https://foo.example$')).toEqual(['https://foo.example']);
  });

  it('fill what is left open with a name', () => {
    expect(texts('^https://[a-z]+\\.example$', 'name')).toEqual(['https://evil.example']);
    expect(texts('[a-f]{2,}', 'name')).toEqual(['abab']);
    expect(texts('\\d+', 'name')).toEqual(['8080']);
  });

  it.each([
    ['\\Qa.b\\E', 'a.b'],
    ['(?i)(?P<host>x)', 'x'],
    ['[[:digit:]]', '8'],
    ['\\pL\\p{Lu}', 'aA'],
    ['\\x41\\x{42}', 'AB'],
    ['\\Aa\\b$', 'a'],
    ['[]a]', 'a'],
    ['a{3}', 'aaa'],
  ])('know the syntax: %s', (pattern, text) => {
    expect(texts(pattern)[0]).toBe(text);
  });

  it('are few, and come of any pattern', () => {
    const piece = fc.constantFrom(
      'a',
      '.',
      '(',
      ')',
      '[',
      ']',
      '|',
      '*',
      '+',
      '?',
      '{',
      '}',
      '2',
      ',',
      '\\',
      'Q',
      '^',
      '$',
      ':',
      'P',
      '<',
      'x',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        expect(samplesOf(pieces.join(''), compile).length).toBeLessThanOrEqual(64);
      }),
      { numRuns: 500 },
    );
    expect(samplesOf('('.repeat(250) + ')'.repeat(250), compile).length).toBeGreaterThan(0);
  });
});
