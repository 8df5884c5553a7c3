import type { RequestSpec } from '../engine/initiator';
import type { FieldPath, Scenario } from './scenario';

/**
 * What a finding comes to.
 * - `open`: lets somebody in who should not be; there is always an exploit
 * - `broken`: does not do what it seems meant to
 * - `note`: works, and is worth knowing
 */
export type Severity = 'open' | 'broken' | 'note';

/** Who can be let in wrongly, and by which slip: each finding's code, with the facts its words need. */
export interface AccessFacts {
  /** Whatever asks is allowed: `Origin` is reflected, or the pattern matches anything. */
  'any-origin': { readonly by: 'reflect' | 'pattern' };
  /** `*`: any page may read what comes without credentials. */
  wildcard: { readonly network: 'public' | 'local' | 'loopback' };
  /** `null`: any site can make itself that origin, in a sandboxed frame. */
  'null-origin': Record<never, never>;
  /** `https://foo.example.evil.test`: the end of the origin is not pinned. */
  'prefix-match': { readonly meant: string };
  /** `https://evilfoo.example`: the start of the host is not pinned. */
  'suffix-match': { readonly meant: string };
  /** A dot that stands for any character: `https://apixfoo.example`. */
  'unescaped-dot': { readonly meant: string };
  /** A character that hosts may have, though hardly any does, ends what the pattern looks at. */
  'special-character': { readonly meant: string; readonly character: string };
  /** Every name under a suffix that anyone can register under: `*.com`, `*.github.io`. */
  'public-suffix': { readonly meant: string; readonly suffix: string };
  /** One origin on which many people's pages run. */
  'shared-host': { readonly origin: string };
  /** An origin without TLS, on a server with it: whoever is on the network writes that page. */
  'insecure-origin': { readonly origin: string };
  /** Every subdomain: the weakest of them decides. */
  subdomains: { readonly domain: string };
  /** A server of the public internet allows pages from this computer or a local network. */
  'local-origin': { readonly origin: string; readonly network: 'local' | 'loopback' };
}

/** What does not work, or not as it looks. Values are as on the wire. */
export interface UseFacts {
  /** More than one origin in `Access-Control-Allow-Origin`, in one line. */
  'several-origins': { readonly value: string };
  /** `Access-Control-Allow-Origin` in more than one line. */
  'repeated-allow-origin': { readonly value: string; readonly lines: number };
  /** An origin with a slash or a path behind it. `origin` is what it should be. */
  'origin-trailing': { readonly value: string; readonly origin: string };
  /** `https://*.foo.example`: no pattern, but text. */
  'partial-wildcard': { readonly value: string };
  /** `foo.example`, `HTTPS://foo.example`: no origin as browsers write it. `origin`: what is meant, or empty. */
  'not-an-origin': { readonly value: string; readonly origin: string };
  /** `*` beside `Access-Control-Allow-Credentials: true`. */
  'wildcard-with-credentials': Record<never, never>;
  /** `Access-Control-Allow-Credentials` with another value than `true`. */
  'credentials-not-true': { readonly value: string };
  /** `*` in a list, where credentials are allowed: then it is a name like any other. */
  'literal-wildcard': { readonly header: ListHeader };
  /** `Access-Control-Allow-Headers: *` does not cover `Authorization`. */
  'authorization-not-covered': Record<never, never>;
  /** A list that is no list of tokens. */
  'malformed-list': { readonly header: ListHeader; readonly value: string };
  /** The answer depends on `Origin`, and `Vary` does not say so. */
  'vary-missing': { readonly vary: string | null };
  /** `Access-Control-Max-Age` is no number of seconds. */
  'malformed-max-age': { readonly value: string };
  /** More seconds than any browser keeps it; `cap` is the most one does. */
  'max-age-above-caps': { readonly seconds: number; readonly cap: number };
  /** The preflight's answer allows, but its status is not ok. */
  'preflight-status': { readonly status: number };
  'preflight-redirected': { readonly status: number };
  /** The response allows an origin that the preflight's answer does not. `status` is the preflight's. */
  'preflight-disagrees': { readonly origin: string; readonly status: number };
  /** The preflight's answer allows an origin that the response does not: the request runs, and nobody reads the answer. */
  'response-disagrees': { readonly origin: string };
  /** Answers with an error status come without CORS headers. */
  'errors-forget': Record<never, never>;
  /** A method in lower case: compared as written, and so never matched. */
  'method-case': { readonly method: string; readonly upper: string };
  /** `ALL`, `ANY`: no method goes by that name. */
  'not-a-method': { readonly method: string };
  /** A method that no page may use. */
  'forbidden-method': { readonly method: string };
  /** A request header that no page may set. */
  'forbidden-header': { readonly name: string };
  /** A response header among the request headers. */
  'response-header': { readonly name: string };
  /** Exposed, but script never sees it. */
  'never-exposed': { readonly name: string };
  /** Exposed, and visible anyway. */
  'always-exposed': { readonly name: string };
  /** A header that looks like one of CORS and is none. `meant` is the nearest one. */
  'unknown-header': { readonly name: string; readonly meant: string };
  /** A header on the one answer that only counts on the other. */
  'wrong-answer': { readonly header: string; readonly stands: 'preflight' | 'response' };
}

export interface FindingFacts extends AccessFacts, UseFacts {}

export type FindingCode = keyof FindingFacts;

/** The lists of tokens among the CORS headers. */
export type ListHeader =
  | 'Access-Control-Allow-Methods'
  | 'Access-Control-Allow-Headers'
  | 'Access-Control-Expose-Headers';

/** Somebody who is let in, and how. It was played: script reads the response. */
export interface Exploit {
  /** Serialised; `null` for a sandboxed frame. */
  readonly origin: string;
  readonly request: RequestSpec;
  /** With the reviewed server, the page at `origin`, and a visitor who is signed in. It has no problems. */
  readonly scenario: Scenario;
}

interface FindingOf<Code extends FindingCode> {
  readonly code: Code;
  readonly facts: FindingFacts[Code];
  /** The field to change, from the server down: `policy.pattern`, `raw.response.lines`. */
  readonly path: FieldPath;
}

/** One mistake in a policy. */
export type Finding = {
  [Code in FindingCode]: FindingOf<Code> &
    (
      | { readonly severity: 'open'; readonly exploit: Exploit }
      | { readonly severity: 'broken' | 'note'; readonly exploit: Exploit | null }
    );
}[FindingCode];
