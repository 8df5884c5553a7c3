import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Rich } from '../../explain/rich';
import type { ImportHints, Progress } from '../../share/import/imported';
import { useStore } from '../../store/store';
import { RichText } from '../ui/RichText';
import uiStyles from '../ui/ui.module.css';
import type { Brought } from './brought';
import styles from './ImportPanel.module.css';
import { useImportedNote } from './imported-note';
import { Preview } from './Preview';
import { RequestList } from './RequestList';
import { createReader, type Reader } from './reader';
import type { Outcome } from './session';
import { KINDS, TAKES, WORDS } from './words';

/** A pause in typing after which the text is read, in milliseconds. */
const PAUSE = 250;

/** Longer pasted texts are read, but not shown in the field: editing them there would be slow. */
const LONGEST_SHOWN = 200_000;

type State =
  | { readonly type: 'empty' }
  | { readonly type: 'reading'; readonly progress: Progress | null }
  | { readonly type: 'done'; readonly outcome: Outcome }
  | { readonly type: 'stopped' | 'failed' };

interface PanelProps {
  readonly brought: Brought;
  readonly onDone: () => void;
}

/** Where something is pasted, what it is recognised as, and what would come of it; nothing changes until it is opened. */
export default function ImportPanel({ brought, onDone }: PanelProps) {
  const long = brought.type === 'text' && brought.text.length > LONGEST_SHOWN;
  const [text, setText] = useState(brought.type === 'text' && !long ? brought.text : '');
  const [file, setFile] = useState<Blob | null>(
    brought.type === 'file' ? brought.file : long ? new Blob([brought.text]) : null,
  );
  const { state, reader, stop } = useReading(file ?? text);
  const [picked, setPicked] = useState<Outcome | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const ids = useId();

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was picked is of what was read.
  useEffect(() => setPicked(null), [state]);
  useEffect(() => {
    const { current } = field;
    current?.focus();
    current?.setSelectionRange(0, 0);
  }, []);

  const open = (outcome: Outcome) => {
    if (outcome.type !== 'imported') return;
    const { imported } = outcome;
    useStore.getState().open(imported.scenario);
    useImportedNote.setState({ imported });
    onDone();
    document.getElementById('verdict')?.focus({ preventScroll: true });
  };

  const outcome = state.type === 'done' ? state.outcome : null;
  const shown = outcome?.type === 'choice' ? picked : outcome;
  return (
    <div className={styles.panel} data-filled={state.type === 'empty' ? undefined : ''}>
      <section className={styles.input} aria-label={WORDS.field}>
        <div className={uiStyles.field}>
          <label className={uiStyles.label} htmlFor={`${ids}-text`}>
            {WORDS.field}
          </label>
          <textarea
            ref={field}
            id={`${ids}-text`}
            className={`${uiStyles.input} ${styles.text}`}
            value={text}
            placeholder={WORDS.placeholder}
            spellCheck={false}
            autoComplete="off"
            aria-describedby={`${ids}-help`}
            onChange={(event) => {
              setFile(null);
              const { value } = event.target;
              if (value.length > LONGEST_SHOWN) {
                setText('');
                setFile(new Blob([value]));
              } else setText(value);
            }}
          />
        </div>
        <div className={styles.file}>
          <label className={`button ${styles.choose}`}>
            <input
              type="file"
              className="visually-hidden"
              accept=".har,.json,.txt,.log,.js,.ts,.sh,text/*,application/json"
              onChange={(event) => {
                const chosen = event.target.files?.[0];
                if (chosen) setFile(chosen);
              }}
            />
            {WORDS.file}
          </label>
          <span>{file instanceof File ? WORDS.fromFile(file.name) : WORDS.fileHelp}</span>
          {(text !== '' || file) && (
            <button
              type="button"
              onClick={() => {
                setText('');
                setFile(null);
                field.current?.focus();
              }}
            >
              {WORDS.clear}
            </button>
          )}
        </div>
        <p id={`${ids}-help`} className={uiStyles.help}>
          {WORDS.help}
        </p>
      </section>
      <section className={styles.result} aria-live="polite" aria-busy={state.type === 'reading'}>
        <Standing
          state={state}
          onStop={stop}
          onTry={(sample) => {
            setText(sample);
            field.current?.focus();
          }}
        />
        {outcome?.type === 'choice' && <RequestList outcome={outcome} reader={reader} onPicked={setPicked} />}
        {shown?.type === 'problem' && <Trouble outcome={shown} />}
        {shown?.type === 'imported' && <Preview imported={shown.imported} />}
      </section>
      {shown?.type === 'imported' && (
        <div className={styles.foot}>
          <p>{WORDS.undoable}</p>
          <button type="button" className={styles.use} onClick={() => open(shown)}>
            {WORDS.use}
          </button>
        </div>
      )}
    </div>
  );
}

/** Reads a text after a pause in typing, a file at once; what was being read before is stopped. */
function useReading(source: string | Blob) {
  const [state, setState] = useState<State>({ type: 'empty' });
  const reader = useRef<Reader>(null);
  reader.current ??= createReader();
  const { current } = reader;

  useEffect(() => () => current.close(), [current]);
  useEffect(() => {
    if (typeof source === 'string' && source.trim() === '') {
      current.cancel();
      setState({ type: 'empty' });
      return;
    }
    let superseded = false;
    const set = (next: State) => {
      if (!superseded) setState(next);
    };
    const read = async () => {
      const { result } = useStore.getState();
      const hints: ImportHints = { current: result.scenario };
      set({ type: 'reading', progress: null });
      try {
        const outcome = await current.read(source, hints, (progress) => set({ type: 'reading', progress }));
        set({ type: 'done', outcome });
      } catch (error) {
        set({ type: error instanceof DOMException && error.name === 'AbortError' ? 'stopped' : 'failed' });
      }
    };
    const timer = setTimeout(read, typeof source === 'string' ? PAUSE : 0);
    return () => {
      superseded = true;
      clearTimeout(timer);
    };
  }, [source, current]);

  return { state, reader: current, stop: () => current.cancel() };
}

interface StandingProps {
  readonly state: State;
  readonly onStop: () => void;
  readonly onTry: (sample: string) => void;
}

/** What is going on, or what it was recognised as. */
function Standing({ state, onStop, onTry }: StandingProps): ReactNode {
  switch (state.type) {
    case 'empty':
      return (
        <>
          <h3>{WORDS.takes}</h3>
          <dl className={styles.takes}>
            {TAKES.map(({ what, how, sample }) => (
              <div key={what}>
                <dt>{what}</dt>
                <dd>{how}</dd>
                {sample !== null && (
                  <dd className={styles.try}>
                    <button type="button" aria-label={WORDS.tryOf(what)} onClick={() => onTry(sample)}>
                      {WORDS.try}
                    </button>
                  </dd>
                )}
              </div>
            ))}
          </dl>
        </>
      );
    case 'reading': {
      const { progress } = state;
      const label = progress ? WORDS[progress.stage] : WORDS.reading;
      return (
        <div className={styles.reading}>
          <progress
            aria-label={label}
            {...(progress && progress.total > 0 && { value: progress.done, max: progress.total })}
          />
          <span>{label}…</span>
          <button type="button" onClick={onStop}>
            {WORDS.stop}
          </button>
        </div>
      );
    }
    case 'stopped':
    case 'failed':
      return <p>{WORDS[state.type]}</p>;
    case 'done': {
      const { outcome } = state;
      const what = whatOf(outcome);
      return what === null ? null : (
        <h3 className={styles.kind} data-usable={outcome.type === 'problem' ? undefined : ''}>
          {outcome.type === 'problem' ? WORDS.looksLike : WORDS.recognised}
          <RichText text={what} />.
        </h3>
      );
    }
    default:
      return state satisfies never;
  }
}

/** What it was recognised as; null for nothing. */
function whatOf(outcome: Outcome): Rich | null {
  switch (outcome.type) {
    case 'imported':
      return outcome.imported.what;
    case 'choice':
      return outcome.what;
    case 'problem':
      return outcome.problem.kind && [KINDS[outcome.problem.kind]];
    default:
      return outcome satisfies never;
  }
}

/** Why nothing came of it: where, and what was read all the same. */
function Trouble({ outcome: { problem } }: { readonly outcome: Extract<Outcome, { type: 'problem' }> }) {
  return (
    <div className={styles.trouble}>
      <p>
        <b>{WORDS.problem}.</b> <RichText text={problem.sentence} />
        {problem.at && ` ${WORDS.at(problem.at.line, problem.at.column)}.`}
      </p>
      {[...problem.understood, ...problem.notUnderstood].map((sentence, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the sentences never change places.
        <p key={i}>
          <RichText text={sentence} />
        </p>
      ))}
      <p>{WORDS.stays}</p>
    </div>
  );
}
