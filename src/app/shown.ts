import { useDeferredValue, useMemo } from 'react';
import type { State } from '../store/state';
import { useStore } from '../store/store';

/**
 * What the stage and the details show: a result, and where one is in it. It follows the store as soon as the verdict
 * and the text being typed are painted, which never wait for it.
 */
export function useShown(): Pick<State, 'result' | 'player' | 'selected'> {
  const result = useStore((state) => state.result);
  const player = useStore((state) => state.player);
  const selected = useStore((state) => state.selected);
  return useDeferredValue(useMemo(() => ({ result, player, selected }), [result, player, selected]));
}
