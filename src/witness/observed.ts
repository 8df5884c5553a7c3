import * as v from 'valibot';
import type { HeaderList } from '../engine/http';
import type { ExceptionName, FilteredResponse } from '../engine/trace';

/** A response as script saw it; null for what the way it was asked for does not tell. */
export interface SeenResponse {
  readonly type: FilteredResponse['type'] | 'default' | 'error' | null;
  readonly url: string;
  readonly redirected: boolean | null;
  readonly status: number;
  readonly statusText: string;
  readonly ok: boolean;
  /** Names in lower case, sorted. */
  readonly headers: HeaderList;
  readonly body: FilteredResponse['body'];
  readonly timing: FilteredResponse['timing'] | null;
}

/** What script saw of one run, in the terms of the engine's `ScriptView`. */
export type Seen =
  | { readonly kind: 'exception'; readonly name: ExceptionName | (string & {}) }
  | { readonly kind: 'rejection' }
  | { readonly kind: 'response'; readonly response: SeenResponse }
  | { readonly kind: 'xhr'; readonly event: 'load' | 'error'; readonly response: SeenResponse | null }
  | { readonly kind: 'queued' }
  | { readonly kind: 'connection'; readonly event: 'open' | 'error' }
  | { readonly kind: 'navigation' }
  | {
      readonly kind: 'element';
      readonly event: 'load' | 'error';
      /** `unknown`: this browser cannot tell, for it has no WebGL, say. */
      readonly pixels: 'clean' | 'tainted' | 'refused' | 'unknown' | null;
    }
  /** Nothing happened in the time the runner waits. */
  | { readonly kind: 'nothing' };

/** What a real browser's page saw of a scenario. */
export interface Observed {
  /** One for each time the request was sent; the last is the request itself. */
  readonly runs: readonly Seen[];
  readonly userAgent: string;
}

const header = v.strictTuple([v.string(), v.string()]);

const response = v.strictObject({
  type: v.nullable(v.picklist(['basic', 'cors', 'opaque', 'opaqueredirect', 'default', 'error'])),
  url: v.string(),
  redirected: v.nullable(v.boolean()),
  status: v.number(),
  statusText: v.string(),
  ok: v.boolean(),
  headers: v.array(header),
  body: v.picklist(['readable', 'empty', 'hidden']),
  timing: v.nullable(v.picklist(['detailed', 'opaque'])),
});

const seen = v.variant('kind', [
  v.strictObject({ kind: v.literal('exception'), name: v.string() }),
  v.strictObject({ kind: v.literal('rejection') }),
  v.strictObject({ kind: v.literal('response'), response }),
  v.strictObject({
    kind: v.literal('xhr'),
    event: v.picklist(['load', 'error']),
    response: v.nullable(response),
  }),
  v.strictObject({ kind: v.literal('queued') }),
  v.strictObject({ kind: v.literal('connection'), event: v.picklist(['open', 'error']) }),
  v.strictObject({ kind: v.literal('navigation') }),
  v.strictObject({
    kind: v.literal('element'),
    event: v.picklist(['load', 'error']),
    pixels: v.nullable(v.picklist(['clean', 'tainted', 'refused', 'unknown'])),
  }),
  v.strictObject({ kind: v.literal('nothing') }),
]);

const observed = v.strictObject({
  runs: v.pipe(v.array(seen), v.minLength(1), v.maxLength(20)),
  userAgent: v.pipe(v.string(), v.maxLength(1000)),
});

/** What a page reports, from the JSON it sent; null for what no runner sends. */
export function parseObserved(text: string): Observed | null {
  try {
    const result = v.safeParse(observed, JSON.parse(text));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}
