import { describe, expect, test } from 'vitest';
import type { BodyKind, Initiator, RequestSpec } from '../../src/engine/initiator';
import {
  A,
  ALLOW_ALL,
  ANY,
  B,
  C,
  failedRule,
  got,
  headerOf,
  isPreflight,
  ok,
  play,
  playUnsent,
  redirect,
  request,
  requests,
  response,
  rules,
  sent,
  server,
  stepOf,
  WITH_CREDENTIALS,
} from './harness';

const ALLOWED = { [B]: server(ok(ALLOW_ALL), ok(ANY)) };

function body(kind: BodyKind, type = ''): Pick<RequestSpec, 'body'> {
  return { body: { kind, text: kind === 'none' ? '' : 'a=1', type } };
}

/** `type` of the last request on the wire. */
function contentType(changes: Partial<RequestSpec>): string | null {
  return headerOf(request(play(changes, ALLOWED), -1), 'Content-Type');
}

describe('fetch(): what makes it throw', () => {
  const THROWS: readonly (readonly [string, Partial<RequestSpec>, string])[] = [
    ['a user name in the URL', { url: 'https://user@bar.other/' }, 'request.url-credentials'],
    ['a password in the URL', { url: 'https://:pass@bar.other/' }, 'request.url-credentials'],
    ['a user name in a URL of the page’s own origin', { url: '//u@foo.example/' }, 'request.url-credentials'],
    ['a body with GET', { method: 'GET', ...body('string') }, 'request.body-with-get'],
    ['a body with get, once normalised', { method: 'get', ...body('string') }, 'request.body-with-get'],
    ['a body with HEAD', { method: 'HEAD', ...body('FormData') }, 'request.body-with-get'],
    [
      'an empty body with GET',
      { ...body('string'), body: { kind: 'string', text: '', type: '' } },
      'request.body-with-get',
    ],
    ['mode navigate', { mode: 'navigate' }, 'request.mode-navigate'],
    ['only-if-cached in mode cors', { cache: 'only-if-cached' }, 'request.only-if-cached'],
    [
      'only-if-cached in mode no-cors',
      { cache: 'only-if-cached', mode: 'no-cors' },
      'request.only-if-cached',
    ],
    ['no-cors with PUT', { mode: 'no-cors', method: 'PUT' }, 'request.no-cors-method'],
    ['no-cors with patch', { mode: 'no-cors', method: 'patch' }, 'request.no-cors-method'],
    ['no-cors with OPTIONS', { mode: 'no-cors', method: 'OPTIONS' }, 'request.no-cors-method'],
    [
      'no-cors with PUT to the page’s own origin',
      { url: '/', mode: 'no-cors', method: 'PUT' },
      'request.no-cors-method',
    ],
  ];

  test.each(THROWS)('D1: %s is a TypeError, and nothing is sent', (_, changes, rule) => {
    const trace = playUnsent(changes);
    expect(trace.outcome).toMatchObject({ type: 'exception', name: 'TypeError' });
    expect(trace.script).toEqual({ kind: 'exception', name: 'TypeError' });
    expect(failedRule(trace)).toBe(rule);
  });

  test('D1: empty user name and password are none', () => {
    expect(got(play({ url: 'https://@bar.other/' }, ALLOWED)).status).toBe(200);
    expect(got(play({ url: 'https://:@bar.other/' }, ALLOWED)).status).toBe(200);
  });

  test.each(['GET', 'HEAD', 'POST', 'get'])('D1: no-cors with %s is fine', (method) => {
    expect(got(play({ mode: 'no-cors', method }, { [B]: ok() })).type).toBe('opaque');
  });

  test('D1: a body with POST, PUT, DELETE or OPTIONS is fine', () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'CHICKEN']) {
      const trace = play({ method, ...body('string') }, ALLOWED);
      expect(request(trace, -1).body, method).toBe('a=1');
    }
  });

  test('D1: only-if-cached in mode same-origin is no exception, but fails with nothing cached', () => {
    const trace = playUnsent({ url: '/', mode: 'same-origin', cache: 'only-if-cached' });
    expect(trace.outcome.type).toBe('network error');
    expect(failedRule(trace)).toBe('network.only-if-cached');
  });

  test('D1: the unsafe-request flag is always set: method and headers alone cause a preflight', () => {
    expect(sent(play({ method: 'DELETE' }, ALLOWED))).toHaveLength(2);
    expect(sent(play({ headers: [['X-One', '1']] }, ALLOWED))).toHaveLength(2);
    expect(sent(play({}, ALLOWED))).toHaveLength(1);
  });
});

describe('URLs that cannot be parsed or used', () => {
  const CALLS: readonly (readonly [Initiator, string])[] = [
    ['fetch', 'TypeError'],
    ['sendBeacon', 'TypeError'],
    ['XMLHttpRequest', 'SyntaxError'],
    ['EventSource', 'SyntaxError'],
    ['WebSocket', 'SyntaxError'],
  ];

  test.each(CALLS)('D1: %s throws a %s for a URL that cannot be parsed', (initiator, name) => {
    for (const url of ['https://', 'http://[::1', 'https://foo bar/', 'https://x:65536/', '//%00/']) {
      const trace = playUnsent({ initiator, url });
      expect(trace.outcome, url).toMatchObject({ type: 'exception', name });
      expect(trace.script, url).toEqual({ kind: 'exception', name });
      expect(stepOf(trace, 'request.url').facts, url).toEqual({ input: url, url: null });
    }
  });

  test.each(['script', 'module script', 'stylesheet', 'font', 'image', 'video'] as const)(
    'D5: nobody catches what a URL does that cannot be parsed: a %s fires error',
    (initiator) => {
      const trace = playUnsent({ initiator, url: 'https://' });
      expect(trace.script).toEqual({ kind: 'element', event: 'error', pixels: null });
      expect(failedRule(trace)).toBe('request.url');
    },
  );

  test.each([
    'ftp://bar.other/',
    'data:,hi',
    'file:///a',
    'about:blank',
    'blob:https://foo.example/1',
    'wss://bar.other/',
  ])('D5: sendBeacon() takes HTTP(S) only: %s is a TypeError', (url) => {
    const trace = playUnsent({ initiator: 'sendBeacon', url });
    expect(trace.outcome).toMatchObject({ type: 'exception', name: 'TypeError' });
  });

  test.each([
    'ftp://bar.other/',
    'data:,hi',
    'file:///a',
    'wss://bar.other/#',
    'wss://bar.other/#part',
    'https://bar.other/#a',
  ])('D5: a WebSocket takes ws(s) and HTTP(S) without a fragment: %s is a SyntaxError', (url) => {
    const trace = playUnsent({ initiator: 'WebSocket', url });
    expect(trace.outcome).toMatchObject({ type: 'exception', name: 'SyntaxError' });
  });

  test.each([
    ['wss://bar.other/chat', 'wss://bar.other/chat'],
    ['https://bar.other/chat', 'wss://bar.other/chat'],
    ['/chat', 'wss://foo.example/chat'],
    ['//foo.example:8443/chat', 'wss://foo.example:8443/chat'],
  ])('D5: a WebSocket to %s goes to %s', (url, opened) => {
    const trace = play({ initiator: 'WebSocket', url }, { [opened]: response(101) });
    expect(sent(trace)).toEqual([`GET ${opened}`]);
    expect(trace.script).toEqual({ kind: 'connection', event: 'open' });
  });

  test.each(['data:,hi', 'ftp://bar.other/', 'about:blank'])('D1: fetch() does not throw for %s', (url) => {
    expect(playUnsent({ url }).outcome.type).not.toBe('exception');
  });

  test('D4: XMLHttpRequest takes a URL with a user name and password', () => {
    const trace = play(
      { initiator: 'XMLHttpRequest', url: 'https://u:p@foo.example/' },
      { 'https://u:p@foo.example': ok() },
    );
    expect(trace.script).toMatchObject({ kind: 'xhr', event: 'load' });
  });
});

describe('Content-Type by kind of body', () => {
  const KINDS: readonly (readonly [string, Pick<RequestSpec, 'body'>, string | RegExp | null])[] = [
    ['a string', body('string'), 'text/plain;charset=UTF-8'],
    ['URLSearchParams', body('URLSearchParams'), 'application/x-www-form-urlencoded;charset=UTF-8'],
    ['FormData', body('FormData'), /^multipart\/form-data; boundary=[-\w]+$/],
    ['a Blob with a type', body('Blob', 'text/csv'), 'text/csv'],
    ['a Blob with a type in capitals', body('Blob', 'Text/CSV'), 'text/csv'],
    ['a Blob without a type', body('Blob'), null],
    ['a Blob whose type has a character beyond ASCII', body('Blob', 'text/é'), null],
    ['an ArrayBuffer', body('ArrayBuffer'), null],
    ['no body', body('none'), null],
  ];

  for (const initiator of ['fetch', 'XMLHttpRequest', 'sendBeacon'] as const) {
    test.each(KINDS)(`D2: ${initiator}: %s`, (_, changes, type) => {
      const sentType = headerOf(
        request(play({ initiator, url: '/', method: 'POST', ...changes }, { [A]: ok() }), 0),
        'Content-Type',
      );
      if (type instanceof RegExp) expect(sentType).toMatch(type);
      else expect(sentType).toBe(type);
    });
  }

  test('D2: what is sent of a body, and how long it is', () => {
    const sentWith = (changes: Partial<RequestSpec>): readonly [string | null, string | null] => {
      const made = request(play({ url: '/', method: 'POST', ...changes }, { [A]: ok() }), 0);
      return [made.body, headerOf(made, 'Content-Length')];
    };
    const of = (kind: RequestSpec['body']['kind'], text: string) => ({ body: { kind, text, type: '' } });
    const form = { initiator: 'form' } as const;
    expect(sentWith(of('string', 'a=b#c'))).toEqual(['a=b#c', '5']);
    expect(sentWith(of('string', '\u007f\u0080\u07ff\u0800\uffff\u{10000}'))[1]).toBe('15');
    expect(sentWith(of('URLSearchParams', 'a=b#c d'))).toEqual(['a=b%23c+d', '9']);
    const [multipart, length] = sentWith(of('FormData', 'a=b'));
    expect(multipart).toMatch(
      /^--(\S+)\r\nContent-Disposition: form-data; name="field"\r\n\r\na=b\r\n--\1--\r\n$/,
    );
    expect(length).toBe('103');
    expect(sentWith({ ...form, ...of('URLSearchParams', 'a=b#c') })).toEqual(['a=b%23c', '7']);
    expect(sentWith({ ...form, ...of('string', 'a=b=c\nd') })).toEqual(['a=b=c\r\nd=\r\n', '11']);
  });

  test('D2: a stream has no Content-Type', () => {
    expect(contentType({ method: 'POST', ...body('ReadableStream') })).toBeNull();
  });

  test.each(['fetch', 'XMLHttpRequest'] as const)('D2: %s: the author’s Content-Type wins', (initiator) => {
    for (const kind of ['string', 'URLSearchParams', 'FormData', 'Blob', 'ArrayBuffer'] as const) {
      const changes = { initiator, method: 'POST', ...body(kind, 'text/csv') };
      const headers = [['content-TYPE', 'text/html']] as const;
      const trace = play({ ...changes, headers }, ALLOWED);
      expect(headerOf(request(trace, -1), 'Content-Type'), kind).toBe('text/html');
      expect(stepOf(trace, 'request.body-type').facts, kind).toEqual({
        kind,
        contentType: 'text/html',
        replaced: kind !== 'ArrayBuffer',
      });
    }
  });

  test('D2: an author’s Content-Type without a body is sent too', () => {
    expect(contentType({ headers: [['Content-Type', 'text/plain']] })).toBe('text/plain');
  });

  test.each<[string, Pick<RequestSpec, 'body'>, boolean]>([
    ['a string', body('string'), false],
    ['URLSearchParams', body('URLSearchParams'), false],
    ['FormData', body('FormData'), false],
    ['an ArrayBuffer', body('ArrayBuffer'), false],
    ['a Blob without a type', body('Blob'), false],
    ['a text/plain Blob', body('Blob', 'text/plain'), false],
    ['an application/json Blob', body('Blob', 'application/json'), true],
    ['an image/png Blob', body('Blob', 'image/png'), true],
  ])('D2: whether %s makes a POST preflighted', (_, changes, preflighted) => {
    for (const initiator of ['fetch', 'XMLHttpRequest'] as const) {
      const trace = play({ initiator, method: 'POST', ...changes }, ALLOWED);
      expect(requests(trace).some(isPreflight)).toBe(preflighted);
      if (preflighted) {
        expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBe('content-type');
      }
    }
  });

  test('D2: JSON in a string is text/plain: no preflight unless the author says application/json', () => {
    const json = { method: 'POST', ...body('string') };
    expect(sent(play(json, ALLOWED))).toHaveLength(1);
    const typed = { ...json, headers: [['Content-Type', 'application/json']] as const };
    expect(sent(play(typed, ALLOWED))).toHaveLength(2);
  });

  test.each([
    ['', 0],
    ['a=1', 3],
    ['é', 2],
    ['€', 3],
    ['😀', 4],
  ])('D2: the body %j has %i bytes', (text, length) => {
    const trace = play({ method: 'POST', body: { kind: 'string', text, type: '' } }, ALLOWED);
    expect(headerOf(request(trace, 0), 'Content-Length')).toBe(String(length));
  });
});

describe('a stream as body', () => {
  const stream = { method: 'POST', ...body('ReadableStream') };

  test('D3: in mode no-cors it is a TypeError', () => {
    const trace = playUnsent({ ...stream, mode: 'no-cors' });
    expect(trace.outcome).toMatchObject({ type: 'exception', name: 'TypeError' });
    expect(failedRule(trace)).toBe('request.stream');
  });

  test('D3: with GET it is a TypeError', () => {
    expect(playUnsent({ ...stream, method: 'GET' }).outcome).toMatchObject({ name: 'TypeError' });
  });

  test('D3: it sets the use-CORS-preflight flag: even a POST is preflighted, without asking for headers', () => {
    const trace = play(stream, ALLOWED);
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`, `POST ${B}/doc`]);
    expect(stepOf(trace, 'main-fetch.preflight').facts.reasons).toEqual([{ kind: 'stream' }]);
    expect(headerOf(request(trace, 0), 'Access-Control-Request-Method')).toBe('POST');
    expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBeNull();
  });

  test('D3: to the page’s own origin it needs no preflight, in mode cors and in mode same-origin', () => {
    for (const mode of ['cors', 'same-origin'] as const) {
      expect(sent(play({ ...stream, mode, url: '/' }, { [A]: ok() }))).toEqual([`POST ${A}/`]);
    }
  });

  test('D3: over http, which means HTTP/1.1, it fails, once the preflight has passed', () => {
    const page = { url: 'http://foo.example/page' };
    const own = playUnsent({ ...stream, url: '/' }, { client: page });
    expect(failedRule(own)).toBe('network.stream-http1');
    const servers = { 'http://bar.other': server(ok(ALLOW_ALL), ok(ANY)) };
    const other = play({ ...stream, url: 'http://bar.other/' }, servers, { client: page });
    expect(failedRule(other)).toBe('network.stream-http1');
    expect(sent(other)).toEqual(['OPTIONS http://bar.other/']);
  });

  test.each([301, 302, 307, 308])('D3: it cannot be sent again: a %i is a network error', (status) => {
    const trace = play({ ...stream, url: '/0' }, { [`${A}/0`]: redirect('/1', status) });
    expect(failedRule(trace)).toBe('redirect.body');
  });

  test('D3: a 303 drops the stream, and is followed', () => {
    const trace = play({ ...stream, url: '/0' }, { [`${A}/0`]: redirect('/1', 303), [`${A}/1`]: ok() });
    expect(sent(trace)).toEqual([`POST ${A}/0`, `GET ${A}/1`]);
    expect(request(trace, 1).body).toBeNull();
  });

  test('D3: to XMLHttpRequest a stream is an object like any other, made a string', () => {
    const trace = play({ ...stream, initiator: 'XMLHttpRequest' }, ALLOWED);
    expect(sent(trace)).toEqual([`POST ${B}/doc`]);
    expect(headerOf(request(trace, 0), 'Content-Type')).toBe('text/plain;charset=UTF-8');
  });

  test('D3: sendBeacon() throws a TypeError for it', () => {
    const trace = playUnsent({ ...stream, initiator: 'sendBeacon' });
    expect(trace.outcome).toMatchObject({ type: 'exception', name: 'TypeError' });
  });
});

describe('XMLHttpRequest', () => {
  const xhr = { initiator: 'XMLHttpRequest' } as const;

  test('D4: its mode is cors, its credentials mode same-origin or, withCredentials, include', () => {
    const without = play(xhr, ALLOWED);
    expect(stepOf(without, 'request.initiator').facts).toMatchObject({
      mode: 'cors',
      credentials: 'same-origin',
    });
    const included = play({ ...xhr, withCredentials: true }, { [B]: ok(WITH_CREDENTIALS) });
    expect(stepOf(included, 'request.initiator').facts).toMatchObject({
      mode: 'cors',
      credentials: 'include',
    });
  });

  test('D4: mode, credentials and redirect of fetch() mean nothing to it', () => {
    const trace = play(
      { ...xhr, mode: 'no-cors', credentials: 'include', redirect: 'error', url: `${B}/0` },
      { [`${B}/0`]: redirect(`${B}/1`), [`${B}/1`]: ok(ANY) },
    );
    expect(trace.script).toMatchObject({ kind: 'xhr', event: 'load' });
  });

  test('D4: its method and headers are judged as those of fetch() are', () => {
    expect(sent(play({ ...xhr, method: 'PUT' }, ALLOWED))).toEqual([`OPTIONS ${B}/doc`, `PUT ${B}/doc`]);
    expect(sent(play({ ...xhr, headers: [['X-One', '1']] }, ALLOWED))).toHaveLength(2);
    expect(sent(play(xhr, ALLOWED))).toHaveLength(1);
  });

  test.each(['GET', 'HEAD', 'POST'])('D4: a listener on upload has a %s preflighted', (method) => {
    const changes = { ...xhr, method, uploadListener: true, ...body('string') };
    const trace = play(changes, { [B]: ok(ANY) });
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`, `${method} ${B}/doc`]);
    expect(stepOf(trace, 'main-fetch.preflight').facts.reasons).toEqual([{ kind: 'upload listener' }]);
    expect(sent(play({ ...changes, uploadListener: false }, { [B]: ok(ANY) }))).toHaveLength(1);
  });

  test('D4: a listener on upload means nothing to the page’s own origin, and nothing to fetch()', () => {
    const changes = { method: 'POST', uploadListener: true, ...body('string') };
    expect(sent(play({ ...xhr, ...changes, url: '/' }, { [A]: ok() }))).toHaveLength(1);
    expect(sent(play(changes, { [B]: ok(ANY) }))).toHaveLength(1);
  });

  test('D4: setRequestHeader() joins values under the first name', () => {
    const headers = [
      ['X-Test', 'one'],
      ['x-other', '1'],
      ['x-test', 'two'],
      ['X-TEST', ''],
    ] as const;
    const trace = play({ ...xhr, headers }, ALLOWED);
    const last = request(trace, -1).headers.filter(([name]) => /^x-/i.test(name));
    expect(last).toEqual([
      ['X-Test', 'one, two, '],
      ['x-other', '1'],
    ]);
  });

  test('D4: fetch() judges them apart, and sends them joined', () => {
    const headers = [
      ['X-Test', 'one'],
      ['X-Test', 'two'],
    ] as const;
    const last = request(play({ headers }, ALLOWED), -1).headers.filter(([name]) => name === 'X-Test');
    expect(last).toEqual([['X-Test', 'one, two']]);
  });

  test('D4: two safelisted types joined are no type', () => {
    const headers = [
      ['Content-Type', 'text/plain'],
      ['Content-Type', 'text/plain'],
    ] as const;
    const trace = play({ ...xhr, method: 'POST', headers }, ALLOWED);
    expect(sent(trace)).toHaveLength(2);
    expect(sent(play({ method: 'POST', headers }, ALLOWED))).toHaveLength(1);
  });

  // web-platform-tests, xhr/send-content-type-charset.htm
  test.each([
    ['text; charset=ascii', 'text; charset=ascii'],
    ['', ''],
    ['charset=ascii', 'charset=ascii'],
    ['text/plain;charset=utf-8', 'text/plain;charset=utf-8'],
    ['text/x-pink-unicorn', 'text/x-pink-unicorn'],
    ['text/plain', 'text/plain'],
    ['text/plain;  hi=bye', 'text/plain;  hi=bye'],
    ['text/x-thepiano;charset= waddup', 'text/x-thepiano;charset=UTF-8'],
    ['text/plain;charset=utf-8;charset=waddup', 'text/plain;charset=utf-8;charset=waddup'],
    ['text/plain;charset=shift-jis', 'text/plain;charset=UTF-8'],
    ['text/x-a; charset=windows-1252; charset=bogus; b; charset=ascii', 'text/x-a;charset=UTF-8'],
    ['text/plain;charset= utf-8', 'text/plain;charset=UTF-8'],
    ['text/plain;charset="utf-8"', 'text/plain;charset="utf-8"'],
    ['text/plain;charset=" utf-8"', 'text/plain;charset=UTF-8'],
    ['text/plain;charset="u\\t\\f-8"', 'text/plain;charset="u\\t\\f-8"'],
    ['YO/yo;charset=x;yo=YO; X=y', 'yo/yo;charset=UTF-8;yo=YO;x=y'],
  ])('D4: with a string as body, Content-Type: %s is sent as %s', (given, rewritten) => {
    for (const kind of ['string', 'URLSearchParams'] as const) {
      const changes = { method: 'POST', headers: [['Content-Type', given]] as const, ...body(kind) };
      expect(contentType({ ...xhr, ...changes })).toBe(rewritten);
      expect(contentType(changes)).toBe(given);
    }
  });

  test.each(['Blob', 'FormData', 'ArrayBuffer', 'none'] as const)(
    'D4: with %s as body the charset stays as written',
    (kind) => {
      const given = 'text/plain;charset=shift-jis';
      const headers = [['Content-Type', given]] as const;
      expect(contentType({ ...xhr, method: 'POST', headers, ...body(kind) })).toBe(given);
    },
  );

  test.each(['GET', 'HEAD'])(
    'D4: with a string given to a %s, which is left out, the charset stays',
    (method) => {
      const given = 'text/plain;charset=shift-jis';
      const changes = { ...xhr, method, headers: [['Content-Type', given]] as const, ...body('string') };
      expect(contentType(changes)).toBe(given);
    },
  );

  test('D4: it is the rewritten type that is judged: quotes go, and with them the preflight', () => {
    const headers = [['Content-Type', 'text/plain;charset="latin1"']] as const;
    const changes = { ...xhr, method: 'POST', headers, ...body('string') };
    expect(sent(play(changes, ALLOWED))).toEqual([`POST ${B}/doc`]);
    expect(sent(play({ ...changes, ...body('Blob') }, ALLOWED))).toHaveLength(2);
  });

  test.each(['GET', 'HEAD', 'get'])(
    'D4: a body given to a %s is left out, and brings no Content-Type',
    (method) => {
      const trace = play({ ...xhr, method, ...body('string') }, ALLOWED);
      expect(request(trace, 0).body).toBeNull();
      expect(headerOf(request(trace, 0), 'Content-Type')).toBeNull();
    },
  );

  test('D4: a preflighted request that fails shows the script an error event, and nothing else', () => {
    const trace = play({ ...xhr, method: 'PUT' }, { [B]: ok() });
    expect(trace.script).toEqual({ kind: 'xhr', event: 'error', response: null });
  });
});

describe('sendBeacon()', () => {
  const beacon = { initiator: 'sendBeacon' } as const;

  test.each<[string, Pick<RequestSpec, 'body'>]>([
    ['no body', body('none')],
    ['a string', body('string')],
    ['URLSearchParams', body('URLSearchParams')],
    ['FormData', body('FormData')],
    ['an ArrayBuffer', body('ArrayBuffer')],
    ['a Blob without a type', body('Blob')],
    ['a text/plain Blob', body('Blob', 'text/plain')],
  ])('D5: with %s it is a no-cors POST with credentials: no preflight', (_, changes) => {
    const trace = play({ ...beacon, method: 'GET', credentials: 'omit', ...changes }, { [B]: ok() });
    expect(sent(trace)).toEqual([`POST ${B}/doc`]);
    expect(stepOf(trace, 'request.initiator').facts).toMatchObject({
      mode: 'no-cors',
      credentials: 'include',
    });
    expect(headerOf(request(trace, 0), 'Origin')).toBe(A);
    expect(trace.script).toEqual({ kind: 'queued' });
  });

  test('D5: with a JSON Blob it is a cors POST with credentials: preflighted', () => {
    const json = { ...beacon, ...body('Blob', 'application/json') };
    const allows = { ...WITH_CREDENTIALS, 'Access-Control-Allow-Headers': 'Content-Type' };
    const trace = play(json, { [B]: server(ok(allows), ok()) });
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`, `POST ${B}/doc`]);
    expect(stepOf(trace, 'request.initiator').facts).toMatchObject({ mode: 'cors', credentials: 'include' });
    expect(headerOf(request(trace, 0), 'Access-Control-Request-Headers')).toBe('content-type');
    expect(trace.script).toEqual({ kind: 'queued' });
  });

  test('D5: a JSON Blob that the server does not allow is never posted', () => {
    const json = { ...beacon, ...body('Blob', 'application/json') };
    const trace = play(json, { [B]: ok(ALLOW_ALL) });
    expect(sent(trace)).toEqual([`OPTIONS ${B}/doc`]);
    expect(failedRule(trace)).toBe('cors-check.wildcard-with-credentials');
    expect(trace.script).toEqual({ kind: 'queued' });
  });

  test('D5: a JSON Blob for the page’s own origin is posted at once', () => {
    const trace = play({ ...beacon, url: '/', ...body('Blob', 'application/json') }, { [A]: ok() });
    expect(sent(trace)).toEqual([`POST ${A}/`]);
  });

  test('D5: headers of the author mean nothing to it', () => {
    const trace = play({ ...beacon, headers: [['X-One', '1']] }, { [B]: ok() });
    expect(headerOf(request(trace, 0), 'X-One')).toBeNull();
  });
});

test('D1: an exception leaves the browser as it was', () => {
  const before = play({ method: 'PUT' }, ALLOWED);
  const after = playUnsent({ mode: 'navigate' }, { environment: { state: before.state } });
  expect(after.state).toEqual(before.state);
  expect(rules(after)).toHaveLength(1);
  expect(before.state.preflightCache.length).toBeGreaterThan(0);
});

test('D1: a request that goes through three origins is still one request', () => {
  const servers = { [`${A}/0`]: redirect(`${B}/1`), [`${B}/1`]: redirect(`${C}/2`), [`${C}/2`]: ok(ANY) };
  const trace = play({ url: '/0' }, servers);
  expect(rules(trace).filter(({ rule }) => rule === 'request.initiator')).toHaveLength(1);
});
