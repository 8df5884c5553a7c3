import { type KeyboardEvent, memo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { TermKey } from '../../explain/glossary';
import type { Rich } from '../../explain/rich';
import type { FieldPath } from '../../scenario/scenario';
import { useStore } from '../../store/store';
import {
  describedBy,
  edit,
  lighting,
  useControlIds,
  useLit,
  useProblems,
  useProblemsWithin,
  useText,
} from './control';
import { ProblemText } from './Field';
import { GrowingText } from './GrowingText';
import { appendAt, listAt, removeAt, writeAt } from './place';
import { RichText } from './RichText';
import { Term } from './Term';
import styles from './ui.module.css';
import { UI } from './words';

interface ChipsProps {
  /** Where the list of texts stands. */
  readonly path: FieldPath;
  readonly label: string;
  readonly help?: Rich;
  readonly term?: TermKey;
  readonly placeholder?: string;
  /** Offered as buttons while they are not in the list. */
  readonly suggestions?: readonly Suggestion[];
  /** What the browser looked for and did not find. */
  readonly missing?: readonly string[];
}

export interface Suggestion {
  readonly value: string;
  readonly label: string;
}

/** Where the caret goes in the entry that gets the focus; after a removal, which neighbour that is. */
type Caret = 'at its start' | 'at its end';

const NONE: readonly never[] = [];

const isBlank = (item: unknown) => typeof item === 'string' && item.trim() === '';

/** A list of short texts. Each stays a text field; Enter or a comma adds one, Backspace in an empty one removes it. */
export const Chips = memo(function Chips({
  path,
  label,
  help,
  term,
  placeholder,
  suggestions = NONE,
  missing = NONE,
}: ChipsProps) {
  const ids = useControlIds();
  const box = useRef<HTMLFieldSetElement>(null);
  const held = useStore((state) => listAt(state.draft, path));
  const count = held.length;
  const problems = useProblemsWithin([path]);
  const lit = useLit([path]);
  const [typed, setTyped] = useState('');

  /** Moves the focus to an entry, or past the last one to the field for a new one. */
  const focus = (index: number, caret: Caret) => {
    const fields = box.current?.querySelectorAll('textarea') ?? [];
    const field = fields[Math.max(0, Math.min(index, fields.length - 1))];
    const at = caret === 'at its end' ? (field?.value.length ?? 0) : 0;
    field?.focus();
    field?.setSelectionRange(at, at);
  };
  const add = (...values: readonly string[]) => {
    const items = values.map((value) => value.trim()).filter((value) => value !== '');
    if (items.length > 0) edit((draft) => appendAt(draft, path, ...items));
  };
  const take = () => {
    add(...typed.split(','));
    setTyped('');
  };
  const remove = (index: number, caret: Caret) => {
    flushSync(() => edit((draft) => removeAt(draft, path, index)));
    focus(caret === 'at its end' ? index - 1 : index, caret);
  };
  const light = lighting(path);

  return (
    <fieldset
      ref={box}
      aria-label={label}
      className={styles.chipsField}
      data-lit={lit || undefined}
      {...light}
      onBlur={(event) => {
        light.onBlur();
        if (event.currentTarget.contains(event.relatedTarget)) return;
        // Entries that were emptied go once the whole list is left, so that the focus never sits on one that goes.
        if (held.some(isBlank))
          edit((draft) =>
            writeAt(
              draft,
              path,
              listAt(draft, path).filter((item) => !isBlank(item)),
            ),
          );
      }}
    >
      <legend className={styles.label}>
        {label}
        {term !== undefined && <Term id={term} />}
      </legend>
      <div className={styles.chips}>
        {Array.from({ length: count }, (_, index) => (
          <Chip
            // biome-ignore lint/suspicious/noArrayIndexKey: a chip is its place in the list.
            key={index}
            path={path}
            index={index}
            list={label}
            problem={ids.problem}
            onRemove={remove}
            onMove={focus}
          />
        ))}
        {missing.map((item) => (
          <button
            key={item}
            type="button"
            className={styles.missing}
            aria-label={UI.addMissing(item)}
            onClick={() => {
              flushSync(() => add(item));
              focus(count, 'at its end');
            }}
          >
            {item} <small>{UI.missing}</small>
          </button>
        ))}
        <GrowingText
          aria-label={UI.addTo(label)}
          data-path={path}
          className={styles.newChip}
          value={typed}
          placeholder={placeholder ?? UI.add}
          lines="one"
          onChange={(value) => {
            if (!value.includes(',')) return setTyped(value);
            const parts = value.split(',');
            setTyped(parts.pop()?.trimStart() ?? '');
            add(...parts);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) take();
            const atStart = event.currentTarget.selectionEnd === 0;
            if ((event.key === 'Backspace' || event.key === 'ArrowLeft') && atStart && count > 0) {
              event.preventDefault();
              focus(count - 1, 'at its end');
            }
          }}
          onBlur={take}
          {...describedBy(ids, { help: help !== undefined, problem: false })}
        />
      </div>
      {suggestions.some(({ value }) => !held.includes(value)) && (
        <div className={styles.suggestions}>
          {suggestions
            .filter(({ value }) => !held.includes(value) && !missing.includes(value.toLowerCase()))
            .map(({ value, label: text }) => (
              <button key={value} type="button" className={styles.suggestion} onClick={() => add(value)}>
                <span aria-hidden="true">+ </span>
                {text}
              </button>
            ))}
        </div>
      )}
      {help !== undefined && (
        <p id={ids.help} className={styles.help}>
          <RichText text={help} />
        </p>
      )}
      <ProblemText id={ids.problem} problems={problems} />
    </fieldset>
  );
});

interface ChipProps {
  readonly path: FieldPath;
  readonly index: number;
  /** The list's name. */
  readonly list: string;
  /** The id of the text about the list's problems. */
  readonly problem: string;
  readonly onRemove: (index: number, caret: Caret) => void;
  readonly onMove: (index: number, caret: Caret) => void;
}

const Chip = memo(function Chip({ path, index, list, problem, onRemove, onMove }: ChipProps) {
  const place = `${path}.${index}`;
  const [text, set] = useText(place);
  const wrong = useProblems(place).length > 0;

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { selectionStart, selectionEnd, value } = event.currentTarget;
    if (event.key === 'Backspace' && value === '') {
      event.preventDefault();
      onRemove(index, 'at its end');
    } else if (event.key === 'ArrowLeft' && selectionEnd === 0 && index > 0) {
      event.preventDefault();
      onMove(index - 1, 'at its end');
    } else if ((event.key === 'ArrowRight' && selectionStart === value.length) || event.key === 'Enter') {
      event.preventDefault();
      onMove(index + 1, 'at its start');
    }
  };

  return (
    <span className={styles.chip} data-wrong={wrong || undefined}>
      <GrowingText
        aria-label={UI.entry(list, index + 1)}
        data-path={place}
        value={text}
        lines="one"
        onChange={set}
        onKeyDown={onKeyDown}
        aria-describedby={wrong ? problem : undefined}
        aria-invalid={wrong ? 'true' : undefined}
      />
      <button
        type="button"
        className={styles.chipRemove}
        aria-label={UI.remove(text || UI.empty)}
        onClick={() => onRemove(index, 'at its start')}
      >
        <span aria-hidden="true">×</span>
      </button>
    </span>
  );
});
