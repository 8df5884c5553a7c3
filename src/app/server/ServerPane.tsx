import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { useStore } from '../../store/store';
import { edit } from '../ui/control';
import { Disclosure } from '../ui/Disclosure';
import { removeAt } from '../ui/place';
import { RichText } from '../ui/RichText';
import { withNewServer } from './edit';
import { ServerFields } from './ServerFields';
import styles from './server.module.css';
import { SERVER } from './words';

/** The right pane: the servers, and what each answers. */
export function ServerPane() {
  const box = useRef<HTMLDivElement>(null);
  const count = useStore((state) => state.draft.servers.length);
  const origin = useStore((state) => state.draft.servers[0]?.origin ?? '');

  const focusServer = (index: number) => {
    box.current?.querySelector<HTMLElement>(`[data-server="${index}"] input`)?.focus();
  };
  const add = () => {
    flushSync(() => edit(withNewServer));
    focusServer(count);
  };
  const remove = (index: number) => {
    flushSync(() => edit((draft) => removeAt(draft, 'servers', index)));
    focusServer(Math.max(0, index - 1));
  };

  return (
    <div ref={box} className={styles.pane}>
      <header className={styles.head}>
        <h2 className={styles.title}>{SERVER.title}</h2>
        <p className={styles.who}>
          <RichText text={count === 1 ? SERVER.one(origin) : SERVER.several(count)} />
        </p>
      </header>
      {count === 1 ? (
        <div data-server={0} className={styles.server}>
          <ServerFields index={0} />
        </div>
      ) : (
        Array.from({ length: count }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a server is its place in the list.
          <div key={index} data-server={index} className={styles.several}>
            <Disclosure
              summary={<ServerName index={index} />}
              covers={[`servers.${index}`]}
              open={index === 0 || index === count - 1}
            >
              <ServerFields index={index} />
              <button type="button" className={styles.remove} onClick={() => remove(index)}>
                {SERVER.remove}
              </button>
            </Disclosure>
          </div>
        ))
      )}
      <button type="button" className={styles.add} onClick={add}>
        <span aria-hidden="true">+ </span>
        {SERVER.add}
      </button>
    </div>
  );
}

function ServerName({ index }: { readonly index: number }) {
  const server = useStore((state) => state.draft.servers[index]);
  if (server === undefined) return null;
  const name = `${server.origin}${server.path}`;
  return name === '' ? SERVER.numbered(index + 1) : <code>{name}</code>;
}
