import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/explain/rich';
import { artefact, guessesAt, imported, pickedFrom, problemOf, problemsOf } from './importing';

const requestOf = async (text: string) => (await imported(text)).scenario.request;

describe('a fetch() call', () => {
  it('gives its method, headers, body, mode and credentials', async () => {
    const { scenario, known } = await imported(`
      const response = await fetch('https://api.example/orders', {
        method: 'POST',
        mode: 'cors',
        credentials: 'include',
        redirect: 'error',
        cache: 'no-store',
        referrerPolicy: 'no-referrer',
        headers: { 'Content-Type': 'application/json', 'X-Trace': 'on' },
        body: JSON.stringify({ id: 7, tags: ['a', 'b'], gone: undefined }),
      });`);
    expect(scenario.request).toMatchObject({
      initiator: 'fetch',
      url: 'https://api.example/orders',
      method: 'POST',
      mode: 'cors',
      credentials: 'include',
      redirect: 'error',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      headers: [
        ['Content-Type', 'application/json'],
        ['X-Trace', 'on'],
      ],
      body: { kind: 'string', text: '{"id":7,"tags":["a","b"]}' },
    });
    expect(scenario.servers.map(({ origin }) => origin)).toEqual(['https://api.example']);
    expect(known).toEqual(expect.arrayContaining(['request.url', 'request.method', 'request.body']));
    expect(await problemsOf(scenario)).toEqual([]);
  });

  it.each([
    ['fetch("https://a.example/x")'],
    ['await fetch("https://a.example/x")'],
    ['window.fetch(`https://a.example/x`)'],
    ['const url = "https://a.example/x"; fetch(url).then(r => r.json())'],
    [
      'const base = "https://a.example"; const path = "/x"; async function go() { return fetch(base + path); }',
    ],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is read.
    ['async function go() { return fetch(`${BASE}/x`); }\nconst BASE = "https://a.example";'],
    ['fetch(new URL("/x", "https://a.example"))'],
    ['fetch(new Request("https://a.example/x"))'],
    ['const request = new Request("https://a.example/x"); fetch(request)'],
    ['const api = { base: "https://a.example", paths: ["/x"] }; fetch(api.base + api.paths[0])'],
    [
      'const load = async (): Promise<Item> => { const r: Response = await fetch("https://a.example/x"); return r as any; }',
    ],
    ['const App = () => <button onClick={() => fetch("https://a.example/x")}>Load</button>;'],
  ])('is read as what it asks for: %s', async (code) => {
    expect(await requestOf(code)).toMatchObject({ url: 'https://a.example/x', method: 'GET', mode: 'cors' });
  });

  it('follows what is done to its options and headers before the call', async () => {
    const request = await requestOf(`
      const headers = new Headers({ Accept: 'text/csv' });
      headers.append('X-One', '1');
      headers.set('accept', 'application/json');
      headers.append('X-Gone', 'x');
      headers.delete('x-gone');
      const options = { method: 'GET' };
      options.method = 'PATCH';
      options.headers = headers;
      fetch('https://a.example/', options);
      headers.append('X-Too-Late', '1');`);
    expect(request.method).toBe('PATCH');
    expect(request.headers).toEqual([
      ['X-One', '1'],
      ['accept', 'application/json'],
    ]);
  });

  it('lets the second argument outrank the Request it is given', async () => {
    const request = await requestOf(
      "fetch(new Request('https://a.example/', { method: 'PUT', mode: 'no-cors' }), { mode: 'cors' })",
    );
    expect(request).toMatchObject({ method: 'PUT', mode: 'cors' });
  });

  it.each([
    ['new URLSearchParams({ a: "1", b: "x y" })', { kind: 'URLSearchParams', text: 'a=1&b=x+y' }],
    [
      'new Blob(["{}"], { type: "application/json" })',
      { kind: 'Blob', text: '{}', type: 'application/json' },
    ],
    ['new ReadableStream()', { kind: 'ReadableStream' }],
    ['"plain"', { kind: 'string', text: 'plain' }],
  ])('knows the kind of the body %s', async (body, expected) => {
    const request = await requestOf(`fetch('https://a.example/', { method: 'POST', body: ${body} })`);
    expect(request.body).toMatchObject(expected);
  });

  it('collects what is appended to a FormData', async () => {
    const request = await requestOf(`
      const form = new FormData();
      form.append('name', 'Ada');
      form.append('file', input.files[0]);
      fetch('https://a.example/', { method: 'POST', body: form });`);
    expect(request.body).toMatchObject({ kind: 'FormData', text: 'name=Ada&file=files' });
  });

  it('marks what the snippet does not say as a guess, and asks for the server it does not name', async () => {
    const result = await imported(
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is read.
      'fetch(`${API}/users/${user.id}?q=1`, { headers: { Authorization: `Bearer ${token}` }, method })',
    );
    expect(result.scenario.request.url).toBe('https://bar.other/users/id?q=1');
    expect(result.missing.map(({ path }) => path)).toContain('request.url');
    expect(guessesAt(result, 'request.headers')).toEqual([expect.stringContaining('token')]);
    expect(guessesAt(result, 'request.method')).toEqual([expect.stringContaining('method')]);
    expect(guessesAt(result, 'page.url')).toHaveLength(1);
  });

  it('sends an object that nobody turned into text as the text it becomes', async () => {
    const result = await imported("fetch('https://a.example/', { method: 'POST', body: { a: 1 } })");
    expect(result.scenario.request.body.text).toBe('[object Object]');
    expect(guessesAt(result, 'request.body')[0]).toContain('JSON.stringify');
  });

  it('says which requests a snippet with several of them makes, and reads the one that is chosen', async () => {
    const code = "fetch('https://a.example/one'); fetch('https://a.example/two', { method: 'DELETE' });";
    expect((await pickedFrom(code, '/two')).scenario.request.method).toBe('DELETE');
  });

  it('takes the page from the referrer, and no header of the browser’s own, where Chrome copied it', async () => {
    const copies: { method: string; url: string; fetch: string }[] = JSON.parse(
      artefact('chromium-156-copies.json'),
    );
    for (const { method, url, fetch } of copies.filter((copy) => copy.method !== 'OPTIONS')) {
      const { scenario } = await imported(fetch);
      expect(scenario.page.url).toBe('http://localhost:47101/');
      expect(scenario.request.method).toBe(method);
      expect(scenario.request.url.split('?')[0]).toBe(url.split('?')[0]);
      const names = scenario.request.headers.map(([name]) => name);
      expect(names.filter((name) => !['content-type', 'authorization'].includes(name))).toEqual([]);
    }
  });

  it('reads what Firefox copies', async () => {
    const { scenario } = await imported(`await fetch("https://api.example/orders/7", {
    "credentials": "include",
    "headers": {
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
        "Accept": "*/*",
        "Accept-Language": "en-US,en;q=0.5",
        "X-Requested-With": "XMLHttpRequest",
        "Sec-Fetch-Dest": "empty",
        "Sec-Fetch-Mode": "cors",
        "Sec-Fetch-Site": "cross-site",
        "Priority": "u=0"
    },
    "referrer": "https://shop.example/",
    "method": "GET",
    "mode": "cors"
});`);
    expect(scenario).toMatchObject({
      page: { url: 'https://shop.example/' },
      browser: { profile: 'firefox' },
      request: {
        initiator: 'XMLHttpRequest',
        withCredentials: true,
        headers: [['X-Requested-With', 'XMLHttpRequest']],
      },
    });
  });
});

describe('an XMLHttpRequest', () => {
  it('gives what it was opened with, its headers, credentials, upload listener and body', async () => {
    expect(
      await requestOf(`
      function save(data) {
        var xhr = new XMLHttpRequest();
        xhr.open('PUT', 'https://api.example/items/3', true);
        xhr.withCredentials = true;
        xhr.setRequestHeader('Content-Type', 'application/json');
        xhr.upload.addEventListener('progress', show);
        xhr.onload = function () { alert(xhr.responseText); };
        xhr.send('{"a":1}');
      }`),
    ).toMatchObject({
      initiator: 'XMLHttpRequest',
      method: 'PUT',
      url: 'https://api.example/items/3',
      withCredentials: true,
      uploadListener: true,
      headers: [['Content-Type', 'application/json']],
      body: { text: '{"a":1}' },
    });
  });

  it('keeps two of them apart, even in one variable', async () => {
    const code = `
      var x = new XMLHttpRequest(); x.open('GET', 'https://a.example/1'); x.setRequestHeader('X-One', '1'); x.send();
      x.open('GET', 'https://a.example/2'); x.setRequestHeader('X-Two', '2'); x.send();`;
    expect((await pickedFrom(code, '/2')).scenario.request.headers).toEqual([['X-Two', '2']]);
  });
});

describe('an axios call', () => {
  it.each([
    ["axios.get('https://a.example/x')", { method: 'GET', url: 'https://a.example/x' }],
    ["axios('https://a.example/x', { method: 'delete' })", { method: 'DELETE' }],
    [
      "axios({ url: '/x', baseURL: 'https://a.example/v1/', method: 'head' })",
      { method: 'HEAD', url: 'https://a.example/v1/x' },
    ],
    [
      "axios.get('https://a.example/x', { params: { q: 'a b', n: 2 } })",
      { url: 'https://a.example/x?q=a%20b&n=2' },
    ],
    [
      "axios.defaults.baseURL = 'https://a.example'; axios.defaults.withCredentials = true; axios.post('/x')",
      { url: 'https://a.example/x', withCredentials: true },
    ],
    [
      "const http = axios.create({ baseURL: 'https://a.example', headers: { 'X-App': 'web' } }); http.put('/x', 'a=1')",
      { method: 'PUT', url: 'https://a.example/x' },
    ],
  ])('%s', async (code, expected) => {
    expect(await requestOf(code)).toMatchObject({ initiator: 'XMLHttpRequest', ...expected });
  });

  it('sends an object as JSON, which takes a preflight, and its own Accept', async () => {
    const request = await requestOf("axios.post('https://a.example/x', { a: 1 })");
    expect(request.body).toMatchObject({ kind: 'string', text: '{"a":1}' });
    expect(request.headers).toEqual([
      ['Accept', 'application/json, text/plain, */*'],
      ['Content-Type', 'application/json'],
    ]);
  });

  it('sends no Content-Type without a body', async () => {
    const request = await requestOf(
      "axios.get('https://a.example/', { headers: { 'Content-Type': 'application/json' } })",
    );
    expect(request.headers.map(([name]) => name)).toEqual(['Accept']);
  });
});

it('a jQuery call sends data as a form, with credentials where xhrFields say so', async () => {
  expect(
    await requestOf(
      "$.ajax({ url: 'https://a.example/x', type: 'POST', data: { a: 1 }, dataType: 'json', xhrFields: { withCredentials: true } })",
    ),
  ).toMatchObject({
    initiator: 'XMLHttpRequest',
    method: 'POST',
    withCredentials: true,
    body: { text: 'a=1' },
    headers: [
      ['Accept', 'application/json, text/javascript, */*; q=0.01'],
      ['Content-Type', 'application/x-www-form-urlencoded; charset=UTF-8'],
    ],
  });
});

it.each([
  [
    "new EventSource('https://a.example/e', { withCredentials: true })",
    { initiator: 'EventSource', withCredentials: true },
  ],
  ["new WebSocket('wss://a.example/s')", { initiator: 'WebSocket' }],
  [
    "navigator.sendBeacon('https://a.example/b', new Blob(['{}'], { type: 'application/json' }))",
    { initiator: 'sendBeacon' },
  ],
])('%s is read as well', async (code, expected) => {
  const { scenario } = await imported(code);
  expect(scenario.request).toMatchObject(expected);
  expect(await problemsOf(scenario)).toEqual([]);
});

describe('a snippet that cannot be read', () => {
  it('names the line and the column where it stops being JavaScript, and what stood before', async () => {
    const problem = await problemOf(
      "fetch('https://a.example/', {\n  method: 'PUT',\n  headers: { 'X': },\n});",
    );
    expect(problem.kind).toBe('fetch');
    expect(problem.at).toEqual({ line: 3, column: 19 });
    expect(plain(problem.understood[0] ?? [])).toContain('https://a.example/');
  });

  it.each([
    "fetch('https://a.example/', { method: 'PUT'",
    "fetch('https://a.example/', {\n  method: 'PU",
    "fetch('https://a.example/', {\n  body: `{",
  ])('is said to end too early where it is only cut off: %s', async (text) => {
    expect(plain((await problemOf(text)).sentence)).toContain('ends before it is complete');
  });

  it('is said to make no request where it makes none', async () => {
    expect(plain((await problemOf('function fetch (a) { return a; }')).sentence)).toContain('no request');
  });

  it('is not run: neither is anything in it', async () => {
    Reflect.set(globalThis, 'ranFromSnippet', 'no');
    await imported("fetch('https://a.example/' + (globalThis.ranFromSnippet = 'yes'))");
    expect(Reflect.get(globalThis, 'ranFromSnippet')).toBe('no');
  });
});
