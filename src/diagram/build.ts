import type { HeaderList, WireAnswer } from '../engine/http';
import { serializeOrigin } from '../engine/origin';
import type { MessageRef, RuleFacts, RuleName, RuleStep, ScriptView, Trace, WireStep } from '../engine/trace';
import { MADE_WITH } from '../explain/rules';
import { clientOf, requestUrl } from '../scenario/page';
import type { Scenario } from '../scenario/scenario';
import type { ChecksEvent, Diagram, DiagramEvent, MessageEvent, Participant, ShownHeader } from './diagram';
import { isShownUnderArrow } from './headers';

/** What the page asked for, which a trace says only once something was sent. */
export interface Asked {
  /** The page's origin, serialised; empty where unknown. */
  readonly origin: string;
  /** The URL, serialised; empty where unknown. */
  readonly url: string;
}

/** Who asks for what in a scenario. */
export function askedOf(scenario: Scenario): Asked {
  const client = clientOf(scenario.page);
  return {
    origin: client === null ? '' : serializeOrigin(client.origin),
    url: requestUrl(scenario)?.withoutFragment ?? '',
  };
}

const UNKNOWN: Asked = { origin: '', url: '' };

/**
 * The conversation of one or more runs, each of a request to the same URL, in order.
 *
 * Participants stand in the order script, browser, preflight cache (only where it spared a preflight), servers by
 * first contact; a server the request was meant for stands there even if nothing was ever sent to it. Consecutive
 * rule steps become one event; rules that passed and teach nothing are left out, rules that failed never are.
 */
export function buildDiagram(traces: readonly Trace[], asked: Asked = UNKNOWN): Diagram {
  return {
    participants: participantsOf(traces, asked),
    events: traces.flatMap((trace, run) => eventsOfRun(trace, run, traces[run - 1], asked)),
  };
}

// Participants.

function participantsOf(traces: readonly Trace[], asked: Asked): Participant[] {
  const servers = new Set([originOfUrl(asked.url), ...traces.flatMap(contacted)]);
  servers.delete('null');
  const page = asked.origin || (traces.map(pageOrigin).find((origin) => origin !== '') ?? '');
  const name = shortener([page, ...servers]);
  const usesCache = traces.some((trace) => rulesOf(trace, 'http-fetch.preflight-cache-hit').length > 0);
  return [
    { id: 'script', role: 'script', detail: name(page) },
    { id: 'browser', role: 'browser', detail: '' },
    ...(usesCache ? [{ id: 'cache', role: 'cache', detail: '' } as const] : []),
    ...[...servers].map(
      (origin) => ({ id: serverId(origin), role: 'server', detail: name(origin) }) as const,
    ),
  ];
}

/** The origins a run sent something to, or was sent on to. */
function contacted(trace: Trace): string[] {
  return trace.steps.flatMap((step) => {
    if (step.type === 'request') return [originOfUrl(step.request.url)];
    if (step.type === 'rule' && step.rule === 'redirect.followed') return [originOfUrl(step.facts.to)];
    return [];
  });
}

/** The page's origin, as the first request that names it has it; empty where none does. */
function pageOrigin(trace: Trace): string {
  const request = trace.steps.find((step) => step.type === 'request')?.request;
  const headerOf = (wanted: string) => request?.headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
  const referrer = headerOf('referer');
  return headerOf('origin') ?? (referrer === undefined ? '' : originOfUrl(referrer));
}

/** Origins without their scheme where all share one; otherwise only `https://` goes without saying. */
function shortener(origins: readonly string[]): (origin: string) => string {
  const schemes = new Set(origins.flatMap((origin) => /^[a-z][a-z0-9+.-]*:\/\//.exec(origin) ?? []));
  return (origin) => {
    const scheme = schemes.size === 1 ? [...schemes].join() : 'https://';
    return origin.startsWith(scheme) ? origin.slice(scheme.length) : origin;
  };
}

const serverId = (origin: string): string => `server:${origin}`;

/** A WebSocket goes to the same server as HTTP does. */
const originOfUrl = (url: string): string =>
  URL.canParse(url) ? new URL(url).origin.replace(/^ws/, 'http') : 'null';

// Events.

type Unnumbered<E> = E extends DiagramEvent ? Omit<E, 'id' | 'run'> : never;

function eventsOfRun(trace: Trace, run: number, previous: Trace | undefined, asked: Asked): DiagramEvent[] {
  const events: DiagramEvent[] = [];
  const push = (event: Unnumbered<DiagramEvent>) =>
    events.push({ ...event, id: `${run}.${events.length}`, run } as DiagramEvent);

  let checks: ChecksEvent['checks'][number][] = [];
  const pushChecks = () => {
    const [first] = checks;
    if (first === undefined) return;
    push({ kind: 'checks', step: first.step, checks, tone: toneOf(checks.map(({ rule }) => rule)) });
    checks = [];
  };

  if (previous !== undefined) {
    push({ kind: 'note', step: -1, note: { type: 'later', seconds: trace.at - previous.at } });
  }
  push(callOf(trace, asked));

  const headersOf = headerShower(trace);
  trace.steps.forEach((step, index) => {
    switch (step.type) {
      case 'rule':
        if (step.rule === 'http-fetch.preflight-cache-hit') {
          pushChecks();
          push({ kind: 'note', step: index, note: { type: 'from cache', left: step.facts.left } });
        } else if (isWorthShowing(step)) {
          checks.push({ step: index, rule: step });
        }
        break;
      case 'request':
        pushChecks();
        push({
          kind: 'message',
          step: index,
          from: 'browser',
          to: serverId(originOfUrl(step.request.url)),
          message: step.purpose === 'preflight' ? 'preflight' : 'request',
          exchange: step.exchange,
          label: `${step.request.method} ${pathOf(step.request.url)}`,
          headers: headersOf(
            step.request.headers,
            { exchange: step.exchange, side: 'request' },
            step.purpose,
          ),
          tone: 'plain',
        });
        break;
      case 'answer': {
        pushChecks();
        const failed = 'failure' in step.answer;
        push({
          kind: 'message',
          step: index,
          from: serverId(originOfUrl(urlOfExchange(trace, step.exchange))),
          to: 'browser',
          message: failed ? 'failure' : 'answer',
          exchange: step.exchange,
          label: answerLabel(step.answer),
          headers: failed
            ? []
            : headersOf(step.answer.headers, { exchange: step.exchange, side: 'response' }, step.purpose),
          tone: failed ? 'bad' : 'plain',
        });
        break;
      }
      default:
        step satisfies never;
    }
  });
  pushChecks();

  const unsent = neverSent(trace, asked);
  if (unsent !== null) push({ kind: 'note', step: -1, note: { type: 'never sent', ...unsent } });
  push({
    kind: 'message',
    step: -1,
    from: 'browser',
    to: 'script',
    message: 'result',
    exchange: -1,
    headers: [],
    ...resultOf(trace),
  });
  return events;
}

function toneOf(rules: readonly RuleStep[]): ChecksEvent['tone'] {
  if (rules.some(({ result }) => result === 'fail')) return 'bad';
  return rules.some(({ result }) => result === 'pass') ? 'good' : 'plain';
}

/** Rules that pass without teaching anything stay in the trace and off the stage. */
function isWorthShowing(step: RuleStep): boolean {
  if (step.result === 'fail') return true;
  switch (step.rule) {
    case 'request.url':
    case 'request.initiator':
    case 'request.body-type':
    case 'network.credentials':
    case 'network.origin-header':
    case 'cors-check.no-credentials':
    case 'preflight.cached':
    case 'tao.check':
    case 'response.mime-type':
    case 'http-fetch.preflight-cache-miss':
      return false;
    case 'network.cookies':
      return step.facts.sent.length > 0 || step.facts.withheld.length > 0;
    case 'network.set-cookie':
      return step.facts.stored.length > 0 || step.facts.ignored.length > 0;
    case 'preflight.max-age':
      return step.facts.value !== null;
    case 'preflight-cache.cleared':
      return step.facts.entries > 0;
    case 'corp.check':
      return step.facts.value !== null;
    case 'response.exposed-headers':
      return step.facts.value !== null || step.facts.hidden.length > 0;
    case 'response.filtered':
      return step.facts.type === 'opaque' || step.facts.type === 'opaqueredirect';
    default:
      return true;
  }
}

// Messages.

function callOf(trace: Trace, asked: Asked): Unnumbered<MessageEvent> {
  const { method, url } = intended(trace, asked);
  return {
    kind: 'message',
    step: -1,
    from: 'script',
    to: 'browser',
    message: 'call',
    exchange: -1,
    label: [MADE_WITH[trace.initiator], method, pathOf(url)].filter((part) => part !== '').join(' '),
    headers: [],
    tone: 'plain',
  };
}

function answerLabel(answer: WireAnswer): string {
  if ('failure' in answer) return answer.failure;
  return `${answer.status} ${answer.statusText}`.trimEnd();
}

/** What the page's own code learns, in code. */
function resultOf({ script, outcome, initiator }: Trace): Pick<MessageEvent, 'label' | 'tone'> {
  switch (script.kind) {
    case 'exception':
      return { label: script.name, tone: 'bad' };
    case 'rejection':
      return { label: 'TypeError', tone: 'bad' };
    case 'response':
      return responseResult(script.response, '');
    case 'xhr':
      if (script.response === null || script.event === 'error') return { label: 'error', tone: 'bad' };
      return responseResult(script.response, 'load ');
    case 'queued':
      return { label: 'true', tone: outcome.type === 'response' ? 'good' : 'plain' };
    case 'connection':
      return { label: script.event, tone: script.event === 'open' ? 'good' : 'bad' };
    case 'navigation':
      return { label: 'navigation', tone: outcome.type === 'response' ? 'good' : 'bad' };
    case 'element':
      return elementResult(initiator, script);
  }
}

function responseResult(
  response: { readonly type: string; readonly status: number },
  event: string,
): Pick<MessageEvent, 'label' | 'tone'> {
  if (response.type === 'opaque' || response.type === 'opaqueredirect') {
    return { label: `${event}${response.type}`, tone: 'plain' };
  }
  return { label: `${event}${response.status}`, tone: 'good' };
}

function elementResult(
  initiator: Trace['initiator'],
  { event, pixels }: Extract<ScriptView, { kind: 'element' }>,
): Pick<MessageEvent, 'label' | 'tone'> {
  if (event === 'error') return { label: 'error', tone: 'bad' };
  // Media elements have no `load`.
  const label = initiator === 'video' ? 'loadeddata' : 'load';
  return { label, tone: pixels === 'tainted' || pixels === 'refused' ? 'bad' : 'good' };
}

type HeaderShower = (headers: HeaderList, message: MessageRef, purpose: WireStep['purpose']) => ShownHeader[];

/** Shows a message's headers, with what each means to the run's checks. */
function headerShower(trace: Trace): HeaderShower {
  const failed = trace.steps.filter((step) => step.type === 'rule').filter(({ result }) => result === 'fail');
  const needsPreflight = new Set(
    rulesOf(trace, 'main-fetch.preflight')
      .flatMap(({ reasons }) => reasons)
      .flatMap((reason) => (reason.kind === 'header' ? [reason.name.toLowerCase()] : [])),
  );
  return (headers, message, purpose) => {
    const decisive = failed
      .filter((step) => isSameMessage(step.message, message))
      .flatMap((step) => step.headers);
    const isDecisive = new Set(decisive.map((name) => name.toLowerCase()));
    const isOwn = purpose === 'fetch' && message.side === 'request';
    const shown = headers.map(([name, value], index): ShownHeader => {
      const lower = name.toLowerCase();
      return {
        name,
        value,
        index,
        cors: isShownUnderArrow(name, value) || (isOwn && needsPreflight.has(lower)),
        decisive: isDecisive.has(lower),
      };
    });
    const present = new Set(headers.map(([name]) => name.toLowerCase()));
    const missing = decisive.filter((name) => !present.has(name.toLowerCase()));
    return [...shown, ...missing.map((name) => ({ name, value: '', index: -1, cors: true, decisive: true }))];
  };
}

function isSameMessage(a: MessageRef | null, b: MessageRef): boolean {
  return a !== null && a.exchange === b.exchange && a.side === b.side;
}

// What was meant to be sent.

interface Intended {
  readonly method: string;
  readonly url: string;
}

/** The method and URL the page asked for, whether or not it came to that; empty where nothing says. */
function intended(trace: Trace, asked: Asked): Intended {
  const request = trace.steps.find((step) => step.type === 'request');
  return { method: methodOf(trace, request) ?? '', url: request?.request.url ?? asked.url };
}

function methodOf(
  trace: Trace,
  first: Extract<WireStep, { type: 'request' }> | undefined,
): string | undefined {
  if (first?.purpose === 'fetch') return first.request.method;
  if (first !== undefined) return requestedMethod(first);
  return (
    rulesOf(trace, 'main-fetch.simple')[0]?.method ??
    rulesOf(trace, 'request.method-normalized')[0]?.method ??
    rulesOf(trace, 'request.method-kept')[0]?.method
  );
}

function requestedMethod({ request }: Extract<WireStep, { type: 'request' }>): string | undefined {
  return request.headers.find(([name]) => name.toLowerCase() === 'access-control-request-method')?.[1];
}

/** The request that a failure kept from being sent: the first one, or that of the last redirect's target. */
function neverSent(trace: Trace, asked: Asked): Intended | null {
  if (trace.outcome.type === 'response') return null;
  let next: Intended | null = intended(trace, asked);
  for (const step of trace.steps) {
    if (step.type === 'request') {
      if (step.purpose === 'fetch') next = null;
      else next = { method: requestedMethod(step) ?? '', url: step.request.url };
    } else if (step.type === 'rule' && step.rule === 'redirect.followed') {
      next = { method: methodAfter(trace, step.facts), url: step.facts.to };
    }
  }
  return next?.url ? next : null;
}

/** The method a redirect goes on with: that of the request it answers, unless it was changed. */
function methodAfter(trace: Trace, redirect: RuleFacts['redirect.followed']): string {
  if (rulesOf(trace, 'redirect.method-changed').length > 0) return 'GET';
  const redirected = trace.steps.find(
    (step) => step.type === 'request' && step.purpose === 'fetch' && step.request.url === redirect.from,
  );
  return redirected?.type === 'request' ? redirected.request.method : '';
}

// Looking things up.

/** The facts of every step of one rule, in order. */
function rulesOf<R extends RuleName>(trace: Trace, rule: R): RuleFacts[R][] {
  return trace.steps.flatMap((step) =>
    step.type === 'rule' && step.rule === rule ? [step.facts as RuleFacts[R]] : [],
  );
}

function urlOfExchange(trace: Trace, exchange: number): string {
  for (const step of trace.steps) {
    if (step.type === 'request' && step.exchange === exchange) return step.request.url;
  }
  return '';
}

/** What a request line shows of a URL; the whole of it where it has no path to speak of. */
function pathOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { protocol, pathname, search } = new URL(url);
  return /^(https?|wss?):$/.test(protocol) ? pathname + search : url;
}
