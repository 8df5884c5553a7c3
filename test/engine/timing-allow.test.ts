import { describe, expect, test } from 'vitest';
import type { RequestSpec } from '../../src/engine/initiator';
import { A, ANY, B, C, got, ok, play, redirect, type Setting, sandboxed, stepOf } from './harness';

function timing(changes: Partial<RequestSpec>, headers: Record<string, string>, setting: Setting = {}) {
  return got(play(changes, { [A]: ok(headers), [B]: ok({ ...ANY, ...headers }) }, setting)).timing;
}

const TAO = 'Timing-Allow-Origin';

describe('the TAO check', () => {
  test('M: a same-origin response gives its timing by itself', () => {
    expect(timing({ url: `${A}/own` }, {})).toBe('detailed');
    expect(timing({ url: `${A}/own` }, { [TAO]: 'null' })).toBe('detailed');
  });

  test('M: a cross-origin response does not, with CORS or without', () => {
    expect(timing({}, {})).toBe('opaque');
    expect(timing({ mode: 'no-cors' }, {})).toBe('opaque');
  });

  test.each(['*', A, `${C}, ${A}`, `${C},*`, `\t${A} `])('M: Timing-Allow-Origin: %s gives it', (value) => {
    expect(timing({}, { [TAO]: value })).toBe('detailed');
    expect(timing({ mode: 'no-cors' }, { [TAO]: value })).toBe('detailed');
  });

  test.each([B, `${A}/`, 'https://FOO.example', 'null', '', `"${A}"`, `${C} ${A}`, `"*,*"`])(
    'M: Timing-Allow-Origin: %s does not',
    (value) => {
      expect(timing({}, { [TAO]: value })).toBe('opaque');
    },
  );

  test('M: null gives it to a page with an opaque origin', () => {
    expect(timing({}, { [TAO]: 'null' }, { client: sandboxed })).toBe('detailed');
  });

  test('M: several lines are one list', () => {
    const answer = ok([...Object.entries(ANY), [TAO, C], [TAO, A]]);
    expect(got(play({}, { [B]: answer })).timing).toBe('detailed');
  });

  test('M: one response of a chain that does not give it fails all', () => {
    const star = { [TAO]: '*' };
    const chain = (first: Record<string, string>, last: Record<string, string>) =>
      play({}, { [`${B}/doc`]: redirect('/next', 302, first), [B]: ok({ ...ANY, ...last }) });
    expect(got(chain(star, star)).timing).toBe('detailed');
    expect(got(chain(star, {})).timing).toBe('opaque');
    expect(got(chain({}, star)).timing).toBe('opaque');
    expect(stepOf(chain({}, star), 'tao.check').result).toBe('note');
  });

  test('M: after a tainting redirect the origin to give it to is null', () => {
    const chain = (value: string) =>
      got(play({}, { [B]: redirect(`${C}/x`, 302, { [TAO]: '*' }), [C]: ok({ ...ANY, [TAO]: value }) }))
        .timing;
    expect(chain(A)).toBe('opaque');
    expect(chain('null')).toBe('detailed');
  });

  test('M: a navigation to another origin needs the header', () => {
    const form = { initiator: 'form', url: `${B}/doc` } as const;
    expect(timing(form, {})).toBe('opaque');
    expect(timing(form, { [TAO]: A })).toBe('detailed');
    expect(timing({ ...form, url: `${A}/own` }, {})).toBe('detailed');
  });
});
