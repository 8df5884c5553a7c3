/**
 * A name-value pair as an HTTP parser gives it: the value is a byte string held isomorphically (one code unit, 0 to
 * 255, a byte), without white space around it. https://fetch.spec.whatwg.org/#header-value
 */
export type Header = readonly [name: string, value: string];

/** An ordered list of headers, duplicates kept. https://fetch.spec.whatwg.org/#concept-header-list */
export type HeaderList = readonly Header[];

/** One HTTP request the engine wants sent. The URL is serialised without its fragment. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: HeaderList;
  /** The body as text for people to read; null for none. */
  readonly body: string | null;
}

/** One HTTP response as it came over the wire. */
export interface HttpResponse {
  readonly status: number;
  readonly statusText: string;
  readonly headers: HeaderList;
  /** The body as text for people to read. */
  readonly body: string;
}

/** Why no HTTP response came back at all. */
export type ConnectionFailureReason =
  | 'dns'
  | 'refused'
  | 'tls'
  | 'reset'
  | 'timeout'
  | 'blocked by the client';

export interface ConnectionFailure {
  readonly failure: ConnectionFailureReason;
}

/** What resumes a fetch after it has yielded a request. */
export type WireAnswer = HttpResponse | ConnectionFailure;

/** A fetch without I/O: yields each request it wants sent, is resumed with the answer, returns its result. */
export type Fetching<T> = Generator<HttpRequest, T, WireAnswer>;
