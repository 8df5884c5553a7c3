import { describe, expect, test } from 'vitest';
import { isForbiddenMethod, isSafelistedMethod, normalizeMethod } from '../../src/engine/methods';
import {
  A,
  ALLOW_ALL,
  ANY,
  B,
  failedRule,
  got,
  headerOf,
  isPreflight,
  ok,
  play,
  playUnsent,
  request,
  requests,
  rules,
  sent,
  server,
  stepOf,
} from './harness';

const ALLOWED = { [B]: server(ok(ALLOW_ALL), ok(ANY)) };

const allowing = (methods: string) => ({
  [B]: server(ok({ ...ANY, 'Access-Control-Allow-Methods': methods }), ok(ANY)),
});

describe('CORS-safelisted methods', () => {
  test.each(['GET', 'HEAD', 'POST'])('B1: %s is safelisted: no preflight', (method) => {
    expect(isSafelistedMethod(method)).toBe(true);
    expect(sent(play({ method }, ALLOWED))).toEqual([`${method} ${B}/doc`]);
  });

  test.each(['get', 'Post', 'hEAD'])('B1: %s is normalised first, so it is safelisted too', (method) => {
    expect(isSafelistedMethod(method)).toBe(false);
    expect(sent(play({ method }, ALLOWED))).toEqual([`${method.toUpperCase()} ${B}/doc`]);
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'QUERY', 'CHICKEN', 'GETS', 'XPOST'])(
    'B1: %s is not safelisted: a preflight goes ahead',
    (method) => {
      expect(isSafelistedMethod(method)).toBe(false);
      const trace = play({ method }, ALLOWED);
      expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`, `${method} ${B}/doc`]);
      expect(stepOf(trace, 'main-fetch.preflight').facts.reasons).toEqual([{ kind: 'method', method }]);
    },
  );
});

describe('forbidden methods', () => {
  test.each(['CONNECT', 'TRACE', 'TRACK', 'connect', 'Trace', 'tRACK'])(
    'B2: %s is a TypeError of fetch() and a SecurityError of XMLHttpRequest',
    (method) => {
      expect(isForbiddenMethod(method)).toBe(true);
      const byFetch = playUnsent({ method });
      expect(byFetch.outcome).toMatchObject({ type: 'exception', name: 'TypeError' });
      expect(failedRule(byFetch)).toBe('request.method-forbidden');
      const byXhr = playUnsent({ initiator: 'XMLHttpRequest', method });
      expect(byXhr.outcome).toMatchObject({ type: 'exception', name: 'SecurityError' });
    },
  );

  test.each(['TRACEE', 'XTRACK', 'CONNECTS'])('B2: %s is not forbidden', (method) => {
    expect(isForbiddenMethod(method)).toBe(false);
    expect(got(play({ method }, ALLOWED)).status).toBe(200);
  });
});

describe('normalising a method', () => {
  test.each([
    ['delete', 'DELETE'],
    ['gEt', 'GET'],
    ['head', 'HEAD'],
    ['options', 'OPTIONS'],
    ['post', 'POST'],
    ['Put', 'PUT'],
    ['patch', 'patch'],
    ['Patch', 'Patch'],
    ['query', 'query'],
    ['eGg', 'eGg'],
    ['putt', 'putt'],
  ])('B3: %s becomes %s', (given, method) => {
    expect(normalizeMethod(given)).toBe(method);
    for (const initiator of ['fetch', 'XMLHttpRequest'] as const) {
      const trace = play({ initiator, method: given, url: '/' }, { [A]: ok() });
      expect(request(trace, 0).method).toBe(method);
      const normalised = rules(trace).filter(({ rule }) => rule === 'request.method-normalized');
      expect(normalised).toHaveLength(given === method ? 0 : 1);
    }
  });

  test('B3: patch stays patch, which Access-Control-Allow-Methods: PATCH does not allow', () => {
    const trace = play({ method: 'patch' }, allowing('PATCH'));
    expect(failedRule(trace)).toBe('preflight.method');
    expect(headerOf(request(trace, 0), 'Access-Control-Request-Method')).toBe('patch');
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`]);
    expect(stepOf(trace, 'request.method-kept').facts).toEqual({ method: 'patch' });
  });

  test('B3: patch listed as patch is allowed', () => {
    expect(got(play({ method: 'patch' }, allowing('patch'))).status).toBe(200);
  });

  test('B3: put is normalised, so it is PUT that must be listed', () => {
    expect(got(play({ method: 'put' }, allowing('PUT'))).status).toBe(200);
    expect(failedRule(play({ method: 'put' }, allowing('put')))).toBe('preflight.method');
  });

  test('B3: any token will do, its case kept', () => {
    expect(got(play({ method: 'CHICKEN' }, allowing('CHICKEN'))).status).toBe(200);
    expect(failedRule(play({ method: 'chicken' }, allowing('CHICKEN')))).toBe('preflight.method');
  });
});

test('B4: an OPTIONS request of the page is itself preflighted', () => {
  const trace = play({ method: 'OPTIONS' }, allowing('OPTIONS'));
  expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`, `OPTIONS ${B}/doc`]);
  expect(requests(trace).map(isPreflight)).toEqual([true, false]);
  expect(headerOf(request(trace, 0), 'Access-Control-Request-Method')).toBe('OPTIONS');
  expect(failedRule(play({ method: 'OPTIONS' }, allowing('PUT')))).toBe('preflight.method');
});

test.each(['', ' ', 'GET ', 'GE T', 'G(T', 'GET,POST', 'GET\n', '"GET"', '\xe9'])(
  'B5: %j is no method: a TypeError of fetch(), a SyntaxError of XMLHttpRequest',
  (method) => {
    const byFetch = playUnsent({ method });
    expect(byFetch.outcome).toMatchObject({ type: 'exception', name: 'TypeError' });
    expect(failedRule(byFetch)).toBe('request.method-invalid');
    const byXhr = playUnsent({ initiator: 'XMLHttpRequest', method });
    expect(byXhr.outcome).toMatchObject({ type: 'exception', name: 'SyntaxError' });
  },
);

test('B5: a method with a character that is no byte is a TypeError of both', () => {
  for (const initiator of ['fetch', 'XMLHttpRequest'] as const) {
    const trace = playUnsent({ initiator, method: 'G\u0100T' });
    expect(trace.outcome).toMatchObject({ type: 'exception', name: 'TypeError' });
  }
});
