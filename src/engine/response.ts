import type { HttpResponse } from './http';

/** A response before it is filtered. */
export interface InternalResponse {
  readonly type: 'default' | 'opaqueredirect';
  readonly response: HttpResponse;
  /** -1 for a response that came over no wire (`data:`, `about:blank`). */
  readonly exchange: number;
}

/** The request now has another URL, and is to be fetched again. */
export interface Redirected {
  readonly type: 'redirected';
}

/** https://fetch.spec.whatwg.org/#ok-status */
export function isOkStatus(status: number): boolean {
  return status >= 200 && status <= 299;
}

/** https://fetch.spec.whatwg.org/#null-body-status */
export function isNullBodyStatus(status: number): boolean {
  return [101, 103, 204, 205, 304].includes(status);
}

/** https://fetch.spec.whatwg.org/#redirect-status */
export function isRedirectStatus(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}
