import { useEffect, useState } from 'react';
import { explainRefusal } from '../../explain/refusals';
import { plain } from '../../explain/rich';
import { useStore } from '../../store/store';
import { unmapper } from '../../witness/unmap';
import { CopyButton } from '../ui/CopyButton';
import { Icon } from '../ui/Icon';
import { RichText } from '../ui/RichText';
import { focusField } from '../verdict/focus-field';
import { FindingView } from './FindingView';
import { PANEL_ID } from './RunButton';
import styles from './RunPanel.module.css';
import { type Run, useRun } from './run';
import { WORDS } from './words';

/** The scenario sent for real by the browser it is read in, beside what Corscope says. */
export default function RunPanel() {
  const run = useRun((state) => state.run);
  const [open, setOpen] = useState(false);
  const idle = run.state === 'idle';
  useEffect(() => {
    if (!idle) setOpen(true);
  }, [idle]);

  return (
    <details
      id={PANEL_ID}
      className={styles.panel}
      open={open}
      onToggle={(toggle) => setOpen(toggle.currentTarget.open)}
    >
      <summary>
        <h2>{WORDS.title}</h2>
        <span>{WORDS.about}</span>
      </summary>
      {open && (
        <div className={styles.content}>
          <State run={run} />
        </div>
      )}
    </details>
  );
}

function State({ run }: { readonly run: Run }) {
  switch (run.state) {
    case 'idle':
      return <Start>{WORDS.run}</Start>;
    case 'running':
      return <Running run={run} />;
    case 'done':
      return (
        <>
          <Old scenario={run.scenario} />
          <FindingView finding={run.finding} scenario={run.scenario}>
            <Start>{WORDS.again}</Start>
          </FindingView>
        </>
      );
    case 'refused':
      return <Refused run={run} />;
    case 'no lab':
      return <NoLab />;
    case 'failed':
      return (
        <div role="alert" className={styles.trouble}>
          <p>{WORDS.failed[run.why]}</p>
          <Start>{WORDS.again}</Start>
        </div>
      );
    default:
      return run satisfies never;
  }
}

function Start({ children }: { readonly children: string }) {
  const start = useRun((state) => state.start);
  return (
    <button type="button" className={styles.start} onClick={start}>
      {children}
    </button>
  );
}

function Old({ scenario }: Pick<Extract<Run, { state: 'done' }>, 'scenario'>) {
  const current = useStore((state) => state.result.scenario === scenario && state.problems.length === 0);
  return current ? null : <p className={styles.soft}>{WORDS.old}</p>;
}

function Running({
  run: { playing, popup, progress },
}: {
  readonly run: Extract<Run, { state: 'running' }>;
}) {
  const cancel = useRun((state) => state.cancel);
  const unopened = progress?.unopened ?? [];
  return (
    <div className={styles.running}>
      {playing !== null && progress?.page !== 'opened' && popup === 'blocked' ? (
        <div role="alert" className={styles.trouble}>
          <p>{WORDS.blocked}</p>
          <a className={`button ${styles.start}`} href={playing.pageUrl} target="_blank" rel="noreferrer">
            {WORDS.openWindow}
          </a>
        </div>
      ) : (
        <p role="status">
          {playing === null
            ? WORDS.starting
            : progress?.page === 'opened'
              ? WORDS.playing
              : unopened.length === 0
                ? WORDS.opening
                : ''}
        </p>
      )}
      {playing !== null && unopened.length > 0 && (
        <div role="alert" className={styles.certificates}>
          <p>{WORDS.certificates}</p>
          <ul>
            {unopened.map((origin) => (
              <li key={origin}>
                <code>{origin}</code>{' '}
                <span className={styles.soft}>
                  {WORDS.standsFor} {unmapper(playing.id, playing.places)(origin)}
                </span>{' '}
                <a href={`${origin}/@${playing.id}/open`} target="_blank" rel="noreferrer">
                  {WORDS.certificateLink}
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
      <button type="button" className={styles.start} onClick={cancel}>
        {WORDS.cancel}
      </button>
    </div>
  );
}

function Refused({ run: { problems, scenario } }: { readonly run: Extract<Run, { state: 'refused' }> }) {
  const ofDraft = useStore((state) => state.draft === scenario && state.problems === problems);
  const show = (path: string) => {
    if (focusField(path)) useStore.getState().light({ fields: [path], headers: [] });
  };
  return (
    <div role="alert" className={styles.trouble}>
      <p>{ofDraft ? WORDS.refusedDraft : WORDS.refused}</p>
      <ul>
        {problems.map((problem) => (
          <li key={`${problem.path} ${problem.code}`}>
            <RichText text={explainRefusal(problem)} />{' '}
            <button
              type="button"
              className={styles.link}
              aria-label={`${WORDS.toField}: ${plain(explainRefusal(problem))}`}
              onClick={() => show(problem.path)}
            >
              {WORDS.toField}
            </button>
          </li>
        ))}
      </ul>
      <Start>{WORDS.again}</Start>
    </div>
  );
}

function NoLab() {
  return (
    <div role="alert" className={styles.trouble}>
      <p>
        <Icon name="help" /> <b>{WORDS.noLab}</b>
      </p>
      <p>{WORDS.noLabAbout}</p>
      <p className={styles.command}>
        <code>{WORDS.command}</code>
        <CopyButton text={() => WORDS.command} of={WORDS.commandOf} />
      </p>
      <p>{WORDS.noLabThen}</p>
    </div>
  );
}
