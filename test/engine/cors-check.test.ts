import { describe, expect, test } from 'vitest';
import type { HeaderList } from '../../src/engine/http';
import type { CredentialsMode } from '../../src/engine/initiator';
import {
  A,
  ANY,
  B,
  C,
  failedRule,
  got,
  ok,
  play,
  redirect,
  type Setting,
  sandboxed,
  stepOf,
} from './harness';

const WITHOUT: readonly CredentialsMode[] = ['omit', 'same-origin'];

/** The rule a GET of another origin fails by; null where the page can read the response. */
function check(headers: HeaderList, credentials: CredentialsMode = 'same-origin', setting: Setting = {}) {
  return failedRule(play({ credentials }, { [B]: ok(headers) }, setting));
}

function allowOrigin(...values: readonly string[]): HeaderList {
  return values.map((value) => ['Access-Control-Allow-Origin', value]);
}

describe('Access-Control-Allow-Origin', () => {
  test('K1: without it the check fails', () => {
    for (const credentials of [...WITHOUT, 'include'] as const) {
      expect(check([], credentials)).toBe('cors-check.allow-origin-missing');
    }
  });

  test('K1: an empty one is there, and matches nothing', () => {
    expect(check(allowOrigin(''))).toBe('cors-check.allow-origin');
  });

  test.each(WITHOUT)('K2: * passes with credentials mode "%s"', (credentials) => {
    expect(check(allowOrigin('*'), credentials)).toBeNull();
  });

  test('K2: * passes with Access-Control-Allow-Credentials: true beside it, as long as none are sent', () => {
    const headers = [...allowOrigin('*'), ['Access-Control-Allow-Credentials', 'true'] as const];
    expect(check(headers)).toBeNull();
  });

  test('K2: * passes for a page with an opaque origin', () => {
    expect(check(allowOrigin('*'), 'same-origin', { client: sandboxed })).toBeNull();
  });

  test.each(['Access-Control-Allow-Origin', 'access-control-allow-origin', 'ACCESS-CONTROL-ALLOW-ORIGIN'])(
    'K3: the page’s own origin passes, its header written %s',
    (name) => {
      expect(check([[name, A]])).toBeNull();
    },
  );

  test.each([
    'https://foo.example/',
    'https://foo.example/page',
    'https://foo.example:443',
    'https://FOO.example',
    'HTTPS://foo.example',
    'http://foo.example',
    'https://foo.example:8443',
    'https://www.foo.example',
    'https://*.example',
    '*.foo.example',
    'foo.example',
    '"https://foo.example"',
    'https://foo.example, https://bar.other',
    'https://foo.example https://bar.other',
    '* , *',
    '**',
    'null',
    'true',
    'https://foo.example\t;',
  ])('K3: for the page https://foo.example the value %s does not pass', (value) => {
    expect(check(allowOrigin(value))).toBe('cors-check.allow-origin');
  });

  test.each([
    ['equal', [A, A]],
    ['of which one is right', [A, B]],
    ['of which one is *', ['*', A]],
    ['both *', ['*', '*']],
    ['of which one is empty', [A, '']],
  ])('K3: two lines, %s, do not pass', (_, values) => {
    const trace = play({}, { [B]: ok(allowOrigin(...values)) });
    expect(failedRule(trace)).toBe('cors-check.allow-origin');
    expect(stepOf(trace, 'cors-check.allow-origin').facts).toEqual({
      origin: A,
      value: values.join(', '),
      lines: 2,
    });
  });

  test('K3: null passes for a page with an opaque origin, its address does not', () => {
    expect(check(allowOrigin('null'), 'same-origin', { client: sandboxed })).toBeNull();
    expect(check(allowOrigin(A), 'same-origin', { client: sandboxed })).toBe('cors-check.allow-origin');
    expect(check(allowOrigin('Null'), 'same-origin', { client: sandboxed })).toBe('cors-check.allow-origin');
  });

  test('K3: after a tainting redirect null passes, and the page’s origin no longer does', () => {
    const through = (value: string) =>
      play({}, { [B]: redirect(`${C}/x`), [C]: ok({ 'Access-Control-Allow-Origin': value }) });
    expect(got(through('null')).url).toBe(`${C}/x`);
    expect(failedRule(through(A))).toBe('cors-check.allow-origin');
    expect(got(through('*')).url).toBe(`${C}/x`);
  });

  test('K3: back at the page’s own origin null passes, and its origin no longer does', () => {
    const home = (value: string) =>
      play({}, { [B]: redirect(`${A}/home`), [A]: ok({ 'Access-Control-Allow-Origin': value }) });
    expect(got(home('null'))).toMatchObject({ type: 'cors', url: `${A}/home` });
    expect(failedRule(home(A))).toBe('cors-check.allow-origin');
    expect(failedRule(play({}, { [B]: redirect(`${A}/home`), [A]: ok() }))).toBe(
      'cors-check.allow-origin-missing',
    );
  });
});

describe('Access-Control-Allow-Credentials', () => {
  const include = (...values: readonly string[]) => {
    const lines = values.map((value) => ['Access-Control-Allow-Credentials', value] as const);
    return check([...allowOrigin(A), ...lines], 'include');
  };

  test.each(WITHOUT)('K4: does not matter with credentials mode "%s"', (credentials) => {
    for (const value of ['true', 'false', 'nonsense']) {
      const headers = [...allowOrigin(A), ['Access-Control-Allow-Credentials', value] as const];
      expect(check(headers, credentials)).toBeNull();
    }
  });

  test('K5: must be "true" with credentials', () => {
    expect(include('true')).toBeNull();
    expect(include()).toBe('cors-check.allow-credentials');
  });

  test.each(['True', 'TRUE', 'false', '1', 'yes', '', 'true, true', '"true"', 'true;'])(
    'K5: "%s" is not "true"',
    (value) => {
      expect(include(value)).toBe('cors-check.allow-credentials');
    },
  );

  test('K5: two lines are not "true"', () => {
    expect(include('true', 'true')).toBe('cors-check.allow-credentials');
  });

  test('K5: * with credentials fails, whatever it says', () => {
    const headers = [...allowOrigin('*'), ['Access-Control-Allow-Credentials', 'true'] as const];
    expect(check(headers, 'include')).toBe('cors-check.wildcard-with-credentials');
    expect(check(allowOrigin('*'), 'include')).toBe('cors-check.wildcard-with-credentials');
  });

  test('K5: null passes with credentials for an opaque origin', () => {
    const headers = [...allowOrigin('null'), ['Access-Control-Allow-Credentials', 'true'] as const];
    expect(check(headers, 'include', { client: sandboxed })).toBeNull();
  });

  test('K5: the origin is looked at first', () => {
    expect(check([['Access-Control-Allow-Credentials', 'true']], 'include')).toBe(
      'cors-check.allow-origin-missing',
    );
    expect(check(allowOrigin(B), 'include')).toBe('cors-check.allow-origin');
  });
});

describe('which responses are checked', () => {
  test('K: XMLHttpRequest is checked by withCredentials', () => {
    const xhr = { initiator: 'XMLHttpRequest' } as const;
    expect(got(play(xhr, { [B]: ok(ANY) })).status).toBe(200);
    const trace = play({ ...xhr, withCredentials: true }, { [B]: ok(ANY) });
    expect(failedRule(trace)).toBe('cors-check.wildcard-with-credentials');
  });
});
