import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/explain/rich';
import { importFile, importText } from '../../../src/share/import/import';
import type { Progress } from '../../../src/share/import/imported';
import { artefact, causeFor, guessesAt, pickedFrom, problemOf, problemsOf } from './importing';

const chromium = artefact('chromium-156.har');
const firefox = artefact('firefox-153.har');

async function entriesOf(text: string) {
  const result = await importText(text);
  if (result.type !== 'choice') throw new Error(result.type);
  return result.entries;
}

describe('a HAR file of Chromium', () => {
  it('lists each request once, without its preflights and redirects, those that failed first', async () => {
    const entries = await entriesOf(chromium);
    expect(entries.map(({ method, state }) => `${method} ${state}`)).toEqual([
      'PUT failed',
      'GET failed',
      'DELETE failed',
      'GET failed',
      'GET failed',
      'GET failed',
      'GET cross-origin',
    ]);
    expect(JSON.stringify(entries)).not.toContain('supersecrettoken1');
  });

  it.each([
    ['/no', 'allow-origin-missing'],
    ['/no?xhr', 'allow-origin-missing'],
    ['/pre', 'preflight-status'],
    ['/cred', 'wildcard-with-credentials'],
    ['/ok/xml', 'header-not-allowed'],
    ['/ok?', 'allow-credentials-missing'],
  ])('%s fails as it did in the browser: %s', async (url, cause) => {
    const { scenario } = await pickedFrom(chromium, url);
    expect(await causeFor(scenario)).toBe(cause);
    expect(await problemsOf(scenario)).toEqual([]);
    expect(scenario.browser.profile).toBe('chromium');
    expect(scenario.page.url).toBe('http://localhost:47101/');
  });

  it('guesses credentials that no header shows where the failure takes them', async () => {
    const result = await pickedFrom(chromium, '/ok?');
    expect(result.scenario.request.credentials).toBe('include');
    expect(guessesAt(result, 'request.credentials')[0]).toContain('failed');
  });

  it('plays a redirect with an answer for each of its URLs', async () => {
    const { scenario } = await pickedFrom(chromium, '/redir');
    expect(scenario.servers.map(({ path }) => path)).toEqual(['/redir', '/ok']);
  });

  it('keeps no secret: neither in the URL, nor in cookies that were set, nor in headers', async () => {
    const entries = await entriesOf(chromium);
    const all = await Promise.all(entries.map(({ url }) => pickedFrom(chromium, url)));
    const text = JSON.stringify(all);
    for (const secret of ['supersecrettoken1', 'secretcookievalue1', 'abcdef1234567890']) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('a HAR file of Firefox', () => {
  it.each([
    ['/no', 'allow-origin-missing'],
    ['/pre', 'preflight-status'],
    ['/cred', 'wildcard-with-credentials'],
    ['/ok/xml', 'header-not-allowed'],
  ])('%s fails as it did in the browser: %s', async (url, cause) => {
    const { scenario } = await pickedFrom(firefox, url);
    expect(scenario.browser.profile).toBe('firefox');
    expect(scenario.page.url).toBe('http://localhost:47111/');
    expect(await causeFor(scenario)).toBe(cause);
    expect(await problemsOf(scenario)).toEqual([]);
  });

  it('a request that passed goes with the preflight that let it, though that stands after it', async () => {
    const { scenario } = await pickedFrom(firefox, '/ok?token');
    expect(scenario.request).toMatchObject({
      method: 'PUT',
      headers: [['content-type', 'application/json']],
    });
    expect(scenario.servers[0]?.raw.preflight.lines).toContain('Access-Control-Allow-Methods: PUT');
    expect(scenario.servers[0]?.raw.response.lines).toContain('set-cookie: a=***; Path=/');
  });

  it('what stays at the page’s own origin is listed as that', async () => {
    const entries = await entriesOf(firefox);
    expect(entries.find(({ url }) => url.endsWith('/page.html'))?.state).toBe('same-origin');
  });
});

describe('a HAR file that is damaged, or strange', () => {
  it('that breaks off is read up to there', async () => {
    const cut = chromium.slice(0, Math.floor(chromium.length * 0.6));
    const result = await importText(cut);
    if (result.type !== 'choice') throw new Error(result.type);
    expect(result.entries.length).toBeGreaterThan(2);
    expect(plain(result.notUnderstood[0] ?? [])).toMatch(/breaks off in line \d+: the \d+ before it/);
  });

  it('that breaks off before its first request says so', async () => {
    const problem = await problemOf(chromium.slice(0, chromium.indexOf('"request"')));
    expect(plain(problem.sentence)).toContain('breaks off');
    expect(problem.at?.line).toBeGreaterThan(1);
  });

  it('with garbage in the middle is read up to there', async () => {
    const at = chromium.indexOf('"request"', chromium.length / 2);
    const result = await importText(`${chromium.slice(0, at)}oops ${chromium.slice(at)}`);
    if (result.type !== 'choice') throw new Error(result.type);
    expect(plain(result.notUnderstood[0] ?? [])).toContain('is not JSON');
  });

  it('that is other JSON is said not to be one', async () => {
    expect(plain((await problemOf('{"entries": [], "version": 1, "log": 3}')).sentence)).toContain(
      'not a HAR',
    );
  });

  it('with entries of any shape, and keys of prototypes, gives only what is a request', async () => {
    const entry = {
      request: {
        method: 'GET',
        url: 'https://a.example/',
        headers: [{ name: '__proto__', value: 'x' }, { name: 'constructor' }, null, 7],
      },
      response: { status: 200, headers: 'none' },
    };
    const odd = [
      null,
      7,
      'x',
      [],
      {},
      { request: null },
      { request: { url: 'chrome-extension://x/' } },
      { __proto__: null, request: { url: 7 } },
    ];
    const text = JSON.stringify({ log: { entries: [...odd, entry] } }).replace(
      '"log":{',
      '"log":{"__proto__":{"entries":[]},',
    );
    const result = await importText(text);
    if (result.type !== 'choice') throw new Error(result.type);
    expect(result.entries).toHaveLength(1);
    expect(Object.keys({})).toEqual([]);
    expect(({} as Record<string, unknown>).entries).toBeUndefined();
    const one = await result.pick(0);
    expect(one.type).toBe('imported');
  });

  it('with a hundred thousand requests is listed in seconds, and tells how far it is', async () => {
    const entry = (i: number) =>
      `{"startedDateTime":"2026-11-20T10:00:00.000Z","request":{"method":"GET","url":"https://a.example/${i}","headers":[{"name":"Origin","value":"https://a.example"}]},"response":{"status":${i === 70_000 ? 500 : 200},"headers":[]}}`;
    const text = `{"log":{"entries":[${Array.from({ length: 100_000 }, (_, i) => entry(i)).join(',')}]}}`;
    const seen: Progress[] = [];
    const result = await importFile(new Blob([text]), (progress) => seen.push(progress));
    if (result.type !== 'choice') throw new Error(result.type);
    expect(result.entries).toHaveLength(100_000);
    expect(result.entries[0]).toMatchObject({ url: 'https://a.example/70000', status: 500, state: 'failed' });
    expect(seen.some(({ stage }) => stage === 'reading')).toBe(true);
    expect(seen.some(({ stage, done, total }) => stage === 'understanding' && done > total / 2)).toBe(true);
  }, 30_000);
});
