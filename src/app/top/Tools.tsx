import { lazy } from 'react';
import { ImportButton } from '../import/ImportButton';
import { Dialog } from '../ui/Dialog';
import { Icon } from '../ui/Icon';
import { Loaded } from '../ui/Loaded';
import { Popover } from '../ui/Popover';
import { HistoryButtons } from './HistoryButtons';
import { useHistoryKeys } from './history-keys';
import { ThemeButton } from './ThemeButton';
import styles from './TopBar.module.css';
import { KEYS, WORDS } from './words';

const ExampleList = lazy(() => import('./ExampleList'));
const Primer = lazy(() => import('./Primer'));

/** What concerns the whole of it: the examples, an introduction, undo and redo, the theme, the keys. */
export default function Tools() {
  useHistoryKeys();
  return (
    <>
      <Popover
        title={WORDS.examples}
        size="wide"
        label={
          <>
            {WORDS.examples} <Icon name="down" size="0.9em" />
          </>
        }
      >
        {(close) => (
          <Loaded>
            <ExampleList onOpen={close} />
          </Loaded>
        )}
      </Popover>
      <ImportButton className={styles.primer} />
      <Dialog
        name={WORDS.primer}
        title={WORDS.primer}
        close={WORDS.close}
        className={styles.primer}
        label={
          <>
            <Icon name="help" />
            <span>{WORDS.primer}</span>
          </>
        }
      >
        {() => (
          <Loaded>
            <Primer />
          </Loaded>
        )}
      </Dialog>
      <HistoryButtons />
      <ThemeButton />
      <Popover
        className={`${styles.drawn} ${styles.keys}`}
        label={<Icon name="keys" />}
        name={WORDS.keys}
        title={WORDS.keys}
      >
        {() => <Keys />}
      </Popover>
    </>
  );
}

function Keys() {
  return (
    <dl className={styles.keyList}>
      {KEYS.map(({ keys, does }) => (
        <div key={does}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}
