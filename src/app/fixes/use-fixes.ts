import { useEffect, useState } from 'react';
import type { FixReport } from '../../explain/fixes';
import { fixesInSteps } from '../../explain/fixes';
import { createLibraries } from '../../scenario/libraries';
import type { Scenario } from '../../scenario/scenario';

/** A report, and the scenario that it is about. */
export interface Found {
  readonly scenario: Scenario;
  readonly report: FixReport;
}

/** The pause after a change, in milliseconds, before looking for fixes: typing goes first. */
const PAUSE = 120;
/** The longest piece of work between two looks at what else there is to do, in milliseconds. */
const SLICE = 8;

const libraries = createLibraries();
const known = new WeakMap<Scenario, FixReport>();

/** Matches origins as the servers of the scenarios looked at do. */
export const { compilePattern } = libraries;

/**
 * The fixes of a scenario, looked for in pieces while nothing else is to do, and given up as soon as another takes its
 * place; until they are found, those of the one before.
 */
export function useFixes(scenario: Scenario): Found | null {
  const [found, setFound] = useState<Found | null>(null);
  useEffect(() => {
    if (known.has(scenario)) return undefined;
    const stop = new AbortController();
    look(scenario, stop.signal).then(
      (report) => report && setFound({ scenario, report }),
      // What cannot be loaded now is asked for again at the next change.
      () => undefined,
    );
    return () => stop.abort();
  }, [scenario]);
  const report = known.get(scenario);
  return report ? { scenario, report } : found;
}

async function look(scenario: Scenario, stop: AbortSignal): Promise<FixReport | null> {
  await pause(PAUSE);
  if (stop.aborted) return null;
  await libraries.load(scenario);
  const finding = fixesInSteps(scenario, libraries);
  for (;;) {
    await idle();
    if (stop.aborted) return null;
    const end = performance.now() + SLICE;
    while (performance.now() < end) {
      const { done, value } = finding.next();
      if (!done) continue;
      known.set(scenario, value);
      return value;
    }
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function idle(): Promise<unknown> {
  return new Promise((resolve) => {
    // Safari has no such callback.
    if ('requestIdleCallback' in window) requestIdleCallback(resolve, { timeout: 300 });
    else setTimeout(resolve, 20);
  });
}
