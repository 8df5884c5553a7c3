import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseUrl } from '../../src/engine/origin';
import { PROFILES } from '../../src/engine/profile';
import type { Trace } from '../../src/engine/trace';
import { plain } from '../../src/explain/rich';
import { type Verdict, verdictOf } from '../../src/explain/verdict';
import { EXAMPLES } from '../../src/lessons/examples';
import { createLibraries } from '../../src/scenario/libraries';
import { simulate } from '../../src/scenario/simulate';
import {
  A,
  ALLOW_ALL,
  ANY,
  B,
  C,
  ok,
  play,
  playUnsent,
  redirect,
  response,
  sandboxed,
  server,
  WITH_CREDENTIALS,
} from '../engine/harness';
import { randomTrace } from './random-trace';

function told(trace: Trace): Verdict & { readonly text: string } {
  const verdict = verdictOf([trace]);
  const { sentence, why, change } = verdict;
  return { ...verdict, text: [sentence, why, change ?? []].map(plain).join('\n') };
}

const json = {
  method: 'POST',
  headers: [['Content-Type', 'application/json']],
  body: { kind: 'string', text: '{}', type: '' },
} as const;

describe('a response without permission', () => {
  test('names the missing header, the server, and what to send', () => {
    const { kind, text, ran } = told(play({}, { [B]: ok() }));
    expect(kind).toBe('blocked');
    expect(ran).toBe('yes');
    expect(text).toContain(`blocked the response: ${B} sends no Access-Control-Allow-Origin`);
    expect(text).toContain(`Send Access-Control-Allow-Origin: ${A} on the response to the GET.`);
  });

  test('tells that a POST was run all the same', () => {
    const { text, ran } = told(play({ method: 'POST' }, { [B]: ok() }));
    expect(ran).toBe('yes');
    expect(text).toContain('The server has run the POST all the same');
  });

  test('with an error status, names the status and asks for the header on errors too', () => {
    const { text } = told(play({}, { [B]: response(502) }));
    expect(text).toContain('answers with status 502 and without Access-Control-Allow-Origin');
    expect(text).toContain('also when its status is 502');
  });

  test('after a preflight that passed, says that the preflight alone will not do', () => {
    const { text } = told(play(json, { [B]: server(ok(ALLOW_ALL), ok()) }));
    expect(text).toContain('on the response to the POST too, not only on the answer to OPTIONS');
  });

  test('on a redirect, names the redirect', () => {
    const { text } = told(play({}, { [B]: response(302, { Location: `${C}/x` }) }));
    expect(text).toContain('blocked the redirect');
    expect(text).toContain('on the redirect, and on the response it leads to');
  });
});

describe('another origin is allowed', () => {
  test.each([
    [`${A}/`, 'no slash at its end'],
    [`${A}/page`, 'no path'],
    ['https://FOO.example', 'lower case'],
    ['http://foo.example', 'http: and https: are different origins'],
    ['https://foo.example:8443', 'another port'],
    ['https://www.foo.example', 'With and without www.'],
    ['https://*.example', 'patterns are not understood'],
    [`${A}, ${C}`, 'one origin, never a list'],
    ['', 'is an empty value'],
    [C, 'another origin'],
  ])('%s: %s', (value, words) => {
    const { kind, text } = told(play({}, { [B]: ok({ 'Access-Control-Allow-Origin': value }) }));
    expect(kind).toBe('blocked');
    expect(text).toContain(words);
    expect(text).toContain(`Access-Control-Allow-Origin: ${A}`);
  });

  test('localhost is told apart from 127.0.0.1', () => {
    const page = parseUrl('http://127.0.0.1:5173/');
    if (!page) throw new Error('no URL');
    const { text } = told(
      play(
        { url: 'http://localhost:8000/' },
        { 'http://localhost:8000': ok({ 'Access-Control-Allow-Origin': 'http://localhost:5173' }) },
        { client: { url: page.href, origin: page.origin, addressSpace: 'loopback' } },
      ),
    );
    expect(text).toContain('localhost and 127.0.0.1 reach the same machine, but are different origins');
  });

  test('two lines, even the same, are named as such', () => {
    const twice = [
      ['Access-Control-Allow-Origin', A],
      ['Access-Control-Allow-Origin', A],
    ] as const;
    expect(told(play({}, { [B]: ok(twice) })).text).toContain('Access-Control-Allow-Origin is sent twice');
  });

  test('a page without an origin is told to get one', () => {
    const { text } = told(play({}, { [B]: ok({ 'Access-Control-Allow-Origin': A }) }, { client: sandboxed }));
    expect(text).toContain('does not allow the origin null');
    expect(text).toContain('The page has no origin of its own');
  });

  test('a redirect that made the origin null is named, with the server that sent it', () => {
    const { text } = told(
      play({}, { [B]: redirect(`${C}/x`), [C]: ok({ 'Access-Control-Allow-Origin': A }) }),
    );
    expect(text).toContain('after the redirect');
    expect(text).toContain(`${B} redirected the request to ${C}`);
    expect(text).toContain(`Let ${B} answer without a redirect`);
  });
});

describe('credentials', () => {
  test('the wildcard does not count with them', () => {
    const { text } = told(play({ credentials: 'include' }, { [B]: ok(ANY) }));
    expect(text).toContain('Access-Control-Allow-Origin: * does not count for a request with credentials');
    expect(text).toContain(
      `Send Access-Control-Allow-Origin: ${A} and Access-Control-Allow-Credentials: true`,
    );
    expect(text).toContain("leave out credentials: 'include'");
  });

  test('their permission is missing', () => {
    const { text } = told(
      play({ credentials: 'include' }, { [B]: ok({ 'Access-Control-Allow-Origin': A }) }),
    );
    expect(text).toContain('does not allow credentials');
    expect(text).toContain('Send Access-Control-Allow-Credentials: true on the response to the GET.');
  });

  test('True is not true', () => {
    const answer = ok({ ...WITH_CREDENTIALS, 'Access-Control-Allow-Credentials': 'True' });
    expect(told(play({ credentials: 'include' }, { [B]: answer })).text).toContain('is True, not true');
  });

  test('with XMLHttpRequest it is withCredentials that can go', () => {
    const { text } = told(play({ initiator: 'XMLHttpRequest', withCredentials: true }, { [B]: ok(ANY) }));
    expect(text).toContain('leave out withCredentials');
  });
});

describe('the preflight', () => {
  const preflight = (headers: Record<string, string>, status = 204) => ({
    [B]: server(response(status, headers), ok(ANY)),
  });

  test('has no permission: the request was never sent', () => {
    const { text, ran } = told(play({ method: 'DELETE' }, preflight({})));
    expect(ran).toBe('no');
    expect(text).toContain('stopped at the preflight');
    expect(text).toContain('The DELETE itself was never sent.');
    expect(text).toContain('on the answer to OPTIONS, and on the response to the DELETE too');
  });

  test.each([
    [401, 'before authentication'],
    [404, 'for this path'],
    [500, 'with 204'],
  ])('is answered %i', (status, words) => {
    for (const headers of [{}, ANY]) {
      const { text } = told(play({ method: 'DELETE' }, preflight(headers, status)));
      expect(text).toContain(`status ${status}`);
      expect(text).toContain(words);
    }
  });

  test('is redirected: the address it leads to is named', () => {
    const { text } = told(play({ method: 'DELETE' }, preflight({ ...ANY, Location: `${B}/doc/` }, 308)));
    expect(text).toContain('OPTIONS is redirected, with status 308');
    expect(text).toContain(`Ask for ${B}/doc/ in the first place.`);
  });

  test('does not list the method', () => {
    const { text } = told(
      play({ method: 'PUT' }, preflight({ ...ANY, 'Access-Control-Allow-Methods': 'PATCH' })),
    );
    expect(text).toContain('does not allow the method PUT');
    expect(text).toContain('Add PUT to Access-Control-Allow-Methods on the answer to OPTIONS.');
  });

  test('lists PATCH, but the script says patch', () => {
    const { text } = told(
      play({ method: 'patch' }, preflight({ ...ANY, 'Access-Control-Allow-Methods': 'PATCH' })),
    );
    expect(text).toContain('does not allow the method patch');
    expect(text).toContain('Write the method in capitals in the script: PATCH.');
    expect(text).not.toContain('Add ');
  });

  test('lists none of several headers: all are named', () => {
    const { text } = told(
      play(
        {
          headers: [
            ['X-Two', '2'],
            ['X-One', '1'],
          ],
        },
        preflight(ANY),
      ),
    );
    expect(text).toContain('does not allow the headers x-one and x-two');
    expect(text).toContain('Add x-one and x-two to Access-Control-Allow-Headers');
  });

  test('a response header set on the request is to be left out', () => {
    const { text } = told(play({ headers: [['Access-Control-Allow-Origin', '*']] }, preflight(ANY)));
    expect(text).toContain('Leave out access-control-allow-origin: only servers send that.');
    expect(text).not.toContain('Add access-control-allow-origin');
  });

  test('the wildcard does not cover Authorization, and browsers that let it are named', () => {
    const headers = { ...ANY, 'Access-Control-Allow-Headers': '*' };
    const asked = { headers: [['Authorization', 'Bearer x']] } as const;
    const standard = told(play(asked, preflight(headers)));
    expect(standard.text).toContain('does not allow the header authorization');
    expect(standard.text).toContain('browsers let it pass');
    const chrome = told(play(asked, preflight(headers), { environment: { profile: PROFILES.chromium } }));
    expect(chrome.kind).toBe('readable');
    expect(chrome.text).toContain('By the standard it would not pass');
  });

  test('with credentials, the wildcard is a name like any other', () => {
    const headers = { ...WITH_CREDENTIALS, 'Access-Control-Allow-Headers': '*' };
    const { text } = told(play({ credentials: 'include', headers: [['X-One', '1']] }, preflight(headers)));
    expect(text).toContain('With credentials, * is not a wildcard.');
    expect(text).not.toContain('browsers let it pass');
  });

  test('a list that cannot be parsed is named', () => {
    const { text } = told(
      play({ method: 'PUT' }, preflight({ ...ANY, 'Access-Control-Allow-Methods': 'PUT, "GET"' })),
    );
    expect(text).toContain('Access-Control-Allow-Methods cannot be parsed');
  });
});

describe('whether the server ran the request', () => {
  test('unknown when the connection broke or timed out', () => {
    expect(told(play({}, { [B]: () => ({ failure: 'reset' }) })).ran).toBe('unknown');
    expect(told(play({}, { [B]: () => ({ failure: 'timeout' }) })).ran).toBe('unknown');
  });

  test('no when it was never reached', () => {
    expect(told(play({}, { [B]: () => ({ failure: 'refused' }) })).ran).toBe('no');
    expect(told(play({}, { [B]: () => ({ failure: 'dns' }) })).ran).toBe('no');
  });

  test('yes when the first server redirected, whatever came after', () => {
    expect(told(play({}, { [B]: redirect(`${C}/x`), [C]: () => ({ failure: 'refused' }) })).ran).toBe('yes');
  });

  test('a connection that failed is not put down to CORS', () => {
    expect(told(play({}, { [B]: () => ({ failure: 'refused' }) })).text).toContain('This is not CORS');
  });
});

describe('each way of asking', () => {
  test('fetch() that may read', () => {
    const { kind, text, change } = told(play({}, { [B]: ok(ANY) }));
    expect(kind).toBe('readable');
    expect(text).toContain('The page can read the response.');
    expect(change).toBeNull();
  });

  test('the page’s own origin has nothing to do with CORS', () => {
    expect(told(play({ url: `${A}/own` }, { [A]: ok() })).text).toContain('CORS does not apply');
  });

  test('a header that script cannot see, and how it can', () => {
    const { text } = told(play({}, { [B]: ok({ ...ANY, 'X-Total-Count': '3' }) }));
    expect(text).toContain('Script does not see x-total-count.');
    expect(text).toContain('add x-total-count to Access-Control-Expose-Headers');
  });

  test('no-cors is opaque', () => {
    const { kind, text } = told(play({ mode: 'no-cors' }, { [B]: ok() }));
    expect(kind).toBe('opaque');
    expect(text).toContain('The page gets an opaque response: it cannot read anything of it.');
    expect(text).toContain("leave out mode: 'no-cors'");
  });

  test('a manual redirect', () => {
    expect(told(play({ redirect: 'manual' }, { [B]: redirect(`${C}/`) })).kind).toBe('opaque');
  });

  test('a call that throws', () => {
    const { kind, text, ran } = told(playUnsent({ method: 'TRACE' }));
    expect(kind).toBe('exception');
    expect(ran).toBe('no');
    expect(text).toContain('The call fails with a TypeError: method TRACE is forbidden to scripts.');
  });

  test('an image on a canvas', () => {
    const { kind, text } = told(play({ initiator: 'image', use: 'canvas' }, { [B]: ok() }));
    expect(kind).toBe('opaque');
    expect(text).toContain('it taints the canvas');
    expect(text).toContain('Put crossorigin on the <img>');
  });

  test('an image as a WebGL texture', () => {
    expect(told(play({ initiator: 'image', use: 'WebGL texture' }, { [B]: ok() })).text).toContain(
      'WebGL refuses the image',
    );
  });

  test('an image with crossorigin', () => {
    const use = { initiator: 'image', use: 'canvas', crossorigin: 'anonymous' } as const;
    expect(told(play(use, { [B]: ok(ANY) })).kind).toBe('readable');
    expect(told(play(use, { [B]: ok() })).text).toContain('The image is not used.');
  });

  test('a font', () => {
    expect(told(play({ initiator: 'font' }, { [B]: ok() })).text).toContain(
      'The text appears in another font.',
    );
  });

  test('a module script', () => {
    expect(told(play({ initiator: 'module script' }, { [B]: ok() })).text).toContain(
      'The module does not run.',
    );
    const text = ok({ ...ANY, 'Content-Type': 'text/plain' });
    expect(told(play({ initiator: 'module script' }, { [B]: text })).text).toContain(
      'Content-Type: text/javascript',
    );
  });

  test('an EventSource that gets no stream', () => {
    const { kind, text } = told(play({ initiator: 'EventSource' }, { [B]: ok(ANY) }));
    expect(kind).toBe('blocked');
    expect(text).toContain('No rule of CORS was in the way.');
    expect(text).toContain('Content-Type: text/event-stream');
  });

  test('a beacon is sent, whatever the answer allows', () => {
    const blob = { kind: 'Blob', text: '{}', type: 'application/json' } as const;
    expect(told(play({ initiator: 'sendBeacon' }, { [B]: ok() })).kind).toBe('sent');
    expect(told(play({ initiator: 'sendBeacon', body: blob }, { [B]: server(ok(), ok()) })).kind).toBe(
      'blocked',
    );
    const allowed = ok({ ...WITH_CREDENTIALS, 'Access-Control-Allow-Headers': 'content-type' });
    expect(told(play({ initiator: 'sendBeacon', body: blob }, { [B]: server(allowed, ok()) })).kind).toBe(
      'sent',
    );
  });

  test('a form', () => {
    const { kind, text, ran } = told(play({ initiator: 'form', method: 'POST' }, { [B]: ok() }));
    expect(kind).toBe('sent');
    expect(ran).toBe('yes');
    expect(text).toContain('CORS does not apply to forms');
  });

  test('a WebSocket', () => {
    const { text } = told(
      play({ initiator: 'WebSocket', url: 'wss://bar.other/' }, { 'wss://bar.other': response(101) }),
    );
    expect(text).toContain('The WebSocket opens: CORS does not apply to it.');
  });
});

test('mode same-origin names both origins', () => {
  const { text, ran } = told(playUnsent({ mode: 'same-origin' }));
  expect(ran).toBe('no');
  expect(text).toContain('Nothing is sent');
  expect(text).toContain(A);
  expect(text).toContain(B);
});

test('the last trace is the one judged', () => {
  expect(verdictOf([play({}, { [B]: ok() }), play({}, { [B]: ok(ANY) })]).kind).toBe('readable');
});

/** Ways out that trade one hole for another. */
const UNSAFE: readonly RegExp[] = [
  /reflect/i,
  /Access-Control-Allow-Origin: null/,
  /(use|set|add|try) (mode: )?'?no-cors/i,
  /disable|extension|proxy the/i,
];

describe('a response that leads or shows nowhere', () => {
  const twice = [
    ['Location', '/one'],
    ['Location', '/two'],
    ['Access-Control-Allow-Origin', '*'],
  ] as const;

  test('says that Location came twice, not that an address is none', () => {
    const { text, change } = told(play({}, { [B]: response(302, twice) }));
    expect(text).toMatch(/stopped at the redirect: Location is sent twice/);
    expect(text).not.toMatch(/not a URL/);
    expect(plain(change ?? [])).toBe('Let the server send Location once.');
  });

  test('asks for no redirect of a preflight, however often it says Location', () => {
    const { text, change } = told(
      play({ method: 'PUT' }, { [B]: response(302, twice) }, { environment: { profile: PROFILES.chromium } }),
    );
    expect(text).toMatch(/stopped at the preflight/);
    expect(plain(change ?? [])).toBe('Let the server answer OPTIONS without a redirect.');
  });

  test('speaks of one address where two equal lines count as one', () => {
    const equal = [
      ['Location', 'http://['],
      ['Location', 'http://['],
      ['Access-Control-Allow-Origin', '*'],
    ] as const;
    const { text } = told(
      play({}, { [B]: response(302, equal) }, { environment: { profile: PROFILES.chromium } }),
    );
    expect(text).toMatch(/Location is not a URL/);
  });

  test('speaks of no redirect where there is none', () => {
    const { text } = told(
      play({}, { [B]: response(200, twice) }, { environment: { profile: PROFILES.chromium } }),
    );
    expect(text).toMatch(/refused the response: Location is sent twice/);
  });

  test.each([
    ['image', 204, /status 204 means that there is nothing in it/],
    ['font', 304, /status 304 means that there is nothing in it/],
    ['script', 404, /its status is 404/],
  ] as const)('says why it is of no use: %s with %i', (initiator, status, why) => {
    expect(told(play({ initiator }, { [B]: response(status, ANY) })).text).toMatch(why);
  });
});

test.each(['anonymous', 'none'] as const)(
  'a script that loads with status 300 in Chrome is said not to load everywhere, crossorigin %s',
  (crossorigin) => {
    const answer = response(300, { ...ANY, 'Content-Type': 'text/javascript' });
    const chrome = { environment: { profile: PROFILES.chromium } };
    const { text, change } = told(play({ initiator: 'script', crossorigin }, { [B]: answer }, chrome));
    expect(text).toMatch(/The script runs.*Not every browser loads it with this status/s);
    expect(plain(change ?? [])).toMatch(/Answer with 200/);
  },
);

describe('advice is safe', () => {
  function check(trace: Trace): void {
    const { change } = verdictOf([trace]);
    const advice = plain(change ?? []);
    for (const unsafe of UNSAFE) expect(advice).not.toMatch(unsafe);
    const made = trace.steps.find((step) => step.type === 'rule' && step.rule === 'request.initiator');
    const included =
      made?.type === 'rule' && made.rule === 'request.initiator' && made.facts.credentials === 'include';
    if (included) expect(advice).not.toMatch(/Access-Control-Allow-Origin: \*/);
  }

  test.each([...EXAMPLES.values()])('$id', ({ scenario }) => {
    for (const trace of simulate(scenario, createLibraries()).runs) check(trace);
  });

  test('for whatever a page asks and a server answers', () => {
    fc.assert(fc.property(randomTrace, check), { numRuns: 500 });
  });
});

test('no sentence leaks what is not a word', () => {
  fc.assert(
    fc.property(randomTrace, (trace) => {
      const { text, sentence } = told(trace);
      expect(text).not.toMatch(/undefined|\[object|NaN|\bnull, null/);
      expect(plain(sentence)).toMatch(/^[A-Z].*\.$/s);
    }),
    { numRuns: 500 },
  );
});
