import { describe, expect, test } from 'vitest';
import type { HttpResponse } from '../../src/engine/http';
import type { RequestSpec } from '../../src/engine/initiator';
import {
  A,
  ALLOW_ALL,
  ANY,
  B,
  C,
  failedRule,
  got,
  headerOf,
  ok,
  play,
  redirect,
  request,
  requests,
  response,
  sent,
  server,
  stepOf,
} from './harness';

const STRING_BODY = { kind: 'string', text: 'hello', type: '' } as const;

/** A chain of `count` redirects, from `/0`, with something readable at its end. */
function chain(count: number) {
  const answer = ({ url }: { readonly url: string }): HttpResponse => {
    const at = Number(new URL(url).pathname.slice(1));
    return at < count ? redirect(`/${at + 1}`) : ok(ANY);
  };
  return { [A]: answer, [B]: answer };
}

describe('where a redirect leads', () => {
  test.each([301, 302, 303, 307, 308])('G1: a %i without Location is a response like any other', (status) => {
    const trace = play({}, { [B]: response(status, ANY) });
    expect(got(trace)).toMatchObject({ type: 'cors', status, redirected: false, body: 'readable' });
  });

  test.each([
    ['two lines', 'https://bar.other/x', 'https://bar.other/y'],
    ['two equal lines', '/x', '/x'],
  ])('G1: Location on %s is a network error', (_, first, second) => {
    const headers = [['Access-Control-Allow-Origin', '*'] as const, ['Location', first] as const];
    const trace = play({}, { [B]: response(302, [...headers, ['location', second]]) });
    expect(failedRule(trace)).toBe('redirect.location-invalid');
  });

  test.each(['http://[', 'https://', 'https://bar other/'])(
    'G1: a Location that is no URL (%s) is a network error',
    (location) => {
      expect(failedRule(play({}, { [B]: redirect(location) }))).toBe('redirect.location-invalid');
    },
  );

  test('G1: Location is relative to the URL that answered', () => {
    const trace = play(
      { url: `${B}/a/b?q` },
      { [`${B}/a/b`]: redirect('../c'), [`${B}/c`]: redirect('//baz.third/d'), [C]: ok(ANY) },
    );
    expect(sent(trace)).toEqual([`GET ${B}/a/b?q`, `GET ${B}/c`, `GET ${C}/d`]);
  });

  test('G1: an empty Location leads back to where it came from, again and again', () => {
    const trace = play({}, { [B]: redirect('') });
    expect(failedRule(trace)).toBe('redirect.count');
    expect(sent(trace)).toEqual(Array(21).fill(`GET ${B}/doc`));
  });

  test('G1: a byte above 0x7F in Location is escaped as it stands, not as UTF-8', () => {
    const trace = play({}, { [`${B}/doc`]: redirect('/caf\xe9'), [B]: ok(ANY) });
    expect(sent(trace)[1]).toBe(`GET ${B}/caf%E9`);
  });

  test.each([
    ['none', '/next', `${B}/next#top`],
    ['its own', '/next#end', `${B}/next#end`],
    ['an empty one', '/next#', `${B}/next#`],
  ])('G1: the fragment goes along to a Location with %s, or not', (_, location, to) => {
    const trace = play({ url: `${B}/doc#top` }, { [`${B}/doc`]: redirect(location), [B]: ok(ANY) });
    expect(stepOf(trace, 'redirect.followed').facts.to).toBe(to);
    expect(sent(trace)).toEqual([`GET ${B}/doc`, `GET ${B}/next`]);
  });

  test('G1: the fragment survives a chain of redirects', () => {
    const trace = play(
      { url: `${B}/0#top` },
      { [`${B}/0`]: redirect('/1'), [`${B}/1`]: redirect('/2'), [B]: ok(ANY) },
    );
    expect(stepOf(trace, 'redirect.followed').facts.to).toBe(`${B}/2#top`);
  });

  test.each([
    'data:text/plain,hi',
    'blob:https://foo.example/1234',
    'about:blank',
    'file:///etc/hosts',
    'javascript:alert(1)',
    'mailto:ann@bar.other',
    'ftp://bar.other/',
    'wss://bar.other/',
  ])('G2: a redirect to %s is a network error', (location) => {
    expect(failedRule(play({}, { [B]: redirect(location) }))).toBe('redirect.scheme');
    const own = play({ url: `${A}/own` }, { [A]: redirect(location) });
    expect(failedRule(own)).toBe('redirect.scheme');
  });
});

describe('how many', () => {
  test.each([A, B])('G3: 20 redirects are followed at %s', (origin) => {
    const trace = play({ url: `${origin}/0` }, chain(20));
    expect(got(trace)).toMatchObject({ url: `${origin}/20`, status: 200 });
    expect(sent(trace)).toHaveLength(21);
  });

  test.each([A, B])('G3: the 21st redirect is a network error at %s', (origin) => {
    const trace = play({ url: `${origin}/0` }, chain(21));
    expect(failedRule(trace)).toBe('redirect.count');
    expect(sent(trace)).toHaveLength(21);
  });

  test('G3: the count goes on when the origin changes', () => {
    const hop = ({ url }: { readonly url: string }): HttpResponse =>
      redirect(url.startsWith(B) ? `${C}/x` : `${B}/x`);
    const trace = play({}, { [B]: hop, [C]: hop });
    expect(failedRule(trace)).toBe('redirect.count');
    expect(sent(trace)).toHaveLength(21);
  });

  test('G3: a 302 without Location at the end of 20 redirects is no redirect', () => {
    const trace = play({ url: `${B}/0` }, { ...chain(20), [`${B}/20`]: response(302, ANY) });
    expect(got(trace).status).toBe(302);
  });

  test('G3: preflights do not count as redirects', () => {
    const answer = chain(20)[B];
    if (!answer) throw new Error('no answer');
    const trace = play(
      { url: `${B}/0`, headers: [['X-One', '1']] },
      { [B]: (asked) => (asked.method === 'OPTIONS' ? ok(ALLOW_ALL) : answer(asked)) },
    );
    expect(got(trace).status).toBe(200);
    expect(sent(trace)).toHaveLength(42);
  });
});

describe('user name and password in Location', () => {
  test.each(['user:secret@', 'user@', ':secret@'])(
    'G4: from the own origin to another with %s is a network error',
    (userinfo) => {
      const trace = play({ url: `${A}/own` }, { [A]: redirect(`https://${userinfo}bar.other/`) });
      expect(failedRule(trace)).toBe('redirect.credentials');
    },
  );

  test('G4: a no-cors request may be redirected so', () => {
    const trace = play(
      { mode: 'no-cors' },
      { [B]: redirect('https://user:secret@baz.third/'), [C]: ok(), 'https://user:secret@baz.third': ok() },
    );
    expect(got(trace).type).toBe('opaque');
  });

  test('G5: from another origin back to the own with a user name is a network error', () => {
    const trace = play({}, { [B]: redirect('https://user:secret@foo.example/') });
    expect(failedRule(trace)).toBe('redirect.credentials');
  });

  test('G5: within another origin with a user name is a network error', () => {
    expect(failedRule(play({}, { [B]: redirect('https://user@bar.other/') }))).toBe('redirect.credentials');
  });

  test('G5: within the own origin a user name is allowed', () => {
    const trace = play(
      { url: `${A}/own` },
      { [A]: redirect('https://user:secret@foo.example/next'), 'https://user:secret@foo.example': ok() },
    );
    expect(got(trace).type).toBe('basic');
  });

  test('G5: an empty user name is none', () => {
    const trace = play({}, { [`${B}/doc`]: redirect('https://@bar.other/next'), [B]: ok(ANY) });
    expect(sent(trace)[1]).toBe(`GET ${B}/next`);
    expect(got(trace).status).toBe(200);
  });
});

describe('method, body and headers', () => {
  const stream = {
    method: 'POST',
    body: { kind: 'ReadableStream', text: 'hello', type: '' },
  } as const;

  test.each([301, 302, 307, 308])('G6: a stream cannot follow a %i', (status) => {
    const trace = play(stream, { [B]: server(ok(ALLOW_ALL), redirect('/next', status)) });
    expect(failedRule(trace)).toBe('redirect.body');
  });

  test('G6: after a 303 the stream is dropped, so it can be followed', () => {
    const trace = play(stream, {
      [`${B}/doc`]: server(ok(ALLOW_ALL), redirect('/next', 303)),
      [B]: ok(ALLOW_ALL),
    });
    expect(sent(trace).at(-1)).toBe(`GET ${B}/next`);
    expect(got(trace).status).toBe(200);
  });

  const becomesGet: readonly (readonly [status: number, method: string])[] = [
    [301, 'POST'],
    [302, 'POST'],
    [303, 'POST'],
    [303, 'PUT'],
    [303, 'DELETE'],
    [303, 'PATCH'],
    [303, 'OPTIONS'],
    [303, 'CHICKEN'],
  ];

  test.each(becomesGet)('G7: a %i turns %s into a GET without body', (status, method) => {
    const trace = redirected({ method, body: STRING_BODY }, status);
    expect(request(trace, -1)).toMatchObject({ method: 'GET', body: null });
    expect(headerOf(request(trace, -1), 'Content-Length')).toBeNull();
    expect(stepOf(trace, 'redirect.method-changed').facts).toMatchObject({ status, from: method });
  });

  const keeps: readonly (readonly [status: number, method: string])[] = [
    ...[301, 302, 307, 308].flatMap((status) =>
      ['PUT', 'DELETE', 'PATCH', 'OPTIONS'].map((method) => [status, method] as const),
    ),
    [307, 'POST'],
    [308, 'POST'],
  ];

  test.each(keeps)('G7: a %i keeps %s with its body', (status, method) => {
    const trace = redirected({ method, body: STRING_BODY, headers: [['Content-Language', 'fi']] }, status);
    const last = request(trace, -1);
    expect(last).toMatchObject({ method, body: 'hello' });
    expect(headerOf(last, 'Content-Type')).toBe('text/plain;charset=UTF-8');
    expect(headerOf(last, 'Content-Language')).toBe('fi');
    expect(headerOf(last, 'Content-Length')).toBe('5');
  });

  test.each([301, 302, 303, 307, 308])('G7: a %i keeps GET and HEAD, and their headers', (status) => {
    for (const method of ['GET', 'HEAD']) {
      const trace = redirected({ method, headers: [['Content-Language', 'fi']] }, status);
      expect(request(trace, -1).method).toBe(method);
      expect(headerOf(request(trace, -1), 'Content-Language')).toBe('fi');
    }
  });

  test('G7: a 303 turns PUT into GET and drops the body headers, and only those', () => {
    const headers = [
      ['Content-Encoding', 'gzip'],
      ['content-language', 'fi'],
      ['Content-Location', '/there'],
      ['Content-Type', 'text/plain'],
      ['Content-MD5', 'x'],
      ['X-One', '1'],
    ] as const;
    const trace = redirected({ method: 'PUT', body: STRING_BODY, headers }, 303);
    const names = request(trace, -1).headers.map(([name]) => name.toLowerCase());
    expect(names.filter((name) => name.startsWith('content-'))).toEqual(['content-md5']);
    expect(names).toContain('x-one');
    expect(stepOf(trace, 'redirect.method-changed').facts.dropped).toEqual([
      'Content-Encoding',
      'content-language',
      'Content-Location',
      'Content-Type',
    ]);
  });

  test('G7: a JSON POST that a 302 made a GET needs no second preflight', () => {
    const trace = play(
      { method: 'POST', body: STRING_BODY, headers: [['Content-Type', 'application/json']] },
      { [`${B}/doc`]: server(ok(ALLOW_ALL), redirect('/next')), [`${B}/next`]: ok(ANY) },
    );
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`, `POST ${B}/doc`, `GET ${B}/next`]);
  });

  function redirected(changes: Partial<RequestSpec>, status: number) {
    return play(changes, {
      [`${B}/doc`]: server(ok(ALLOW_ALL), redirect('/next', status)),
      [B]: ok(ALLOW_ALL),
    });
  }
});

describe('Authorization', () => {
  const authorized = { headers: [['Authorization', 'Bearer x']] } as const;

  test('G8: a redirect to another origin drops Authorization, and with it the need for a preflight', () => {
    const trace = play({ ...authorized, url: `${A}/own` }, { [A]: redirect(`${B}/doc`), [B]: ok(ANY) });
    expect(sent(trace)).toEqual([`GET ${A}/own`, `GET ${B}/doc`]);
    expect(requests(trace).map((sent) => headerOf(sent, 'Authorization'))).toEqual(['Bearer x', null]);
  });

  test.each(['http://foo.example:8080', 'https://foo.example', 'http://www.foo.example'])(
    'G8: %s is another origin than http://foo.example',
    (origin) => {
      const trace = play(
        { ...authorized, url: 'http://foo.example/own' },
        { 'http://foo.example': redirect(`${origin}/next`), [origin]: ok(ANY) },
        { client: { url: 'http://foo.example/page' } },
      );
      expect(requests(trace).map((sent) => headerOf(sent, 'Authorization'))).toEqual(['Bearer x', null]);
    },
  );

  test('G8: within one origin Authorization stays', () => {
    const trace = play({ ...authorized, url: `${A}/own` }, { [`${A}/own`]: redirect('/next'), [A]: ok() });
    expect(headerOf(request(trace, -1), 'Authorization')).toBe('Bearer x');
  });

  test('G8: Authorization never comes back, not even at the origin it was meant for', () => {
    const trace = play(
      { ...authorized, url: `${A}/own` },
      {
        [`${A}/own`]: redirect(`${B}/doc`),
        [B]: redirect(`${A}/next`),
        [`${A}/next`]: ok({ 'Access-Control-Allow-Origin': 'null' }),
      },
    );
    expect(got(trace).url).toBe(`${A}/next`);
    expect(headerOf(request(trace, -1), 'Authorization')).toBeNull();
  });

  test('G8: other headers stay, and are preflighted at the new origin', () => {
    const trace = play(
      { headers: [...authorized.headers, ['X-One', '1']] },
      { [B]: server(ok(ALLOW_ALL), redirect(`${C}/next`)), [C]: ok(ALLOW_ALL) },
    );
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`, `GET ${B}/doc`, `OPTIONS ${C}/next`, `GET ${C}/next`]);
    expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBe('authorization,x-one');
    expect(headerOf(request(trace, 2), 'Access-Control-Request-Headers')).toBe('x-one');
    expect(headerOf(request(trace, 3), 'X-One')).toBe('1');
  });
});

describe('what follows', () => {
  test('G9: Referrer-Policy on the redirect counts for the next request', () => {
    const trace = play(
      { url: `${A}/own` },
      {
        [`${A}/own`]: redirect('/next', 302, { 'Referrer-Policy': 'no-referrer' }),
        [A]: ok(),
      },
    );
    expect(requests(trace).map((sent) => headerOf(sent, 'Referer'))).toEqual([`${A}/page`, null]);
  });

  test('G9: of several referrer policies the last known one counts', () => {
    const policy = 'no-referrer, origin, made-up';
    const trace = play(
      { url: `${A}/own` },
      { [`${A}/own`]: redirect('/next', 302, { 'Referrer-Policy': policy }), [A]: ok() },
    );
    expect(headerOf(request(trace, 1), 'Referer')).toBe(`${A}/`);
  });

  test('G9: a referrer cut short on one hop is not made whole again on the next', () => {
    const trace = play(
      {},
      {
        [B]: redirect(`${A}/home`, 302, { 'Referrer-Policy': 'unsafe-url' }),
        [A]: ok({ 'Access-Control-Allow-Origin': 'null' }),
      },
    );
    expect(requests(trace).map((sent) => headerOf(sent, 'Referer'))).toEqual([`${A}/`, `${A}/`]);
  });

  test('G9: the next URL goes through main fetch: a same-origin request may become a CORS request', () => {
    const trace = play({ url: `${A}/own` }, { [A]: redirect(`${B}/doc`), [B]: ok() });
    expect(requests(trace).map((sent) => headerOf(sent, 'Origin'))).toEqual([null, A]);
    expect(failedRule(trace)).toBe('cors-check.allow-origin-missing');
  });

  test('G9: mode "same-origin" does not follow to another origin', () => {
    const trace = play({ url: `${A}/own`, mode: 'same-origin' }, { [A]: redirect(`${B}/doc`) });
    expect(failedRule(trace)).toBe('main-fetch.mode-same-origin');
    expect(sent(trace)).toEqual([`GET ${A}/own`]);
  });

  test('G10: a redirect after a preflight is followed, with a preflight for the next URL', () => {
    const trace = play(
      { method: 'PUT' },
      { [`${B}/doc`]: server(ok(ALLOW_ALL), redirect('/next', 307)), [B]: ok(ALLOW_ALL) },
    );
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`, `PUT ${B}/doc`, `OPTIONS ${B}/next`, `PUT ${B}/next`]);
    expect(got(trace).url).toBe(`${B}/next`);
  });

  test.each([301, 302, 303, 307, 308])('G10: a preflight answered %i is a network error', (status) => {
    const trace = play(
      { method: 'PUT' },
      { [B]: server(response(status, { ...ALLOW_ALL, Location: '/next' }), ok(ANY)) },
    );
    expect(failedRule(trace)).toBe('preflight.status');
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`]);
  });
});
