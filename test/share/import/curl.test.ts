import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/explain/rich';
import { artefact, guessesAt, imported, problemOf, problemsOf } from './importing';

const requestOf = async (text: string) => (await imported(text)).scenario.request;

describe('a cURL command that a browser copied', () => {
  const copies: { method: string; url: string; bash: string; cmd: string }[] = JSON.parse(
    artefact('chromium-156-copies.json'),
  );

  it.each(copies.map((copy) => [copy.method, copy.url, copy] as const))(
    'for Bash and for cmd it is the same request: %s %s',
    async (_method, _url, { bash, cmd }) => {
      const [one, other] = [await imported(bash), await imported(cmd)];
      expect(other.scenario).toEqual(one.scenario);
      expect(one.scenario.page.url).toBe('http://localhost:47101/');
      expect(one.scenario.browser.profile).toBe('chromium');
      expect(await problemsOf(one.scenario)).toEqual([]);
    },
  );

  it('keeps a body with quotes as it was', async () => {
    const put = copies.find(({ method }) => method === 'PUT');
    expect((await requestOf(put?.bash ?? '')).body.text).toBe('{"a":"it\'s"}');
    expect((await requestOf(put?.cmd ?? '')).body.text).toBe('{"a":"it\'s"}');
  });

  it('asks for what a preflight asked for, where that is what was copied', async () => {
    const preflight = copies.find(({ method, url }) => method === 'OPTIONS' && url.includes('/ok?'));
    const { scenario } = await imported(preflight?.bash ?? '');
    expect(scenario.request).toMatchObject({
      method: 'PUT',
      headers: [['content-type', 'application/json']],
    });
  });

  it('turns the headers of the browser into what the page did, and sets none of them', async () => {
    const { scenario } = await imported(String.raw`curl 'https://api.example/items' \
  -X 'POST' \
  -H 'accept: application/json' \
  -H 'accept-language: de' \
  -H 'cache-control: no-cache' \
  -H 'content-type: application/json' \
  -b 'sid=5f4dcc3b5aa765d6; theme=dark' \
  -H 'origin: https://app.example' \
  -H 'pragma: no-cache' \
  -H 'priority: u=1, i' \
  -H 'referer: https://app.example/list?page=2' \
  -H 'sec-ch-ua: "Chromium";v="156"' \
  -H 'sec-fetch-dest: empty' \
  -H 'sec-fetch-mode: cors' \
  -H 'sec-fetch-site: cross-site' \
  -H 'user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/156.0.0.0 Safari/537.36' \
  -H 'x-trace: on' \
  --data-raw $'{"text":"It\'s \u00e9\n"}' --compressed`);
    expect(scenario.page.url).toBe('https://app.example/list?page=2');
    expect(scenario.request).toMatchObject({
      method: 'POST',
      mode: 'cors',
      credentials: 'include',
      headers: [
        ['accept', 'application/json'],
        ['content-type', 'application/json'],
        ['x-trace', 'on'],
      ],
      body: { text: '{"text":"It\'s é\n"}' },
    });
    expect(scenario.cookies.map(({ cookie }) => cookie.split(';')[0])).toEqual(['sid=***', 'theme=***']);
  });
});

describe('a cURL command that somebody wrote', () => {
  it.each([
    ['curl https://a.example/x', { method: 'GET', url: 'https://a.example/x' }],
    ['$ curl -I https://a.example/x', { method: 'HEAD' }],
    ['curl localhost:3000/x', { url: 'http://localhost:3000/x' }],
    ['curl -sSLXDELETE https://a.example/x', { method: 'DELETE' }],
    [
      'curl -d a=1 -d b=2 https://a.example/x',
      {
        method: 'POST',
        body: { kind: 'string', text: 'a=1&b=2', type: '' },
        headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      },
    ],
    [
      'curl -G -d a=1 --data-urlencode "q=x y" https://a.example/x',
      { method: 'GET', url: 'https://a.example/x?a=1&q=x%20y' },
    ],
    [
      'curl --json \'{"a":1}\' https://a.example/x',
      {
        method: 'POST',
        headers: [
          ['Content-Type', 'application/json'],
          ['Accept', 'application/json'],
        ],
      },
    ],
    [
      'curl -F name=Ada -F file=@photo.png https://a.example/x',
      { method: 'POST', body: { kind: 'FormData', text: 'name=Ada&file=photo.png', type: '' } },
    ],
    ['curl -T file.txt https://a.example/x', { method: 'PUT' }],
    ['curl -u ada:lovelace https://a.example/x', { headers: [['Authorization', 'Basic ***']] }],
    [
      'curl -o out.txt --max-time 3 -H "X-A: b" https://a.example/x',
      { url: 'https://a.example/x', headers: [['X-A', 'b']] },
    ],
    ["TOKEN=1 curl -b 'sid=1' https://a.example/x", { credentials: 'include' }],
    ['cd /tmp && curl https://a.example/x | jq .', { url: 'https://a.example/x' }],
  ])('%s', async (command, expected) => {
    expect(await requestOf(command)).toMatchObject(expected);
  });

  it('takes the page from an Origin, and no header that only a browser sets', async () => {
    const { scenario } = await imported(
      "curl -H 'Origin: https://app.example' -A Test/1 https://a.example/x",
    );
    expect(scenario.page.url).toBe('https://app.example/');
    expect(scenario.request.headers).toEqual([]);
  });

  it('marks what only the shell knows', async () => {
    const result = await imported(
      'curl -H "Authorization: Bearer $API_TOKEN" "https://a.example/$(date +%F)"',
    );
    expect(guessesAt(result, 'request.headers').join()).toContain('$API_TOKEN');
    expect(guessesAt(result, 'request.url').join()).toContain('$(date +%F)');
  });

  it('says where a quote is never closed, and reads what stands before it', async () => {
    const { scenario, notUnderstood } = await imported(
      "curl https://a.example/x \\\n  -H 'X-A: b' \\\n  -d '{\"a\":",
    );
    expect(scenario.request.url).toBe('https://a.example/x');
    expect(notUnderstood.map(plain).join()).toContain('line 3, column 6');
  });

  it('says that a & without quotes ends the command', async () => {
    const { scenario, notUnderstood } = await imported('curl https://a.example/x?a=1&b=2');
    expect(scenario.request.url).toBe('https://a.example/x?a=1');
    expect(notUnderstood.map(plain).join()).toContain('quotes');
  });

  it('names what is missing where there is no URL', async () => {
    expect(plain((await problemOf("curl -H 'A: b' -X POST")).sentence)).toContain('no URL');
  });
});

it('a PowerShell command is recognised, and said not to be read', async () => {
  expect(
    plain((await problemOf('Invoke-WebRequest -Uri "https://a.example/" -Method POST')).sentence),
  ).toContain('PowerShell');
});
