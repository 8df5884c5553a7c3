import { useId } from 'react';
import { useStore } from '../../store/store';
import { CheckButton } from '../review/CheckButton';
import { edit, lighting } from '../ui/control';
import { Disclosure } from '../ui/Disclosure';
import { SelectField, TextField } from '../ui/Field';
import { textAt } from '../ui/place';
import { withAnswers } from './edit';
import { OptionsFields, PolicyFields } from './PolicyFields';
import { RawFields } from './RawFields';
import { ResponseFields } from './ResponseFields';
import styles from './server.module.css';
import { ADDRESS_SPACES, FAILURES, SERVER } from './words';

/** Everything about one server. */
export function ServerFields({ index }: { readonly index: number }) {
  const at = `servers.${index}`;
  const answers = useStore((state) => state.draft.servers[index]?.answers);
  return (
    <>
      <TextField path={`${at}.origin`} label={SERVER.origin} inputMode="url" />
      <AnswersBy index={index} />
      <CheckButton index={index} />
      {answers === 'raw' ? (
        <RawFields index={index} />
      ) : (
        <>
          <PolicyFields index={index} />
          <OptionsFields index={index} />
          <ResponseFields index={index} />
        </>
      )}
      <Network index={index} />
    </>
  );
}

function AnswersBy({ index }: { readonly index: number }) {
  const path = `servers.${index}.answers`;
  const answers = useStore((state) => textAt(state.draft, path));
  const name = useId();
  return (
    <fieldset className={styles.segments} {...lighting(path)}>
      <legend>{SERVER.answers}</legend>
      {(['policy', 'raw'] as const).map((kind) => (
        <label key={kind}>
          <input
            type="radio"
            name={name}
            value={kind}
            checked={answers === kind}
            onChange={() => edit((draft) => withAnswers(draft, index, kind))}
          />
          <span>{SERVER[kind]}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Network({ index }: { readonly index: number }) {
  const at = `servers.${index}`;
  const failure = useStore((state) => state.draft.servers[index]?.failure ?? 'none');
  const path = useStore((state) => state.draft.servers[index]?.path ?? '');
  return (
    <Disclosure
      summary={SERVER.more}
      covers={[`${at}.path`, `${at}.failure`, `${at}.addressSpace`]}
      note={failure === 'none' ? path : FAILURES[failure]}
    >
      <SelectField path={`${at}.failure`} label={SERVER.failure} options={FAILURES} />
      <SelectField path={`${at}.addressSpace`} label={SERVER.addressSpace} options={ADDRESS_SPACES} />
      <TextField path={`${at}.path`} label={SERVER.path} help={[SERVER.pathHelp]} placeholder="/doc" />
    </Disclosure>
  );
}
