import type { ReactNode } from 'react';
import type { FieldPath } from '../../scenario/scenario';
import { useLit, useProblemsWithin } from './control';
import styles from './ui.module.css';
import { UI } from './words';

interface DisclosureProps {
  readonly summary: ReactNode;
  /** The places its fields stand for: what is wrong or lit in there shows while it is closed. */
  readonly covers: readonly FieldPath[];
  /** A word beside the summary: what is in there now. */
  readonly note?: string | null;
  readonly open?: boolean;
  readonly children: ReactNode;
}

/** Fields that are rarely needed, out of sight until asked for. */
export function Disclosure({ summary, covers, note, open, children }: DisclosureProps) {
  const problems = useProblemsWithin(covers);
  const lit = useLit(covers);
  return (
    <details className={styles.disclosure} open={open}>
      <summary data-lit={lit || undefined}>
        <span className={styles.summaryText}>{summary}</span>
        {problems.length > 0 ? (
          <span className={styles.toMend}>{UI.toMend(problems.length)}</span>
        ) : (
          note != null && note !== '' && <span className={styles.note}>{note}</span>
        )}
      </summary>
      <div className={styles.disclosed}>{children}</div>
    </details>
  );
}
