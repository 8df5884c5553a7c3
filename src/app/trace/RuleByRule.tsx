import { useState } from 'react';
import { useStore } from '../../store/store';
import { CopyButton } from '../ui/CopyButton';
import { RichText } from '../ui/RichText';
import { type Entry, type EventRef, entriesAsText, entriesOf, signOf } from './listing';
import styles from './RuleByRule.module.css';
import { WORDS } from './words';

/** The whole trace as text, folded away. */
export default function RuleByRule() {
  const [open, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <h2 className={styles.heading}>{WORDS.title}</h2>
        <span className={styles.about}>{WORDS.about}</span>
      </summary>
      {open && <Runs />}
    </details>
  );
}

function Runs() {
  const { simulation, diagram, scenario } = useStore((state) => state.result);
  const runs = simulation.runs.map((trace, run) => entriesOf(trace, run, diagram, scenario.browser.profile));
  return (
    <div className={styles.runs}>
      <div className={styles.copy}>
        <CopyButton text={() => runs.map(entriesAsText).join('\n\n')} of={WORDS.copy} />
      </div>
      {runs.map((entries, run) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a run is its place in the order.
        <section key={run} aria-label={WORDS.run(run)}>
          {runs.length > 1 && <h3>{WORDS.run(run)}</h3>}
          <ol className={styles.entries}>
            {entries.map((entry, step) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step is its place in the trace.
              <EntryItem key={step} entry={entry} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function EntryItem({ entry }: { readonly entry: Entry }) {
  if (entry.kind === 'message') {
    return (
      <li className={styles.message}>
        <Title entry={entry} />
      </li>
    );
  }
  return (
    <li className={styles.rule} data-result={entry.result}>
      <span className={styles.sign} role="img" aria-label={WORDS.result[entry.result]}>
        {signOf(entry.result)}
      </span>
      <div>
        <Title entry={entry} />
        <p>
          <RichText text={entry.detail} />{' '}
          <a href={entry.url} target="_blank" rel="noreferrer">
            {entry.section}
          </a>
        </p>
        {entry.differs && (
          <p className={styles.differs}>
            {WORDS.differs} <RichText text={entry.differs} />
          </p>
        )}
      </div>
    </li>
  );
}

function Title({ entry }: { readonly entry: Entry }) {
  const { event } = entry;
  if (event === null) {
    return (
      <span className={styles.title}>
        <RichText text={entry.title} />
      </span>
    );
  }
  return (
    <button type="button" className={styles.title} title={WORDS.show} onClick={() => show(event)}>
      <RichText text={entry.title} />
    </button>
  );
}

function show({ id, position }: EventRef): void {
  const { seek, select } = useStore.getState();
  seek(position);
  select(id);
}
