import type { HTMLInputTypeAttribute, ReactNode } from 'react';
import type { TermKey } from '../../explain/glossary';
import { explainProblem } from '../../explain/problems';
import { plain, type Rich } from '../../explain/rich';
import type { FieldPath, Problem } from '../../scenario/scenario';
import { useStore } from '../../store/store';
import {
  type Change,
  describedBy,
  edit,
  lighting,
  useControlIds,
  useLit,
  useProblems,
  useText,
} from './control';
import { GrowingText } from './GrowingText';
import { readAt, writeAt } from './place';
import { RichText } from './RichText';
import { Term } from './Term';
import styles from './ui.module.css';

/** What is wrong with a field, said where the field is. The element is always there, so that a change is announced. */
export function ProblemText({
  id,
  problems,
}: {
  readonly id: string;
  readonly problems: readonly Problem[];
}) {
  const texts = problems.map((problem) => explainProblem(problem));
  return (
    <div id={id} className={styles.problem} aria-live="polite">
      {texts
        .filter((text, index) => texts.findIndex((other) => plain(other) === plain(text)) === index)
        .map((text) => (
          <p key={plain(text)}>
            <RichText text={text} />
          </p>
        ))}
    </div>
  );
}

interface LabelledProps {
  readonly path: FieldPath;
  readonly label: string;
  /** A sentence under the control. */
  readonly help?: Rich | undefined;
  /** A glossary term to explain beside the label. */
  readonly term?: TermKey | undefined;
}

interface FrameProps extends LabelledProps {
  readonly ids: ReturnType<typeof useControlIds>;
  readonly problems: readonly Problem[];
  readonly children: ReactNode;
}

/** Label, control, help and problem, one under the other. */
function Frame({ path, label, help, term, ids, problems, children }: FrameProps) {
  const lit = useLit([path]);
  return (
    <div className={styles.field} data-lit={lit || undefined} {...lighting(path)}>
      <span className={styles.label}>
        <label htmlFor={ids.id}>{label}</label>
        {term !== undefined && <Term id={term} />}
      </span>
      {children}
      {help !== undefined && (
        <p id={ids.help} className={styles.help}>
          <RichText text={help} />
        </p>
      )}
      <ProblemText id={ids.problem} problems={problems} />
    </div>
  );
}

interface TextFieldProps extends LabelledProps {
  readonly change?: Change;
  readonly placeholder?: string;
  readonly suggestions?: readonly string[];
  readonly inputMode?: 'numeric' | 'url' | 'text';
  readonly type?: HTMLInputTypeAttribute;
  /** Shown beside what is typed: a reading of it. */
  readonly reading?: string | null;
}

/** One line of text, as typed. */
export function TextField(props: TextFieldProps) {
  const { path, change, placeholder, suggestions, inputMode, type, reading } = props;
  const [text, set] = useText(path, change);
  const problems = useProblems(path);
  const ids = useControlIds();
  const list = suggestions === undefined ? undefined : `${ids.id}-list`;
  return (
    <Frame {...props} ids={ids} problems={problems}>
      <span className={styles.withReading}>
        <input
          id={ids.id}
          data-path={path}
          className={styles.input}
          type={type ?? 'text'}
          value={text}
          onChange={(event) => set(event.target.value)}
          placeholder={placeholder}
          list={list}
          inputMode={inputMode}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          {...describedBy(ids, { help: props.help !== undefined, problem: problems.length > 0 })}
        />
        {reading != null && (
          <output className={styles.reading} htmlFor={ids.id}>
            {reading}
          </output>
        )}
      </span>
      {suggestions !== undefined && (
        <datalist id={list}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </Frame>
  );
}

/** Text of several lines, as typed, as tall as it needs to be. */
export function TextAreaField(
  props: LabelledProps & { readonly placeholder?: string; readonly rows?: number },
) {
  const { path, placeholder, rows } = props;
  const [text, set] = useText(path);
  const problems = useProblems(path);
  const ids = useControlIds();
  return (
    <Frame {...props} ids={ids} problems={problems}>
      <GrowingText
        id={ids.id}
        data-path={path}
        className={styles.area}
        value={text}
        onChange={set}
        lines="several"
        rows={rows ?? 2}
        placeholder={placeholder}
        {...describedBy(ids, { help: props.help !== undefined, problem: problems.length > 0 })}
      />
    </Frame>
  );
}

/** An option's value with what it says on the screen. */
export type Options = Readonly<Record<string, string>>;

interface ChoiceProps extends LabelledProps {
  readonly options: Options;
  readonly value: string;
  readonly onChoose: (value: string) => void;
}

/** One of a few, where choosing does more than write the value at the path. */
export function Choice(props: ChoiceProps) {
  const { path, options, value, onChoose } = props;
  const problems = useProblems(path);
  const ids = useControlIds();
  return (
    <Frame {...props} ids={ids} problems={problems}>
      <select
        id={ids.id}
        data-path={path}
        className={styles.select}
        value={value}
        onChange={(event) => onChoose(event.target.value)}
        {...describedBy(ids, { help: props.help !== undefined, problem: problems.length > 0 })}
      >
        {Object.entries(options).map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </Frame>
  );
}

/** One of a few. */
export function SelectField(props: LabelledProps & { readonly options: Options }) {
  const [value, set] = useText(props.path);
  return <Choice {...props} value={value} onChoose={set} />;
}

interface CheckProps extends LabelledProps {
  readonly checked: boolean;
  readonly onToggle: (checked: boolean) => void;
}

/** A checkbox, where ticking does more than write true or false at the path. */
export function Check({ path, label, help, term, checked, onToggle }: CheckProps) {
  const ids = useControlIds();
  const lit = useLit([path]);
  return (
    <div className={styles.check} data-lit={lit || undefined} {...lighting(path)}>
      <input
        id={ids.id}
        data-path={path}
        type="checkbox"
        checked={checked}
        onChange={(event) => onToggle(event.target.checked)}
        aria-describedby={help === undefined ? undefined : ids.help}
      />
      <span className={styles.checkText}>
        <span className={styles.checkLabel}>
          <label htmlFor={ids.id}>{label}</label>
          {term !== undefined && <Term id={term} />}
        </span>
        {help !== undefined && (
          <span id={ids.help} className={styles.help}>
            <RichText text={help} />
          </span>
        )}
      </span>
    </div>
  );
}

/** Yes or no. */
export function Toggle(props: LabelledProps) {
  const { path } = props;
  const checked = useStore((state) => readAt(state.draft, path) === true);
  return (
    <Check {...props} checked={checked} onToggle={(next) => edit((draft) => writeAt(draft, path, next))} />
  );
}
