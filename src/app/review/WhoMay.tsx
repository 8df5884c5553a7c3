import { Fragment, type KeyboardEvent, useId, useRef, useState } from 'react';
import { CREDENTIALS, REACHES, REQUESTS, WHO } from '../../explain/review';
import type { Reach } from '../../scenario/review-ask';
import { type Cell, REQUEST_KINDS, type Row } from '../../scenario/review-table';
import { Icon, type IconName } from '../ui/Icon';
import { RichText } from '../ui/RichText';
import { playScenario } from './play';
import styles from './review.module.css';
import { REVIEW } from './words';

const SIGNS: Readonly<Record<Reach, IconName>> = {
  reads: 'pass',
  unread: 'sent',
  refused: 'fail',
  opaque: 'opaque',
  unsent: 'warn',
  unanswered: 'help',
};

/** The table of who may do what. It is one stop for the keyboard; arrow keys move within. */
export function WhoMay({ rows }: { readonly rows: readonly Row[] }) {
  const heading = useId();
  const [stop, setStop] = useState({ row: 0, column: 0 });
  const table = useRef<HTMLTableElement>(null);
  const here = { row: Math.min(stop.row, rows.length - 1), column: stop.column };

  const move = (event: KeyboardEvent) => {
    const next = moved(here, event.key, rows.length, REQUEST_KINDS.length * 2);
    if (next === null) return;
    event.preventDefault();
    setStop(next);
    table.current?.querySelector<HTMLElement>(`[data-at="${next.row}-${next.column}"]`)?.focus();
  };

  const used = new Set(rows.flatMap((row) => row.cells.map(({ reach }) => reach)));
  return (
    <section aria-labelledby={heading}>
      <h3 id={heading} className={styles.subheading}>
        {REVIEW.table}
      </h3>
      <p className={styles.soft}>
        <RichText text={REVIEW.tableAbout} />
      </p>
      <div className={styles.scroller}>
        <table ref={table} className={styles.table} aria-labelledby={heading} onKeyDown={move}>
          <thead>
            <tr>
              <th scope="col" rowSpan={2} className={styles.who}>
                {REVIEW.who}
              </th>
              {REQUEST_KINDS.map((kind) => (
                <th key={kind} scope="colgroup" colSpan={2} className={styles.kind}>
                  {REQUESTS[kind].name}{' '}
                  <small>
                    <RichText text={REQUESTS[kind].means} />
                  </small>
                </th>
              ))}
            </tr>
            <tr>
              {REQUEST_KINDS.flatMap((kind) =>
                (['without', 'with'] as const).map((credentials) => (
                  <th key={`${kind} ${credentials}`} scope="col" data-credentials={credentials}>
                    {CREDENTIALS[credentials]}
                  </th>
                )),
              )}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, place) => (
              <tr key={row.origin} data-slip={row.letIn === 'by a slip' || undefined}>
                <th scope="row" className={styles.who}>
                  <code>
                    <Breaking text={row.origin} />
                  </code>{' '}
                  <small>{WHO[row.who]}</small>
                </th>
                {row.cells.map((cell, column) => (
                  <td
                    key={`${cell.request} ${cell.credentials}`}
                    data-credentials={cell.credentials}
                    data-reach={cell.reach}
                  >
                    <CellButton
                      cell={cell}
                      origin={row.origin}
                      at={`${place}-${column}`}
                      tabIndex={here.row === place && here.column === column ? 0 : -1}
                      onFocus={() => setStop({ row: place, column })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <dl className={styles.legend} aria-label={REVIEW.legend}>
        {(Object.keys(REACHES) as Reach[])
          .filter((reach) => used.has(reach))
          .map((reach) => (
            <div key={reach} data-reach={reach}>
              <dt>
                <Icon name={SIGNS[reach]} size="1em" /> {REACHES[reach].name}
              </dt>
              <dd>{REACHES[reach].means}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}

/** An origin that breaks before a dot, and behind its scheme, where it has to break. */
function Breaking({ text }: { readonly text: string }) {
  return text.split(/(?<=:\/\/)|(?=\.)/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a name have no other identity.
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

interface CellProps {
  readonly cell: Cell;
  readonly origin: string;
  readonly at: string;
  readonly tabIndex: number;
  readonly onFocus: () => void;
}

function CellButton({ cell, origin, at, tabIndex, onFocus }: CellProps) {
  const { name, means } = REACHES[cell.reach];
  return (
    <button
      type="button"
      className={styles.cell}
      data-at={at}
      tabIndex={tabIndex}
      title={means}
      aria-label={REVIEW.cell(name, REQUESTS[cell.request].name, CREDENTIALS[cell.credentials], origin)}
      onFocus={onFocus}
      onClick={() => playScenario(cell.scenario)}
    >
      <Icon name={SIGNS[cell.reach]} size="1em" />
      {name}
    </button>
  );
}

interface Place {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads in a table of `rows` and `columns`; null for a key that moves nothing. */
function moved({ row, column }: Place, key: string, rows: number, columns: number): Place | null {
  switch (key) {
    case 'ArrowUp':
      return { row: Math.max(0, row - 1), column };
    case 'ArrowDown':
      return { row: Math.min(rows - 1, row + 1), column };
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) };
    case 'ArrowRight':
      return { row, column: Math.min(columns - 1, column + 1) };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: columns - 1 };
    default:
      return null;
  }
}
