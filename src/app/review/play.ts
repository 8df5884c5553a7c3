import type { Scenario } from '../../scenario/scenario';
import { useStore } from '../../store/store';

/** Opens a scenario, one step of undo, and plays it from its start with the focus on the stage. */
export function playScenario(scenario: Scenario): void {
  useStore.getState().open(scenario);
  const stage = document.getElementById('conversation');
  if (stage !== null) {
    stage.focus({ preventScroll: true });
    // Where the verdict and the stage show together, both do; else the stage.
    const fits = stage.getBoundingClientRect().bottom + window.scrollY <= window.innerHeight;
    if (fits) window.scrollTo({ top: 0 });
    else stage.scrollIntoView({ block: 'nearest' });
  }
  if (start(scenario)) return;
  // What it needs is still being loaded.
  const stop = useStore.subscribe((state) => {
    if (state.draft !== scenario || start(scenario)) stop();
  });
}

/** Starts it where it is what the stage shows. */
function start(scenario: Scenario): boolean {
  const { result, seek, play } = useStore.getState();
  if (result.scenario !== scenario) return false;
  seek(0);
  play();
  return true;
}
