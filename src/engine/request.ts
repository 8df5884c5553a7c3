import type { Client, ReferrerPolicy } from './client';
import type { Header } from './http';
import type { CacheMode, CredentialsMode, Initiator, RedirectMode, RequestMode } from './initiator';
import {
  isSameOrigin,
  isSameSite,
  type Origin,
  type RegistrableDomain,
  serializeOrigin,
  type Url,
} from './origin';
import type { ResponseTainting } from './trace';

export interface Body {
  /** As text for people to read. */
  readonly text: string;
  /** Bytes. */
  readonly length: number;
  /** A stream cannot be sent twice: its source is null in the standard's words. */
  readonly source: 'replayable' | 'stream';
}

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
  /** https://fetch.spec.whatwg.org/#unsafe-request-flag */
  readonly unsafeRequest: boolean;
  method: string;
  headers: Header[];
  body: Body | null;
  referrerPolicy: ReferrerPolicy;
  /** The URL a `Referer` is made from; null for `no-referrer`. */
  referrer: Url | null;
  /** https://fetch.spec.whatwg.org/#concept-request-url-list */
  readonly urls: Url[];
  tainting: ResponseTainting;
  /** https://fetch.spec.whatwg.org/#concept-request-tainted-origin */
  redirectTaint: 'same-origin' | 'same-site' | 'cross-site';
  redirectCount: number;
  timingAllowFailed: boolean;
  /** What browsers that preflight again after a redirect go by; null for none. */
  keptPreflight: { readonly names: readonly string[] } | null;
}

/** https://fetch.spec.whatwg.org/#concept-request-current-url */
export function currentUrl(request: Request): Url {
  const url = request.urls[request.urls.length - 1];
  if (!url) throw new Error('a request has at least one URL');
  return url;
}

/** Appends a URL, and updates the redirect-taint for it. https://fetch.spec.whatwg.org/#concept-request-tainted-origin */
export function appendUrl(request: Request, url: Url, registrableDomain: RegistrableDomain): void {
  const last = currentUrl(request);
  request.urls.push(url);
  if (request.redirectTaint === 'cross-site') return;
  if (isSameOrigin(url.origin, last.origin) || isSameOrigin(request.origin, last.origin)) return;
  const sameSite =
    isSameSite(url.origin, last.origin, registrableDomain) ||
    isSameSite(request.origin, last.origin, registrableDomain);
  request.redirectTaint = sameSite ? 'same-site' : 'cross-site';
}

/** What `Origin` says and the CORS check compares: `null` once tainted. https://fetch.spec.whatwg.org/#byte-serializing-a-request-origin */
export function serializeRequestOrigin(request: Request): string {
  return request.redirectTaint === 'same-origin' ? serializeOrigin(request.origin) : 'null';
}
