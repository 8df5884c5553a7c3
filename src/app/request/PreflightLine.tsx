import type { RuleStep, Trace } from '../../engine/trace';
import { explainRule } from '../../explain/details';
import { plain, type Rich } from '../../explain/rich';
import { explainPreflightReason } from '../../explain/rules';
import { useStore } from '../../store/store';
import { useShown } from '../shown';
import { RichText } from '../ui/RichText';
import styles from './request.module.css';

/** The step of a run that says whether its request needs a preflight; null where the question did not arise. */
export function preflightStep(
  trace: Trace | undefined,
): Extract<RuleStep, { rule: 'main-fetch.preflight' | 'main-fetch.simple' }> | null {
  for (const step of trace?.steps ?? []) {
    if (step.type === 'rule' && (step.rule === 'main-fetch.preflight' || step.rule === 'main-fetch.simple'))
      return step;
  }
  return null;
}

/** Whether the request needs a preflight, and why. */
export function PreflightLine() {
  const { result } = useShown();
  const trace = result.simulation.runs.at(-1);
  const stale = useStore((state) => state.problems.length > 0);
  const step = preflightStep(trace);
  if (step === null) return null;
  const { title, detail } = explainRule(step);
  const reasons: readonly Rich[] =
    step.rule === 'main-fetch.preflight' ? step.facts.reasons.map(explainPreflightReason) : [];
  return (
    <div className={styles.why} data-stale={stale || undefined}>
      <b>
        <RichText text={title} />
      </b>
      {reasons.length === 0 ? (
        <p>
          <RichText text={detail} />
        </p>
      ) : (
        <ul>
          {reasons.map((reason) => (
            <li key={plain(reason)}>
              <RichText text={reason} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
