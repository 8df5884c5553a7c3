import type { HttpResponse } from '../engine/http';
import type { Initiator } from '../engine/initiator';
import type { RuleFacts, RuleStep, Trace } from '../engine/trace';
import { answerOf, header, lastFacts, originOf, wireRequests } from './reading';

/** Where a request failed, and what surrounds it. */
export interface Failure {
  readonly trace: Trace;
  readonly step: RuleStep;
  readonly initiator: Initiator;
  readonly credentials: RuleFacts['request.initiator']['credentials'];
  /** At which message: none, the preflight's answer, or the answer to the request itself. */
  readonly at: 'nothing sent' | 'preflight' | 'fetch';
  /** The method of the request itself. */
  readonly method: string;
  /** The origin of the server that answered last. */
  readonly server: string;
  readonly redirected: 'no' | 'yes';
  /** The server whose redirect made the origin `null`; null where none did. */
  readonly tainter: string | null;
  readonly answer: HttpResponse | null;
  /** Whether the request needed a preflight. */
  readonly preflighted: boolean;
  /** What that asked permission for: `Access-Control-Request-Headers`. */
  readonly asked: string | null;
}

/** The failure that step `because` of the trace is; null where it is none. */
export function failureAt(trace: Trace, because: number): Failure | null {
  const step = trace.steps[because];
  if (step?.type !== 'rule') return null;
  const requests = wireRequests(trace);
  const wire = step.message
    ? requests.find(({ exchange }) => exchange === step.message?.exchange)
    : requests.at(-1);
  const tainted = lastFacts(trace, 'redirect.origin-null');
  return {
    trace,
    step,
    initiator: trace.initiator,
    credentials: lastFacts(trace, 'request.initiator')?.credentials ?? 'same-origin',
    at: wire && (step.message || answerOf(trace, wire.exchange) === null) ? wire.purpose : 'nothing sent',
    method:
      (wire?.purpose === 'preflight'
        ? header(wire.request, 'access-control-request-method')
        : wire?.request.method) ?? 'GET',
    server: originOf(wire?.request.url ?? lastFacts(trace, 'request.url')?.url ?? ''),
    redirected: lastFacts(trace, 'redirect.followed') ? 'yes' : 'no',
    tainter: tainted && tainted.origin !== 'null' ? tainted.via : null,
    answer: wire ? answerOf(trace, wire.exchange) : null,
    preflighted: requests.some(
      ({ purpose, request }) => purpose === 'preflight' && request.url === wire?.request.url,
    ),
    asked: header(wire?.request, 'access-control-request-headers'),
  };
}
