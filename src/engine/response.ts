import type { HttpResponse } from './http';

/** A response before it is filtered. */
export interface InternalResponse {
  readonly type: 'default' | 'opaqueredirect';
  readonly response: HttpResponse;
  /** -1 for a response that came over no wire (`data:`). */
  readonly exchange: number;
}

/** The request now has another URL, and is to be fetched again. */
export interface Redirected {
  readonly type: 'redirected';
}
