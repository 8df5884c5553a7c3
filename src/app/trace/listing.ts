import type { Diagram } from '../../diagram/diagram';
import { PROFILES } from '../../engine/profile';
import { RULES } from '../../engine/rules';
import type { RuleResult, Step, Trace } from '../../engine/trace';
import { explainDeviation, explainRule } from '../../explain/details';
import { plain, type Rich, rich } from '../../explain/rich';
import type { Scenario } from '../../scenario/scenario';
import { WORDS } from './words';

/** A step of a trace, in words. */
export type Entry =
  | {
      readonly kind: 'rule';
      readonly result: RuleResult;
      readonly title: Rich;
      readonly detail: Rich;
      readonly section: string;
      readonly url: string;
      /** How this browser differs here; null where it follows the standard. */
      readonly differs: Rich | null;
      readonly event: EventRef | null;
    }
  | { readonly kind: 'message'; readonly title: Rich; readonly event: EventRef | null };

/** An event of the diagram, and the position that shows it. */
export interface EventRef {
  readonly id: string;
  readonly position: number;
}

/** Every step of a run in words, with the event that shows it. */
export function entriesOf(
  trace: Trace,
  run: number,
  diagram: Diagram,
  profile: Scenario['browser']['profile'],
): readonly Entry[] {
  return trace.steps.map((step, index) => {
    const event = eventOf(index, run, diagram);
    if (step.type !== 'rule') return { kind: 'message', title: messageTitle(step), event };
    return {
      kind: 'rule',
      result: step.result,
      ...explainRule(step),
      ...RULES[step.rule],
      differs: step.deviation === null ? null : explainDeviation(step.deviation, PROFILES[profile]),
      event,
    };
  });
}

function messageTitle(step: Exclude<Step, { type: 'rule' }>): Rich {
  const purpose: Rich = step.purpose === 'preflight' ? [` (${WORDS.preflight})`] : [];
  if (step.type === 'request') {
    return rich`${step.request.method} ${step.request.url}${purpose} ${[WORDS.sent] as Rich}`;
  }
  const what =
    'failure' in step.answer
      ? step.answer.failure
      : `${step.answer.status} ${step.answer.statusText}`.trimEnd();
  return rich`${what}${purpose} ${[WORDS.came] as Rich}`;
}

/** The event that shows a step: the one that has it, else the last one before it in the same run. */
function eventOf(step: number, run: number, { events }: Diagram): EventRef | null {
  const own = events.findIndex(
    (event) =>
      event.run === run &&
      (event.kind === 'checks' ? event.checks.some((check) => check.step === step) : event.step === step),
  );
  const index =
    own >= 0
      ? own
      : events.findLastIndex((event) => event.run === run && event.step >= 0 && event.step < step);
  const event = events[index];
  return event ? { id: event.id, position: index + 1 } : null;
}

const SIGNS: Readonly<Record<RuleResult, string>> = { pass: '✓', fail: '✕', note: '·' };

/** The sign beside a rule. */
export function signOf(result: RuleResult): string {
  return SIGNS[result];
}

/** The entries as text: a line for each, its reason and its section under it. */
export function entriesAsText(entries: readonly Entry[]): string {
  return entries
    .map((entry) => {
      if (entry.kind === 'message') return `\n${plain(entry.title)}`;
      const differs = entry.differs === null ? '' : `\n  ${WORDS.differs} ${plain(entry.differs)}`;
      return `${signOf(entry.result)} ${plain(entry.title)}\n  ${plain(entry.detail)}\n  ${entry.section} ${entry.url}${differs}`;
    })
    .join('\n')
    .trimStart();
}
