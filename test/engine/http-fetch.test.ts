import { describe, expect, test } from 'vitest';
import {
  A,
  ALLOW_ALL,
  ANY,
  B,
  failedRule,
  got,
  later,
  ok,
  play,
  redirect,
  response,
  rules,
  sent,
  server,
  stepOf,
} from './harness';

const ALLOWED = server(ok(ALLOW_ALL), ok(ANY));

describe('whether a preflight is sent', () => {
  test('F2: a method that is not safelisted and not in the cache is preflighted', () => {
    expect(sent(play({ method: 'PUT' }, { [B]: ALLOWED }))).toEqual([`OPTIONS ${B}/doc`, `PUT ${B}/doc`]);
  });

  test.each(['GET', 'HEAD', 'POST'])('F2: a %s with safelisted headers only is not preflighted', (method) => {
    const trace = play({ method, headers: [['Accept', 'text/html']] }, { [B]: ALLOWED });
    expect(sent(trace)).toEqual([`${method} ${B}/doc`]);
  });

  test('F2: a method in the cache is not preflighted again', () => {
    const first = play({ method: 'PUT' }, { [B]: ALLOWED });
    const second = play({ method: 'PUT' }, { [B]: ALLOWED }, { environment: { state: later(first, 1) } });
    expect(sent(second)).toEqual([`PUT ${B}/doc`]);
    expect(stepOf(second, 'http-fetch.preflight-cache-hit').facts).toEqual({
      method: 'PUT',
      headers: [],
      left: 4,
    });
  });

  test('F2: a safelisted method needs no entry in the cache, its unsafe header does', () => {
    const allowsHeader = server(ok({ ...ANY, 'Access-Control-Allow-Headers': 'X-One' }), ok(ANY));
    const one = { method: 'POST', headers: [['X-One', '1']] } as const;
    const first = play(one, { [B]: allowsHeader });
    expect(first.state.preflightCache.map((entry) => entry.method)).toEqual([null]);
    const second = play(one, { [B]: allowsHeader }, { environment: { state: later(first, 1) } });
    expect(sent(second)).toEqual([`POST ${B}/doc`]);
  });

  test('F2: with the method in the cache, one header that is not there is enough for a preflight', () => {
    const allows = ok({
      ...ANY,
      'Access-Control-Allow-Methods': 'PUT',
      'Access-Control-Allow-Headers': 'X-One',
    });
    const first = play({ method: 'PUT', headers: [['X-One', '1']] }, { [B]: server(allows, ok(ANY)) });
    const two = {
      method: 'PUT',
      headers: [
        ['X-One', '1'],
        ['X-Two', '2'],
      ],
    } as const;
    const second = play(two, { [B]: ALLOWED }, { environment: { state: later(first, 1) } });
    expect(sent(second)).toEqual([`OPTIONS ${B}/doc`, `PUT ${B}/doc`]);
    expect(stepOf(second, 'http-fetch.preflight-cache-miss').facts.missing).toEqual(['x-two']);
  });

  test('F2: an upload listener has even a POST preflighted, until the cache knows the method', () => {
    const upload = {
      initiator: 'XMLHttpRequest',
      method: 'POST',
      uploadListener: true,
      body: { kind: 'string', text: 'hi', type: '' },
    } as const;
    const first = play(upload, { [B]: ok(ANY) });
    expect(sent(first)).toEqual([`OPTIONS ${B}/doc`, `POST ${B}/doc`]);
    const second = play(upload, { [B]: ok(ANY) }, { environment: { state: later(first, 1) } });
    expect(sent(second)).toEqual([`POST ${B}/doc`]);
  });

  test('F2: after a failed preflight the request is never sent', () => {
    const trace = play({ method: 'PUT' }, { [B]: server(response(404, ALLOW_ALL), ok(ANY)) });
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`]);
    expect(failedRule(trace)).toBe('preflight.status');
  });
});

describe('the checks on the response', () => {
  test.each([200, 304, 401, 404, 500, 504])('F3: a cross-origin %i must pass the CORS check', (status) => {
    expect(failedRule(play({}, { [B]: response(status) }))).toBe('cors-check.allow-origin-missing');
    expect(got(play({}, { [B]: response(status, ANY) })).status).toBe(status);
  });

  test('F3: a cross-origin redirect must pass the CORS check before it is followed', () => {
    const trace = play({}, { [`${B}/doc`]: response(302, { Location: '/next' }), [B]: ok(ANY) });
    expect(failedRule(trace)).toBe('cors-check.allow-origin-missing');
    expect(sent(trace)).toEqual([`GET ${B}/doc`]);
  });

  test('F3: a same-origin response needs no CORS header, a no-cors response neither', () => {
    expect(got(play({ url: `${A}/own` }, { [A]: ok() })).type).toBe('basic');
    expect(got(play({ mode: 'no-cors' }, { [B]: ok() })).type).toBe('opaque');
  });

  test('F4: without Timing-Allow-Origin a response is readable all the same', () => {
    const response = got(play({}, { [B]: ok(ANY) }));
    expect(response).toMatchObject({ body: 'readable', timing: 'opaque' });
  });

  test('F5: Cross-Origin-Resource-Policy blocks a no-cors response', () => {
    const trace = play({ mode: 'no-cors' }, { [B]: ok({ 'Cross-Origin-Resource-Policy': 'same-origin' }) });
    expect(failedRule(trace)).toBe('corp.check');
  });

  test('F5: Cross-Origin-Resource-Policy blocks a no-cors redirect before it is followed', () => {
    const guarded = response(302, { Location: '/next', 'Cross-Origin-Resource-Policy': 'same-origin' });
    const trace = play({ mode: 'no-cors' }, { [`${B}/doc`]: guarded, [B]: ok() });
    expect(failedRule(trace)).toBe('corp.check');
    expect(sent(trace)).toEqual([`GET ${B}/doc`]);
  });

  test('F5: Cross-Origin-Resource-Policy has no say over a CORS response', () => {
    const trace = play({}, { [B]: ok({ ...ANY, 'Cross-Origin-Resource-Policy': 'same-origin' }) });
    expect(got(trace).type).toBe('cors');
    expect(rules(trace).map((step) => step.rule)).not.toContain('corp.check');
  });
});

describe('what a redirect mode makes of a redirect', () => {
  test.each([301, 302, 303, 307, 308])('F6: redirect mode "error" makes a %i a network error', (status) => {
    const trace = play({ redirect: 'error' }, { [B]: redirect('/next', status) });
    expect(failedRule(trace)).toBe('redirect.mode-error');
    expect(sent(trace)).toHaveLength(1);
  });

  test.each([200, 300, 304, 305, 306, 309, 399])(
    'F6: a %i is no redirect, whatever its Location',
    (status) => {
      for (const mode of ['follow', 'error', 'manual'] as const) {
        const trace = play({ redirect: mode }, { [B]: redirect('/next', status) });
        expect(got(trace)).toMatchObject({ type: 'cors', status });
      }
    },
  );

  test('F6: redirect mode "manual" gives an opaque-redirect response that says nothing but its URL', () => {
    const trace = play({ redirect: 'manual' }, { [B]: redirect('/next', 302, { 'X-Secret': '1' }) });
    expect(sent(trace)).toEqual([`GET ${B}/doc`]);
    expect(got(trace)).toMatchObject({
      type: 'opaqueredirect',
      url: `${B}/doc`,
      redirected: false,
      status: 0,
      statusText: '',
      ok: false,
      headers: [],
      body: 'hidden',
    });
  });

  test('F6: the CORS check comes before redirect mode "manual"', () => {
    const trace = play({ redirect: 'manual' }, { [B]: response(302, { Location: '/next' }) });
    expect(failedRule(trace)).toBe('cors-check.allow-origin-missing');
  });

  test('F6: redirect mode "manual" needs no CORS header on a same-origin redirect', () => {
    const trace = play(
      { url: `${A}/own`, redirect: 'manual' },
      { [A]: response(302, { Location: `${B}/doc` }) },
    );
    expect(got(trace)).toMatchObject({ type: 'opaqueredirect', url: `${A}/own` });
  });

  test('F6: redirect mode "follow" goes where Location says', () => {
    const trace = play({}, { [`${B}/doc`]: redirect('/next'), [B]: ok(ANY) });
    expect(sent(trace)).toEqual([`GET ${B}/doc`, `GET ${B}/next`]);
    expect(got(trace)).toMatchObject({ url: `${B}/next`, redirected: true });
  });

  test('F6: a WebSocket follows no redirect', () => {
    const trace = play(
      { initiator: 'WebSocket', url: 'wss://bar.other/socket' },
      { 'wss://bar.other': redirect('https://bar.other/next') },
    );
    expect(failedRule(trace)).toBe('redirect.mode-error');
  });
});
