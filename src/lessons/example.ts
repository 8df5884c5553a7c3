import type { RuleName } from '../engine/trace';
import type { Verdict } from '../explain/verdict';
import type { Scenario } from '../scenario/scenario';

/** A conversation worth seeing, and what it comes to by the standard. */
export interface Example {
  /** Stands in links. */
  readonly id: string;
  /** At most 40 characters. */
  readonly title: string;
  /** One sentence, as plain text. */
  readonly lesson: string;
  readonly scenario: Scenario;
  readonly expected: {
    readonly kind: Verdict['kind'];
    /** The rule that fails; where none does, the one the example is about, or null. */
    readonly rule: RuleName | null;
  };
}

export interface ExampleGroup {
  readonly id: string;
  readonly title: string;
  readonly examples: readonly Example[];
}
