import { useId } from 'react';
import { explainFinding, SEVERITIES } from '../../explain/review';
import type { Server } from '../../policy/policy';
import type { Exploit, Finding } from '../../scenario/review';
import { useStore } from '../../store/store';
import { Icon, type IconName } from '../ui/Icon';
import { RichText } from '../ui/RichText';
import { focusField } from '../verdict/focus-field';
import { serverKey, usePanel } from './panel-state';
import { playScenario } from './play';
import styles from './review.module.css';
import { type Review, useReview } from './use-review';
import { WhoMay } from './WhoMay';
import { REVIEW } from './words';

/** What the check found, and the table of who may do what. */
export default function Panel() {
  const servers = useStore((state) => state.result.scenario.servers);
  const key = usePanel((panel) => panel.server);
  const index = placeOf(key, servers);
  const server = servers[index];
  const { review, state, again } = useReview(server);
  return (
    <div className={styles.panel}>
      {servers.length > 1 && <Servers servers={servers} index={index} />}
      <Standing index={index} state={state} again={again} review={review} />
      {review !== null && (
        <>
          <Findings review={review} index={placeOf(serverKey(review.server), servers)} />
          <WhoMay rows={review.rows} />
        </>
      )}
    </div>
  );
}

/** The index of the server that goes by a key, else of the first. */
function placeOf(key: string | null, servers: readonly Server[]): number {
  return Math.max(
    0,
    servers.findIndex((server) => serverKey(server) === key),
  );
}

function Servers({ servers, index }: { readonly servers: readonly Server[]; readonly index: number }) {
  const id = useId();
  return (
    <p className={styles.servers}>
      <label htmlFor={id}>{REVIEW.server}</label>
      <select
        id={id}
        value={index}
        onChange={(event) => {
          const server = servers[Number(event.target.value)];
          if (server !== undefined) usePanel.setState({ server: serverKey(server) });
        }}
      >
        {servers.map((server, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a server is its place in the list.
          <option key={place} value={place}>
            {serverKey(server)}
          </option>
        ))}
      </select>
    </p>
  );
}

interface StandingProps {
  readonly index: number;
  readonly state: 'working' | 'done' | 'failed';
  readonly again: () => void;
  readonly review: Review | null;
}

/** What the check comes to in a line, and whether it is of what stands in the fields. */
function Standing({ index, state, again, review }: StandingProps) {
  const stale = useStore(({ problems, draft }) =>
    problems.some(({ path }) => path.startsWith(`servers.${Math.min(index, draft.servers.length - 1)}`)),
  );
  const open = review?.findings.filter(({ severity }) => severity === 'open').length ?? 0;
  const others = (review?.findings.length ?? 0) - open;
  return (
    <div className={styles.standing} role="status">
      {review !== null && (
        <p className={styles.sum} data-open={open > 0 || undefined}>
          <code>{serverKey(review.server)}</code>: {REVIEW.count(open, others)}
        </p>
      )}
      {stale ? (
        <p className={styles.stale}>
          <Icon name="warn" /> {REVIEW.stale}
        </p>
      ) : (
        state === 'working' && <p className={styles.soft}>{REVIEW.working}</p>
      )}
      {state === 'failed' && (
        <p>
          {REVIEW.failed}{' '}
          <button type="button" onClick={again}>
            {REVIEW.again}
          </button>
        </p>
      )}
    </div>
  );
}

function Findings({ review, index }: { readonly review: Review; readonly index: number }) {
  const { findings, server, rows } = review;
  const heading = useId();
  if (findings.length === 0) {
    const answered = rows.some(
      (row) => row.who !== 'own' && row.cells.some(({ reach }) => reach === 'reads'),
    );
    if (server.failure !== 'none') return <Plain text={REVIEW.silent} />;
    if (!answered) return <Plain text={REVIEW.closed} />;
    return (
      <div className={styles.none}>
        <Plain text={REVIEW.nothing} />
        <ul>
          {REVIEW.checked.map((what) => (
            <li key={what}>{what}</li>
          ))}
        </ul>
      </div>
    );
  }
  return (
    <section aria-labelledby={heading}>
      <h3 id={heading} className={styles.subheading}>
        {REVIEW.findings}
      </h3>
      <ol className={styles.findings}>
        {findings.map((finding) => (
          <Card key={`${finding.code} ${JSON.stringify(finding.facts)}`} finding={finding} index={index} />
        ))}
      </ol>
    </section>
  );
}

function Plain({ text }: { readonly text: Parameters<typeof RichText>[0]['text'] }) {
  return (
    <p>
      <RichText text={text} />
    </p>
  );
}

const SIGNS: Readonly<Record<Finding['severity'], IconName>> = { open: 'warn', broken: 'fail', note: 'help' };

function Card({ finding, index }: { readonly finding: Finding; readonly index: number }) {
  const { title, risk, mend } = explainFinding(finding);
  const { severity, exploit } = finding;
  return (
    <li className={styles.card} data-severity={severity}>
      <p className={styles.severity} title={SEVERITIES[severity].means}>
        <Icon name={SIGNS[severity]} />
        {SEVERITIES[severity].name}
      </p>
      <h4>
        <RichText text={title} />
      </h4>
      <Plain text={risk} />
      <p>
        <b>{REVIEW.mend}</b> <RichText text={mend} />
      </p>
      {exploit && <Attacker exploit={exploit} />}
      <p className={styles.actions}>
        {exploit && (
          <button
            type="button"
            className={styles.play}
            aria-label={REVIEW.playing(exploit.origin)}
            onClick={() => playScenario(exploit.scenario)}
          >
            <span aria-hidden="true">▶</span>
            {REVIEW.play}
          </button>
        )}
        <button type="button" onClick={() => focusField(`servers.${index}.${finding.path}`)}>
          {REVIEW.field}
        </button>
      </p>
    </li>
  );
}

function Attacker({ exploit: { origin } }: { readonly exploit: Exploit }) {
  return (
    <p className={styles.attacker}>
      <span>{REVIEW.by}</span> <code>{origin}</code>
      {origin === 'null' && <span className={styles.soft}>{REVIEW.byNull}</span>}
    </p>
  );
}
