import { Fragment } from 'react';
import { plain } from '../../explain/rich';
import { useStore } from '../../store/store';
import { RichText } from '../ui/RichText';
import { focusField } from '../verdict/focus-field';
import { fieldLabel } from './field-labels';
import { bySentence } from './guesses';
import styles from './ImportNote.module.css';
import { useImportedNote } from './imported-note';
import { KINDS, WORDS } from './words';

/** What an import guessed and could not know, until it is dismissed or something else is opened. */
export default function ImportNote() {
  const imported = useImportedNote((state) => state.imported);
  const title = useStore((state) => state.draft.title);
  if (imported === null || imported.scenario.title !== title) return null;
  const { missing, kind } = imported;
  // Of a field that is asked for, the stand-in need not be told too.
  const guesses = bySentence(
    imported.guessed.filter(({ path }) => missing.every((asked) => asked.path !== path)),
  );
  if (guesses.length + missing.length === 0) return null;
  return (
    <aside className={styles.note} aria-label={WORDS.note}>
      <details>
        <summary>
          <b>{WORDS.opened(KINDS[kind])}.</b> {WORDS.leftOpen(missing.length, guesses.length)}
        </summary>
        <ul>
          {missing.map(({ path, ask }) => (
            <li key={`missing ${path}`} data-tone="missing">
              <FieldLink path={path} /> <RichText text={ask} />
            </li>
          ))}
          {guesses.map(({ paths, why }) => (
            <li key={paths.join(' ') + plain(why)} data-tone="guessed">
              {paths.map((path) => (
                <Fragment key={path}>
                  <FieldLink path={path} />{' '}
                </Fragment>
              ))}
              <RichText text={why} />
            </li>
          ))}
        </ul>
      </details>
      <button type="button" onClick={() => useImportedNote.setState({ imported: null })}>
        {WORDS.dismiss}
      </button>
    </aside>
  );
}

function FieldLink({ path }: { readonly path: string }) {
  const label = fieldLabel(path);
  return (
    <button type="button" className={styles.link} title={WORDS.goTo(label)} onClick={() => focusField(path)}>
      {label}
    </button>
  );
}
