import { type ReactNode, useId, useRef } from 'react';
import { flushSync } from 'react-dom';
import type { FieldPath } from '../../scenario/scenario';
import { useStore } from '../../store/store';
import { describedBy, edit, lighting, useControlIds, useLit, useProblems, useText } from './control';
import { ProblemText } from './Field';
import { GrowingText } from './GrowingText';
import { appendAt, listAt, removeAt } from './place';
import styles from './ui.module.css';
import { UI } from './words';

interface RowsProps {
  /** Where the list stands. */
  readonly path: FieldPath;
  readonly label: string;
  /** Whether the label is seen: it need not be where a heading says the same. */
  readonly labelled?: 'visibly' | 'unseen';
  /** What one row is called, counted from 1. */
  readonly rowLabel: (position: number) => string;
  readonly addLabel: string;
  /** What a new row starts as. */
  readonly blank: unknown;
  readonly children: (path: FieldPath, index: number) => ReactNode;
}

/** A list whose items have fields: one row each, with a way to add and to remove. */
export function Rows({ path, label, labelled = 'visibly', rowLabel, addLabel, blank, children }: RowsProps) {
  const box = useRef<HTMLFieldSetElement>(null);
  const count = useStore((state) => listAt(state.draft, path).length);
  const lit = useLit([path]);
  const problems = useProblems(path);
  const id = useId();

  const focusRow = (index: number) => {
    const rows = box.current?.querySelectorAll(':scope > [data-row]') ?? [];
    const row = rows[Math.min(index, rows.length - 1)] ?? box.current;
    row?.querySelector<HTMLElement>('input, textarea, select, [data-add]')?.focus();
  };

  return (
    <fieldset ref={box} className={styles.rows} data-lit={lit || undefined}>
      <legend className={labelled === 'visibly' ? styles.label : 'visually-hidden'}>{label}</legend>
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the list.
        // biome-ignore lint/a11y/useSemanticElements: a fieldset would add a frame to each row.
        <div key={index} className={styles.row} data-row role="group" aria-label={rowLabel(index + 1)}>
          {children(`${path}.${index}`, index)}
          <button
            type="button"
            className={styles.rowRemove}
            aria-label={UI.remove(rowLabel(index + 1))}
            onClick={() => {
              flushSync(() => edit((draft) => removeAt(draft, path, index)));
              focusRow(index);
            }}
          >
            <span aria-hidden="true">×</span>
          </button>
        </div>
      ))}
      <button
        type="button"
        data-add
        data-path={path}
        className={styles.add}
        onClick={() => {
          flushSync(() => edit((draft) => appendAt(draft, path, blank)));
          focusRow(count);
        }}
      >
        <span aria-hidden="true">+ </span>
        {addLabel}
      </button>
      <ProblemText id={id} problems={problems} />
    </fieldset>
  );
}

interface CellProps {
  readonly path: FieldPath;
  readonly label: string;
  readonly placeholder?: string;
}

/** A text field within a row. Its name is on the field alone, to save room. */
export function Cell({ path, label, placeholder }: CellProps) {
  const [text, set] = useText(path);
  const problems = useProblems(path);
  const ids = useControlIds();
  const lit = useLit([path]);
  return (
    <span className={styles.cell} data-lit={lit || undefined} {...lighting(path)}>
      <GrowingText
        aria-label={label}
        data-path={path}
        className={styles.cellText}
        value={text}
        onChange={set}
        lines="one"
        placeholder={placeholder ?? label}
        {...describedBy(ids, { help: false, problem: problems.length > 0 })}
      />
      <ProblemText id={ids.problem} problems={problems} />
    </span>
  );
}
