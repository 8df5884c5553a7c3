import { useEffect } from 'react';
import { useStore } from '../../store/store';
import { Icon } from '../ui/Icon';
import styles from './RunButton.module.css';
import { type Run, useRun } from './run';
import { WORDS } from './words';

/** Where what came of it stands; `RunPanel` is there. */
export const PANEL_ID = 'in-this-browser';

/** Starts a run, near the verdict; and says in a few words what came of it. */
export default function RunButton() {
  const run = useRun((state) => state.run);
  const { start, cancel, prepare } = useRun.getState();
  // Only the development server has a lab: elsewhere nobody is asked before someone wants one.
  useEffect(() => {
    if (import.meta.env.DEV) prepare();
  }, [prepare]);

  return (
    <div className={styles.run}>
      {run.state === 'running' ? (
        <button type="button" className={styles.button} onClick={cancel}>
          <span className={styles.spinner} aria-hidden="true" />
          {WORDS.cancel}
        </button>
      ) : (
        <button type="button" className={styles.button} onClick={start}>
          <svg viewBox="0 0 16 16" width="0.95em" height="0.95em" aria-hidden="true">
            <path d="M4.5 2.5v11L13 8z" fill="currentColor" />
          </svg>
          {WORDS.run}
        </button>
      )}
      <div role="status" className={styles.status}>
        <Short run={run} />
      </div>
    </div>
  );
}

function Short({ run }: { readonly run: Run }) {
  const current = useStore((state) => (state.problems.length > 0 ? state.draft : state.result.scenario));
  if (run.state === 'idle') return null;
  if (run.state === 'running') {
    const needed = run.popup === 'blocked' || (run.progress?.unopened.length ?? 0) > 0;
    return needed ? <Link tone="note">{WORDS.short.needsYou}</Link> : WORDS.short.running;
  }
  if (run.scenario !== current) return <Link tone="old">{WORDS.short.old}</Link>;
  if (run.state !== 'done') return <Link tone="note">{WORDS.short[run.state]}</Link>;
  const { browser, fitting } = run.finding;
  // What is told near the verdict is about the verdict.
  return fitting.includes(run.scenario.browser.profile) ? (
    <Link tone="same">
      <Icon name="pass" /> {WORDS.short.same(browser)}
    </Link>
  ) : (
    <Link tone="different">
      <Icon name="warn" /> {WORDS.short.different(browser)}
    </Link>
  );
}

interface LinkProps {
  readonly tone: 'same' | 'different' | 'note' | 'old';
  readonly children: React.ReactNode;
}

/** Leads to the panel. Not by the address: what stands in it belongs to the scenario. */
function Link({ tone, children }: LinkProps) {
  return (
    <button type="button" className={styles.link} data-tone={tone} title={WORDS.show} onClick={showPanel}>
      {children}
    </button>
  );
}

function showPanel(): void {
  const panel = document.getElementById(PANEL_ID);
  if (panel instanceof HTMLDetailsElement) panel.open = true;
  panel?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  panel?.querySelector('summary')?.focus({ preventScroll: true });
}
