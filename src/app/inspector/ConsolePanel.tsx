import { type KeyboardEvent, useId, useState } from 'react';
import { serializeOrigin } from '../../engine/origin';
import type { Trace } from '../../engine/trace';
import { type ConsoleLines, consoleLines } from '../../explain/console';
import { BROWSERS } from '../../explain/details';
import type { InEachBrowser } from '../../explain/outcome';
import { clientOf, requestUrl } from '../../scenario/page';
import { requestsOf } from '../../scenario/requests';
import type { Scenario } from '../../scenario/scenario';
import { CopyButton } from '../ui/CopyButton';
import { ConsoleLinesShown } from './ConsoleLinesShown';
import styles from './Inspector.module.css';
import { WORDS } from './words';

type Browser = keyof ConsoleLines;
const ORDER: readonly Browser[] = ['chromium', 'firefox', 'webkit'];

interface ConsolePanelProps {
  readonly browsers: InEachBrowser;
  readonly scenario: Scenario;
  /** Which of the scenario's requests, in order. */
  readonly run: number;
}

/** What each browser prints for the person at its developer tools. */
export function ConsolePanel({ browsers, scenario, run }: ConsolePanelProps) {
  const id = useId();
  const { profile } = scenario.browser;
  const [chosen, setChosen] = useState<Browser | null>(null);
  const shown = chosen ?? (profile === 'standard' ? 'chromium' : profile);
  const trace = browsers[shown];
  const lines = linesOf(trace, scenario, run)[shown];
  const text = lines.join('\n\n');

  const moveByArrows = (event: KeyboardEvent<HTMLDivElement>) => {
    const to = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = ORDER.at((ORDER.indexOf(shown) + to) % ORDER.length) ?? shown;
    setChosen(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };

  return (
    <div className={styles.console}>
      <div className={styles.head}>
        <h3>{WORDS.console}</h3>
        {text !== '' && <CopyButton text={() => text} of={WORDS.copyConsole} />}
      </div>
      <div
        role="tablist"
        aria-label={WORDS.browsers}
        className={styles.tabs}
        onKeyDown={moveByArrows}
        tabIndex={-1}
      >
        {ORDER.map((browser) => (
          <button
            key={browser}
            type="button"
            role="tab"
            id={`${id}-${browser}`}
            aria-controls={`${id}-panel`}
            aria-selected={browser === shown}
            tabIndex={browser === shown ? 0 : -1}
            onClick={() => setChosen(browser)}
          >
            {BROWSERS[browser]}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown}`}>
        {text === '' ? (
          <p className={styles.soft}>
            {trace.outcome.type === 'network error' ? WORDS.notRecorded : WORDS.nothingBlocked}
          </p>
        ) : (
          <ConsoleLinesShown key={text} lines={lines} />
        )}
      </div>
    </div>
  );
}

function linesOf(trace: Trace, scenario: Scenario, run: number): ConsoleLines {
  const { page } = scenario;
  const request = requestsOf(scenario)[run]?.request ?? scenario.request;
  const client = clientOf(page);
  const target = requestUrl(scenario)?.withoutFragment;
  if (client === null) return { chromium: [], firefox: [], webkit: [] };
  return consoleLines(trace, {
    origin: serializeOrigin(client.origin),
    url: client.url,
    ...(target !== undefined && { target }),
    headers: request.headers,
  });
}
