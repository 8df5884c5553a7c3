import { isLoopback } from './address-space';
import { remembering } from './remembering';

/** https://html.spec.whatwg.org/multipage/browsers.html#concept-origin */
export type Origin =
  | {
      readonly kind: 'tuple';
      readonly scheme: string;
      /** Lower-case, punycode; IPv6 in brackets. */
      readonly host: string;
      /** null for the scheme's default port. */
      readonly port: number | null;
    }
  /** Same origin with itself only; two opaque origins are the same when their ids are. */
  | { readonly kind: 'opaque'; readonly id: string };

/** A parsed URL, with what the algorithms ask of it. https://url.spec.whatwg.org/#concept-url */
export interface Url {
  /** Serialised, fragment and all. */
  readonly href: string;
  /** Serialised without fragment: what is sent, and what the preflight cache keys on. */
  readonly withoutFragment: string;
  /** Without the colon. */
  readonly scheme: string;
  readonly host: string;
  /** The port in use: the scheme's default where none is written, null where the scheme has none. */
  readonly port: number | null;
  readonly path: string;
  /** With its `#`; empty for none. */
  readonly fragment: string;
  readonly includesCredentials: boolean;
  readonly origin: Origin;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, ws: 80, wss: 443, ftp: 21 };

const remembered = remembering(parse);

/**
 * Parses a URL, against a base if one is given; null for failure.
 * https://url.spec.whatwg.org/#concept-url-parser
 */
export function parseUrl(input: string, base?: string): Url | null {
  return remembered(input, base);
}

function parse(input: string, base: string | undefined): Url | null {
  let url: URL;
  try {
    url = base === undefined ? new URL(input) : new URL(input, base);
  } catch {
    return null;
  }
  const { href, hash, hostname } = url;
  const scheme = url.protocol.slice(0, -1);
  // Chromium escapes what the standard forbids in a domain.
  if (scheme in DEFAULT_PORTS && hostname.includes('%')) return null;
  const defaultPort = DEFAULT_PORTS[scheme] ?? null;
  const written = url.port === '' ? null : Number(url.port);
  const fragmentAt = href.indexOf('#');
  return {
    href,
    withoutFragment: fragmentAt < 0 ? href : href.slice(0, fragmentAt),
    scheme,
    host: hostname,
    port: written ?? defaultPort,
    path: url.pathname,
    fragment: hash === '' && fragmentAt >= 0 ? '#' : hash,
    includesCredentials: url.username !== '' || url.password !== '',
    origin: originOfParsed(scheme, hostname, written, url.pathname, href),
  };
}

/** https://url.spec.whatwg.org/#concept-url-origin */
function originOfParsed(
  scheme: string,
  host: string,
  port: number | null,
  path: string,
  href: string,
): Origin {
  if (scheme in DEFAULT_PORTS) return { kind: 'tuple', scheme, host, port };
  if (scheme === 'blob') {
    const inner = parseUrl(path);
    if (inner && isHttpScheme(inner.scheme)) return inner.origin;
  }
  return { kind: 'opaque', id: href };
}

/** https://fetch.spec.whatwg.org/#http-scheme */
export function isHttpScheme(scheme: string): boolean {
  return scheme === 'http' || scheme === 'https';
}

/** https://websockets.spec.whatwg.org/#dom-websocket-websocket, step 4 */
export function isWebSocketScheme(scheme: string): boolean {
  return scheme === 'ws' || scheme === 'wss';
}

/** A URL's origin, `ws` taken as `http`: so a WebSocket is fetched. https://websockets.spec.whatwg.org/#concept-websocket-establish */
export function fetchedOrigin({ origin }: Url): Origin {
  if (origin.kind === 'opaque' || !isWebSocketScheme(origin.scheme)) return origin;
  return { ...origin, scheme: origin.scheme.replace('ws', 'http') };
}

/** The ASCII serialisation: `https://foo.example:8443`, or `null`. https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin */
export function serializeOrigin(origin: Origin): string {
  if (origin.kind === 'opaque') return 'null';
  const host = `${origin.scheme}://${origin.host}`;
  return origin.port === null ? host : `${host}:${origin.port}`;
}

/**
 * The origin a serialised origin stands for; null when the text is none (a path, a trailing slash, a default
 * port or upper case make it something else).
 */
export function parseSerializedOrigin(text: string): Origin | null {
  const url = parseUrl(text);
  return url?.origin.kind === 'tuple' && serializeOrigin(url.origin) === text ? url.origin : null;
}

/** https://html.spec.whatwg.org/multipage/browsers.html#same-origin */
export function isSameOrigin(a: Origin, b: Origin): boolean {
  if (a.kind === 'opaque') return b.kind === 'opaque' && a.id === b.id;
  if (b.kind === 'opaque') return false;
  return a.host === b.host && a.scheme === b.scheme && a.port === b.port;
}

/** The registrable domain of a host by the Public Suffix List; null for IP addresses and public suffixes. */
export type RegistrableDomain = (host: string) => string | null;

/** https://html.spec.whatwg.org/multipage/browsers.html#schemelessly-same-site */
export function isSchemelesslySameSite(a: Origin, b: Origin, registrableDomain: RegistrableDomain): boolean {
  if (a.kind === 'opaque' || b.kind === 'opaque') return isSameOrigin(a, b);
  if (a.host === b.host) return true;
  const domain = registrableDomain(a.host);
  return domain !== null && domain === registrableDomain(b.host);
}

/** Same scheme and registrable domain; the port never matters. https://html.spec.whatwg.org/multipage/browsers.html#same-site */
export function isSameSite(a: Origin, b: Origin, registrableDomain: RegistrableDomain): boolean {
  if (a.kind === 'tuple' && b.kind === 'tuple' && a.scheme !== b.scheme) return false;
  return isSchemelesslySameSite(a, b, registrableDomain);
}

/** https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy, without the schemes of extensions. */
export function isPotentiallyTrustworthy(origin: Origin): boolean {
  if (origin.kind === 'opaque') return false;
  return origin.scheme === 'https' || origin.scheme === 'wss' || isLoopback(origin.host);
}
