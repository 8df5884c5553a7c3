import fc from 'fast-check';
import type { HttpRequest, WireAnswer } from '../../src/engine/http';
import type { Initiator } from '../../src/engine/initiator';
import { PROFILES, type ProfileName } from '../../src/engine/profile';
import type { Trace } from '../../src/engine/trace';
import { FIELDS_OF } from '../../src/scenario/fields';
import { A, B, C, isPreflight, play, sandboxed } from '../engine/harness';

const initiators = Object.keys(FIELDS_OF) as Initiator[];

const answer: fc.Arbitrary<WireAnswer> = fc.oneof(
  {
    arbitrary: fc
      .constantFrom('dns', 'reset', 'timeout', 'tls', 'refused')
      .map((failure) => ({ failure }) as const),
    weight: 1,
  },
  {
    arbitrary: fc.record({
      status: fc.constantFrom(200, 200, 204, 101, 301, 302, 303, 307, 401, 404, 500),
      statusText: fc.constant(''),
      headers: fc.subarray<readonly [string, string]>([
        ['Access-Control-Allow-Origin', '*'],
        ['Access-Control-Allow-Origin', A],
        ['Access-Control-Allow-Origin', 'null'],
        ['Access-Control-Allow-Credentials', 'true'],
        ['Access-Control-Allow-Methods', 'PUT, PATCH'],
        ['Access-Control-Allow-Methods', '*'],
        ['Access-Control-Allow-Headers', '*'],
        ['Access-Control-Allow-Headers', 'x-one, content-type'],
        ['Access-Control-Expose-Headers', 'x-total'],
        ['Access-Control-Max-Age', '86400'],
        ['Content-Type', 'text/event-stream'],
        ['Content-Type', 'image/png'],
        ['X-Content-Type-Options', 'nosniff'],
        ['Cross-Origin-Resource-Policy', 'same-origin'],
        ['Set-Cookie', 'sid=1'],
        ['Timing-Allow-Origin', '*'],
        ['X-Total', '3'],
        ['Location', `${C}/next`],
        ['Location', 'data:,x'],
      ]),
      body: fc.constant(''),
    }),
    weight: 9,
  },
);

/** What a page might ask, what servers might answer, and what a browser makes of it. */
export const randomPlay: fc.Arbitrary<{ readonly trace: Trace; readonly profile: ProfileName }> = fc
  .record({
    preflight: answer,
    answers: fc.array(answer, { minLength: 3, maxLength: 3 }),
    profile: fc.constantFrom(...Object.values(PROFILES)),
    opaquePage: fc.boolean(),
    embedderPolicy: fc.constantFrom('unsafe-none', 'require-corp', 'credentialless'),
    request: fc.record({
      initiator: fc.constantFrom(...initiators),
      url: fc.constantFrom(
        `${B}/doc`,
        `${B}/doc`,
        `${A}/own`,
        'wss://bar.other/',
        'http://bar.other/',
        'ftp://x/',
        'not a : URL',
        'data:,x',
      ),
      method: fc.constantFrom('GET', 'POST', 'PUT', 'patch', 'TRACE', 'no method'),
      headers: fc.subarray<readonly [string, string]>([
        ['X-One', '1'],
        ['X-Two', '2'],
        ['Authorization', 'Bearer x'],
        ['Cookie', 'a=1'],
        ['Access-Control-Allow-Origin', '*'],
      ]),
      body: fc.constantFrom(
        { kind: 'none', text: '', type: '' } as const,
        { kind: 'string', text: '{}', type: '' } as const,
        { kind: 'Blob', text: '{}', type: 'application/json' } as const,
        { kind: 'ReadableStream', text: '{}', type: '' } as const,
      ),
      mode: fc.constantFrom('cors', 'cors', 'no-cors', 'same-origin', 'navigate'),
      credentials: fc.constantFrom('omit', 'same-origin', 'include'),
      redirect: fc.constantFrom('follow', 'follow', 'error', 'manual'),
      withCredentials: fc.boolean(),
      uploadListener: fc.boolean(),
      crossorigin: fc.constantFrom('none', 'anonymous', 'use-credentials'),
      use: fc.constantFrom('show', 'canvas', 'WebGL texture', 'CSS shape'),
    }),
  })
  .map(({ preflight, answers, profile, opaquePage, embedderPolicy, request }) => {
    let next = 0;
    const server = (asked: HttpRequest): WireAnswer =>
      isPreflight(asked)
        ? preflight
        : (answers[next++] ?? { status: 200, statusText: '', headers: [], body: '' });
    const servers = Object.fromEntries(
      [A, B, C, 'wss://bar.other', 'http://bar.other', 'https://x', 'wss://foo.example'].map((origin) => [
        origin,
        server,
      ]),
    );
    const page = opaquePage ? { ...sandboxed, embedderPolicy } : { embedderPolicy };
    const trace = play(request, servers, { client: page, environment: { profile } });
    return { trace, profile: profile.name };
  });

export const randomTrace: fc.Arbitrary<Trace> = randomPlay.map(({ trace }) => trace);
