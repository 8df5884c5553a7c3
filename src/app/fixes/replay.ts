import type { Diagram } from '../../diagram/diagram';
import type { Scenario } from '../../scenario/scenario';
import { useStore } from '../../store/store';

/** The index of the first event that is not the same in both; the shorter one's end where one begins with the other. */
export function firstDifference(before: Diagram, after: Diagram): number {
  const shorter = Math.min(before.events.length, after.events.length);
  for (let i = 0; i < shorter; i++) {
    if (JSON.stringify(before.events[i]) !== JSON.stringify(after.events[i])) return i;
  }
  return shorter;
}

/** Puts a scenario in place of the draft, one step of undo, and plays it from where it begins to differ. */
export function applyAndReplay(after: Scenario): void {
  const { result, edit } = useStore.getState();
  edit(() => after);
  if (replay(after, result.diagram)) return;
  // What it needs is still being loaded.
  const stop = useStore.subscribe((state) => {
    if (state.draft !== after || replay(after, result.diagram)) stop();
  });
}

/** False while the stage shows something else. */
function replay(after: Scenario, before: Diagram): boolean {
  const { result, seek, play } = useStore.getState();
  if (result.scenario !== after) return false;
  const at = firstDifference(before, result.diagram);
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
    // Nothing moves by itself: the step that changed is shown, and the rest is a key away.
    seek(at + 1);
    return true;
  }
  seek(at);
  play();
  return true;
}
