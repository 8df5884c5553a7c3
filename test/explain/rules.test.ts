import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PROFILES } from '../../src/engine/profile';
import type { RuleFacts, RuleName, RuleResult, RuleStep } from '../../src/engine/trace';
import { explainDeviation, explainMismatch, explainRule } from '../../src/explain/details';
import { plain, type Rich } from '../../src/explain/rich';
import { explainPreflightReason } from '../../src/explain/rules';
import { randomTrace } from './random-trace';

const A = 'https://foo.example';
const B = 'https://bar.other';

/** Everyday facts for every rule. */
const TYPICAL: { readonly [R in RuleName]: readonly RuleFacts[R][] } = {
  'request.url': [
    { input: 'http://', url: null },
    { input: 'ftp://x/', url: 'ftp://x/' },
    { input: '', url: null },
  ],
  'request.url-credentials': [{ url: 'https://me:secret@bar.other/' }],
  'request.mode-navigate': [{}],
  'request.only-if-cached': [{ mode: 'cors' }],
  'request.method-invalid': [{ method: 'GET POST' }],
  'request.method-forbidden': [{ method: 'TRACE' }],
  'request.method-normalized': [{ given: 'delete', method: 'DELETE' }],
  'request.method-kept': [{ method: 'patch' }],
  'request.no-cors-method': [{ method: 'DELETE' }],
  'request.header-invalid': [
    { name: 'X Example', value: '1' },
    { name: '', value: '1' },
  ],
  'request.header-forbidden': [{ name: 'Accept-Encoding', value: 'gzip' }],
  'request.header-not-no-cors-safelisted': [{ name: 'X-PINGOTHER', value: 'pingpong' }],
  'request.body-with-get': [{ method: 'GET' }],
  'request.body-type': [
    { kind: 'string', contentType: 'text/plain;charset=UTF-8', replaced: false },
    { kind: 'string', contentType: 'application/json', replaced: true },
    { kind: 'ArrayBuffer', contentType: null, replaced: false },
  ],
  'request.stream': [
    { mode: 'cors', treatment: 'stream' },
    { mode: 'no-cors', treatment: 'stream' },
    { mode: 'cors', treatment: 'string' },
    { mode: 'cors', treatment: 'NotSupportedError' },
  ],
  'request.initiator': [
    {
      initiator: 'fetch',
      mode: 'same-origin',
      credentials: 'same-origin',
      redirect: 'follow',
      destination: '',
    },
    {
      initiator: 'WebSocket',
      mode: 'websocket',
      credentials: 'include',
      redirect: 'follow',
      destination: 'websocket',
    },
    {
      initiator: 'form',
      mode: 'navigate',
      credentials: 'include',
      redirect: 'follow',
      destination: 'document',
    },
  ],
  'main-fetch.bad-port': [{ port: 6667 }],
  'main-fetch.userinfo': [{ url: 'https://user@bar.other/' }],
  'main-fetch.mixed-content': [{ page: `${A}/`, url: 'http://bar.other/' }],
  'main-fetch.mixed-content-upgraded': [{ from: 'http://bar.other/a.png', to: 'https://bar.other/a.png' }],
  'main-fetch.same-origin': [
    { origin: A, target: A, returned: false },
    { origin: A, target: A, returned: true },
    { origin: A, target: B, returned: false },
  ],
  'main-fetch.no-cors-protocol': [{ initiator: 'WebSocket' }, { initiator: 'form' }],
  'main-fetch.data-url': [{}],
  'main-fetch.mode-same-origin': [{ origin: A, target: B }],
  'main-fetch.no-cors': [{ target: B }],
  'main-fetch.no-cors-redirect-mode': [{}],
  'main-fetch.scheme': [{ scheme: 'ftp' }],
  'main-fetch.preflight': [
    { reasons: [{ kind: 'method', method: 'PUT' }] },
    {
      reasons: [
        { kind: 'upload listener' },
        { kind: 'stream' },
        { kind: 'needed one before the redirect' },
        { kind: 'header', name: 'x-one', value: '1', why: 'name' },
        { kind: 'header', name: 'content-type', value: 'application/json', why: 'content type' },
        { kind: 'header', name: 'accept', value: '{}', why: 'unsafe byte' },
        { kind: 'header', name: 'accept', value: 'x'.repeat(129), why: 'longer than 128 bytes' },
        { kind: 'header', name: 'range', value: 'bytes=-5', why: 'range' },
        { kind: 'header', name: 'accept', value: 'x', why: 'more than 1024 bytes in total' },
      ],
    },
  ],
  'main-fetch.simple': [{ method: 'GET', headers: [] }],
  'http-fetch.preflight-cache-hit': [
    { method: 'PUT', headers: ['x-one'], left: 540 },
    { method: 'PUT', headers: [], left: 1 },
  ],
  'http-fetch.preflight-cache-miss': [{ missing: ['PUT', 'x-one'] }, { missing: [] }],
  'network.local-network': [
    { from: 'public', to: 'loopback', why: 'granted' },
    { from: 'public', to: 'loopback', why: 'denied' },
    { from: 'public', to: 'local', why: 'not secure' },
  ],
  'network.credentials': [
    { included: true, mode: 'include', tainting: 'cors' },
    { included: true, mode: 'same-origin', tainting: 'basic' },
    { included: false, mode: 'same-origin', tainting: 'cors' },
    { included: false, mode: 'omit', tainting: 'cors' },
  ],
  'network.origin-header': [
    { value: A, tainted: false },
    { value: 'null', tainted: true },
    { value: 'null', tainted: false },
    { value: null, tainted: false },
  ],
  'network.cookies': [
    { sent: ['session', 'theme', 'lang', 'seen'], withheld: [] },
    {
      sent: [],
      withheld: [
        { name: 'sid', why: 'SameSite' },
        { name: 'b', why: 'third-party cookies are blocked' },
      ],
    },
    { sent: [], withheld: [] },
  ],
  'network.referrer': [{ value: null }, { value: `${B}/` }],
  'network.fetch-metadata': [
    { site: null, mode: 'cors', destination: 'empty' },
    { site: 'same-site', mode: 'websocket', destination: 'websocket' },
  ],
  'network.stream-http1': [{}],
  'network.only-if-cached': [{}],
  'network.connection': (
    ['dns', 'refused', 'tls', 'reset', 'timeout', 'blocked by the client', 'something new'] as const
  ).map((failure) => ({ failure, url: `${B}/` })),
  'network.set-cookie': [
    { stored: ['sid'], ignored: [] },
    {
      stored: [],
      ignored: [
        { name: 'sid', why: 'credentials not included' },
        { name: 'b', why: 'domain' },
      ],
    },
    {
      stored: [],
      ignored: [
        { name: 'sid', why: 'malformed' },
        { name: 'b', why: 'SameSite=None without Secure' },
      ],
    },
    {
      stored: [],
      ignored: [
        { name: '__Host-id', why: '__Host- prefix' },
        { name: '', why: 'prefix without a name' },
      ],
    },
  ],
  'network.unauthorized': [{ prompts: true }, { prompts: false }],
  'cors-check.same-origin': [{ origin: A }],
  'cors-check.allow-origin-missing': [{ origin: A }],
  'cors-check.wildcard': [{ origin: A }],
  'cors-check.wildcard-with-credentials': [{ origin: A }, { origin: 'null' }],
  'cors-check.allow-origin': [
    { origin: A, value: A, lines: 1 },
    { origin: A, value: `${A}, ${A}`, lines: 2 },
    { origin: 'null', value: A, lines: 1 },
    { origin: A, value: '', lines: 1 },
  ],
  'cors-check.no-credentials': [{ mode: 'same-origin' }],
  'cors-check.allow-credentials': [{ value: 'true' }, { value: 'True' }, { value: null }, { value: '' }],
  'preflight.status': [{ status: 204 }, { status: 404 }, { status: 308 }],
  'preflight.allow-methods-syntax': [{ value: 'GET POST' }],
  'preflight.allow-headers-syntax': [{ value: '"x-one"' }],
  'preflight.method': [
    { method: 'POST', allowed: null, by: 'safelisted' },
    { method: 'DELETE', allowed: ['DELETE'], by: 'listed' },
    { method: 'DELETE', allowed: ['*'], by: 'wildcard' },
    { method: 'GET', allowed: null, by: 'upload listener' },
    { method: 'patch', allowed: ['PATCH'], by: null },
    { method: 'DELETE', allowed: [], by: null },
    { method: 'DELETE', allowed: ['*'], by: null },
  ],
  'preflight.header': [
    { name: 'x-pingother', allowed: ['X-PINGOTHER'], by: 'listed', literalWildcard: false },
    { name: 'x-pingother', allowed: ['*'], by: 'wildcard', literalWildcard: false },
    { name: 'authorization', allowed: ['*'], by: 'wildcard', literalWildcard: false },
    { name: 'authorization', allowed: ['*'], by: null, literalWildcard: true },
    { name: 'x-pingother', allowed: null, by: null, literalWildcard: false },
  ],
  'preflight.max-age': [
    { value: '600', valid: true, seconds: 600, cap: null },
    { value: '86400', valid: true, seconds: 600, cap: 600 },
    { value: null, valid: false, seconds: 5, cap: 600 },
    { value: 'abc', valid: false, seconds: 5, cap: null },
    { value: '0', valid: true, seconds: 0, cap: null },
  ],
  'preflight.cached': [
    { methods: ['PUT', 'DELETE'], headers: ['x-one'], seconds: 600 },
    { methods: [], headers: [], seconds: 5 },
    { methods: ['GET', 'POST'], headers: [], seconds: null },
  ],
  'preflight-cache.cleared': [{ entries: 1 }, { entries: 3 }],
  'redirect.mode-error': [{ status: 302 }],
  'redirect.mode-manual': [{ status: 302 }],
  'redirect.no-location': [{ status: 302 }],
  'redirect.location-invalid': [
    { location: 'http://', lines: 1 },
    { location: '', lines: 1 },
    { location: '/a, /b', lines: 2 },
  ],
  'redirect.scheme': [{ location: 'data:,x' }],
  'redirect.count': [{ limit: 20 }],
  'redirect.credentials': [{ location: 'https://me:secret@bar.other/' }],
  'redirect.body': [{ status: 307 }],
  'redirect.followed': [{ status: 302, from: `${A}/`, to: `${B}/next`, count: 1 }],
  'redirect.method-changed': [
    { status: 303, from: 'PUT', dropped: ['Content-Type'] },
    { status: 301, from: 'POST', dropped: [] },
  ],
  'redirect.authorization-removed': [{ from: A, to: B }],
  'redirect.origin-null': [
    { origin: A, via: B },
    { origin: 'null', via: B },
  ],
  'corp.check': [
    { value: 'same-site', policy: 'same-site', origin: A, target: B, embedderPolicy: 'unsafe-none' },
    { value: null, policy: 'same-origin', origin: A, target: B, embedderPolicy: 'require-corp' },
    { value: null, policy: null, origin: A, target: B, embedderPolicy: 'credentialless' },
  ],
  'tao.check': [{ value: '*' }, { value: null }, { value: '' }],
  'response.mime-type': [
    { contentType: 'text/plain', destination: 'script', nosniff: true },
    { contentType: null, destination: 'style', nosniff: true },
  ],
  'response.exposed-headers': [
    {
      value: null,
      visible: ['content-type'],
      hidden: [
        { name: 'x-total', why: 'not exposed' },
        { name: 'set-cookie', why: 'never exposed' },
      ],
      wildcard: 'no',
    },
    { value: '*', visible: [], hidden: [{ name: 'vary', why: 'not exposed' }], wildcard: 'literal' },
  ],
  'response.filtered': [{ type: 'basic' }, { type: 'cors' }, { type: 'opaque' }, { type: 'opaqueredirect' }],
  'use.needs-cors': (['canvas', 'WebGL texture', 'CSS shape', 'font', 'module script'] as const).flatMap(
    (use) => [
      { use, corsSameOrigin: true },
      { use, corsSameOrigin: false },
    ],
  ),
};

function step(rule: RuleName, facts: unknown, result: RuleResult): RuleStep {
  return {
    type: 'rule',
    rule,
    result,
    facts,
    message: null,
    headers: [],
    deviation: null,
  } as unknown as RuleStep;
}

function expectWords(text: Rich): void {
  const words = plain(text);
  expect(words).not.toBe('');
  expect(words).not.toMatch(/undefined|\[object|NaN|\bnull null| {2}|^\s|\s$/);
}

describe.each(Object.entries(TYPICAL) as [RuleName, readonly unknown[]][])('%s', (rule, facts) => {
  test.each(['pass', 'fail', 'note'] as const)('%s is put into words', (result) => {
    for (const one of facts) {
      const { title, detail } = explainRule(step(rule, one, result));
      expectWords(title);
      expectWords(detail);
      expect(plain(title).length, plain(title)).toBeLessThanOrEqual(60);
      expect(plain(title), 'a line, no sentence').not.toMatch(/\.$/);
      expect(plain(detail)).toMatch(/[.…]$/);
    }
  });
});

test('whatever runs is put into words', () => {
  fc.assert(
    fc.property(randomTrace, (trace) => {
      for (const ran of trace.steps) {
        if (ran.type !== 'rule') continue;
        const { title, detail } = explainRule(ran);
        expectWords(title);
        expectWords(detail);
        if (ran.deviation !== null) {
          for (const profile of Object.values(PROFILES))
            expectWords(explainDeviation(ran.deviation, profile));
        }
      }
    }),
    { numRuns: 300 },
  );
});

test('every deviation is put into words, with the browser’s name', () => {
  for (const field of Object.keys(PROFILES.standard) as (keyof typeof PROFILES.standard)[]) {
    if (field === 'name') continue;
    expect(plain(explainDeviation(field, PROFILES.webkit))).toMatch(/^(Safari|WebKitGTK) .*\.$/);
  }
});

test('what WebKitGTK does by libraries of its own is not said of Safari', () => {
  for (const field of ['cookieExpiry', 'cookiePrefixes', 'insecureNone', 'redirectedDelete'] as const) {
    expect(plain(explainDeviation(field, PROFILES.webkit))).toMatch(/^WebKitGTK /);
  }
});

test('which methods are looked up is said for each browser', () => {
  const words = (name: 'chromium' | 'firefox') => plain(explainDeviation('rememberedMethod', PROFILES[name]));
  expect(words('chromium')).toContain('does not look up GET, HEAD and POST');
  expect(words('firefox')).toContain('every method but GET and POST');
});

test('a cookie’s prefix is named with what it asks for', () => {
  const ignored = [{ name: '__Host-id', why: '__Host- prefix' }];
  const { detail } = explainRule(step('network.set-cookie', { stored: [], ignored }, 'note'));
  expect(plain(detail)).toBe('Ignored: __Host-id: its name asks for Secure, Path=/ and no Domain.');
});

test('an answer that is remembered but passed by is not called missing', () => {
  const { title, detail } = explainRule(step('http-fetch.preflight-cache-miss', { missing: [] }, 'note'));
  expect(plain(title)).toBe('An earlier preflight is passed by');
  expect(plain(detail)).toContain('still remembered');
});

test('a method that differs in case only is told apart', () => {
  const { detail } = explainRule(
    step('preflight.method', { method: 'patch', allowed: ['PATCH'], by: null }, 'fail'),
  );
  expect(plain(detail)).toContain('patch is not PATCH');
});

test('the reason for a preflight quotes the content type', () => {
  const reason = {
    kind: 'header',
    name: 'content-type',
    value: 'application/json',
    why: 'content type',
  } as const;
  expect(plain(explainPreflightReason(reason))).toContain('Header content-type: application/json');
});

test('IPv6 origins and ports are read as such', () => {
  expect(plain(explainMismatch('http://[::1]:3000', 'http://localhost:3000', 1))).toContain('same machine');
  expect(plain(explainMismatch('http://[::1]:3000', 'http://[::1]:4000', 1))).toContain('another port');
  expect(plain(explainMismatch('null', A, 1))).toContain('pages without an origin');
});
