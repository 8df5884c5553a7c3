import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CONSOLE_LINES, type ConsoleBrowser } from '../../src/explain/console-lines';
import { recogniseConsole } from '../../src/explain/console-recognise';
import { fill, type Slot, type Slots } from '../../src/explain/console-template';
import { explainConsoleLine } from '../../src/explain/console-words';
import { plain } from '../../src/explain/rich';
import { SEEN } from './console-seen';

const VALUES: Readonly<Record<Slot, string>> = {
  kind: 'fetch',
  url: "https://bar.other/it's?q=(1)",
  first: 'https://bar.other/first',
  origin: 'https://foo.example',
  page: 'https://foo.example/page',
  status: '404',
  phrase: 'Not Found',
  method: 'PATCH',
  header: 'x-one',
  value: 'https://other.test, *',
  token: 'x one',
  location: 'https://u:p@bar.other/',
  scheme: 'ftp',
  space: 'loopback',
  type: 'text/plain',
  port: '25',
  preflight: 'yes',
  advice: 'yes',
  earlier: 'yes',
  xhr: 'yes',
};

const lines = Object.entries(CONSOLE_LINES).flatMap(([browser, named]) =>
  Object.entries(named).map(([name, line]) => ({ browser: browser as ConsoleBrowser, name, line })),
);

/** The slots that a template names, with and without its optional pieces. */
function slotsOf(pieces: (typeof lines)[number]['line']['pieces'], optional: 'all' | 'none'): Slots {
  const names = pieces.flatMap(({ text, when }) => {
    if (when !== undefined && optional === 'none') return [];
    return [...text.matchAll(/\{([a-z]+)\}/g)].map(([, name]) => name as Slot).concat(when ?? []);
  });
  return Object.fromEntries(names.map((name) => [name, VALUES[name]]));
}

describe.each(lines)('$browser, $name', ({ browser, line: { pieces, causes } }) => {
  test.each(['all', 'none'] as const)(
    'what is printed is recognised: %s of its optional pieces',
    (optional) => {
      const slots = slotsOf(pieces, optional);
      const text = fill(pieces, slots);
      expect(text).not.toMatch(/[{}]/);
      const [found, ...more] = recogniseConsole(text);
      expect(more).toEqual([]);
      expect(found?.text).toBe(text);
      expect(found?.causes).toEqual(expect.arrayContaining([...causes]));
      // A few read the same, in two browsers or for two causes; then the first is named.
      const { pieces: read } = CONSOLE_LINES[found?.browser ?? browser][found?.name ?? ''] ?? { pieces: [] };
      expect(fill(read, found?.slots ?? {})).toBe(text);
      if (read === pieces) expect(found?.slots).toEqual(slots);
    },
  );
});

test.each(lines)('each part of $browser, $name has a meaning', ({ line: { pieces } }) => {
  const slots = slotsOf(pieces, 'all');
  const text = fill(pieces, slots);
  const segments = explainConsoleLine(`app.js:3 ${text}`);
  expect(segments.map((segment) => segment.text).join('')).toBe(`app.js:3 ${text}`);
  expect(segments.length).toBe(pieces.length + 1);
  for (const { meaning } of segments.slice(1)) {
    const words = plain(meaning ?? []);
    expect(words).toMatch(/^[^{}]*[.?]$/);
    expect(words).not.toMatch(/undefined| {2}/);
  }
});

test('a line that is not known is one part without a meaning', () => {
  expect(explainConsoleLine('Hello')).toEqual([{ text: 'Hello', meaning: null }]);
});

test.each(SEEN)('%s prints %s: %s', (browser, name, line) => {
  const [found, ...more] = recogniseConsole(line);
  expect(more).toEqual([]);
  if (found?.browser === browser) expect(found).toMatchObject({ name, text: line });
  expect(found?.causes).toEqual(expect.arrayContaining([...(CONSOLE_LINES[browser][name]?.causes ?? [])]));
  expect(fill(CONSOLE_LINES[browser][name]?.pieces ?? [], found?.slots ?? {})).toBe(line);
});

test('what consoles put around a line does not matter', () => {
  const text = `app.js:10 Access to fetch at 'https://bar.other/a' from origin 'https://foo.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.
app.js:10   GET https://bar.other/a net::ERR_FAILED 200 (OK)
[Error] Origin https://foo.example is not allowed by Access-Control-Allow-Origin. Status code: 200
[Error] Fetch API cannot load https://bar.other/a due to access control checks. (app.js, line 3)`;
  expect(recogniseConsole(text).map(({ browser, name }) => `${browser}: ${name}`)).toEqual([
    'chromium: missing',
    'chromium: net failed',
    'webkit: not allowed',
    'webkit: fetch',
  ]);
});

test('the advice that Chromium no longer gives is still recognised', () => {
  const [found] = recogniseConsole(
    "Access to XMLHttpRequest at 'https://bar.other/a' (redirected from 'https://bar.other/') from origin 'null' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: The 'Access-Control-Allow-Origin' header has a value 'https://x.test' that is not equal to the supplied origin. Have the server send the header with a valid value, or, if an opaque response serves your needs, set the request's mode to 'no-cors' to fetch the resource with CORS disabled.",
  );
  expect(found).toMatchObject({
    name: 'mismatch',
    slots: {
      kind: 'XMLHttpRequest',
      url: 'https://bar.other/a',
      first: 'https://bar.other/',
      origin: 'null',
      value: 'https://x.test',
      preflight: 'yes',
      earlier: 'yes',
    },
  });
});

test('anything may be pasted: nothing is thrown, and nothing takes long', () => {
  fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => void recogniseConsole(text)));
  const hostile = [
    "Access to fetch at 'x' from origin ".repeat(300),
    `Access to fetch at '${"' from origin '".repeat(600)}`,
    'a '.repeat(4000),
    '(Reason: '.repeat(900),
    ':1 '.repeat(2500),
  ].join('\n');
  const started = performance.now();
  recogniseConsole(`${hostile}\n`.repeat(20));
  expect(performance.now() - started).toBeLessThan(2000);
});
