import type { CookieJar, CookieNote } from './cookies';
import type { HeaderList, HttpRequest, WireAnswer } from './http';
import type { CredentialsMode, Initiator, RedirectMode, RequestMode } from './initiator';
import type { PreflightCache } from './preflight-cache';
import type { BrowserProfile } from './profile';

export type ResponseTainting = 'basic' | 'cors' | 'opaque';

/** Why a header's value (or name) is not CORS-safelisted. https://fetch.spec.whatwg.org/#cors-safelisted-request-header */
export type UnsafeReason =
  | 'name'
  | 'longer than 128 bytes'
  | 'unsafe byte'
  | 'content type'
  | 'range'
  | 'more than 1024 bytes in total';

/** Why a preflight is needed. https://fetch.spec.whatwg.org/#concept-main-fetch, step 12 */
export type PreflightReason =
  | { readonly kind: 'method'; readonly method: string }
  | { readonly kind: 'header'; readonly name: string; readonly value: string; readonly why: UnsafeReason }
  | { readonly kind: 'upload listener' }
  | { readonly kind: 'stream' }
  /** Some browsers preflight again after a redirect, though the request no longer needs it. */
  | { readonly kind: 'needed one before the redirect' };

/** Why a response header is not visible to script. */
export type HiddenReason = 'not exposed' | 'never exposed' | 'opaque';

/**
 * Every rule the engine records, with the facts it decided on. Values are byte strings as on the wire,
 * origins are serialised, times are seconds. `RULES` says where each stands in the standards.
 */
export interface RuleFacts {
  // Making the request.
  'request.url': { readonly input: string; readonly url: string | null };
  'request.url-credentials': { readonly url: string };
  'request.mode-navigate': Record<never, never>;
  'request.only-if-cached': { readonly mode: RequestMode };
  'request.method-invalid': { readonly method: string };
  'request.method-forbidden': { readonly method: string };
  'request.method-normalized': { readonly given: string; readonly method: string };
  'request.method-kept': { readonly method: string };
  'request.no-cors-method': { readonly method: string };
  'request.header-invalid': { readonly name: string; readonly value: string };
  'request.header-forbidden': { readonly name: string; readonly value: string };
  /** Where the standard drops it. */
  'request.header-not-no-cors-safelisted': { readonly name: string; readonly value: string };
  'request.body-with-get': { readonly method: string };
  'request.body-type': {
    readonly kind: string;
    readonly contentType: string | null;
    readonly replaced: boolean;
  };
  'request.stream': {
    readonly mode: RequestMode;
    readonly treatment: 'stream' | 'string' | 'NotSupportedError';
  };
  'request.initiator': {
    readonly initiator: Initiator;
    readonly mode: RequestMode | 'websocket';
    readonly credentials: CredentialsMode;
    readonly redirect: RedirectMode;
    readonly destination: string;
  };

  // Main fetch.
  'main-fetch.bad-port': { readonly port: number };
  'main-fetch.userinfo': { readonly url: string };
  'main-fetch.mixed-content': { readonly page: string; readonly url: string };
  'main-fetch.mixed-content-upgraded': { readonly from: string; readonly to: string };
  'main-fetch.same-origin': { readonly origin: string; readonly target: string; readonly returned: boolean };
  'main-fetch.no-cors-protocol': { readonly initiator: Initiator };
  'main-fetch.data-url': Record<never, never>;
  'main-fetch.mode-same-origin': { readonly origin: string; readonly target: string };
  'main-fetch.no-cors': { readonly target: string };
  'main-fetch.no-cors-redirect-mode': Record<never, never>;
  'main-fetch.scheme': { readonly scheme: string };
  'main-fetch.preflight': { readonly reasons: readonly PreflightReason[] };
  'main-fetch.simple': { readonly method: string; readonly headers: readonly string[] };

  // HTTP fetch, HTTP-network-or-cache fetch.
  'http-fetch.preflight-cache-hit': {
    readonly method: string;
    readonly headers: readonly string[];
    /** Seconds; null where it holds for good. */
    readonly left: number | null;
  };
  /** Nothing is missing where the cache mode makes the browser pass by what is remembered. */
  'http-fetch.preflight-cache-miss': { readonly missing: readonly string[] };
  'network.local-network': {
    readonly from: string;
    readonly to: string;
    readonly why: 'granted' | 'denied' | 'not secure';
  };
  'network.credentials': {
    readonly included: boolean;
    readonly mode: CredentialsMode;
    readonly tainting: ResponseTainting;
  };
  'network.origin-header': { readonly value: string | null; readonly tainted: boolean };
  /** Where it is otherwise than by the standard. */
  'network.referrer': { readonly value: string | null };
  /** Where they are otherwise than by the standard; a site of null for none of them. */
  'network.fetch-metadata': {
    readonly site: string | null;
    readonly mode: string;
    readonly destination: string;
  };
  'network.cookies': { readonly sent: readonly string[]; readonly withheld: readonly CookieNote[] };
  'network.stream-http1': Record<never, never>;
  'network.only-if-cached': Record<never, never>;
  'network.connection': { readonly failure: string; readonly url: string };
  'network.set-cookie': { readonly stored: readonly string[]; readonly ignored: readonly CookieNote[] };
  'network.unauthorized': { readonly prompts: boolean };

  // CORS check.
  'cors-check.same-origin': { readonly origin: string };
  'cors-check.allow-origin-missing': { readonly origin: string };
  'cors-check.wildcard': { readonly origin: string };
  'cors-check.wildcard-with-credentials': { readonly origin: string };
  'cors-check.allow-origin': { readonly origin: string; readonly value: string; readonly lines: number };
  'cors-check.no-credentials': { readonly mode: CredentialsMode };
  'cors-check.allow-credentials': { readonly value: string | null };

  // CORS-preflight fetch and its cache.
  'preflight.status': { readonly status: number };
  'preflight.allow-methods-syntax': { readonly value: string };
  'preflight.allow-headers-syntax': { readonly value: string };
  'preflight.method': {
    readonly method: string;
    readonly allowed: readonly string[] | null;
    readonly by: 'safelisted' | 'listed' | 'wildcard' | 'upload listener' | null;
  };
  'preflight.header': {
    readonly name: string;
    readonly allowed: readonly string[] | null;
    readonly by: 'listed' | 'wildcard' | null;
    /** `*` was sent but counts as the literal name: with credentials, or for `Authorization`. */
    readonly literalWildcard: boolean;
  };
  'preflight.max-age': {
    readonly value: string | null;
    readonly valid: boolean;
    readonly seconds: number;
    readonly cap: number | null;
  };
  'preflight.cached': {
    /** Listed; where nothing is, those that the browser takes for allowed once it has asked. */
    readonly methods: readonly string[];
    readonly headers: readonly string[];
    /** Null where it holds for good. */
    readonly seconds: number | null;
  };
  'preflight-cache.cleared': { readonly entries: number };

  // Redirects.
  'redirect.mode-error': { readonly status: number };
  'redirect.mode-manual': { readonly status: number };
  'redirect.no-location': { readonly status: number };
  /** `lines`: how many `Location` headers there are; equal ones are one to browsers that take them so. */
  'redirect.location-invalid': { readonly location: string; readonly lines: number };
  'redirect.scheme': { readonly location: string };
  'redirect.count': { readonly limit: number };
  'redirect.credentials': { readonly location: string };
  'redirect.body': { readonly status: number };
  'redirect.followed': {
    readonly status: number;
    readonly from: string;
    readonly to: string;
    readonly count: number;
  };
  'redirect.method-changed': {
    readonly status: number;
    readonly from: string;
    readonly dropped: readonly string[];
  };
  'redirect.authorization-removed': { readonly from: string; readonly to: string };
  'redirect.origin-null': { readonly origin: string; readonly via: string };

  // What comes out.
  'corp.check': {
    readonly value: string | null;
    readonly policy: string | null;
    readonly origin: string;
    readonly target: string;
    readonly embedderPolicy: string;
  };
  'tao.check': { readonly value: string | null };
  'response.mime-type': {
    readonly contentType: string | null;
    readonly destination: string;
    readonly nosniff: boolean;
  };
  'response.exposed-headers': {
    readonly value: string | null;
    readonly visible: readonly string[];
    readonly hidden: readonly { readonly name: string; readonly why: HiddenReason }[];
    readonly wildcard: 'all' | 'literal' | 'no';
  };
  'response.filtered': { readonly type: 'basic' | 'cors' | 'opaque' | 'opaqueredirect' };
  'use.needs-cors': {
    readonly use: 'canvas' | 'WebGL texture' | 'CSS shape' | 'font' | 'module script';
    readonly corsSameOrigin: boolean;
  };
}

export type RuleName = keyof RuleFacts;

/** pass: the check holds. fail: it does not, and the fetch ends here. note: nothing to pass, but it shapes what follows. */
export type RuleResult = 'pass' | 'fail' | 'note';

/** One of the two messages of an exchange. */
export interface MessageRef {
  readonly exchange: number;
  readonly side: 'request' | 'response';
}

/** A rule that ran. */
export type RuleStep = {
  [R in RuleName]: {
    readonly type: 'rule';
    readonly rule: R;
    readonly result: RuleResult;
    readonly facts: RuleFacts[R];
    /** The message it looked at, if any. */
    readonly message: MessageRef | null;
    /** The names of the headers it looked at, as in the standard. */
    readonly headers: readonly string[];
    /** The profile field that made it differ from the standard; null where it follows the standard. */
    readonly deviation: keyof BrowserProfile | null;
  };
}[RuleName];

/** A request put on the wire, and what came back. `exchange` counts from 0 within one trace. */
export type WireStep =
  | {
      readonly type: 'request';
      readonly exchange: number;
      readonly purpose: 'preflight' | 'fetch';
      readonly request: HttpRequest;
    }
  | {
      readonly type: 'answer';
      readonly exchange: number;
      readonly purpose: 'preflight' | 'fetch';
      readonly answer: WireAnswer;
    };

export type Step = RuleStep | WireStep;

/** What script gets of a response. https://fetch.spec.whatwg.org/#concept-filtered-response */
export interface FilteredResponse {
  readonly type: 'basic' | 'cors' | 'opaque' | 'opaqueredirect';
  readonly url: string;
  readonly redirected: boolean;
  readonly status: number;
  readonly statusText: string;
  readonly ok: boolean;
  /** The headers script can read, names lower-cased as `Headers` gives them, duplicates combined. */
  readonly headers: HeaderList;
  readonly body: 'readable' | 'empty' | 'hidden';
  /** Whether Resource Timing gives more than start and end. */
  readonly timing: 'detailed' | 'opaque';
}

export type ExceptionName = 'TypeError' | 'SyntaxError' | 'SecurityError' | 'NotSupportedError';

export type Outcome =
  /** Thrown, or rejected, before anything was fetched. `because` is an index into the trace's steps. */
  | { readonly type: 'exception'; readonly name: ExceptionName; readonly because: number }
  /** A network error: script learns that it failed, and nothing else. */
  | { readonly type: 'network error'; readonly because: number }
  | { readonly type: 'response'; readonly response: FilteredResponse };

/** What the page can tell afterwards, in the terms of how the request was made. */
export type ScriptView =
  | { readonly kind: 'exception'; readonly name: ExceptionName }
  | { readonly kind: 'rejection' }
  | { readonly kind: 'response'; readonly response: FilteredResponse }
  | { readonly kind: 'xhr'; readonly event: 'load' | 'error'; readonly response: FilteredResponse | null }
  | { readonly kind: 'queued' }
  | { readonly kind: 'connection'; readonly event: 'open' | 'error' }
  | { readonly kind: 'navigation' }
  | {
      readonly kind: 'element';
      readonly event: 'load' | 'error';
      /** 'clean': pixels can be read back or used; 'tainted' or 'refused' otherwise; null where the question does not arise. */
      readonly pixels: 'clean' | 'tainted' | 'refused' | null;
    };

/** What outlives a fetch. A value: handed in, and handed back changed. */
export interface BrowserState {
  readonly preflightCache: PreflightCache;
  readonly cookies: CookieJar;
  /** The clock, in seconds. */
  readonly now: number;
}

/** All that happened in one fetch. The one source for everything on the screen. */
export interface Trace {
  readonly initiator: Initiator;
  /** The clock at its start, in seconds. */
  readonly at: number;
  readonly steps: readonly Step[];
  readonly outcome: Outcome;
  readonly script: ScriptView;
  readonly state: BrowserState;
}
