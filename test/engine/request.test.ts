import { describe, expect, test } from 'vitest';
import {
  A,
  ANY,
  B,
  C,
  cookie,
  failedRule,
  got,
  headerOf,
  holding,
  isPreflight,
  ok,
  play,
  redirect,
  request,
  requests,
  response,
  type Servers,
  sandboxed,
  sent,
  server,
  stepOf,
} from './harness';

/** Servers that redirect along these origins, the last of which answers. */
function chain(origins: readonly string[]): Servers {
  const servers: Record<string, Servers[string]> = {};
  origins.forEach((origin, hop) => {
    const next = origins[hop + 1];
    servers[`${origin}/${hop}`] = next === undefined ? ok(ANY) : redirect(`${next}/${hop + 1}`);
  });
  return servers;
}

/** What `Origin` says on the last request of a chain. */
function lastOrigin(origins: readonly string[], setting: Parameters<typeof play>[2] = {}): string | null {
  const trace = play({ url: `${origins[0]}/0` }, chain(origins), setting);
  expect(sent(trace)).toHaveLength(origins.length);
  return headerOf(request(trace, -1), 'Origin');
}

describe('after a redirect that taints the origin', () => {
  const tainted = (answer: Readonly<Record<string, string>>) =>
    play({ url: `${B}/0` }, { [`${B}/0`]: redirect(`${C}/1`), [`${C}/1`]: ok(answer) });

  test('A8: Origin says null', () => {
    const trace = tainted(ANY);
    expect(requests(trace).map((sentOne) => headerOf(sentOne, 'Origin'))).toEqual([A, 'null']);
    expect(stepOf(trace, 'redirect.origin-null').facts).toEqual({ origin: A, via: B });
  });

  test('A8: the CORS check compares with null, no longer with the page’s origin', () => {
    expect(failedRule(tainted({ 'Access-Control-Allow-Origin': A }))).toBe('cors-check.allow-origin');
    expect(got(tainted({ 'Access-Control-Allow-Origin': 'null' })).status).toBe(200);
  });

  test('A8: the preflight goes out with null and is remembered under null', () => {
    const allowed = { 'Access-Control-Allow-Origin': 'null', 'Access-Control-Allow-Methods': 'PUT' };
    const servers = {
      [`${B}/0`]: server(ok({ ...ANY, 'Access-Control-Allow-Methods': 'PUT' }), redirect(`${C}/1`, 307)),
      [`${C}/1`]: ok(allowed),
    };
    const trace = play({ url: `${B}/0`, method: 'PUT' }, servers);
    expect(got(trace).status).toBe(200);
    expect(requests(trace).map((one) => [isPreflight(one), headerOf(one, 'Origin')])).toEqual([
      [true, A],
      [false, A],
      [true, 'null'],
      [false, 'null'],
    ]);
    expect(trace.state.preflightCache.map(({ origin, url }) => [origin, url])).toEqual([
      [A, `${B}/0`],
      ['null', `${C}/1`],
    ]);
  });

  test('A8: Timing-Allow-Origin is compared with null', () => {
    const timing = (value: string) =>
      got(
        play(
          { url: `${B}/0` },
          {
            [`${B}/0`]: redirect(`${C}/1`, 302, { 'Timing-Allow-Origin': A }),
            [`${C}/1`]: ok({ ...ANY, 'Timing-Allow-Origin': value }),
          },
        ),
      ).timing;
    expect(timing('null')).toBe('detailed');
    expect(timing(A)).toBe('opaque');
  });
});

describe('redirect-taint', () => {
  const PORT = 'https://foo.example:8443';

  test.each([
    ['a redirect within the page’s origin', [A, A], null],
    ['from the page’s origin to another', [A, B], A],
    ['from the page’s origin, twice, to another', [A, A, B], A],
    ['another origin, no redirect', [B], A],
    ['within another origin', [B, B], A],
    ['from the page’s origin to another, and on within it', [A, B, B], A],
    ['from one foreign origin to another', [B, C], 'null'],
    ['from the page’s origin to a second, to a third', [A, B, C], 'null'],
    ['away and back', [A, B, A], 'null'],
    ['from a foreign origin to the page’s', [B, A], 'null'],
    ['away, back, and away again', [A, B, A, B], 'null'],
    ['to a third origin, and on within it', [A, B, C, C], 'null'],
    ['another port is another origin', [PORT, A], 'null'],
    ['another port of a foreign host', [B, `${B}:8443`], 'null'],
  ])('A9: %s (%j): Origin is %s', (_, origins, origin) => {
    expect(lastOrigin(origins)).toBe(origin);
  });

  test.each([
    ['no redirect', [B]],
    ['a redirect', [B, C]],
  ])('A9: a sandboxed frame sends null anyway: %s', (_, origins) => {
    expect(lastOrigin(origins, { client: sandboxed })).toBe('null');
  });

  // SameSite cookies tell the two tainted states apart: they stay home after a cross-site one only.
  const strict = cookie('foo.example', { hostOnly: false, sameSite: 'Strict' });

  test.each([
    ['from one origin of the page’s site to another', ['https://api.foo.example', A], 'null', 'id=1'],
    ['over another site and back', ['https://api.foo.example', B, 'https://api.foo.example'], 'null', null],
    ['from another site to the page’s', [B, 'https://api.foo.example'], 'null', null],
    ['from the page’s origin to its site', [A, 'https://api.foo.example'], A, 'id=1'],
  ])('A9: %s (%j): Origin is %s, the SameSite=Strict cookie is %s', (_, origins, origin, cookie) => {
    const answer = (value: string, location?: string) =>
      response(location === undefined ? 200 : 302, {
        'Access-Control-Allow-Origin': value,
        'Access-Control-Allow-Credentials': 'true',
        ...(location !== undefined && { Location: location }),
      });
    const servers: Record<string, Servers[string]> = {};
    origins.forEach((at, hop) => {
      const next = origins[hop + 1];
      servers[`${at}/${hop}`] = (asked) =>
        answer(headerOf(asked, 'Origin') ?? A, next && `${next}/${hop + 1}`);
    });
    const trace = play({ url: `${origins[0]}/0`, credentials: 'include' }, servers, {
      environment: holding(strict),
    });
    expect(got(trace).status).toBe(200);
    expect(headerOf(request(trace, -1), 'Origin')).toBe(origin);
    expect(headerOf(request(trace, -1), 'Cookie')).toBe(cookie);
  });
});

describe('statuses', () => {
  test.each([301, 302, 303, 307, 308])('A10: %i redirects', (status) => {
    const trace = play({ url: `${B}/0` }, { [`${B}/0`]: redirect(`${B}/1`, status), [`${B}/1`]: ok(ANY) });
    expect(sent(trace)).toEqual([`GET ${B}/0`, `GET ${B}/1`]);
  });

  test.each([201, 204, 300, 304, 305, 306, 309, 310, 399])('A10: %i does not redirect', (status) => {
    const trace = play({ url: `${B}/0` }, { [`${B}/0`]: redirect(`${B}/1`, status) });
    expect(sent(trace)).toEqual([`GET ${B}/0`]);
    expect(got(trace)).toMatchObject({ status, redirected: false });
  });

  test.each([
    [200, true],
    [204, true],
    [299, true],
    [300, false],
    [304, false],
    [400, false],
    [500, false],
  ])('A10: whether %i is an ok status: %s', (status, isOk) => {
    expect(got(play({}, { [B]: response(status, ANY) })).ok).toBe(isOk);
    const preflighted = play(
      { method: 'PUT' },
      {
        [B]: server(response(status, { ...ANY, 'Access-Control-Allow-Methods': 'PUT' }), ok(ANY)),
      },
    );
    expect(failedRule(preflighted)).toBe(isOk ? null : 'preflight.status');
  });

  test.each([
    [200, 'readable'],
    [204, 'empty'],
    [205, 'empty'],
    [206, 'readable'],
    [304, 'empty'],
    [404, 'readable'],
  ])('A10: the body of a %i is %s', (status, body) => {
    expect(got(play({}, { [B]: response(status, ANY) })).body).toBe(body);
  });
});
