import type { ReactNode } from 'react';
import { plain, type Rich } from '../../explain/rich';
import type { Scenario } from '../../scenario/scenario';
import type { Pair } from '../../witness/compare';
import type { Finding } from '../../witness/finding';
import type { RecordedAnswer } from '../../witness/record';
import { unmapper } from '../../witness/unmap';
import { CopyButton } from '../ui/CopyButton';
import { Icon } from '../ui/Icon';
import { RichText } from '../ui/RichText';
import { focusField } from '../verdict/focus-field';
import styles from './RunPanel.module.css';
import { reportOf } from './report';
import { headerRows, type Row, scriptRows } from './rows';
import { caveatsOf, changeWords, headlineOf, placeWords, reasonWords, valueWords, WORDS } from './words';

interface FindingProps {
  readonly finding: Finding;
  readonly scenario: Scenario;
  /** Beside the result: what to do next. */
  readonly children: ReactNode;
}

type Unmapped = (text: string) => string;

/** What a browser did, beside what Corscope says: first whether it is the same, then all of it. */
export function FindingView({ finding, scenario, children }: FindingProps) {
  const { playing, differences } = finding;
  const unmapped = unmapper(playing.id, playing.places);
  const same = differences.length === 0;
  const caveats = caveatsOf(finding, scenario);
  return (
    <>
      <div className={styles.result} data-result={same ? 'same' : 'different'}>
        <p className={styles.headline}>
          <Icon name={same ? 'pass' : 'warn'} />
          <strong>{headlineOf(finding, scenario)}</strong>
        </p>
        <div className={styles.actions}>
          {children}
          <CopyButton text={() => reportOf(finding, scenario)} of={WORDS.report} label={WORDS.copyReport} />
        </div>
      </div>
      {caveats.length > 0 && (
        <ul className={styles.caveats}>
          {caveats.map((caveat) => (
            <li key={plain(caveat)}>
              <RichText text={caveat} />
            </li>
          ))}
        </ul>
      )}
      {!same && <Differences finding={finding} unmapped={unmapped} />}
      <Reasons finding={finding} />
      <div className={styles.columns}>
        <section>
          <h3>{WORDS.sent}</h3>
          {finding.requests.length === 0 && <p className={styles.soft}>{WORDS.nothingSent}</p>}
          {finding.requests.map((pair, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a request is its place in the order.
            <Request key={i} pair={pair} finding={finding} unmapped={unmapped} />
          ))}
        </section>
        <section>
          <h3>{WORDS.script}</h3>
          {finding.observed.runs.map((_, run, { length }) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above.
            <div key={run}>
              {length > 1 && <h4>{WORDS.sending(run)}</h4>}
              <Table
                rows={scriptRows(finding, run)}
                head={WORDS.what}
                finding={finding}
                unmapped={unmapped}
              />
            </div>
          ))}
        </section>
      </div>
      <Places finding={finding} />
    </>
  );
}

interface PartProps {
  readonly finding: Finding;
  readonly unmapped: Unmapped;
}

function Differences({ finding, unmapped }: PartProps) {
  const { browser, differences, predicted } = finding;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{WORDS.what}</th>
          <th scope="col">{WORDS.expected}</th>
          <th scope="col">{WORDS.seen(browser)}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map(({ field, predicted: said, observed: seen }) => (
          <tr key={field} data-standing="different">
            <th scope="row">
              <RichText text={placeWords(field, predicted.runs.length)} />
            </th>
            <Value label={WORDS.expected} words={said === null ? null : valueWords(field, unmapped(said))} />
            <Value
              label={WORDS.seen(browser)}
              words={seen === null ? null : valueWords(field, unmapped(seen))}
            />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Reasons({ finding: { browser, differences, reasons } }: Pick<PartProps, 'finding'>) {
  const same = differences.length === 0;
  if (same && reasons.length === 0) return null;
  const telling = reasons.filter(({ kind }) => kind !== 'profile');
  const profile = reasons.filter(({ kind }) => kind === 'profile');
  return (
    <div className={styles.reasons}>
      {!same && (
        <>
          <h3>{WORDS.why}</h3>
          {telling.length === 0 && <p>{WORDS.noReason}</p>}
          <ul hidden={telling.length === 0}>
            {telling.map((reason) => (
              <li key={JSON.stringify(reason)}>
                <RichText text={reasonWords(reason, browser)} />{' '}
                {reason.kind === 'third-party cookies' && (
                  <button
                    type="button"
                    className={styles.link}
                    onClick={() => focusField('browser.thirdPartyCookies')}
                  >
                    {WORDS.toField}
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {profile.length > 0 && (
        <>
          <p className={styles.soft}>{WORDS.rests(browser)}</p>
          <ul className={styles.soft}>
            {profile.map((reason) => (
              <li key={JSON.stringify(reason)}>
                <RichText text={reasonWords(reason, browser)} />
              </li>
            ))}
          </ul>
        </>
      )}
      {!same && <p className={styles.soft}>{WORDS.masked}</p>}
    </div>
  );
}

function Request({ pair, finding, unmapped }: PartProps & { readonly pair: Pair }) {
  const [recorded] = pair.recorded;
  const shown = recorded ?? pair.predicted;
  const rows = headerRows(pair, finding);
  const own = rows.filter(({ standing }) => standing === 'own');
  const compared = rows.filter(({ standing }) => standing !== 'own');
  if (!shown) return null;
  const asks =
    shown.method === 'OPTIONS' && rows.some(({ label }) => /^access-control-request-method$/i.test(label));
  const missing = !recorded && pair.failure === null;
  return (
    <article className={styles.request} data-standing={missing || !pair.predicted ? 'different' : undefined}>
      <h4>
        <code>
          {shown.method} {unmapped(shown.url)}
        </code>{' '}
        {asks && <span className={styles.tag}>{WORDS.preflight}</span>}
      </h4>
      {missing && <p className={styles.bad}>{WORDS.neverCame}</p>}
      {!pair.predicted && <p className={styles.bad}>{WORDS.unforeseen}</p>}
      {!recorded && pair.failure !== null && <p className={styles.soft}>{WORDS.nobody}</p>}
      {compared.length > 0 && (
        <Table rows={compared} head={WORDS.header} finding={finding} unmapped={unmapped} />
      )}
      {recorded && own.length > 0 && (
        <details className={styles.own}>
          <summary>{WORDS.own(own.length)}</summary>
          <Table rows={own} head={WORDS.header} finding={finding} unmapped={unmapped} />
        </details>
      )}
      {pair.recorded.length > 1 && <p className={styles.soft}>{WORDS.times(pair.recorded.length)}</p>}
      {recorded && <Answer answer={recorded.answer} />}
    </article>
  );
}

function Answer({ answer }: { readonly answer: RecordedAnswer }) {
  return (
    <p className={styles.soft}>
      {answer.type === 'failure' ? (
        WORDS.cut
      ) : (
        <>
          {WORDS.answered}{' '}
          <code>
            {answer.response.status} {answer.response.statusText}
          </code>
        </>
      )}
    </p>
  );
}

interface TableProps extends PartProps {
  readonly rows: readonly Row[];
  readonly head: string;
}

/** One value where both are the same; two where they are not. */
function Table({ rows, head, finding: { browser }, unmapped }: TableProps) {
  return (
    <table className={styles.table}>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">{head}</th>
          <th scope="col">{WORDS.expected}</th>
          <th scope="col">{WORDS.seen(browser)}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, said, seen, standing }) => (
          <tr key={label} data-standing={standing}>
            <th scope="row">
              <code>{label}</code>
              <span className="visually-hidden"> ({WORDS.verdict[standing]})</span>
            </th>
            {standing === 'different' ? (
              <>
                <Value label={WORDS.expected} words={said === null ? null : [{ code: unmapped(said) }]} />
                <Value
                  label={WORDS.seen(browser)}
                  words={seen === null ? null : [{ code: unmapped(seen) }]}
                />
              </>
            ) : (
              <td colSpan={2}>
                <code>{unmapped(seen ?? said ?? '')}</code>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface ValueProps {
  readonly label: string;
  readonly words: Rich | null;
}

function Value({ label, words }: ValueProps) {
  return <td data-label={label}>{words === null ? <em>{WORDS.nothing}</em> : <RichText text={words} />}</td>;
}

function Places({ finding: { playing } }: Pick<PartProps, 'finding'>) {
  return (
    <details className={styles.places}>
      <summary>{WORDS.places}</summary>
      <p>
        <RichText text={WORDS.placesAbout} />
      </p>
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">{WORDS.origin}</th>
            <th scope="col">{WORDS.address}</th>
          </tr>
        </thead>
        <tbody>
          {playing.places.map(({ origin, at }) => (
            <tr key={origin}>
              <th scope="row">
                <code>{origin}</code>
              </th>
              <td>{at.endsWith('.invalid') ? <em>{WORDS.nowhere}</em> : <code>{at}</code>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul hidden={playing.changes.every((change) => change === 'no pauses')}>
        {playing.changes
          .filter((change) => change !== 'no pauses')
          .map((change) => (
            <li key={change}>
              <RichText text={changeWords(change)} />
            </li>
          ))}
      </ul>
      <p>{WORDS.notCompared}</p>
    </details>
  );
}
