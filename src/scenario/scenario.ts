import type { EmbedderPolicy, ReferrerPolicy } from '../engine/client';
import type { RequestSpec } from '../engine/initiator';
import type { ProfileName } from '../engine/profile';
import type { Server } from '../policy/policy';

/**
 * What kind of document asks. All but `document` have an opaque origin, sent as `null`.
 * `sandbox`: a frame with `sandbox` and no `allow-same-origin`; `data` and `file`: documents from such URLs.
 */
export type PageKind = 'document' | 'sandbox' | 'data' | 'file';

export interface Page {
  /** The document's URL, as typed. For `data` and `file` its http(s) URL is ignored. */
  readonly url: string;
  readonly kind: PageKind;
  readonly referrerPolicy: ReferrerPolicy;
  readonly embedderPolicy: EmbedderPolicy;
  /** The page sits in a frame of another site. */
  readonly framed: boolean;
}

/** A cookie the browser already holds. */
export interface StoredCookie {
  /** The URL it was set from, as typed. */
  readonly url: string;
  /** The `Set-Cookie` value: `pageAccess=2; Secure; SameSite=None`. */
  readonly cookie: string;
  /**
   * Whether an answer to an earlier request of the page set it; else a visit to its own site did. It makes a difference
   * to a browser that partitions third-party cookies.
   */
  readonly fromPage?: boolean;
}

/** The one document: what a permalink carries, a file holds, an example ships. Texts are as typed; `validate` judges them. */
export interface Scenario {
  readonly version: 1;
  readonly title: string;
  readonly page: Page;
  readonly request: RequestSpec;
  /** The first is the one the request's URL names, unless its origin says otherwise. */
  readonly servers: readonly Server[];
  readonly cookies: readonly StoredCookie[];
  readonly browser: {
    readonly profile: ProfileName;
    readonly thirdPartyCookies: 'allowed' | 'blocked';
    /** The person's answer when a page wants to reach the local network. */
    readonly localNetwork: 'granted' | 'denied';
  };
  /** What was sent to the same URL before, oldest first. `[60]`: the same request once more, 60 seconds earlier. */
  readonly earlier: readonly Earlier[];
}

/** The seconds until the next request where it was the same one; else these with what was otherwise. */
export type Earlier = number | EarlierRequest;

/** A request to the same URL that was not the same. */
export interface EarlierRequest {
  /** Seconds until the next request. */
  readonly seconds: number;
  /** The fields that were otherwise, as they were. */
  readonly request: Partial<Pick<RequestSpec, EarlierField>>;
}

/** What may differ in an earlier request: all that a preflight is about. */
export type EarlierField = 'method' | 'headers' | 'credentials' | 'withCredentials' | 'uploadListener';

/** A place in the scenario, with dots and indexes: `request.headers.0.name`, `servers.1.policy.pattern`. */
export type FieldPath = string;

/** What is wrong with a field. `explain` words it. */
export type ProblemCode =
  | 'url'
  | 'url-not-http'
  | 'origin'
  | 'origin-trailing'
  | 'header-name'
  | 'header-value'
  | 'method'
  | 'status'
  | 'redirect-status'
  | 'pattern'
  | 'pattern-unsupported'
  | 'token'
  | 'max-age'
  | 'raw-line'
  | 'cookie'
  | 'seconds'
  | 'path'
  | 'too-long'
  | 'too-many'
  | 'not-bytes'
  | 'shape';

export interface Problem {
  readonly path: FieldPath;
  readonly code: ProblemCode;
  /** missing: nothing there. invalid: cannot be what it should be. prohibited: understood, and not possible. */
  readonly reason: 'missing' | 'invalid' | 'prohibited';
  /** The offending part: the character, line number, or compiler's message; empty where the whole is. */
  readonly detail: string;
}

/** Libraries that are heavy, and so handed in: loaded only once a scenario needs them. */
export interface Libraries {
  /** The registrable domain of a host by the Public Suffix List; null for IP addresses and suffixes themselves. */
  readonly registrableDomain: (host: string) => string | null;
  /** A linear-time matcher for an RE2 pattern; throws a `SyntaxError` with the reason. */
  readonly compilePattern: (pattern: string) => (text: string) => boolean;
}
