import { afterEach, describe, expect, test } from 'vitest';
import type { Added, Lab, LabOptions } from '../../src/lab/lab';
import type { Scenario } from '../../src/scenario/scenario';
import type { Observed } from '../../src/witness/observed';
import { exchange, runnerSource, scenario, send, server, split, startSmallLab } from './harness';

const labs: Lab[] = [];

afterEach(() => Promise.all(labs.splice(0).map((lab) => lab.close())));

async function start(options: Partial<LabOptions> = {}): Promise<Lab> {
  const lab = await startSmallLab(options);
  labs.push(lab);
  return lab;
}

async function add(lab: Lab, original: Scenario = scenario()): Promise<Added> {
  const added = await lab.add(original);
  if (!added.ok) throw new Error(JSON.stringify(added.problems));
  return added;
}

const seen: Observed = { runs: [{ kind: 'rejection' }], userAgent: 'Test' };

describe('a scenario’s servers', () => {
  test('answer with the lines the policy gives, and none besides', async () => {
    const lab = await start();
    const { mapped } = await add(
      lab,
      scenario({
        servers: [
          server('https://bar.other', {
            policy: { origins: 'list', list: ['https://foo.example'], mistakes: ['allow-origin twice'] },
            response: { headers: [['X-Odd', '\xe9']], body: 'é' },
          }),
        ],
      }),
    );
    const page = new URL(mapped.page.url).origin;
    const { status, lines, body } = split(await send(mapped.request.url, 'GET', [`Origin: ${page}`]));
    expect(status).toBe('HTTP/1.1 200 OK');
    expect(lines).toEqual([
      `Access-Control-Allow-Origin: ${page}`,
      `Access-Control-Allow-Origin: ${page}`,
      'X-Odd: \xe9',
      'Content-Type: text/plain;charset=utf-8',
      'Content-Length: 2',
    ]);
    expect(Buffer.from(body, 'latin1').toString()).toBe('é');
  });

  test('send raw lines as they stand', async () => {
    const lab = await start();
    const base = server('https://bar.other', { answers: 'raw' });
    const raw = { ...base.raw, response: { status: '207', lines: 'x-A:  one\nX-a: two' } };
    const { mapped } = await add(lab, scenario({ servers: [{ ...base, raw }] }));
    expect(split(await send(mapped.request.url)).lines).toEqual(['x-A: one', 'X-a: two']);
  });

  test('take any method, and are asked by OPTIONS', async () => {
    const lab = await start();
    const { mapped, id } = await add(lab);
    const { url } = mapped.request;
    for (const method of ['patch', 'FOO', '*']) {
      expect(split(await send(url, method)).status).toBe('HTTP/1.1 200 OK');
    }
    const asked = ['Origin: http://x', 'access-control-request-method: patch'];
    expect(split(await send(url, 'OPTIONS', asked)).status).toBe('HTTP/1.1 204 No Content');
    expect(lab.record(id)?.map(({ method }) => method)).toEqual(['patch', 'FOO', '*', 'OPTIONS']);
  });

  test('record each request as it came', async () => {
    const lab = await start();
    const { mapped, id } = await add(lab);
    const url = `${mapped.request.url}?q=%20`;
    await send(url, 'POST', ['x-A: 1', 'X-a: \xc3\xa9'], 'hé');
    const [request] = lab.record(id) ?? [];
    expect(request).toMatchObject({
      method: 'POST',
      url,
      target: new URL(url).pathname + new URL(url).search,
    });
    expect(request?.body).toBe('hé');
    expect(request?.headers.slice(1, 3)).toEqual([
      ['x-A', '1'],
      ['X-a', Buffer.from('\xc3\xa9').toString('latin1')],
    ]);
    expect(request?.answer).toMatchObject({ type: 'response', body: 'scenario', response: { status: 200 } });
  });

  test.each(['reset', 'timeout'] as const)('cut the connection: %s', async (failure) => {
    const lab = await start({ hang: 5 });
    const { mapped, id } = await add(lab, scenario({ servers: [server('https://bar.other', { failure })] }));
    expect(await send(mapped.request.url)).toBe('');
    expect(lab.record(id)).toMatchObject([{ answer: { type: 'failure', failure } }]);
  });

  test('where nobody is described, nobody answers', async () => {
    const lab = await start();
    const { mapped, id } = await add(
      lab,
      scenario({
        servers: [server('https://bar.other', { path: '/only' })],
        request: { url: 'https://bar.other/only' },
      }),
    );
    expect(await send(mapped.request.url.replace('/only', '/else'))).toBe('');
    expect(lab.record(id)).toMatchObject([{ answer: { type: 'failure', failure: 'dns' } }]);
  });

  test('speak WebSocket with the key they are given', async () => {
    const lab = await start();
    const { mapped } = await add(
      lab,
      scenario({ request: { initiator: 'WebSocket', url: 'wss://bar.other/' } }),
    );
    const url = new URL(mapped.request.url.replace('ws', 'http'));
    const handshake = [
      `GET ${url.pathname} HTTP/1.1`,
      `Host: ${url.host}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      // The example of RFC 6455, section 1.3, is not what a browser sends.
      'Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==',
    ];
    const answer = await exchange(Number(url.port), `${handshake.join('\r\n')}\r\n\r\n`, '\r\n\r\n');
    expect(split(answer).status).toBe('HTTP/1.1 101 Switching Protocols');
    expect(split(answer).lines).toContain('Sec-WebSocket-Accept: HSmrc0sMlYUkAGmm5OPpG2HaGWk=');
  });

  test('give what is decoded or run a body of the lab’s own, of the right length', async () => {
    const lab = await start();
    const { mapped, id } = await add(
      lab,
      scenario({
        request: { initiator: 'script' },
        servers: [server('https://bar.other', { response: { body: 'alert(document.cookie)' } })],
      }),
    );
    const { lines, body } = split(await send(mapped.request.url));
    expect(body).not.toContain('cookie');
    expect(lines).toContain(`Content-Length: ${body.length}`);
    expect(lab.record(id)).toMatchObject([{ answer: { body: 'stand-in' } }]);
  });
});

describe('a scenario’s page', () => {
  test('has the headers that make it what it is', async () => {
    const lab = await start();
    const { pageUrl } = await add(
      lab,
      scenario({ page: { kind: 'sandbox', referrerPolicy: 'no-referrer', embedderPolicy: 'require-corp' } }),
    );
    const { lines } = split(await send(pageUrl));
    expect(lines).toContain('Referrer-Policy: no-referrer');
    expect(lines).toContain('Cross-Origin-Embedder-Policy: require-corp');
    expect(lines).toContain('Content-Security-Policy: sandbox allow-scripts allow-forms');
  });

  test('comes after a visit to each host that has cookies', async () => {
    const lab = await start();
    const { pageUrl, mapped } = await add(
      lab,
      scenario({
        page: { url: 'http://foo.example/' },
        request: { url: 'http://bar.other/' },
        servers: [server('http://bar.other')],
        cookies: [
          { url: 'http://bar.other/', cookie: 'a=b' },
          { url: 'http://nowhere.test/', cookie: 'c=d' },
          { url: 'http://foo.example/', cookie: 'e=f' },
        ],
      }),
    );
    const path: string[] = [];
    const cookies: string[] = [];
    let url = pageUrl;
    for (;;) {
      path.push(new URL(url).hostname);
      const { lines } = split(await send(url));
      cookies.push(...lines.filter((line) => line.startsWith('Set-Cookie')));
      const location = lines.find((line) => line.startsWith('Location: '));
      if (location === undefined) break;
      url = location.slice('Location: '.length);
    }
    // The host that has no server is not there: its cookie is never sent.
    expect(path).toEqual(['localhost', '127.0.0.1', '127.0.0.1']);
    expect(cookies).toEqual(
      [mapped.cookies[0], mapped.cookies[2]].map((one) => `Set-Cookie: ${one?.cookie}`),
    );
  });

  test('asks for the cookies that were set on it', async () => {
    const lab = await start();
    const { pageUrl, mapped, config } = await add(
      lab,
      scenario({
        page: { url: 'http://foo.example/' },
        request: { url: 'http://bar.other/' },
        servers: [server('http://bar.other')],
        browser: { profile: 'firefox', thirdPartyCookies: 'allowed', localNetwork: 'denied' },
        cookies: [
          { url: 'http://bar.other/', cookie: 'a=b', fromPage: true },
          { url: 'http://nowhere.test/', cookie: 'c=d', fromPage: true },
        ],
      }),
    );
    expect(new URL(pageUrl).origin).toBe(new URL(mapped.page.url).origin);
    expect(config.cookies.map((url) => new URL(url).hostname)).toEqual(['localhost']);
    const origin = new URL(mapped.page.url).origin;
    const { lines } = split(await send(config.cookies[0] ?? '', 'GET', [`Origin: ${origin}`]));
    expect(lines).toContain(`Set-Cookie: ${mapped.cookies[0]?.cookie}`);
    expect(lines).toContain(`Access-Control-Allow-Origin: ${origin}`);
    expect(lines).toContain('Access-Control-Allow-Credentials: true');
  });

  test('sits in a page of another site where it is framed', async () => {
    const lab = await start();
    const { pageUrl, mapped } = await add(lab, scenario({ page: { framed: true } }));
    expect(new URL(pageUrl).hostname).not.toBe(new URL(mapped.page.url).hostname);
    expect(split(await send(pageUrl)).body).toContain(`<iframe src="${new URL(mapped.page.url).origin}/`);
  });

  test('holds the scenario’s texts as data', async () => {
    const lab = await start({ runner: await runnerSource() });
    const { pageUrl } = await add(
      lab,
      scenario({ request: { method: 'POST', body: { kind: 'string', text: '</script><img>', type: '' } } }),
    );
    const { body } = split(await send(pageUrl));
    expect(body.match(/<\/script/g)).toHaveLength(1);
    expect(body).not.toContain('<img');
  });

  test('reports what it saw', async () => {
    const lab = await start();
    const { pageUrl, id } = await add(lab);
    const observed = lab.observed(id);
    const url = pageUrl.replace(/page$/, 'observed');
    expect(split(await send(url, 'POST', [], 'not JSON')).status).toMatch('400');
    expect(split(await send(url, 'POST', [], '{"runs": []}')).status).toMatch('400');
    expect(lab.progress(id)?.observed).toBeNull();
    await send(url, 'POST', [], JSON.stringify(seen));
    expect(await observed).toEqual(seen);
    expect(lab.progress(id)?.observed).toEqual(seen);
    expect(lab.record(id)).toEqual([]);
  });

  test('is given once, as a second one would send everything again', async () => {
    const lab = await start();
    const { pageUrl, id } = await add(lab);
    expect(lab.progress(id)?.page).toBe('unopened');
    expect(split(await send(pageUrl)).status).toMatch('200');
    expect(lab.progress(id)?.page).toBe('opened');
    expect(split(await send(pageUrl)).status).toMatch('410');
  });

  test('is done with once it has reported and no more requests come', async () => {
    const lab = await start();
    const { pageUrl, id } = await add(lab);
    expect(lab.progress(id)).toMatchObject({ observed: null, settled: 'no' });
    await send(pageUrl.replace(/page$/, 'observed'), 'POST', [], JSON.stringify(seen));
    await expect.poll(() => lab.progress(id)?.settled).toBe('yes');
    // What it said first counts.
    const other = { ...seen, userAgent: 'Other' };
    await send(pageUrl.replace(/page$/, 'observed'), 'POST', [], JSON.stringify(other));
    expect(lab.progress(id)?.observed).toEqual(seen);
  });

  test('that does not report is not waited for without end', async () => {
    const lab = await start();
    const { id } = await add(lab);
    await expect(lab.observed(id, 5)).rejects.toThrow('has not reported');
  });
});

describe('limits', () => {
  test('a scenario that cannot be played is refused with all its problems', async () => {
    const lab = await start();
    const invalid = await lab.add(scenario({ request: { url: 'http://' } }));
    expect(invalid).toMatchObject({ ok: false, problems: [{ path: 'request.url', code: 'url' }] });
    const refused = await lab.add(scenario({ page: { kind: 'file' } }));
    expect(refused).toMatchObject({ ok: false, problems: [{ path: 'page.kind', code: 'page-file' }] });
  });

  test('the oldest scenario goes when there are too many', async () => {
    const lab = await start({ scenarios: 2 });
    const [first, second, third] = [await add(lab), await add(lab), await add(lab)];
    expect(lab.record(first.id)).toBeNull();
    expect(lab.record(second.id)).toEqual([]);
    expect(lab.record(third.id)).toEqual([]);
    expect(split(await send(first.pageUrl)).status).toMatch('404');
  });

  test('a scenario is forgotten after a while, or when told', async () => {
    const lab = await start({ memory: 5 });
    const { id } = await add(lab);
    await expect.poll(() => lab.record(id)).toBeNull();
    const other = await add(lab);
    expect(lab.forget(other.id)).toBe(true);
    expect(lab.forget(other.id)).toBe(false);
  });

  test('of one scenario only so many requests are taken', async () => {
    const lab = await start({ requests: 2 });
    const { mapped, id } = await add(lab);
    for (let i = 0; i < 3; i++) await send(mapped.request.url);
    expect(lab.record(id)).toHaveLength(2);
    expect(split(await send(mapped.request.url)).status).toMatch('429');
  });

  test('of one scenario only so many bytes are kept', async () => {
    const lab = await start({ bytes: 1000 });
    const { mapped, id } = await add(lab);
    await send(mapped.request.url, 'POST', [], 'x'.repeat(1000));
    expect(split(await send(mapped.request.url)).status).toMatch('429');
    expect(lab.record(id)).toHaveLength(1);
  });

  test('only loopback is listened at, and only by its own names', async () => {
    const lab = await start();
    const { mapped } = await add(lab);
    const { port, pathname } = new URL(mapped.request.url);
    const answer = await exchange(
      Number(port),
      `GET ${pathname} HTTP/1.1\r\nHost: evil.test:${port}\r\nConnection: close\r\n\r\n`,
    );
    expect(split(answer).status).toMatch('421');
    const named = await start({ domain: 'localhost' });
    const other = new URL((await add(named)).mapped.request.url);
    const to = async (host: string) =>
      split(
        await exchange(
          Number(other.port),
          `GET ${other.pathname} HTTP/1.1\r\nHost: ${host}:${other.port}\r\nConnection: close\r\n\r\n`,
        ),
      ).status;
    expect(await to('a.localhost')).not.toMatch('421');
    expect(await to('a.localhost.evil.test')).toMatch('421');
    expect(await to('evillocalhost')).toMatch('421');
    expect(lab.addresses.hosts.every((host) => /^(127\.|localhost$|\[::1\]$)/.test(host))).toBe(true);
  });
});

describe('the control API', () => {
  const app = 'http://localhost:5173';

  /** A request to it, as the app sends one. */
  function ask(lab: Lab, method: string, path: string, { origin = app, token = lab.token, body = '' } = {}) {
    const lines = [`Origin: ${origin}`, `Authorization: Bearer ${token}`, 'Content-Type: application/json'];
    return send(lab.control + path, method, lines, body).then(split);
  }

  test('adds a scenario, tells of it, and forgets it', async () => {
    const lab = await start({ appOrigins: [app] });
    const { status, lines, body } = await ask(lab, 'POST', '/lab/scenarios', {
      body: JSON.stringify(scenario()),
    });
    expect(status).toMatch('201');
    expect(lines).toContain(`Access-Control-Allow-Origin: ${app}`);
    expect(lines).toContain('Vary: Origin');
    const { id, pageUrl, mapped } = JSON.parse(body) as Added;
    // Where the page posts its message to, and nowhere else.
    expect(split(await send(pageUrl)).body).toContain(`"app":"${app}"`);
    await send(mapped.request.url);
    const told = JSON.parse((await ask(lab, 'GET', `/lab/scenarios/${id}`)).body);
    expect(told).toMatchObject({ requests: [{ url: mapped.request.url }], observed: null });
    expect((await ask(lab, 'DELETE', `/lab/scenarios/${id}`)).status).toMatch('200');
    expect((await ask(lab, 'GET', `/lab/scenarios/${id}`)).status).toMatch('404');
  });

  test('is only for the app’s origins', async () => {
    const lab = await start({ appOrigins: [app] });
    for (const origin of ['http://localhost:5174', 'http://127.0.0.1:5173', 'null', `${app}/`]) {
      const { status, lines } = await ask(lab, 'POST', '/lab/scenarios', { origin });
      expect(status).toMatch('403');
      expect(lines.join()).not.toMatch(/access-control/i);
    }
    expect(split(await send(`${lab.control}/lab/scenarios`, 'POST')).status).toMatch('403');
  });

  test('is only for who has the token', async () => {
    const lab = await start({ appOrigins: [app] });
    for (const token of ['', 'wrong', lab.token.slice(1), `${lab.token}x`]) {
      expect((await ask(lab, 'POST', '/lab/scenarios', { token })).status).toMatch('401');
    }
  });

  test('gives each start another token', async () => {
    expect((await start()).token).not.toBe((await start()).token);
  });

  test('answers the preflight its token causes', async () => {
    const lab = await start({ appOrigins: [app] });
    const { lines } = split(
      await send(`${lab.control}/lab/scenarios`, 'OPTIONS', [
        `Origin: ${app}`,
        'Access-Control-Request-Method: POST',
      ]),
    );
    expect(lines).toContain(`Access-Control-Allow-Origin: ${app}`);
    expect(lines).toContain('Access-Control-Allow-Headers: authorization, content-type');
  });

  test.each([
    ['400', 'not JSON'],
    ['422', '{"version": 2}'],
    ['422', JSON.stringify(scenario({ request: { url: '' } }))],
    ['422', JSON.stringify(scenario({ page: { kind: 'file' } }))],
    ['400', ''],
    ['413', ' '.repeat(1_048_577)],
  ])('answers %s to what is no scenario', async (status, body) => {
    const lab = await start({ appOrigins: [app] });
    expect((await ask(lab, 'POST', '/lab/scenarios', { body })).status).toMatch(status);
  });
});

describe('a scenario that cannot be played', () => {
  const app = 'http://localhost:5173';
  const bar = 'https://bar.other';
  const raw = (lines: string) => {
    const base = server(bar, { answers: 'raw' });
    return scenario({
      servers: [{ ...base, raw: { ...base.raw, response: { status: '200', lines } } }],
    });
  };

  test.each<[what: string, refused: Scenario, path: string, code: string, words: RegExp]>([
    [
      'a port below 1',
      scenario({ request: { url: 'http://bar.other:0/' } }),
      'request.url',
      'port',
      /port 0\. Ports go from 1/,
    ],
    ['a negative port', scenario({ request: { url: 'http://bar.other:-1/' } }), 'request.url', 'url', /URL/],
    [
      'a server at a port below 1',
      scenario({ servers: [server('http://bar.other:0')] }),
      'servers.0.origin',
      'port',
      /port 0/,
    ],
    [
      'a redirect to a port below 1',
      scenario({ servers: [server(bar, { response: { status: '302', location: 'http://x.test:0/' } })] }),
      'servers.0.response.location',
      'port',
      /port 0/,
    ],
    [
      'a page at a port of another protocol',
      scenario({
        page: { url: 'http://foo.example:25/' },
        request: { url: 'http://foo.example:25/x' },
        servers: [server('http://foo.example:25')],
      }),
      'page.url',
      'page-port',
      /port 25/,
    ],
    [
      'a request header with a NUL',
      scenario({ request: { headers: [['X-A', 'a\0b']] } }),
      'request.headers.0.value',
      'header-value',
      /NUL/,
    ],
    [
      'a response header with a NUL',
      scenario({ servers: [server(bar, { response: { headers: [['X-A', 'a\0b']] } })] }),
      'servers.0.response.headers.0.value',
      'header-value',
      /NUL/,
    ],
    ['raw lines with a NUL', raw('X-A: 1\nX-B: a\0b'), 'servers.0.raw.response.lines', 'raw-line', /Line 2/],
    [
      'raw lines that are no bytes',
      raw('X-A: \u{1f600}'),
      'servers.0.raw.response.lines',
      'not-bytes',
      /Line 1/,
    ],
    [
      'a page that is no web page',
      scenario({ page: { url: 'ftp://foo.example/' } }),
      'page.url',
      'url-not-http',
      /another kind of URL/,
    ],
    ['a page from disk', scenario({ page: { kind: 'file' } }), 'page.kind', 'page-file', /disk/],
    [
      'code in a URL',
      scenario({ request: { initiator: 'form', url: 'javascript:alert(1)' } }),
      'request.url',
      'javascript-url',
      /the lab runs nobody/,
    ],
    [
      'a request with more header lines than servers take',
      scenario({ request: { headers: [['X-A', 'a'.repeat(60_000)]] } }),
      'request.headers',
      'head-too-long',
      /49152/,
    ],
    [
      'an answer with more header lines than browsers take',
      scenario({
        servers: [
          server(bar, {
            response: { headers: [1, 2, 3, 4].map((n): [string, string] => [`X-${n}`, 'a'.repeat(60_000)]) },
          }),
        ],
      }),
      'servers.0',
      'head-too-long',
      /196608/,
    ],
    [
      'a cookie for the whole host',
      scenario({ cookies: [{ url: 'https://bar.other/', cookie: '__Host-a=b; Secure; Path=/' }] }),
      'cookies.0.cookie',
      'host-cookie',
      /__Host-/,
    ],
    [
      'what clears the data of others',
      scenario({ servers: [server(bar, { response: { headers: [['Clear-Site-Data', '"*"']] } })] }),
      'servers.0.response.headers.0.value',
      'clear-site-data',
      /Clear-Site-Data/,
    ],
    [
      'a blocker in the browser',
      scenario({ servers: [server(bar, { failure: 'blocked by the client' })] }),
      'servers.0.failure',
      'blocked-by-the-client',
      /ad blocker/,
    ],
    [
      'mixed content',
      scenario({ request: { url: 'http://bar.other/' }, servers: [server('http://bar.other')] }),
      'request.url',
      'mixed-content',
      /plain HTTP/,
    ],
  ])('%s: is refused at its field, with its reason in words', async (_, refused, path, code, words) => {
    const lab = await start({ appOrigins: [app] });
    const lines = [`Origin: ${app}`, `Authorization: Bearer ${lab.token}`];
    const body = JSON.stringify(refused);
    const answer = split(await send(`${lab.control}/lab/scenarios`, 'POST', lines, body));
    expect(answer.status).toMatch('422');
    const { problems } = JSON.parse(answer.body) as {
      problems: { path: string; code: string; message: string }[];
    };
    const found = problems.find((problem) => problem.path === path && problem.code === code);
    expect(found?.message, answer.body).toMatch(words);
  });

  test('one that is none is refused at its field too', async () => {
    const lab = await start({ appOrigins: [app] });
    const lines = [`Origin: ${app}`, `Authorization: Bearer ${lab.token}`];
    const body = JSON.stringify({ ...scenario(), page: { ...scenario().page, kind: 'moon' } });
    const answer = JSON.parse(split(await send(`${lab.control}/lab/scenarios`, 'POST', lines, body)).body);
    expect(answer.problems).toMatchObject([{ path: 'page.kind', code: 'shape', reason: 'invalid' }]);
    expect(answer.problems[0].message).toMatch(/not what a scenario has here/);
  });

  test('code in a data: URL is not carried along', async () => {
    const lab = await start();
    const { mapped } = await add(
      lab,
      scenario({ request: { initiator: 'script', url: 'data:text/javascript,alert(1)' } }),
    );
    expect(mapped.request.url).toBe('data:text/javascript,');
  });
});

test('a runner that would end its script early is refused', async () => {
  await expect(startSmallLab({ runner: '"</script>"' })).rejects.toThrow();
});

describe('HTTPS', () => {
  const cookies = [{ url: 'https://bar.other/', cookie: 'a=b; Secure; SameSite=None' }];

  /** A GET by someone who trusts any certificate. */
  async function getSecurely(url: string) {
    const { connect } = await import('node:tls');
    const { port, host, pathname } = new URL(url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port: Number(port), rejectUnauthorized: false });
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
      socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    });
    return split(answer);
  }

  test('speaks the same', async () => {
    const lab = await start({ tls: 'on', ports: 1 });
    const { mapped } = await add(lab, scenario({ cookies }));
    expect(mapped.request.url).toMatch(/^https:\/\/localhost:/);
    const answer = await getSecurely(mapped.request.url);
    expect(answer).toMatchObject({ status: 'HTTP/1.1 200 OK', body: '{"answer": 42}' });
  });

  test('on demand begins with the first scenario that needs it', async () => {
    const lab = await start({ tls: 'on demand', ports: 1 });
    expect((await add(lab)).mapped.request.url).toMatch(/^http:/);
    expect(lab.addresses.https).toEqual([]);
    const [one, other] = await Promise.all([
      add(lab, scenario({ cookies })),
      add(lab, scenario({ cookies })),
    ]);
    expect(lab.addresses.https).toHaveLength(1);
    expect(one.changes).not.toContain('secure cookies over http');
    expect(new URL(one.mapped.page.url).origin).toBe(new URL(other.mapped.page.url).origin);
    expect((await getSecurely(one.mapped.request.url)).status).toBe('HTTP/1.1 200 OK');
  });

  test('a browser comes by every origin whose certificate it may have to accept, once', async () => {
    const lab = await start({ tls: 'on demand', ports: 1 });
    const { id, pageUrl } = await add(lab, scenario({ cookies }));
    const waiting: number[] = [];
    const path: string[] = [];
    for (let url: string | undefined = pageUrl; url !== undefined; ) {
      path.push(`${new URL(url).hostname} ${new URL(url).pathname.replace(/^\/@[0-9a-z]+\//, '')}`);
      waiting.push(lab.progress(id)?.unopened.length ?? -1);
      const { lines } = await getSecurely(url);
      url = lines.find((line) => line.startsWith('Location: '))?.slice('Location: '.length);
    }
    expect(path).toEqual(['localhost open', '127.0.0.1 open', 'localhost visit/0', '127.0.0.1 page']);
    expect(waiting).toEqual([2, 1, 0, 0]);
  });

  test('without it, a scenario that takes it is refused', async () => {
    const lab = await start();
    const tls = scenario({ servers: [server('https://bar.other', { failure: 'tls' })] });
    expect(await lab.add(tls)).toMatchObject({ ok: false, problems: [{ code: 'needs-https' }] });
  });
});
