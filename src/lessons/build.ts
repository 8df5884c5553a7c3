import type { RequestSpec } from '../engine/initiator';
import type { CorsPolicy, ResponseSpec, Server } from '../policy/policy';
import { defaultRequest, defaultScenario, defaultServer } from '../scenario/defaults';
import type { Page, Scenario } from '../scenario/scenario';
import type { Example } from './example';

/** What differs from the defaults. */
interface ServerChanges extends Partial<Omit<Server, 'origin' | 'policy' | 'response'>> {
  readonly policy?: Partial<CorsPolicy>;
  readonly response?: Partial<ResponseSpec>;
}

/** A server at a serialised origin: the default one, but for `changes`. */
export function server(origin: string, { policy, response, ...changes }: ServerChanges = {}): Server {
  const base = defaultServer(origin);
  return {
    ...base,
    ...changes,
    policy: { ...base.policy, ...policy },
    response: { ...base.response, ...response },
  };
}

interface Draft extends Omit<Example, 'scenario'> {
  /** The page's URL, or what differs from the default page. */
  readonly page?: string | Partial<Page>;
  readonly request: Partial<RequestSpec>;
  readonly servers: readonly Server[];
  readonly cookies?: Scenario['cookies'];
  readonly browser?: Partial<Scenario['browser']>;
  readonly earlier?: Scenario['earlier'];
}

/** An example from what its scenario changes of the default one. */
export function example({ id, title, lesson, expected, ...draft }: Draft): Example {
  const page = typeof draft.page === 'string' ? { url: draft.page } : draft.page;
  return {
    id,
    title,
    lesson,
    expected,
    scenario: {
      ...defaultScenario,
      title,
      page: { ...defaultScenario.page, ...page },
      request: { ...defaultRequest, ...draft.request },
      servers: draft.servers,
      cookies: draft.cookies ?? [],
      browser: { ...defaultScenario.browser, ...draft.browser },
      earlier: draft.earlier ?? [],
    },
  };
}

/** A body of JSON, as `fetch()` sends it. */
export const jsonBody = {
  headers: [['Content-Type', 'application/json']],
  body: { kind: 'string', text: '{"name": "Ada"}', type: '' },
} as const satisfies Partial<RequestSpec>;
