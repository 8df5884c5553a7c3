import type { ReactNode } from 'react';
import { plain, type Rich } from '../../explain/rich';
import type { Imported } from '../../share/import/imported';
import { RichText } from '../ui/RichText';
import { fieldLabel, fieldValue } from './field-labels';
import { bySentence } from './guesses';
import styles from './Preview.module.css';
import { WORDS } from './words';

/** What would be opened: what is known, guessed, missing and masked, and what was left aside. */
export function Preview({ imported }: { readonly imported: Imported }) {
  const { scenario, known, guessed, missing, secrets, understood, notUnderstood } = imported;
  const values = known
    .map((path) => ({ path, label: fieldLabel(path), value: fieldValue(scenario, path) }))
    .filter(({ value }) => value !== '');
  return (
    <div className={styles.preview}>
      <p className={styles.request}>
        <code>
          <b>{scenario.request.method}</b> {scenario.request.url}
        </code>
      </p>
      <Part title={WORDS.missing} tone="missing" count={missing.length}>
        <ul>
          {missing.map(({ path, ask }) => (
            <li key={path}>
              <b>{fieldLabel(path)}</b> <RichText text={ask} />
            </li>
          ))}
        </ul>
      </Part>
      <Part title={WORDS.guessed} tone="guessed" count={guessed.length}>
        <ul>
          {bySentence(guessed).map(({ paths, why }) => (
            <li key={paths.join(' ') + plain(why)}>
              <b>{[...new Set(paths.map(fieldLabel))].join(', ')}</b> <RichText text={why} />
            </li>
          ))}
        </ul>
      </Part>
      <Part title={WORDS.secrets} tone="masked" count={secrets.length}>
        <ul className={styles.row}>
          {secrets.map(({ where, shown }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
            <li key={i}>
              {where}: <code>{shown}</code>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={WORDS.known} tone="known" count={values.length}>
        <dl>
          {values.map(({ path, label, value }) => (
            <div key={path}>
              <dt>{label}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ))}
        </dl>
      </Part>
      <Sentences title={WORDS.understood} list={understood} />
      <Sentences title={WORDS.notUnderstood} list={notUnderstood} />
    </div>
  );
}

interface PartProps {
  readonly title: string;
  readonly tone: 'missing' | 'guessed' | 'masked' | 'known' | 'said';
  readonly count: number;
  readonly children: ReactNode;
}

function Part({ title, tone, count, children }: PartProps) {
  if (count === 0) return null;
  return (
    <section className={styles.part} data-tone={tone}>
      <h4>{title}</h4>
      {children}
    </section>
  );
}

function Sentences({ title, list }: { readonly title: string; readonly list: readonly Rich[] }) {
  return (
    <Part title={title} tone="said" count={list.length}>
      <ul>
        {list.map((sentence, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
          <li key={i}>
            <RichText text={sentence} />
          </li>
        ))}
      </ul>
    </Part>
  );
}
