import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/explain/rich';
import { defaultScenario } from '../../../src/scenario/defaults';
import { causeFor, guessesAt, imported, problemsOf } from './importing';
import { corsHeadersOf } from './lines';

describe('headers as text', () => {
  it('a raw request and its response are one conversation', async () => {
    const { scenario, what } = await imported(`POST /items?x=1 HTTP/1.1
Host: api.example
Origin: https://app.example
Referer: https://app.example/
Content-Type: application/json
X-Trace: on

{"a":1}
HTTP/1.1 403 Forbidden
Content-Type: text/html
X-Powered-By: Express

<h1>No</h1>`);
    expect(plain(what)).toBe('the headers of a request and its response');
    expect(scenario).toMatchObject({
      page: { url: 'https://app.example/' },
      request: {
        url: 'https://api.example/items?x=1',
        method: 'POST',
        headers: [
          ['Content-Type', 'application/json'],
          ['X-Trace', 'on'],
        ],
        body: { text: '{"a":1}' },
      },
    });
    expect(scenario.servers[0]?.raw.response).toEqual({
      status: '403',
      lines: 'Content-Type: text/html\nX-Powered-By: Express',
    });
    expect(scenario.servers[0]?.response.body).toBe('<h1>No</h1>');
    expect(await problemsOf(scenario)).toEqual([]);
  });

  it('lines of a response stay as they came: spelling, order, repetition', async () => {
    const { scenario } = await imported(`HTTP/2 200
access-control-allow-origin: *
Access-Control-ALLOW-Origin: https://app.example
vary:Accept
Vary: Origin`);
    expect(scenario.servers[0]?.raw.response.lines.split('\n')).toEqual([
      'access-control-allow-origin: *',
      'Access-Control-ALLOW-Origin: https://app.example',
      'vary: Accept',
      'Vary: Origin',
    ]);
  });

  it('a response alone answers the request on the screen, which is marked as kept', async () => {
    const current = {
      ...defaultScenario,
      request: { ...defaultScenario.request, url: 'https://bar.other/mine', method: 'PUT' },
    };
    const result = await imported('HTTP/1.1 500 Oops\nContent-Type: text/plain', { current });
    expect(result.scenario.request).toMatchObject({ url: 'https://bar.other/mine', method: 'PUT' });
    expect(result.scenario.servers[0]?.raw.response.status).toBe('500');
    expect(guessesAt(result, 'request.url')).toEqual([expect.stringContaining('on the screen')]);
  });

  it.each([
    [
      'with names and values on lines of their own',
      `Request URL
https://api.example/items
Request Method
GET
Status Code
200 OK
Referrer Policy
strict-origin-when-cross-origin
access-control-allow-origin
https://other.example
accept
*/*
origin
https://app.example
sec-fetch-mode
cors`,
    ],
    [
      'with colons and titles',
      `General
Request URL: https://api.example/items
Request Method: GET
Status Code: 200 OK
Referrer Policy: strict-origin-when-cross-origin
Response Headers
access-control-allow-origin: https://other.example
Request Headers
Provisional headers are shown
:authority: api.example
:method: GET
:path: /items
:scheme: https
accept: */*
origin: https://app.example
sec-fetch-mode: cors`,
    ],
  ])('what the panel of Chrome gives when it is copied, %s', async (_how, text) => {
    const { scenario } = await imported(text);
    expect(scenario).toMatchObject({
      page: { url: 'https://app.example/' },
      request: { url: 'https://api.example/items', method: 'GET', headers: [], mode: 'cors' },
    });
    expect(corsHeadersOf(scenario, 0, 'response')).toEqual([
      'access-control-allow-origin: https://other.example',
    ]);
    expect(await causeFor(scenario)).toBe('allow-origin-mismatch');
  });

  it('names a line that is no header', async () => {
    const { notUnderstood } = await imported('HTTP/1.1 200 OK\nVary: Origin\nthis is odd\nServer: x');
    expect(notUnderstood.map(plain).join()).toContain('this is odd');
  });
});

describe('the output of curl -v', () => {
  const output = `* Host api.example:443 was resolved.
*   Trying 93.184.216.34:443...
* Connected to api.example (93.184.216.34) port 443
* ALPN: curl offers h2,http/1.1
* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384
> GET /items HTTP/2
> Host: api.example
> User-Agent: curl/8.5.0
> Accept: */*
> Origin: https://app.example
> X-Api-Key: 0123456789abcdef
>
* Request completely sent off
< HTTP/2 200
< content-type: application/json
< access-control-allow-origin: https://app.example
< content-length: 7
<
{ [7 bytes data]
{"a":1}
* Connection #0 to host api.example left intact`;

  it('gives the request and the answer line by line', async () => {
    const { scenario } = await imported(output);
    expect(scenario).toMatchObject({
      page: { url: 'https://app.example/' },
      request: { url: 'https://api.example/items', method: 'GET', headers: [['X-Api-Key', '***']] },
    });
    const [server] = scenario.servers;
    expect(server).toMatchObject({
      origin: 'https://api.example',
      response: { body: '{"a":1}' },
    });
    expect(server?.raw.response.lines).toBe(
      'content-type: application/json\naccess-control-allow-origin: https://app.example',
    );
  });

  it('asks for the answer to a preflight that the page would need, with the command that shows it', async () => {
    const { missing, scenario } = await imported(output);
    const ask = missing.find(({ path }) => path === 'servers.0.raw.preflight.lines')?.ask ?? [];
    const command = plain(ask).match(/curl -v -X OPTIONS .*'https:\/\/api\.example\/items'/)?.[0] ?? '';
    expect(command).toContain('Access-Control-Request-Headers: x-api-key');
    expect(await causeFor(scenario)).toBe('header-not-allowed');
  });

  it('pairs a preflight tried by hand with the request', async () => {
    const preflight = `> OPTIONS /items HTTP/2
> Host: api.example
> Origin: https://app.example
> Access-Control-Request-Method: GET
> Access-Control-Request-Headers: x-api-key
>
< HTTP/2 204
< access-control-allow-origin: https://app.example
< access-control-allow-headers: x-api-key
<`;
    const { scenario } = await imported(`${output}\n${preflight}`);
    expect(scenario.servers[0]?.raw.preflight.status).toBe('204');
    expect(await causeFor(scenario)).toBe('none');
  });

  it('a preflight alone tells of the request it asks for', async () => {
    const { scenario, guessed } = await imported(`$ curl -v -X OPTIONS https://api.example/items
* SSL connection using TLSv1.3
> OPTIONS /items HTTP/1.1
> Host: api.example
> Origin: https://app.example
> Access-Control-Request-Method: PATCH
> Access-Control-Request-Headers: content-type,x-a
>
< HTTP/1.1 401 Unauthorized
< WWW-Authenticate: Bearer
<`);
    expect(scenario.request).toMatchObject({ method: 'PATCH', url: 'https://api.example/items' });
    expect(scenario.request.headers.map(([name]) => name)).toEqual(['content-type', 'x-a']);
    expect(guessed.map(({ path }) => path)).toContain('request.headers.1.value');
    expect(await causeFor(scenario)).toBe('preflight-unauthorized');
  });

  it('follows redirects from server to server', async () => {
    const { scenario } = await imported(`* SSL connection using TLSv1.3
> GET /me HTTP/1.1
> Host: api.example
> Origin: https://app.example
>
< HTTP/1.1 302 Found
< Location: https://login.example/sso
< Access-Control-Allow-Origin: *
<
* Issue another request to this URL: 'https://login.example/sso'
> GET /sso HTTP/1.1
> Host: login.example
> Origin: https://app.example
>
< HTTP/1.1 200 OK
<
<html>`);
    expect(scenario.servers.map(({ origin }) => origin)).toEqual([
      'https://api.example',
      'https://login.example',
    ]);
    expect(await causeFor(scenario)).toBe('origin-null-by-redirect');
  });

  it.each([
    ['curl: (6) Could not resolve host: api.example', 'dns'],
    [
      'curl: (7) Failed to connect to localhost port 3000 after 0 ms: Connection refused',
      'connection-refused',
    ],
    ['*   Trying 1.2.3.4:443...\ncurl: (60) SSL certificate problem: self-signed certificate', 'tls'],
  ])('says why nothing came back: %s', async (text, cause) => {
    expect(await causeFor((await imported(text)).scenario)).toBe(cause);
  });
});
