import { useEffect, useMemo, useRef } from 'react';
import type { Fix } from '../../explain/fixes';
import { type Difference, differencesOf, diffOf } from '../../explain/fixes/difference';
import type { Scenario } from '../../scenario/scenario';
import { codeOf, printCode } from '../request/code';
import { Icon } from '../ui/Icon';
import { RichText } from '../ui/RichText';
import styles from './Fixes.module.css';
import { compilePattern } from './use-fixes';
import { WORDS } from './words';

interface AppliedProps {
  readonly fix: Fix;
  readonly before: Scenario;
  readonly undo: () => void;
  readonly close: () => void;
}

/** What a fix has changed, line by line, and the way back. It takes the focus when it appears. */
export function Applied({ fix, before, undo, close }: AppliedProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  const differences = useMemo(() => allDifferences(before, fix.scenario), [before, fix]);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  return (
    <div className={styles.applied}>
      <div className={styles.head}>
        <h2 ref={heading} tabIndex={-1}>
          <Icon name="pass" /> {WORDS.applied}
        </h2>
        <p>
          <RichText text={fix.says} />
        </p>
        <div className={styles.acts}>
          <button type="button" className={styles.undo} onClick={undo}>
            <Icon name="undo" /> {WORDS.undo}
          </button>
          <button type="button" onClick={close}>
            {WORDS.done}
          </button>
        </div>
      </div>
      <div className={styles.differences}>
        {differences.map((difference, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a difference is its place in the order.
          <DifferenceView key={i} difference={difference} />
        ))}
      </div>
    </div>
  );
}

function DifferenceView({ difference: { title, lines } }: { readonly difference: Difference }) {
  return (
    <figure className={styles.difference}>
      <figcaption>
        <RichText text={title} />
      </figcaption>
      <pre>
        {lines.map(({ kind, text }, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place in the text.
          <Line key={i} kind={kind} text={text} />
        ))}
      </pre>
    </figure>
  );
}

const ELEMENT = { same: 'span', gone: 'del', new: 'ins', skipped: 'span' } as const;

function Line({ kind, text }: Difference['lines'][number]) {
  const Element = ELEMENT[kind];
  return (
    <Element className={styles.line} data-kind={kind}>
      <span className="visually-hidden">{WORDS.line[kind]}</span>
      {kind === 'skipped' ? WORDS.skipped(Number(text)) : text}
      {'\n'}
    </Element>
  );
}

function allDifferences(before: Scenario, after: Scenario): readonly Difference[] {
  const code = (scenario: Scenario) => printCode(codeOf(scenario.request)).split('\n');
  const lines = diffOf(code(before), code(after));
  return [
    ...(lines.length > 0 ? [{ title: WORDS.call, lines }] : []),
    ...differencesOf(before, after, compilePattern),
  ];
}
