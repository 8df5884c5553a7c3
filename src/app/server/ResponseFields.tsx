import { useStore } from '../../store/store';
import { Disclosure } from '../ui/Disclosure';
import { TextAreaField, TextField } from '../ui/Field';
import { Cell, Rows } from '../ui/Rows';
import styles from './server.module.css';
import { SERVER, STATUSES } from './words';

/** What the server answers to the request itself. */
export function ResponseFields({ index }: { readonly index: number }) {
  const at = `servers.${index}.response`;
  const cookies = useStore((state) => state.draft.servers[index]?.response.cookies.length ?? 0);
  const location = useStore((state) => state.draft.servers[index]?.response.location ?? '');
  const note = [location === '' ? '' : 'Location', cookies === 0 ? '' : 'Set-Cookie'].filter(
    (part) => part !== '',
  );
  return (
    <div className={styles.group}>
      <h3 className={styles.subtitle}>{SERVER.response}</h3>
      <div className={styles.narrow}>
        <TextField path={`${at}.status`} label={SERVER.status} inputMode="numeric" suggestions={STATUSES} />
      </div>
      <Rows
        path={`${at}.headers`}
        label={SERVER.responseHeaders}
        rowLabel={SERVER.header}
        addLabel={SERVER.addHeader}
        blank={['', '']}
      >
        {(path, row) => (
          <div className={styles.headerRow}>
            <Cell path={`${path}.name`} label={SERVER.headerName(row + 1)} placeholder="Name" />
            <Cell path={`${path}.value`} label={SERVER.headerValue(row + 1)} placeholder="value" />
          </div>
        )}
      </Rows>
      <Disclosure
        summary={SERVER.moreResponse}
        covers={[`${at}.cookies`, `${at}.location`, `${at}.body`]}
        note={note.join(', ')}
      >
        <TextAreaField path={`${at}.body`} label={SERVER.body} />
        <Rows
          path={`${at}.cookies`}
          label={SERVER.cookies}
          rowLabel={SERVER.cookie}
          addLabel={SERVER.addCookie}
          blank="session=2; Secure; SameSite=None"
        >
          {(path, row) => <Cell path={path} label={SERVER.cookieValue(row + 1)} placeholder="name=value" />}
        </Rows>
        <TextField
          path={`${at}.location`}
          label={SERVER.location}
          inputMode="url"
          placeholder="https://login.example/"
        />
      </Disclosure>
    </div>
  );
}
