import type { ConnectionFailureReason } from '../../engine/http';
import type { RequestSpec } from '../../engine/initiator';
import type { ProfileName } from '../../engine/profile';
import type { Rich } from '../../explain/rich';
import type { RawAnswer } from '../../policy/policy';
import type { LazyLibraries } from '../../scenario/libraries';
import type { Page, StoredCookie } from '../../scenario/scenario';
import type { Entry, Guess, ImportHints, ImportKind, ImportProblem, Missing, Progress } from './imported';

/** A value read, or guessed where it says why. */
export interface Found<T> {
  readonly value: T;
  /** One sentence. Absent: it stood there, or follows from what stood there. */
  readonly why?: Rich;
}

/** What stood there. */
export function sure<T>(value: T): Found<T> {
  return { value };
}

/** What is likely. */
export function guess<T>(value: T, why: Rich): Found<T> {
  return { value, why };
}

/** What one URL was seen to answer. Values of headers are bytes as on the wire, secrets and all. */
export interface SeenAnswer {
  /** Whole; a URL of the chain of redirects that the request went. */
  readonly url: string;
  readonly preflight?: Found<RawAnswer>;
  readonly response?: Found<RawAnswer>;
  readonly body?: string;
  /** Nothing came back at all. */
  readonly failure?: Found<ConnectionFailureReason>;
  /** The server's IP address, where it was seen. */
  readonly ip?: string;
}

/** What an importer found, unmasked: `build` makes a scenario of it. */
export interface Findings {
  readonly kind: ImportKind;
  readonly what: Rich;
  readonly page?: Found<Partial<Page>>;
  readonly profile?: Found<ProfileName>;
  readonly request: { readonly [F in keyof RequestSpec]?: Found<RequestSpec[F]> };
  readonly answers: readonly SeenAnswer[];
  /**
   * Who made the request that was answered. A browser sends a request only after its preflight has passed; a tool
   * asks no one. `nobody`: it has not been made.
   */
  readonly by: 'browser' | 'tool' | 'nobody';
  /** The `Cookie` header that went out, whole. */
  readonly cookies?: string;
  /** `Set-Cookie` values that came before, and from where. */
  readonly stored?: readonly StoredCookie[];
  /** Beside those of whole fields. */
  readonly guessed?: readonly Guess[];
  readonly missing?: readonly Missing[];
  readonly understood?: readonly Rich[];
  readonly notUnderstood?: readonly Rich[];
}

/** What an importer makes of a text. */
export type Reading =
  | { readonly type: 'findings'; readonly findings: Findings }
  | {
      readonly type: 'choice';
      readonly kind: ImportKind;
      readonly what: Rich;
      readonly entries: readonly Entry[];
      readonly understood: readonly Rich[];
      readonly notUnderstood: readonly Rich[];
      readonly pick: (index: number) => Promise<Reading>;
    }
  | { readonly type: 'problem'; readonly problem: ImportProblem };

/** One kind of thing people bring. A new one is a file in `importers`, and a line in its index. */
export interface Importer {
  /** A quick look at a text, at most its first part: whether this importer is the one to read it. */
  readonly looksLike: (text: string) => boolean;
  /** Reads it; loads its parser when it needs one. May throw a `RangeError` for what is nested too deep. */
  readonly read: (text: string, context: ReadingContext) => Promise<Reading>;
}

export interface ReadingContext {
  readonly hints: ImportHints;
  readonly libraries: LazyLibraries;
  readonly onProgress: (progress: Progress) => void;
}

/** A reading that came to nothing. */
export function problem(
  kind: ImportKind | null,
  sentence: Rich,
  more: Partial<Omit<ImportProblem, 'kind' | 'sentence'>> = {},
): Reading & { readonly type: 'problem' } {
  return { type: 'problem', problem: { kind, sentence, understood: [], notUnderstood: [], ...more } };
}
