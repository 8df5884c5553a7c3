import type { CookieJar } from './cookies';
import type { Environment } from './environment';
import type { PreflightCache } from './preflight-cache';
import type { BrowserProfile } from './profile';
import type { MessageRef, RuleFacts, RuleName, RuleResult, RuleStep, Step } from './trace';

/** https://fetch.spec.whatwg.org/#concept-network-error, with the index of the step that made it one. */
export interface NetworkError {
  readonly type: 'network error';
  readonly because: number;
}

/** What a rule step says besides its facts. */
export interface RuleContext {
  readonly message?: MessageRef;
  readonly headers?: readonly string[];
  readonly deviation?: keyof BrowserProfile | null;
}

const NO_HEADERS: readonly string[] = [];

/** One fetch while it runs: what it has recorded, and the browser's memory as it changes. */
export class Run {
  readonly steps: Step[] = [];
  readonly environment: Environment;
  preflightCache: PreflightCache;
  cookies: CookieJar;
  exchanges = 0;

  constructor(environment: Environment) {
    this.environment = environment;
    this.preflightCache = environment.state.preflightCache;
    this.cookies = environment.state.cookies;
  }

  get profile(): BrowserProfile {
    return this.environment.profile;
  }

  /** The clock, in seconds. */
  get now(): number {
    return this.environment.state.now;
  }

  /** Records a rule; gives the step's index. */
  rule<R extends RuleName>(rule: R, result: RuleResult, facts: RuleFacts[R], context?: RuleContext): number {
    // The union is by rule name, and `facts` is typed by it above: TypeScript cannot see that the two agree.
    const step = {
      type: 'rule',
      rule,
      result,
      facts,
      message: context?.message ?? null,
      headers: context?.headers ?? NO_HEADERS,
      deviation: context?.deviation ?? null,
    } as unknown as RuleStep;
    return this.steps.push(step) - 1;
  }

  /** Records the rule that failed, and gives the network error it makes. */
  networkError<R extends RuleName>(rule: R, facts: RuleFacts[R], context?: RuleContext): NetworkError {
    return { type: 'network error', because: this.rule(rule, 'fail', facts, context) };
  }
}
