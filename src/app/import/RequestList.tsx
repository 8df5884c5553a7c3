import { useEffect, useId, useRef, useState } from 'react';
import { RichText } from '../ui/RichText';
import uiStyles from '../ui/ui.module.css';
import styles from './RequestList.module.css';
import type { Reader } from './reader';
import type { Outcome, Rows } from './session';
import { STATES, WORDS } from './words';

/** Rows on one page: a file can have a hundred thousand. */
const PAGE = 50;

interface ListProps {
  readonly outcome: Extract<Outcome, { type: 'choice' }>;
  readonly reader: Reader;
  readonly onPicked: (outcome: Outcome | null) => void;
}

/** The requests of a file, those that failed first; choosing one shows what would come of it. */
export function RequestList({ outcome, reader, onPicked }: ListProps) {
  const [filter, setFilter] = useState('');
  const [from, setFrom] = useState(0);
  const [rows, setRows] = useState<Rows>({ total: outcome.count, rows: [] });
  const [chosen, setChosen] = useState<number | null>(null);
  const latest = useRef<number>(null);
  const id = useId();

  // biome-ignore lint/correctness/useExhaustiveDependencies: another file has other rows.
  useEffect(() => {
    let superseded = false;
    reader.rows(filter, from, PAGE).then(
      (next) => !superseded && setRows(next),
      () => undefined,
    );
    return () => {
      superseded = true;
    };
  }, [reader, filter, from, outcome]);

  const pick = (index: number) => {
    setChosen(index);
    latest.current = index;
    reader.pick(index).then(
      (next) => latest.current === index && onPicked(next),
      () => onPicked(null),
    );
  };

  return (
    <div className={styles.list}>
      <p>
        <b>{WORDS.choose(outcome.count)}.</b> {outcome.failed > 0 && WORDS.someFailed(outcome.failed)}{' '}
        {[...outcome.understood, ...outcome.notUnderstood].map((sentence, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the sentences never change places.
          <span key={i}>
            <RichText text={sentence} />{' '}
          </span>
        ))}
      </p>
      <div className={styles.tools}>
        <label htmlFor={`${id}-filter`}>{WORDS.filter}</label>
        <input
          id={`${id}-filter`}
          className={uiStyles.input}
          type="search"
          value={filter}
          placeholder={WORDS.filterHelp}
          onChange={(event) => {
            setFilter(event.target.value);
            setFrom(0);
          }}
        />
      </div>
      <fieldset className={styles.rows}>
        <legend className="visually-hidden">{WORDS.list}</legend>
        {rows.rows.map(({ index, entry }) => (
          <label key={index} className={styles.row} data-state={entry.state}>
            <input
              type="radio"
              name={`${id}-request`}
              checked={chosen === index}
              onChange={() => pick(index)}
            />
            <b>{entry.method}</b>
            <span className={styles.url}>{entry.url}</span>
            <span className={styles.state}>
              {entry.state !== 'not made' && `${entry.status ?? WORDS.noAnswer} · `}
              {entry.note || STATES[entry.state]}
            </span>
          </label>
        ))}
      </fieldset>
      {rows.total > PAGE && (
        <div className={styles.tools}>
          <button type="button" disabled={from === 0} onClick={() => setFrom(Math.max(0, from - PAGE))}>
            {WORDS.before}
          </button>
          <span>{WORDS.shown(from + 1, Math.min(from + PAGE, rows.total), rows.total)}</span>
          <button type="button" disabled={from + PAGE >= rows.total} onClick={() => setFrom(from + PAGE)}>
            {WORDS.after}
          </button>
        </div>
      )}
      {rows.total === 0 && <p>{WORDS.shown(0, 0, 0)}</p>}
    </div>
  );
}
