import { describe, expect, test } from 'vitest';
import type { RequestSpec } from '../../src/engine/initiator';
import { PROFILE_SOURCES, PROFILES, type ProfileName } from '../../src/engine/profile';
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
  type Servers,
  type Setting,
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

/** How many preflights a fetch sent. */
function preflights(trace: Trace): number {
  return requests(trace).filter(isPreflight).length;
}

const PUT = { method: 'PUT' } as const;
const OPEN = { [B]: ok(ALLOW_ALL), [C]: ok(ALLOW_ALL) };

test('Z: every field comes with its evidence, and differs in some browser', () => {
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

describe('the preflight cache', () => {
  const maxAge = (value: string) => (playHere: Player) => {
    const servers = { [B]: ok({ ...ALLOW_ALL, 'Access-Control-Max-Age': value }) };
    return stepOf(playHere(PUT, servers), 'preflight.max-age').facts.seconds;
  };

  test('Z1 maxAgeCap: each browser has its own limit, the standard none', () => {
    expect(inEach(maxAge('100000'))).toEqual({
      standard: 100000,
      chromium: 7200,
      firefox: 86400,
      webkit: 600,
    });
    expect(inEach(maxAge('600'))).toEqual(inAll(600));
  });

  test.each(['abc', '1.5', '0, 600'])('Z1 invalidMaxAge: Firefox does not remember for "%s"', (value) => {
    expect(inEach(maxAge(value))).toEqual({ ...inAll(5), firefox: 0 });
  });

  test('Z1 negativeMaxAge: no browser remembers for a number below zero', () => {
    expect(inEach(maxAge('-1'))).toEqual({ standard: 5, chromium: 0, firefox: 0, webkit: 0 });
  });

  test('Z1: without a number, all remember for 5 seconds', () => {
    const seconds = inEach((playHere) => stepOf(playHere(PUT, OPEN), 'preflight.max-age').facts.seconds);
    expect(seconds).toEqual(inAll(5));
  });

  test('Z4 credentialedEntryServesAll: Firefox keeps requests with and without credentials apart', () => {
    const allow = { [B]: ok({ ...WITH_CREDENTIALS, 'Access-Control-Allow-Methods': 'PUT' }) };
    const second = inEach((playHere) => {
      const first = playHere({ ...PUT, credentials: 'include' }, allow);
      return preflights(playHere(PUT, allow, { environment: { state: later(first, 1) } }));
    });
    expect(second).toEqual({ ...inAll(0), firefox: 1 });
  });

  test('Z5 failureClearsCache: Chrome and Safari keep the preflight of a request that fails', () => {
    const kept = inEach((playHere) => {
      const trace = playHere(PUT, { [B]: server(ok(ALLOW_ALL), ok()) });
      expect(failedRule(trace)).toBe('cors-check.allow-origin-missing');
      return trace.state.preflightCache.length > 0;
    });
    expect(kept).toEqual({ standard: false, chromium: true, firefox: false, webkit: true });
  });

  test.each(['no-store', 'reload'] as const)(
    'Z noStoreSkipsPreflightCache: Chrome and Firefox preflight again with cache mode "%s"',
    (cache) => {
      const again = inEach((playHere) => {
        const state = later(playHere(PUT, OPEN), 1);
        return preflights(playHere({ ...PUT, cache }, OPEN, { environment: { state } }));
      });
      expect(again).toEqual({ standard: 0, chromium: 1, firefox: 1, webkit: 0 });
    },
  );

  test.each(['default', 'no-cache', 'force-cache'] as const)(
    'Z noStoreSkipsPreflightCache: none does with cache mode "%s"',
    (cache) => {
      const again = inEach((playHere) => {
        const state = later(playHere(PUT, OPEN), 1);
        return preflights(playHere({ ...PUT, cache }, OPEN, { environment: { state } }));
      });
      expect(again).toEqual(inAll(0));
    },
  );
});

describe('what needs a preflight', () => {
  const needed = (changes: Partial<RequestSpec>) =>
    inEach((playHere) => preflights(playHere(changes, OPEN)) > 0);

  test('Z rangeLimit: browsers preflight a Range whose number does not fit 64 bits', () => {
    const range = (value: string) => needed({ headers: [['Range', value]] });
    const browsersOnly = { ...inAll(true), standard: false };
    expect(range('bytes=0-99999999999999999999')).toEqual(browsersOnly);
    expect(range('bytes=9223372036854775808-')).toEqual(browsersOnly);
    expect(range('bytes=0-9223372036854775807')).toEqual(inAll(false));
  });

  test('Z uploadListener: Chrome does not preflight a GET for an upload listener', () => {
    const upload = { initiator: 'XMLHttpRequest', uploadListener: true } as const;
    expect(needed(upload)).toEqual({ ...inAll(true), chromium: false });
    const post = { ...upload, method: 'POST', body: { kind: 'string', text: 'hi', type: '' } } as const;
    expect(needed(post)).toEqual(inAll(true));
  });

  test('Z repeatedHeaders: Chrome and Safari join a header set twice before they measure it', () => {
    const accept = (length: number) =>
      needed({
        headers: [
          ['Accept', 'a'.repeat(length)],
          ['Accept', 'a'.repeat(length)],
        ],
      });
    expect(accept(100)).toEqual({ standard: false, chromium: true, firefox: false, webkit: true });
    expect(accept(63)).toEqual(inAll(false));
    expect(accept(64)).toEqual({ standard: false, chromium: true, firefox: false, webkit: true });
  });

  test('Z safelistedTotal: Firefox does not add up safelisted values', () => {
    const filled = [
      ...Array.from({ length: 7 }, () => ['Accept', 'a'.repeat(128)] as const),
      ['Accept-Language', 'a'.repeat(128)],
    ] as const;
    expect(needed({ headers: filled })).toMatchObject({ standard: false, firefox: false });
    const over = needed({ headers: [...filled, ['Content-Language', 'a']] });
    expect(over).toEqual({ ...inAll(true), firefox: false });
  });

  test.each(['DPR', 'Downlink', 'Viewport-Width', 'Width', 'Device-Memory', 'RTT'])(
    'Y6, Z6 extraSafelisted: Chrome does not preflight the client hint %s',
    (name) => {
      expect(needed({ headers: [[name, '1']] })).toEqual({ ...inAll(true), chromium: false });
    },
  );

  test('Z userAgent: Chrome drops a User-Agent set by script', () => {
    const headers = [['User-Agent', 'mine']] as const;
    expect(needed({ headers })).toEqual({ ...inAll(true), chromium: false });
    const last = inEach((playHere) => headerOf(request(playHere({ headers }, OPEN), -1), 'User-Agent'));
    expect(last).toMatchObject({ standard: 'mine', firefox: 'mine', webkit: 'mine' });
    expect(last.chromium).not.toBe('mine');
  });

  test('Z streamBody: Firefox sends a stream as a string, Safari refuses it', () => {
    const stream = { method: 'POST', body: { kind: 'ReadableStream', text: 'hi', type: '' } } as const;
    const seen = inEach((playHere) => {
      const trace = playHere(stream, OPEN);
      if (trace.outcome.type === 'exception') return trace.outcome.name;
      return sent(trace).map((line) => line.split(' ', 1)[0]);
    });
    expect(seen).toEqual({
      standard: ['OPTIONS', 'POST'],
      chromium: ['OPTIONS', 'POST'],
      firefox: ['POST'],
      webkit: 'NotSupportedError',
    });
    const plain = inEach((playHere) => {
      const page = { client: { url: 'http://foo.example/page' } };
      const servers = { 'http://bar.other': ok(ALLOW_ALL) };
      return failedRule(playHere({ ...stream, url: 'http://bar.other/x' }, servers, page));
    });
    expect(plain).toMatchObject({
      standard: 'network.stream-http1',
      chromium: 'network.stream-http1',
      firefox: null,
    });
  });
});

describe('what a preflight allows', () => {
  test('Z2 authorizationByWildcard: in browsers * covers Authorization, but not with credentials', () => {
    const authorized = { headers: [['Authorization', 'Bearer x']] } as const;
    const star = { 'Access-Control-Allow-Headers': '*' };
    const plain = inEach((playHere) => failedRule(playHere(authorized, { [B]: ok({ ...ANY, ...star }) })));
    expect(plain).toEqual({ ...inAll(null), standard: 'preflight.header' });
    const credentialed = inEach((playHere) =>
      failedRule(
        playHere({ ...authorized, credentials: 'include' }, { [B]: ok({ ...WITH_CREDENTIALS, ...star }) }),
      ),
    );
    expect(credentialed).toEqual(inAll('preflight.header'));
  });

  test('Z2 authorizationByWildcard: the preflight cache covers it likewise', () => {
    const authorized = { headers: [['Authorization', 'Bearer x']] } as const;
    const star = { [B]: ok({ ...ANY, 'Access-Control-Allow-Headers': '*' }) };
    const again = inEach((playHere) => {
      const first = playHere({ headers: [['X-One', '1']] }, star);
      return preflights(playHere(authorized, star, { environment: { state: later(first, 1) } }));
    });
    expect(again).toEqual({ ...inAll(0), standard: 1 });
  });

  test('Z2: the step says that the browser, not the standard, let it pass', () => {
    const headers = [['Authorization', 'Bearer x']] as const;
    const star = { [B]: ok({ ...ANY, 'Access-Control-Allow-Headers': '*' }) };
    const trace = play({ headers }, star, { environment: { profile: PROFILES.chromium } });
    expect(stepOf(trace, 'preflight.header')).toMatchObject({
      result: 'pass',
      deviation: 'authorizationByWildcard',
    });
  });

  test('Z3: no browser takes PATCH in the list for a request with patch', () => {
    const rules = inEach((playHere) =>
      failedRule(
        playHere({ method: 'patch' }, { [B]: ok({ ...ANY, 'Access-Control-Allow-Methods': 'PATCH' }) }),
      ),
    );
    expect(rules).toEqual(inAll('preflight.method'));
  });
});

describe('redirects', () => {
  test('Z preflightAfterAuthorization: Firefox and Safari preflight at the next origin all the same', () => {
    const next = inEach((playHere) => {
      const trace = playHere(
        { url: `${A}/own`, headers: [['Authorization', 'Bearer x']] },
        { ...OPEN, [A]: redirect(`${B}/doc`) },
      );
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
      const twice = [`OPTIONS ${B}/next`, `GET ${B}/next`];
      expect(seen).toEqual({ standard: once, chromium: once, firefox: twice, webkit: twice });
    },
  );

  test('Z preflightOriginAfterRedirect: Firefox names the page’s origin in the preflight, not in the request', () => {
    const origins = inEach((playHere) => {
      const servers = { ...OPEN, [B]: server(ok(ALLOW_ALL), redirect(`${C}/x`, 307)) };
      return requests(playHere(PUT, servers))
        .slice(2)
        .map((sent) => headerOf(sent, 'Origin'));
    });
    expect(origins).toEqual({ ...inAll(['null', 'null']), firefox: [A, 'null'] });
  });

  test('Z nullBackHome: Safari does not accept null from the page’s own origin', () => {
    const home = (value: string) =>
      inEach((playHere) =>
        failedRule(
          playHere({}, { [B]: redirect(`${A}/home`), [A]: ok({ 'Access-Control-Allow-Origin': value }) }),
        ),
      );
    expect(home('null')).toEqual({ ...inAll(null), webkit: 'cors-check.allow-origin' });
    expect(home('*')).toEqual(inAll(null));
  });

  test('Z nullBackHome: Safari accepts null from a third origin', () => {
    const away = inEach((playHere) =>
      failedRule(
        playHere({}, { [B]: redirect(`${C}/x`), [C]: ok({ 'Access-Control-Allow-Origin': 'null' }) }),
      ),
    );
    expect(away).toEqual(inAll(null));
  });

  test('Z7: no browser follows to a URL with a user name in a CORS request', () => {
    const rules = inEach((playHere) =>
      failedRule(playHere({}, { [B]: redirect('https://user@bar.other/') })),
    );
    expect(rules).toEqual(inAll('redirect.credentials'));
  });

  test('Z11: an empty Location is a network error in the end', () => {
    const rules = inEach((playHere) => failedRule(playHere({}, { [B]: redirect('') })));
    expect(rules).toEqual(inAll('redirect.count'));
  });
});

describe('Origin', () => {
  test('Z noCorsOrigin: Chrome names the page’s origin whatever the referrer policy', () => {
    const post = { mode: 'no-cors', method: 'POST', referrerPolicy: 'no-referrer' } as const;
    const origins = inEach((playHere) => headerOf(request(playHere(post, OPEN), 0), 'Origin'));
    expect(origins).toEqual({ ...inAll('null'), chromium: A });
  });

  test('Z5: two equal Access-Control-Allow-Origin lines fail in all', () => {
    const twice = [
      ['Access-Control-Allow-Origin', A],
      ['Access-Control-Allow-Origin', A],
    ] as const;
    const rules = inEach((playHere) => failedRule(playHere({}, { [B]: ok(twice) })));
    expect(rules).toEqual(inAll('cors-check.allow-origin'));
  });
});

describe('cookies', () => {
  const cookies = (changes: Partial<RequestSpec>, setting: Setting, servers: Servers = OPEN) =>
    inEach((playHere) => headerOf(request(playHere(changes, servers, setting), 0), 'Cookie'));

  test('Z defaultSameSite: Firefox and Safari let a cookie without SameSite go anywhere', () => {
    // Opening a page is no third-party matter, so only SameSite decides.
    const post = { initiator: 'form', method: 'POST' } as const;
    const jar = { environment: holding(cookie('bar.other', { sameSite: 'unset' })) };
    expect(cookies(post, jar)).toEqual({ standard: null, chromium: null, firefox: 'id=1', webkit: 'id=1' });
  });

  test('Z10 thirdPartyCookies: Safari blocks them, and CORS does not change for it', () => {
    const include = { credentials: 'include' } as const;
    const jar = { environment: holding(cookie('bar.other')) };
    expect(cookies(include, jar, { [B]: ok(WITH_CREDENTIALS) })).toEqual({ ...inAll('id=1'), webkit: null });
    const rules = inEach((playHere) => failedRule(playHere(include, { [B]: ok(ANY) }, jar)));
    expect(rules).toEqual(inAll('cors-check.wildcard-with-credentials'));
  });

  test('Z secureCookiesOnLoopback: Chrome and Firefox send Secure cookies over http to localhost', () => {
    const url = 'http://localhost:8080/x';
    const setting = {
      client: { url: 'http://localhost:3000/', addressSpace: 'loopback' },
      environment: holding(cookie('localhost')),
    } as const;
    const servers = { 'http://localhost:8080': ok() };
    expect(cookies({ url, credentials: 'include' }, setting, servers)).toEqual({
      standard: null,
      chromium: 'id=1',
      firefox: 'id=1',
      webkit: null,
    });
  });
});

describe('the local network', () => {
  const LOOPBACK = 'http://localhost:8080';

  test('Z localNetworkAccess: Firefox and Safari ask for no permission', () => {
    const rules = inEach((playHere) =>
      failedRule(playHere({ url: `${LOOPBACK}/x` }, { [LOOPBACK]: ok(ANY) })),
    );
    const asks = 'network.local-network';
    expect(rules).toEqual({ standard: asks, chromium: asks, firefox: null, webkit: null });
  });

  test('Z9: opening a page there takes no permission', () => {
    const form = { initiator: 'form', url: `${LOOPBACK}/x` } as const;
    const rules = inEach((playHere) => failedRule(playHere(form, { [LOOPBACK]: ok() })));
    expect(rules).toEqual(inAll(null));
  });
});
