import { useRef, useState } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { serializeOrigin } from '../../engine/origin';
import type { Mistake, OptionsHandling } from '../../policy/policy';
import { clientOf } from '../../scenario/page';
import { useStore } from '../../store/store';
import { Chips, type Suggestion } from '../ui/Chips';
import { edit } from '../ui/control';
import { Disclosure } from '../ui/Disclosure';
import { duration } from '../ui/duration';
import { Check, Choice, SelectField, TextField, Toggle } from '../ui/Field';
import { writeAt } from '../ui/place';
import { type OptionsHandler, optionsHandler, optionsOf, withMistake } from './edit';
import { type LookedFor, lookedFor } from './looked-for';
import styles from './server.module.css';
import { MISTAKES, OPTIONS_HANDLERS, ORIGIN_RULE_HELP, ORIGIN_RULES, REDIRECTS, SERVER } from './words';

const METHODS = suggested(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', '*']);
const HEADERS = ['Content-Type', 'Authorization', '*'];

function suggested(values: readonly string[]): readonly Suggestion[] {
  return values.map((value) => ({ value, label: value }));
}

/** Header names compare without regard to case. */
function without(names: readonly string[], held: readonly string[]): readonly string[] {
  return names.filter((name) => !held.some((each) => each.toLowerCase() === name.toLowerCase()));
}

/** What the browser missed in this server's answers, less what has been added since. */
function useMissing(index: number, what: keyof LookedFor, held: readonly string[]): readonly string[] {
  const missing = useStore(useShallow((state) => lookedFor(state.result, index)[what]));
  const same = (a: string, b: string) => (what === 'methods' ? a === b : a.toLowerCase() === b.toLowerCase());
  return [...new Set(missing)].filter((item) => !held.some((each) => same(each, item)));
}

/** The declarative CORS policy. */
export function PolicyFields({ index }: { readonly index: number }) {
  const at = `servers.${index}.policy`;
  const policy = useStore((state) => state.draft.servers[index]?.policy);
  const missingMethods = useMissing(index, 'methods', policy?.methods ?? []);
  const missingHeaders = useMissing(index, 'headers', policy?.headers ?? []);
  const hidden = useMissing(index, 'hidden', policy?.exposed ?? []);
  if (policy === undefined) return null;
  return (
    <>
      <SelectField
        path={`${at}.origins`}
        label={SERVER.origins}
        term="origin"
        options={ORIGIN_RULES}
        help={ORIGIN_RULE_HELP[policy.origins]}
      />
      {policy.origins === 'list' && <OriginList index={index} />}
      {policy.origins === 'pattern' && (
        <TextField
          path={`${at}.pattern`}
          label={SERVER.pattern}
          help={SERVER.patternHelp}
          placeholder="^https://([a-z]+\.)?foo\.example$"
        />
      )}
      {policy.origins !== 'none' && (
        <>
          <Toggle path={`${at}.credentials`} label={SERVER.credentials} term="credentials" />
          <Chips
            path={`${at}.methods`}
            label={SERVER.methods}
            suggestions={METHODS}
            missing={missingMethods}
          />
          <Chips
            path={`${at}.headers`}
            label={SERVER.headers}
            suggestions={suggested(without(HEADERS, policy.headers))}
            missing={missingHeaders}
          />
          <Chips
            path={`${at}.exposed`}
            label={SERVER.exposed}
            term="exposed header"
            suggestions={suggested([...hidden, '*'])}
          />
          <TextField
            path={`${at}.maxAge`}
            label={SERVER.maxAge}
            term="preflight cache"
            inputMode="numeric"
            reading={policy.maxAge === '' ? null : (duration(policy.maxAge) ?? SERVER.seconds)}
          />
          <Toggle path={`${at}.vary`} label={SERVER.varyLabel} term="vary" />
          <Mistakes index={index} made={policy.mistakes} />
        </>
      )}
    </>
  );
}

function OriginList({ index }: { readonly index: number }) {
  const path = `servers.${index}.policy.list`;
  const own = useStore((state) => {
    const client = clientOf(state.draft.page);
    return client?.origin.kind === 'tuple' ? serializeOrigin(client.origin) : null;
  });
  return (
    <Chips
      path={path}
      label={SERVER.list}
      placeholder="https://…"
      suggestions={own === null ? [] : [{ value: own, label: SERVER.pageOrigin }]}
    />
  );
}

function Mistakes({ index, made }: { readonly index: number; readonly made: readonly Mistake[] }) {
  const path = `servers.${index}.policy.mistakes`;
  return (
    <Disclosure summary={SERVER.mistakes} covers={[path]} note={SERVER.mistakesOn(made.length)}>
      {(Object.keys(MISTAKES) as Mistake[]).map((mistake) => (
        <Check
          key={mistake}
          path={path}
          label={MISTAKES[mistake].label}
          help={MISTAKES[mistake].help}
          checked={made.includes(mistake)}
          onToggle={(checked) =>
            edit((draft) => withMistake(draft, index, mistake, checked ? 'made' : 'mended'))
          }
        />
      ))}
    </Disclosure>
  );
}

/** Who answers OPTIONS, and how. */
export function OptionsFields({ index }: { readonly index: number }) {
  const path = `servers.${index}.options`;
  const server = useStore((state) => state.draft.servers[index]);
  const options = server?.options;
  // While a status of one's own is typed it may pass one of those in the list.
  const [own, setOwn] = useState(false);
  const left = useRef(new Map<OptionsHandler, OptionsHandling>());
  if (server === undefined || options === undefined) return null;
  const handler = own && options.by === 'status' ? 'other' : optionsHandler(options);

  const choose = (chosen: string) => {
    const next = chosen as OptionsHandler;
    left.current.set(handler, options);
    setOwn(next === 'other');
    edit((draft) => writeAt(draft, path, left.current.get(next) ?? optionsOf(next, server)));
  };

  return (
    <div className={styles.group}>
      <Choice
        path={path}
        label={SERVER.options}
        term="preflight"
        options={OPTIONS_HANDLERS}
        value={handler}
        onChoose={choose}
      />
      {(handler === 'policy' || handler === 'other') && (
        <div className={styles.narrow}>
          <TextField path={`${path}.status`} label={SERVER.optionsStatus} inputMode="numeric" />
        </div>
      )}
      {handler === 'redirect' && (
        <>
          <SelectField path={`${path}.status`} label={SERVER.optionsStatus} options={REDIRECTS} />
          <TextField path={`${path}.location`} label={SERVER.optionsRedirect} inputMode="url" />
        </>
      )}
    </div>
  );
}
