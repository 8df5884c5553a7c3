import { useStore as useZustand } from 'zustand';
import { useStore } from '../../store/store';
import { Icon } from '../ui/Icon';
import styles from './TopBar.module.css';
import { WORDS } from './words';

/** Undo and redo. They stay focusable with nothing to undo, so that the focus is not lost at the last step. */
export function HistoryButtons() {
  const undoable = useZustand(useStore.temporal, ({ pastStates }) => pastStates.length > 0);
  const redoable = useZustand(useStore.temporal, ({ futureStates }) => futureStates.length > 0);
  const undo = useStore((state) => state.undo);
  const redo = useStore((state) => state.redo);
  return (
    <>
      <button
        type="button"
        className={styles.drawn}
        aria-label={WORDS.undo}
        title={WORDS.undo}
        aria-disabled={!undoable}
        onClick={undo}
      >
        <Icon name="undo" />
      </button>
      <button
        type="button"
        className={styles.drawn}
        aria-label={WORDS.redo}
        title={WORDS.redo}
        aria-disabled={!redoable}
        onClick={redo}
      >
        <Icon name="redo" />
      </button>
    </>
  );
}
