import { describe, expect, it } from 'vitest';
import { serializeOrigin } from '../../../src/engine/origin';
import type { Cause } from '../../../src/explain/cause';
import { consoleLines } from '../../../src/explain/console';
import { findFixes } from '../../../src/explain/fixes';
import { plain } from '../../../src/explain/rich';
import { EXAMPLES } from '../../../src/lessons/examples';
import { createLibraries } from '../../../src/scenario/libraries';
import { clientOf, requestUrl } from '../../../src/scenario/page';
import type { Scenario } from '../../../src/scenario/scenario';
import { simulate } from '../../../src/scenario/simulate';
import { causeFor, guessesAt, imported, pickedFrom, problemOf, problemsOf } from './importing';

const chrome = (sentence: string, kind = 'fetch', url = 'https://api.example/items') =>
  `Access to ${kind} at '${url}' from origin 'https://app.example' has been blocked by CORS policy: ${sentence}`;
const ofPreflight = "Response to preflight request doesn't pass access control check: ";
const firefox = (reason: string) =>
  `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example/items. (Reason: ${reason}).`;
const firefoxSecond = `${firefox('CORS request did not succeed')} Status code: (null).`;
const safari = (sentence: string) =>
  `[Error] ${sentence}\n[Error] Fetch API cannot load https://api.example/items due to access control checks.`;

const MESSAGES: readonly (readonly [message: string, cause: Cause])[] = [
  [
    chrome("No 'Access-Control-Allow-Origin' header is present on the requested resource."),
    'allow-origin-missing',
  ],
  [
    chrome(
      "No 'Access-Control-Allow-Origin' header is present on the requested resource. If an opaque response serves your needs, set the request's mode to 'no-cors' to fetch the resource with CORS disabled.",
    ),
    'allow-origin-missing',
  ],
  [
    chrome(`${ofPreflight}No 'Access-Control-Allow-Origin' header is present on the requested resource.`),
    'allow-origin-missing',
  ],
  [chrome(`${ofPreflight}It does not have HTTP ok status.`, 'XMLHttpRequest'), 'preflight-status'],
  [chrome(`${ofPreflight}Redirect is not allowed for a preflight request.`), 'preflight-redirected'],
  [
    chrome(
      "The 'Access-Control-Allow-Origin' header has a value 'https://other.example' that is not equal to the supplied origin.",
    ),
    'allow-origin-mismatch',
  ],
  [
    chrome(
      "The 'Access-Control-Allow-Origin' header has a value 'https://app.example/' that is not equal to the supplied origin. Have the server send the header with a valid value.",
    ),
    'allow-origin-trailing',
  ],
  [
    chrome(
      "The 'Access-Control-Allow-Origin' header contains multiple values 'https://app.example, *', but only one is allowed.",
    ),
    'allow-origin-repeated',
  ],
  [
    chrome(
      "The 'Access-Control-Allow-Origin' header contains the invalid value 'app.example'. Have the server send the header with a valid value.",
    ),
    'allow-origin-mismatch',
  ],
  [
    chrome(
      "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'. The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.",
      'XMLHttpRequest',
    ),
    'wildcard-with-credentials',
  ],
  [
    chrome(
      "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.",
    ),
    'allow-credentials-missing',
  ],
  [
    chrome(
      "The value of the 'Access-Control-Allow-Credentials' header in the response is 'True' which must be 'true' when the request's credentials mode is 'include'.",
    ),
    'allow-credentials-value',
  ],
  [
    chrome('Method PATCH is not allowed by Access-Control-Allow-Methods in preflight response.'),
    'method-not-allowed',
  ],
  [
    chrome('Method patch is not allowed by Access-Control-Allow-Methods in preflight response.'),
    'method-case',
  ],
  [
    chrome(
      'Request header field x-api-key is not allowed by Access-Control-Allow-Headers in preflight response.',
    ),
    'header-not-allowed',
  ],
  [
    chrome(
      'Request header field content-type is not allowed by Access-Control-Allow-Headers in preflight response.',
    ),
    'header-not-allowed',
  ],
  [
    chrome(
      'Request header field access-control-allow-origin is not allowed by Access-Control-Allow-Headers in preflight response.',
    ),
    'response-header-on-request',
  ],
  [
    chrome("No 'Access-Control-Allow-Origin' header is present on the requested resource.", 'font'),
    'allow-origin-missing',
  ],
  [
    chrome("No 'Access-Control-Allow-Origin' header is present on the requested resource.", 'image'),
    'allow-origin-missing',
  ],
  [
    "Mixed Content: The page at 'https://app.example/' was loaded over HTTPS, but requested an insecure resource 'http://api.example/items'. This request has been blocked; the content must be served over HTTPS.",
    'mixed-content',
  ],
  ['GET https://api.example/items net::ERR_NAME_NOT_RESOLVED', 'dns'],
  ['POST http://localhost:3000/x net::ERR_CONNECTION_REFUSED', 'connection-refused'],
  ['GET https://ads.example/x net::ERR_BLOCKED_BY_CLIENT', 'blocked-by-client'],
  ['GET https://api.example/items net::ERR_CERT_AUTHORITY_INVALID', 'tls'],
  [
    `${firefox('CORS header ‘Access-Control-Allow-Origin’ missing')} Status code: 200.`,
    'allow-origin-missing',
  ],
  [`${firefox('CORS header ‘Access-Control-Allow-Origin’ missing')} Status code: 502.`, 'error-without-cors'],
  [
    firefox('CORS header ‘Access-Control-Allow-Origin’ does not match ‘https://www.app.example’'),
    'allow-origin-mismatch',
  ],
  [firefox('Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed'), 'allow-origin-repeated'],
  [firefox('expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’'), 'allow-credentials-missing'],
  [
    `${firefox('CORS preflight response did not succeed')} Status code: 405.\n${firefoxSecond}`,
    'preflight-status',
  ],
  [
    `${firefox('Did not find method in CORS header ‘Access-Control-Allow-Methods’')}\n${firefoxSecond}`,
    'method-not-allowed',
  ],
  [
    `${firefox('header ‘traceparent’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response')}\n${firefoxSecond}`,
    'header-not-allowed',
  ],
  [
    firefox(
      'missing token ‘x-api’ in CORS header ‘Access-Control-Allow-Headers’ from CORS preflight channel',
    ),
    'header-not-allowed',
  ],
  [firefox('CORS request external redirect not allowed'), 'preflight-redirected'],
  [
    safari('Origin https://app.example is not allowed by Access-Control-Allow-Origin. Status code: 200'),
    'allow-origin-missing',
  ],
  [safari('Preflight response is not successful. Status code: 401'), 'preflight-unauthorized'],
  [
    safari('Request header field X-Api-Key is not allowed by Access-Control-Allow-Headers.'),
    'header-not-allowed',
  ],
  [safari('Method DELETE is not allowed by Access-Control-Allow-Methods.'), 'method-not-allowed'],
  [
    safari('Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.'),
    'wildcard-with-credentials',
  ],
  [
    safari('Credentials flag is true, but Access-Control-Allow-Credentials is not "true".'),
    'allow-credentials-missing',
  ],
  [safari('Access-Control-Allow-Origin cannot contain more than one origin.'), 'allow-origin-repeated'],
];

describe('a console message becomes a scenario that fails exactly so', () => {
  it.each(MESSAGES)('%s', async (message, cause) => {
    const result = await imported(message);
    expect(await problemsOf(result.scenario)).toEqual([]);
    expect(await causeFor(result.scenario)).toBe(cause);
    expect(result.understood.map(plain).join(' ')).toContain('it fails for the same reason');
  });

  it.each([
    ['with where it comes from before it', `index.html:1 ${MESSAGES[0]?.[0]}`],
    [
      'with the line about the network after it',
      `${MESSAGES[0]?.[0]}\napp.js:10 \n GET https://api.example/items net::ERR_FAILED 200 (OK)`,
    ],
    [
      'with its stack',
      `app.js:3 ${MESSAGES[0]?.[0]}\nload @ app.js:3\n(anonymous) @ app.js:9\nUncaught (in promise) TypeError: Failed to fetch`,
    ],
    [
      'wrapped by a mail',
      `${MESSAGES[0]?.[0]}`.replaceAll(' from ', '\nfrom ').replace('policy: ', 'policy:\n'),
    ],
    ['broken off', `${MESSAGES[0]?.[0]}`.slice(0, -40)],
    ['broken off with dots', `${`${MESSAGES[0]?.[0]}`.slice(0, -30)}…`],
  ])('also %s', async (_how, text) => {
    const { scenario, kind } = await imported(text);
    expect(kind).toBe('console');
    expect(scenario.request.url).toBe('https://api.example/items');
    expect(await causeFor(scenario)).toBe('allow-origin-missing');
  });

  it('says that a message was cut short', async () => {
    const { notUnderstood } = await imported(`${MESSAGES[0]?.[0]}`.slice(0, -40));
    expect(notUnderstood.map(plain).join()).toContain('breaks off');
  });

  it('knows the method from the line about the network', async () => {
    const { scenario } = await imported(`${MESSAGES[2]?.[0]}\nPUT https://api.example/items net::ERR_FAILED`);
    expect(scenario.request.method).toBe('PUT');
  });

  it('a preflight for a GET takes a header, as a GET has no body', async () => {
    const { scenario } = await imported(`${MESSAGES[2]?.[0]}\nGET https://api.example/items net::ERR_FAILED`);
    expect(scenario.request).toMatchObject({ method: 'GET', body: { kind: 'none' } });
    expect(await causeFor(scenario)).toBe('allow-origin-missing');
  });

  it('knows from the line about the network that an error page came', async () => {
    const { scenario } = await imported(
      `${MESSAGES[0]?.[0]}\nGET https://api.example/items net::ERR_FAILED 502 (Bad Gateway)`,
    );
    expect(await causeFor(scenario)).toBe('error-without-cors');
  });

  it('marks what the message leaves open, and asks for what matters', async () => {
    const result = await imported(`${MESSAGES[31]?.[0]}`);
    expect(guessesAt(result, 'page.url')).toHaveLength(1);
    expect(result.missing.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['page.url', 'request.method']),
    );
    expect(result.known).toContain('request.url');
  });

  it.each([2, 3, 4, 12, 14, 29, 35])('message %i names the only thing to change', async (index) => {
    const { scenario } = await imported(`${MESSAGES[index]?.[0]}`);
    const libraries = createLibraries();
    await libraries.load(scenario);
    const [first] = findFixes(scenario, libraries).fixes;
    expect(new Set(first?.edits.map(({ kind }) => kind)).size).toBe(1);
  });

  it.each([9, 38])('of message %i, * with credentials, the origin can be named instead', async (index) => {
    const { scenario } = await imported(`${MESSAGES[index]?.[0]}`);
    const libraries = createLibraries();
    await libraries.load(scenario);
    const ways = findFixes(scenario, libraries).fixes.map(({ edits }) => edits.map(({ kind }) => kind));
    expect(ways).toContainEqual(['allow origin']);
  });

  it('goes through the redirect that it names', async () => {
    const { scenario } = await imported(
      "Access to fetch at 'https://login.example/sso' (redirected from 'https://api.example/me') from origin 'https://app.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    );
    expect(scenario.request.url).toBe('https://api.example/me');
    expect(scenario.servers.map(({ origin }) => origin)).toEqual([
      'https://api.example',
      'https://login.example',
    ]);
    expect(['allow-origin-missing', 'origin-null-by-redirect']).toContain(await causeFor(scenario));
  });

  it('an origin of null is a page from disk', async () => {
    const { scenario } = await imported(
      "Access to fetch at 'https://api.example/items' from origin 'null' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
    );
    expect(scenario.page.kind).toBe('file');
  });

  it('of several messages one is chosen', async () => {
    const text = `${MESSAGES[0]?.[0]}\n${chrome('Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.', 'fetch', 'https://two.example/')}`;
    expect(await causeFor((await pickedFrom(text, 'two.example')).scenario)).toBe('method-not-allowed');
  });

  it.each([
    'Uncaught (in promise) TypeError: Failed to fetch',
    'TypeError: NetworkError when attempting to fetch resource.',
    'TypeError: Load failed',
  ])('asks for another line where only this is there: %s', async (text) => {
    expect(plain((await problemOf(text)).sentence)).toContain('another line');
  });
});

describe('every example that a browser blocks comes back from what its console says', () => {
  const libraries = createLibraries();
  const played = async (scenario: Scenario) => {
    await libraries.load(scenario);
    const trace = simulate(scenario, libraries).runs.at(-1);
    const client = clientOf(scenario.page);
    if (!trace || !client) throw new Error(scenario.title);
    const page = {
      origin: serializeOrigin(client.origin),
      url: client.url,
      target: requestUrl(scenario)?.href ?? '',
      headers: scenario.request.headers,
    };
    return { trace, lines: consoleLines(trace, page)[scenario.browser.profile as 'chromium'] };
  };

  it.each(['chromium', 'firefox', 'webkit'] as const)(
    '%s prints the same for what is made of it',
    async (profile) => {
      const differ: string[] = [];
      let told = 0;
      for (const { id, scenario } of EXAMPLES.values()) {
        const { trace, lines } = await played({ ...scenario, browser: { ...scenario.browser, profile } });
        if (lines.length === 0 || trace.outcome.type !== 'network error') continue;
        told++;
        const again = await played((await imported(lines.join('\n'))).scenario);
        if (again.lines.join('\n') !== lines.join('\n'))
          differ.push(`${id}: ${lines[0]} / ${again.lines[0]}`);
      }
      expect(told).toBeGreaterThan(8);
      expect(differ).toEqual([]);
    },
  );
});
