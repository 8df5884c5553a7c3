import type { ProfileName } from '../../engine/profile';
import type { Rich } from '../../explain/rich';
import type { FieldPath, Scenario } from '../../scenario/scenario';

/** What people bring. Each has an importer of its own in the folder of that name. */
export type ImportKind =
  | 'fetch'
  | 'XMLHttpRequest'
  | 'axios'
  | 'jQuery'
  | 'cURL'
  | 'curl -v'
  | 'headers'
  | 'HAR'
  | 'console';

/** A field whose value does not stand in what was brought. */
export interface Guess {
  readonly path: FieldPath;
  /** One sentence: what was taken, and why. */
  readonly why: Rich;
}

/** What only the person can say. The field holds a stand-in until then. */
export interface Missing {
  readonly path: FieldPath;
  /** One sentence: what to fill in, or what to bring as well. */
  readonly ask: Rich;
}

/** Something secret, masked before it came into the scenario. */
export interface Secret {
  /** Where it stood: the header's, the cookie's or the parameter's name. */
  readonly where: string;
  /** What stands in its place. */
  readonly shown: string;
}

/** What became of what was brought. */
export interface Imported {
  readonly kind: ImportKind;
  /** What it was taken for, in a few words. */
  readonly what: Rich;
  /** Without problems: it can be played. Holds no secret. */
  readonly scenario: Scenario;
  /** Fields whose value stood there, or follows from what stood there. */
  readonly known: readonly FieldPath[];
  readonly guessed: readonly Guess[];
  readonly missing: readonly Missing[];
  readonly secrets: readonly Secret[];
  /** What was read, a sentence each. */
  readonly understood: readonly Rich[];
  /** What was left aside, a sentence each with the reason. */
  readonly notUnderstood: readonly Rich[];
}

/** Why nothing could be made of it. */
export interface ImportProblem {
  /** As far as it was recognised. */
  readonly kind: ImportKind | null;
  /** What is wrong, in one sentence. */
  readonly sentence: Rich;
  /** Counted from 1, where it is wrong at one place. */
  readonly at?: { readonly line: number; readonly column: number };
  readonly understood: readonly Rich[];
  readonly notUnderstood: readonly Rich[];
}

/** One of several requests to choose from. */
export interface Entry {
  readonly method: string;
  /** Without its secrets. */
  readonly url: string;
  /** null where no response came, or none is known. */
  readonly status: number | null;
  /** Whether it failed, and else where it went, or that nobody has made it yet. */
  readonly state: 'failed' | 'cross-origin' | 'same-origin' | 'not made';
  /** Why it failed, or what it is; a few words. */
  readonly note: string;
}

/** What importing comes to. */
export type ImportResult =
  | { readonly type: 'imported'; readonly imported: Imported }
  /** Several requests, the ones that failed first; `pick` gives what comes of one, by its index. */
  | {
      readonly type: 'choice';
      readonly kind: ImportKind;
      readonly what: Rich;
      readonly entries: readonly Entry[];
      readonly understood: readonly Rich[];
      readonly notUnderstood: readonly Rich[];
      readonly pick: (index: number) => Promise<ImportResult>;
    }
  | { readonly type: 'problem'; readonly problem: ImportProblem };

/** How far reading is: of the file's bytes, and then of its text. */
export interface Progress {
  readonly stage: 'reading' | 'understanding';
  readonly done: number;
  readonly total: number;
}

/** What the app knows beside what was brought. */
export interface ImportHints {
  /** The page's URL, where what was brought does not say it. */
  readonly page?: string;
  /** The browser, where what was brought does not say it. */
  readonly profile?: ProfileName;
  /** What stands on the screen: response headers alone are put into it. */
  readonly current?: Scenario;
}
