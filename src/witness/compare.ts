import { getHeader, headerValues } from '../engine/headers';
import type { ConnectionFailureReason, HttpRequest } from '../engine/http';
import type { FilteredResponse, ScriptView, Trace } from '../engine/trace';
import type { Simulation } from '../scenario/simulate';
import type { Observed, Seen, SeenResponse } from './observed';
import type { RecordedRequest } from './record';

/** A place where a browser did otherwise than predicted. */
export interface Difference {
  /** `runs.0.response.status`, `requests.1.headers.origin` */
  readonly field: string;
  /** As JSON-like text; null for nothing there. */
  readonly predicted: string | null;
  readonly observed: string | null;
}

export interface Comparison {
  /** None where the browser did as predicted. */
  readonly differences: readonly Difference[];
}

/**
 * Request headers in which a CORS decision shows, in lower case. `Referer` belongs to them only where asked for, as
 * much else than the standard bears on it.
 */
const COMPARED = [
  'origin',
  'access-control-request-method',
  'access-control-request-headers',
  'authorization',
  'content-type',
] as const;

export interface CompareOptions {
  readonly referer?: 'compared' | 'ignored';
}

/** Holds what a browser did against what was predicted for the same scenario (the mapped one). */
export function compare(
  predicted: Simulation,
  observed: Observed,
  record: readonly RecordedRequest[],
  { referer = 'ignored' }: CompareOptions = {},
): Comparison {
  const differences: Difference[] = [];
  const differ: Differ = (field, left, right) => {
    if (left !== right) differences.push({ field, predicted: left, observed: right });
  };
  differ('runs', String(predicted.runs.length), String(observed.runs.length));
  predicted.runs.forEach((trace, i) => {
    const seen = observed.runs[i];
    if (seen) compareViews(trace, seen, `runs.${i}`, differ);
  });
  compareRequests(predicted, record, referer, differ);
  return { differences };
}

type Differ = (field: string, predicted: string | null, observed: string | null) => void;

function compareViews(trace: Trace, seen: Seen, field: string, differ: Differ): void {
  const view = trace.script;
  if (view.kind !== seen.kind) {
    differ(field, described(view), described(seen));
    return;
  }
  switch (view.kind) {
    case 'exception':
      if (seen.kind === 'exception') differ(`${field}.name`, view.name, seen.name);
      break;
    case 'response':
      if (seen.kind === 'response') compareResponses(trace, view.response, seen.response, field, differ);
      break;
    case 'xhr':
      if (seen.kind !== 'xhr') break;
      differ(`${field}.event`, view.event, seen.event);
      if (view.response && seen.response)
        compareResponses(trace, view.response, seen.response, field, differ);
      break;
    case 'connection':
      if (seen.kind === 'connection') differ(`${field}.event`, view.event, seen.event);
      break;
    case 'element':
      if (seen.kind !== 'element') break;
      differ(`${field}.event`, view.event, seen.event);
      if (seen.pixels !== 'unknown') differ(`${field}.pixels`, view.pixels, seen.pixels);
      break;
    case 'rejection':
    case 'queued':
    case 'navigation':
      break;
    default:
      view satisfies never;
  }
}

function described(view: ScriptView | Seen): string {
  switch (view.kind) {
    case 'exception':
      return `exception ${view.name}`;
    case 'response':
      return `response ${view.response.type} ${view.response.status}`;
    case 'xhr':
    case 'connection':
    case 'element':
      return `${view.kind} ${view.event}`;
    case 'rejection':
    case 'queued':
    case 'navigation':
    case 'nothing':
      return view.kind;
    default:
      return view satisfies never;
  }
}

function compareResponses(
  trace: Trace,
  predicted: FilteredResponse,
  observed: SeenResponse,
  at: string,
  differ: Differ,
): void {
  const field = `${at}.response`;
  if (observed.type !== null) differ(`${field}.type`, predicted.type, observed.type);
  differ(`${field}.status`, String(predicted.status), String(observed.status));
  differ(`${field}.statusText`, predicted.statusText, observed.statusText);
  differ(`${field}.ok`, String(predicted.ok), String(observed.ok));
  differ(`${field}.url`, predicted.url, observed.url);
  if (observed.redirected !== null) {
    differ(`${field}.redirected`, String(predicted.redirected), String(observed.redirected));
  }
  const names = new Set([...predicted.headers, ...observed.headers].map(([name]) => name));
  for (const name of names) {
    differ(`${field}.headers.${name}`, getHeader(predicted.headers, name), getHeader(observed.headers, name));
  }
  // A readable body that holds nothing looks like none.
  if (!(isEmpty(trace) && predicted.body === 'readable' && observed.body === 'empty')) {
    differ(`${field}.body`, predicted.body, observed.body);
  }
}

/** Whether the last answer came without a body. */
function isEmpty({ steps }: Trace): boolean {
  const last = steps.findLast((step) => step.type === 'answer');
  return last?.type === 'answer' && 'body' in last.answer && last.answer.body === '';
}

interface Predicted {
  readonly request: HttpRequest;
  readonly failure: ConnectionFailureReason | null;
}

/** A request that was predicted, and what came in for it; either may be missing. */
export interface Pair {
  /** Where `Difference` has it: `requests.1`. */
  readonly field: string;
  readonly predicted: HttpRequest | null;
  /** How the connection was to fail; null where an answer was to come. */
  readonly failure: ConnectionFailureReason | null;
  /** In the order received: one that is cut off may come in again. */
  readonly recorded: readonly RecordedRequest[];
}

/**
 * The requests in order. One that finds no server may or may not come in, and one whose connection is cut may come
 * in several times, as browsers try again.
 */
export function pairRequests({ runs }: Simulation, record: readonly RecordedRequest[]): readonly Pair[] {
  const left = [...record];
  const pairs = runs.flatMap(requestsOf).map(({ request, failure }, i): Pair => {
    const recorded: RecordedRequest[] = [];
    const take = (): void => {
      const next = left.shift();
      if (next) recorded.push(next);
    };
    if (failure === null) take();
    else while (isSame(request, left[0])) take();
    return { field: `requests.${i}`, predicted: request, failure, recorded };
  });
  const more = left.map((request, i): Pair => {
    const field = `requests.${record.length - left.length + i}`;
    return { field, predicted: null, failure: null, recorded: [request] };
  });
  return [...pairs, ...more];
}

function compareRequests(
  predicted: Simulation,
  record: readonly RecordedRequest[],
  referer: 'compared' | 'ignored',
  differ: Differ,
): void {
  const pairs = pairRequests(predicted, record);
  pairs.forEach(({ field, predicted: request, failure, recorded: [first] }, i) => {
    if (!request) {
      differ(field, null, first ? lineOf(first) : null);
      return;
    }
    if (failure !== null) {
      if (first || !(failure === 'reset' || failure === 'timeout')) return;
      const [next] = pairs.slice(i + 1).flatMap(({ recorded }) => recorded);
      differ(field, lineOf(request), next ? lineOf(next) : null);
      return;
    }
    differ(field, lineOf(request), first ? lineOf(first) : null);
    if (first && isSame(request, first)) compareHeaders(request, first, field, referer, differ);
  });
}

function requestsOf({ steps }: Trace): Predicted[] {
  const requests: Predicted[] = [];
  for (const step of steps) {
    if (step.type !== 'request') continue;
    const answered = steps.find(
      (other) =>
        other.type === 'answer' && other.exchange === step.exchange && other.purpose === step.purpose,
    );
    const failure =
      answered?.type === 'answer' && 'failure' in answered.answer ? answered.answer.failure : null;
    requests.push({ request: step.request, failure });
  }
  return requests;
}

function isSame(request: HttpRequest, recorded: RecordedRequest | undefined): boolean {
  return recorded !== undefined && lineOf(request) === lineOf(recorded);
}

/** `OPTIONS http://localhost:1/~x/ (preflight)`; `ws:` goes over the wire as `http:`, and userinfo does not go. */
function lineOf({ method, url, headers }: HttpRequest | RecordedRequest): string {
  const asks = method === 'OPTIONS' && getHeader(headers, 'access-control-request-method') !== null;
  const target = url.replace(/^ws/, 'http').replace(/^(https?:\/\/)[^/?#]*@/, '$1');
  return `${method} ${target}${asks ? ' (preflight)' : ''}`;
}

function compareHeaders(
  predicted: HttpRequest,
  observed: RecordedRequest,
  at: string,
  referer: 'compared' | 'ignored',
  differ: Differ,
): void {
  const names = referer === 'compared' ? [...COMPARED, 'referer'] : COMPARED;
  for (const name of names) {
    const [left, right] = [predicted, observed].map(({ headers }) => getHeader(headers, name));
    differ(`${at}.headers.${name}`, comparable(name, left ?? null), comparable(name, right ?? null));
  }
  differ(`${at}.headers.cookie`, cookieNames(predicted), cookieNames(observed));
}

/** Boundaries are made up anew each time. */
function comparable(name: string, value: string | null): string | null {
  return name === 'content-type' && value !== null ? value.replace(/(boundary=).*$/i, '$1') : value;
}

/** In no order; null for none. */
function cookieNames({ headers }: HttpRequest | RecordedRequest): string | null {
  const names = headerValues(headers, 'cookie')
    .flatMap((value) => value.split(';'))
    .map((pair) => pair.trim().split('=', 1)[0] ?? '');
  return names.length === 0 ? null : names.sort().join(', ');
}
