import type { BodyKind, CrossOriginAttribute, RequestSpec } from '../../engine/initiator';
import type { Mistake } from '../../policy/policy';
import type { FieldPath, Page, Scenario } from '../../scenario/scenario';
import type { Actor } from '../diagnosis';
import type { Rich } from '../rich';

/** What a person wants of a request. A header's name is in lower case. */
export type Wish =
  /** The page gets what it asked for: a response it can read, a script that runs, a canvas that stays clean. */
  | { readonly kind: 'read' }
  /** Script sees these headers of the response. */
  | { readonly kind: 'header'; readonly names: readonly string[] }
  | { readonly kind: 'cookie sent'; readonly name: string }
  | { readonly kind: 'cookie stored'; readonly name: string }
  /** The next call goes without a preflight. */
  | { readonly kind: 'no preflight' }
  /** A cache does not give one origin's answer to another. */
  | { readonly kind: 'cache' };

/**
 * One change of a scenario. `path` is the field it changes, or the nearest one above all it changes. Raw answers are
 * changed line by line: other lines keep every byte.
 */
export type Edit = { readonly path: FieldPath } & (
  | ServerEdit
  | { readonly kind: 'credentials'; readonly value: RequestSpec['credentials'] }
  | { readonly kind: 'withCredentials'; readonly value: 'on' | 'off' }
  | { readonly kind: 'crossorigin'; readonly value: CrossOriginAttribute }
  | { readonly kind: 'mode'; readonly value: 'cors' }
  | { readonly kind: 'redirect mode'; readonly value: 'follow' }
  | { readonly kind: 'cache mode'; readonly value: 'default' }
  | { readonly kind: 'method'; readonly value: string }
  | { readonly kind: 'body'; readonly value: BodyKind }
  | { readonly kind: 'drop request headers'; readonly names: readonly string[] }
  | { readonly kind: 'drop upload listener' }
  /** `why`: `direct` spares a redirect. */
  | {
      readonly kind: 'url';
      readonly value: string;
      readonly why: 'direct' | 'no user name' | 'https' | 'port';
    }
  | { readonly kind: 'page kind'; readonly value: Page['kind'] }
  /** `allowed`: under the name that the server allows already. */
  | { readonly kind: 'page url'; readonly value: string; readonly why: 'https' | 'allowed' }
  /** A cookie the browser holds already: how its server should have set it. */
  | { readonly kind: 'stored cookie'; readonly value: string }
);

/** A change of what a server answers; `path` leads to the server, or into it. */
export type ServerEdit =
  /** `also`: beside those allowed so far. `only`: in place of what is sent now. */
  | { readonly kind: 'allow origin'; readonly origin: string; readonly how: 'also' | 'only' }
  | { readonly kind: 'allow any origin' }
  | { readonly kind: 'allow credentials' }
  | { readonly kind: 'allow methods'; readonly names: readonly string[] }
  | { readonly kind: 'allow headers'; readonly names: readonly string[] }
  | { readonly kind: 'expose headers'; readonly names: readonly string[] }
  | { readonly kind: 'max age'; readonly seconds: number }
  | { readonly kind: 'vary' }
  | { readonly kind: 'mend'; readonly mistake: Mistake }
  /** The CORS policy answers OPTIONS, in place of a login, a router or a redirect. */
  | { readonly kind: 'answer options'; readonly status: string }
  /** A list of tokens that cannot be parsed, written anew with what was meant. */
  | { readonly kind: 'rewrite list'; readonly name: string; readonly value: string }
  | { readonly kind: 'content type'; readonly value: string }
  | { readonly kind: 'resource policy'; readonly value: 'same-site' | 'cross-origin' }
  | { readonly kind: 'location'; readonly value: string }
  /** A login is asked for with a status that script can read, not with a redirect. */
  | { readonly kind: 'no redirect'; readonly status: string }
  | { readonly kind: 'set cookie'; readonly was: string; readonly value: string }
  /** The server moves: to HTTPS, or to a port that browsers allow. */
  | { readonly kind: 'move server'; readonly origin: string; readonly why: 'https' | 'port' };

export type EditKind = Edit['kind'];

/** Whose pages: those of listed origins (serialised), of all that match a pattern, or of anyone. */
export type Who =
  | { readonly kind: 'origins'; readonly origins: readonly string[] }
  | { readonly kind: 'matching'; readonly pattern: string }
  | { readonly kind: 'any' };

/** What somebody can do who could not before, as the engine finds by trying. */
export type Grant =
  /**
   * Read answers. A request is newly possible where its method is one of `methods`, or one of its headers one of
   * `headers` (lower case). `any`: whatever it is called.
   */
  | {
      readonly what: 'read';
      readonly who: Who;
      readonly credentials: 'with' | 'without';
      readonly methods: readonly string[] | 'any';
      readonly headers: readonly string[] | 'any';
      /** The server's origin, serialised. */
      readonly server: string;
    }
  /** See more headers of answers they can read anyway. */
  | { readonly what: 'headers'; readonly names: readonly string[]; readonly server: string }
  /** Load it without CORS: embed it, not read it. */
  | { readonly what: 'embed'; readonly who: 'same site' | 'any'; readonly server: string }
  /** Have the cookie go along with requests they make. */
  | { readonly what: 'cookie'; readonly name: string };

/** A change, or the shortest row of them, that makes a wish come true. */
export interface Fix {
  /** Stable for the same scenario and edits. */
  readonly id: string;
  readonly wish: Wish;
  /** In the order to apply them in; none is superfluous. */
  readonly edits: readonly Edit[];
  /** Each edit in words, with the header lines to send. */
  readonly steps: readonly Rich[];
  /** All steps in one. */
  readonly says: Rich;
  /** What it opens up, and to whom. */
  readonly opens: Rich;
  /** The same as data; empty where nothing is opened. */
  readonly grants: readonly Grant[];
  /** Who could read something before, and cannot any more: serialised origins, `*` for anyone. */
  readonly closes: readonly string[];
  /** Who acts first; `actors` has all of them. */
  readonly actor: Actor;
  readonly actors: readonly Actor[];
  /** After all edits. Played and found to work. */
  readonly scenario: Scenario;
}

/** What can be done. */
export interface FixReport {
  /** The best first: what keeps the credentials asked with, then fewest edits, least opened. Where more than one wish is left, those of one wish together. */
  readonly fixes: readonly Fix[];
  /** Where the browser does right: whom it protects, and from what. There may be a fix that goes another way. */
  readonly protected: Rich | null;
  /** What no header mends and no one can apply here: a name that does not resolve, a certificate, a status. */
  readonly elsewhere: { readonly says: Rich; readonly actor: Actor } | null;
}

export interface FixOptions {
  /** In place of what the scenario suggests. */
  readonly wishes?: readonly Wish[];
  /** The most scenarios to play while searching. */
  readonly most?: number;
}
