import type { AddressSpace } from '../engine/address-space';
import type { ConnectionFailureReason, Header } from '../engine/http';

/**
 * Which origins a server allows.
 * - `none`: no CORS headers at all
 * - `any`: `Access-Control-Allow-Origin: *`
 * - `list`: the request's `Origin`, if it is in `list`; a list of one is sent whatever the `Origin` is
 * - `pattern`: the request's `Origin`, if `pattern` (RE2 syntax, unanchored as in most frameworks) matches it
 * - `reflect`: whatever `Origin` the request carries
 * - `null`: the literal `null`
 */
export type OriginRule = 'none' | 'any' | 'list' | 'pattern' | 'reflect' | 'null';

/** The classic mistakes, each as a switch. */
export type Mistake =
  /** A proxy and the app both add `Access-Control-Allow-Origin`. */
  | 'allow-origin twice'
  /** Several origins in one line, separated by commas. */
  | 'origins in one line'
  /** `https://foo.example/` */
  | 'trailing slash'
  /** `Access-Control-Allow-Credentials: True` */
  | 'True'
  /** CORS headers on the answer to OPTIONS only. */
  | 'preflight only'
  /** CORS headers on the GET or POST only. */
  | 'response only'
  /** Error pages (status 400 and up) come without CORS headers. */
  | 'errors forget';

/** A declarative CORS policy: what most frameworks let one configure. */
export interface CorsPolicy {
  readonly origins: OriginRule;
  /** Serialised origins, for `list`. */
  readonly list: readonly string[];
  /** For `pattern`. */
  readonly pattern: string;
  /** For `Access-Control-Allow-Methods`; empty: the header is not sent. */
  readonly methods: readonly string[];
  /** For `Access-Control-Allow-Headers`; empty: the header is not sent. */
  readonly headers: readonly string[];
  /** `Access-Control-Allow-Credentials: true` */
  readonly credentials: boolean;
  /** For `Access-Control-Expose-Headers`; empty: the header is not sent. */
  readonly exposed: readonly string[];
  /** `Access-Control-Max-Age` as typed, in seconds; empty: the header is not sent. */
  readonly maxAge: string;
  /** `Vary: Origin` */
  readonly vary: boolean;
  readonly mistakes: readonly Mistake[];
}

/** Who answers OPTIONS, and how. */
export type OptionsHandling =
  /** The CORS policy, with a status of one's own (usually 204). */
  | { readonly by: 'policy'; readonly status: string }
  /** Something else that knows no CORS: authentication (401), no route (404), method not allowed (405), a crash (500). */
  | { readonly by: 'status'; readonly status: string }
  /** A redirect, before CORS has its turn. */
  | { readonly by: 'redirect'; readonly status: string; readonly location: string };

/** What a server answers to any request but a preflight. */
export interface ResponseSpec {
  /** As typed: three digits. */
  readonly status: string;
  readonly headers: readonly Header[];
  /** `Set-Cookie` values. */
  readonly cookies: readonly string[];
  /** Sent as `Location`; empty: none. A redirect when the status is one of 301, 302, 303, 307, 308. */
  readonly location: string;
  readonly body: string;
}

/** One answer written out: a status and header lines, sent as they stand. */
export interface RawAnswer {
  readonly status: string;
  /** `Name: value`, one a line. */
  readonly lines: string;
}

/** One server, or one path of it. */
export interface Server {
  /** A serialised origin. */
  readonly origin: string;
  /** Only this path (from `/`, without query); empty: every path that no other entry of the same origin names. */
  readonly path: string;
  /** Which of the two below answers. Both are kept, so that switching loses nothing. */
  readonly answers: 'policy' | 'raw';
  readonly policy: CorsPolicy;
  readonly options: OptionsHandling;
  readonly response: ResponseSpec;
  readonly raw: { readonly preflight: RawAnswer; readonly response: RawAnswer };
  /** Set where no HTTP answer comes back at all. */
  readonly failure: ConnectionFailureReason | 'none';
  /** `auto`: from the host name. */
  readonly addressSpace: AddressSpace | 'auto';
}
