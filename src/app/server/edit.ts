import { serializeOrigin } from '../../engine/origin';
import type { Mistake, OptionsHandling, Server } from '../../policy/policy';
import { rawFrom } from '../../policy/raw';
import { defaultServer } from '../../scenario/defaults';
import { clientOf } from '../../scenario/page';
import type { Scenario } from '../../scenario/scenario';

/** The scenario with one server changed. */
export function withServer(scenario: Scenario, index: number, change: (server: Server) => Server): Scenario {
  return {
    ...scenario,
    servers: scenario.servers.map((server, i) => (i === index ? change(server) : server)),
  };
}

/** What a server's policy sends to this scenario's request, written out. */
export function policyWrittenOut(scenario: Scenario, server: Server): Server['raw'] {
  const client = clientOf(scenario.page);
  const { method, headers } = scenario.request;
  return rawFrom(
    server,
    client === null ? 'null' : serializeOrigin(client.origin),
    method,
    headers.map(([name]) => name.toLowerCase()),
  );
}

const same = (a: Server['raw'], b: Server['raw']) => JSON.stringify(a) === JSON.stringify(b);

/**
 * Lets a server answer by its policy or by raw lines. Raw lines that nobody has written start from what the policy
 * sends; those that somebody changed stay as they are, both ways.
 */
export function withAnswers(scenario: Scenario, index: number, answers: Server['answers']): Scenario {
  return withServer(scenario, index, (server) => {
    const untouched = defaultServer(server.origin).raw;
    if (server.answers === answers) return server;
    if (answers === 'raw') {
      const raw = same(server.raw, untouched) ? policyWrittenOut(scenario, server) : server.raw;
      return { ...server, answers, raw };
    }
    // Lines left as the policy wrote them follow the policy when it has changed by the next time.
    const raw = same(server.raw, policyWrittenOut(scenario, server)) ? untouched : server.raw;
    return { ...server, answers, raw };
  });
}

/** The name under which the screen lists who answers OPTIONS. */
export type OptionsHandler = 'policy' | 'redirect' | 'other' | `status ${UsualStatus}`;

/** What answers OPTIONS in place of CORS, as a rule: a login, no route, no handler, a crash. */
const USUAL_STATUSES = ['401', '404', '405', '500'] as const;
type UsualStatus = (typeof USUAL_STATUSES)[number];

/** Who answers OPTIONS, by the name the screen lists it under. */
export function optionsHandler({ by, status }: OptionsHandling): OptionsHandler {
  if (by !== 'status') return by;
  const usual = USUAL_STATUSES.find((each) => each === status);
  return usual === undefined ? 'other' : `status ${usual}`;
}

/** What a choice of who answers OPTIONS starts as. */
export function optionsOf(handler: OptionsHandler, server: Server): OptionsHandling {
  switch (handler) {
    case 'policy':
      return { by: 'policy', status: '204' };
    case 'redirect':
      return {
        by: 'redirect',
        status: '301',
        location: `${server.origin.replace(/^http:/, 'https:')}/moved`,
      };
    case 'other':
      return { by: 'status', status: '403' };
    default:
      return { by: 'status', status: handler.slice('status '.length) };
  }
}

/** The scenario with a mistake made, or mended. */
export function withMistake(
  scenario: Scenario,
  index: number,
  mistake: Mistake,
  made: 'made' | 'mended',
): Scenario {
  return withServer(scenario, index, (server) => {
    const others = server.policy.mistakes.filter((each) => each !== mistake);
    return {
      ...server,
      policy: { ...server.policy, mistakes: made === 'made' ? [...others, mistake] : others },
    };
  });
}

/** The scenario with one more server, at an origin that no other has. */
export function withNewServer(scenario: Scenario): Scenario {
  const names = ['login', 'cdn', 'api', ...scenario.servers.map((_, i) => `server-${i + 1}`)];
  const origins = names.map((name) => `https://${name}.example`);
  const free = origins.find((origin) => scenario.servers.every((server) => server.origin !== origin));
  return { ...scenario, servers: [...scenario.servers, defaultServer(free ?? 'https://bar.other')] };
}
