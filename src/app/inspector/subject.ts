import type { Diagram, DiagramEvent, MessageEvent, ShownHeader } from '../../diagram/diagram';
import type { HttpRequest, WireAnswer } from '../../engine/http';
import type { Trace } from '../../engine/trace';

/** One message, whole, with what the checks made of its headers. */
export interface WireMessage {
  readonly event: MessageEvent;
  readonly side: 'request' | 'response';
  readonly purpose: 'preflight' | 'fetch';
  readonly request: HttpRequest;
  /** What came back; null for a request's own message. */
  readonly answer: WireAnswer | null;
  readonly headers: readonly ShownHeader[];
}

/** Every message between browser and servers of all runs, in order. */
export function wireMessages(diagram: Diagram, runs: readonly Trace[]): readonly WireMessage[] {
  return diagram.events.flatMap((event) => {
    if (event.kind !== 'message' || event.exchange < 0) return [];
    const steps = runs[event.run]?.steps ?? [];
    const sent = steps.find((step) => step.type === 'request' && step.exchange === event.exchange);
    const step = steps[event.step];
    if (sent?.type !== 'request' || step === undefined || step.type === 'rule') return [];
    return [
      {
        event,
        side: step.type === 'request' ? ('request' as const) : ('response' as const),
        purpose: sent.purpose,
        request: sent.request,
        answer: step.type === 'answer' ? step.answer : null,
        headers: event.headers,
      },
    ];
  });
}

/** The event to show: the selected one, else the one that decided, else the last answer. */
export function eventToShow(diagram: Diagram, selected: string | null): DiagramEvent | null {
  const { events } = diagram;
  return (
    events.find((event) => event.id === selected) ??
    events.findLast((event) => event.kind === 'checks' && event.tone === 'bad') ??
    events.findLast((event) => event.kind === 'message' && event.exchange >= 0) ??
    events[0] ??
    null
  );
}

/**
 * The message an event is about: itself; for checks the one they looked at; else the nearest before it in its
 * run, else the first after it. Null where that run sent nothing.
 */
export function messageOf(
  event: DiagramEvent,
  diagram: Diagram,
  messages: readonly WireMessage[],
): WireMessage | null {
  const own = messages.filter((message) => message.event.run === event.run);
  const looked =
    event.kind === 'checks'
      ? (
          event.checks.find(({ rule }) => rule.result === 'fail' && rule.message) ??
          event.checks.find(({ rule }) => rule.message)
        )?.rule.message
      : null;
  const at = diagram.events.indexOf(event);
  return (
    own.find(
      (message) => looked && message.event.exchange === looked.exchange && message.side === looked.side,
    ) ??
    own.findLast((message) => diagram.events.indexOf(message.event) <= at) ??
    own[0] ??
    null
  );
}

/** The first line of a message, as HTTP/1.1 has it. */
export function startLine({ side, request, answer }: WireMessage): string {
  if (side === 'request' || answer === null) {
    const { pathname, search } = new URL(request.url);
    return `${request.method} ${pathname}${search} HTTP/1.1`;
  }
  return 'failure' in answer ? answer.failure : `HTTP/1.1 ${answer.status} ${answer.statusText}`.trimEnd();
}

/** A message's body, to read; empty where it has none. */
export function bodyOf({ side, request, answer }: WireMessage): string {
  if (side === 'request') return request.body ?? '';
  return answer === null || 'failure' in answer ? '' : answer.body;
}

/** A message as text: its first line, its headers, its body. */
export function rawMessage(message: WireMessage): string {
  const headers = message.headers.filter(({ index }) => index >= 0);
  const lines = [startLine(message), ...headers.map(({ name, value }) => `${name}: ${value}`)];
  const body = bodyOf(message);
  return body === '' ? lines.join('\n') : [...lines, '', body].join('\n');
}
