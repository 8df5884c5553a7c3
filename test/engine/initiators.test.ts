import { describe, expect, test } from 'vitest';
import type { CrossOriginAttribute, Initiator, RequestSpec } from '../../src/engine/initiator';
import { modeAndCredentials } from '../../src/engine/initiators';
import { FIELDS_OF } from '../../src/scenario/fields';
import {
  A,
  ANY,
  B,
  client,
  cookie,
  failedRule,
  got,
  headerOf,
  holding,
  ok,
  play,
  playUnsent,
  redirect,
  request,
  response,
  sandboxed,
  sent,
  spec,
  stepOf,
  WITH_CREDENTIALS,
} from './harness';

const WITH_COOKIE = { environment: holding(cookie('bar.other')) };

/** A response that any of the elements can use. */
function usable(initiator: Initiator, headers: Readonly<Record<string, string>> = {}) {
  const type = initiator === 'stylesheet' ? 'text/css' : 'text/javascript';
  return ok({ 'Content-Type': type, ...headers });
}

const WITH_ATTRIBUTE = ['script', 'stylesheet', 'image', 'video'] as const;

describe('elements by their crossorigin attribute', () => {
  test.each(WITH_ATTRIBUTE)(
    'D5: a %s without crossorigin: no-cors with credentials, an opaque response',
    (initiator) => {
      const trace = play({ initiator }, { [B]: usable(initiator) }, WITH_COOKIE);
      const sentOne = request(trace, 0);
      expect(stepOf(trace, 'request.initiator').facts).toMatchObject({
        mode: 'no-cors',
        credentials: 'include',
      });
      expect(headerOf(sentOne, 'Origin')).toBeNull();
      expect(headerOf(sentOne, 'Sec-Fetch-Mode')).toBe('no-cors');
      expect(headerOf(sentOne, 'Cookie')).toBe('id=1');
      expect(got(trace).type).toBe('opaque');
      expect(trace.script).toEqual({ kind: 'element', event: 'load', pixels: null });
    },
  );

  test.each(WITH_ATTRIBUTE)(
    'D5: a %s with crossorigin="anonymous": CORS without credentials',
    (initiator) => {
      const element = { initiator, crossorigin: 'anonymous' } as const;
      const trace = play(element, { [B]: usable(initiator, ANY) }, WITH_COOKIE);
      const sentOne = request(trace, 0);
      expect(stepOf(trace, 'request.initiator').facts).toMatchObject({
        mode: 'cors',
        credentials: 'same-origin',
      });
      expect(headerOf(sentOne, 'Origin')).toBe(A);
      expect(headerOf(sentOne, 'Sec-Fetch-Mode')).toBe('cors');
      expect(headerOf(sentOne, 'Cookie')).toBeNull();
      expect(got(trace).type).toBe('cors');
      const blocked = play(element, { [B]: usable(initiator) });
      expect(failedRule(blocked)).toBe('cors-check.allow-origin-missing');
      expect(blocked.script).toEqual({ kind: 'element', event: 'error', pixels: null });
    },
  );

  test.each(WITH_ATTRIBUTE)(
    'D5: a %s with crossorigin="use-credentials": CORS with credentials',
    (initiator) => {
      const element = { initiator, crossorigin: 'use-credentials' } as const;
      const trace = play(element, { [B]: usable(initiator, WITH_CREDENTIALS) }, WITH_COOKIE);
      expect(stepOf(trace, 'request.initiator').facts).toMatchObject({
        mode: 'cors',
        credentials: 'include',
      });
      expect(headerOf(request(trace, 0), 'Origin')).toBe(A);
      expect(headerOf(request(trace, 0), 'Cookie')).toBe('id=1');
      expect(got(trace).type).toBe('cors');
      expect(failedRule(play(element, { [B]: usable(initiator, ANY) }))).toBe(
        'cors-check.wildcard-with-credentials',
      );
    },
  );

  test.each<[CrossOriginAttribute, string]>([
    ['none', 'same-origin'],
    ['anonymous', 'same-origin'],
    ['use-credentials', 'include'],
  ])(
    'D5: a module script is always CORS; with crossorigin %s its credentials mode is %s',
    (crossorigin, credentials) => {
      const element = { initiator: 'module script', crossorigin } as const;
      const trace = play(element, { [B]: usable('module script', WITH_CREDENTIALS) });
      expect(stepOf(trace, 'request.initiator').facts).toMatchObject({ mode: 'cors', credentials });
      expect(got(trace).type).toBe('cors');
      expect(failedRule(play(element, { [B]: usable('module script') }))).toBe(
        'cors-check.allow-origin-missing',
      );
    },
  );

  test.each<CrossOriginAttribute>(['none', 'anonymous', 'use-credentials'])(
    'D5: a font is always CORS without credentials, whatever is written (%s)',
    (crossorigin) => {
      const trace = play({ initiator: 'font', crossorigin }, { [B]: ok(ANY) }, WITH_COOKIE);
      expect(stepOf(trace, 'request.initiator').facts).toEqual({
        initiator: 'font',
        mode: 'cors',
        credentials: 'same-origin',
        redirect: 'follow',
        destination: 'font',
      });
      expect(headerOf(request(trace, 0), 'Cookie')).toBeNull();
      expect(trace.script).toEqual({ kind: 'element', event: 'load', pixels: null });
      expect(failedRule(play({ initiator: 'font' }, { [B]: ok() }))).toBe('cors-check.allow-origin-missing');
    },
  );

  test.each(['image', 'video'] as const)(
    'D5: the %s of a CSS shape is CORS without credentials',
    (initiator) => {
      const trace = play({ initiator, use: 'CSS shape', crossorigin: 'none' }, { [B]: ok(ANY) });
      expect(stepOf(trace, 'request.initiator').facts).toMatchObject({
        mode: 'cors',
        credentials: 'same-origin',
      });
    },
  );

  test('D5: to its own origin an element needs no permission, and gets cookies in any mode', () => {
    const setting = { environment: holding(cookie('foo.example')) };
    for (const crossorigin of ['none', 'anonymous', 'use-credentials'] as const) {
      const trace = play({ initiator: 'image', url: '/i.png', crossorigin }, { [A]: ok() }, setting);
      expect(got(trace).type).toBe('basic');
      expect(headerOf(request(trace, 0), 'Cookie')).toBe('id=1');
      expect(headerOf(request(trace, 0), 'Origin')).toBeNull();
    }
  });

  test('D5: method, headers and body of fetch() mean nothing to an element: it never preflights', () => {
    const foreign: Partial<RequestSpec> = {
      method: 'PUT',
      headers: [['X-One', '1']],
      body: { kind: 'string', text: 'a', type: '' },
      mode: 'same-origin',
      uploadListener: true,
      withCredentials: true,
      redirect: 'error',
      cache: 'no-store',
    };
    for (const initiator of [...WITH_ATTRIBUTE, 'module script', 'font'] as const) {
      const trace = play(
        { initiator, crossorigin: 'anonymous', ...foreign, url: `${B}/0` },
        { [`${B}/0`]: redirect(`${B}/1`), [`${B}/1`]: usable(initiator, ANY) },
      );
      expect(sent(trace), initiator).toEqual([`GET ${B}/0`, `GET ${B}/1`]);
      expect(headerOf(request(trace, 0), 'X-One')).toBeNull();
      expect(request(trace, 0).body).toBeNull();
    }
  });
});

describe('what pixels may be used for', () => {
  const USES = [
    ['canvas', 'tainted'],
    ['WebGL texture', 'refused'],
  ] as const;

  for (const initiator of ['image', 'video'] as const) {
    test.each(USES)(`D5: ${initiator}, %s: an opaque response leaves it %s`, (use, pixels) => {
      const trace = play({ initiator, use }, { [B]: ok() });
      expect(trace.script).toEqual({ kind: 'element', event: 'load', pixels });
      expect(stepOf(trace, 'use.needs-cors').facts).toEqual({ use, corsSameOrigin: false });
    });

    test.each(USES)(`D5: ${initiator}, %s: a CORS response leaves it clean`, (use) => {
      const cors = { initiator, use, crossorigin: 'anonymous' } as const;
      expect(play(cors, { [B]: ok(ANY) }).script).toEqual({
        kind: 'element',
        event: 'load',
        pixels: 'clean',
      });
      expect(play({ initiator, use, url: '/i' }, { [A]: ok() }).script).toMatchObject({ pixels: 'clean' });
      expect(play(cors, { [B]: ok() }).script).toEqual({ kind: 'element', event: 'error', pixels: null });
    });
  }

  test('D5: CORS headers on the response do not help an image that did not ask with CORS', () => {
    const trace = play({ initiator: 'image', use: 'canvas' }, { [B]: ok(ANY) });
    expect(trace.script).toMatchObject({ pixels: 'tainted' });
  });

  test('D5: an image of the page’s origin that is redirected away taints', () => {
    const servers = { [`${A}/i`]: redirect(`${B}/i`), [B]: ok(ANY) };
    const trace = play({ initiator: 'image', use: 'canvas', url: '/i' }, servers);
    expect(trace.script).toMatchObject({ pixels: 'tainted' });
  });

  test('D5: a data: image is clean', () => {
    expect(play({ initiator: 'image', use: 'canvas', url: 'data:image/gif,x' }, {}).script).toMatchObject({
      pixels: 'clean',
    });
  });

  test('D5: to a sandboxed frame the images of its own server taint too', () => {
    const trace = play(
      { initiator: 'image', use: 'canvas', url: `${A}/i` },
      { [A]: ok() },
      { client: sandboxed },
    );
    expect(trace.script).toMatchObject({ pixels: 'tainted' });
  });
});

describe('EventSource', () => {
  const stream = { 'Content-Type': 'text/event-stream' };

  test('D5: CORS with credentials mode same-origin, asking for text/event-stream', () => {
    const trace = play({ initiator: 'EventSource' }, { [B]: ok({ ...ANY, ...stream }) }, WITH_COOKIE);
    expect(stepOf(trace, 'request.initiator').facts).toMatchObject({
      mode: 'cors',
      credentials: 'same-origin',
    });
    expect(headerOf(request(trace, 0), 'Accept')).toBe('text/event-stream');
    expect(headerOf(request(trace, 0), 'Cache-Control')).toBe('no-cache');
    expect(headerOf(request(trace, 0), 'Cookie')).toBeNull();
    expect(sent(trace)).toEqual([`GET ${B}/doc`]);
    expect(trace.script).toEqual({ kind: 'connection', event: 'open' });
  });

  test('D5: withCredentials it needs the exact origin and Access-Control-Allow-Credentials', () => {
    const asked = { initiator: 'EventSource', withCredentials: true } as const;
    const trace = play(asked, { [B]: ok({ ...WITH_CREDENTIALS, ...stream }) }, WITH_COOKIE);
    expect(headerOf(request(trace, 0), 'Cookie')).toBe('id=1');
    expect(trace.script).toEqual({ kind: 'connection', event: 'open' });
    const blocked = play(asked, { [B]: ok({ ...ANY, ...stream }) });
    expect(failedRule(blocked)).toBe('cors-check.wildcard-with-credentials');
    expect(blocked.script).toEqual({ kind: 'connection', event: 'error' });
  });

  test.each([
    [200, 'text/event-stream', 'open'],
    [200, 'text/event-stream;charset=utf-8', 'open'],
    [200, 'text/plain', 'error'],
    [204, 'text/event-stream', 'error'],
    [500, 'text/event-stream', 'error'],
  ])('D5: answered %i %s it fires %s', (status, type, event) => {
    const trace = play(
      { initiator: 'EventSource' },
      { [B]: response(status, { ...ANY, 'Content-Type': type }) },
    );
    expect(trace.script).toEqual({ kind: 'connection', event });
  });
});

describe('forms', () => {
  test('D5: a form navigates: no CORS, whatever the server answers', () => {
    const trace = play({ initiator: 'form' }, { [B]: ok() });
    expect(stepOf(trace, 'request.initiator').facts).toMatchObject({
      mode: 'navigate',
      credentials: 'include',
    });
    expect(headerOf(request(trace, 0), 'Origin')).toBeNull();
    expect(trace.script).toEqual({ kind: 'navigation' });
    expect(failedRule(trace)).toBeNull();
  });

  test.each([
    ['string', 'text/plain'],
    ['URLSearchParams', 'application/x-www-form-urlencoded'],
    ['none', 'application/x-www-form-urlencoded'],
  ] as const)('D5: a POST of %s is sent as %s, with Origin, without a preflight', (kind, type) => {
    const body = { kind, text: 'a=1', type: '' };
    const trace = play({ initiator: 'form', method: 'post', body, headers: [['X-One', '1']] }, { [B]: ok() });
    expect(sent(trace)).toEqual([`POST ${B}/doc`]);
    expect(headerOf(request(trace, 0), 'Content-Type')).toBe(type);
    expect(headerOf(request(trace, 0), 'Origin')).toBe(A);
    expect(headerOf(request(trace, 0), 'X-One')).toBeNull();
    expect(request(trace, 0).body === '', 'nothing is sent of no fields').toBe(kind === 'none');
  });

  test('D5: FormData makes the POST multipart/form-data', () => {
    const body = { kind: 'FormData', text: 'a=1', type: '' } as const;
    const trace = play({ initiator: 'form', method: 'POST', body }, { [B]: ok() });
    expect(headerOf(request(trace, 0), 'Content-Type')).toMatch(/^multipart\/form-data; boundary=/);
  });

  test.each(['GET', 'PUT', 'DELETE', 'patch', ''])(
    'D5: method=%j makes a GET, its fields in place of the query',
    (method) => {
      const body = { kind: 'string', text: 'a=1', type: '' } as const;
      const trace = play({ initiator: 'form', url: `${B}/doc?old=0`, method, body }, { [B]: ok() });
      expect(sent(trace)).toEqual([`GET ${B}/doc?a=1`]);
      expect(request(trace, 0).body).toBeNull();
    },
  );
});

describe('media', () => {
  test.each([
    ['image', 'load'],
    ['video', 'error'],
  ] as const)('answered 404, an %s element fires %s', (initiator, event) => {
    const trace = play({ initiator }, { [B]: { ...ok(), status: 404 } });
    expect(trace.script).toMatchObject({ kind: 'element', event });
  });
});

describe('WebSocket', () => {
  const chat = { initiator: 'WebSocket', url: 'wss://bar.other/chat' } as const;

  test('D5: sends Origin and cookies, and is not checked', () => {
    const trace = play(chat, { 'wss://bar.other': response(101) }, WITH_COOKIE);
    const handshake = request(trace, 0);
    expect(stepOf(trace, 'request.initiator').facts).toMatchObject({
      mode: 'websocket',
      credentials: 'include',
      redirect: 'error',
      destination: '',
    });
    expect(headerOf(handshake, 'Origin')).toBe(A);
    expect(headerOf(handshake, 'Cookie')).toBe('id=1');
    expect(headerOf(handshake, 'Upgrade')).toBe('websocket');
    expect(headerOf(handshake, 'Connection')).toBe('Upgrade');
    expect(headerOf(handshake, 'Sec-WebSocket-Version')).toBe('13');
    expect(headerOf(handshake, 'Sec-WebSocket-Key')).toMatch(/^[\w+/]{22}==$/);
    expect(trace.steps.some((step) => step.type === 'rule' && step.rule.startsWith('cors-check.'))).toBe(
      false,
    );
    expect(trace.script).toEqual({ kind: 'connection', event: 'open' });
  });

  test('D5: sends Origin to its own server too, and null from a sandboxed frame', () => {
    const own = { ...chat, url: 'wss://foo.example/chat' };
    const servers = { 'wss://foo.example': response(101) };
    expect(headerOf(request(play(own, servers), 0), 'Origin')).toBe(A);
    expect(headerOf(request(play(own, servers, { client: sandboxed }), 0), 'Origin')).toBe('null');
  });

  test.each([
    ['wss://foo.example/', 'same-origin'],
    ['wss://foo.example:8443/', 'same-site'],
    ['wss://www.foo.example/', 'same-site'],
    ['wss://bar.other/', 'cross-site'],
  ])('D5: Sec-Fetch-Site for %s is %s: wss counts as https', (url, site) => {
    const trace = play({ ...chat, url }, { [url.slice(0, -1)]: response(101) });
    expect(headerOf(request(trace, 0), 'Sec-Fetch-Site')).toBe(site);
    expect(headerOf(request(trace, 0), 'Sec-Fetch-Mode')).toBe('websocket');
  });

  test('D5: to the page’s own site it takes even SameSite=Strict cookies along, to another it does not', () => {
    const strict = { sameSite: 'Strict' } as const;
    const environment = holding(cookie('foo.example', strict), cookie('bar.other', strict));
    const cookieFor = (url: string) =>
      headerOf(request(play({ ...chat, url }, { [url]: response(101) }, { environment }), 0), 'Cookie');
    expect(cookieFor('wss://foo.example/chat')).toBe('id=1');
    expect(cookieFor('wss://bar.other/chat')).toBeNull();
  });

  test('D5: sends no Referer', () => {
    const page = client({ referrerPolicy: 'unsafe-url' });
    const trace = play(chat, { 'wss://bar.other': response(101) }, { client: page });
    expect(headerOf(request(trace, 0), 'Referer')).toBeNull();
  });

  test.each([301, 302, 303, 307, 308])('D5: does not follow a %i', (status) => {
    const trace = play(chat, { 'wss://bar.other': redirect('wss://bar.other/other', status) });
    expect(sent(trace)).toHaveLength(1);
    expect(failedRule(trace)).toBe('redirect.mode-error');
    expect(trace.script).toEqual({ kind: 'connection', event: 'error' });
  });

  test.each([200, 204, 401, 403, 404])('D5: any status but 101 (here %i) is an error', (status) => {
    const trace = play(chat, { 'wss://bar.other': response(status, ANY) });
    expect(trace.script).toEqual({ kind: 'connection', event: 'error' });
  });

  test('D5: from an https page a ws: URL is mixed content', () => {
    expect(failedRule(playUnsent({ ...chat, url: 'ws://bar.other/' }))).toBe('main-fetch.mixed-content');
    const page = { url: 'http://foo.example/' };
    const trace = play(
      { ...chat, url: 'ws://bar.other/' },
      { 'ws://bar.other': response(101) },
      { client: page },
    );
    expect(trace.script).toEqual({ kind: 'connection', event: 'open' });
  });
});

describe('fields of an initiator', () => {
  /** What a field can be changed to so that it would show. */
  const CHANGES: Partial<RequestSpec> = {
    method: 'POST',
    headers: [['X-One', '1']],
    body: { kind: 'URLSearchParams', text: 'a=1', type: '' },
    mode: 'same-origin',
    credentials: 'include',
    redirect: 'error',
    cache: 'reload',
    referrerPolicy: 'unsafe-url',
    withCredentials: true,
    uploadListener: true,
    crossorigin: 'use-credentials',
    use: 'canvas',
  };

  test.each(Object.keys(FIELDS_OF) as Initiator[])(
    'D5: %s ignores every field that is not listed for it',
    (initiator) => {
      const url = initiator === 'WebSocket' ? 'wss://bar.other/doc' : `${B}/doc`;
      const answer = redirect(`${B}/doc`, 200, { 'Content-Type': 'text/css' });
      const run = (changes: Partial<RequestSpec>) => {
        const { steps, outcome, script } = play(
          { initiator, url, ...changes },
          { [B]: answer, 'wss://bar.other': answer },
        );
        return { steps, outcome, script };
      };
      const ignored = Object.entries(CHANGES).filter(
        ([field]) => !FIELDS_OF[initiator].includes(field as keyof RequestSpec),
      );
      expect(ignored.length).toBeGreaterThan(0);
      expect(run(Object.fromEntries(ignored))).toEqual(run({}));
    },
  );

  test('D5: the mode and credentials mode of each initiator', () => {
    const modes = (Object.keys(FIELDS_OF) as Initiator[]).map((initiator) => {
      const { mode, credentials } = modeAndCredentials(spec({ initiator }));
      return [initiator, mode, credentials].join(' / ');
    });
    expect(modes).toEqual([
      'fetch / cors / same-origin',
      'XMLHttpRequest / cors / same-origin',
      'sendBeacon / cors / same-origin',
      'EventSource / cors / same-origin',
      'script / no-cors / include',
      'module script / cors / same-origin',
      'stylesheet / no-cors / include',
      'font / cors / same-origin',
      'image / no-cors / include',
      'video / no-cors / include',
      'form / navigate / include',
      'WebSocket / websocket / include',
    ]);
  });
});
