import { type CSSProperties, memo } from 'react';
import type { ChecksEvent, MessageEvent, NoteEvent, Participant, ShownHeader } from '../../diagram/diagram';
import { endsOf } from '../../diagram/ends';
import { messageLabel, noteText } from '../../diagram/words';
import { RULES } from '../../engine/rules';
import type { RuleStep } from '../../engine/trace';
import { fieldsOfHeader } from '../../explain/controls';
import { explainPreflightReason, ruleTitle } from '../../explain/rules';
import type { FieldPath } from '../../scenario/scenario';
import { serverFor } from '../../scenario/servers';
import { useStore } from '../../store/store';
import { RichText } from '../ui/RichText';
import { type Layout, type Span, spanOf } from './layout';
import styles from './Stage.module.css';
import type { Line } from './script';
import { checksOutcome, WORDS } from './words';

interface RowProps {
  readonly line: Line;
  readonly layout: Layout;
  readonly participants: readonly Participant[];
  readonly state: 'past' | 'current' | 'future';
  /** A packet travels along the arrow. */
  readonly moves: boolean;
  readonly selected: boolean;
}

/** One event of the conversation. */
export const EventRow = memo(function EventRow({
  line,
  layout,
  participants,
  state,
  moves,
  selected,
}: RowProps) {
  const { event } = line;
  const [from, to] = endsOf(event, participants);
  const at = (id: string) => layout.at.get(id) ?? 50;
  const span = spanOf(at(from), at(to));
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button within does the same for keyboards.
    <li
      className={styles.row}
      data-kind={event.kind === 'note' ? event.note.type : event.kind}
      data-state={state}
      data-selected={selected || undefined}
      data-tone={event.kind === 'note' ? undefined : event.tone}
      style={placed(span, at('browser'))}
      aria-current={state === 'current' ? 'step' : undefined}
      onClick={(click) => {
        if (isPlainClick(click.target)) useStore.getState().select(event.id);
      }}
    >
      {event.kind === 'message' ? (
        <Message event={event} line={line} span={span} moves={moves} open={selected || state === 'current'} />
      ) : event.kind === 'checks' ? (
        <Checks event={event} line={line} open={selected || state === 'current'} />
      ) : (
        <Note event={event} line={line} />
      )}
    </li>
  );
});

function placed(span: Span, browser: number): CSSProperties {
  return {
    '--start': `${span.start}%`,
    '--width': `${span.width}%`,
    '--end': `${span.start + span.width}%`,
    '--band-start': `${span.bandStart}%`,
    '--band-width': `${span.bandWidth}%`,
    '--browser-at': `${browser}%`,
  } as CSSProperties;
}

/** A click that is not the end of selecting text, nor meant for a link or button. */
function isPlainClick(target: EventTarget): boolean {
  return !(target instanceof Element && target.closest('a, button')) && (getSelection()?.isCollapsed ?? true);
}

function Title({ line, children }: { readonly line: Line; readonly children: React.ReactNode }) {
  return (
    <button
      type="button"
      className={styles.title}
      aria-label={line.sentence}
      onClick={() => useStore.getState().select(line.event.id)}
    >
      {children}
    </button>
  );
}

interface MessageProps {
  readonly event: MessageEvent;
  readonly line: Line;
  readonly span: Span;
  readonly moves: boolean;
  readonly open: boolean;
}

function Message({ event, line, span, moves, open }: MessageProps) {
  const headers = event.headers.filter((header) => header.cors || header.decisive);
  const side = sideOf(event);
  return (
    <>
      <div className={styles.above}>
        {line.handled !== 'nothing' && side === 'response' && (
          <i className={styles.work} aria-hidden="true" />
        )}
        <div className={styles.band}>
          <Title line={line}>
            <code>{messageLabel(event)}</code>
            {line.aside !== '' && <small>{line.aside}</small>}
          </Title>
        </div>
        <div
          className={styles.wire}
          data-direction={span.direction}
          data-line={isGoing(event) ? 'solid' : 'dashed'}
          data-lost={line.lost === 'lost' || undefined}
          data-party={partyOf(event)}
          data-moves={moves || undefined}
          aria-hidden="true"
        >
          {moves && (
            <i className={styles.track}>
              <i className={styles.packet} />
            </i>
          )}
        </div>
      </div>
      {(headers.length > 0 || line.handled !== 'nothing') && (
        <div className={styles.below}>
          {headers.length > 0 && (
            <div className={styles.band}>
              <ul className={styles.headers}>
                {headers.map((header) => (
                  <HeaderLine
                    key={`${header.index} ${header.name}`}
                    header={header}
                    event={event}
                    open={open}
                  />
                ))}
              </ul>
            </div>
          )}
          {line.handled !== 'nothing' && side === 'request' && (
            <>
              <i className={styles.work} aria-hidden="true" />
              <p className={styles.handled} data-handled={line.handled}>
                {line.handled === 'ran' ? WORDS.ran : WORDS.redirected}
              </p>
            </>
          )}
        </div>
      )}
    </>
  );
}

const sideOf = (event: MessageEvent) => (event.from === 'browser' ? 'request' : 'response');

/** The fields of the scenario that produce a header of a message. */
function fieldsBehind(header: ShownHeader, event: MessageEvent): readonly FieldPath[] {
  const { scenario, simulation } = useStore.getState().result;
  const sent = simulation.runs[event.run]?.steps.find(
    (step) => step.type === 'request' && step.exchange === event.exchange,
  );
  if (sent?.type !== 'request') return [];
  const server = serverFor(scenario, sent.request.url);
  const index = server === null ? 0 : scenario.servers.indexOf(server);
  return fieldsOfHeader(header.name, sideOf(event), sent.purpose, index);
}

const isGoing = ({ message }: MessageEvent) =>
  message === 'call' || message === 'preflight' || message === 'request';

/** Whose colour an arrow has. */
function partyOf(event: MessageEvent): 'page' | 'browser' | 'server' | 'pass' | 'fail' {
  if (event.tone === 'bad') return 'fail';
  if (event.tone === 'good') return 'pass';
  if (event.from === 'script') return 'page';
  return event.from === 'browser' ? 'browser' : 'server';
}

interface HeaderLineProps {
  readonly header: ShownHeader;
  readonly event: MessageEvent;
  readonly open: boolean;
}

function HeaderLine({ header, event, open }: HeaderLineProps) {
  const key = `${sideOf(event)}:${header.name.toLowerCase()}`;
  const lit = useStore((state) => state.lit?.headers.includes(key) ?? false);
  const light = () => useStore.getState().light({ fields: fieldsBehind(header, event), headers: [key] });
  const dim = () => {
    const { lit: now, light: set } = useStore.getState();
    if (now?.headers.length === 1 && now.headers[0] === key) set(null);
  };
  return (
    <li
      className={styles.header}
      data-decisive={header.decisive || undefined}
      data-lit={lit || undefined}
      onPointerEnter={light}
      onPointerLeave={dim}
    >
      <span className={styles.name}>{header.name}: </span>
      {header.index < 0 ? <em>{WORDS.missing}</em> : header.value}
      {header.decisive && <strong className={styles.tag}>✕ {WORDS.decisive}</strong>}
      <button
        type="button"
        className={styles.light}
        aria-label={WORDS.light(header.name)}
        tabIndex={open ? 0 : -1}
        onFocus={light}
        onBlur={dim}
        onClick={light}
      >
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <circle cx="8" cy="8" r="3" />
          <path d="M8 1v2M8 13v2M1 8h2M13 8h2" />
        </svg>
      </button>
    </li>
  );
}

interface ChecksProps {
  readonly event: ChecksEvent;
  readonly line: Line;
  readonly open: boolean;
}

function Checks({ event, line, open }: ChecksProps) {
  const outcome = checksOutcome(event);
  return (
    <div className={styles.card}>
      <Title line={line}>
        <span>{line.aside}</span>
        {outcome !== '' && <small>{outcome}</small>}
      </Title>
      <ul className={styles.checks}>
        {event.checks.map(({ step, rule }) => (
          <Check key={step} rule={rule} open={open} />
        ))}
      </ul>
    </div>
  );
}

const SIGNS = { pass: '✓', fail: '✕', note: '•' } as const;

function Check({ rule, open }: { readonly rule: RuleStep; readonly open: boolean }) {
  const { section, url } = RULES[rule.rule];
  return (
    <li className={styles.check} data-result={rule.result}>
      <span className={styles.sign} role="img" aria-label={WORDS.result[rule.result]}>
        {SIGNS[rule.result]}
      </span>
      <div>
        <RichText text={ruleTitle(rule)} />{' '}
        <a
          href={url}
          target="_blank"
          rel="noreferrer"
          title={section}
          aria-label={WORDS.standard(section)}
          tabIndex={open || rule.result === 'fail' ? 0 : -1}
        >
          {rule.result === 'fail' ? section : '§'}
        </a>{' '}
        {rule.deviation !== null && <small className={styles.deviation}>{WORDS.deviation}</small>}
        {rule.rule === 'main-fetch.preflight' && (
          <ul className={styles.reasons}>
            {rule.facts.reasons.map((reason) => (
              <li key={JSON.stringify(reason)}>
                <RichText text={explainPreflightReason(reason)} />
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}

function Note({ event, line }: { readonly event: NoteEvent; readonly line: Line }) {
  return (
    <>
      <div className={styles.ghost} aria-hidden="true" />
      <div className={styles.band}>
        <Title line={line}>
          <span>
            <RichText text={noteText(event)} />
          </span>
        </Title>
      </div>
    </>
  );
}
