import type { HttpRequest, HttpResponse } from '../engine/http';
import type { RuleFacts, RuleName, Trace, WireStep } from '../engine/trace';

/** The facts of the last step of that rule; undefined where it did not run. */
export function lastFacts<R extends RuleName>(trace: Trace, rule: R): RuleFacts[R] | undefined {
  const step = trace.steps.findLast((s) => s.type === 'rule' && s.rule === rule);
  // The rule's name picks the facts.
  return step?.type === 'rule' ? (step.facts as RuleFacts[R]) : undefined;
}

/** All requests that were put on the wire, in order. */
export function wireRequests(trace: Trace): readonly Extract<WireStep, { type: 'request' }>[] {
  return trace.steps.filter((step) => step.type === 'request');
}

/** The HTTP response of an exchange; null where none came. */
export function answerOf(trace: Trace, exchange: number): HttpResponse | null {
  for (const step of trace.steps) {
    if (step.type === 'answer' && step.exchange === exchange && !('failure' in step.answer))
      return step.answer;
  }
  return null;
}

/** The value of a message's first header of that name, given in lower case; null where there is none. */
export function header(message: HttpRequest | HttpResponse | null | undefined, name: string): string | null {
  return message?.headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null;
}

/** The origin of a serialised http(s) URL, which may name a user. */
export function originOf(url: string): string {
  const [, scheme, authority] = /^([^/]*\/\/)(?:[^/?#]*@)?([^/?#]*)/.exec(url) ?? [];
  return scheme !== undefined && authority !== undefined ? scheme + authority : url;
}
