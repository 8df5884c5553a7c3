import { type ToggleEvent, useId, useRef } from 'react';
import { GLOSSARY, type TermKey } from '../../explain/glossary';
import { RichText } from './RichText';
import styles from './ui.module.css';
import { UI } from './words';

/** The gap to the button and to the edges of the window, in pixels. */
const GAP = 8;

/** A small button that explains a term. */
export function Term({ id }: { readonly id: TermKey }) {
  const panel = useId();
  const button = useRef<HTMLButtonElement>(null);
  const { name, means } = GLOSSARY[id];

  const place = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState !== 'open' || button.current === null) return;
    const { left, bottom, top } = button.current.getBoundingClientRect();
    const { style, offsetWidth, offsetHeight } = event.currentTarget;
    const fitsBelow = bottom + GAP + offsetHeight < window.innerHeight;
    style.left = `${Math.max(GAP, Math.min(left, document.documentElement.clientWidth - offsetWidth - GAP))}px`;
    style.top = `${fitsBelow ? bottom + GAP : Math.max(GAP, top - GAP - offsetHeight)}px`;
  };

  return (
    <>
      <button
        type="button"
        ref={button}
        className={styles.term}
        popoverTarget={panel}
        aria-label={UI.help(name)}
      >
        <span aria-hidden="true">?</span>
      </button>
      <div id={panel} popover="auto" className={styles.meaning} onToggle={place}>
        <strong>{name}</strong>
        <p>
          <RichText text={means} />
        </p>
      </div>
    </>
  );
}
