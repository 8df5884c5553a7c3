import { type MouseEvent, type ReactNode, useId, useRef, useState } from 'react';
import styles from './Dialog.module.css';
import { Icon } from './Icon';

interface DialogProps {
  readonly label: ReactNode;
  /** The button's name, where its label may be hidden. */
  readonly name: string;
  readonly title: string;
  readonly className?: string | undefined;
  readonly close: string;
  /** Made once it is open. */
  readonly children: () => ReactNode;
}

/** A button and a modal dialog. Escape, the close button and a click beside it close it. */
export function Dialog({ label, name, title, className, close, children }: DialogProps) {
  const heading = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(false);

  const show = () => {
    setOpen(true);
    dialog.current?.showModal();
  };
  const closeFromBeside = (event: MouseEvent<HTMLDialogElement>) => {
    if (event.target === event.currentTarget) event.currentTarget.close();
  };

  return (
    <>
      <button type="button" className={className} onClick={show} aria-haspopup="dialog" aria-label={name}>
        {label}
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog already. */}
      <dialog
        ref={dialog}
        className={styles.dialog}
        aria-labelledby={heading}
        onClick={closeFromBeside}
        onClose={() => setOpen(false)}
      >
        <div className={styles.head}>
          <h2 id={heading}>{title}</h2>
          <button type="button" aria-label={close} title={close} onClick={() => dialog.current?.close()}>
            <Icon name="close" />
          </button>
        </div>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard can scroll only what it can reach. */}
        <section className={styles.body} aria-labelledby={heading} tabIndex={0}>
          {open && children()}
        </section>
      </dialog>
    </>
  );
}
