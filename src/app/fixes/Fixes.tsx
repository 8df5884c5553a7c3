import { useId, useRef, useState } from 'react';
import { explainWish, type Fix, type FixReport } from '../../explain/fixes';
import { plain } from '../../explain/rich';
import type { Scenario } from '../../scenario/scenario';
import { useStore } from '../../store/store';
import { Icon } from '../ui/Icon';
import { RichText } from '../ui/RichText';
import { Applied } from './Applied';
import styles from './Fixes.module.css';
import { applyAndReplay } from './replay';
import { useFixes } from './use-fixes';
import { WORDS } from './words';

/** A fix that was applied, and the draft it was applied to. */
interface Application {
  readonly fix: Fix;
  readonly before: Scenario;
}

/** What to change, each with what it opens and a way to apply it; once one is applied, what it changed and the way back. */
export default function Fixes() {
  const scenario = useStore((state) => state.result.scenario);
  const draft = useStore((state) => state.draft);
  const found = useFixes(scenario);
  const [applied, setApplied] = useState<Application | null>(null);
  const [message, setMessage] = useState('');
  const section = useRef<HTMLElement>(null);

  const apply = (fix: Fix) => {
    setApplied({ fix, before: useStore.getState().draft });
    setMessage(WORDS.appliedSays(plain(fix.says)));
    applyAndReplay(fix.scenario);
  };
  const leave = () => section.current?.focus({ preventScroll: true });
  const undo = () => {
    useStore.getState().undo();
    setMessage(WORDS.undone);
    leave();
  };
  const close = () => {
    setApplied(null);
    leave();
  };

  // Any other change, and undoing it elsewhere, takes it off the screen; redoing brings it back.
  const shown = applied?.fix.scenario === draft ? applied : null;
  const report = found?.report ?? NOTHING;
  const stale = found?.scenario !== draft;
  const empty = shown === null && isEmpty(report);
  return (
    <section
      ref={section}
      tabIndex={-1}
      className={styles.fixes}
      data-fixes=""
      data-empty={empty || undefined}
      aria-label={WORDS.section}
    >
      <p role="status" className="visually-hidden">
        {message}
      </p>
      {shown && <Applied key={shown.fix.id} {...shown} undo={undo} close={close} />}
      {!shown && !isEmpty(report) && (
        <Report report={report} state={stale ? 'stale' : 'current'} apply={apply} />
      )}
    </section>
  );
}

const NOTHING: FixReport = { fixes: [], protected: null, elsewhere: null };

function isEmpty({ fixes, protected: protection, elsewhere }: FixReport): boolean {
  return fixes.length === 0 && protection === null && elsewhere === null;
}

interface ReportProps {
  readonly report: FixReport;
  /** stale: of another scenario than the fields hold; nothing of it can be applied. */
  readonly state: 'current' | 'stale';
  readonly apply: (fix: Fix) => void;
}

function Report({ report, state, apply }: ReportProps) {
  const { fixes, protected: protection, elsewhere } = report;
  const [open, setOpen] = useState(false);
  const list = useId();
  const rest = fixes.length - 1;
  const shown = open ? fixes : fixes.slice(0, 1);
  const servers = fixes.some(({ actors }) => actors.includes('server') || actors.includes('proxy'));
  return (
    <div className={styles.report} data-state={state}>
      {protection && (
        <p className={styles.protection}>
          <Icon name="shield" />
          <span>
            <RichText text={protection} />
          </span>
        </p>
      )}
      {elsewhere && (
        <p className={styles.protection}>
          <span>
            <RichText text={elsewhere.says} />
          </span>
        </p>
      )}
      {fixes.length > 0 && (
        <div className={styles.ways} data-open={open || undefined}>
          <ol id={list} className={styles.list}>
            {shown.map((fix) => (
              <li key={fix.id}>
                <FixRow fix={fix} state={state} apply={apply} />
              </li>
            ))}
          </ol>
          <div className={styles.foot}>
            {rest > 0 && (
              <button
                type="button"
                className={styles.more}
                aria-expanded={open}
                aria-controls={list}
                onClick={() => setOpen(!open)}
              >
                {open ? WORDS.fewer : WORDS.more(rest)}
              </button>
            )}
            {open && servers && <p>{WORDS.note}</p>}
          </div>
        </div>
      )}
    </div>
  );
}

function FixRow({ fix, state, apply }: { readonly fix: Fix } & Omit<ReportProps, 'report'>) {
  const says = plain(fix.says);
  return (
    <article className={styles.fix}>
      <div className={styles.says}>
        {fix.wish.kind !== 'read' && (
          <b className={styles.wish}>
            <RichText text={explainWish(fix.wish)} />:
          </b>
        )}
        {fix.steps.length === 1 ? (
          <p>
            <RichText text={fix.says} />
          </p>
        ) : (
          <ol>
            {fix.steps.map((step) => (
              <li key={plain(step)}>
                <RichText text={step} />
              </li>
            ))}
          </ol>
        )}
        <p className={styles.opens}>
          <b>{WORDS.opens}</b> <RichText text={fix.opens} />
        </p>
      </div>
      <button
        type="button"
        className={styles.apply}
        aria-disabled={state === 'stale' || undefined}
        aria-label={WORDS.applyName(says)}
        title={state === 'stale' ? WORDS.waits : undefined}
        onClick={() => state === 'current' && apply(fix)}
      >
        {WORDS.apply}
      </button>
    </article>
  );
}
