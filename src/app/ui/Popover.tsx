import { type KeyboardEvent, type ReactNode, type ToggleEvent, useId, useRef, useState } from 'react';
import styles from './Popover.module.css';

interface PopoverProps {
  readonly label: ReactNode;
  /** The button's name, where its label is a drawing. */
  readonly name?: string;
  /** The panel's name. */
  readonly title: string;
  readonly className?: string | undefined;
  /** `wide` takes two columns where there is room. */
  readonly size?: 'narrow' | 'wide';
  /** The panel's content, made once it is open; `close` closes it. */
  readonly children: (close: () => void) => ReactNode;
}

/** A button and a panel under it. Escape and a click elsewhere close it; arrow keys go through its buttons. */
export function Popover({ label, name, title, className, size = 'narrow', children }: PopoverProps) {
  const id = useId();
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);

  const place = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState === 'open' && button.current) placeUnder(button.current, event.currentTarget);
    setOpen(event.newState === 'open');
  };

  return (
    <>
      <button
        type="button"
        ref={button}
        popoverTarget={id}
        aria-expanded={open}
        className={className}
        {...(name === undefined ? {} : { 'aria-label': name, title: name })}
      >
        {label}
      </button>
      <div
        id={id}
        ref={panel}
        popover="auto"
        className={styles.panel}
        data-size={size}
        onBeforeToggle={place}
        onKeyDown={moveByArrows}
        aria-label={title}
        role="dialog"
      >
        {open && children(() => panel.current?.hidePopover())}
      </div>
    </>
  );
}

/** The gap to the button, and to the edges of the window, in pixels. */
const GAP = 6;

function placeUnder(button: HTMLElement, panel: HTMLElement): void {
  const { bottom, right } = button.getBoundingClientRect();
  const space = document.documentElement.clientWidth - right;
  panel.style.insetBlockStart = `${bottom + scrollY + GAP}px`;
  panel.style.setProperty('--space-right', `${Math.max(GAP, space)}px`);
}

function moveByArrows(event: KeyboardEvent<HTMLDivElement>): void {
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('button, summary, a[href]')];
  const at = buttons.findIndex((button) => button.matches(':focus'));
  const to = target(event.key, at, buttons.length);
  if (to === null) return;
  event.preventDefault();
  event.stopPropagation();
  buttons[to]?.focus();
}

function target(key: string, at: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count;
    case 'ArrowUp':
      return (Math.max(at, 0) + count - 1) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
