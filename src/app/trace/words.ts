import type { RuleResult } from '../../engine/trace';

/** The words of the list of rules. */
export const WORDS = {
  title: 'Rule by rule',
  about: 'Every rule the browser applied, in order, with its place in the standard.',
  run: (run: number) => `Sending ${run + 1}`,
  result: { pass: 'Passed', fail: 'Failed', note: 'Note' } satisfies Record<RuleResult, string>,
  sent: 'sent',
  came: 'came back',
  preflight: 'preflight',
  show: 'Show it in the conversation',
  copy: 'all rules as text',
  differs: 'Differs from the standard:',
} as const;
