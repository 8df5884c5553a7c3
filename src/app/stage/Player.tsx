import { useEffect, useMemo, useRef } from 'react';
import type { DiagramEvent } from '../../diagram/diagram';
import type { Speed } from '../../store/state';
import { useStore } from '../../store/store';
import styles from './Player.module.css';
import { START, timeToRead } from './pace';
import { scriptOf } from './script';
import { WORDS } from './words';

const SPEEDS: readonly Speed[] = [0.5, 1, 2];

/**
 * Back, play, forward, the scrubber and the speed; and the keys for them, wherever on the page the focus is. At
 * either end the buttons stay focusable, so that the focus is not lost at the last step.
 */
export function Player() {
  const diagram = useStore((state) => state.result.diagram);
  const { position, playing, speed } = useStore((state) => state.player);
  const lines = useMemo(() => scriptOf(diagram), [diagram]);
  const sentence = lines[position - 1]?.sentence ?? WORDS.start;
  const count = diagram.events.length;
  useAutoAdvance(diagram.events[position - 1], position, playing, speed);
  useKeys();

  const { seek, setSpeed } = useStore.getState();
  return (
    <section className={styles.player} aria-label={WORDS.player}>
      <div className={styles.buttons}>
        <button
          type="button"
          aria-label={WORDS.back}
          aria-disabled={position === 0}
          onClick={() => seek(position - 1)}
        >
          <Icon d="M11 3 5 8l6 5" />
        </button>
        <button
          type="button"
          className={styles.play}
          aria-label={playLabel(playing, position === count)}
          onClick={togglePlaying}
        >
          {playing ? <Icon d="M5.5 3v10M10.5 3v10" /> : <Icon d="M5 2.5v11L13 8z" />}
        </button>
        <button
          type="button"
          aria-label={WORDS.forward}
          aria-disabled={position === count}
          onClick={() => seek(position + 1)}
        >
          <Icon d="m5 3 6 5-6 5" />
        </button>
      </div>
      <div className={styles.scrub} data-many={count > 40 || undefined}>
        <div className={styles.ticks} aria-hidden="true">
          {diagram.events.map((event, index) => (
            <i
              key={event.id}
              data-done={index < position || undefined}
              data-bad={isBad(event) || undefined}
            />
          ))}
        </div>
        <input
          type="range"
          min={0}
          max={count}
          step={1}
          value={position}
          aria-label={WORDS.scrub}
          aria-valuetext={sentence}
          onChange={(change) => seek(change.currentTarget.valueAsNumber)}
        />
      </div>
      <output className={styles.position}>
        <span aria-hidden="true">
          {position} / {count}
        </span>
        <span className="visually-hidden">{sentence}</span>
      </output>
      <fieldset className={styles.speed}>
        <legend className="visually-hidden">{WORDS.speed}</legend>
        {SPEEDS.map((each) => (
          <label key={each}>
            <input type="radio" name="speed" checked={each === speed} onChange={() => setSpeed(each)} />
            <span>{each}×</span>
          </label>
        ))}
      </fieldset>
    </section>
  );
}

function Icon({ d }: { readonly d: string }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}

const playLabel = (playing: boolean, atEnd: boolean): string =>
  playing ? WORDS.pause : atEnd ? WORDS.again : WORDS.play;

const isBad = (event: DiagramEvent): boolean => event.kind !== 'note' && event.tone === 'bad';

function togglePlaying(): void {
  const { player, play, pause } = useStore.getState();
  if (player.playing) pause();
  else play();
}

/** While playing, goes on as soon as there was time to read what is shown; right after Play, at once. */
function useAutoAdvance(
  shown: DiagramEvent | undefined,
  position: number,
  playing: boolean,
  speed: Speed,
): void {
  const startedAt = useRef<number | null>(null);
  useEffect(() => {
    if (!playing) {
      startedAt.current = null;
      return;
    }
    startedAt.current ??= position;
    const wait = shown === undefined || startedAt.current === position ? START : timeToRead(shown) / speed;
    const timer = setTimeout(() => useStore.getState().tick(), wait);
    return () => clearTimeout(timer);
  }, [shown, position, playing, speed]);
}

/** Space, arrows, Home and End work wherever they have no use of their own. */
function useKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (event.target instanceof Element && hasUseFor(event.target, event.key)) return;
      const act = ACTS[event.key] ?? (isAtConversation(event.target) ? REMOTE[event.key] : undefined);
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

const ACTS: Readonly<Record<string, () => void>> = {
  ' ': togglePlaying,
  ArrowLeft: () => seekBy(-1),
  ArrowRight: () => seekBy(1),
  Home: () => useStore.getState().seek(0),
  End: () => {
    const { result, seek } = useStore.getState();
    seek(result.diagram.events.length);
  },
};

/** What a presenter's remote sends: elsewhere on the page these keys scroll. */
const REMOTE: Readonly<Record<string, () => void>> = {
  PageUp: () => seekBy(-1),
  PageDown: () => seekBy(1),
};

function isAtConversation(target: EventTarget | null): boolean {
  return target === document.body || (target instanceof Element && target.closest('#conversation') !== null);
}

function seekBy(step: -1 | 1): void {
  const { player, seek } = useStore.getState();
  seek(player.position + step);
}

const TYPING = 'input, select, textarea, dialog, [popover], [contenteditable=""], [contenteditable="true"]';
const OWN_ARROWS =
  '[role="tab"], [role="menu"], [role="menubar"], [role="listbox"], [role="tree"], [role="grid"], [role="slider"], [role="radiogroup"], [role="toolbar"], [role="separator"]';
const PRESSED_BY_SPACE = 'button, summary, a, [role="button"], [role="checkbox"], [role="switch"]';

function hasUseFor(target: Element, key: string): boolean {
  if (key === ' ' && target.matches('input[type="range"]')) return false;
  return (
    target.closest(`${TYPING}, ${OWN_ARROWS}`) !== null ||
    (key === ' ' && target.closest(PRESSED_BY_SPACE) !== null)
  );
}
