import type { CacheEntry } from '../../engine/preflight-cache';
import type { RuleFacts, RuleName, Trace } from '../../engine/trace';
import { explainCookieReason } from '../../explain/details';
import { codes } from '../../explain/rich';
import { RichText } from '../ui/RichText';
import styles from './Inspector.module.css';
import { FILTERED, hiddenWords, WORDS } from './words';

/** What is left in the browser: the response as filtered for script, cookies, remembered preflights. */
export function Kept({ trace }: { readonly trace: Trace }) {
  return (
    <>
      <div className={styles.head}>
        <h3>{WORDS.keeps}</h3>
      </div>
      <Response trace={trace} />
      <Cookies trace={trace} />
      <Preflights trace={trace} />
    </>
  );
}

function Response({ trace }: { readonly trace: Trace }) {
  const { outcome } = trace;
  if (outcome.type !== 'response') {
    const words = outcome.type === 'exception' ? WORDS.notFetched : WORDS.noResponse;
    return <p className={styles.soft}>{words}</p>;
  }
  const { response } = outcome;
  const { kind } = trace.script;
  const scripted = kind === 'response' || kind === 'xhr';
  const hidden = lastFacts(trace, 'response.exposed-headers')?.hidden ?? [];
  return (
    <>
      <p>
        <RichText text={WORDS.response(response.type)} />{' '}
        {scripted && <RichText text={FILTERED[response.type]} />}
      </p>
      {!scripted && (
        <p className={styles.soft}>
          {kind === 'element' ? WORDS.noScript : kind === 'navigation' ? WORDS.noPage : WORDS.noReader}
        </p>
      )}
      {response.headers.length > 0 && scripted && (
        <>
          <h4>{WORDS.forScript}</h4>
          <ul className={styles.lines}>
            {response.headers.map(([name, value]) => (
              <li key={name} data-sign="pass">
                <code>
                  <span className={styles.name}>{name}: </span>
                  {value}
                </code>
              </li>
            ))}
          </ul>
        </>
      )}
      {hidden.length > 0 && scripted && (
        <>
          <h4>{WORDS.hidden}</h4>
          <ul className={styles.lines}>
            {hidden.map(({ name, why }) => (
              <li key={name} data-sign="hidden">
                <code>{name}</code> <RichText text={hiddenWords(why)} />
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Cookies({ trace }: { readonly trace: Trace }) {
  const set = allFacts(trace, 'network.set-cookie');
  const stored = new Set(set.flatMap((facts) => facts.stored));
  const ignored = set.flatMap((facts) => facts.ignored);
  const { cookies } = trace.state;
  return (
    <>
      <h4>{WORDS.cookies}</h4>
      {cookies.length + ignored.length === 0 && <p className={styles.soft}>{WORDS.noCookies}</p>}
      <ul className={styles.lines}>
        {cookies.map(({ name, value, domain, path }) => (
          <li key={`${name} ${domain} ${path}`} data-sign="pass">
            <code>
              {name}={value}
            </code>{' '}
            {domain} {stored.has(name) && <b>{WORDS.stored}</b>}
          </li>
        ))}
        {ignored.map(({ name, why }) => (
          <li key={`${name} ${why}`} data-sign="fail">
            <code>{name}</code> {WORDS.ignored}: <RichText text={explainCookieReason(why)} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Preflights({ trace }: { readonly trace: Trace }) {
  const { preflightCache, now } = trace.state;
  const live = preflightCache.filter((entry) => secondsLeft(entry, now) > 0);
  return (
    <>
      <h4>{WORDS.cache}</h4>
      {live.length === 0 && <p className={styles.soft}>{WORDS.noCache}</p>}
      <ul className={styles.lines}>
        {preflightsOf(live, now).map(([shared, entries]) => (
          <li key={shared} data-sign="pass">
            {shared}
            <Names label={WORDS.methods} names={entries.map(({ method, implied }) => method ?? implied)} />
            <Names label={WORDS.requestHeaders} names={entries.map((entry) => entry.headerName)} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** The entries of each preflight together, under what they share. */
function preflightsOf(
  entries: readonly CacheEntry[],
  now: number,
): readonly (readonly [string, readonly CacheEntry[]])[] {
  const shared = new Set(entries.map((entry) => sharedPart(entry, now)));
  return [...shared].map((part) => [part, entries.filter((entry) => sharedPart(entry, now) === part)]);
}

function Names({ label, names }: { readonly label: string; readonly names: readonly (string | null)[] }) {
  const there = [...new Set(names.filter((name) => name !== null))];
  if (there.length === 0) return null;
  return (
    <div>
      {label} <RichText text={codes(there)} />
    </div>
  );
}

/** What entries of one preflight have in common, in words. */
function sharedPart(entry: CacheEntry, now: number): string {
  const credentialed = entry.credentials ? `, ${WORDS.credentialed}` : '';
  return `${entry.url} ${WORDS.from} ${entry.origin}${credentialed}, ${WORDS.left(secondsLeft(entry, now))}.`;
}

function secondsLeft(entry: CacheEntry, now: number): number {
  return Math.max(0, entry.storedAt + entry.maxAge - now);
}

function allFacts<R extends RuleName>(trace: Trace, rule: R): readonly RuleFacts[R][] {
  // The rule's name picks the facts.
  return trace.steps.flatMap((step) =>
    step.type === 'rule' && step.rule === rule ? [step.facts as RuleFacts[R]] : [],
  );
}

function lastFacts<R extends RuleName>(trace: Trace, rule: R): RuleFacts[R] | undefined {
  return allFacts(trace, rule).at(-1);
}
