import type { ChecksEvent, Diagram, DiagramEvent, MessageEvent } from '../../diagram/diagram';
import { checksHeading, eventSentence, messageAside } from './words';

/** An event, with what the stage says of it. */
export interface Line {
  readonly event: DiagramEvent;
  /** What stands beside a message's label or over a card of checks; empty for nothing. */
  readonly aside: string;
  /** The event in one sentence, for assistive technology. */
  readonly sentence: string;
  /** Nothing of this request reached the server, as far as one can tell. */
  readonly lost: 'lost' | 'delivered';
  /** For both messages of an exchange: what the server did with the request. A preflight only asks. */
  readonly handled: 'nothing' | 'ran' | 'redirected';
}

interface Exchange {
  sent?: MessageEvent;
  came?: MessageEvent;
}

/** Every event of a diagram, with what the stage says of it. */
export function scriptOf(diagram: Diagram): readonly Line[] {
  const exchanges = exchangesOf(diagram);
  const exchangeOf = (run: number, exchange: number): Exchange => exchanges.get(`${run}.${exchange}`) ?? {};
  return diagram.events.map((event): Line => {
    switch (event.kind) {
      case 'message': {
        const exchange = exchangeOf(event.run, event.exchange);
        const aside = messageAside(event, exchange.sent?.message === 'preflight' ? 'preflight' : 'request');
        return {
          event,
          aside,
          sentence: eventSentence(event, diagram, aside),
          handled: handledBy(exchange),
          lost: isLost(exchange) ? 'lost' : 'delivered',
        };
      }
      case 'checks': {
        const aside = checksHeading(looksAt(event, exchangeOf));
        return { event, aside, sentence: eventSentence(event, diagram, aside), ...UNSENT };
      }
      case 'note':
        return { event, aside: '', sentence: eventSentence(event, diagram, ''), ...UNSENT };
      default:
        return event satisfies never;
    }
  });
}

const UNSENT = { handled: 'nothing', lost: 'delivered' } as const;

/** These break before a request gets through; after the others, one cannot know. */
const BEFORE_DELIVERY: readonly string[] = ['dns', 'refused', 'tls', 'blocked by the client'];

function isLost({ came }: Exchange): boolean {
  return came?.message === 'failure' && BEFORE_DELIVERY.includes(came.label);
}

function exchangesOf(diagram: Diagram): Map<string, Exchange> {
  const exchanges = new Map<string, Exchange>();
  for (const event of diagram.events) {
    if (event.kind !== 'message' || event.exchange < 0) continue;
    const key = `${event.run}.${event.exchange}`;
    const exchange = exchanges.get(key) ?? {};
    if (event.from === 'browser') exchange.sent = event;
    else exchange.came = event;
    exchanges.set(key, exchange);
  }
  return exchanges;
}

function handledBy({ sent, came }: Exchange): Line['handled'] {
  if (sent?.message !== 'request' || came?.message !== 'answer') return 'nothing';
  return came.headers.some(({ name }) => name.toLowerCase() === 'location') && /^3/.test(came.label)
    ? 'redirected'
    : 'ran';
}

function looksAt(
  { run, checks }: ChecksEvent,
  exchangeOf: (run: number, exchange: number) => Exchange,
): Parameters<typeof checksHeading>[0] {
  if (checks.some(({ rule }) => rule.rule === 'network.connection')) return 'failure';
  const looked = checks.find(({ rule }) => rule.message?.side === 'response')?.rule.message;
  if (looked) return exchangeOf(run, looked.exchange).sent?.message === 'preflight' ? 'preflight' : 'request';
  return 'nothing yet';
}
