import { describe, expect, test } from 'vitest';
import type { Initiator } from '../../src/engine/initiator';
import { A, ALLOW_ALL, ANY, B, headerOf, ok, play, request, requests, sent, server } from './harness';

const ALLOWED = { [B]: server(ok(ALLOW_ALL), ok({ ...ANY, 'Content-Type': 'text/css' })) };

describe('Accept and Accept-Language', () => {
  test.each<[Initiator, string]>([
    ['fetch', '*/*'],
    ['XMLHttpRequest', '*/*'],
    ['sendBeacon', '*/*'],
    ['script', '*/*'],
    ['font', '*/*'],
    ['video', '*/*'],
    ['image', 'image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5'],
    ['stylesheet', 'text/css,*/*;q=0.1'],
    ['form', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'],
    ['EventSource', 'text/event-stream'],
  ])('D6: %s accepts %s unless told otherwise', (initiator, accept) => {
    const trace = play({ initiator }, ALLOWED);
    expect(headerOf(request(trace, 0), 'Accept')).toBe(accept);
    expect(headerOf(request(trace, 0), 'Accept-Language')).toBe('en');
  });

  test.each(['fetch', 'XMLHttpRequest'] as const)('D6: what the author of a %s says stands', (initiator) => {
    const headers = [
      ['accept', 'text/html'],
      ['ACCEPT-LANGUAGE', 'de'],
    ] as const;
    const trace = play({ initiator, headers }, ALLOWED);
    expect(headerOf(request(trace, 0), 'Accept')).toBe('text/html');
    expect(headerOf(request(trace, 0), 'Accept-Language')).toBe('de');
  });

  test('D6: what the browser adds is safelisted: no preflight for it, in any of the elements', () => {
    for (const initiator of ['fetch', 'XMLHttpRequest', 'image', 'stylesheet', 'EventSource'] as const) {
      expect(sent(play({ initiator, crossorigin: 'anonymous' }, ALLOWED)), initiator).toEqual([
        `GET ${B}/doc`,
      ]);
    }
  });

  test('D6: it is in the list when the decision is made, so the preflight does not ask for it', () => {
    const trace = play({ headers: [['X-One', '1']] }, ALLOWED);
    expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBe('x-one');
  });

  test('D6: the preflight itself accepts anything, and has none of the author’s headers', () => {
    const headers = [
      ['Accept', 'text/html'],
      ['X-One', '1'],
      ['Content-Language', 'de'],
    ] as const;
    const [preflight] = requests(play({ headers }, ALLOWED));
    expect(preflight?.method).toBe('OPTIONS');
    expect(preflight && headerOf(preflight, 'Accept')).toBe('*/*');
    for (const name of ['X-One', 'Content-Language'])
      expect(preflight && headerOf(preflight, name)).toBeNull();
  });
});

describe('a fetch as a generator', () => {
  test('D6: the trace names the initiator and the clock it started at', () => {
    const trace = play(
      { initiator: 'image', url: '/' },
      { [A]: ok() },
      {
        environment: { state: { preflightCache: [], cookies: [], now: 42 } },
      },
    );
    expect(trace).toMatchObject({ initiator: 'image', at: 42 });
    expect(trace.state.now).toBe(42);
  });
});
