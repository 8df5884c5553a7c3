import { DEFAULT_ACCEPT, DEFAULT_LANGUAGE } from '../engine/fetch';
import { getHeader } from '../engine/headers';
import type { ConnectionFailureReason, HeaderList, HttpRequest } from '../engine/http';
import { DEFAULT_USER_AGENT } from '../engine/network';
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

/** Request headers that the standard decides, in lower case. */
const COMPARED_HEADERS = [
  'origin',
  'referer',
  'sec-fetch-site',
  'sec-fetch-mode',
  'sec-fetch-dest',
  'cache-control',
  'pragma',
  'access-control-request-method',
  'access-control-request-headers',
  'authorization',
  'cookie',
  'content-type',
  'content-length',
  'content-language',
  'range',
  'accept',
  'accept-language',
  'user-agent',
  'host',
  'upgrade',
  'sec-websocket-version',
  'sec-websocket-key',
  'accept-encoding',
  'connection',
] as const;

/** Whether a request header is compared: those above, and what the author may well have set. */
export function isCompared(name: string): boolean {
  return COMPARED_HEADERS.some((compared) => compared === name) || /^(?:x|content|if)-/.test(name);
}

/** What is predicted where a browser has words of its own: any will do, or none. */
const STAND_INS: Readonly<Record<string, readonly string[]>> = {
  accept: ['*/*', ...Object.values(DEFAULT_ACCEPT)],
  'accept-language': [DEFAULT_LANGUAGE],
  'user-agent': [DEFAULT_USER_AGENT],
};

/** Holds what a browser did against what was predicted for the same scenario (the mapped one). */
export function compare(
  predicted: Simulation,
  observed: Observed,
  record: readonly RecordedRequest[],
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
  compareRequests(predicted, record, differ);
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
  differ(`${field}.url`, comparableUrl(predicted.url), comparableUrl(observed.url));
  if (observed.redirected !== null) {
    differ(`${field}.redirected`, String(predicted.redirected), String(observed.redirected));
  }
  const order = (headers: HeaderList, others: HeaderList): string =>
    headers.flatMap(([name]) => (getHeader(others, name) === null ? [] : name)).join(', ');
  differ(
    `${field}.headers`,
    order(predicted.headers, observed.headers),
    order(observed.headers, predicted.headers),
  );
  const names = new Set([...predicted.headers, ...observed.headers].map(([name]) => name));
  for (const name of names) {
    differ(`${field}.headers.${name}`, getHeader(predicted.headers, name), getHeader(observed.headers, name));
  }
  // What browsers tell of a response that they hide is their own affair.
  if (observed.timing !== null && predicted.body !== 'hidden') {
    differ(`${field}.timing`, predicted.timing, observed.timing);
  }
  // A readable body that holds nothing looks like none.
  if (!(isEmpty(trace) && predicted.body === 'readable' && observed.body === 'empty')) {
    differ(`${field}.body`, predicted.body, observed.body);
  }
}

/** Firefox leaves spaces out of a `data:` URL. */
function comparableUrl(url: string): string {
  return url.startsWith('data:') ? url.replaceAll(' ', '') : withoutUserinfo(url);
}

/** WebKit leaves a user name out of `responseURL`. */
function withoutUserinfo(url: string): string {
  return url.replace(/^(https?:\/\/)[^/?#]*@/, '$1');
}

/** Whether the last answer came without a body, or the URL holds what there is. */
function isEmpty({ steps }: Trace): boolean {
  const last = steps.findLast((step) => step.type === 'answer');
  return last?.type !== 'answer' || ('body' in last.answer && last.answer.body === '');
}

interface Predicted {
  readonly request: HttpRequest;
  /** Names of headers in which browsers have their own way with it, in lower case. */
  readonly ownWay: ReadonlySet<string>;
  readonly failure: ConnectionFailureReason | null;
}

/** A request that was predicted, and what came in for it; either may be missing. */
export interface Pair {
  /** Where `Difference` has it: `requests.1`. */
  readonly field: string;
  readonly predicted: HttpRequest | null;
  /** Names of headers in which browsers have their own way with it, in lower case. */
  readonly ownWay: ReadonlySet<string>;
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
  const pairs = runs.flatMap(requestsOf).map(({ request, ownWay, failure }, i): Pair => {
    const recorded: RecordedRequest[] = [];
    const take = (): void => {
      const next = left.shift();
      if (next) recorded.push(next);
    };
    if (failure === null) take();
    else while (isSame(request, left[0])) take();
    return { field: `requests.${i}`, predicted: request, ownWay, failure, recorded };
  });
  const more = left.map((request, i): Pair => {
    const field = `requests.${record.length - left.length + i}`;
    return { field, predicted: null, ownWay: new Set(), failure: null, recorded: [request] };
  });
  return [...pairs, ...more];
}

function compareRequests(predicted: Simulation, record: readonly RecordedRequest[], differ: Differ): void {
  const pairs = pairRequests(predicted, record);
  pairs.forEach(({ field, predicted: request, ownWay, failure, recorded: [first] }, i) => {
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
    if (first && isSame(request, first)) {
      compareHeaders({ request, ownWay, failure }, first, field, differ);
      const [left, right] = [request, first].map(comparableBody);
      differ(`${field}.body`, left ?? null, right ?? null);
    }
  });
}

function requestsOf(trace: Trace): Predicted[] {
  const { steps } = trace;
  const requests: Predicted[] = [];
  let redirected = false;
  for (const step of steps) {
    if (step.type === 'rule' && step.rule === 'redirect.followed') redirected = true;
    if (step.type !== 'request') continue;
    const ownWay = leftToBrowsers(trace, step.request);
    // WebKit asks for more then, as if it were another request.
    if (redirected) ownWay.add('accept-encoding');
    const answered = steps.find(
      (other) =>
        other.type === 'answer' && other.exchange === step.exchange && other.purpose === step.purpose,
    );
    const failure =
      answered?.type === 'answer' && 'failure' in answered.answer ? answered.answer.failure : null;
    requests.push({ request: step.request, ownWay, failure });
  }
  return requests;
}

/** The headers of a request in which browsers have their own way. */
function leftToBrowsers({ steps }: Trace, request: HttpRequest): Set<string> {
  const left = new Set<string>();
  let plain = false;
  for (const step of steps) {
    if (step.type !== 'rule') continue;
    // With a boundary, the body is as long as the browser likes.
    if (step.rule === 'request.body-type' && step.facts.kind === 'FormData') left.add('content-length');
    if (step.rule === 'request.initiator')
      plain = step.facts.initiator === 'fetch' && step.facts.mode !== 'no-cors';
    // Which part of it is asked for, and how, is up to the player.
    if (step.rule === 'request.initiator' && step.facts.initiator === 'video')
      left.add('range').add('accept-encoding');
  }
  // What asks the HTTP cache is no matter of CORS: each has more reasons of its own to send these.
  const conditional = request.headers.some(([name]) => /^if-/i.test(name));
  if (!plain || conditional || isPreflight(request)) left.add('cache-control').add('pragma');
  return left;
}

function isSame(request: HttpRequest, recorded: RecordedRequest | undefined): boolean {
  return recorded !== undefined && lineOf(request) === lineOf(recorded);
}

/** `OPTIONS http://localhost:1/~x/ (preflight)`; `ws:` goes over the wire as `http:`, and userinfo does not go. */
function lineOf(request: HttpRequest | RecordedRequest): string {
  const target = withoutUserinfo(request.url.replace(/^ws/, 'http'));
  return `${request.method} ${target}${isPreflight(request) ? ' (preflight)' : ''}`;
}

function isPreflight({ method, headers }: HttpRequest | RecordedRequest): boolean {
  return method === 'OPTIONS' && getHeader(headers, 'access-control-request-method') !== null;
}

function compareHeaders(
  { request, ownWay }: Predicted,
  observed: RecordedRequest,
  at: string,
  differ: Differ,
): void {
  const all = [...request.headers, ...observed.headers].map(([name]) => name.toLowerCase());
  for (const name of new Set(all.filter(isCompared))) {
    const left = getHeader(request.headers, name);
    const right = getHeader(observed.headers, name);
    // Of an empty body WebKit says the length with POST and PUT only; of none, no other method has any.
    const isSaid =
      left !== '0' || request.body === null || request.method === 'POST' || request.method === 'PUT';
    if (ownWay.has(name) || (name === 'content-length' && !isSaid)) continue;
    // A preflight says it in every browser, but not by the standard.
    if (name === 'accept-language' && isPreflight(request)) continue;
    if (left !== null && STAND_INS[name]?.includes(left) && right !== 'text/event-stream') continue;
    differ(`${at}.headers.${name}`, comparable(name, left), comparable(name, right));
  }
}

/** A body, as text; null for none, which an empty one looks like. Each browser makes up its own boundary. */
export function comparableBody({ body }: Pick<HttpRequest, 'body'>): string | null {
  const [, boundary] = /^--(\S+)\r\nContent-Disposition:/.exec(body ?? '') ?? [];
  return (boundary === undefined ? body : body?.replaceAll(boundary, 'boundary')) || null;
}

/** What of a value is compared: some are made up anew each time, and some are each browser's own. */
function comparable(name: string, value: string | null): string | null {
  if (value === null) return null;
  switch (name) {
    case 'content-type':
      return value.replace(/(boundary=).*$/i, '$1');
    case 'range':
      // Chrome writes it anew, without spaces.
      return value.replaceAll(' ', '').toLowerCase();
    case 'accept-encoding':
      return /\bgzip\b/.test(value) ? 'gzip' : value;
    case 'cookie':
      // One without name and value is sent by WebKitGTK.
      return value || null;
    case 'connection':
      return /\bupgrade\b/i.test(value) ? 'upgrade' : null;
    case 'sec-websocket-key':
      return 'made up';
    default:
      return value;
  }
}
