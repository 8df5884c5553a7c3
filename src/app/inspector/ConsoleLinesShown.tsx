import { type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { explainConsoleLine } from '../../explain/console-words';
import { RichText } from '../ui/RichText';
import styles from './Inspector.module.css';
import { WORDS } from './words';

interface ConsoleLinesShownProps {
  readonly lines: readonly string[];
}

/** Lines as a console prints them. The part that is pointed at, or that the arrow keys are at, is explained below. */
export function ConsoleLinesShown({ lines }: ConsoleLinesShownProps) {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const explained = useMemo(() => numbered(lines), [lines]);
  const [at, setAt] = useState<number | null>(null);
  const parts = explained.flat();
  const meaning = parts.find(({ index }) => index !== null && index === at)?.meaning ?? null;
  const count = parts.filter(({ index }) => index !== null).length;

  const move = (event: KeyboardEvent) => {
    const to = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (to === undefined || count === 0) return;
    event.preventDefault();
    const next = ((at ?? 0) + to + count) % count;
    setAt(next);
    list.current?.querySelector<HTMLElement>(`[data-part="${next}"]`)?.focus();
  };

  return (
    <>
      <ul ref={list} className={styles.prints}>
        {explained.map((line, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the console.
          <li key={row}>
            {line.map(({ text, index }, column) =>
              index === null ? (
                text
              ) : (
                // biome-ignore lint/a11y/useSemanticElements: the text of a button does not break across lines.
                <span
                  // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the line.
                  key={column}
                  role="button"
                  className={styles.piece}
                  data-part={index}
                  data-at={index === at || undefined}
                  aria-describedby={index === at ? id : undefined}
                  tabIndex={index === (at ?? 0) ? 0 : -1}
                  onFocus={() => setAt(index)}
                  onClick={() => setAt(index)}
                  onPointerEnter={() => setAt(index)}
                  onKeyDown={move}
                >
                  {text}
                </span>
              ),
            )}
          </li>
        ))}
      </ul>
      {count > 0 && (
        <p id={id} className={styles.meaning} data-empty={meaning === null || undefined}>
          {meaning === null ? WORDS.pointAtPart : <RichText text={meaning} />}
        </p>
      )}
    </>
  );
}

/** The parts of each line; those that can be explained are numbered through. */
function numbered(lines: readonly string[]) {
  let next = 0;
  return lines.map((line) =>
    explainConsoleLine(line).map((segment) => ({
      ...segment,
      index: segment.meaning === null ? null : next++,
    })),
  );
}
