import type { Client, ReferrerPolicy } from './client';
import type { Header, HeaderList } from './http';
import type { CacheMode, CredentialsMode, Initiator, RedirectMode, RequestMode } from './initiator';
import {
  fetchedOrigin,
  isSameOrigin,
  isSameSite,
  type Origin,
  type RegistrableDomain,
  serializeOrigin,
  type Url,
} from './origin';
import type { BrowserProfile } from './profile';
import { type UnsafeHeaders, unsafeRequestHeaders } from './request-headers';
import type { NetworkError } from './run';
import type { PreflightReason, ResponseTainting } from './trace';

export interface Body {
  /** As text for people to read. */
  readonly text: string;
  /** Bytes. */
  readonly length: number;
  /** A stream cannot be sent twice: its source is null in the standard's words. */
  readonly source: 'replayable' | 'stream';
}

type ReferrerDeviation =
  | 'referrerDowngrade'
  | 'opaqueReferrer'
  | 'relaxedReferrer'
  | 'framedReferrer'
  | 'navigationReferrerAfterRedirect';

/** A request on its way; redirects change it. https://fetch.spec.whatwg.org/#concept-request */
export interface Request {
  readonly initiator: Initiator;
  readonly destination: string;
  readonly client: Client;
  readonly origin: Origin;
  readonly mode: RequestMode | 'websocket';
  readonly credentials: CredentialsMode;
  readonly cache: CacheMode;
  readonly redirect: RedirectMode;
  /** https://fetch.spec.whatwg.org/#use-cors-preflight-flag, with what set it. */
  readonly useCorsPreflight: 'upload listener' | 'stream' | null;
  method: string;
  headers: Header[];
  body: Body | null;
  referrerPolicy: ReferrerPolicy;
  /** The URL a `Referer` is made from; null for `no-referrer`. */
  referrer: Url | null;
  /** What `Referer` says; null for none. */
  shownReferrer: string | null;
  /** What it said when the request set out; undefined until then. */
  firstReferrer: string | null | undefined;
  /** The profile fields by which it says another `Referer`. */
  referrerDeviations: ReferrerDeviation[];
  /** https://fetch.spec.whatwg.org/#concept-request-url-list */
  readonly urls: Url[];
  tainting: ResponseTainting;
  /** https://fetch.spec.whatwg.org/#concept-request-tainted-origin */
  redirectTaint: Distance;
  /** The farthest of its URLs from its origin: what `Sec-Fetch-Site` says. */
  site: Distance;
  redirectCount: number;
  timingAllowFailed: boolean;
  /** What browsers that preflight again after a redirect go by, and why; null for none. */
  keptPreflight: {
    readonly names: readonly string[];
    readonly deviation: 'preflightAfterAuthorization' | 'preflightAfterMethodChange' | 'textCharset';
    readonly reason?: PreflightReason;
  } | null;
  /** What the last redirect failed by, in browsers that look at it only when the next preflight has gone. */
  refusal: (() => NetworkError) | null;
  /** What a change of method took away. */
  droppedHeaders: readonly Header[];
  /** What the last redirect to another origin took away. */
  droppedAuthorization: readonly Header[];
  /** The `Origin` of the last message of this request; null where it had none. */
  sentOrigin: string | null;
  /** Of the header list it was worked out for. */
  unsafeHeaders: { readonly list: HeaderList; readonly found: UnsafeHeaders } | null;
}

/** How far one origin is from another. */
export type Distance = 'same-origin' | 'same-site' | 'cross-site';

/** https://fetch.spec.whatwg.org/#concept-request-current-url */
export function currentUrl(request: Request): Url {
  const url = request.urls[request.urls.length - 1];
  if (!url) throw new Error('a request has at least one URL');
  return url;
}

/** Appends a URL, and updates the redirect-taint for it. https://fetch.spec.whatwg.org/#concept-request-tainted-origin */
export function appendUrl(request: Request, url: Url, registrableDomain: RegistrableDomain): void {
  const last = request.urls.at(-1);
  request.urls.push(url);
  request.site = farther(request.site, distance(request.origin, fetchedOrigin(url), registrableDomain));
  if (!last) return;
  const fromLast = distance(url.origin, last.origin, registrableDomain);
  const nearer = nearest(fromLast, distance(request.origin, last.origin, registrableDomain));
  request.redirectTaint = farther(request.redirectTaint, nearer);
}

/** Puts a URL in the place of the current one, as if that had never been there. */
export function replaceCurrentUrl(request: Request, url: Url, registrableDomain: RegistrableDomain): void {
  const urls = [...request.urls.slice(0, -1), url];
  request.urls.length = 0;
  request.site = 'same-origin';
  request.redirectTaint = 'same-origin';
  for (const each of urls) appendUrl(request, each, registrableDomain);
}

/** How far one origin is from another, schemes counted. */
export function distance(a: Origin, b: Origin, registrableDomain: RegistrableDomain): Distance {
  if (isSameOrigin(a, b)) return 'same-origin';
  return isSameSite(a, b, registrableDomain) ? 'same-site' : 'cross-site';
}

const DISTANCES: readonly Distance[] = ['same-origin', 'same-site', 'cross-site'];

function farther(a: Distance, b: Distance): Distance {
  return DISTANCES.indexOf(a) < DISTANCES.indexOf(b) ? b : a;
}

function nearest(a: Distance, b: Distance): Distance {
  return farther(a, b) === a ? b : a;
}

/** The CORS-unsafe headers of a request, worked out once for each header list. */
export function unsafeHeadersOf(request: Request, profile: BrowserProfile): UnsafeHeaders {
  const { headers, unsafeHeaders } = request;
  if (unsafeHeaders?.list === headers) return unsafeHeaders.found;
  const found = unsafeRequestHeaders(headers, profile);
  request.unsafeHeaders = { list: headers, found };
  return found;
}

/** What `Origin` says and the CORS check compares: `null` once tainted. https://fetch.spec.whatwg.org/#byte-serializing-a-request-origin */
export function serializeRequestOrigin(request: Request): string {
  return request.redirectTaint === 'same-origin' ? serializeOrigin(request.origin) : 'null';
}

/** What `Origin` says on a preflight: some browsers go on naming the page there. */
export function serializePreflightOrigin(request: Request, profile: BrowserProfile): string {
  const named = profile.preflightOriginAfterRedirect === 'the page’s';
  return named ? serializeOrigin(request.origin) : serializeRequestOrigin(request);
}

/** Whether the browser loads nothing from a URL with a user name, whatever the mode and the origin. */
export function refusesUserinfo({ initiator, mode }: Request, { userinfo }: BrowserProfile): boolean {
  const excepted = initiator === 'XMLHttpRequest' || mode === 'navigate' || mode === 'websocket';
  return userinfo === 'refused' && !excepted;
}
