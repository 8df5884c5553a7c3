import { describe, expect, test } from 'vitest';
import { mapScenario } from '../../src/lab/map';
import { createLibraries } from '../../src/scenario/libraries';
import { generate } from './generate';
import { type BrowserName, judge } from './judge';
import { digestOf, loadRecording, observedIn, recordedAddresses, recordedId } from './recording';

const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox', 'webkit'];

const libraries = createLibraries();

describe.each(BROWSERS)('what %s was seen to do', (browser) => {
  const recording = loadRecording(browser);
  const scenarios = generate(recording.count, recording.seed);
  const addresses = recordedAddresses(recording);

  test('was seen in at least 5000 scenarios, which are still the ones generated', () => {
    expect(recording.plays.length).toBeGreaterThanOrEqual(5000);
    expect(digestOf(scenarios), 'run `npm run conformance -- --record`').toBe(recording.digest);
  });

  test('is what the engine predicts for it, and as the standard says where it was', () => {
    const unexplained: Record<number, string> = {};
    const explained: number[] = [];
    for (const play of recording.plays) {
      const [at] = play;
      const scenario = scenarios[at];
      const result =
        scenario &&
        mapScenario(scenario, recordedId(at), {
          addresses,
          libraries,
          pauses: 'kept',
        });
      if (!result?.ok) throw new Error(`Scenario ${at} cannot be played`);
      const { observed, record, printed } = observedIn(play);
      const { scenario: mapped } = result;
      const { verdict, differences } = judge(mapped, browser, observed, record, printed, libraries);
      if (verdict === 'explained') explained.push(at);
      if (verdict !== 'unexplained') continue;
      unexplained[at] = differences
        .map(({ field, predicted, observed }) => `${field}: ${predicted} predicted, ${observed} seen`)
        .join('; ');
    }
    expect(unexplained).toEqual({});
    expect(explained, 'run `npm run conformance -- --record`').toEqual(recording.explained);
  }, 60_000);
});
