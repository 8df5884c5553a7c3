import { describe, expect, test } from 'vitest';
import type { Client } from '../../src/engine/client';
import {
  isHttpScheme,
  isSameOrigin,
  isSameSite,
  isSchemelesslySameSite,
  type Origin,
  parseSerializedOrigin,
  parseUrl,
  serializeOrigin,
} from '../../src/engine/origin';
import {
  A,
  ANY,
  B,
  failedRule,
  got,
  headerOf,
  ok,
  play,
  playUnsent,
  registrableDomain,
  request,
  rules,
  sandboxed,
  sent,
  stepOf,
} from './harness';

function originOf(url: string): Origin {
  const parsed = parseUrl(url);
  if (!parsed) throw new Error(`${url} is no URL`);
  return parsed.origin;
}

describe('serialising an origin', () => {
  test.each([
    ['https://foo.example', 'https://foo.example'],
    ['https://foo.example/', 'https://foo.example'],
    ['https://foo.example/a/b?c#d', 'https://foo.example'],
    ['HTTPS://FOO.Example/', 'https://foo.example'],
    ['https://user:pass@foo.example/', 'https://foo.example'],
    // Default ports are left out, any other stays.
    ['http://foo.example:80/', 'http://foo.example'],
    ['https://foo.example:443/', 'https://foo.example'],
    ['http://foo.example:443/', 'http://foo.example:443'],
    ['https://foo.example:80/', 'https://foo.example:80'],
    ['https://foo.example:08443/', 'https://foo.example:8443'],
    ['https://foo.example:/', 'https://foo.example'],
    ['ws://foo.example:80/', 'ws://foo.example'],
    ['wss://foo.example:443/', 'wss://foo.example'],
    ['ftp://foo.example:21/', 'ftp://foo.example'],
    // Names beyond ASCII are in punycode.
    ['https://bücher.example/', 'https://xn--bcher-kva.example'],
    ['https://BÜCHER.example/', 'https://xn--bcher-kva.example'],
    ['https://faß.example/', 'https://xn--fa-hia.example'],
    ['https://点看.example/', 'https://xn--3pxu8k.example'],
    ['https://foo。example/', 'https://foo.example'],
    ['https://f%6fo.example/', 'https://foo.example'],
    ['https://foo.example./', 'https://foo.example.'],
    // Addresses.
    ['http://127.1/', 'http://127.0.0.1'],
    ['http://0x7f.0.0.1:8080/', 'http://127.0.0.1:8080'],
    ['http://2130706433/', 'http://127.0.0.1'],
    ['http://[::1]:8080/', 'http://[::1]:8080'],
    ['http://[0:0:0:0:0:0:0:1]/', 'http://[::1]'],
    ['http://[2001:DB8:0:0:1:0:0:1]/', 'http://[2001:db8::1:0:0:1]'],
    ['http://[::ffff:127.0.0.1]/', 'http://[::ffff:7f00:1]'],
  ])('A4: the origin of %s is %s', (url, serialised) => {
    expect(serializeOrigin(originOf(url))).toBe(serialised);
  });

  test.each([
    'data:text/html,hi',
    'file:///home/page.html',
    'about:blank',
    'javascript:1',
    'mailto:a@foo.example',
    'chrome-extension://abc/page.html',
    'blob:null/1234',
    'blob:data:text/plain,1',
  ])('A4: the origin of %s is opaque, written null', (url) => {
    expect(originOf(url).kind).toBe('opaque');
    expect(serializeOrigin(originOf(url))).toBe('null');
  });

  test('A4: the origin of a blob: URL is that of the page which made it', () => {
    expect(serializeOrigin(originOf('blob:https://foo.example:8443/1234'))).toBe('https://foo.example:8443');
  });

  test.each([
    'https://foo.example/',
    'https://foo.example/path',
    'https://foo.example:443',
    'https://FOO.example',
    'HTTPS://foo.example',
    'https://bücher.example',
    'https://user@foo.example',
    ' https://foo.example',
    'foo.example',
    '//foo.example',
    'null',
    '*',
    '',
  ])('A4: %j is not how an origin is written', (text) => {
    expect(parseSerializedOrigin(text)).toBeNull();
  });

  test.each([
    'https://foo.example',
    'http://foo.example:8080',
    'https://xn--bcher-kva.example',
    'http://[::1]',
  ])('A4: %s is how an origin is written', (text) => {
    expect(parseSerializedOrigin(text)).toEqual(originOf(text));
  });

  test.each([
    ['https://foo.example/page', 'https://foo.example'],
    ['https://foo.example:443/page', 'https://foo.example'],
    ['https://Foo.Example:8443/page', 'https://foo.example:8443'],
    ['https://bücher.example/page', 'https://xn--bcher-kva.example'],
    ['https://[2001:db8::1]:8443/page', 'https://[2001:db8::1]:8443'],
    ['https://10.0.0.1/page', 'https://10.0.0.1'],
  ])('A4: the page %s sends Origin: %s, and nothing else allows it', (url, origin) => {
    const page: Partial<Client> = { url, addressSpace: 'loopback' };
    const allowing = (value: string) =>
      play({}, { [B]: ok({ 'Access-Control-Allow-Origin': value }) }, { client: page });
    const trace = allowing(origin);
    expect(headerOf(request(trace, 0), 'Origin')).toBe(origin);
    expect(got(trace).type).toBe('cors');
    const { host } = new URL(url);
    const close = [`${origin}/`, `${origin}/page`, origin.toUpperCase(), `${origin}:443`, host, `//${host}`];
    for (const value of close) expect(failedRule(allowing(value)), value).toBe('cors-check.allow-origin');
  });

  test('A4: an international name must be allowed in punycode, as bytes of UTF-8 it does not match', () => {
    const utf8 = Array.from(new TextEncoder().encode('https://bücher.example'), (byte) =>
      String.fromCharCode(byte),
    ).join('');
    const page = { url: 'https://bücher.example/page' };
    const trace = play({}, { [B]: ok({ 'Access-Control-Allow-Origin': utf8 }) }, { client: page });
    expect(failedRule(trace)).toBe('cors-check.allow-origin');
  });
});

describe('opaque origins', () => {
  const opaque: readonly (readonly [string, Partial<Client>])[] = [
    ['a sandboxed frame', sandboxed],
    ['a data: document', { url: 'data:text/html,hi' }],
    ['a file: document', { url: 'file:///home/page.html' }],
  ];

  test.each(opaque)('A5: %s sends Origin: null', (_, page) => {
    const trace = play({}, { [B]: ok({ 'Access-Control-Allow-Origin': 'null' }) }, { client: page });
    expect(headerOf(request(trace, 0), 'Origin')).toBe('null');
    expect(got(trace).type).toBe('cors');
    expect(stepOf(trace, 'cors-check.allow-origin').facts.origin).toBe('null');
  });

  test('A5: to a sandboxed frame its own server is of another origin', () => {
    const own = { url: `${A}/data` };
    const setting = { client: sandboxed };
    expect(failedRule(play(own, { [A]: ok() }, setting))).toBe('cors-check.allow-origin-missing');
    const named = ok({ 'Access-Control-Allow-Origin': A });
    expect(failedRule(play(own, { [A]: named }, setting))).toBe('cors-check.allow-origin');
    expect(got(play(own, { [A]: ok(ANY) }, setting)).type).toBe('cors');
    expect(failedRule(playUnsent({ ...own, mode: 'same-origin' }, setting))).toBe(
      'main-fetch.mode-same-origin',
    );
  });

  test('A5: an opaque origin is the same as itself only', () => {
    const one: Origin = { kind: 'opaque', id: '1' };
    expect(isSameOrigin(one, { kind: 'opaque', id: '1' })).toBe(true);
    expect(isSameOrigin(one, { kind: 'opaque', id: '2' })).toBe(false);
    expect(isSameOrigin(one, originOf(A))).toBe(false);
    expect(isSameOrigin(originOf(A), one)).toBe(false);
  });
});

describe('same origin and same site', () => {
  test.each([
    ['https://foo.example', 'https://foo.example:443/x', true],
    ['https://foo.example', 'https://FOO.example', true],
    ['https://foo.example', 'http://foo.example', false],
    ['http://foo.example:443', 'https://foo.example', false],
    ['https://foo.example', 'https://foo.example:8443', false],
    ['https://foo.example', 'https://www.foo.example', false],
    ['https://foo.example', 'https://foo.example.', false],
    ['http://localhost', 'http://127.0.0.1', false],
    ['http://127.0.0.1', 'http://127.1', true],
    ['http://[::1]', 'http://[0::1]', true],
    ['https://foo.example', 'wss://foo.example', false],
  ])('A6: whether %s and %s are same origin: %s', (a, b, same) => {
    expect(isSameOrigin(originOf(a), originOf(b))).toBe(same);
    expect(isSameOrigin(originOf(b), originOf(a))).toBe(same);
  });

  test.each([
    ['https://foo.example/page', '/data', true],
    ['https://foo.example/page', '//foo.example:443/data', true],
    ['https://foo.example/page', '//foo.example:8443/data', false],
    ['https://foo.example/page', '//www.foo.example/data', false],
    ['http://foo.example/page', 'https://foo.example/data', false],
    ['http://localhost:8080/page', 'http://localhost:8081/data', false],
    ['http://localhost:8080/page', 'http://127.0.0.1:8080/data', false],
  ])('A6: from the page %s, %s needs no CORS: %s', (url, target, same) => {
    const servers = { [new URL(target, url).origin]: ok() };
    const trace = play({ url: target }, servers, { client: { url, addressSpace: 'loopback' } });
    expect(trace.outcome.type).toBe(same ? 'response' : 'network error');
    expect(sent(trace)).toHaveLength(1);
  });

  // The examples of the HTML Standard, where wildlife.museum is a public suffix.
  test.each([
    ['https://example.com', 'https://sub.example.com', true, true],
    ['https://example.com', 'https://sub.other.example.com', true, true],
    ['https://example.com', 'http://non-secure.example.com', true, false],
    ['https://r.wildlife.museum', 'https://sub.r.wildlife.museum', true, true],
    ['https://r.wildlife.museum', 'https://sub.other.r.wildlife.museum', true, true],
    ['https://r.wildlife.museum', 'https://other.wildlife.museum', false, false],
    ['https://r.wildlife.museum', 'https://wildlife.museum', false, false],
    ['https://wildlife.museum', 'https://wildlife.museum', true, true],
    ['https://example.com', 'https://example.com.', false, false],
    // The port never matters.
    ['https://example.com:8443', 'https://sub.example.com', true, true],
    ['https://wildlife.museum:1', 'https://wildlife.museum:2', true, true],
    ['http://localhost:8080', 'http://localhost:9090', true, true],
    ['http://127.0.0.1:8080', 'http://127.0.0.1', true, true],
    // An address has no registrable domain.
    ['http://127.0.0.1', 'http://127.0.0.2', false, false],
    ['http://127.0.0.1', 'http://localhost', false, false],
    ['http://[::1]:1', 'http://[::1]:2', true, true],
    ['http://[::1]', 'http://[::2]', false, false],
    ['http://[::1]', 'https://[::1]', true, false],
    ['https://example.com', 'https://example.org', false, false],
  ])('A6: %s and %s are schemelessly same site: %s, same site: %s', (a, b, schemeless, same) => {
    const domain = (host: string): string | null => {
      if (!host.endsWith('wildlife.museum')) return registrableDomain(host);
      const labels = host.split('.');
      return labels.length < 3 ? null : labels.slice(-3).join('.');
    };
    expect(isSchemelesslySameSite(originOf(a), originOf(b), domain)).toBe(schemeless);
    expect(isSchemelesslySameSite(originOf(b), originOf(a), domain)).toBe(schemeless);
    expect(isSameSite(originOf(a), originOf(b), domain)).toBe(same);
    expect(isSameSite(originOf(b), originOf(a), domain)).toBe(same);
  });

  test('A6: opaque origins are same site with themselves only', () => {
    const one: Origin = { kind: 'opaque', id: '1' };
    const two: Origin = { kind: 'opaque', id: '2' };
    expect(isSameSite(one, one, registrableDomain)).toBe(true);
    expect(isSameSite(one, two, registrableDomain)).toBe(false);
    expect(isSameSite(one, originOf(A), registrableDomain)).toBe(false);
  });
});

describe('schemes', () => {
  test.each([
    ['http', true],
    ['https', true],
    ['ws', false],
    ['file', false],
    ['data', false],
    ['httpx', false],
  ])('A7: whether %s is an HTTP(S) scheme: %s', (scheme, is) => {
    expect(isHttpScheme(scheme)).toBe(is);
  });

  test('A7: a data: URL is answered without any server, and read by any page', () => {
    for (const page of [{}, sandboxed]) {
      const trace = play({ url: 'data:application/json,{}' }, {}, { client: page });
      expect(sent(trace)).toEqual([]);
      expect(got(trace)).toMatchObject({ type: 'basic', status: 200, body: 'readable' });
      expect(got(trace).headers).toEqual([['content-type', 'application/json']]);
    }
  });

  test.each([
    ['data:,hi', 'text/plain;charset=US-ASCII'],
    ['data:text/css,', 'text/css'],
    ['data:text/css;base64,aGk=', 'text/css'],
    ['data:;charset=utf-8,hi', 'text/plain;charset=utf-8'],
    ['data:nonsense,hi', 'text/plain;charset=US-ASCII'],
    ['data:text/css,a#b,c', 'text/css'],
  ])('A7: the Content-Type of %s is %s', (url, type) => {
    expect(got(play({ url }, {})).headers).toEqual([['content-type', type]]);
  });

  test('A7: a data: URL without a comma cannot be fetched', () => {
    expect(playUnsent({ url: 'data:text/css' }).outcome.type).toBe('network error');
  });

  test.each(['about:blank', 'blob:https://bar.other/1', 'file:///etc/hosts', 'ftp://bar.other/', 'x-app:1'])(
    'A7: %s cannot be fetched with CORS',
    (url) => {
      expect(failedRule(playUnsent({ url }))).toBe('main-fetch.scheme');
    },
  );
});

describe('parsing a URL', () => {
  test.each([
    'https://',
    'http://[::1',
    'http://[::1]x/',
    'http://[1::2::3]/',
    'https://foo example/',
    'https://foo<example/',
    'https://foo.example:65536/',
    'https://foo.example:8o/',
    'https://999.1.1.1/',
    'https://%00/',
    'https://xn--/',
  ])('A4: %s is no URL', (url) => {
    expect(parseUrl(url)).toBeNull();
    expect(parseUrl(url, `${A}/page`)).toBeNull();
  });

  test('A4: a relative URL needs a base', () => {
    expect(parseUrl('/x')).toBeNull();
    expect(parseUrl('../x?y#z', `${A}/a/b/c`)?.href).toBe(`${A}/a/x?y#z`);
    expect(parseUrl('', `${A}/a?b#c`)?.href).toBe(`${A}/a?b`);
    expect(parseUrl('//bar.other/x', `${A}/a`)?.href).toBe(`${B}/x`);
  });

  test.each([
    ['https://u@foo.example/', true],
    ['https://:p@foo.example/', true],
    ['https://u:p@foo.example/', true],
    ['https://@foo.example/', false],
    ['https://:@foo.example/', false],
    ['https://foo.example/@', false],
  ])('A4: whether %s includes credentials: %s', (url, includes) => {
    expect(parseUrl(url)?.includesCredentials).toBe(includes);
  });

  test.each([
    ['http://foo.example/', 80],
    ['https://foo.example:443/', 443],
    ['wss://foo.example/', 443],
    ['https://foo.example:8443/', 8443],
    ['data:,x', null],
  ])('A4: the port in use of %s is %s', (url, port) => {
    expect(parseUrl(url)?.port).toBe(port);
  });

  test('A4: what is sent has no fragment', () => {
    const trace = play({ url: `${B}/doc?a=1#part` }, { [B]: ok(ANY) });
    expect(sent(trace)).toEqual([`GET ${B}/doc?a=1`]);
    expect(rules(trace).some(({ result }) => result === 'fail')).toBe(false);
  });

  test('A4: the Host header has the port only where it is not the default one', () => {
    const hostOf = (url: string) => {
      const page = { url: `${new URL(url).origin}/page` };
      return headerOf(request(play({ url }, { [page.url.slice(0, -5)]: ok() }, { client: page }), 0), 'Host');
    };
    expect(hostOf('https://foo.example:443/')).toBe('foo.example');
    expect(hostOf('https://foo.example:8443/')).toBe('foo.example:8443');
    expect(hostOf('https://[2001:db8::1]:8443/')).toBe('[2001:db8::1]:8443');
    expect(hostOf('https://bücher.example/')).toBe('xn--bcher-kva.example');
  });
});
