import { hostAddressSpace } from '../engine/address-space';
import { storeCookie } from '../engine/cookies';
import type { Header, HeaderList } from '../engine/http';
import { escapeBytes } from '../engine/http-redirect';
import { isHttpScheme, parseUrl, serializeOrigin, type Url } from '../engine/origin';
import { PROFILES } from '../engine/profile';
import type { ResponseSpec, Server } from '../policy/policy';
import { defaultServer } from '../scenario/defaults';
import { clientOf, requestUrl } from '../scenario/page';
import { secondsOf } from '../scenario/requests';
import type { Earlier, FieldPath, Libraries, Scenario, StoredCookie } from '../scenario/scenario';
import { simulate } from '../scenario/simulate';
import type { LabProblem, LabProblemCode, MapChange, Place, Refused } from '../witness/lab';
import { type Addresses, prefixOf } from './addresses';

export interface Mapped {
  readonly ok: true;
  readonly scenario: Scenario;
  readonly changes: readonly MapChange[];
  readonly places: readonly Place[];
}

export interface MapOptions {
  readonly addresses: Addresses;
  readonly libraries: Libraries;
  /** `kept`: somebody really waits between the requests. */
  readonly pauses?: 'none' | 'kept';
  /** `made`: the browser has been set to block third-party cookies where the scenario says so. */
  readonly settings?: 'made' | 'as they are';
}

/**
 * The same scenario on a lab's addresses, under the path `/~id`: what was same-origin, same-site or cross-site
 * still is. The scenario has no problems (`validate`). All is equally near there, so servers are stated `public`; but
 * where a page is to be made public (`isMadePublic`), `loopback`.
 */
export function mapScenario(scenario: Scenario, id: string, options: MapOptions): Mapped | Refused {
  const moving = new Moving(scenario, id, options);
  const mapped = moving.scenario();
  return moving.problems.length > 0
    ? { ok: false, problems: moving.problems }
    : { ok: true, scenario: mapped, changes: [...moving.changes], places: moving.places() };
}

/** An origin's place on loopback, or off it where it is not to be found. */
interface Address {
  readonly scheme: 'http' | 'https';
  /** Host and port. */
  readonly authority: string;
}

class Moving {
  readonly problems: LabProblem[] = [];
  readonly changes = new Set<MapChange>();
  readonly #original: Scenario;
  readonly #options: MapOptions;
  readonly #id: string;
  readonly #prefix: string;
  /** Where the sites are: loopback, as a rule. */
  #hosts: readonly string[];
  /** Where the page is, if it is to be farther than its servers. */
  #publicHost: string | null = null;
  /** Whether each site has a domain of its own, for cookies that name one. */
  readonly #domain: string | null;
  /** What each site is called there, by its domain. */
  readonly #sites = new Map<string, string>();
  /** By serialised origin, `ws` taken as `http`. */
  readonly #places = new Map<string, Address>();
  /** Ports the browser refuses to connect to: they stay as they are. */
  readonly #blockedPorts = new Set<number>();
  #literals: RegExp | null = null;

  constructor(scenario: Scenario, id: string, options: MapOptions) {
    this.#original = scenario;
    this.#options = options;
    this.#hosts = options.addresses.hosts;
    this.#domain = namesDomain(scenario) ? (options.addresses.domain ?? null) : null;
    this.#prefix = prefixOf(id);
    this.#id = id;
    this.#refuseWhatLoopbackHides();
    this.#assign();
  }

  scenario(): Scenario {
    const { page, request, servers, cookies, earlier, ...rest } = this.#original;
    const waits = this.#options.pauses === 'kept';
    if (!waits && earlier.some((each) => secondsOf(each) > 0)) this.changes.add('no pauses');
    const pageUrl = hasHttpUrl(this.#original) ? parseUrl(page.url) : null;
    const requested = requestUrl(this.#original);
    return {
      ...rest,
      page: { ...page, url: pageUrl ? this.#url(pageUrl) : page.url },
      request: { ...request, url: requested ? this.#requested(requested) : request.url },
      servers: [...servers.map((server, i) => this.#server(server, `servers.${i}`)), ...this.#nobodies()],
      cookies: cookies.map((cookie, i) => this.#stored(cookie, `cookies.${i}.cookie`)),
      earlier: waits ? earlier : earlier.map(withoutPause),
    };
  }

  places(): readonly Place[] {
    return [...this.#places.keys()].map((origin) => ({ origin, at: this.#originOf(origin) }));
  }

  /** To a page without an address of its own, a loopback URL that nobody is described for must not be near, either. */
  #nobodies(): Server[] {
    if (this.#original.page.kind !== 'data') return [];
    const described = new Set(
      this.#original.servers.filter(({ path }) => path === '').map(({ origin }) => origin),
    );
    return [...this.#places.keys()]
      .filter((key) => !described.has(key))
      .map((key) => ({ ...defaultServer(this.#originOf(key)), failure: 'dns', addressSpace: 'public' }));
  }

  #problem(path: FieldPath, code: LabProblemCode, detail = ''): void {
    this.problems.push({ path, code, reason: 'prohibited', detail });
  }

  #refuseWhatLoopbackHides(): void {
    const { page, request, servers, browser, earlier } = this.#original;
    if (request.initiator === 'form' && earlier.length > 0) this.#problem('earlier', 'form-again');
    if (page.kind === 'file') this.#problem('page.kind', 'page-file');
    for (const [i, server] of servers.entries()) {
      if (server.failure === 'blocked by the client') {
        this.#problem(`servers.${i}.failure`, 'blocked-by-the-client');
      }
      if (headSize(server) > MOST_HEAD.response) {
        this.#problem(`servers.${i}`, 'head-too-long', String(MOST_HEAD.response));
      }
    }
    const requested = requestUrl(this.#original);
    if (requested?.scheme === 'javascript') this.#problem('request.url', 'javascript-url');
    const checkHead = (headers: HeaderList, path: FieldPath): void => {
      if (sizeOf(headers) + request.url.length + page.url.length > MOST_HEAD.request) {
        this.#problem(path, 'head-too-long', String(MOST_HEAD.request));
      }
    };
    checkHead(request.headers, 'request.headers');
    for (const [i, each] of earlier.entries()) {
      if (typeof each !== 'number') checkHead(each.request.headers ?? [], `earlier.${i}`);
    }
    if (hasHttpUrl(this.#original)) this.#checkPort(parseUrl(page.url), 'page.url');
    this.#checkPort(requested, 'request.url');
    for (const [i, { origin }] of servers.entries()) this.#checkPort(parseUrl(origin), `servers.${i}.origin`);
    for (const [i, { url }] of this.#original.cookies.entries()) {
      this.#checkPort(parseUrl(url), `cookies.${i}.url`);
    }
    if (browser.thirdPartyCookies === 'blocked' && this.#options.settings !== 'made') {
      this.#problem('browser.thirdPartyCookies', 'third-party-cookies');
    }
    const rules = new Set<string>();
    for (const step of simulate(this.#original, this.#options.libraries).runs.flatMap(({ steps }) => steps)) {
      if (step.type !== 'rule') continue;
      rules.add(step.rule);
      if (step.rule === 'main-fetch.bad-port') this.#blockedPorts.add(step.facts.port);
    }
    const { names = [], publicHosts } = this.#options.addresses;
    const apart = clientOf(page)?.addressSpace === 'public' && servers.every(isOnLoopback);
    if (publicHosts && apart && page.kind === 'document')
      this.#publicHost = publicHosts[browser.localNetwork];
    else if (rules.has('network.local-network')) this.#problem('request.url', 'local-network');
    const named = [...this.#origins().values()].some(({ host }) => names.includes(host));
    const mixed = rules.has('main-fetch.mixed-content') || rules.has('main-fetch.mixed-content-upgraded');
    // Under the domain, all is loopback and trusted.
    if (mixed && (names.length === 0 || this.#domain !== null)) {
      this.#problem('request.url', 'mixed-content');
    } else if (named || mixed || this.#publicHost !== null) this.#hosts = names;
  }

  /** Browsers refuse such a URL before they connect, but nobody could serve what it names. */
  #checkPort(url: Url | null, path: FieldPath): void {
    if (url?.port === 0) this.#problem(path, 'port', '0');
  }

  /** Every origin that a browser could be sent to, the page's first; by serialised origin. */
  #origins(): Map<string, Url> {
    const origins = new Map<string, Url>();
    const add = (url: Url | null): void => {
      const key = url && keyOf(url);
      if (url && key !== null && !origins.has(key)) origins.set(key, url);
    };
    const { page, servers, cookies } = this.#original;
    if (hasHttpUrl(this.#original)) add(parseUrl(page.url));
    add(requestUrl(this.#original));
    for (const server of servers) {
      add(parseUrl(server.origin));
      for (const location of locationsOf(server)) add(parseUrl(escapeBytes(location), `${server.origin}/`));
    }
    for (const { url } of cookies) add(parseUrl(url));
    return origins;
  }

  #assign(): void {
    const { addresses } = this.#options;
    const origins = this.#origins();
    const secure = this.#keepsSchemes(origins);
    const sites = new Map<string, [key: string, url: Url][]>();
    for (const [key, url] of origins) {
      const site = this.#options.libraries.registrableDomain(url.host) ?? url.host;
      sites.set(site, [...(sites.get(site) ?? []), [key, url]]);
    }
    let host = 0;
    let nowhere = 0;
    let closed = 0;
    const own = new Set([...origins.values()].map((url) => url.host));
    // A host that the browser was told of goes by its own name, and no other by a name that says more than that it is one.
    const kept = Object.values(addresses.publicHosts ?? {});
    const isPlain = (name: string): boolean =>
      this.#options.libraries.registrableDomain(name) !== null &&
      hostAddressSpace(name) === 'public' &&
      !kept.includes(name);
    const pool =
      this.#hosts === addresses.names
        ? this.#hosts.filter((name) => !own.has(name) && isPlain(name))
        : this.#hosts;
    for (const [site, members] of sites) {
      if (members.every(([key]) => this.#failureOf(key) === 'dns' && !this.#isPage(key))) {
        nowhere++;
        members.forEach(([key, url], i) => {
          const authority = `host${i + 1}.site${nowhere}.invalid`;
          this.#places.set(key, { scheme: schemeOf(url, secure), authority });
        });
        continue;
      }
      const [first] = members;
      const isTold = first !== undefined && this.#isTold(first[1].host);
      const isApart = this.#publicHost !== null && members.some(([key]) => this.#isPage(key));
      const place = isTold ? first[1].host : isApart ? this.#publicHost : pool[host++];
      if (place === undefined || place === null) {
        this.#problem('servers', 'too-many-sites', String(this.#hosts.length));
        return;
      }
      const below = this.#domain === null || isTold ? null : `site${host}-${this.#id}.${this.#domain}`;
      const name = below ?? place;
      this.#sites.set(site, name);
      const next = { http: 0, https: 0 };
      for (const [key, url] of members) {
        const scheme = schemeOf(url, secure);
        let port: number | undefined;
        if (url.port !== null && this.#blockedPorts.has(url.port)) {
          if (this.#isPage(key)) this.#problem('page.url', 'page-port', String(url.port));
          port = url.port;
        } else if (this.#failureOf(key) === 'refused' && !this.#isPage(key))
          port = addresses.closed[closed++];
        else if (this.#failureOf(key) === 'tls' && !this.#isPage(key) && scheme === 'https') {
          // Where no TLS is spoken, no handshake succeeds.
          port = addresses.http[next.http++];
        } else port = addresses[scheme][next[scheme]++];
        if (port === undefined) {
          this.#problem('servers', 'too-many-origins', String(addresses.http.length));
          return;
        }
        const label = below === null ? '' : url.host.slice(0, -site.length);
        this.#places.set(key, { scheme, authority: `${label}${name}:${port}` });
      }
    }
    const keys = [...origins.keys()].sort((a, b) => b.length - a.length).map(escapeRegExp);
    if (keys.length > 0) this.#literals = new RegExp(`(?<![\\w.-])(?:${keys.join('|')})(?![\\w.:@%-])`, 'g');
  }

  /** Whether HTTPS stays HTTPS; as a rule everything is plain HTTP, which browsers trust on loopback. */
  #keepsSchemes(origins: ReadonlyMap<string, Url>): 'kept' | 'http' {
    const schemes = new Set([...origins.values()].map(({ scheme }) => scheme.replace('ws', 'http')));
    if (!schemes.has('https')) return 'http';
    const { https } = this.#options.addresses;
    const apart = this.#publicHost !== null;
    const needed =
      apart || schemes.size > 1 || this.#original.servers.some(({ failure }) => failure === 'tls');
    const cookies = [...this.#original.cookies.map(({ cookie }) => cookie), ...setCookiesOf(this.#original)];
    const secureCookies = cookies.some((cookie) => /;\s*secure\b|;\s*samesite\s*=\s*none/i.test(cookie));
    if (!needed && !secureCookies) {
      this.changes.add('plain http');
      return 'http';
    }
    if (https.length > 0) return 'kept';
    if (needed) this.#problem('page.url', 'needs-https');
    else this.changes.add('secure cookies over http');
    return 'http';
  }

  /** Whether the browser was told of a host, and goes there. */
  #isTold(host: string): boolean {
    return this.#hosts === this.#options.addresses.names && this.#hosts.includes(host);
  }

  #isPage(key: string): boolean {
    if (!hasHttpUrl(this.#original)) return false;
    const url = parseUrl(this.#original.page.url);
    return url !== null && keyOf(url) === key;
  }

  /** How every connection to an origin fails; `none` where one of its paths answers. */
  #failureOf(key: string): Server['failure'] {
    const failures = new Set(
      this.#original.servers.filter(({ origin }) => origin === key).map(({ failure }) => failure),
    );
    if (failures.size === 0) return 'dns';
    const [only] = failures;
    return failures.size === 1 && only !== undefined ? only : 'none';
  }

  /** The request's URL, moved. One that carries code carries none here: the lab runs nobody's. */
  #requested(url: Url): string {
    const { initiator } = this.#original.request;
    const runs = initiator === 'script' || initiator === 'module script' || initiator === 'stylesheet';
    return url.scheme === 'data' && runs ? url.href.replace(/,[^#]*/, ',') : this.#url(url);
  }

  /** A URL moved; one of another scheme than http(s) and ws(s) stays. */
  #url(url: Url): string {
    const key = keyOf(url);
    const place = key === null ? undefined : this.#places.get(key);
    if (!place) return url.href;
    const [, userinfo = '', rest = '/'] = /^[^:]*:\/\/(?:([^/?#]*)@)?[^/?#]*(.*)$/.exec(url.href) ?? [];
    const scheme = url.scheme.startsWith('ws') ? place.scheme.replace('http', 'ws') : place.scheme;
    return `${scheme}://${userinfo === '' ? '' : `${userinfo}@`}${place.authority}${this.#prefix}${rest}`;
  }

  #originOf(key: string): string {
    const place = this.#places.get(key);
    return place ? `${place.scheme}://${place.authority}` : key;
  }

  #server(server: Server, path: FieldPath): Server {
    const place = this.#places.get(server.origin);
    const early = server.failure === 'dns' || server.failure === 'refused' || server.failure === 'tls';
    if (early && place && this.#isPlayedByCutting(server, place)) this.changes.add('cut connection');
    const moved: Server = {
      ...server,
      origin: this.#originOf(server.origin),
      path: server.path === '' ? '' : this.#prefix + server.path,
      addressSpace: this.#publicHost === null ? 'public' : 'loopback',
    };
    if (server.failure !== 'none') return moved;
    if (server.answers === 'raw') return { ...moved, raw: this.#raw(server, path) };
    return {
      ...moved,
      policy: this.#policy(server, path),
      options:
        server.options.by === 'redirect'
          ? {
              ...server.options,
              location: this.#location(server.options.location, server, `${path}.options.location`),
            }
          : server.options,
      response: this.#response(server, path),
    };
  }

  #isPlayedByCutting({ failure }: Server, { scheme, authority }: Address): boolean {
    if (failure === 'dns') return !authority.endsWith('.invalid');
    const port = Number(/\d+$/.exec(authority)?.[0]);
    if (failure === 'tls') return scheme !== 'https' || this.#options.addresses.https.includes(port);
    return !this.#options.addresses.closed.includes(port);
  }

  #policy(server: Server, path: FieldPath): Server['policy'] {
    const { policy } = server;
    switch (policy.origins) {
      case 'list':
        return {
          ...policy,
          list: policy.list.map((origin, i) => this.#text(origin, `${path}.policy.list.${i}`)),
        };
      case 'pattern':
        return { ...policy, pattern: this.#pattern(policy.pattern) };
      case 'none':
      case 'any':
      case 'reflect':
      case 'null':
        return policy;
      default:
        return policy.origins satisfies never;
    }
  }

  /** A pattern that matches the moved origins where the original matches theirs. */
  #pattern(pattern: string): string {
    const matches = this.#options.libraries.compilePattern(pattern);
    const matched = [...this.#places.keys()].filter((key) => matches(key)).map((key) => this.#originOf(key));
    if (matches('null')) matched.push('null');
    // Nothing is empty and has a word boundary.
    return matched.length === 0 ? '^\\b$' : `^(?:${matched.map(escapeRegExp).join('|')})$`;
  }

  #response(server: Server, path: FieldPath): ResponseSpec {
    const { response } = server;
    return {
      ...response,
      headers: response.headers.map(
        ([name, value], i): Header => [
          name,
          this.#header(name, value, server, `${path}.response.headers.${i}.value`),
        ],
      ),
      cookies: response.cookies.map((cookie, i) =>
        this.#cookie(cookie, server.origin, `${path}.response.cookies.${i}`),
      ),
      location: this.#location(response.location, server, `${path}.response.location`),
    };
  }

  #raw(server: Server, path: FieldPath): Server['raw'] {
    const moved = (side: 'preflight' | 'response') => {
      const { status, lines } = server.raw[side];
      const field = `${path}.raw.${side}.lines`;
      return {
        status,
        lines: lines
          .split('\n')
          .map((line) => {
            const colon = line.indexOf(':');
            if (colon < 0) return line;
            const [name, value] = [line.slice(0, colon), line.slice(colon + 1)];
            return `${name}:${this.#header(name, value, server, field)}`;
          })
          .join('\n'),
      };
    };
    return { preflight: moved('preflight'), response: moved('response') };
  }

  #header(name: string, value: string, server: Server, path: FieldPath): string {
    switch (name.toLowerCase()) {
      case 'location':
        return aroundValue(value, (location) => this.#location(location, server, path));
      case 'set-cookie':
        return aroundValue(value, (cookie) => this.#cookie(cookie, server.origin, path));
      case 'clear-site-data':
        this.#problem(path, 'clear-site-data');
        return value;
      default:
        return this.#text(value, path);
    }
  }

  /** Origins that stand in a text; those that nobody has stay, and match nobody still. */
  #text(text: string, path: FieldPath): string {
    for (const key of this.#places.keys()) {
      const target = this.#originOf(key);
      if (target !== key && !this.#places.has(target) && text.includes(target)) {
        this.#problem(path, 'lab-origin', target);
      }
    }
    return this.#literals ? text.replace(this.#literals, (origin) => this.#originOf(origin)) : text;
  }

  /** A location leads where it led: one that depends on the path it is seen from stays relative. */
  #location(location: string, server: Server, path: FieldPath): string {
    if (location === '') return '';
    const escaped = escapeBytes(location);
    const seen = parseUrl(escaped, `${server.origin}/a/b`);
    const elsewhere = parseUrl(escaped, server.origin + '/c'.repeat(50));
    if (seen === null || elsewhere === null) return location;
    this.#checkPort(seen, path);
    if (seen.href === elsewhere.href) return this.#url(seen);
    if (/^[a-z][a-z0-9+.-]*:|(^|[/\\])(\.|%2e){2}([/\\?#]|$)/i.test(escaped)) {
      this.#problem(path, 'location', location);
    }
    return location;
  }

  /** A stored cookie says its path, as the visit that sets it is to a URL of the lab's own. */
  #stored(stored: StoredCookie, path: FieldPath): StoredCookie {
    const parsed = parseUrl(stored.url);
    if (parsed === null) return stored;
    const moved = this.#cookie(stored.cookie, stored.url, path);
    const url = this.#url(parsed);
    const directory = new URL(url).pathname.replace(/\/[^/]*$/, '');
    const cookie = /;\s*path\s*=\s*\//i.test(moved) ? moved : `${moved}; Path=${directory}`;
    return { ...stored, url, cookie };
  }

  /** A `Set-Cookie` value; `from` is a URL of the host that sets it. */
  #cookie(cookie: string, from: string, path: FieldPath): string {
    const url = parseUrl(from);
    if (url === null) return cookie;
    const [pair = '', ...attributes] = cookie.split(';');
    if (/^\s*__Host/i.test(pair) && this.#domain === null && !this.#isTold(url.host))
      this.#problem(path, 'host-cookie', pair.trim());
    const moved = attributes.flatMap((attribute) => {
      const [, name = '', value = ''] = /^\s*([^=]*?)\s*=\s*(.*?)\s*$/.exec(attribute) ?? [];
      switch (name.toLowerCase()) {
        case 'path':
          // A scenario that has domains to itself has all their paths, too.
          if (!value.startsWith('/') || (value === '/' && this.#domain !== null)) return [attribute];
          return [` Path=${this.#prefix}${value}`];
        case 'domain':
          // A host stands for its whole site here: it needs no domain, and gets none that is not its own.
          if (value === '' || this.#isTold(url.host)) return [attribute];
          if (this.#domain !== null) return [` Domain=${this.#movedDomain(value, url)}`];
          return this.#isOwnDomain(value, url) ? [] : [' Domain=elsewhere.invalid'];
        default:
          return [attribute];
      }
    });
    return [pair, ...moved].join(';');
  }

  /** What a cookie's `Domain` is called here; a public suffix of its host becomes one. */
  #movedDomain(value: string, url: Url): string {
    const [, dot = '', domain = ''] = /^(\.?)(.*)$/.exec(value.toLowerCase()) ?? [];
    for (const [site, name] of this.#sites) {
      if (domain === site || domain.endsWith(`.${site}`)) return dot + domain.slice(0, -site.length) + name;
    }
    return url.host.endsWith(`.${domain}`) ? `${dot}${this.#domain}` : 'elsewhere.invalid';
  }

  #isOwnDomain(domain: string, url: Url): boolean {
    const { registrableDomain } = this.#options.libraries;
    const context = {
      url,
      sameSite: 'same-site',
      sameSiteToSet: 'same-site',
      detoured: false,
      blocked: 'allowed',
      registrableDomain,
      now: 0,
    } as const;
    return (
      storeCookie([], `a=b; Domain=${domain}`, { ...context, profile: PROFILES.standard }).refused === null
    );
  }
}

/** Whether a mapped scenario's page is made public, to be farther than its servers, which are on loopback like itself. */
export function isMadePublic({ page, servers }: Scenario): boolean {
  return page.kind === 'document' && servers.every(isOnLoopback);
}

function isOnLoopback({ addressSpace }: Server): boolean {
  return addressSpace === 'loopback';
}

/** The bytes of header lines that the lab takes with a request, and that browsers take with a response. */
const MOST_HEAD = { request: 49_152, response: 196_608 } as const;

/** Name, value, colon, space and line break of each. */
function sizeOf(headers: HeaderList): number {
  return headers.reduce((sum, [name, value]) => sum + name.length + value.length + 4, 0);
}

/** About as many bytes as the longer of a server's answers has before its body. */
function headSize({ failure, answers, raw, policy, options, response }: Server): number {
  if (failure !== 'none') return 0;
  if (answers === 'raw') return Math.max(raw.preflight.lines.length, raw.response.lines.length);
  const lists = [...policy.list, ...policy.methods, ...policy.headers, ...policy.exposed].join(', ');
  const location = options.by === 'redirect' ? options.location : '';
  const cookies = response.cookies.map((cookie): Header => ['Set-Cookie', cookie]);
  return (
    lists.length + location.length + response.location.length + sizeOf([...response.headers, ...cookies])
  );
}

/** Whether cookies care about the domain they are set in, and not about the host alone. */
export function namesDomain(scenario: Scenario): boolean {
  const cookies = [...scenario.cookies.map(({ cookie }) => cookie), ...setCookiesOf(scenario)];
  return cookies.some((cookie) => /^\s*__Host|;\s*domain\s*=/i.test(cookie));
}

/** Where the page's URL counts at all. */
function hasHttpUrl({ page }: Scenario): boolean {
  return page.kind === 'document' || page.kind === 'sandbox';
}

/** The serialised origin, `ws` taken as `http`; null for a URL of another scheme. */
function keyOf(url: Url): string | null {
  if (url.origin.kind === 'opaque') return null;
  const scheme = url.scheme.replace(/^ws/, 'http');
  return isHttpScheme(scheme) ? serializeOrigin({ ...url.origin, scheme }) : null;
}

function schemeOf({ scheme }: Url, schemes: 'kept' | 'http'): 'http' | 'https' {
  return schemes === 'kept' && /s$/.test(scheme) ? 'https' : 'http';
}

/** Every `Location` a server may send, as written. */
function locationsOf(server: Server): string[] {
  if (server.failure !== 'none') return [];
  if (server.answers === 'raw') {
    return [...headersOf(server.raw.preflight.lines), ...headersOf(server.raw.response.lines)]
      .filter(([name]) => name === 'location')
      .map(([, value]) => value);
  }
  const { options, response } = server;
  const own = response.headers
    .filter(([name]) => name.toLowerCase() === 'location')
    .map(([, value]) => value);
  return [response.location, options.by === 'redirect' ? options.location : '', ...own].filter(
    (location) => location !== '',
  );
}

function setCookiesOf({ servers }: Scenario): string[] {
  return servers.flatMap((server) => {
    if (server.failure !== 'none') return [];
    if (server.answers === 'policy') {
      const own = server.response.headers.filter(([name]) => name.toLowerCase() === 'set-cookie');
      return [...server.response.cookies, ...own.map(([, value]) => value)];
    }
    return [...headersOf(server.raw.preflight.lines), ...headersOf(server.raw.response.lines)]
      .filter(([name]) => name === 'set-cookie')
      .map(([, value]) => value);
  });
}

/** Header lines as lower-case name and trimmed value. */
function headersOf(lines: string): Header[] {
  return lines.split(/\r?\n/).map((line): Header => {
    const colon = line.indexOf(':');
    return [line.slice(0, Math.max(colon, 0)).toLowerCase(), line.slice(colon + 1).trim()];
  });
}

/** Changes a value and leaves the space around it. */
function aroundValue(text: string, change: (value: string) => string): string {
  const [, before = '', value = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? [];
  return value === '' ? text : before + change(value) + after;
}

function withoutPause(earlier: Earlier): Earlier {
  return typeof earlier === 'number' ? 0 : { ...earlier, seconds: 0 };
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
