import type { RequestSpec } from '../engine/initiator';
import type { RuleFacts, RuleName, RuleResult, RuleStep, Trace, WireStep } from '../engine/trace';
import type { Server } from '../policy/policy';
import { defaultRequest, defaultScenario } from './defaults';
import type { Libraries, Scenario } from './scenario';
import { simulate } from './simulate';

/**
 * What comes of a request, for the page that makes it.
 * - `reads`: script gets the response
 * - `unread`: the server runs it, script gets nothing
 * - `refused`: the preflight does not allow it, so the request itself is never sent
 * - `opaque`: it is sent, and what comes back cannot be read
 * - `unsent`: the browser does not even ask
 * - `unanswered`: nothing comes back from the server
 */
export type Reach = 'reads' | 'unread' | 'refused' | 'opaque' | 'unsent' | 'unanswered';

/** Whether the request takes cookies along. */
export type Credentials = 'without' | 'with';

/** The origin that sandboxed frames, files and `data:` documents have. */
export const NULL_ORIGIN = 'null';

/**
 * A scenario with one server, and a page of `origin` (serialised; `null` stands for a frame that `host` sandboxes) that
 * sends `request` to it. The visitor is signed in there, and lets pages reach their network.
 */
export function asking(
  server: Server,
  origin: string,
  request: Partial<RequestSpec>,
  credentials: Credentials,
  host: string = server.origin,
): Scenario {
  const secure = server.origin.startsWith('https:');
  const sandboxed = origin === NULL_ORIGIN;
  return {
    ...defaultScenario,
    page: {
      ...defaultScenario.page,
      url: `${sandboxed ? host : origin}/`,
      kind: sandboxed ? 'sandbox' : 'document',
    },
    request: {
      ...defaultRequest,
      url: `${server.origin}${server.path === '' ? '/' : server.path}`,
      credentials: credentials === 'with' ? 'include' : 'omit',
      withCredentials: credentials === 'with',
      ...request,
    },
    servers: [server],
    cookies: [
      {
        url: `${server.origin}/`,
        cookie: secure ? 'session=1c2d3e; Secure; HttpOnly; SameSite=None' : 'session=1c2d3e; HttpOnly',
      },
    ],
    browser: { ...defaultScenario.browser, localNetwork: 'granted' },
  };
}

/** What a browser makes of it. What the scenario needs of the libraries is loaded. */
export function traceOf(scenario: Scenario, libraries: Libraries): Trace {
  const trace = simulate(scenario, libraries).runs.at(-1);
  if (trace === undefined) throw new Error('A simulation has at least one run');
  return trace;
}

/** What a trace comes to. */
export function reachOf(trace: Trace): Reach {
  const { outcome } = trace;
  if (outcome.type === 'response') {
    const { type } = outcome.response;
    return type === 'basic' || type === 'cors' ? 'reads' : 'opaque';
  }
  const answers = trace.steps.filter((step) => step.type === 'answer');
  if (answers.some(({ purpose, answer }) => purpose === 'fetch' && !('failure' in answer))) return 'unread';
  if (answers.some(({ answer }) => 'failure' in answer)) return 'unanswered';
  return answers.length > 0 ? 'refused' : 'unsent';
}

type StepOf<Rule extends RuleName> = Extract<RuleStep, { readonly rule: Rule }>;

/** The first step of a rule; with `result`, the first that came out so. */
export function stepOf<Rule extends RuleName>(
  trace: Trace,
  rule: Rule,
  result?: RuleResult,
): StepOf<Rule> | null {
  for (const step of trace.steps) {
    const found =
      step.type === 'rule' && step.rule === rule && (result === undefined || step.result === result);
    // The rule's name picks the member of the union.
    if (found) return step as StepOf<Rule>;
  }
  return null;
}

/** The facts of that step. */
export function factsOf<Rule extends RuleName>(
  trace: Trace,
  rule: Rule,
  result?: RuleResult,
): RuleFacts[Rule] | null {
  return (stepOf(trace, rule, result)?.facts as RuleFacts[Rule] | undefined) ?? null;
}

/** The answer to a preflight, or to the request itself, the first of each; null where none came. */
export function answerIn(trace: Trace, purpose: WireStep['purpose']) {
  for (const step of trace.steps) {
    if (step.type === 'answer' && step.purpose === purpose && !('failure' in step.answer)) return step.answer;
  }
  return null;
}
