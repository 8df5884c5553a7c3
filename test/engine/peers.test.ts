import { describe, expect, test } from 'vitest';
import {
  A,
  ANY,
  B,
  failedRule,
  got,
  headerOf,
  ok,
  play,
  request,
  sent,
  server,
  stepOf,
  WITH_CREDENTIALS,
} from './harness';

/** What tools that explain CORS have got wrong. */
describe('rules that are easy to get wrong', () => {
  const preflightedBy = (headers: Readonly<Record<string, string>>) => ({
    [B]: server(ok({ ...ANY, ...headers }), ok(ANY)),
  });

  test('Access-Control-Allow-Methods: * allows any method of a request without credentials', () => {
    const trace = play({ method: 'DELETE' }, preflightedBy({ 'Access-Control-Allow-Methods': '*' }));
    expect(stepOf(trace, 'preflight.method').facts.by).toBe('wildcard');
    expect(got(trace).status).toBe(200);
  });

  test('a JSON POST needs Content-Type allowed, and no Access-Control-Allow-Methods', () => {
    const json = {
      method: 'POST',
      headers: [['Content-Type', 'application/json']],
      body: { kind: 'string', text: '{}', type: '' },
    } as const;
    const trace = play(json, preflightedBy({ 'Access-Control-Allow-Headers': 'Content-Type' }));
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`, `POST ${B}/doc`]);
    expect(stepOf(trace, 'preflight.method').facts).toEqual({
      method: 'POST',
      allowed: null,
      by: 'safelisted',
    });
    expect(got(trace).status).toBe(200);
    expect(
      got(
        play(
          json,
          preflightedBy({
            'Access-Control-Allow-Methods': 'PUT',
            'Access-Control-Allow-Headers': 'Content-Type',
          }),
        ),
      ).status,
    ).toBe(200);
  });

  test('an Accept of 129 bytes is not safelisted, one of 128 is', () => {
    const accept = (bytes: number) =>
      play(
        { headers: [['Accept', 'a'.repeat(bytes)]] },
        preflightedBy({ 'Access-Control-Allow-Headers': 'Accept' }),
      );
    expect(sent(accept(128))).toEqual([`GET ${B}/doc`]);
    expect(sent(accept(129))).toEqual([`OPTIONS ${B}/doc`, `GET ${B}/doc`]);
  });

  test('a single Range: bytes=0-10 is safelisted', () => {
    const trace = play({ headers: [['Range', 'bytes=0-10']] }, { [B]: ok(ANY) });
    expect(sent(trace)).toEqual([`GET ${B}/doc`]);
    expect(headerOf(request(trace, 0), 'Range')).toBe('bytes=0-10');
  });

  test('an author’s Cookie header is dropped silently and causes no preflight', () => {
    const trace = play({ headers: [['Cookie', 'id=1']] }, { [B]: ok(ANY) });
    expect(sent(trace)).toEqual([`GET ${B}/doc`]);
    expect(headerOf(request(trace, 0), 'Cookie')).toBeNull();
    expect(stepOf(trace, 'request.header-forbidden').result).toBe('note');
    expect(got(trace).status).toBe(200);
  });

  test('text/plain ; charset=utf-8 stays simple', () => {
    const trace = play(
      { method: 'POST', headers: [['Content-Type', 'text/plain ; charset=utf-8']] },
      { [B]: ok(ANY) },
    );
    expect(sent(trace)).toEqual([`POST ${B}/doc`]);
    expect(got(trace).status).toBe(200);
  });

  test('* beside Access-Control-Allow-Credentials: true is fine as long as the request has no credentials', () => {
    const headers = { ...ANY, 'Access-Control-Allow-Credentials': 'true' };
    for (const credentials of ['omit', 'same-origin'] as const) {
      expect(got(play({ credentials }, { [B]: ok(headers) })).status).toBe(200);
    }
    const trace = play({ credentials: 'include' }, { [B]: ok(headers) });
    expect(failedRule(trace)).toBe('cors-check.wildcard-with-credentials');
  });

  test('safelisted headers need no Access-Control-Allow-Headers', () => {
    const headers = [
      ['Accept', 'application/json'],
      ['Accept-Language', 'de'],
      ['Content-Language', 'de'],
      ['Content-Type', 'text/plain'],
    ] as const;
    expect(sent(play({ method: 'POST', headers }, { [B]: ok(ANY) }))).toEqual([`POST ${B}/doc`]);
    // Not even where something else makes a preflight necessary.
    const trace = play({ method: 'PUT', headers }, preflightedBy({ 'Access-Control-Allow-Methods': 'PUT' }));
    expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBeNull();
    expect(got(trace).status).toBe(200);
  });

  test('it is the browser that blocks, after the server has answered', () => {
    const trace = play({ method: 'POST' }, { [B]: ok() });
    const answered = trace.steps.findIndex((step) => step.type === 'answer');
    expect(answered).toBeGreaterThan(0);
    expect(trace.outcome).toMatchObject({ type: 'network error' });
    if (trace.outcome.type !== 'network error') throw new Error('not blocked');
    expect(trace.outcome.because).toBeGreaterThan(answered);
    expect(trace.steps[trace.outcome.because]).toMatchObject({
      rule: 'cors-check.allow-origin-missing',
      message: { exchange: 0, side: 'response' },
    });
  });

  test('a blocked fetch() rejects, it does not give an opaque response', () => {
    const blocked = play({}, { [B]: ok() });
    expect(blocked.script).toEqual({ kind: 'rejection' });
    expect(blocked.outcome.type).toBe('network error');
    const opaque = play({ mode: 'no-cors' }, { [B]: ok() });
    expect(opaque.script).toMatchObject({ kind: 'response', response: { type: 'opaque' } });
  });

  test('a request with credentials is fine with the exact origin and Access-Control-Allow-Credentials: true', () => {
    expect(got(play({ credentials: 'include' }, { [B]: ok(WITH_CREDENTIALS) })).status).toBe(200);
    const slash = ok({ ...WITH_CREDENTIALS, 'Access-Control-Allow-Origin': `${A}/` });
    expect(failedRule(play({ credentials: 'include' }, { [B]: slash }))).toBe('cors-check.allow-origin');
  });
});
