import { lazy, type MouseEvent, useCallback, useEffect, useRef, useState } from 'react';
import dialogStyles from '../ui/Dialog.module.css';
import { Icon } from '../ui/Icon';
import { Loaded } from '../ui/Loaded';
import type { Brought } from './brought';
import styles from './ImportButton.module.css';
import { WORDS } from './words';

const ImportPanel = lazy(() => import('./ImportPanel'));

/** Shorter than anything one could bring. */
const SHORTEST = 8;

/** The way in for what people have: a button, and paste and drop anywhere on the page. */
export function ImportButton({ className }: { readonly className?: string | undefined }) {
  const dialog = useRef<HTMLDialogElement>(null);
  // Each opening is a panel of its own.
  const [opening, setOpening] = useState<{ readonly id: number; readonly brought: Brought } | null>(null);

  const open = useCallback((brought: Brought) => {
    setOpening((before) => ({ id: (before?.id ?? 0) + 1, brought }));
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  const dragging = useBringing(open, dialog);

  const close = () => dialog.current?.close();
  const closeFromBeside = (event: MouseEvent<HTMLDialogElement>) => {
    if (event.target === event.currentTarget) close();
  };

  return (
    <>
      <button
        type="button"
        className={className}
        aria-haspopup="dialog"
        aria-label={WORDS.open}
        title={WORDS.open}
        onClick={() => open({ type: 'nothing' })}
      >
        <Icon name="bring" />
        <span>{WORDS.open}</span>
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog already. */}
      <dialog
        ref={dialog}
        className={`${dialogStyles.dialog} ${styles.dialog}`}
        aria-labelledby="import-title"
        onClick={closeFromBeside}
        onClose={() => setOpening(null)}
      >
        <div className={dialogStyles.head}>
          <h2 id="import-title">{WORDS.open}</h2>
          <button type="button" aria-label={WORDS.close} title={WORDS.close} onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        <div className={styles.body}>
          {opening && (
            <Loaded>
              <ImportPanel key={opening.id} brought={opening.brought} onDone={close} />
            </Loaded>
          )}
        </div>
      </dialog>
      {dragging && (
        <div className={styles.drop} aria-hidden="true">
          <p>{WORDS.drop}</p>
        </div>
      )}
    </>
  );
}

/** Listens for what is pasted outside a field and dropped anywhere; true while something is dragged over the page. */
function useBringing(
  open: (brought: Brought) => void,
  dialog: { readonly current: HTMLDialogElement | null },
): boolean {
  const [dragging, setDragging] = useState(false);
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      if (isField(event.target) || otherDialogOpen(dialog.current)) return;
      const brought = broughtBy(event.clipboardData);
      if (brought === null) return;
      event.preventDefault();
      open(brought);
    };
    const onDragOver = (event: DragEvent) => {
      if (!carries(event)) return;
      event.preventDefault();
      setDragging(true);
    };
    const onDragLeave = (event: DragEvent) => {
      // Leaving the window; moving from one element to another names both.
      if (event.relatedTarget === null) setDragging(false);
    };
    const onDrop = (event: DragEvent) => {
      setDragging(false);
      if (!carries(event)) return;
      event.preventDefault();
      const brought = broughtBy(event.dataTransfer);
      if (brought) open(brought);
    };
    document.addEventListener('paste', onPaste);
    document.addEventListener('dragover', onDragOver);
    document.addEventListener('dragleave', onDragLeave);
    document.addEventListener('drop', onDrop);
    return () => {
      document.removeEventListener('paste', onPaste);
      document.removeEventListener('dragover', onDragOver);
      document.removeEventListener('dragleave', onDragLeave);
      document.removeEventListener('drop', onDrop);
    };
  }, [open, dialog]);
  return dragging;
}

/** Files are for us wherever they are dropped; text dropped into a field is for the field. */
function carries({ dataTransfer, target }: DragEvent): boolean {
  const types = dataTransfer?.types ?? [];
  return types.includes('Files') || (types.includes('text/plain') && !isField(target));
}

function broughtBy(data: DataTransfer | null): Brought | null {
  const file = data?.files[0];
  if (file) return { type: 'file', file };
  const text = data?.getData('text/plain') ?? '';
  return text.trim().length < SHORTEST ? null : { type: 'text', text };
}

function isField(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}

function otherDialogOpen(own: HTMLDialogElement | null): boolean {
  return [...document.querySelectorAll('dialog[open]')].some((dialog) => dialog !== own);
}
