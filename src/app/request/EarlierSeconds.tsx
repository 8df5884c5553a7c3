import { useState } from 'react';
import type { FieldPath } from '../../scenario/scenario';
import { useStore } from '../../store/store';
import { describedBy, edit, useControlIds, useProblems } from '../ui/control';
import { duration } from '../ui/duration';
import { ProblemText } from '../ui/Field';
import { readAt, writeAt } from '../ui/place';
import styles from './request.module.css';
import { REQUEST } from './words';

/** Seconds between an earlier request and the next. What is typed stays, also while it is no number. */
export function EarlierSeconds({ path, index }: { readonly path: FieldPath; readonly index: number }) {
  const seconds = useStore((state) => Number(readAt(state.draft, path)));
  const [typed, setTyped] = useState('');
  const problems = useProblems(path);
  const ids = useControlIds();
  const text = Object.is(numberIn(typed), seconds) ? typed : String(seconds);
  return (
    <div>
      <span className={styles.seconds}>
        <input
          aria-label={REQUEST.earlierSeconds(index + 1)}
          data-path={path}
          inputMode="numeric"
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setTyped(event.target.value);
            edit((draft) => writeAt(draft, path, numberIn(event.target.value)), path);
          }}
          {...describedBy(ids, { help: false, problem: problems.length > 0 })}
        />
        <span>{REQUEST.secondsUntil(problems.length > 0 ? null : duration(text.trim()))}</span>
      </span>
      <ProblemText id={ids.problem} problems={problems} />
    </div>
  );
}

/** The number typed; NaN for a text that is none, the empty text included. */
function numberIn(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
