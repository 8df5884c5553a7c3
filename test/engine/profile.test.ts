import { describe, expect, test } from 'vitest';
import { getHeader } from '../../src/engine/headers';
import type { HttpResponse } from '../../src/engine/http';
import type { RequestSpec } from '../../src/engine/initiator';
import { PROFILES, type ProfileName } from '../../src/engine/profile';
import { PROFILE_SOURCES } from '../../src/engine/profile-sources';
import type { Trace } from '../../src/engine/trace';
import {
  A,
  ALLOW_ALL,
  ANY,
  B,
  C,
  cookie,
  failedRule,
  got,
  headerOf,
  holding,
  isPreflight,
  later,
  ok,
  play,
  redirect,
  request,
  requests,
  response,
  rules,
  type Server,
  type Servers,
  type Setting,
  sandboxed,
  sent,
  server,
  stepOf,
  WITH_CREDENTIALS,
} from './harness';

const NAMES: readonly ProfileName[] = ['standard', 'chromium', 'firefox', 'webkit'];

type Player = (changes: Partial<RequestSpec>, servers: Servers, setting?: Setting) => Trace;

/** What is observed in each browser. */
function inEach<T>(observe: (playHere: Player) => T): Record<ProfileName, T> {
  const here = (name: ProfileName): Player => {
    return (changes, servers, setting = {}) =>
      play(changes, servers, {
        ...setting,
        environment: { ...setting.environment, profile: PROFILES[name] },
      });
  };
  return {
    standard: observe(here('standard')),
    chromium: observe(here('chromium')),
    firefox: observe(here('firefox')),
    webkit: observe(here('webkit')),
  };
}

function inAll<T>(value: T): Record<ProfileName, T> {
  return { standard: value, chromium: value, firefox: value, webkit: value };
}

/** A server that allows the method it is asked about, and no other. */
const AS_ASKED: Server = (request) => {
  const [, method = ''] = request.headers.find(([name]) => name === 'Access-Control-Request-Method') ?? [];
  return ok({ ...ANY, 'Access-Control-Allow-Methods': method });
};

/** How many preflights a fetch sent. */
function preflights(trace: Trace): number {
  return requests(trace).filter(isPreflight).length;
}

const PUT = { method: 'PUT' } as const;
const OPEN = { [B]: ok(ALLOW_ALL), [C]: ok(ALLOW_ALL) };

const ALLOW_PUT = ok({
  ...ANY,
  'Access-Control-Allow-Methods': 'PUT',
  'Access-Control-Allow-Headers': 'x-one',
});
const NAMED = { [B]: ALLOW_PUT, [C]: ALLOW_PUT } as const;

const AUTHORIZED = { headers: [['Authorization', 'Bearer x']] } as const;
const STREAM = { method: 'POST', body: { kind: 'ReadableStream', text: 'hi', type: '' } } as const;
const UPLOAD = { initiator: 'XMLHttpRequest', uploadListener: true } as const;
const LISTENING = { ...UPLOAD, method: 'POST', body: { kind: 'string', text: 'hi', type: '' } } as const;
const NO_CORS_POST = { mode: 'no-cors', method: 'POST' } as const;
const LOCATED_TWICE = response(302, [
  ['Location', '/2'],
  ['Location', '/2'],
]);
const CHROMIUM = { environment: { profile: PROFILES.chromium } };
const LOOPBACK = 'http://localhost:8080';
const SECURE_LOOPBACK = 'https://localhost:8443';
/** The person lets pages ask the machine itself. */
const GRANTED = { environment: { localNetwork: 'granted' } } as const;

/** Another origin of the page's site, and the page without TLS. */
const SISTER = 'https://api.foo.example';
const INSECURE = { client: { url: 'http://foo.example/page' } } as const;
const FORM_POST = {
  initiator: 'form',
  method: 'POST',
  body: { kind: 'URLSearchParams', text: 'a=b', type: '' },
} as const;

/** `XMLHttpRequest` with text and a type. */
function typed(type: string) {
  return {
    initiator: 'XMLHttpRequest',
    method: 'POST',
    headers: [['Content-Type', type]],
    body: { kind: 'string', text: 'a=b', type: '' },
  } as const;
}

/** Preflights are granted; `/2` gets the answer, every other path the redirect. */
function hopping(answer: HttpResponse, first: HttpResponse): Server {
  return (request) => (isPreflight(request) || request.url.endsWith('/2') ? answer : first);
}

function maxAge(value: string): (playHere: Player) => Trace {
  return (playHere) => playHere(PUT, { [B]: ok({ ...ALLOW_ALL, 'Access-Control-Max-Age': value }) });
}

/** Plays a request whose headers are so repeated. */
function repeated(...headers: readonly (readonly [name: string, length: number, times: number])[]) {
  const list = headers.flatMap(([name, length, times]) =>
    Array.from({ length: times }, () => [name, 'a'.repeat(length)] as const),
  );
  return (playHere: Player) => playHere({ headers: list }, OPEN);
}

/** Plays a second request a second after the first. */
function twice(
  first: Partial<RequestSpec>,
  second: Partial<RequestSpec>,
  servers: Servers = OPEN,
): (playHere: Player) => Trace {
  return (playHere) => {
    const state = later(playHere(first, servers), 1);
    return playHere(second, servers, { environment: { state } });
  };
}

/** A scenario for each field, in which the field decides. */
const SCENARIOS: Readonly<Record<keyof typeof PROFILE_SOURCES, (playHere: Player) => Trace>> = {
  maxAgeCap: maxAge('100000'),
  invalidMaxAge: maxAge('abc'),
  negativeMaxAge: maxAge('-1'),
  authorizationByWildcard: (playHere) =>
    playHere(AUTHORIZED, { [B]: ok({ ...ANY, 'Access-Control-Allow-Headers': '*' }) }),
  preflightStatus: (playHere) =>
    playHere(PUT, { [B]: server(response(302, { Location: '/next' }), ok(ANY)) }),
  preflightOrder: (playHere) =>
    playHere(PUT, { [B]: ok({ ...ANY, 'Access-Control-Allow-Headers': 'x-a; x-b' }) }),
  rangeLimit: (playHere) => playHere({ headers: [['Range', 'bytes=0-99999999999999999999']] }, OPEN),
  preflightAfterAuthorization: (playHere) =>
    playHere({ ...AUTHORIZED, url: `${A}/own` }, { ...OPEN, [A]: redirect(`${B}/doc`) }),
  preflightAfterMethodChange: (playHere) =>
    playHere(PUT, { ...OPEN, [`${B}/doc`]: server(ok(ALLOW_ALL), redirect('/next', 303)) }),
  preflightOriginAfterRedirect: (playHere) =>
    playHere(PUT, { ...OPEN, [B]: server(ok(ALLOW_ALL), redirect(`${C}/x`, 307)) }),
  redirectsFromHome: (playHere) =>
    playHere({ url: `${A}/own` }, { [A]: redirect(`${B}/1`), [`${B}/1`]: redirect('/2'), [B]: ok(ANY) }),
  uploadListener: (playHere) => playHere(UPLOAD, OPEN),
  unlistedMethod: (playHere) =>
    playHere(
      { ...UPLOAD, method: 'PUT', body: { kind: 'string', text: 'hi', type: '' } },
      { [B]: ok({ ...ANY, 'Access-Control-Allow-Headers': '*' }) },
    ),
  repeatedHeaders: repeated(['Accept', 100, 2]),
  safelistedTotal: repeated(['Accept', 128, 7], ['Accept-Language', 128, 1], ['Content-Language', 1, 1]),
  extraSafelisted: (playHere) => playHere({ headers: [['DPR', '1']] }, OPEN),
  overrideQuotes: (playHere) =>
    playHere({ url: `${A}/own`, headers: [['X-HTTP-Method-Override', '"a\\", TRACE']] }, { [A]: ok() }),
  userAgent: (playHere) => playHere({ headers: [['User-Agent', 'mine']] }, OPEN),
  streamBody: (playHere) => playHere(STREAM, OPEN),
  noCorsBodyType: (playHere) =>
    playHere(
      { mode: 'no-cors', method: 'POST', body: { kind: 'Blob', text: '{}', type: 'application/json' } },
      OPEN,
    ),
  noCorsOrigin: (playHere) =>
    playHere({ mode: 'no-cors', method: 'POST', referrerPolicy: 'no-referrer' }, OPEN),
  credentialedEntryServesAll: twice({ ...PUT, credentials: 'include' }, PUT, {
    [B]: ok({ ...WITH_CREDENTIALS, 'Access-Control-Allow-Methods': 'PUT' }),
  }),
  failureClearsCache: (playHere) => playHere(PUT, { [B]: server(ok(ALLOW_ALL), ok()) }),
  noStoreSkipsPreflightCache: twice(PUT, { ...PUT, cache: 'no-store' }, NAMED),
  droppedHeaders: (playHere) =>
    playHere(
      { url: `${A}/1`, method: 'POST', body: { kind: 'string', text: 'hi', type: '' } },
      { [`${A}/1`]: redirect('/2'), [`${A}/2`]: redirect('/3', 307), [A]: ok() },
    ),
  redirectedDelete: (playHere) =>
    playHere(
      { method: 'DELETE' },
      { [B]: server(ok(ALLOW_ALL), redirect(`${C}/x`, 307)), [C]: ok(ALLOW_ALL) },
    ),
  repeatedLocation: (playHere) => playHere({ url: `${A}/1` }, { [`${A}/1`]: LOCATED_TWICE, [A]: ok() }),
  emptyLocation: (playHere) => playHere({}, { [B]: redirect('', 302, ANY) }),
  missingLocation: (playHere) => playHere({ redirect: 'error' }, { [B]: response(303, ANY) }),
  userinfo: (playHere) =>
    playHere(
      { url: `${A}/1` },
      { [`${A}/1`]: redirect('https://user@foo.example/2'), 'https://user@foo.example': ok() },
    ),
  redirectedWebSocket: (playHere) =>
    playHere(
      { initiator: 'WebSocket', url: 'wss://bar.other/chat' },
      { 'wss://bar.other': redirect(`${B}/elsewhere`), [B]: response(101) },
    ),
  rangeUnit: (playHere) => playHere({ headers: [['Range', 'Bytes=0-10']] }, OPEN),
  sameOriginStream: (playHere) => playHere({ ...STREAM, mode: 'same-origin' }, OPEN),
  typeOfNoBody: (playHere) =>
    playHere({ initiator: 'XMLHttpRequest', body: { kind: 'URLSearchParams', text: 'a=b', type: '' } }, OPEN),
  fonts: (playHere) => playHere({ initiator: 'font' }, { [B]: ok() }),
  noCorsOriginAfterRedirect: (playHere) =>
    playHere({ ...NO_CORS_POST, url: `${A}/own` }, { [A]: redirect(`${B}/doc`, 307), [B]: ok() }),
  elementOrigin: (playHere) => playHere({ initiator: 'module script', url: `${A}/own` }, { [A]: ok() }),
  originAfterMethodChange: (playHere) =>
    playHere({ method: 'POST', url: `${A}/1` }, { [`${A}/1`]: redirect('/2', 303), [A]: ok() }),
  beaconOrigin: (playHere) => playHere({ initiator: 'sendBeacon' }, OPEN, { client: sandboxed }),
  invalidResourcePolicy: (playHere) =>
    playHere(
      { mode: 'no-cors' },
      { [B]: ok({ 'Cross-Origin-Resource-Policy': 'nonsense' }) },
      { client: { embedderPolicy: 'require-corp' } },
    ),
  sameSitePolicy: (playHere) =>
    playHere(
      { url: `${LOOPBACK}/x`, mode: 'no-cors' },
      { [LOOPBACK]: ok({ 'Cross-Origin-Resource-Policy': 'same-site' }) },
      { client: { ...sandboxed, url: LOOPBACK, addressSpace: 'loopback' } },
    ),
  droppedAuthorization: (playHere) =>
    playHere(
      { ...AUTHORIZED, url: `${A}/own` },
      { [A]: redirect(`${B}/doc`), [B]: hopping(ok(ALLOW_ALL), redirect('/2', 302, ALLOW_ALL)) },
    ),
  unusableLocation: (playHere) => playHere({}, { [B]: response(302, { Location: 'http://:80:80/' }) }),
  unfollowedLocation: (playHere) =>
    playHere({ redirect: 'manual', url: `${A}/own` }, { [A]: redirect('http://:80:80/') }),
  ftpLocation: (playHere) =>
    playHere({ redirect: 'manual', url: `${A}/own` }, { [A]: redirect('ftp://bar.other/') }),
  shownLocation: (playHere) =>
    playHere(
      { url: `${A}/own` },
      {
        [A]: ok([
          ['Location', '/2'],
          ['Location', '/2'],
        ]),
      },
    ),
  userinfoAway: (playHere) =>
    playHere(
      { ...PUT, url: `${A}/own` },
      { 'https://me@bar.other': ALLOW_PUT, [A]: redirect('https://me@bar.other/doc') },
    ),
  textCharset: (playHere) => playHere(typed('text/plain; charset="a b"'), OPEN),
  opaqueReferrer: (playHere) => playHere({ initiator: 'image' }, OPEN, { client: sandboxed }),
  referrerDowngrade: (playHere) =>
    playHere(
      { ...FORM_POST, url: `${LOOPBACK}/x` },
      { [LOOPBACK]: ok() },
      { client: { url: `${A}/page`, referrerPolicy: 'strict-origin' } },
    ),
  relaxedReferrer: (playHere) => playHere({ referrerPolicy: 'unsafe-url' }, OPEN),
  framedReferrer: (playHere) =>
    playHere(
      { url: `${A}/own` },
      { [A]: ok() },
      { client: { url: `${A}/page`, hasCrossSiteAncestor: true } },
    ),
  navigationReferrerAfterRedirect: (playHere) =>
    playHere(
      { ...FORM_POST, url: `${A}/1` },
      { [A]: redirect(`${B}/doc`), [B]: ok() },
      { client: { url: `${A}/page`, referrerPolicy: 'same-origin' } },
    ),
  preflightReferrer: (playHere) =>
    playHere(
      { url: `${A}/1`, method: 'PUT' },
      { [A]: redirect(`${SISTER}/doc`, 307), [SISTER]: ok(ALLOW_ALL) },
      { client: { url: `${A}/page` } },
    ),
  webSocketMetadata: (playHere) =>
    playHere({ initiator: 'WebSocket', url: 'wss://bar.other/chat' }, { 'wss://bar.other': response(404) }),
  redirectedMetadata: (playHere) =>
    playHere({ url: `${A}/own` }, { [A]: redirect(`${B}/doc`), [B]: ok(ALLOW_ALL) }),
  redirectedSite: (playHere) =>
    playHere(
      { url: `${LOOPBACK}/1` },
      { [LOOPBACK]: hopping(ok(ANY), redirect('/2', 302, ANY)) },
      { client: { url: 'http://localhost/page', addressSpace: 'loopback' } },
    ),
  preflightSite: (playHere) =>
    playHere(
      { url: `${SISTER}/1`, method: 'PUT' },
      { [SISTER]: hopping(ok(ALLOW_ALL), redirect(`${A}/2`, 307, ALLOW_ALL)), [A]: ok(ALLOW_ALL) },
    ),
  metadataScheme: (playHere) => playHere({ url: `${A}/own` }, { [A]: ok(ANY) }, INSECURE),
  upgradedHosts: (playHere) =>
    playHere({ initiator: 'image', url: 'http://[2001:db9::1]/x' }, { 'https://[2001:db9::1]': ok() }),
  mixedLoopback: (playHere) => playHere({ url: `${LOOPBACK}/x` }, { [LOOPBACK]: ok(ANY) }),
  mixedPreflight: (playHere) =>
    playHere(
      { ...PUT, url: `${A}/own` },
      { [A]: redirect('http://bar.other/doc', 307), 'http://bar.other': ok(ALLOW_ALL) },
    ),
  mixedBeacon: (playHere) =>
    playHere({ initiator: 'sendBeacon', url: 'http://bar.other/doc' }, { 'http://bar.other': ok() }),
  navigationOrigin: (playHere) =>
    playHere({ ...FORM_POST, url: 'http://bar.other/doc' }, { 'http://bar.other': ok() }),
  navigationOriginAfterRedirect: (playHere) =>
    playHere({ ...FORM_POST, url: `${A}/own` }, { [A]: redirect(`${B}/doc`, 307), [B]: ok() }),
  credentiallessPages: (playHere) =>
    playHere(
      { mode: 'no-cors', credentials: 'include' },
      { [B]: ok() },
      { client: { embedderPolicy: 'credentialless' }, environment: holding(cookie('bar.other')) },
    ),
  elementStatus: (playHere) =>
    playHere(
      { initiator: 'script', url: `${B}/doc` },
      { [B]: { ...ok({ 'Content-Type': 'text/javascript' }), status: 300 } },
    ),
  mistypedStylesheet: (playHere) =>
    playHere({ initiator: 'stylesheet', url: `${B}/doc` }, { [B]: ok({ 'Content-Type': 'text/plain' }) }),
  dataUrlLength: (playHere) => playHere({ url: 'data:text/plain,h%20llo' }, {}),
  laxAllowingUnsafe: (playHere) => {
    const state = later(playHere(FORM_POST, { [B]: ok({ 'Set-Cookie': 'id=1' }) }), 100);
    return playHere(FORM_POST, { [B]: ok() }, { environment: { state } });
  },
  cookieExpiry: (playHere) =>
    playHere(
      { url: `${A}/own` },
      { [A]: ok({ 'Set-Cookie': 'id=1; Max-Age=100; Expires=Thu, 01 Jan 1970 00:00:00 GMT' }) },
    ),
  responseBytes: (playHere) => playHere({ url: `${A}/1` }, { [`${A}/1`]: redirect('2?q=\xe4'), [A]: ok() }),
  cookieBytes: (playHere) => playHere({ url: `${A}/own` }, { [A]: ok({ 'Set-Cookie': 'id=a\xe4' }) }),
  namelessCookies: (playHere) => playHere({ url: `${A}/own` }, { [A]: ok({ 'Set-Cookie': 'x' }) }),
  redirectedSameSite: (playHere) =>
    playHere(
      { credentials: 'include', url: `${A}/1` },
      {
        [`${A}/1`]: redirect(`${B}/2`, 302, WITH_CREDENTIALS),
        [`${B}/2`]: redirect(`${A}/3`, 302, WITH_CREDENTIALS),
        [A]: ok({ 'Set-Cookie': 'id=1; SameSite=Lax' }),
      },
    ),
  addressDomains: (playHere) =>
    playHere(
      { url: 'https://10.1.22.33/own' },
      { 'https://10.1.22.33': ok({ 'Set-Cookie': 'id=1; Domain=22.33' }) },
      { client: { url: 'https://10.1.22.33/' } },
    ),
  cookiePrefixes: (playHere) => playHere({ url: `${A}/own` }, { [A]: ok({ 'Set-Cookie': '__Secure-id=1' }) }),
  refusedHandshakeCookies: (playHere) =>
    playHere(
      { initiator: 'WebSocket', url: 'wss://foo.example/chat' },
      { 'wss://foo.example': response(404, { 'Set-Cookie': 'id=1' }) },
    ),
  aboutBlank: (playHere) => playHere({ mode: 'no-cors', url: 'about:blank' }, {}),
  onlyIfCached: (playHere) =>
    playHere({ url: `${A}/own`, mode: 'same-origin', cache: 'only-if-cached' }, { [A]: ok() }),
  nullOriginPreflight: (playHere) =>
    playHere(PUT, { [B]: server(ok(ALLOW_ALL), redirect(`${C}/x`, 307)), [C]: ok(ALLOW_ALL) }),
  rememberedAuthorization: twice(AUTHORIZED, AUTHORIZED, {
    [B]: ok({ ...ANY, 'Access-Control-Allow-Headers': '*' }),
  }),
  rememberedMethod: twice(LISTENING, LISTENING, NAMED),
  rememberedWildcard: twice(
    { ...PUT, credentials: 'include' },
    { method: 'PATCH', credentials: 'include' },
    { [B]: ok({ ...WITH_CREDENTIALS, 'Access-Control-Allow-Methods': 'PUT, *' }) },
  ),
  newPreflight: twice(PUT, { method: 'DELETE' }, { [B]: AS_ASKED }),
  refusedPreflight: (playHere) =>
    playHere(
      { ...PUT, headers: [['X-Two', '1']] },
      { [B]: ok({ ...ANY, 'Access-Control-Allow-Methods': 'PUT' }) },
    ),
  noCacheSkipsPreflightCache: twice(PUT, { ...PUT, cache: 'no-cache' }),
  cookieSite: (playHere) =>
    playHere(
      { credentials: 'include', url: `${A}/own` },
      { [A]: ok({ ...WITH_CREDENTIALS, 'Access-Control-Allow-Origin': 'null' }) },
      {
        client: sandboxed,
        environment: holding(cookie('foo.example', { sameSite: 'Strict' })),
      },
    ),
  // Opening a page is no third-party matter, so only SameSite decides.
  defaultSameSite: (playHere) =>
    playHere({ initiator: 'form', method: 'POST' }, OPEN, {
      environment: holding(cookie('bar.other', { sameSite: 'unset' })),
    }),
  sameSiteRedirects: (playHere) =>
    playHere(
      { credentials: 'include' },
      { [B]: redirect(`${A}/home`, 302, { ...WITH_CREDENTIALS }), [A]: ok() },
      { environment: holding(cookie('foo.example', { sameSite: 'Strict' })) },
    ),
  cookieScheme: (playHere) =>
    playHere(
      { credentials: 'include', url: `${A}/own` },
      { [A]: ok(WITH_CREDENTIALS) },
      {
        ...INSECURE,
        environment: holding(cookie('foo.example', { sameSite: 'Strict' })),
      },
    ),
  insecureNone: (playHere) =>
    playHere({ url: `${A}/own` }, { [A]: ok({ 'Set-Cookie': 'id=1; SameSite=None' }) }),
  noCorsCredentialsAway: (playHere) =>
    playHere(
      { mode: 'no-cors', url: `${A}/own` },
      { [A]: redirect(`${SISTER}/doc`), [SISTER]: ok() },
      { environment: holding(cookie('api.foo.example')) },
    ),
  noCorsOriginOnTheWay: (playHere) =>
    playHere(
      { mode: 'no-cors', method: 'POST', url: `${A}/own`, referrerPolicy: 'same-origin' },
      { [A]: redirect(`${B}/doc`, 307), [B]: ok() },
    ),
  thirdPartyCookies: (playHere) =>
    playHere(
      { credentials: 'include' },
      { [B]: ok(WITH_CREDENTIALS) },
      { environment: holding(cookie('bar.other')) },
    ),
  localNetworkAccess: (playHere) => playHere({ url: `${SECURE_LOOPBACK}/x` }, { [SECURE_LOOPBACK]: ok(ANY) }),
  secureCookiesOnLoopback: (playHere) =>
    playHere(
      { url: `${LOOPBACK}/x`, credentials: 'include' },
      { [LOOPBACK]: ok() },
      {
        client: { url: 'http://localhost:3000/', addressSpace: 'loopback' },
        environment: holding(cookie('localhost')),
      },
    ),
};

/** The profile fields that made a fetch differ from the standard. */
function deviations(trace: Trace): readonly string[] {
  return [...new Set(rules(trace).flatMap((step) => step.deviation ?? []))];
}

describe('fields', () => {
  test('Z: each comes with its evidence, and differs from the standard in some browser', () => {
    const { name: _, ...fields } = PROFILES.standard;
    expect(Object.keys(PROFILE_SOURCES).sort()).toEqual(Object.keys(fields).sort());
    for (const [field, value] of Object.entries(fields)) {
      const values = NAMES.map((name) => new Map(Object.entries(PROFILES[name])).get(field));
      expect(
        values.some((other) => other !== value),
        field,
      ).toBe(true);
    }
  });

  // These leave something out, so there is no step to say it.
  const silent = new Set(['failureClearsCache', 'localNetworkAccess']);
  const spoken = Object.entries(SCENARIOS).filter(([field]) => !silent.has(field));

  test.each(spoken)('Z %s: where it decides, a step says so', (field, scenario) => {
    const expected = (name: ProfileName) => {
      const valueIn = (profile: ProfileName) => new Map(Object.entries(PROFILES[profile])).get(field);
      return valueIn(name) !== valueIn('standard');
    };
    expect(inEach((playHere) => deviations(scenario(playHere)).includes(field))).toEqual({
      standard: false,
      chromium: expected('chromium'),
      firefox: expected('firefox'),
      webkit: expected('webkit'),
    });
  });
});

describe('the preflight cache', () => {
  const seconds = (scenario: (playHere: Player) => Trace) =>
    inEach((playHere) => stepOf(scenario(playHere), 'preflight.max-age').facts.seconds);

  test('Z1 maxAgeCap: each browser has its own limit, the standard none', () => {
    expect(seconds(SCENARIOS.maxAgeCap)).toEqual({
      standard: 100000,
      chromium: 7200,
      firefox: 86400,
      webkit: 600,
    });
    expect(seconds(maxAge('600'))).toEqual(inAll(600));
  });

  test.each(['abc', '1.5', '0, 600'])('Z1 invalidMaxAge: Firefox does not remember for "%s"', (value) => {
    expect(seconds(maxAge(value))).toEqual({ ...inAll(5), firefox: 0 });
  });

  test('Z1 negativeMaxAge: no browser remembers for a number below zero', () => {
    expect(seconds(maxAge('-1'))).toEqual({ standard: 5, chromium: 0, firefox: 0, webkit: 0 });
  });

  test('Z1: without a number, all remember for 5 seconds', () => {
    expect(seconds((playHere) => playHere(PUT, OPEN))).toEqual(inAll(5));
    expect(seconds(maxAge(''))).toEqual(inAll(5));
  });

  test('Z4 credentialedEntryServesAll: Firefox keeps requests with and without credentials apart', () => {
    const again = inEach((playHere) => preflights(SCENARIOS.credentialedEntryServesAll(playHere)));
    expect(again).toEqual({ ...inAll(0), firefox: 1 });
  });

  test('Z5 failureClearsCache: Chrome and Safari keep the preflight of a request that fails', () => {
    const kept = inEach((playHere) => {
      const trace = SCENARIOS.failureClearsCache(playHere);
      expect(failedRule(trace)).toBe('cors-check.allow-origin-missing');
      return trace.state.preflightCache.length > 0;
    });
    expect(kept).toEqual({ standard: false, chromium: true, firefox: false, webkit: true });
  });

  test.each([
    [
      'that does not allow its header, but for Safari',
      ok({ ...ALLOW_ALL, 'Access-Control-Allow-Headers': 'X-Two' }),
      2,
    ],
    ['that fails the CORS check', ok(), 0],
  ])('Z5 failureClearsCache: none keeps it after a new preflight %s', (_, refusal, webkit) => {
    const kept = inEach((playHere) => {
      const state = later(playHere(PUT, { [B]: ok({ ...ANY, 'Access-Control-Allow-Methods': 'PUT' }) }), 1);
      expect(state.preflightCache).toContainEqual(expect.objectContaining({ method: 'PUT' }));
      const more = { ...PUT, headers: [['X-One', '1']] } as const;
      const { preflightCache } = playHere(more, { [B]: refusal }, { environment: { state } }).state;
      return preflightCache.filter((entry) => !entry.implied).length;
    });
    expect(kept).toEqual({ ...inAll(0), webkit });
  });

  test('Z newPreflight: Chrome and Safari remember the last preflight of a URL alone', () => {
    const again = inEach((playHere) => {
      const servers = { [B]: AS_ASKED };
      const put = later(playHere(PUT, servers), 1);
      const deleted = later(playHere({ method: 'DELETE' }, servers, { environment: { state: put } }), 1);
      return preflights(playHere(PUT, servers, { environment: { state: deleted } }));
    });
    expect(again).toEqual({ standard: 0, chromium: 1, firefox: 0, webkit: 1 });
  });

  test('Z refusedPreflight: Safari remembers what a preflight allowed that refused the request', () => {
    const asked = twice({ ...PUT, headers: [['X-Two', '1']] }, PUT, NAMED);
    expect(inEach((playHere) => preflights(asked(playHere)))).toEqual({ ...inAll(1), webkit: 0 });
    // One that fails the CORS check allows nothing.
    const failing = { [B]: ok({ 'Access-Control-Allow-Methods': 'PUT' }) };
    const kept = inEach((playHere) => playHere(PUT, failing).state.preflightCache.length);
    expect(kept).toEqual(inAll(0));
  });

  test.each(['no-store', 'reload'] as const)(
    'Z noStoreSkipsPreflightCache: Chrome and Firefox preflight again with cache mode "%s"',
    (cache) => {
      const again = inEach((playHere) => preflights(twice(PUT, { ...PUT, cache })(playHere)));
      expect(again).toEqual({ standard: 0, chromium: 1, firefox: 1, webkit: 0 });
    },
  );

  test.each(['default', 'force-cache'] as const)(
    'Z noStoreSkipsPreflightCache: none does with cache mode "%s"',
    (cache) => {
      const again = inEach((playHere) => preflights(twice(PUT, { ...PUT, cache }, NAMED)(playHere)));
      expect(again).toEqual(inAll(0));
    },
  );

  test('Z noCacheSkipsPreflightCache: Chrome preflights again with cache mode "no-cache"', () => {
    const again = inEach((playHere) =>
      preflights(twice(PUT, { ...PUT, cache: 'no-cache' }, NAMED)(playHere)),
    );
    expect(again).toEqual({ ...inAll(0), chromium: 1 });
  });

  test('Z noStoreSkipsPreflightCache: is named only where the answer is remembered', () => {
    const miss = (trace: Trace) => {
      const { facts, deviation } = stepOf(trace, 'http-fetch.preflight-cache-miss');
      return [facts.missing, deviation];
    };
    const again = { ...PUT, cache: 'no-store' } as const;
    expect(miss(play(again, NAMED, CHROMIUM))).toEqual([['PUT'], null]);
    const one = { headers: [['X-One', '1']], cache: 'no-store' } as const;
    expect(miss(play(one, NAMED, CHROMIUM))).toEqual([['x-one'], null]);
    const passing = inEach((playHere) => twice(PUT, again, NAMED)(playHere)).chromium;
    expect(miss(passing)).toEqual([[], 'noStoreSkipsPreflightCache']);
  });

  test('Z noStoreSkipsPreflightCache: headers that ask conditionally count as cache mode "no-store"', () => {
    const conditional = { headers: [['If-Modified-Since', 'Thu, 01 Jan 1970 00:00:00 GMT']] } as const;
    const allow = { [B]: ok({ ...ANY, 'Access-Control-Allow-Headers': 'if-modified-since' }) };
    const again = inEach((playHere) => preflights(twice(conditional, conditional, allow)(playHere)));
    expect(again).toEqual({ standard: 0, chromium: 1, firefox: 1, webkit: 0 });
  });

  test('Z rememberedMethod: Firefox looks HEAD up wherever it needs a preflight', () => {
    const head = { method: 'HEAD', headers: [['X-One', '1']] } as const;
    const servers = { [B]: ok({ ...ANY, 'Access-Control-Allow-Headers': 'x-one' }) };
    const again = inEach((playHere) => preflights(twice(head, head, servers)(playHere)));
    expect(again).toEqual({ ...inAll(0), firefox: 1 });
  });

  test('Z rememberedMethod: no browser wants a safelisted method listed, as long as the answer holds', () => {
    const asksAfter = (seconds: number, answer: Record<string, string> = {}) =>
      inEach((playHere) => {
        const servers = { [B]: ok({ ...ANY, 'Access-Control-Allow-Methods': 'PUT', ...answer }) };
        const state = later(playHere(LISTENING, servers), seconds);
        return preflights(playHere(LISTENING, servers, { environment: { state } }));
      });
    expect(asksAfter(0)).toEqual({ ...inAll(0), standard: 1 });
    // Firefox leaves in its memory what has nothing in it any more.
    expect(asksAfter(5)).toEqual({ ...inAll(1), firefox: 0 });
    expect(asksAfter(0, { 'Access-Control-Max-Age': '0' })).toEqual(inAll(1));
  });

  test('Z rememberedMethod: what a browser remembers of an answer that lists nothing', () => {
    const kept = inEach((playHere) =>
      rules(playHere(LISTENING, { [B]: ok(ANY) })).flatMap((step) =>
        step.rule === 'preflight.cached' ? [step.facts.methods, step.facts.seconds, step.deviation] : [],
      ),
    );
    const safelisted = [['GET', 'HEAD', 'POST'], 5, 'rememberedMethod'];
    expect(kept).toEqual({
      standard: [['POST'], 5, null],
      chromium: safelisted,
      firefox: [['GET', 'POST'], null, 'rememberedMethod'],
      webkit: safelisted,
    });
  });

  test('Z rememberedWildcard: Firefox does not remember * for methods or headers', () => {
    const star = (changes: Partial<RequestSpec>) =>
      inEach((playHere) => preflights(twice(changes, changes)(playHere)));
    expect(star({ method: 'PATCH' })).toEqual({ ...inAll(0), firefox: 1 });
    expect(star({ headers: [['X-One', '1']] })).toEqual({ ...inAll(0), firefox: 1 });
  });

  test('Z rememberedWildcard: with credentials, * is remembered as a name by Chrome, and looked up as one by Safari', () => {
    const servers = { [B]: ok({ ...WITH_CREDENTIALS, 'Access-Control-Allow-Methods': 'PUT, *' }) };
    const included = { ...PUT, credentials: 'include' } as const;
    const asking = (method: string, credentials: 'include' | 'same-origin') =>
      inEach((playHere) => preflights(twice(included, { method, credentials }, servers)(playHere)));
    expect(asking('PATCH', 'same-origin')).toEqual({ ...inAll(0), chromium: 1, firefox: 1 });
    expect(asking('PATCH', 'include')).toEqual({ ...inAll(1), standard: 0 });
  });

  test('Z nullOriginPreflight: Chrome remembers none with Origin: null, Safari those of opaque pages', () => {
    const page = { client: sandboxed };
    const ofPage = inEach((playHere) => {
      const state = later(playHere(PUT, NAMED, page), 1);
      return preflights(playHere(PUT, NAMED, { ...page, environment: { state } }));
    });
    expect(ofPage).toEqual({ ...inAll(0), chromium: 1 });
    const kept = inEach((playHere) =>
      rules(playHere(PUT, NAMED, page)).some(({ rule }) => rule === 'preflight.cached'),
    );
    expect(kept).toEqual({ ...inAll(true), chromium: false });
    const told = inEach((playHere) => stepOf(playHere(PUT, NAMED, page), 'preflight.max-age').deviation);
    expect(told.chromium).toBe('nullOriginPreflight');
    const servers = { [B]: server(NAMED[B], redirect(`${C}/x`, 307)), [C]: NAMED[C] };
    const redirected = inEach((playHere) => preflights(twice(PUT, PUT, servers)(playHere)));
    expect(redirected).toEqual({ standard: 0, chromium: 1, firefox: 0, webkit: 1 });
  });

  test('Z5 failureClearsCache: only the standard forgets a preflight for a redirect in mode error', () => {
    const kept = inEach(
      (playHere) =>
        playHere({ ...PUT, redirect: 'error' }, { [B]: server(NAMED[B], redirect('/x')) }).state
          .preflightCache.length > 0,
    );
    expect(kept).toEqual({ ...inAll(true), standard: false });
  });
});

describe('what needs a preflight', () => {
  const needed = (scenario: (playHere: Player) => Trace) =>
    inEach((playHere) => preflights(scenario(playHere)) > 0);

  test('Z rangeLimit: browsers preflight a Range whose number does not fit 64 bits', () => {
    const range = (value: string) => needed((playHere) => playHere({ headers: [['Range', value]] }, OPEN));
    expect(range('bytes=0-99999999999999999999')).toEqual({ ...inAll(true), standard: false });
    expect(range('bytes=9223372036854775808-')).toEqual({ ...inAll(true), standard: false });
    expect(range('bytes=0-9223372036854775807')).toEqual({ ...inAll(false), chromium: true });
    expect(range('bytes=0-9223372036854775806')).toEqual(inAll(false));
  });

  test('Z rangeUnit: Safari safelists a Range whose unit is written in capitals', () => {
    expect(needed(SCENARIOS.rangeUnit)).toEqual({ ...inAll(true), webkit: false });
  });

  test('Z uploadListener: Chrome does not preflight a GET for an upload listener', () => {
    expect(needed(SCENARIOS.uploadListener)).toEqual({ ...inAll(true), chromium: false });
    const post = { ...UPLOAD, method: 'POST', body: { kind: 'string', text: 'hi', type: '' } } as const;
    expect(needed((playHere) => playHere(post, OPEN))).toEqual(inAll(true));
  });

  test('Z unlistedMethod: no browser lets an upload listener stand for Access-Control-Allow-Methods', () => {
    const rule = inEach((playHere) => failedRule(SCENARIOS.unlistedMethod(playHere)));
    expect(rule).toEqual({ ...inAll('preflight.method'), standard: null });
    const head = inEach(
      (playHere) =>
        rules(playHere({ ...UPLOAD, method: 'HEAD' }, { [B]: ok(ANY) })).find(
          (step) => step.rule === 'preflight.method',
        )?.deviation,
    );
    // Chrome asks about nothing without a body, and to Safari HEAD is allowed with any other.
    expect(head).toEqual({ standard: null, chromium: undefined, firefox: 'unlistedMethod', webkit: null });
  });

  test('Z repeatedHeaders: Chrome and Safari join a header set twice before they measure it', () => {
    const joined = { standard: false, chromium: true, firefox: false, webkit: true };
    expect(needed(repeated(['Accept', 100, 2]))).toEqual(joined);
    // With the comma and the space between them, 128 and 130 bytes.
    expect(needed(repeated(['Accept', 63, 2]))).toEqual(inAll(false));
    expect(needed(repeated(['Accept', 64, 2]))).toEqual(joined);
  });

  test('Z safelistedTotal: Firefox does not add up safelisted values', () => {
    const filled = [
      ['Accept', 128, 7],
      ['Accept-Language', 128, 1],
    ] as const;
    expect(needed(repeated(...filled))).toMatchObject({ standard: false, firefox: false });
    expect(needed(repeated(...filled, ['Content-Language', 1, 1]))).toEqual({
      ...inAll(true),
      firefox: false,
    });
  });

  test.each(['DPR', 'Downlink', 'Viewport-Width', 'Width', 'Device-Memory', 'RTT', 'Save-Data'])(
    'Y6, Z6 extraSafelisted: Chrome does not preflight the client hint %s',
    (name) => {
      const hint = (playHere: Player) => playHere({ headers: [[name, '1']] }, OPEN);
      expect(needed(hint)).toEqual({ ...inAll(true), chromium: false });
    },
  );

  test('Z overrideQuotes: Firefox and Safari find a forbidden method in quotes', () => {
    const kept = (value: string) =>
      inEach((playHere) => {
        const headers = [['X-HTTP-Method-Override', value]] as const;
        const trace = playHere({ url: `${A}/own`, headers }, { [A]: ok() });
        return headerOf(request(trace, 0), 'X-HTTP-Method-Override') !== null;
      });
    expect(kept('"a, TRACE, b"')).toEqual({ ...inAll(true), firefox: false, webkit: false });
    expect(kept('"x\\"", TRACE')).toEqual(inAll(false));
    expect(kept('"a, TRACE"')).toEqual(inAll(true));
  });

  test('Z userAgent: Chrome drops a User-Agent set by script', () => {
    expect(needed(SCENARIOS.userAgent)).toEqual({ ...inAll(true), chromium: false });
    const last = inEach((playHere) => headerOf(request(SCENARIOS.userAgent(playHere), -1), 'User-Agent'));
    expect(last).toMatchObject({ standard: 'mine', firefox: 'mine', webkit: 'mine' });
    expect(last.chromium).not.toBe('mine');
  });

  test('Z streamBody: Firefox sends a stream as a string, Safari refuses it', () => {
    const seen = inEach((playHere) => {
      const trace = SCENARIOS.streamBody(playHere);
      if (trace.outcome.type === 'exception') return trace.outcome.name;
      return requests(trace).map(({ method }) => method);
    });
    expect(seen).toEqual({
      standard: ['OPTIONS', 'POST'],
      chromium: ['OPTIONS', 'POST'],
      firefox: ['POST'],
      webkit: 'NotSupportedError',
    });
  });

  test('Z streamBody: over http only Firefox sends one', () => {
    const rule = inEach((playHere) => {
      const page = { client: { url: 'http://foo.example/page' } };
      const servers = { 'http://bar.other': ok(ALLOW_ALL) };
      return failedRule(playHere({ ...STREAM, url: 'http://bar.other/x' }, servers, page));
    });
    expect(rule).toEqual({
      standard: 'network.stream-http1',
      chromium: 'network.stream-http1',
      firefox: null,
      webkit: 'request.stream',
    });
  });
});

describe('what a preflight allows', () => {
  const star = { 'Access-Control-Allow-Headers': '*' };

  test('Z2 authorizationByWildcard: in browsers * covers Authorization, but not with credentials', () => {
    const plain = inEach((playHere) => failedRule(SCENARIOS.authorizationByWildcard(playHere)));
    expect(plain).toEqual({ ...inAll(null), standard: 'preflight.header' });
    const credentialed = inEach((playHere) =>
      failedRule(
        playHere({ ...AUTHORIZED, credentials: 'include' }, { [B]: ok({ ...WITH_CREDENTIALS, ...star }) }),
      ),
    );
    expect(credentialed).toEqual(inAll('preflight.header'));
  });

  test('Z2 rememberedAuthorization: in Safari * in the cache covers Authorization', () => {
    const cached = twice({ headers: [['X-One', '1']] }, AUTHORIZED, { [B]: ok({ ...ANY, ...star }) });
    expect(inEach((playHere) => preflights(cached(playHere)))).toEqual({
      ...inAll(1),
      webkit: 0,
    });
  });

  test('Z3: no browser takes PATCH in the list for a request with patch', () => {
    const allow = { [B]: ok({ ...ANY, 'Access-Control-Allow-Methods': 'PATCH' }) };
    const rule = inEach((playHere) => failedRule(playHere({ method: 'patch' }, allow)));
    expect(rule).toEqual(inAll('preflight.method'));
  });
});

describe('redirects', () => {
  test('Z preflightAfterAuthorization: Firefox and Safari preflight at the next origin all the same', () => {
    const next = inEach((playHere) => {
      const trace = SCENARIOS.preflightAfterAuthorization(playHere);
      expect(headerOf(request(trace, -1), 'Authorization')).toBeNull();
      expect(got(trace).status).toBe(200);
      const preflight = requests(trace).find(isPreflight);
      return preflight && (headerOf(preflight, 'Access-Control-Request-Headers') ?? 'nothing listed');
    });
    expect(next).toEqual({
      standard: undefined,
      chromium: undefined,
      firefox: 'nothing listed',
      webkit: 'authorization',
    });
  });

  test.each([
    ['a PUT answered 303', { method: 'PUT' }, 303],
    ['a JSON POST answered 302', { method: 'POST', headers: [['Content-Type', 'application/json']] }, 302],
  ] as const)(
    'Z preflightAfterMethodChange: Firefox and Safari preflight again after %s',
    (_, changes, status) => {
      const seen = inEach((playHere) => {
        const servers = { [`${B}/doc`]: server(ok(ALLOW_ALL), redirect('/next', status)), ...OPEN };
        return sent(playHere(changes, servers)).slice(2);
      });
      const once = [`GET ${B}/next`];
      const again = [`OPTIONS ${B}/next`, `GET ${B}/next`];
      expect(seen).toEqual({ standard: once, chromium: once, firefox: again, webkit: again });
    },
  );

  test('Z preflightAfterAuthorization: is named where the browser asks about more than is left', () => {
    const asks = inEach((playHere) => {
      const servers = { ...OPEN, [A]: redirect(`${B}/doc`, 307) };
      const trace = playHere({ ...AUTHORIZED, ...PUT, url: `${A}/own` }, servers);
      const { facts, deviation } = stepOf(trace, 'main-fetch.preflight');
      return [facts.reasons.length, deviation];
    });
    expect(asks).toEqual({ ...inAll([1, null]), webkit: [2, 'preflightAfterAuthorization'] });
  });

  test('Z preflightOriginAfterRedirect: Firefox names the page’s origin in the preflight, not in the request', () => {
    const origins = inEach((playHere) =>
      requests(SCENARIOS.preflightOriginAfterRedirect(playHere))
        .slice(2)
        .map((sent) => headerOf(sent, 'Origin')),
    );
    expect(origins).toEqual({ ...inAll(['null', 'null']), firefox: [A, 'null'] });
  });

  test('Z preflightOriginAfterRedirect: Firefox checks the preflight against the origin it named', () => {
    const allowing = (origin: string) =>
      inEach((playHere) => {
        const next = server(
          ok({ ...ALLOW_ALL, 'Access-Control-Allow-Origin': origin }),
          ok({ 'Access-Control-Allow-Origin': 'null' }),
        );
        const servers = { [B]: server(ok(ALLOW_ALL), redirect(`${C}/x`, 307)), [C]: next };
        return failedRule(playHere(PUT, servers));
      });
    expect(allowing('null')).toEqual({ ...inAll(null), firefox: 'cors-check.allow-origin' });
    expect(allowing(A)).toEqual({ ...inAll('cors-check.allow-origin'), firefox: null });
  });

  test('Z preflightOriginAfterRedirect: Firefox asks no permission of the page’s own server in that preflight', () => {
    const permitting = (allowOrigin: Readonly<Record<string, string>>) =>
      inEach((playHere) => {
        const preflighted = ok({ 'Access-Control-Allow-Methods': 'PUT', ...allowOrigin });
        const home = server(preflighted, ok({ 'Access-Control-Allow-Origin': 'null' }));
        return failedRule(
          playHere(PUT, { [B]: server(ok(ALLOW_ALL), redirect(`${A}/home`, 307)), [A]: home }),
        );
      });
    expect(permitting({})).toEqual({ ...inAll('cors-check.allow-origin-missing'), firefox: null });
    expect(permitting({ 'Access-Control-Allow-Origin': 'null' })).toEqual(inAll(null));
  });

  test('Z redirectsFromHome: Safari wants a redirect elsewhere to allow credentials, once the request left home', () => {
    const through = (changes: Partial<RequestSpec>, allow: Readonly<Record<string, string>>) =>
      inEach((playHere) => {
        const servers = { [A]: redirect(`${B}/1`), [`${B}/1`]: redirect('/2', 302, allow), [B]: ok(ANY) };
        return failedRule(playHere({ url: `${A}/own`, ...changes }, servers));
      });
    const exact = { 'Access-Control-Allow-Origin': A };
    expect(through({}, ANY)).toEqual({ ...inAll(null), webkit: 'cors-check.wildcard-with-credentials' });
    expect(through({}, exact)).toEqual({ ...inAll(null), webkit: 'cors-check.allow-credentials' });
    expect(through({}, WITH_CREDENTIALS)).toEqual(inAll(null));
    expect(through({ credentials: 'omit' }, ANY)).toEqual(inAll(null));
  });

  test('Z redirectsFromHome: the answer itself, and a request that began elsewhere, need no such thing', () => {
    const end = { [A]: redirect(`${B}/x`), [B]: ok(ANY) };
    expect(inEach((playHere) => failedRule(playHere({ url: `${A}/own` }, end)))).toEqual(inAll(null));
    const back = (value: string) =>
      inEach((playHere) =>
        failedRule(
          playHere({}, { [B]: redirect(`${A}/home`), [A]: ok({ 'Access-Control-Allow-Origin': value }) }),
        ),
      );
    expect(back('*')).toEqual(inAll(null));
    expect(back('null')).toEqual(inAll(null));
  });

  test('Z7: no browser follows to a URL with a user name in a CORS request', () => {
    const userinfo = { [B]: redirect('https://user@bar.other/') };
    expect(inEach((playHere) => failedRule(playHere({}, userinfo)))).toEqual(inAll('redirect.credentials'));
  });

  test('Z11 emptyLocation: an empty Location leads in circles, fails at once, or is no redirect', () => {
    const rule = inEach((playHere) => failedRule(SCENARIOS.emptyLocation(playHere)));
    expect(rule).toEqual({
      standard: 'redirect.count',
      chromium: null,
      firefox: 'redirect.count',
      webkit: 'redirect.location-invalid',
    });
    expect(got(play({}, { [B]: redirect('', 302, ANY) }, CHROMIUM)).status).toBe(302);
  });

  test('Z missingLocation: in redirect mode error Chrome and Safari see no redirect in a 303 without Location', () => {
    const rule = inEach((playHere) => failedRule(SCENARIOS.missingLocation(playHere)));
    const error = 'redirect.mode-error';
    expect(rule).toEqual({ standard: error, chromium: null, firefox: error, webkit: null });
  });

  test('Z repeatedLocation: two equal ones count as one in Chrome and Firefox, and are joined in Safari', () => {
    const last = inEach((playHere) => request(SCENARIOS.repeatedLocation(playHere), -1).url);
    expect(last).toEqual({
      standard: `${A}/1`,
      chromium: `${A}/2`,
      firefox: `${A}/2`,
      webkit: `${A}/2,%20/2`,
    });
    const different = response(302, [
      ['Location', '/2'],
      ['Location', '/3'],
    ]);
    const rule = inEach((playHere) =>
      failedRule(playHere({ url: `${A}/1` }, { [`${A}/1`]: different, [A]: ok() })),
    );
    expect(rule).toEqual({ ...inAll('redirect.location-invalid'), webkit: null });
  });

  test('Z userinfo: Chrome is redirected to no user name, but for XMLHttpRequest', () => {
    const to = { [`${A}/1`]: redirect('https://user@foo.example/2'), 'https://user@foo.example': ok() };
    const rule = (change: Partial<RequestSpec>) =>
      inEach((playHere) => failedRule(playHere({ url: `${A}/1`, ...change }, to)));
    expect(inEach((playHere) => failedRule(SCENARIOS.userinfo(playHere)))).toEqual(rule({}));
    for (const change of [
      {},
      { mode: 'same-origin' },
      { initiator: 'image' },
      { initiator: 'script' },
    ] as const) {
      expect(rule(change)).toEqual({ ...inAll(null), chromium: 'redirect.credentials' });
    }
    expect(rule({ initiator: 'XMLHttpRequest' })).toEqual(inAll(null));
    expect(rule({ initiator: 'form', method: 'GET' })).toEqual(inAll(null));
  });

  test('Z userinfo: Chrome loads nothing without CORS from a user name, and says so to a beacon', () => {
    const script = (change: Partial<RequestSpec>) =>
      inEach((playHere) => {
        const trace = playHere(
          { url: 'https://user@bar.other/1', ...change },
          { 'https://user@bar.other': ok({ ...ANY, 'Content-Type': 'text/event-stream' }) },
        );
        return [failedRule(trace), trace.script];
      });
    const failed = (change: Partial<RequestSpec>) => script(change).chromium[0];
    for (const initiator of ['image', 'EventSource'] as const) {
      expect(failed({ initiator })).toBe('main-fetch.userinfo');
      expect(script({ initiator }).standard[0]).toBeNull();
    }
    expect(failed({ initiator: 'image', crossorigin: 'anonymous' })).toBeNull();
    expect(failed({ initiator: 'XMLHttpRequest' })).toBeNull();
    const beacon = { initiator: 'sendBeacon', method: 'POST' } as const;
    expect(script(beacon).chromium).toEqual(['main-fetch.userinfo', { kind: 'rejection' }]);
    expect(script(beacon).firefox[1]).toEqual({ kind: 'queued' });
  });

  test('Z redirectedWebSocket: Safari follows, and names the page still', () => {
    const seen = inEach((playHere) => SCENARIOS.redirectedWebSocket(playHere).script);
    expect(seen).toEqual({
      ...inAll({ kind: 'connection', event: 'error' }),
      webkit: { kind: 'connection', event: 'open' },
    });
  });

  test('Z redirectedDelete: in WebKitGTK a DELETE that leaves its origin becomes a GET', () => {
    const last = inEach((playHere) => request(SCENARIOS.redirectedDelete(playHere), -1).method);
    expect(last).toEqual({ ...inAll('DELETE'), webkit: 'GET' });
    const within = inEach(
      (playHere) =>
        request(
          playHere(
            { method: 'DELETE' },
            { [`${B}/doc`]: server(ok(ALLOW_ALL), redirect('/2', 307)), ...OPEN },
          ),
          -1,
        ).method,
    );
    expect(within).toEqual(inAll('DELETE'));
  });

  test('Z droppedHeaders: Content-Type comes back with a 307 in Safari and Firefox', () => {
    const type = (status: number) =>
      inEach((playHere) => {
        const servers = { [`${A}/1`]: redirect('/2'), [`${A}/2`]: redirect('/3', status), [A]: ok() };
        const body = { kind: 'string', text: 'hi', type: '' } as const;
        return headerOf(
          request(playHere({ url: `${A}/1`, method: 'POST', body }, servers), -1),
          'Content-Type',
        );
      });
    const text = 'text/plain;charset=UTF-8';
    expect(type(307)).toEqual({ standard: null, chromium: null, firefox: text, webkit: text });
    expect(type(302)).toEqual(inAll(null));
  });

  test('Z preflightAfterMethodChange: Safari lists what the redirect dropped, Firefox nothing', () => {
    const json = { method: 'POST', headers: [['Content-Type', 'application/json']] } as const;
    const listed = inEach((playHere) => {
      const servers = { [`${B}/doc`]: server(ok(ALLOW_ALL), redirect('/next')), ...OPEN };
      const again = requests(playHere(json, servers)).filter(isPreflight)[1];
      return again && headerOf(again, 'Access-Control-Request-Headers');
    });
    expect(listed).toEqual({
      standard: undefined,
      chromium: undefined,
      firefox: null,
      webkit: 'content-type',
    });
  });

  test('Z preflightOriginAfterRedirect: Firefox does not check a preflight at the page’s own origin', () => {
    const rule = inEach((playHere) => {
      const home = server(
        ok({ ...ALLOW_ALL, 'Access-Control-Allow-Origin': 'https://wrong.example' }),
        ok({ 'Access-Control-Allow-Origin': 'null' }),
      );
      return failedRule(playHere(PUT, { [B]: server(ok(ALLOW_ALL), redirect(`${A}/x`, 307)), [A]: home }));
    });
    expect(rule).toEqual({ ...inAll('cors-check.allow-origin'), firefox: null });
  });
});

describe('requests without CORS', () => {
  test('Z fonts: Safari asks without CORS, so no server has to allow it', () => {
    const rule = inEach((playHere) => failedRule(SCENARIOS.fonts(playHere)));
    expect(rule).toEqual({ ...inAll('cors-check.allow-origin-missing'), webkit: null });
  });

  test('Z elementOrigin: Chrome and Safari send Origin for elements with CORS to the page’s own origin', () => {
    const origin = (changes: Partial<RequestSpec>) =>
      inEach((playHere) =>
        headerOf(request(playHere({ url: `${A}/own`, ...changes }, { [A]: ok() }), 0), 'Origin'),
      );
    const also = { standard: null, chromium: A, firefox: null, webkit: A };
    expect(origin({ initiator: 'module script' })).toEqual(also);
    expect(origin({ initiator: 'image', crossorigin: 'anonymous' })).toEqual(also);
    expect(origin({ initiator: 'video', crossorigin: 'anonymous' })).toEqual({ ...also, chromium: null });
    expect(origin({ initiator: 'image' })).toEqual(inAll(null));
    expect(origin({})).toEqual(inAll(null));
  });

  test('Z noCorsOriginAfterRedirect: once another origin, Chrome says null', () => {
    const origin = inEach((playHere) =>
      headerOf(request(SCENARIOS.noCorsOriginAfterRedirect(playHere), -1), 'Origin'),
    );
    expect(origin).toEqual({ ...inAll(A), chromium: 'null' });
  });

  test('Z originAfterMethodChange: Safari goes on naming the page to its own origin', () => {
    const origin = inEach((playHere) =>
      headerOf(request(SCENARIOS.originAfterMethodChange(playHere), -1), 'Origin'),
    );
    expect(origin).toEqual({ ...inAll(null), webkit: A });
    const hidden = inEach((playHere) =>
      headerOf(
        request(
          playHere(
            { ...NO_CORS_POST, url: `${A}/1`, referrerPolicy: 'no-referrer' },
            { [`${A}/1`]: redirect(`${A}/2`, 302), [A]: ok() },
          ),
          -1,
        ),
        'Origin',
      ),
    );
    expect(hidden, 'as it was').toEqual({ ...inAll(null), webkit: 'null' });
  });

  test('Z beaconOrigin: from a sandboxed page Safari names the origin of its URL', () => {
    const origin = inEach((playHere) => headerOf(request(SCENARIOS.beaconOrigin(playHere), 0), 'Origin'));
    expect(origin).toEqual({ ...inAll('null'), webkit: A });
    const hidden = (url: string, referrerPolicy: 'same-origin' | 'no-referrer') =>
      inEach((playHere) => {
        const change = { initiator: 'sendBeacon', url } as const;
        const client = { client: { ...sandboxed, referrerPolicy } };
        return headerOf(request(playHere(change, { [A]: ok(), [B]: ok() }, client), 0), 'Origin');
      }).webkit;
    expect([hidden(`${A}/x`, 'same-origin'), hidden(`${B}/x`, 'same-origin')]).toEqual([A, 'null']);
    expect([hidden(`${A}/x`, 'no-referrer'), hidden(`${B}/x`, 'no-referrer')]).toEqual(['null', 'null']);
    // A page without an address has no other origin to name.
    const client = { origin: { kind: 'opaque', id: 'page' }, url: 'data:text/html,x' } as const;
    const data = inEach(
      (playHere) =>
        stepOf(playHere({ initiator: 'sendBeacon' }, OPEN, { client }), 'network.origin-header').deviation,
    );
    expect(data).toEqual(inAll(null));
  });

  test('Z invalidResourcePolicy: under require-corp Firefox lets an unknown policy pass, but not none', () => {
    const rule = inEach((playHere) => failedRule(SCENARIOS.invalidResourcePolicy(playHere)));
    expect(rule).toEqual({ ...inAll('corp.check'), firefox: null });
    const page = { client: { embedderPolicy: 'require-corp' } } as const;
    expect(inEach((playHere) => failedRule(playHere({ mode: 'no-cors' }, { [B]: ok() }, page)))).toEqual(
      inAll('corp.check'),
    );
  });

  test('Z sameSitePolicy: Chrome opens what is same-site of a host without a dot to a sandboxed page', () => {
    const dotted = inEach((playHere) =>
      failedRule(
        playHere(
          { mode: 'no-cors' },
          { [B]: ok({ 'Cross-Origin-Resource-Policy': 'same-site' }) },
          { client: sandboxed },
        ),
      ),
    );
    expect(dotted).toEqual(inAll('corp.check'));
    const rule = inEach((playHere) => failedRule(SCENARIOS.sameSitePolicy(playHere)));
    expect(rule).toEqual({ ...inAll('corp.check'), chromium: null });
    const secure = inEach((playHere) =>
      failedRule(
        playHere(
          { url: 'https://localhost/x', mode: 'no-cors' },
          { 'https://localhost': ok({ 'Cross-Origin-Resource-Policy': 'same-site' }) },
          { client: { ...sandboxed, url: 'https://localhost', addressSpace: 'loopback' } },
        ),
      ),
    );
    expect(secure).toEqual(inAll('corp.check'));
  });

  test('Z sameSitePolicy: to Chrome another port of an IP address is of another site', () => {
    const rule = (port: number) =>
      inEach((playHere) =>
        failedRule(
          playHere(
            { url: `http://127.0.0.1:${port}/x`, mode: 'no-cors' },
            { [`http://127.0.0.1:${port}`]: ok({ 'Cross-Origin-Resource-Policy': 'same-site' }) },
            { client: { url: 'http://127.0.0.1:8000/', addressSpace: 'loopback' } },
          ),
        ),
      );
    expect(rule(8001)).toEqual({ ...inAll(null), chromium: 'corp.check' });
    expect(rule(8000)).toEqual(inAll(null));
  });

  test('Z refusedHandshakeCookies: Chrome stores none from a WebSocket that does not open', () => {
    const stored = inEach((playHere) => SCENARIOS.refusedHandshakeCookies(playHere).state.cookies.length);
    expect(stored).toEqual({ ...inAll(1), chromium: 0 });
  });

  test('Z aboutBlank: without CORS it is an empty document, but not to Chrome and Safari', () => {
    const rule = inEach((playHere) => failedRule(SCENARIOS.aboutBlank(playHere)));
    const scheme = 'main-fetch.scheme';
    expect(rule).toEqual({ ...inAll(null), chromium: scheme, webkit: scheme });
    expect(inEach((playHere) => failedRule(playHere({ url: 'about:blank' }, {})))).toEqual(inAll(scheme));
    const element = (initiator: 'script' | 'image') =>
      inEach((playHere) => playHere({ initiator, url: 'about:blank' }, {}).script).firefox;
    expect(element('script')).toMatchObject({ event: 'load' });
    expect(element('image')).toMatchObject({ event: 'error' });
  });

  test('Z onlyIfCached: Safari asks the server', () => {
    const rule = inEach((playHere) => failedRule(SCENARIOS.onlyIfCached(playHere)));
    expect(rule).toEqual({ ...inAll('network.only-if-cached'), webkit: null });
  });

  test('Z typeOfNoBody: with GET, Safari drops the fields but keeps their type', () => {
    const trace = inEach((playHere) => request(SCENARIOS.typeOfNoBody(playHere), -1));
    expect(headerOf(trace.webkit, 'Content-Type')).toBe('application/x-www-form-urlencoded;charset=UTF-8');
    expect(trace.webkit.body).toBeNull();
    expect(headerOf(trace.standard, 'Content-Type')).toBeNull();
  });

  test('Z sameOriginStream: in mode same-origin Chrome asks another origin about a stream', () => {
    const rule = inEach((playHere) => failedRule(SCENARIOS.sameOriginStream(playHere)));
    expect(rule).toEqual({
      ...inAll('main-fetch.mode-same-origin'),
      chromium: null,
      webkit: 'request.stream',
    });
  });

  test('Z noCorsOrigin: Chrome names the page’s origin whatever the referrer policy', () => {
    const origins = inEach((playHere) => headerOf(request(SCENARIOS.noCorsOrigin(playHere), 0), 'Origin'));
    expect(origins).toEqual({ ...inAll('null'), chromium: A });
  });

  test('Z noCorsBodyType: Safari sends the type of a Blob even where CORS would have to allow it', () => {
    const types = inEach((playHere) =>
      headerOf(request(SCENARIOS.noCorsBodyType(playHere), 0), 'Content-Type'),
    );
    expect(types).toEqual({ ...inAll(null), webkit: 'application/json' });
  });
});

test('Z5: two equal Access-Control-Allow-Origin lines fail in all', () => {
  const lines = [
    ['Access-Control-Allow-Origin', A],
    ['Access-Control-Allow-Origin', A],
  ] as const;
  const rule = inEach((playHere) => failedRule(playHere({}, { [B]: ok(lines) })));
  expect(rule).toEqual(inAll('cors-check.allow-origin'));
});

describe('cookies', () => {
  const cookies = (scenario: (playHere: Player) => Trace) =>
    inEach((playHere) => headerOf(request(scenario(playHere), -1), 'Cookie'));

  test('Z defaultSameSite: Firefox and Safari let a cookie without SameSite go anywhere', () => {
    expect(cookies(SCENARIOS.defaultSameSite)).toEqual({
      standard: null,
      chromium: null,
      firefox: 'id=1',
      webkit: 'id=1',
    });
  });

  test('Z sameSiteRedirects: Chrome forgets that a redirect led through another site', () => {
    expect(cookies(SCENARIOS.sameSiteRedirects)).toEqual({ ...inAll(null), chromium: 'id=1' });
  });

  test('Z cookieSite: Safari goes by the URL of a sandboxed page', () => {
    expect(cookies(SCENARIOS.cookieSite)).toEqual({ ...inAll(null), webkit: 'id=1' });
  });

  test('Z10 thirdPartyCookies: Safari blocks them, Firefox keeps them apart, and CORS does not change for it', () => {
    expect(cookies(SCENARIOS.thirdPartyCookies)).toEqual({ ...inAll('id=1'), firefox: null, webkit: null });
    const jar = { environment: holding(cookie('bar.other')) };
    const rule = inEach((playHere) =>
      failedRule(playHere({ credentials: 'include' }, { [B]: ok(ANY) }, jar)),
    );
    expect(rule).toEqual(inAll('cors-check.wildcard-with-credentials'));
  });

  test('Z thirdPartyCookies: Firefox sends another site what this page has set, and nothing older', () => {
    const setting = { credentials: 'include' } as const;
    const servers = { [B]: ok({ ...WITH_CREDENTIALS, 'Set-Cookie': 'new=1; SameSite=None; Secure' }) };
    const sentLater = inEach((playHere) => {
      const first = playHere(setting, servers, { environment: holding(cookie('bar.other')) });
      const second = playHere(setting, servers, { environment: { state: later(first, 1) } });
      return headerOf(request(second, 0), 'Cookie');
    });
    const both = 'id=1; new=1';
    expect(sentLater).toEqual({ standard: both, chromium: both, firefox: 'new=1', webkit: null });
  });

  test('Z thirdPartyCookies: in Firefox one set on this page leaves the older of its name as it is', () => {
    const setting = { credentials: 'include' } as const;
    const value = 'id=2; Path=/; SameSite=None; Secure';
    const servers = { [B]: ok({ ...WITH_CREDENTIALS, 'Set-Cookie': value }) };
    const held = inEach((playHere) => {
      const first = playHere(setting, servers, { environment: holding(cookie('bar.other')) });
      return first.state.cookies.map((each) => each.value);
    });
    expect(held).toEqual({ ...inAll(['2']), firefox: ['1', '2'], webkit: ['1'] });
  });

  test('Z thirdPartyCookies: Safari sends none any more once a redirect has left the site', () => {
    const back = (playHere: Player) =>
      playHere(
        { mode: 'no-cors', credentials: 'include', url: `${B}/doc` },
        { [B]: redirect(`${A}/own`), [A]: ok() },
        { environment: holding(cookie('foo.example')) },
      );
    const cookiesBack = inEach((playHere) => headerOf(request(back(playHere), -1), 'Cookie'));
    expect(cookiesBack).toEqual({ ...inAll('id=1'), webkit: null });
  });

  test('Z cookieScheme: Firefox and Safari take http and https of a domain for one site', () => {
    const sent = { firefox: 'id=1', webkit: 'id=1' };
    expect(cookies(SCENARIOS.cookieScheme)).toEqual({ ...inAll(null), ...sent });
  });

  test('Z insecureNone: WebKitGTK stores SameSite=None without Secure', () => {
    const stored = inEach((playHere) => SCENARIOS.insecureNone(playHere).state.cookies.length);
    expect(stored).toEqual({ ...inAll(0), webkit: 1 });
    const later = inEach((playHere) => {
      const { state } = SCENARIOS.insecureNone(playHere);
      const setting = { environment: { state } };
      const another = playHere({ url: `${A}/own` }, { [A]: ok({ 'Set-Cookie': 'other=2' }) }, setting);
      return stepOf(another, 'network.set-cookie').deviation;
    });
    expect(later).toEqual(inAll(null));
  });

  test('Z noCorsCredentialsAway: Safari takes cookies along to another origin', () => {
    const last = inEach((playHere) =>
      headerOf(request(SCENARIOS.noCorsCredentialsAway(playHere), -1), 'Cookie'),
    );
    expect(last).toEqual({ ...inAll(null), webkit: 'id=1' });
  });

  test('Z secureCookiesOnLoopback: Chrome and Firefox send Secure cookies over http to localhost', () => {
    expect(cookies(SCENARIOS.secureCookiesOnLoopback)).toEqual({
      standard: null,
      chromium: 'id=1',
      firefox: 'id=1',
      webkit: null,
    });
  });
});

describe('Z preflightStatus', () => {
  const rule = (preflight: HttpResponse) =>
    inEach((playHere) => failedRule(playHere(PUT, { [B]: server(preflight, ok(ANY)) })));
  const unseen = inAll('cors-check.allow-origin-missing');

  test('Chrome and Safari refuse a redirected preflight before they look for permission', () => {
    const refused = { chromium: 'preflight.status', webkit: 'preflight.status' };
    expect(rule(response(302, { Location: '/next' }))).toEqual({ ...unseen, ...refused });
  });

  test('Safari refuses one that is not ok, too', () => {
    expect(rule(response(404))).toEqual({ ...unseen, webkit: 'preflight.status' });
    expect(rule(response(302))).toEqual({ ...unseen, webkit: 'preflight.status' });
  });

  test('one that is ok is looked at in all', () => {
    expect(rule(response(204))).toEqual(unseen);
  });
});

test('Z preflightOrder: Firefox looks for the method before it reads the list of headers', () => {
  const rule = inEach((playHere) => failedRule(SCENARIOS.preflightOrder(playHere)));
  expect(rule).toEqual({ ...inAll('preflight.allow-headers-syntax'), firefox: 'preflight.method' });
});

describe('what else redirects show', () => {
  test('Z droppedAuthorization: Firefox sends Authorization again after a redirect within the other origin', () => {
    const sentTo = inEach((playHere) =>
      headerOf(request(SCENARIOS.droppedAuthorization(playHere), -1), 'Authorization'),
    );
    expect(sentTo).toEqual({ ...inAll(null), firefox: 'Bearer x' });
    const away = inEach((playHere) => {
      const on = { [B]: redirect(`${C}/doc`, 302, ALLOW_ALL), [C]: ok(ALLOW_ALL) };
      const trace = playHere({ ...AUTHORIZED, url: `${A}/own` }, { ...on, [A]: redirect(`${B}/doc`) });
      return requests(trace)
        .map((each) => headerOf(each, 'Authorization'))
        .at(-1);
    });
    expect(away).toEqual(inAll(null));
  });

  test('Z unusableLocation: where a redirect leads is seen before permission is looked for, in some', () => {
    const rule = (location: string, mode: RequestSpec['redirect'] = 'follow') =>
      inEach((playHere) =>
        failedRule(playHere({ redirect: mode }, { [B]: response(302, { Location: location }) })),
      );
    const unseen = inAll('cors-check.allow-origin-missing');
    const invalid = 'redirect.location-invalid';
    expect(rule('http://:80:80/')).toEqual({ ...unseen, chromium: invalid, firefox: invalid });
    expect(rule('data:,x')).toEqual({ ...unseen, firefox: 'redirect.scheme' });
    expect(rule(`${B}/next`)).toEqual(unseen);
    expect(rule('http://:80:80/', 'error')).toEqual({ ...unseen, chromium: invalid });
  });

  test('Z unfollowedLocation: Chrome reads a Location that is not to be followed', () => {
    const rule = inEach((playHere) => failedRule(SCENARIOS.unfollowedLocation(playHere)));
    expect(rule).toEqual({ ...inAll(null), chromium: 'redirect.location-invalid' });
  });

  test('Z ftpLocation: Safari fails for FTP first of all', () => {
    const rule = (change: Partial<RequestSpec>) =>
      inEach((playHere) =>
        failedRule(playHere(change, { [B]: response(302, { Location: 'ftp://bar.other/' }) })),
      );
    const scheme = 'redirect.scheme';
    expect(rule({})).toEqual({ ...inAll('cors-check.allow-origin-missing'), webkit: scheme });
    expect(rule({ redirect: 'error' })).toEqual({
      ...inAll('cors-check.allow-origin-missing'),
      webkit: scheme,
    });
    expect(inEach((playHere) => failedRule(SCENARIOS.ftpLocation(playHere)))).toEqual({
      ...inAll(null),
      webkit: scheme,
    });
  });

  test('Z repeatedLocation: two lines that differ fail with any status in Chrome and Firefox', () => {
    const lines = [
      ['Location', '/2'],
      ['Location', '/3'],
    ] as const;
    const rule = inEach((playHere) => failedRule(playHere({ url: `${A}/own` }, { [A]: ok(lines) })));
    const fails = 'redirect.location-invalid';
    expect(rule).toEqual({ ...inAll(null), chromium: fails, firefox: fails });
    const unfollowed = inEach((playHere) =>
      rules(playHere({ url: `${A}/own`, redirect: 'manual' }, { [A]: response(302, lines) })).at(-1),
    );
    expect(unfollowed.firefox).toMatchObject({ rule: fails, deviation: 'repeatedLocation' });
    expect(unfollowed.standard).toMatchObject({ rule: 'response.filtered', deviation: null });
  });

  test('Z shownLocation: Firefox shows script one of two equal Location lines', () => {
    const shown = inEach((playHere) => headerOf(got(SCENARIOS.shownLocation(playHere)), 'location'));
    expect(shown).toEqual({ ...inAll('/2, /2'), firefox: '/2' });
  });

  test('Z userinfoAway: Safari refuses the user name after the next preflight', () => {
    const paths = inEach((playHere) => sent(SCENARIOS.userinfoAway(playHere)).length);
    expect(paths).toEqual({ ...inAll(1), webkit: 2 });
    const rule = inEach((playHere) => failedRule(SCENARIOS.userinfoAway(playHere)));
    expect(rule).toEqual(inAll('redirect.credentials'));
  });

  test('Z redirectsFromHome: Safari refuses such a redirect after the next preflight', () => {
    const trace = inEach((playHere) =>
      playHere(
        { ...PUT, url: `${A}/own` },
        {
          [A]: redirect(`${B}/doc`, 307),
          [B]: server(response(204, ALLOW_ALL), redirect(`${C}/doc`, 307, ANY)),
          [C]: ok(ALLOW_ALL),
        },
      ),
    );
    expect(sent(trace.webkit)).toEqual([
      `PUT ${A}/own`,
      `OPTIONS ${B}/doc`,
      `PUT ${B}/doc`,
      `OPTIONS ${C}/doc`,
    ]);
    expect(failedRule(trace.webkit)).toBe('cors-check.wildcard-with-credentials');
    expect(failedRule(trace.standard)).toBe(null);
  });
});

describe('bodies and their types', () => {
  const typeOf = (type: string, to = A) =>
    inEach((playHere) => {
      const trace = playHere({ ...typed(type), url: `${to}/doc` }, { ...OPEN, [A]: ok() });
      return headerOf(request(trace, -1), 'Content-Type');
    });

  test('Z textCharset: Chrome changes the one word, others write the type anew', () => {
    expect(typeOf('text/plain; charset="a b"; c=d')).toEqual({
      ...inAll('text/plain;charset=UTF-8;c=d'),
      chromium: 'text/plain; charset="UTF-8 b"; c=d',
    });
    expect(typeOf('text/plain; charset=utf-8')).toEqual({
      ...inAll('text/plain; charset=utf-8'),
      chromium: 'text/plain; charset=UTF-8',
    });
    expect(typeOf('text/plain;a="charset=latin1"')).toEqual(inAll('text/plain;a="charset=latin1"'));
    const ofParameters = (type: string) =>
      inEach((playHere) => {
        const body = { kind: 'URLSearchParams', text: 'a=b', type: '' } as const;
        const trace = playHere({ ...typed(type), url: `${A}/doc`, body }, { ...OPEN, [A]: ok() });
        return headerOf(request(trace, -1), 'Content-Type');
      }).firefox;
    expect(ofParameters('text/plain; charset= ;a=b')).toBe('text/plain; charset=UTF-8;a=b');
    expect(ofParameters('text/plain; charset= x')).toBe('text/plain; charset= UTF-8');
  });

  test('Z textCharset: Firefox asks about the type as it was given', () => {
    const count = inEach((playHere) => preflights(SCENARIOS.textCharset(playHere)));
    // In Chrome the quotes stay, which need asking about.
    expect(count).toEqual({ ...inAll(0), chromium: 1, firefox: 1 });
  });

  test('Z dataUrlLength: Firefox gives fetch() the length of what a data: URL holds', () => {
    const length = (url: string, initiator: 'fetch' | 'XMLHttpRequest' = 'fetch') =>
      inEach((playHere) => headerOf(got(playHere({ url, initiator }, {})), 'content-length'));
    expect(length('data:text/plain,h%20llo')).toEqual({ ...inAll(null), firefox: '5' });
    expect(length('data:text/plain;base64,aGVsbG8=').firefox).toBe('5');
    expect(length('data:text/plain,hello', 'XMLHttpRequest')).toEqual(inAll(null));
  });

  test('Z: what a browser decides early is no deviation where the standard decides alike', () => {
    const OTHERS = { 'Access-Control-Allow-Origin': C };
    const early = (headers: Record<string, string>) =>
      inEach((playHere) => rules(playHere(PUT, { [B]: response(404, headers) }))).webkit.find(
        ({ rule }) => rule === 'preflight.status',
      )?.deviation;
    expect(early(ANY)).toBeNull();
    expect(early({ 'Access-Control-Allow-Origin': A })).toBeNull();
    expect(early(OTHERS)).toBe('preflightStatus');
    expect(early({})).toBe('preflightStatus');
    const ftp = (headers: Record<string, string>, mode: 'follow' | 'manual') =>
      inEach((playHere) => {
        const trace = playHere({ redirect: mode }, { [B]: redirect('ftp://bar.other/', 302, headers) });
        return trace.steps.flatMap((step) =>
          step.type === 'rule' && step.rule === 'redirect.scheme' ? [step.deviation] : [],
        );
      }).webkit;
    expect([ftp(ANY, 'follow'), ftp(OTHERS, 'follow'), ftp(ANY, 'manual')]).toEqual([
      [null],
      ['ftpLocation'],
      ['ftpLocation'],
    ]);
    const lost = (headers: Record<string, string>, mode: 'follow' | 'manual' = 'follow') => {
      const play = (playHere: Player) =>
        rules(playHere({ redirect: mode }, { [B]: redirect('http://:80:80/', 302, headers) }));
      const step = inEach(play).chromium.find(({ rule }) => rule === 'redirect.location-invalid');
      return step?.deviation;
    };
    expect([lost(ANY), lost(OTHERS)]).toEqual([null, 'unusableLocation']);
    expect([lost(ANY, 'manual'), lost(OTHERS, 'manual')]).toEqual(['unfollowedLocation', 'unusableLocation']);
  });

  test('Z streamBody: Firefox queues a beacon with what a stream is as text', () => {
    const kind = inEach(
      (playHere) =>
        playHere(
          { initiator: 'sendBeacon', body: { kind: 'ReadableStream', text: 'x', type: '' } },
          { [B]: ok() },
        ).script.kind,
    );
    expect(kind).toEqual({ ...inAll('exception'), firefox: 'queued' });
  });

  test('Z elementStatus: Chrome and Safari load a script with a status below 400', () => {
    const load = (
      initiator: 'script' | 'module script' | 'stylesheet' | 'font',
      type: string,
      status: number,
    ) =>
      inEach((playHere) => {
        const { script } = playHere(
          { initiator, url: `${B}/doc` },
          { [B]: { ...ok({ ...ANY, 'Content-Type': type }), status } },
        );
        return script.kind === 'element' && script.event;
      });
    const both = { ...inAll('error'), chromium: 'load', webkit: 'load' };
    expect(load('script', 'text/javascript', 300)).toEqual(both);
    expect(load('script', 'text/javascript', 400)).toEqual(inAll('error'));
    expect(load('font', 'font/ttf', 399)).toEqual(both);
    expect(load('font', 'font/ttf', 304), 'there is nothing in it').toEqual(inAll('error'));
    expect(load('module script', 'text/javascript', 300)).toEqual({ ...inAll('error'), webkit: 'load' });
    expect(load('stylesheet', 'text/css', 300)).toEqual({ ...inAll('error'), chromium: 'load' });
  });

  test('Z mistypedStylesheet: Chrome says that a style sheet of another type has loaded', () => {
    const event = inEach((playHere) => SCENARIOS.mistypedStylesheet(playHere).script);
    const error = { kind: 'element', event: 'error', pixels: null };
    expect(event).toEqual({ ...inAll(error), chromium: { ...error, event: 'load' } });
    const sniffing = { 'Content-Type': 'text/plain', 'X-Content-Type-Options': 'nosniff' };
    const forbidden = inEach(
      (playHere) => playHere({ initiator: 'stylesheet', url: `${B}/doc` }, { [B]: ok(sniffing) }).script,
    );
    expect(forbidden).toEqual(inAll(error));
  });

  test('Z mixedBeacon: every browser tells that mixed content was not queued', () => {
    const kind = inEach((playHere) => SCENARIOS.mixedBeacon(playHere).script.kind);
    expect(kind).toEqual({ ...inAll('rejection'), standard: 'queued' });
  });
});

describe('forms', () => {
  const origins = (scenario: (playHere: Player) => Trace) =>
    inEach((playHere) => headerOf(request(scenario(playHere), -1), 'Origin'));

  test('Z navigationOrigin: Safari names the page without TLS, too, but not against its referrer policy', () => {
    expect(origins(SCENARIOS.navigationOrigin)).toEqual({ ...inAll('null'), webkit: A });
    for (const referrerPolicy of ['no-referrer', 'same-origin'] as const) {
      const hidden = (playHere: Player) => playHere(FORM_POST, { [B]: ok() }, { client: { referrerPolicy } });
      expect(origins(hidden), referrerPolicy).toEqual(inAll('null'));
    }
  });

  test('Z redirectedWebSocket: Safari takes where it leads for where the handshake set out for', () => {
    const cookieOf = (url: string) =>
      inEach((playHere) =>
        headerOf(
          request(
            playHere(
              { initiator: 'WebSocket', url },
              {
                'wss://foo.example': redirect(`${B}/doc`),
                'wss://bar.other': response(404),
                [B]: response(404),
              },
              { environment: holding(cookie('bar.other')) },
            ),
            -1,
          ),
          'Cookie',
        ),
      );
    expect(cookieOf('wss://foo.example/').webkit).toBe('id=1');
    expect(cookieOf('wss://bar.other/').webkit).toBeNull();
  });

  test('Z noCorsOriginOnTheWay: Safari does not judge it anew after a redirect', () => {
    expect(origins(SCENARIOS.noCorsOriginOnTheWay)).toEqual({ ...inAll('null'), webkit: A });
    const moved = inEach((playHere) => {
      const hidden = {
        mode: 'no-cors',
        method: 'POST',
        url: `${A}/own`,
        referrerPolicy: 'no-referrer',
      } as const;
      const back = redirect(`${B}/doc`, 307);
      const trace = playHere(hidden, { [A]: back, [`${B}/doc`]: redirect('/2', 307), [B]: ok() });
      return requests(trace).map((sent) => headerOf(sent, 'Origin'));
    });
    expect(moved.webkit).toEqual(['null', A, A]);
    expect(moved.firefox).toEqual(['null', 'null', 'null']);
    const hidden = inEach((playHere) => {
      const trace = playHere(
        { mode: 'same-origin', method: 'PUT', url: `${A}/own`, referrerPolicy: 'no-referrer' },
        {
          [A]: hopping(
            ok(),
            response(307, [
              ['Location', '/2'],
              ['Referrer-Policy', 'origin'],
            ]),
          ),
        },
      );
      return requests(trace).map((sent) => headerOf(sent, 'Origin'));
    });
    expect(hidden.webkit).toEqual(['null', 'null']);
  });

  test('Z navigationOriginAfterRedirect: Chrome and Safari say null', () => {
    const nulled = { chromium: 'null', webkit: 'null' };
    expect(origins(SCENARIOS.navigationOriginAfterRedirect)).toEqual({ ...inAll(A), ...nulled });
  });

  test('Z sameSiteRedirects: the same for a form', () => {
    const chain = (playHere: Player) =>
      playHere(
        { ...FORM_POST, url: `${A}/own` },
        { [A]: hopping(ok(), redirect(`${B}/doc`, 307)), [B]: redirect(`${A}/2`, 307) },
        { environment: holding(cookie('foo.example', { sameSite: 'Strict' })) },
      );
    const cookies = inEach((playHere) => headerOf(request(chain(playHere), -1), 'Cookie'));
    expect(cookies).toEqual({ ...inAll(null), chromium: 'id=1' });
  });

  test('Z laxAllowingUnsafe: Chrome sends a young cookie without SameSite with a POST from another site', () => {
    const cookies = (seconds: number) =>
      inEach((playHere) => {
        const state = later(playHere(FORM_POST, { [B]: ok({ 'Set-Cookie': 'id=1' }) }), seconds);
        return headerOf(request(playHere(FORM_POST, { [B]: ok() }, { environment: { state } }), 0), 'Cookie');
      });
    expect(cookies(120)).toEqual({ standard: null, chromium: 'id=1', firefox: 'id=1', webkit: 'id=1' });
    expect(cookies(121)).toEqual({ standard: null, chromium: null, firefox: 'id=1', webkit: 'id=1' });
  });

  test('Z laxAllowingUnsafe: one that was there before is not young', () => {
    const jar = { environment: holding(cookie('bar.other', { sameSite: 'unset' })) };
    const cookies = inEach((playHere) =>
      headerOf(request(playHere(FORM_POST, { [B]: ok() }, jar), 0), 'Cookie'),
    );
    expect(cookies.chromium).toBe(null);
  });
});

describe('pages and cookies of their own kind', () => {
  test('Z credentiallessPages: Safari does not know the policy', () => {
    const included = inEach(
      (playHere) => stepOf(SCENARIOS.credentiallessPages(playHere), 'network.credentials').facts.included,
    );
    expect(included).toEqual({ ...inAll(false), webkit: true });
    const rule = inEach((playHere) =>
      failedRule(
        playHere(
          { mode: 'no-cors', credentials: 'include' },
          { [B]: ok() },
          { client: { embedderPolicy: 'credentialless' } },
        ),
      ),
    );
    expect(rule).toEqual(inAll(null));
  });

  test('Z cookieExpiry: WebKitGTK goes by the last of Max-Age and Expires', () => {
    const stored = inEach((playHere) => SCENARIOS.cookieExpiry(playHere).state.cookies.length);
    expect(stored).toEqual({ ...inAll(1), webkit: 0 });
    const other = { 'Set-Cookie': 'id=1; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=100' };
    const kept = inEach((playHere) => playHere({ url: `${A}/own` }, { [A]: ok(other) }).state.cookies.length);
    expect(kept).toEqual(inAll(1));
  });

  test('Z cookiePrefixes: WebKitGTK stores a cookie called __Secure- without Secure', () => {
    const stored = inEach((playHere) => SCENARIOS.cookiePrefixes(playHere).state.cookies.length);
    expect(stored).toEqual({ ...inAll(0), webkit: 1 });
  });

  test('Z cookieBytes: Firefox makes UTF-8 of a cookie, and to WebKitGTK it ends where ASCII does', () => {
    const held = inEach((playHere) =>
      playHere(
        { url: `${A}/own` },
        { [A]: ok({ 'Set-Cookie': 'id=a\xc3\xa4b\xe4c; Path=/' }) },
      ).state.cookies.map(({ value, path }) => `${value} ${path}`),
    );
    expect(held).toEqual({
      ...inAll(['a\xc3\xa4b\xe4c /']),
      firefox: ['a\xc3\xa4b\xef\xbf\xbdc /'],
      webkit: ['a /'],
    });
  });

  test('Z namelessCookies: Firefox takes what has no = for a name, and refuses what has none', () => {
    const held = (value: string) =>
      inEach((playHere) =>
        playHere({ url: `${A}/own` }, { [A]: ok({ 'Set-Cookie': value }) }).state.cookies.map(
          (each) => `${each.name}=${each.value}`,
        ),
      );
    expect(held('x')).toEqual({ ...inAll(['=x']), firefox: ['x='] });
    expect(held('=x')).toEqual({ ...inAll(['=x']), firefox: [] });
    expect(held('=__Secure-x; Secure')).toEqual({ ...inAll([]), webkit: ['=__Secure-x'] });
    const noted = inEach(
      (playHere) => stepOf(SCENARIOS.namelessCookies(playHere), 'network.set-cookie').facts.stored,
    );
    expect(noted, 'as the jar has it').toEqual({ ...inAll(['']), firefox: ['x'] });
  });

  test('Z redirectedSameSite: Firefox stores SameSite cookies after a redirect through another site', () => {
    const stored = inEach((playHere) => SCENARIOS.redirectedSameSite(playHere).state.cookies.length);
    expect(stored).toEqual({ standard: 0, chromium: 1, firefox: 1, webkit: 0 });
  });

  const settingOf = (playHere: Player, ...values: readonly string[]) => {
    const lines = values.map((value) => ['Set-Cookie', value] as const);
    const before = cookie('foo.example', { secure: false, path: '/before' });
    const trace = playHere({ url: `${A}/own` }, { [A]: ok(lines) }, { environment: holding(before) });
    return stepOf(trace, 'network.set-cookie').deviation;
  };
  const OLD = 'Expires=Thu, 01 Jan 1970 00:00:00 GMT';

  test.each([
    ['__Host-id=1; Secure', 'cookiePrefixes'],
    ['__Secure-id=1; Max-Age=0', 'cookiePrefixes'],
    ['other=1; SameSite=None', 'insecureNone'],
    [`other=1; Max-Age=100; ${OLD}`, 'cookieExpiry'],
    [`other=1; Max-Age=0; ${OLD}`, null],
    [`id=1; Domain=bar.other; Max-Age=100; ${OLD}`, null],
    ['id=2; SameSite=Lax', null],
  ])('Z: WebKitGTK stores %s by %s, whatever else it holds', (value, field) => {
    expect(inEach((playHere) => settingOf(playHere, value))).toEqual({ ...inAll(null), webkit: field });
  });

  test('Z: of several cookies, and of several fields, a step names one', () => {
    const first = inEach((playHere) =>
      settingOf(playHere, `a=1; Max-Age=100; ${OLD}`, 'b=1; SameSite=None', '__Secure-c=1; SameSite=None'),
    );
    expect(first.webkit).toBe('cookiePrefixes');
  });

  test('Z defaultSameSite: Firefox and Safari store a cookie without SameSite after a redirect through another site', () => {
    const through = inEach((playHere) => {
      const home = ok({ ...WITH_CREDENTIALS, 'Access-Control-Allow-Origin': 'null', 'Set-Cookie': 'id=1' });
      const servers = { [B]: redirect(`${A}/home`, 302, WITH_CREDENTIALS), [A]: home };
      return stepOf(playHere({ credentials: 'include' }, servers), 'network.set-cookie');
    });
    const field = (name: ProfileName) => [through[name].facts.stored, through[name].deviation];
    expect(field('standard')).toEqual([[], null]);
    expect(field('firefox')).toEqual([['id'], 'defaultSameSite']);
  });
});

describe('what requests say of the page', () => {
  const saying = (name: string, trace: Trace) =>
    requests(trace).map(({ headers }) => getHeader(headers, name));
  const page = { client: { url: `${A}/page` } } as const;

  test('Z opaqueReferrer: Safari names the URL of a sandboxed page, Firefox its origin for elements', () => {
    const client = { ...sandboxed, url: `${A}/page` };
    const named = (changes: Partial<RequestSpec>) =>
      inEach((playHere) => saying('referer', playHere(changes, OPEN, { client })).at(-1));
    const shown = { standard: null, chromium: null, webkit: `${A}/` } as const;
    expect(named({ initiator: 'image' })).toEqual({ ...shown, firefox: `${A}/` });
    expect(named({ initiator: 'fetch' })).toEqual({ ...shown, firefox: null });
    const hidden = named({ initiator: 'image', referrerPolicy: 'same-origin' });
    expect(hidden).toEqual(inAll(null));
  });

  test.each(['unsafe-url', 'no-referrer-when-downgrade', 'origin-when-cross-origin'] as const)(
    'Z relaxedReferrer: Firefox and Safari show another site the origin at most, with %s',
    (referrerPolicy) => {
      const elsewhere = inEach((playHere) => saying('referer', playHere({ referrerPolicy }, OPEN, page))[0]);
      const whole = referrerPolicy === 'origin-when-cross-origin' ? `${A}/` : `${A}/page`;
      expect(elsewhere).toEqual({ standard: whole, chromium: whole, firefox: `${A}/`, webkit: `${A}/` });
      const near = { [SISTER]: ok(ALLOW_ALL) };
      const sister = inEach(
        (playHere) => saying('referer', playHere({ url: `${SISTER}/`, referrerPolicy }, near, page))[0],
      );
      expect(sister).toEqual(inAll(whole));
    },
  );

  test('Z webSocketMetadata: Chrome sends no Sec-Fetch headers, Safari those of a WebSocket', () => {
    const kind = inEach((playHere) => saying('sec-fetch-dest', SCENARIOS.webSocketMetadata(playHere))[0]);
    expect(kind).toEqual({ standard: 'empty', chromium: null, firefox: 'empty', webkit: 'websocket' });
  });

  test('Z redirectedMetadata: Safari sends none after a redirect to another origin', () => {
    const site = inEach((playHere) => saying('sec-fetch-site', SCENARIOS.redirectedMetadata(playHere)));
    expect(site).toEqual({ ...inAll(['same-origin', 'cross-site']), webkit: ['same-origin', null] });
  });

  test('Z redirectedSite: without TLS, what was redirected away from the page’s origin is cross-site to Firefox', () => {
    const site = inEach((playHere) => saying('sec-fetch-site', SCENARIOS.redirectedSite(playHere)));
    const farthest = inAll(['same-site', 'same-site']);
    expect(site).toEqual({ ...farthest, firefox: ['same-site', 'cross-site'] });
    const secure = inEach((playHere) =>
      saying(
        'sec-fetch-site',
        playHere({ url: `${SISTER}/1` }, { [SISTER]: hopping(ok(ANY), redirect('/2', 302, ANY)) }),
      ),
    );
    expect(secure).toEqual(farthest);
    const home = inEach((playHere) =>
      saying('sec-fetch-site', playHere({ url: `${A}/1` }, { [A]: hopping(ok(), redirect('/2')) })),
    );
    expect(home).toEqual(inAll(['same-origin', 'same-origin']));
  });

  test('Z preflightSite: Chrome and Firefox judge a preflight’s URL alone, Safari its origin', () => {
    const site = inEach((playHere) => saying('sec-fetch-site', SCENARIOS.preflightSite(playHere))[2]);
    expect(site).toEqual({
      standard: 'same-site',
      chromium: 'same-origin',
      firefox: 'same-origin',
      webkit: 'cross-site',
    });
  });

  test('Z preflightReferrer: Safari says in a preflight what the request said when it set out', () => {
    const referrer = inEach((playHere) => saying('referer', SCENARIOS.preflightReferrer(playHere))[1]);
    expect(referrer).toEqual({ ...inAll(`${A}/`), webkit: `${A}/page` });
  });

  test('Z framedReferrer: Safari shows the origin of a framed page', () => {
    const referrer = inEach((playHere) => saying('referer', SCENARIOS.framedReferrer(playHere))[0]);
    expect(referrer).toEqual({ ...inAll(`${A}/page`), webkit: `${A}/` });
  });

  test('Z navigationReferrerAfterRedirect: Safari keeps the origin where the policy hides it', () => {
    const trace = inEach((playHere) =>
      saying('referer', SCENARIOS.navigationReferrerAfterRedirect(playHere)),
    );
    expect(trace).toEqual({ ...inAll([`${A}/page`, null]), webkit: [`${A}/page`, `${A}/`] });
  });

  test('Z navigationReferrerAfterRedirect: is all that is named where the policy is not asked again', () => {
    const named = inEach((playHere) =>
      rules(
        playHere(
          { ...FORM_POST, url: `${A}/1` },
          { [A]: redirect(`${LOOPBACK}/x`), [LOOPBACK]: ok() },
          { client: { url: `${A}/page`, referrerPolicy: 'strict-origin' } },
        ),
      ).flatMap((step) => (step.rule === 'network.referrer' ? [step.deviation] : [])),
    );
    const down = ['referrerDowngrade'];
    const kept = ['navigationReferrerAfterRedirect'];
    expect(named).toEqual({ standard: [], chromium: down, firefox: down, webkit: kept });
  });

  test('Z metadataScheme: to Firefox, http and https of one domain are one site', () => {
    const site = inEach((playHere) => saying('sec-fetch-site', SCENARIOS.metadataScheme(playHere))[0]);
    expect(site).toEqual({ ...inAll('cross-site'), firefox: 'same-site' });
  });
});

describe('the local network', () => {
  test('Z localNetworkAccess: Firefox and Safari ask for no permission', () => {
    const rule = inEach((playHere) => failedRule(SCENARIOS.localNetworkAccess(playHere)));
    const asks = 'network.local-network';
    expect(rule).toEqual({ standard: asks, chromium: asks, firefox: null, webkit: null });
  });

  test('Z9 localNetworkAccess: Chrome asks for public pages only, not for one of the local network', () => {
    const nearby = { client: { url: 'https://10.0.0.1/', addressSpace: 'local' } } as const;
    const rule = inEach((playHere) =>
      failedRule(playHere({ url: `${SECURE_LOOPBACK}/x` }, { [SECURE_LOOPBACK]: ok(ANY) }, nearby)),
    );
    expect(rule).toEqual({ ...inAll(null), standard: 'network.local-network' });
  });

  test('Z responseBytes: WebKitGTK puts another character for a byte of Location that is no UTF-8', () => {
    const asked = inEach((playHere) => sent(SCENARIOS.responseBytes(playHere)).at(-1));
    expect(asked).toEqual({ ...inAll(`GET ${A}/2?q=%E4`), webkit: `GET ${A}/2?q=%C3%AF%C2%BF%C2%BD` });
  });

  test('Z mixedLoopback: Safari blocks what a page with TLS asks of localhost without it, but for images', () => {
    const asking = (initiator: 'fetch' | 'script' | 'image', url = LOOPBACK) =>
      inEach((playHere) => failedRule(playHere({ initiator, url: `${url}/x` }, { [url]: ok(ANY) }, GRANTED)));
    expect(asking('fetch')).toEqual({ ...inAll(null), webkit: 'main-fetch.mixed-content' });
    expect(asking('script')).toEqual({ ...inAll(null), webkit: 'main-fetch.mixed-content' });
    expect(asking('image')).toEqual(inAll(null));
    expect(asking('fetch', SECURE_LOOPBACK)).toEqual(inAll(null));
  });

  test('Z upgradedHosts: an image of an IPv4 address is upgraded by Firefox, of IPv6 by Safari, too', () => {
    const upgraded = (host: string) =>
      inEach((playHere) =>
        failedRule(playHere({ initiator: 'image', url: `http://${host}/x` }, { [`https://${host}`]: ok() })),
      );
    const blocked = 'main-fetch.mixed-content';
    expect(upgraded('203.0.113.5')).toEqual({ ...inAll(blocked), firefox: null });
    expect(upgraded('[2001:db9::1]')).toEqual({ ...inAll(blocked), firefox: null, webkit: null });
    expect(upgraded('bar.other')).toEqual(inAll(null));
  });

  test('Z9: opening a page there takes no permission', () => {
    const form = { initiator: 'form', url: `${LOOPBACK}/x` } as const;
    const rule = inEach((playHere) => failedRule(playHere(form, { [LOOPBACK]: ok() })));
    expect(rule).toEqual(inAll(null));
  });
});
