import { describe, expect, it } from 'vitest';
import { duration } from '../../../src/app/ui/duration';

describe('seconds the way people say them', () => {
  it.each([
    ['60', '1 minute'],
    ['86400', '1 day'],
    ['5400', '1 hour 30 minutes'],
    ['7200', '2 hours'],
    ['90061', 'about 1 day 1 hour'],
    ['86700', 'about 1 day'],
  ])('%s are %s', (typed, said) => {
    expect(duration(typed)).toBe(said);
  });

  it.each(['', '-1', '5', 'ten', '1.5', '9'.repeat(20)])('%j is left as it is', (typed) => {
    expect(duration(typed)).toBeNull();
  });
});
