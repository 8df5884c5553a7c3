import type { Header } from '../../engine/http';
import type { ScriptView } from '../../engine/trace';
import type { Pair } from '../../witness/compare';
import type { Finding } from '../../witness/finding';
import type { Seen, SeenResponse } from '../../witness/observed';
import { TIMING } from './words';

/** How what was seen stands to what was said: `own` is not compared. */
export type Standing = 'same' | 'different' | 'own';

/** Something with its two values; null where there is nothing. */
export interface Row {
  readonly label: string;
  readonly said: string | null;
  readonly seen: string | null;
  readonly standing: Standing;
}

/** What script could read of one run, what Corscope says of it first. */
export function scriptRows({ predicted, observed, differences }: Finding, run: number): readonly Row[] {
  const [trace, seen] = [predicted.runs[run], observed.runs[run]];
  const said = new Map(trace ? factsOf(trace.script) : []);
  const saw = new Map(seen ? factsOf(seen) : []);
  const whole = differences.some(({ field }) => field === `runs.${run}`);
  return [...new Set([...said.keys(), ...saw.keys()])].map((label) => {
    const [left, right] = [said.get(label) ?? null, saw.get(label) ?? null];
    const field = `runs.${run}.${fieldOf(label)}`;
    const differs = left !== right && (whole || differences.some((one) => one.field === field));
    return {
      label,
      said: left,
      seen: right,
      standing: differs ? 'different' : left === right ? 'same' : 'own',
    };
  });
}

/** `response.headers.get('x-a')` is the field `response.headers.x-a`; of timing, no property of the response tells. */
function fieldOf(label: string): string {
  if (label === 'timing') return 'response.timing';
  return label.replace(/\.get\('(.*)'\)$/, '.$1');
}

function factsOf(view: ScriptView | Seen): [label: string, value: string][] {
  switch (view.kind) {
    case 'exception':
      return [['outcome', `throws ${view.name}`]];
    case 'rejection':
      return [['outcome', 'rejects with a TypeError']];
    case 'response':
      return [['outcome', 'a response'], ...responseFacts(view.response)];
    case 'xhr':
      return [['event', view.event], ...(view.response ? responseFacts(view.response) : [])];
    case 'connection':
      return [['event', view.event]];
    case 'element':
      return [
        ['event', view.event],
        ...(view.pixels === null ? [] : [['pixels', view.pixels] as [string, string]]),
      ];
    case 'queued':
      return [['outcome', 'taken to be sent']];
    case 'navigation':
      return [['outcome', 'the page is left']];
    case 'nothing':
      return [['outcome', 'nothing happened']];
    default:
      return view satisfies never;
  }
}

function responseFacts(
  response: Omit<SeenResponse, 'type'> & { readonly type: string | null },
): [string, string][] {
  const { type, status, statusText, url, redirected, headers, body, timing } = response;
  return [
    ...(type === null ? [] : [['response.type', type] as [string, string]]),
    ['response.status', String(status)],
    ...(statusText === '' ? [] : [['response.statusText', statusText] as [string, string]]),
    ['response.url', url],
    ...(redirected === null ? [] : [['response.redirected', String(redirected)] as [string, string]]),
    ...headers.map(([name, value]): [string, string] => [`response.headers.get('${name}')`, value]),
    ['response.body', body],
    ...(timing === null || body === 'hidden'
      ? []
      : [['timing', TIMING[timing] ?? timing] as [string, string]]),
  ];
}

/** A request's headers, those with a part in CORS first; then those that are the browser's own. */
export function headerRows(pair: Pair, { differences }: Finding): readonly Row[] {
  const [recorded] = pair.recorded;
  const said = pair.predicted?.headers ?? [];
  const seen = recorded?.headers ?? [];
  const names = new Map([...seen, ...said].map(([name]) => [name.toLowerCase(), name]));
  const rows = [...names].map(([key, label]): Row => {
    const [left, right] = [valuesOf(said, key), valuesOf(seen, key)];
    const differs = differences.some(({ field }) => field === `${pair.field}.headers.${key}`);
    // Without one of the two requests there is nothing to compare.
    const comparable = pair.predicted !== null && recorded !== undefined;
    const standing = differs ? 'different' : comparable && left === right ? 'same' : 'own';
    return { label, said: left, seen: right, standing };
  });
  const rank = { different: 0, same: 1, own: 2 } as const;
  return rows.sort((a, b) => rank[a.standing] - rank[b.standing]);
}

/** All values of a name, in order; null for none. */
function valuesOf(headers: readonly Header[], key: string): string | null {
  const values = headers.filter(([name]) => name.toLowerCase() === key).map(([, value]) => value);
  return values.length === 0 ? null : values.join(', ');
}
