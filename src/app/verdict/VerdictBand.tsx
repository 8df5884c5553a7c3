import { useMemo } from 'react';
import { type Verdict, verdictOf } from '../../explain/verdict';
import { useStore } from '../../store/store';
import { Icon, type IconName } from '../ui/Icon';
import { RichText } from '../ui/RichText';
import { focusField } from './focus-field';
import styles from './VerdictBand.module.css';
import { WORDS } from './words';

const SIGNS: Readonly<Record<Verdict['kind'], IconName>> = {
  readable: 'pass',
  opaque: 'opaque',
  blocked: 'fail',
  exception: 'fail',
  sent: 'sent',
};

/** What it all comes to, first thing on the screen. */
export function VerdictBand() {
  const runs = useStore((state) => state.result.simulation.runs);
  const verdict = useMemo(() => verdictOf(runs), [runs]);
  return (
    <section className={styles.band} data-kind={verdict.kind} aria-labelledby="verdict">
      <div className={styles.verdict}>
        <span className={styles.sign}>
          <Icon name={SIGNS[verdict.kind]} size="1.25em" />
        </span>
        <div className={styles.words}>
          <h1 id="verdict" aria-live="polite" tabIndex={-1}>
            <RichText text={verdict.sentence} />
          </h1>
          <p>
            <RichText text={verdict.why} />
          </p>
          {verdict.change && (
            <p className={styles.change}>
              <b>{WORDS.change}</b> <RichText text={verdict.change} />
            </p>
          )}
        </div>
        <div className={styles.aside}>
          <Standing ran={verdict.ran} />
        </div>
      </div>
    </section>
  );
}

/** Whether the server ran the request; or, where the picture is not of what stands in the fields, that it is not. */
function Standing({ ran }: { readonly ran: Verdict['ran'] }) {
  const problems = useStore((state) => state.problems);
  const libraries = useStore((state) => state.libraries);
  const paths = [...new Set(problems.map((problem) => problem.path))];
  return (
    <div role="status">
      {paths.length > 0 ? (
        <div className={styles.note}>
          <p>{WORDS.stale}</p>
          <button type="button" onClick={() => paths.some(focusField)}>
            {WORDS.fields(paths.length)}
          </button>
        </div>
      ) : libraries === 'ready' ? (
        <p className={styles.ran} title={WORDS.ranMeans[ran]}>
          {WORDS.ran} <b>{WORDS.ranIs[ran]}</b>
        </p>
      ) : (
        <p className={styles.note}>{WORDS[libraries]}</p>
      )}
    </div>
  );
}
