import { lazy, Suspense, useEffect, useState } from 'react';
import { loadJudge } from '../store/judge';
import styles from './App.module.css';
import { Player } from './stage/Player';
import { Stage } from './stage/Stage';
import { TopBar } from './top/TopBar';
import { Loaded } from './ui/Loaded';
import { Verdict } from './verdict/Verdict';
import { WORDS } from './words';

// The verdict and the stage come first; all else is loaded once they are on the screen.
const Tools = lazy(() => import('./top/Tools'));
const ImportNote = lazy(() => import('./import/ImportNote'));
const RequestPane = lazy(async () => ({ default: (await import('./request/RequestPane')).RequestPane }));
const ServerPane = lazy(async () => ({ default: (await import('./server/ServerPane')).ServerPane }));
const Inspector = lazy(() => import('./inspector/Inspector'));
const RuleByRule = lazy(() => import('./trace/RuleByRule'));
const PolicyReview = lazy(() => import('./review/PolicyReview'));
const Fixes = lazy(() => import('./fixes/Fixes'));
const RunButton = lazy(() => import('./run/RunButton'));
const RunPanel = lazy(() => import('./run/RunPanel'));
const MermaidPanel = lazy(async () => ({ default: (await import('./mermaid/MermaidPanel')).MermaidPanel }));

/** The whole screen: the verdict, the page and the server with the wire between them, and the details below. */
export function App() {
  const painted = usePainted();
  return (
    <>
      <a className={styles.skip} href="#conversation">
        {WORDS.skip}
      </a>
      <div className={styles.screen}>
        <TopBar>
          {painted && (
            <Loaded>
              <Tools />
            </Loaded>
          )}
        </TopBar>
        <main className={styles.main}>
          <Loaded>
            <Verdict>
              {painted && (
                <Loaded>
                  <RunButton />
                </Loaded>
              )}
            </Verdict>
          </Loaded>
          {painted && (
            <Loaded>
              <ImportNote />
            </Loaded>
          )}
          {painted && (
            <Loaded>
              <Suspense>
                <Fixes />
              </Suspense>
            </Loaded>
          )}
          <div className={styles.panes}>
            <section className={styles.request} aria-label={WORDS.request}>
              {painted && (
                <Loaded>
                  <RequestPane />
                </Loaded>
              )}
            </section>
            <div className={styles.stage} id="conversation" tabIndex={-1}>
              <Stage />
              <Player />
            </div>
            <section className={styles.server} aria-label={WORDS.server}>
              {painted && (
                <Loaded>
                  <ServerPane />
                </Loaded>
              )}
            </section>
          </div>
        </main>
      </div>
      <section className={styles.detail} aria-label={WORDS.detail}>
        {painted && (
          <Loaded>
            <Inspector />
            <RunPanel />
            <PolicyReview />
            <RuleByRule />
            <MermaidPanel />
          </Loaded>
        )}
      </section>
    </>
  );
}

/** True once the first picture is on the screen: what can wait for it then loads. */
function usePainted(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      setPainted(true);
      // Ahead of the first change; where it does not come now, that change asks again.
      loadJudge().catch(() => undefined);
    });
    return () => cancelAnimationFrame(frame);
  }, []);
  return painted;
}
