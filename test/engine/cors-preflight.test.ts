import { describe, expect, test } from 'vitest';
import type { HeaderList } from '../../src/engine/http';
import type { RequestSpec } from '../../src/engine/initiator';
import { PROFILES } from '../../src/engine/profile';
import {
  A,
  ALLOW_ALL,
  ANY,
  B,
  cookie,
  failedRule,
  got,
  headerOf,
  holding,
  later,
  ok,
  play,
  request,
  requests,
  response,
  rules,
  type Setting,
  sent,
  server,
  stepOf,
  WITH_CREDENTIALS,
} from './harness';

const JSON_TYPE = ['Content-Type', 'application/json'] as const;

/** Plays a request whose preflight is answered 200 with these headers, and its own response is readable. */
function preflighted(changes: Partial<RequestSpec>, headers: HeaderList | Record<string, string>) {
  return play(changes, { [B]: server(ok(headers), ok({ ...ANY, ...WITH_CREDENTIALS })) });
}

/** The rule that a preflight answered with these headers fails by; null where the request was sent and read. */
function failure(changes: Partial<RequestSpec>, headers: Record<string, string>) {
  const open = changes.credentials === 'include' ? WITH_CREDENTIALS : ANY;
  return failedRule(preflighted(changes, { ...open, ...headers }));
}

describe('the preflight request', () => {
  test('I1: is an OPTIONS to the same URL, without body', () => {
    const trace = play(
      { url: `${B}/doc?q#part`, method: 'PUT', body: { kind: 'string', text: 'hello', type: '' } },
      { [B]: ok(ALLOW_ALL) },
    );
    expect(request(trace, 0)).toMatchObject({ method: 'OPTIONS', url: `${B}/doc?q`, body: null });
    expect(headerOf(request(trace, 0), 'Content-Length')).toBeNull();
    expect(headerOf(request(trace, 0), 'Content-Type')).toBeNull();
    expect(request(trace, 1)).toMatchObject({ method: 'PUT', body: 'hello' });
  });

  test('I1: carries no cookies and no Authorization, though the request does', () => {
    const allow = {
      ...WITH_CREDENTIALS,
      'Access-Control-Allow-Methods': 'PUT',
      'Access-Control-Allow-Headers': 'Authorization',
    };
    const trace = play(
      { method: 'PUT', credentials: 'include', headers: [['Authorization', 'Bearer x']] },
      { [B]: ok(allow) },
      { environment: holding(cookie('bar.other')) },
    );
    expect(requests(trace).map((sent) => headerOf(sent, 'Cookie'))).toEqual([null, 'id=1']);
    expect(requests(trace).map((sent) => headerOf(sent, 'Authorization'))).toEqual([null, 'Bearer x']);
  });

  test('I1: is sent before a request with any redirect mode', () => {
    for (const mode of ['error', 'manual'] as const) {
      const trace = play({ method: 'PUT', redirect: mode }, { [B]: ok(ALLOW_ALL) });
      expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`, `PUT ${B}/doc`]);
    }
  });

  test('I2: names the method, as written after normalising', () => {
    const named = (method: string) =>
      headerOf(request(play({ method }, { [B]: ok(ALLOW_ALL) }), 0), 'Access-Control-Request-Method');
    expect(named('put')).toBe('PUT');
    expect(named('patch')).toBe('patch');
    expect(named('Chicken')).toBe('Chicken');
    expect(named('OPTIONS')).toBe('OPTIONS');
  });

  test('I2: names the method also where only a header needs the preflight', () => {
    const trace = play({ method: 'POST', headers: [['X-One', '1']] }, { [B]: ok(ALLOW_ALL) });
    expect(headerOf(request(trace, 0), 'Access-Control-Request-Method')).toBe('POST');
  });

  test('I2: lists the unsafe headers in lower case, sorted, each once, without spaces', () => {
    const headers = [
      ['X-Two', '2'],
      ['Authorization', 'Bearer x'],
      JSON_TYPE,
      ['x-one', '1'],
      ['X-ONE', '1'],
      ['Accept', 'text/html'],
    ] as const;
    const trace = play({ headers }, { [B]: ok(ALLOW_ALL) });
    expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBe(
      'authorization,content-type,x-one,x-two',
    );
  });

  test('I2: leaves the list out where it would be empty', () => {
    const trace = play({ method: 'PUT', headers: [['Content-Language', 'fi']] }, { [B]: ok(ALLOW_ALL) });
    expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBeNull();
  });

  test('I2: accepts anything, says where it comes from, and carries none of the author’s headers', () => {
    const headers = [
      ['Accept', 'application/json'],
      ['Accept-Language', 'fi'],
      ['X-One', '1'],
    ] as const;
    const trace = play({ method: 'PUT', headers }, { [B]: ok(ALLOW_ALL) });
    const preflight = request(trace, 0);
    expect(headerOf(preflight, 'Accept')).toBe('*/*');
    expect(headerOf(preflight, 'Origin')).toBe(A);
    expect(headerOf(preflight, 'Referer')).toBe(`${A}/`);
    expect(headerOf(preflight, 'Accept-Language')).toBeNull();
    expect(headerOf(preflight, 'X-One')).toBeNull();
    expect(headerOf(request(trace, 1), 'Accept')).toBe('application/json');
  });
});

describe('whether the answer is one', () => {
  const put = { method: 'PUT' } as const;
  const status = (code: number) => play(put, { [B]: server(response(code, ALLOW_ALL), ok(ANY)) });

  test.each([200, 201, 204, 206, 299])('I3: %i is an ok status', (code) => {
    expect(sent(status(code))).toEqual([`OPTIONS ${B}/doc`, `PUT ${B}/doc`]);
  });

  test.each([199, 300, 301, 304, 400, 401, 403, 404, 405, 500, 502])('I3: %i is not', (code) => {
    expect(failedRule(status(code))).toBe('preflight.status');
    expect(sent(status(code))).toEqual([`OPTIONS ${B}/doc`]);
  });

  test('I3: the CORS check comes first', () => {
    const trace = play(put, { [B]: response(404) });
    expect(failedRule(trace)).toBe('cors-check.allow-origin-missing');
    expect(stepOf(trace, 'cors-check.allow-origin-missing').message).toEqual({
      exchange: 0,
      side: 'response',
    });
  });

  test('I3: passing the CORS check on the request itself does not help', () => {
    const trace = play(put, { [B]: server(ok({ 'Access-Control-Allow-Methods': 'PUT' }), ok(ANY)) });
    expect(failedRule(trace)).toBe('cors-check.allow-origin-missing');
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`]);
  });

  test('I3: the CORS check uses the credentials mode of the request to come', () => {
    const include = { ...put, credentials: 'include' } as const;
    const methods = { 'Access-Control-Allow-Methods': 'PUT' };
    expect(failedRule(preflighted(include, { ...ANY, ...methods }))).toBe(
      'cors-check.wildcard-with-credentials',
    );
    const withoutCredentials = { 'Access-Control-Allow-Origin': A, ...methods };
    expect(failedRule(preflighted(include, withoutCredentials))).toBe('cors-check.allow-credentials');
    expect(failedRule(preflighted(include, { ...WITH_CREDENTIALS, ...methods }))).toBeNull();
  });

  test('I3: passing the preflight does not spare the request its own CORS check', () => {
    const trace = play(put, { [B]: server(ok(ALLOW_ALL), ok()) });
    expect(sent(trace)).toHaveLength(2);
    expect(failedRule(trace)).toBe('cors-check.allow-origin-missing');
  });

  test.each(['P UT', '"PUT"', 'PUT;q=1', 'PUT, (x)', 'PUT, DELETE POST', 'PÜT', 'PUT,\f'])(
    'I4: Access-Control-Allow-Methods: %s cannot be parsed, though the method needs none',
    (value) => {
      const one = { method: 'GET', headers: [['X-One', '1']] } as const;
      const headers = { 'Access-Control-Allow-Headers': 'X-One', 'Access-Control-Allow-Methods': value };
      expect(failure(one, headers)).toBe('preflight.allow-methods-syntax');
    },
  );

  test.each(['X One', '"X-One"', 'X-One:', 'X-One, @', '[X-One]'])(
    'I4: Access-Control-Allow-Headers: %s cannot be parsed, though no header needs it',
    (value) => {
      const headers = { 'Access-Control-Allow-Methods': 'PUT', 'Access-Control-Allow-Headers': value };
      expect(failure(put, headers)).toBe('preflight.allow-headers-syntax');
    },
  );

  test('I4: one line that cannot be parsed spoils the others', () => {
    const lines = [
      ['Access-Control-Allow-Origin', '*'],
      ['Access-Control-Allow-Methods', 'PUT'],
      ['Access-Control-Allow-Methods', 'not a method'],
    ] as const;
    expect(failedRule(preflighted(put, lines))).toBe('preflight.allow-methods-syntax');
  });

  test.each(['PUT', 'DELETE,PUT', ' \tPUT , DELETE', ',,PUT,,', 'PUT,PUT', "PUT, 'x'"])(
    'I4: Access-Control-Allow-Methods: %s allows PUT',
    (value) => {
      expect(failure(put, { 'Access-Control-Allow-Methods': value })).toBeNull();
    },
  );

  test('I4: several lines are one list', () => {
    const lines = [
      ['Access-Control-Allow-Origin', '*'],
      ['Access-Control-Allow-Methods', 'DELETE'],
      ['Access-Control-Allow-Methods', 'PUT'],
    ] as const;
    expect(failedRule(preflighted(put, lines))).toBeNull();
  });
});

describe('the method', () => {
  const upload = { initiator: 'XMLHttpRequest', uploadListener: true } as const;

  test('I5: with an upload listener no Access-Control-Allow-Methods is needed, for any method', () => {
    const trace = preflighted({ ...upload, method: 'PUT' }, ANY);
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`, `PUT ${B}/doc`]);
    expect(trace.state.preflightCache).toMatchObject([{ method: 'PUT', maxAge: 5 }]);
  });

  test('I5: with an upload listener a list without the method does not allow it', () => {
    const headers = { 'Access-Control-Allow-Methods': 'DELETE' };
    expect(failure({ ...upload, method: 'PUT' }, headers)).toBe('preflight.method');
    expect(failure({ ...upload, method: 'PUT' }, { 'Access-Control-Allow-Methods': '' })).toBe(
      'preflight.method',
    );
  });

  test('I5: without the flag no list allows no method', () => {
    expect(failure({ method: 'PUT' }, {})).toBe('preflight.method');
    expect(failure({ method: 'PUT' }, { 'Access-Control-Allow-Methods': '' })).toBe('preflight.method');
  });

  test.each(['GET', 'HEAD', 'POST'])('I6: %s never needs to be listed', (method) => {
    const one = { method, headers: [['X-One', '1']] } as const;
    expect(failure(one, { 'Access-Control-Allow-Headers': 'x-one' })).toBeNull();
    const headers = { 'Access-Control-Allow-Headers': 'x-one', 'Access-Control-Allow-Methods': 'PUT' };
    expect(failure(one, headers)).toBeNull();
    expect(failure({ ...one, credentials: 'include' }, headers)).toBeNull();
  });

  test('I6: a JSON POST needs its header allowed, not its method', () => {
    const post = { method: 'POST', headers: [JSON_TYPE] } as const;
    expect(failure(post, { 'Access-Control-Allow-Headers': 'content-type' })).toBeNull();
    expect(failure(post, { 'Access-Control-Allow-Methods': 'POST' })).toBe('preflight.header');
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'CHICKEN'])('I6: %s needs to be listed', (method) => {
    expect(failure({ method }, { 'Access-Control-Allow-Methods': method })).toBeNull();
    expect(failure({ method }, { 'Access-Control-Allow-Methods': 'GET, HEAD, POST' })).toBe(
      'preflight.method',
    );
  });

  test('I6: methods compare with case', () => {
    expect(failure({ method: 'PUT' }, { 'Access-Control-Allow-Methods': 'put' })).toBe('preflight.method');
    expect(failure({ method: 'patch' }, { 'Access-Control-Allow-Methods': 'PATCH' })).toBe(
      'preflight.method',
    );
    expect(failure({ method: 'patch' }, { 'Access-Control-Allow-Methods': 'patch' })).toBeNull();
  });

  test('I6: * allows any method, but with credentials only one called *', () => {
    const star = { 'Access-Control-Allow-Methods': '*' };
    expect(failure({ method: 'PUT' }, star)).toBeNull();
    expect(failure({ method: 'PUT', credentials: 'omit' }, star)).toBeNull();
    expect(failure({ method: 'PUT', credentials: 'include' }, star)).toBe('preflight.method');
    expect(failure({ method: '*', credentials: 'include' }, star)).toBeNull();
  });
});

describe('the headers', () => {
  const authorized = { headers: [['Authorization', 'Bearer x']] } as const;
  const one = { headers: [['X-One', '1']] } as const;

  test.each(['same-origin', 'omit', 'include'] as const)(
    'I7: Authorization must be listed by name, with credentials mode "%s" too',
    (credentials) => {
      const changes = { ...authorized, credentials };
      expect(failure(changes, { 'Access-Control-Allow-Headers': '*' })).toBe('preflight.header');
      expect(failure(changes, { 'Access-Control-Allow-Headers': 'aUTHORIZATION' })).toBeNull();
      expect(failure(changes, { 'Access-Control-Allow-Headers': '*, Authorization' })).toBeNull();
    },
  );

  test('I7: the step says that * was taken literally', () => {
    const trace = preflighted(authorized, { ...ANY, 'Access-Control-Allow-Headers': '*' });
    expect(stepOf(trace, 'preflight.header').facts).toEqual({
      name: 'authorization',
      allowed: ['*'],
      by: null,
      literalWildcard: true,
    });
  });

  test('I8: a header must be listed, in any case', () => {
    expect(failure(one, {})).toBe('preflight.header');
    expect(failure(one, { 'Access-Control-Allow-Headers': '' })).toBe('preflight.header');
    expect(failure(one, { 'Access-Control-Allow-Headers': 'X-Two' })).toBe('preflight.header');
    expect(failure(one, { 'Access-Control-Allow-Headers': 'X-Two, x-ONE' })).toBeNull();
  });

  test('I8: every header must be listed; all that are not are named', () => {
    const headers = [
      ['X-Two', '2'],
      ['X-Three', '3'],
      ['X-One', '1'],
    ] as const;
    const trace = preflighted({ headers }, { ...ANY, 'Access-Control-Allow-Headers': 'X-Three' });
    expect(failedRule(trace)).toBe('preflight.header');
    const failed = rules(trace).filter((step) => step.result === 'fail');
    expect(failed.map((step) => step.facts)).toMatchObject([{ name: 'x-one' }, { name: 'x-two' }]);
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`]);
  });

  test('I8: a safelisted header need not be listed', () => {
    const headers = [
      ['Accept', 'text/html'],
      ['Accept-Language', 'fi'],
      ['Content-Language', 'fi'],
      ['Content-Type', 'text/plain'],
      ['Range', 'bytes=0-10'],
    ] as const;
    expect(failure({ method: 'PUT', headers }, { 'Access-Control-Allow-Methods': 'PUT' })).toBeNull();
  });

  test('I8: * allows any header, but with credentials only one called *', () => {
    const star = { 'Access-Control-Allow-Headers': '*' };
    expect(failure(one, star)).toBeNull();
    expect(failure({ ...one, credentials: 'include' }, star)).toBe('preflight.header');
    expect(failure({ headers: [['*', '1']], credentials: 'include' }, star)).toBeNull();
  });

  test('I8: the method is judged before the headers', () => {
    expect(failure({ ...one, method: 'PUT' }, {})).toBe('preflight.method');
  });
});

describe('how long it is remembered', () => {
  const put = { method: 'PUT' } as const;

  function seconds(values: readonly string[], setting: Setting = {}): number {
    const lines = values.map((value) => ['Access-Control-Max-Age', value] as const);
    const allow = [...Object.entries(ALLOW_ALL), ...lines];
    return stepOf(play(put, { [B]: ok(allow) }, setting), 'preflight.max-age').facts.seconds;
  }

  test('I9: 5 seconds, where the answer does not say', () => {
    expect(seconds([])).toBe(5);
  });

  test.each([
    ['0', 0],
    ['1', 1],
    ['5', 5],
    ['600', 600],
    ['007', 7],
    ['86401', 86401],
  ])('I9: Access-Control-Max-Age: %s is %i seconds', (value, expected) => {
    expect(seconds([value])).toBe(expected);
  });

  test.each(['abc', '1.5', '-1', '+1', '1e3', '0x10', '600s', '0, 600', '600, 600', '"600"', '', '٣'])(
    'I9: Access-Control-Max-Age: %s is no number, so 5 seconds',
    (value) => {
      expect(seconds([value])).toBe(5);
    },
  );

  test('I9: two lines are no number, so 5 seconds', () => {
    expect(seconds(['600', '600'])).toBe(5);
  });

  test('I9: a number beyond all measure is remembered, with a finite time left', () => {
    const headers = { ...ALLOW_ALL, 'Access-Control-Max-Age': '9'.repeat(400) };
    const first = play(put, { [B]: ok(headers) });
    const second = play(put, { [B]: ok(headers) }, { environment: { state: later(first, 1e9) } });
    expect(sent(second)).toEqual([`PUT ${B}/doc`]);
    const { left } = stepOf(second, 'http-fetch.preflight-cache-hit').facts;
    expect(left).toBeGreaterThan(1e9);
    expect(Number.isFinite(left)).toBe(true);
  });

  test.each([
    ['chromium', 7200],
    ['firefox', 86400],
    ['webkit', 600],
  ] as const)('I9: %s remembers for no more than %i seconds', (name, cap) => {
    const setting = { environment: { profile: PROFILES[name] } };
    expect(seconds([String(cap - 1)], setting)).toBe(cap - 1);
    expect(seconds([String(cap)], setting)).toBe(cap);
    expect(seconds([String(cap + 1)], setting)).toBe(cap);
  });

  test('I10: all methods and headers listed are remembered, asked for or not', () => {
    const trace = preflighted(put, {
      ...ANY,
      'Access-Control-Allow-Methods': 'PUT, DELETE',
      'Access-Control-Allow-Headers': 'X-One, *',
      'Access-Control-Max-Age': '60',
    });
    expect(trace.state.preflightCache.map(({ method, headerName }) => method ?? headerName)).toEqual([
      'PUT',
      'DELETE',
      'x-one',
      '*',
    ]);
    expect(trace.state.preflightCache[0]).toEqual({
      origin: A,
      url: `${B}/doc`,
      maxAge: 60,
      storedAt: 0,
      credentials: false,
      method: 'PUT',
      headerName: null,
      implied: null,
    });
  });

  test('I10: a safelisted method that is not listed is not remembered', () => {
    const trace = preflighted(
      { method: 'POST', headers: [JSON_TYPE] },
      { ...ANY, 'Access-Control-Allow-Headers': 'content-type' },
    );
    expect(trace.state.preflightCache).toMatchObject([{ method: null, headerName: 'content-type' }]);
  });

  test('I10: a failed preflight is not remembered', () => {
    const trace = preflighted(put, { ...ANY, 'Access-Control-Allow-Methods': 'DELETE' });
    expect(trace.state.preflightCache).toEqual([]);
  });

  test('I11: Access-Control-Expose-Headers on the preflight exposes nothing', () => {
    const preflight = ok({ ...ALLOW_ALL, 'Access-Control-Expose-Headers': 'X-Secret' });
    const trace = play(put, { [B]: server(preflight, ok({ ...ANY, 'X-Secret': '1' })) });
    expect(got(trace).headers).toEqual([]);
  });

  test('I11: a Location on an ok preflight leads nowhere', () => {
    const trace = play(put, { [B]: server(ok({ ...ALLOW_ALL, Location: '/next' }), ok(ANY)) });
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`, `PUT ${B}/doc`]);
  });
});
