import type { ShownHeader } from '../../diagram/diagram';
import { fieldsOfHeader } from '../../explain/controls';
import { explainHeader } from '../../explain/headers';
import type { Scenario } from '../../scenario/scenario';
import { serverFor } from '../../scenario/servers';
import { useStore } from '../../store/store';
import { CopyButton } from '../ui/CopyButton';
import { Icon } from '../ui/Icon';
import { RichText } from '../ui/RichText';
import styles from './Inspector.module.css';
import { bodyOf, rawMessage, startLine, type WireMessage } from './subject';
import { WORDS } from './words';

interface WireProps {
  readonly messages: readonly WireMessage[];
  readonly message: WireMessage | null;
  readonly scenario: Scenario;
}

/** A message as raw HTTP, each header explained where it stands; and the way to the other messages. */
export function Wire({ messages, message, scenario }: WireProps) {
  return (
    <>
      <div className={styles.head}>
        <h3>{WORDS.wire}</h3>
        {message && <CopyButton text={() => rawMessage(message)} of={WORDS.of[sideWord(message)]} />}
      </div>
      {message === null ? (
        <p className={styles.soft}>{WORDS.none}</p>
      ) : (
        <>
          <Messages messages={messages} shown={message} />
          <Message message={message} scenario={scenario} key={message.event.id} />
        </>
      )}
    </>
  );
}

function sideWord({ side }: WireMessage): 'request' | 'answer' {
  return side === 'request' ? 'request' : 'answer';
}

function Messages({
  messages,
  shown,
}: {
  readonly messages: readonly WireMessage[];
  readonly shown: WireMessage;
}) {
  const runs = new Set(messages.map(({ event }) => event.run));
  const select = useStore((state) => state.select);
  return [...runs].map((run) => (
    <ul key={run} className={styles.messages} aria-label={runs.size > 1 ? WORDS.run(run) : WORDS.messages}>
      {runs.size > 1 && (
        <li className={styles.run} aria-hidden="true">
          {WORDS.run(run)}
        </li>
      )}
      {messages
        .filter(({ event }) => event.run === run)
        .map((message) => (
          <li key={message.event.id}>
            <button
              type="button"
              className={styles.message}
              data-side={message.side}
              aria-pressed={message === shown}
              onClick={() => select(message.event.id)}
            >
              <span className="visually-hidden">
                {WORDS[sideWord(message)]} {message.purpose === 'preflight'
                  ? `(${WORDS.preflight})`
                  : ''}{' '}
              </span>
              <span aria-hidden="true">{message.side === 'request' ? '→' : '←'}</span>
              {message.side === 'request'
                ? message.request.method
                : message.answer && 'status' in message.answer
                  ? message.answer.status
                  : message.event.label}
            </button>
          </li>
        ))}
    </ul>
  ));
}

function Message({ message, scenario }: { readonly message: WireMessage; readonly scenario: Scenario }) {
  const body = bodyOf(message);
  return (
    <div className={styles.wire}>
      <p className={styles.start}>
        <code>{startLine(message)}</code>
      </p>
      {message.headers.map((header) => (
        <Header
          key={`${header.index} ${header.name}`}
          header={header}
          message={message}
          server={serverIndex(scenario, message.request.url)}
        />
      ))}
      {body !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard can scroll only what it can reach.
        <section className={styles.body} aria-label={WORDS.body} tabIndex={0}>
          <pre>{body}</pre>
        </section>
      )}
      {message.headers.length > 0 && <p className={styles.hint}>{WORDS.hint}</p>}
    </div>
  );
}

/** The place of the server that answers for a URL; -1 where the scenario has none. */
function serverIndex(scenario: Scenario, url: string): number {
  const server = serverFor(scenario, url);
  return server === null ? -1 : scenario.servers.indexOf(server);
}

interface HeaderProps {
  readonly header: ShownHeader;
  readonly message: WireMessage;
  /** Its index in the scenario. */
  readonly server: number;
}

function Header({ header, message: { side, purpose }, server }: HeaderProps) {
  const { name, value, index, cors, decisive } = header;
  const key = `${side}:${name.toLowerCase()}`;
  const lit = useStore((state) => state.lit?.headers.includes(key) ?? false);
  const words = explainHeader(name, side, purpose);
  const light = () =>
    useStore.getState().light({ fields: fieldsOfHeader(name, side, purpose, server), headers: [key] });
  const dim = () => {
    const { lit: now, light: set } = useStore.getState();
    if (now?.headers.includes(key)) set(null);
  };
  return (
    <details
      className={styles.header}
      data-cors={cors || undefined}
      data-decisive={decisive || undefined}
      data-lit={lit || undefined}
      data-missing={index < 0 || undefined}
      onPointerEnter={light}
      onPointerLeave={dim}
      onFocus={light}
      onBlur={dim}
    >
      <summary>
        <code>
          <span className={styles.name}>{name}: </span>
          {index < 0 ? <em>{WORDS.missing}</em> : value}
        </code>
        {decisive && (
          <strong className={styles.tag}>
            <Icon name="fail" size="0.9em" /> {WORDS.decisive}
          </strong>
        )}
      </summary>
      <div className={styles.explained}>
        {words === null ? (
          <p>{WORDS.unknownHeader}</p>
        ) : (
          <>
            <p>
              <RichText text={words.what} />
            </p>
            {words.values && (
              <p>
                <RichText text={words.values} />
              </p>
            )}
            <p>
              <a href={words.url} target="_blank" rel="noreferrer">
                {WORDS.standard}
              </a>
            </p>
          </>
        )}
      </div>
    </details>
  );
}
