import { edit } from '../ui/control';
import { TextAreaField, TextField } from '../ui/Field';
import { policyWrittenOut, withServer } from './edit';
import styles from './server.module.css';
import { SERVER } from './words';

/** Answers written out, sent as they stand. */
export function RawFields({ index }: { readonly index: number }) {
  const at = `servers.${index}`;
  const restart = () =>
    edit((draft) =>
      withServer(draft, index, (server) => ({ ...server, raw: policyWrittenOut(draft, server) })),
    );
  return (
    <>
      <RawAnswerFields path={`${at}.raw.preflight`} title={SERVER.rawPreflight} />
      <RawAnswerFields path={`${at}.raw.response`} title={SERVER.rawResponse} />
      <TextAreaField path={`${at}.response.body`} label={SERVER.body} />
      <button type="button" className={styles.restart} onClick={restart}>
        {SERVER.restart}
      </button>
    </>
  );
}

interface RawAnswerProps {
  readonly path: string;
  readonly title: string;
}

function RawAnswerFields({ path, title }: RawAnswerProps) {
  return (
    <fieldset className={styles.group}>
      <legend className={styles.subtitle}>{title}</legend>
      <div className={styles.narrow}>
        <TextField path={`${path}.status`} label={SERVER.status} inputMode="numeric" />
      </div>
      <TextAreaField path={`${path}.lines`} label={SERVER.rawLines} help={[SERVER.rawHelp]} rows={4} />
    </fieldset>
  );
}
