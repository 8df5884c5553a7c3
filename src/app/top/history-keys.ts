import { useEffect } from 'react';
import { useStore } from '../../store/store';

/** Undo and redo by key, everywhere: a text field's own undo knows nothing of the values Corscope writes into it. */
export function useHistoryKeys(): void {
  useEffect(() => {
    const listener = (event: KeyboardEvent) => {
      const act = actOf(event);
      if (act === null || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      useStore.getState()[act]();
    };
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, []);
}

function actOf(event: KeyboardEvent): 'undo' | 'redo' | null {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null;
  switch (event.key.toLowerCase()) {
    case 'z':
      return event.shiftKey ? 'redo' : 'undo';
    case 'y':
      return event.shiftKey ? null : 'redo';
    default:
      return null;
  }
}
