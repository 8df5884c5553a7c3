import { useDeferredValue, useMemo, useRef, useState } from 'react';
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
import { textAt, writeAt } from '../ui/place';
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

/** What the browser missed in this server's answers, less what has been added since. The verdict comes first. */
function useMissing(index: number, what: keyof LookedFor, held: readonly string[]): readonly string[] {
  const missing = useStore(
    useShallow((state) => {
      const items = new Set(lookedFor(state.result, index)[what]);
      const same = (a: string, b: string) =>
        what === 'methods' ? a === b : a.toLowerCase() === b.toLowerCase();
      return [...items].filter((item) => !held.some((each) => same(each, item)));
    }),
  );
  return useDeferredValue(missing);
}

const NONE: readonly string[] = [];

/** The declarative CORS policy. */
export function PolicyFields({ index }: { readonly index: number }) {
  const at = `servers.${index}.policy`;
  const origins = useStore((state) => state.draft.servers[index]?.policy.origins);
  if (origins === undefined) return null;
  return (
    <>
      <SelectField
        path={`${at}.origins`}
        label={SERVER.origins}
        term="origin"
        options={ORIGIN_RULES}
        help={ORIGIN_RULE_HELP[origins]}
      />
      {origins === 'list' && <OriginList index={index} />}
      {origins === 'pattern' && (
        <TextField
          path={`${at}.pattern`}
          label={SERVER.pattern}
          help={SERVER.patternHelp}
          placeholder="^https://([a-z]+\.)?foo\.example$"
        />
      )}
      {origins !== 'none' && (
        <>
          <Toggle path={`${at}.credentials`} label={SERVER.credentials} term="credentials" />
          <Methods index={index} />
          <Headers index={index} />
          <Exposed index={index} />
          <MaxAge index={index} />
          <Toggle path={`${at}.vary`} label={SERVER.varyLabel} term="vary" />
          <Mistakes index={index} />
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

function Methods({ index }: { readonly index: number }) {
  const held = useStore((state) => state.draft.servers[index]?.policy.methods ?? NONE);
  const missing = useMissing(index, 'methods', held);
  return (
    <Chips
      path={`servers.${index}.policy.methods`}
      label={SERVER.methods}
      suggestions={METHODS}
      missing={missing}
    />
  );
}

function Headers({ index }: { readonly index: number }) {
  const held = useStore((state) => state.draft.servers[index]?.policy.headers ?? NONE);
  const missing = useMissing(index, 'headers', held);
  const suggestions = useMemo(() => suggested(without(HEADERS, held)), [held]);
  return (
    <Chips
      path={`servers.${index}.policy.headers`}
      label={SERVER.headers}
      suggestions={suggestions}
      missing={missing}
    />
  );
}

function Exposed({ index }: { readonly index: number }) {
  const held = useStore((state) => state.draft.servers[index]?.policy.exposed ?? NONE);
  const hidden = useMissing(index, 'hidden', held);
  const suggestions = useMemo(() => suggested([...hidden, '*']), [hidden]);
  return (
    <Chips
      path={`servers.${index}.policy.exposed`}
      label={SERVER.exposed}
      term="exposed header"
      suggestions={suggestions}
    />
  );
}

function MaxAge({ index }: { readonly index: number }) {
  const path = `servers.${index}.policy.maxAge`;
  const maxAge = useStore((state) => textAt(state.draft, path));
  return (
    <TextField
      path={path}
      label={SERVER.maxAge}
      term="preflight cache"
      inputMode="numeric"
      reading={maxAge === '' ? null : (duration(maxAge) ?? SERVER.seconds)}
    />
  );
}

function Mistakes({ index }: { readonly index: number }) {
  const path = `servers.${index}.policy.mistakes`;
  const made = useStore((state) => state.draft.servers[index]?.policy.mistakes ?? NONE);
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
  const options = useStore((state) => state.draft.servers[index]?.options);
  // While a status of one's own is typed it may pass one of those in the list.
  const [own, setOwn] = useState(false);
  const left = useRef(new Map<OptionsHandler, OptionsHandling>());
  if (options === undefined) return null;
  const handler = own && options.by === 'status' ? 'other' : optionsHandler(options);

  const choose = (chosen: string) => {
    const next = chosen as OptionsHandler;
    const server = useStore.getState().draft.servers[index];
    if (server === undefined) return;
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
