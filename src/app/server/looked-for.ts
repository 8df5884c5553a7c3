import { serverFor } from '../../scenario/servers';
import type { Result } from '../../store/state';

/** What the browser looked for in one server's answers and did not find. */
export interface LookedFor {
  /** Lower-case names of request headers that a preflight's answer did not allow. */
  readonly headers: readonly string[];
  /** The methods that a preflight's answer did not allow. */
  readonly methods: readonly string[];
  /** The origins that a CORS check did not find allowed, serialised. */
  readonly origins: readonly string[];
  /** Lower-case names of response headers that script does not get to see. */
  readonly hidden: readonly string[];
}

/** Headers meant for browsers and caches: a script has no use for them. */
function isForBrowsers(name: string): boolean {
  return name === 'vary' || name.startsWith('access-control-');
}

/** What the last run's trace says the browser missed in the answers of the server at an index. */
export function lookedFor({ scenario, simulation }: Result, index: number): LookedFor {
  const headers: string[] = [];
  const methods: string[] = [];
  const origins: string[] = [];
  const hidden: string[] = [];
  const asked = new Set<number>();
  for (const step of simulation.runs.at(-1)?.steps ?? []) {
    if (step.type === 'request') {
      const server = serverFor(scenario, step.request.url);
      if (server !== null && server === scenario.servers[index]) asked.add(step.exchange);
    }
    if (step.type !== 'rule' || step.message === null || !asked.has(step.message.exchange)) continue;
    if (step.rule === 'response.exposed-headers') {
      hidden.push(
        ...step.facts.hidden.flatMap(({ name, why }) =>
          why === 'not exposed' && !isForBrowsers(name) ? [name] : [],
        ),
      );
    }
    if (step.result !== 'fail') continue;
    if (step.rule === 'preflight.header') headers.push(step.facts.name);
    if (step.rule === 'preflight.method') methods.push(step.facts.method);
    if (step.rule === 'cors-check.allow-origin' || step.rule === 'cors-check.allow-origin-missing') {
      origins.push(step.facts.origin);
    }
  }
  return { headers, methods, origins, hidden };
}
