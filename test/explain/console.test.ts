import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RequestSpec } from '../../src/engine/initiator';
import { PROFILES } from '../../src/engine/profile';
import { causeOf } from '../../src/explain/cause';
import { type ConsoleLines, consoleLines } from '../../src/explain/console';
import { recogniseConsole } from '../../src/explain/console-recognise';
import {
  A,
  ANY,
  B,
  C,
  ok,
  play,
  playUnsent,
  redirect,
  response,
  type Servers,
  server,
  WITH_CREDENTIALS,
} from '../engine/harness';
import { randomPlay } from './random-trace';

const URL = `${B}/doc`;
const CHROMIUM = `Access to fetch at '${URL}' from origin '${A}' has been blocked by CORS policy: `;
const NET = `GET ${URL} net::ERR_FAILED 200 (OK)`;
const PREFLIGHT = `Response to preflight request doesn't pass access control check: `;
const FIREFOX = `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${URL}. (Reason: `;
const AFTER = `${FIREFOX}CORS request did not succeed). Status code: (null).`;
const WEBKIT = `Fetch API cannot load ${URL} due to access control checks.`;

/** What each browser prints of what it does itself. */
function lines(request: Partial<RequestSpec>, servers: Servers): ConsoleLines {
  const page = { origin: A, headers: request.headers ?? [] };
  const of = (browser: keyof ConsoleLines) =>
    consoleLines(play(request, servers, { environment: { profile: PROFILES[browser] } }), page)[browser];
  return { chromium: of('chromium'), firefox: of('firefox'), webkit: of('webkit') };
}

test('a readable response leaves the consoles empty', () => {
  expect(lines({}, { [B]: ok(ANY) })).toEqual({ chromium: [], firefox: [], webkit: [] });
});

test('no Access-Control-Allow-Origin', () => {
  expect(lines({}, { [B]: ok() })).toEqual({
    chromium: [
      `${CHROMIUM}No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
      NET,
    ],
    firefox: [`${FIREFOX}CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.`],
    webkit: [`Origin ${A} is not allowed by Access-Control-Allow-Origin. Status code: 200`, WEBKIT],
  });
});

describe('another value', () => {
  const valued = (value: string, request: Partial<RequestSpec> = {}) =>
    lines(request, { [B]: ok({ 'Access-Control-Allow-Origin': value }) });

  test('an origin', () => {
    expect(valued(C)).toEqual({
      chromium: [
        `${CHROMIUM}The 'Access-Control-Allow-Origin' header has a value '${C}' that is not equal to the supplied origin. Have the server send the header with a valid value.`,
        NET,
      ],
      firefox: [`${FIREFOX}CORS header ‘Access-Control-Allow-Origin’ does not match ‘${C}’).`],
      webkit: [`Origin ${A} is not allowed by Access-Control-Allow-Origin. Status code: 200`, WEBKIT],
    });
  });

  test('with XMLHttpRequest there is no suffix', () => {
    const { chromium, webkit } = valued(C, { initiator: 'XMLHttpRequest' });
    expect(chromium).toEqual([
      `Access to XMLHttpRequest at '${URL}' from origin '${A}' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value '${C}' that is not equal to the supplied origin.`,
      NET,
    ]);
    expect(webkit[1]).toBe(`XMLHttpRequest cannot load ${URL} due to access control checks.`);
  });

  test('a list in one line', () => {
    const { chromium, firefox, webkit } = valued(`${A}, ${C}`);
    expect(chromium[0]).toContain(`contains multiple values '${A}, ${C}', but only one is allowed.`);
    expect(firefox[0]).toContain(`does not match ‘${A}, ${C}’).`);
    expect(webkit[0]).toBe('Access-Control-Allow-Origin cannot contain more than one origin.');
  });

  test('no URL at all', () => {
    expect(valued('foo.example').chromium[0]).toContain("contains the invalid value 'foo.example'.");
  });

  test('two lines', () => {
    const twice = [
      ['Access-Control-Allow-Origin', A],
      ['Access-Control-Allow-Origin', A],
    ] as const;
    expect(lines({}, { [B]: ok(twice) }).firefox).toEqual([
      `${FIREFOX}Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed).`,
    ]);
  });
});

test('Chromium takes null for a value, not for nonsense', () => {
  const { chromium } = lines({}, { [B]: ok({ 'Access-Control-Allow-Origin': 'null' }) });
  expect(chromium[0]).toContain("has a value 'null' that is not equal to the supplied origin.");
});

test.each([
  ['EventSource', 'resource'],
  ['font', 'font'],
  ['module script', 'script'],
  ['video', 'video'],
] as const)('Chromium calls what an %s asks for a %s', (initiator, kind) => {
  const { chromium } = lines({ initiator, crossorigin: 'anonymous' }, { [B]: ok() });
  expect(chromium[0]).toContain(`Access to ${kind} at '${URL}'`);
});

describe('credentials', () => {
  test('the wildcard', () => {
    const { chromium, firefox, webkit } = lines({ credentials: 'include' }, { [B]: ok(ANY) });
    expect(chromium).toEqual([
      `${CHROMIUM}The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.`,
      NET,
    ]);
    expect(firefox).toEqual([
      `${FIREFOX.replace(`${URL}.`, `‘${URL}’.`)}Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).`,
    ]);
    expect(webkit[0]).toBe(
      'Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.',
    );
  });

  test('no permission, with XMLHttpRequest', () => {
    const { chromium } = lines(
      { initiator: 'XMLHttpRequest', withCredentials: true },
      { [B]: ok({ ...WITH_CREDENTIALS, 'Access-Control-Allow-Credentials': 'True' }) },
    );
    expect(chromium[0]).toContain(
      "in the response is 'True' which must be 'true' when the request's credentials mode is 'include'. The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.",
    );
  });
});

describe('the preflight', () => {
  const refused = (
    headers: Record<string, string>,
    request: Partial<RequestSpec> = { method: 'PUT' },
    status = 200,
  ) => lines(request, { [B]: server(response(status, headers), ok(ANY)) });

  test('without the header: both lines of Firefox', () => {
    const { chromium, firefox } = refused({});
    expect(chromium[0]).toBe(
      `${CHROMIUM}${PREFLIGHT}No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    );
    expect(firefox).toEqual([
      `${FIREFOX}CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.`,
      AFTER,
    ]);
  });

  test('404 without the header: WebKit names the status', () => {
    const { chromium, firefox, webkit } = refused({}, { method: 'PUT' }, 404);
    expect(chromium[0]).toContain("No 'Access-Control-Allow-Origin' header");
    expect(firefox[0]).toContain('missing). Status code: 404.');
    expect(webkit[0]).toBe('Preflight response is not successful. Status code: 404');
  });

  test('302 without the header: Chromium names the redirect', () => {
    const { chromium, firefox, webkit } = refused({ Location: C }, { method: 'PUT' }, 302);
    expect(chromium[0]).toBe(`${CHROMIUM}${PREFLIGHT}Redirect is not allowed for a preflight request.`);
    expect(firefox[0]).toContain('missing). Status code: 302.');
    expect(webkit[0]).toBe('Preflight response is not successful. Status code: 302');
  });

  test('405 with the header', () => {
    const { chromium, firefox } = refused(ANY, { method: 'PUT' }, 405);
    expect(chromium[0]).toBe(`${CHROMIUM}${PREFLIGHT}It does not have HTTP ok status.`);
    expect(firefox[0]).toBe(`${FIREFOX}CORS preflight response did not succeed). Status code: 405.`);
  });

  test('method', () => {
    const { chromium, firefox, webkit } = refused(ANY);
    expect(chromium[0]).toBe(
      `${CHROMIUM}Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.`,
    );
    expect(firefox[0]).toBe(`${FIREFOX}Did not find method in CORS header ‘Access-Control-Allow-Methods’).`);
    expect(webkit).toEqual(['Method PUT is not allowed by Access-Control-Allow-Methods.', WEBKIT]);
  });

  test('header: lower case in two, as written in the third', () => {
    const { chromium, firefox, webkit } = refused(ANY, { headers: [['X-PingOther', '1']] });
    expect(chromium[0]).toBe(
      `${CHROMIUM}Request header field x-pingother is not allowed by Access-Control-Allow-Headers in preflight response.`,
    );
    expect(firefox[0]).toBe(
      `${FIREFOX}header ‘x-pingother’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response).`,
    );
    expect(webkit[0]).toBe(
      'Request header field X-PingOther is not allowed by Access-Control-Allow-Headers.',
    );
  });

  test('Authorization under the wildcard passes in all; Firefox warns', () => {
    const headers = { ...ANY, 'Access-Control-Allow-Headers': '*' };
    const { chromium, firefox, webkit } = refused(headers, { headers: [['Authorization', 'x']] });
    expect([chromium, webkit]).toEqual([[], []]);
    expect(firefox).toHaveLength(1);
    expect(firefox[0]).toContain('Cross-Origin Request Warning: ');
  });

  test('a list that cannot be parsed', () => {
    const { chromium, firefox, webkit } = refused({ ...ANY, 'Access-Control-Allow-Methods': 'PUT, "GET"' });
    expect(chromium[0]).toBe(
      `${CHROMIUM}Cannot parse Access-Control-Allow-Methods response header field in preflight response.`,
    );
    expect(firefox[0]).toBe(
      `${FIREFOX}invalid token ‘"GET"’ in CORS header ‘Access-Control-Allow-Methods’).`,
    );
    expect(webkit[0]).toBe('Header Access-Control-Allow-Methods has an invalid value: PUT, "GET"');
  });
});

test('after a redirect, Chromium names both URLs', () => {
  const { chromium } = lines({}, { [B]: redirect(`${C}/x`), [C]: ok() });
  expect(chromium[0]).toMatch(`Access to fetch at '${C}/x' (redirected from '${URL}') from origin '${A}'`);
});

test('what fails before anything is sent needs the URL to be told', () => {
  const trace = playUnsent({ mode: 'same-origin' });
  expect(consoleLines(trace, { origin: A }).chromium).toEqual([]);
  const told = consoleLines(trace, { origin: A, url: `${A}/page`, target: URL });
  expect(told.chromium[0]).toBe(
    `Fetch API cannot load ${URL}. Request mode is "same-origin" but the URL's origin is not same as the request origin ${A}.`,
  );
  expect(told.firefox[0]).toBe(`Security Error: Content at ${A}/page may not load data from ${URL}.`);
});

test('a failure that only WebKit has is in its console alone', () => {
  const { chromium, firefox, webkit } = lines(
    { url: `${A}/own` },
    { [A]: redirect(`${B}/1`), [`${B}/1`]: redirect('/2'), [B]: ok(ANY) },
  );
  expect([chromium, firefox]).toEqual([[], []]);
  expect(webkit[0]).toBe(
    `Cross-origin redirection to ${B}/2 denied by Cross-Origin Resource Sharing policy: Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.`,
  );
});

describe('a redirect without permission', () => {
  const denied = (location: string, request: Partial<RequestSpec> = {}) =>
    lines(request, { [B]: response(302, { Location: location }) });

  test('Firefox says it twice, WebKit where it leads', () => {
    expect(denied(`${C}/next`)).toEqual({
      chromium: [
        `${CHROMIUM}No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
        `GET ${URL} net::ERR_FAILED 302 (Found)`,
      ],
      firefox: [`${FIREFOX}CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 302.`, AFTER],
      webkit: [
        `Cross-origin redirection to ${C}/next denied by Cross-Origin Resource Sharing policy: Origin ${A} is not allowed by Access-Control-Allow-Origin. Status code: 302`,
        WEBKIT,
      ],
    });
  });

  test('nowhere: Chromium and Firefox see that first', () => {
    const { chromium, firefox, webkit } = denied('http://:80:80/');
    expect(chromium).toEqual([`GET ${URL} net::ERR_INVALID_REDIRECT`]);
    expect(firefox).toEqual([AFTER]);
    expect(webkit[0]).toBe(`Origin ${A} is not allowed by Access-Control-Allow-Origin. Status code: 302`);
  });

  test('not followed: Firefox says it once', () => {
    expect(denied(`${C}/next`, { redirect: 'error' }).firefox).toHaveLength(1);
  });
});

test('XMLHttpRequest refuses a forbidden header aloud, fetch() drops it without a word', () => {
  const cookie = { headers: [['Cookie', 'a=1']] } as const;
  expect(lines({ ...cookie, initiator: 'XMLHttpRequest' }, { [B]: ok(ANY) })).toEqual({
    chromium: ['Refused to set unsafe header "Cookie"'],
    firefox: ['Attempt to set a forbidden header was denied: Cookie'],
    webkit: ['Refused to set unsafe header "Cookie"'],
  });
  expect(lines(cookie, { [B]: ok(ANY) })).toEqual({ chromium: [], firefox: [], webkit: [] });
});

test('mode same-origin, and a redirect to another origin', () => {
  const { chromium, firefox, webkit } = lines(
    { url: `${A}/own`, mode: 'same-origin' },
    { [A]: redirect(`${B}/doc`) },
  );
  // Without the page's URL there is nothing to print.
  expect([chromium, firefox]).toEqual([[], []]);
  expect(webkit[0]).toBe(
    `Unsafe attempt to load URL ${URL} from origin ${A}. Domains, protocols and ports must match.`,
  );
});

describe('an answer with an error status', () => {
  const TYPES: Record<string, string> = { 'module script': 'text/javascript', stylesheet: 'text/css' };
  const wrong = (request: Partial<RequestSpec>) =>
    lines(request, { [B]: response(404, { ...ANY, 'Content-Type': TYPES[request.initiator ?? ''] ?? '' }) });

  test('is a line of Chromium’s for whatever asked', () => {
    for (const initiator of ['fetch', 'image', 'script', 'stylesheet', 'font'] as const) {
      expect(wrong({ initiator }).chromium, initiator).toEqual([`GET ${URL} 404 (Not Found)`]);
    }
  });

  test('Firefox names the script, the module and the font it does without', () => {
    expect(wrong({ initiator: 'script' }).firefox).toEqual([
      `Loading failed for the <script> with source “${URL}”.`,
    ]);
    expect(wrong({ initiator: 'module script' }).firefox).toEqual([
      `Loading failed for the module with source “${URL}”.`,
    ]);
    expect(wrong({ initiator: 'font' }).firefox[0]).toContain('downloadable font: download failed');
  });
});

describe('after the sentence, Chromium has a line of the network', () => {
  test('with the status, where the request itself was answered', () => {
    expect(lines({}, { [B]: response(500) }).chromium.at(-1)).toBe(
      `GET ${URL} net::ERR_FAILED 500 (Internal Server Error)`,
    );
  });

  test('without one, where it was never sent', () => {
    expect(lines({ method: 'PUT' }, { [B]: ok() }).chromium.at(-1)).toBe(`PUT ${URL} net::ERR_FAILED`);
  });
});

describe('what is not CORS', () => {
  const unsent = (request: Partial<RequestSpec>, target = request.url ?? URL) =>
    consoleLines(playUnsent(request), { origin: A, url: `${A}/page`, target });

  test('a refused connection', () => {
    expect(lines({}, { [B]: () => ({ failure: 'refused' }) })).toEqual({
      chromium: [`GET ${URL} net::ERR_CONNECTION_REFUSED`],
      firefox: [AFTER],
      webkit: [],
    });
  });

  test('a refused connection at the preflight: Firefox says it twice, WebKit only then', () => {
    expect(lines({ method: 'PUT' }, { [B]: () => ({ failure: 'refused' }) })).toEqual({
      chromium: [`PUT ${URL} net::ERR_CONNECTION_REFUSED`],
      firefox: [AFTER, AFTER],
      webkit: ['Could not connect to bar.other: Connection refused', WEBKIT],
    });
  });

  test('a preflight that breaks off looks to Chromium like one without the header', () => {
    const { chromium } = lines({ method: 'PUT' }, { [B]: () => ({ failure: 'reset' }) });
    expect(chromium[0]).toContain("No 'Access-Control-Allow-Origin' header is present");
  });

  test('mixed content', () => {
    const url = 'http://bar.other/doc';
    expect(unsent({ url })).toEqual({
      chromium: [
        `Mixed Content: The page at '${A}/page' was loaded over HTTPS, but requested an insecure resource '${url}'. This request has been blocked; the content must be served over HTTPS.`,
      ],
      firefox: [`Blocked loading mixed active content “${url}”`],
      webkit: [
        `[blocked] The page at ${A}/page requested insecure content from ${url}. This content was blocked and must be served over HTTPS.`,
        'Not allowed to request resource',
        `Fetch API cannot load ${url} due to access control checks.`,
      ],
    });
  });

  test('a blocked port, of which Firefox says nothing', () => {
    const url = 'https://bar.other:25/';
    expect(unsent({ url })).toEqual({
      chromium: [`GET ${url} net::ERR_UNSAFE_PORT`],
      firefox: [],
      webkit: [`Not allowed to use restricted network port 25: ${url}`],
    });
  });

  test('Cross-Origin-Resource-Policy', () => {
    const { chromium, firefox, webkit } = lines(
      { initiator: 'image' },
      { [B]: ok({ 'Cross-Origin-Resource-Policy': 'same-origin' }) },
    );
    expect(chromium).toEqual([`GET ${URL} net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin 200 (OK)`]);
    expect(firefox[0]).toContain(
      `The resource at “${URL}” was blocked due to its Cross-Origin-Resource-Policy`,
    );
    expect(webkit).toEqual([
      `Cancelled load to ${URL} because it violates the resource's Cross-Origin-Resource-Policy response header.`,
      `Cannot load image ${URL} due to access control checks.`,
    ]);
  });

  test('a module of another type', () => {
    const html = { [B]: ok({ ...ANY, 'Content-Type': 'text/html; charset=utf-8' }) };
    const { chromium, firefox, webkit } = lines({ initiator: 'module script' }, html);
    expect(chromium[0]).toContain('responded with a MIME type of "text/html".');
    expect(firefox).toContain(
      `Loading module from “${URL}” was blocked because of a disallowed MIME type (“text/html”).`,
    );
    expect(webkit).toEqual(["TypeError: 'text/html' is not a valid JavaScript MIME type."]);
  });

  test('a call that may not be made', () => {
    const { chromium, firefox, webkit } = unsent({ method: 'TRACE' });
    expect(chromium).toEqual([
      "Uncaught (in promise) TypeError: Failed to execute 'fetch' on 'Window': 'TRACE' HTTP method is unsupported.",
    ]);
    expect(firefox).toEqual(['Uncaught (in promise) TypeError: Window.fetch: Invalid request method TRACE.']);
    expect(webkit).toEqual(['Unhandled Promise Rejection: TypeError: Method is forbidden.']);
  });
});

test('a tainted canvas throws, in each browser’s words', () => {
  const { chromium, firefox, webkit } = lines({ initiator: 'image', use: 'canvas' }, { [B]: ok() });
  expect(chromium[0]).toContain('The canvas has been tainted by cross-origin data.');
  expect(firefox).toEqual(['Uncaught DOMException: The operation is insecure.']);
  expect(webkit[0]).toContain('the canvas has been tainted by cross-origin data.');
});

test('whatever is printed is recognised, and its cause is among those it can have', () => {
  fc.assert(
    fc.property(randomPlay, ({ trace, profile }) => {
      const page = { origin: A, url: `${A}/page`, target: URL };
      const consoles = consoleLines(trace, page);
      for (const [browser, printed] of Object.entries(consoles)) {
        for (const line of printed) {
          // A line break in a value starts another line.
          if (/[\r\n]/.test(line)) continue;
          const [found] = recogniseConsole(line);
          expect(found?.text, `${browser}: ${line}`).toBe(line);
        }
      }
      // What another browser would have done is another trace.
      if (profile === 'standard') return;
      const causes = recogniseConsole(consoles[profile].join('\n')).flatMap((each) => each.causes);
      // To Chromium a preflight that breaks off is one without the header.
      if (causeOf(trace) === 'connection-reset') return;
      // Of a response in mode no-cors, the console tells the status and nothing of the mode.
      if (causeOf(trace) === 'opaque-no-cors' && causes.includes('error-status')) return;
      if (causes.length > 0) expect([...causes, 'none']).toContain(causeOf(trace));
    }),
    { numRuns: 800 },
  );
});
