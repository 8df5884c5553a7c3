import {
  lazy,
  type PropsWithChildren,
  type RefObject,
  Suspense,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { type Verdict, verdictOf } from '../../explain/verdict';
import { useStore } from '../../store/store';
import { Icon, type IconName } from '../ui/Icon';
import { Loaded } from '../ui/Loaded';
import { RichText } from '../ui/RichText';
import { focusField } from './focus-field';
import styles from './VerdictBand.module.css';
import { WORDS } from './words';

const SIGNS: Readonly<Record<Verdict['kind'], IconName>> = {
  readable: 'pass',
  opaque: 'opaque',
  blocked: 'fail',
  exception: 'fail',
  sent: 'sent',
};

// The rest of the diagnosis is loaded once the verdict is on the screen.
const Gist = lazy(() => import('./Gist'));
const Story = lazy(() => import('./Story'));

/** What it all comes to, first thing on the screen. */
export function VerdictBand({ children }: PropsWithChildren) {
  const runs = useStore((state) => state.result.simulation.runs);
  const verdict = useMemo(() => verdictOf(runs), [runs]);
  const band = useRef<HTMLElement>(null);
  return (
    <section ref={band} className={styles.band} data-kind={verdict.kind} aria-labelledby="verdict">
      <div className={styles.verdict}>
        <span className={styles.sign}>
          <Icon name={SIGNS[verdict.kind]} size="1.25em" />
        </span>
        <div className={styles.words}>
          <h1 id="verdict" aria-live="polite" tabIndex={-1}>
            <RichText text={verdict.sentence} />
          </h1>
          <p>
            <RichText text={verdict.why} />
          </p>
          {verdict.change && (
            <p className={styles.change}>
              <b>{WORDS.change}</b> <RichText text={verdict.change} />
            </p>
          )}
        </div>
        <div className={styles.aside}>
          <Standing ran={verdict.ran} />
          {children}
        </div>
        <More />
      </div>
      <Line verdict={verdict} band={band} />
    </section>
  );
}

/** The rest of the diagnosis, folded away under what it comes to. */
function More() {
  const [painted, setPainted] = useState(false);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => setPainted(true));
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <details className={styles.more} data-story="" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <b>{WORDS.more}</b>
        {/* Where it does not come, opening says so. */}
        <Suspense>{painted && <Gist />}</Suspense>
      </summary>
      {open && (
        <Loaded>
          <Story />
        </Loaded>
      )}
    </details>
  );
}

interface LineProps {
  readonly verdict: Verdict;
  readonly band: RefObject<HTMLElement | null>;
}

/** The verdict in one line, where the screen is narrow and the verdict itself has been scrolled away. */
function Line({ verdict, band }: LineProps) {
  const [seen, setSeen] = useState<'in view' | 'above'>('in view');
  useEffect(() => {
    // Not there in every environment; then there is no line.
    if (band.current === null || !('IntersectionObserver' in window)) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      if (entry) setSeen(!entry.isIntersecting && entry.boundingClientRect.top < 0 ? 'above' : 'in view');
    });
    observer.observe(band.current);
    return () => observer.disconnect();
  }, [band]);
  if (seen === 'in view') return null;
  return (
    <a className={styles.line} href="#verdict">
      <span className={styles.sign}>
        <Icon name={SIGNS[verdict.kind]} size="1em" />
      </span>
      <span className={styles.clipped}>
        <RichText text={verdict.sentence} />
      </span>
    </a>
  );
}

/** Whether the server ran the request; or, where the picture is not of what stands in the fields, that it is not. */
function Standing({ ran }: { readonly ran: Verdict['ran'] }) {
  const problems = useStore((state) => state.problems);
  const libraries = useStore((state) => state.libraries);
  const paths = [...new Set(problems.map((problem) => problem.path))];
  return (
    <div role="status">
      {paths.length > 0 ? (
        <div className={styles.note}>
          <p>{WORDS.stale}</p>
          <button type="button" onClick={() => paths.some(focusField)}>
            {WORDS.fields(paths.length)}
          </button>
        </div>
      ) : libraries === 'ready' ? (
        <p className={styles.ran} title={WORDS.ranMeans[ran]}>
          {WORDS.ran} <b>{WORDS.ranIs[ran]}</b>
        </p>
      ) : (
        <p className={styles.note}>{WORDS[libraries]}</p>
      )}
    </div>
  );
}
