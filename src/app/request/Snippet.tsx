import { type KeyboardEvent, memo, useCallback, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useStore } from '../../store/store';
import { CopyButton } from '../ui/CopyButton';
import { type Change, describedBy, edit, lighting, useLit, useProblems, useText } from '../ui/control';
import { ProblemText } from '../ui/Field';
import { GrowingText } from '../ui/GrowingText';
import { appendAt, readAt, removeAt, writeAt } from '../ui/place';
import { codeOf, type Line, printCode, type Token } from './code';
import { type Followed, followedServers, withRequestUrl } from './edit';
import styles from './request.module.css';
import { CODE_CHOICES, LEFT_OUT, labelOf, METHODS, placeholderOf, REQUEST } from './words';

/** The code that stands for the request, its literals editable where they stand. */
export function Snippet() {
  const request = useStore((state) => state.draft.request);
  const [unfolded, setUnfolded] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const lines = codeOf(request);
  const folded = lines.filter((line) => line.part === 'folded');

  const focusHeader = useCallback((index: number) => {
    const field = box.current?.querySelector<HTMLElement>(`[data-header="${index}"] textarea`);
    (field ?? box.current?.querySelector<HTMLElement>('[data-add]'))?.focus();
  }, []);
  const addHeader = useCallback(() => {
    flushSync(() => edit((draft) => appendAt(draft, 'request.headers', ['', ''])));
    focusHeader(headersNow().length - 1);
  }, [focusHeader]);
  const removeHeader = useCallback(
    (index: number, focus: number) => {
      flushSync(() => edit((draft) => removeAt(draft, 'request.headers', index)));
      focusHeader(Math.min(focus, headersNow().length - 1));
    },
    [focusHeader],
  );

  return (
    <div className={styles.snippet}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot hold code set as code. */}
      <div ref={box} className={styles.code} role="group" aria-label={REQUEST.snippet}>
        {lines.map((line, index) => {
          if (line.part === 'folded' && !unfolded) return null;
          if (line.part === 'add header') {
            return (
              <div key="add" className={styles.line} data-indent={line.indent}>
                <button
                  type="button"
                  data-add
                  data-path="request.headers"
                  className={styles.addHeader}
                  aria-label={REQUEST.addHeaderName}
                  onClick={addHeader}
                >
                  + {REQUEST.addHeader}
                </button>
              </div>
            );
          }
          if (line.header !== null) {
            return (
              <HeaderLine
                key={`header ${line.header}`}
                line={line}
                index={line.header}
                onAdd={addHeader}
                onRemove={removeHeader}
              />
            );
          }
          return <CodeLine key={keyOf(line, index)} line={line} />;
        })}
      </div>
      <div className={styles.snippetFoot}>
        {folded.length > 0 && (
          <button
            type="button"
            className={styles.fold}
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            <span aria-hidden="true">{unfolded ? '− ' : '+ '}</span>
            {folded.flatMap(choiceNames).join(', ')}
          </button>
        )}
        <CopyButton text={() => printCode(lines)} of={REQUEST.codeName} />
      </div>
    </div>
  );
}

/** Lines with a field keep their identity, and so the focus, while others come and go above them. */
function keyOf(line: Line, index: number): string {
  const field = line.tokens.find((token) => token.kind === 'literal' || token.kind === 'choice');
  return field && 'path' in field ? field.path : `${index}`;
}

function choiceNames(line: Line): readonly string[] {
  return line.tokens.flatMap((token) => (token.kind === 'choice' ? [labelOf(token.path).toLowerCase()] : []));
}

const headersNow = () => useStore.getState().draft.request.headers;

interface HeaderLineProps {
  readonly line: Line;
  readonly index: number;
  readonly onAdd: () => void;
  /** Which header goes, and which one then has the focus. */
  readonly onRemove: (index: number, focus: number) => void;
}

/** A header's line, with a way to add another one after it and to remove it. */
const HeaderLine = memo(
  function HeaderLine({ line, index, onAdd, onRemove }: HeaderLineProps) {
    const name = useStore((state) => state.draft.request.headers[index]?.[0] ?? '');
    const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
      if (!(event.target instanceof HTMLTextAreaElement)) return;
      if (event.key === 'Enter') onAdd();
      const blank = headersNow()[index]?.every((text) => text === '') ?? false;
      if (event.key !== 'Backspace' || !blank) return;
      event.preventDefault();
      onRemove(index, Math.max(0, index - 1));
    };
    return (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot hold code set as code.
      <div
        role="group"
        aria-label={REQUEST.headerRow(index + 1)}
        data-header={index}
        className={styles.headerLine}
        onKeyDown={onKeyDown}
      >
        <CodeLine line={line} />
        <button
          type="button"
          className={styles.removeHeader}
          aria-label={REQUEST.removeHeader(index + 1, name)}
          onClick={() => onRemove(index, index)}
        >
          <span aria-hidden="true">×</span>
        </button>
      </div>
    );
  },
  (before, after) =>
    before.index === after.index &&
    before.onAdd === after.onAdd &&
    before.onRemove === after.onRemove &&
    areSame(before.line, after.line),
);

/** Lines are made anew for each key; most of them say the same as before. */
function areSame(before: Line, after: Line): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}

interface CodeLineProps {
  readonly line: Line;
}

/** One line and what is wrong with its fields. */
const CodeLine = memo(
  function CodeLine({ line }: CodeLineProps) {
    return (
      <div className={styles.line} data-part={line.part} data-indent={line.indent}>
        {line.tokens.map((token, index) => {
          const before = line.tokens[index - 1];
          const after = line.tokens[index + 1];
          return (
            <CodeToken
              // biome-ignore lint/suspicious/noArrayIndexKey: a token is its place in the line.
              key={index}
              token={before?.kind === 'literal' ? withoutTail(token) : token}
              tail={after === undefined ? '' : tailIn(after)}
            />
          );
        })}
        {line.tokens.map(
          (token) => token.kind === 'literal' && <LiteralProblem key={token.path} path={token.path} />,
        )}
      </div>
    );
  },
  (before, after) => areSame(before.line, after.line),
);

/** The punctuation a token begins with: it stays with the literal before it, however long that is. */
function tailIn(token: Token): string {
  return token.kind === 'plain' ? (/^\W+/.exec(token.text)?.[0] ?? '') : '';
}

function withoutTail(token: Token): Token {
  return token.kind === 'plain' ? { ...token, text: token.text.slice(tailIn(token).length) } : token;
}

interface TokenProps<T extends Token> {
  readonly token: T;
  readonly tail: string;
}

function CodeToken({ token, tail }: TokenProps<Token>) {
  switch (token.kind) {
    case 'plain':
      return <span>{token.text}</span>;
    case 'keyword':
      return <span className={styles.keyword}>{token.text}</span>;
    case 'string':
      return <span className={styles.string}>{token.text}</span>;
    case 'literal':
      return token.path === 'request.url' ? (
        <UrlLiteral token={token} tail={tail} />
      ) : (
        <Literal token={token} tail={tail} />
      );
    case 'choice':
      return <ChoiceToken token={token} />;
    default:
      return token satisfies never;
  }
}

type LiteralToken = Extract<Token, { kind: 'literal' }>;

function UrlLiteral({ token, tail }: TokenProps<LiteralToken>) {
  const followed = useRef<Followed | null>(null);
  const change: Change = (draft, url) => withRequestUrl(draft, url, followed.current);
  return (
    <Literal
      token={token}
      tail={tail}
      change={change}
      onFocus={() => {
        followed.current = followedServers(useStore.getState().draft);
      }}
    />
  );
}

interface LiteralProps extends TokenProps<LiteralToken> {
  readonly change?: Change;
  readonly onFocus?: () => void;
}

/** A string in the code: what is typed is what it means; the quotes stand beside it. */
function Literal({ token: { path, open, close }, tail, change, onFocus }: LiteralProps) {
  const [text, set] = useText(path, change);
  const problems = useProblems(path);
  const lit = useLit([path]);
  const list = useId();
  const described = describedBy(
    { help: '', problem: problemId(path) },
    { help: false, problem: problems.length > 0 },
  );
  return (
    <span className={styles.literal} data-lit={lit || undefined} {...lighting(path)}>
      <span aria-hidden="true">{open}</span>
      {path === 'request.method' ? (
        <span className={styles.method}>
          <span aria-hidden="true">{text}</span>
          <input
            aria-label={labelOf(path)}
            data-path={path}
            value={text}
            onChange={(event) => set(event.target.value)}
            list={list}
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            {...described}
          />
          <datalist id={list}>
            {METHODS.map((method) => (
              <option key={method} value={method} />
            ))}
          </datalist>
        </span>
      ) : (
        <GrowingText
          aria-label={labelOf(path)}
          data-path={path}
          className={styles.editable}
          value={text}
          onChange={set}
          lines={path === 'request.body.text' ? 'several' : 'one'}
          placeholder={placeholderOf(path)}
          {...(onFocus ? { onFocus } : {})}
          {...described}
        />
      )}
      <span aria-hidden="true">
        {close}
        <span className={styles.tail}>{tail}</span>
      </span>
    </span>
  );
}

const problemId = (path: string) => `code-problem-${path}`;

function LiteralProblem({ path }: { readonly path: string }) {
  return (
    <div className={styles.literalProblem}>
      <ProblemText id={problemId(path)} problems={useProblems(path)} />
    </div>
  );
}

/** A word of a few, chosen from a list that says what each does. */
function ChoiceToken({
  token: { path, text, value },
}: {
  readonly token: Extract<Token, { kind: 'choice' }>;
}) {
  const lit = useLit([path]);
  const options = CODE_CHOICES[path] ?? {};
  const label = labelOf(path);
  const choose = (chosen: string) =>
    edit(
      (draft) => writeAt(draft, path, typeof readAt(draft, path) === 'boolean' ? chosen === 'true' : chosen),
      path,
    );
  const current =
    value in options
      ? value
      : (Object.keys(options).find((option) => option.toUpperCase() === value.toUpperCase()) ?? '');
  return (
    <span className={styles.choice} data-lit={lit || undefined} {...lighting(path)}>
      <span aria-hidden="true">{text === '' ? (LEFT_OUT[path] ?? '') : text}</span>
      <select
        aria-label={label}
        data-path={path}
        value={current}
        onChange={(event) => choose(event.target.value)}
      >
        {Object.entries(options).map(([option, words]) => (
          <option key={option} value={option}>
            {words}
          </option>
        ))}
      </select>
    </span>
  );
}
