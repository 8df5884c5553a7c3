import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importText } from '../../../src/share/import/import';
import { createMasker } from '../../../src/share/import/secrets';
import { imported } from './importing';

const JWT =
  'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';

describe('a secret keeps its shape and loses its value', () => {
  it.each([
    [['Authorization', `Bearer ${JWT}`], 'Bearer ***'],
    [['authorization', 'Basic YWRhOmxvdmVsYWNl'], 'Basic ***'],
    [['X-API-Key', 'abc123'], '***'],
    [['X-Auth-Token', 'abc123'], '***'],
    [['X-CSRF-Token', 'abc123'], '***'],
    [['Cookie', 'sid=abc; theme=dark'], 'sid=***; theme=***'],
    [['X-Custom', JWT], '***'],
    [['X-Custom', `prefix ${JWT} suffix`], 'prefix *** suffix'],
    [['X-Forwarded', 'https://ada:lovelace@a.example/?token=abc'], 'https://***:***@a.example/?token=***'],
  ] as const)('%j becomes %s', (header, shown) => {
    expect(createMasker().requestHeader(header)[1]).toBe(shown);
  });

  it.each([
    ['https://a.example/?q=cats&page=2', 'https://a.example/?q=cats&page=2'],
    ['https://a.example/?access_token=abc&q=1', 'https://a.example/?access_token=***&q=1'],
    ['https://a.example/?X-Amz-Signature=0123abc', 'https://a.example/?X-Amz-Signature=***'],
    ['https://a.example/cb#id_token=abc', 'https://a.example/cb#id_token=***'],
    [`https://a.example/${JWT}/x`, 'https://a.example/***/x'],
    ['https://user:pass@a.example/', 'https://***:***@a.example/'],
    ['https:\\\\user:pa@ss@a.example/', 'https:\\\\***:***@a.example/'],
    [
      'https://api.telegram.org/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/send',
      'https://api.telegram.org/***/send',
    ],
    ['/login?next=%2F&password=hunter2', '/login?next=%2F&password=***'],
    [
      'https://a.example/?next=https%3A%2F%2Fb.example%2F%3Ftoken%3Dabc',
      `https://a.example/?next=${encodeURIComponent('https://b.example/?token=***')}`,
    ],
  ])('%s becomes %s', (url, shown) => {
    expect(createMasker().url(url)).toBe(shown);
  });

  it.each([
    ['{"user":"ada","password":"hunter2"}', '{"user":"ada","password":"***"}'],
    [
      '{"a":{"accessToken":"x","n":1},"list":[{"api_key":"y"}]}',
      '{"a":{"accessToken":"***","n":1},"list":[{"api_key":"***"}]}',
    ],
    ['user=ada&password=hunter2', 'user=ada&password=***'],
    ['{"password":"hunter2","cut":', '{"password":"***","cut":'],
    ['{"theme":"dark","tokens":[]}', '{"theme":"dark","tokens":[]}'],
    [
      '--x\r\nContent-Disposition: form-data; name="password"\r\n\r\nhunter2\r\n--x--',
      '--x\r\nContent-Disposition: form-data; name="password"\r\n\r\n***\r\n--x--',
    ],
  ])('the body %s becomes %s', (body, shown) => {
    expect(createMasker().body(body)).toBe(shown);
  });

  it.each([
    [['Access-Control-Allow-Headers', 'Authorization, X-API-Key, X-Auth-Token'], undefined],
    [
      ['Set-Cookie', 'sid=abc; Path=/; HttpOnly; SameSite=None; Secure'],
      'sid=***; Path=/; HttpOnly; SameSite=None; Secure',
    ],
    [['WWW-Authenticate', 'Bearer realm="api", error="invalid_token"'], undefined],
    [['ETag', '"33a64df551425fcc55e4d42a148795d9f25f89d4"'], undefined],
    [['Location', '/login?token=abc'], '/login?token=***'],
    [['Vary', 'Origin, Cookie, Authorization'], undefined],
    [['Access-Control-Allow-Origin', 'https://app.example'], undefined],
  ] as const)('of a response %j keeps every byte that is no secret', (header, shown) => {
    expect(createMasker().responseHeader(header)[1]).toBe(shown ?? header[1]);
  });
});

describe('no secret reaches anything that comes of an import', () => {
  const secret = fc.stringMatching(/^[A-Za-z]{4}[0-9]{4}[A-Za-z0-9]{8,24}$/);
  const carriers: Readonly<Record<string, (secret: string) => string>> = {
    'a fetch header': (s) => `fetch('https://a.example/', { headers: { Authorization: 'Bearer ${s}' } })`,
    'a fetch URL': (s) => `fetch('https://a.example/?access_token=${s}&x=1')`,
    'a fetch body': (s) =>
      `fetch('https://a.example/', { method: 'POST', body: JSON.stringify({ password: '${s}', note: 'my ${s}' }) })`,
    'a header and a body': (s) =>
      `fetch('https://a.example/', { method: 'POST', headers: { 'X-API-Key': '${s}' }, body: 'plain ${s}' })`,
    'axios auth': (s) => `axios.get('https://a.example/', { auth: { username: 'ada', password: '${s}' } })`,
    'a cookie of cURL': (s) => `curl https://a.example/ -b 'sid=${s}'`,
    'a cookie header of cURL': (s) =>
      `curl https://a.example/ -H 'cookie: a=1; sid=${s}' -H 'sec-fetch-mode: cors' -H 'origin: https://b.example'`,
    'a user of cURL': (s) => `curl -u ada:${s} https://a.example/`,
    'a URL of cURL': (s) => `curl 'https://ada:${s}@a.example/'`,
    'raw headers': (s) =>
      `GET /?token=${s} HTTP/1.1\nHost: a.example\nAuthorization: Token ${s}\n\nHTTP/1.1 200 OK\nSet-Cookie: sid=${s}; Path=/\nX-Echo: ${s}\n\n{"echo":"${s}"}`,
    'curl -v': (s) =>
      `> GET / HTTP/1.1\n> Host: a.example\n> X-Auth-Token: ${s}\n>\n< HTTP/1.1 302 Found\n< Location: https://b.example/?code=${s}\n<\n${s}`,
    'a HAR file': (s) =>
      JSON.stringify({
        log: {
          entries: [
            {
              request: {
                method: 'POST',
                url: `https://a.example/?sig=${s}`,
                headers: [
                  { name: 'Cookie', value: `sid=${s}` },
                  { name: 'Origin', value: 'https://b.example' },
                  { name: 'X-Echo', value: s },
                ],
                postData: { text: `password=${s}` },
              },
              response: {
                status: 200,
                headers: [{ name: 'Set-Cookie', value: `sid=${s}` }],
                content: { text: `hello ${s}` },
              },
            },
          ],
        },
      }),
    'a console message': (s) =>
      `Access to fetch at 'https://a.example/?token=${s}' from origin 'https://b.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
    'a broken snippet': (s) =>
      `const headers = { Authorization: 'Bearer ${s}' };\nfetch('https://a.example/', { headers: }`,
  };

  it.each(Object.entries(carriers))('%s', async (_where, carrier) => {
    await fc.assert(
      fc.asyncProperty(secret, async (value) => {
        const result = await importText(carrier(value));
        const all = [result, ...(result.type === 'choice' ? [await result.pick(0)] : [])];
        expect(JSON.stringify(all)).not.toContain(value);
      }),
      { numRuns: 15 },
    );
  });

  it('says what was masked, where', async () => {
    const { secrets } = await imported(
      "curl -H 'Authorization: Bearer abcdef123456' -b 'sid=1a2b3c4d' 'https://a.example/?api_key=zzz'",
    );
    expect(secrets).toEqual(
      expect.arrayContaining([
        { where: 'Authorization', shown: 'Bearer ***' },
        { where: 'cookie sid', shown: '***' },
        { where: 'api_key', shown: '***' },
      ]),
    );
  });

  it('a URL in a URL in a URL is looked through, and what is nested deeper is masked whole', () => {
    const inner = createMasker().url(
      'https://a.example/?u=https://b.example/?u=https://c.example/?token=abc',
    );
    expect(inner).toContain('c.example');
    expect(decodeURIComponent(decodeURIComponent(inner))).not.toContain('abc');
    const deep = createMasker().url(`${'https://a.example/?u='.repeat(3_000)}https://b.example/?token=abc`);
    expect(deep.length).toBeLessThan(1_000);
    expect(deep).not.toContain('abc');
  });

  it('a cookie’s everyday value does not blot out the rest', async () => {
    const { scenario } = await imported("curl -b 'host=a.example; mode=dark' https://a.example/dark");
    expect(scenario.request.url).toBe('https://a.example/dark');
    expect(scenario.servers[0]?.origin).toBe('https://a.example');
  });
});
