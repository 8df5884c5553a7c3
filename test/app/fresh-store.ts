import { beforeEach } from 'vitest';
import type { Scenario } from '../../src/scenario/scenario';
import { useStore } from '../../src/store/store';

/** Before each test: the store as it is when the page opens, but with this scenario. */
export function startWith(scenario: Scenario): void {
  beforeEach(() => {
    useStore.setState(useStore.getInitialState(), true);
    useStore.getState().open(scenario);
    useStore.temporal.getState().clear();
  });
}
