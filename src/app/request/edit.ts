import { serializeOrigin } from '../../engine/origin';
import { requestUrl } from '../../scenario/page';
import type { Scenario } from '../../scenario/scenario';

/** The servers that the request's URL names, as they were when someone began to change that URL. */
export interface Followed {
  /** Indexes: one origin can have several entries, each for a path. */
  readonly servers: readonly number[];
  readonly origin: string;
}

/** The origin of the request's URL as servers write it; null where the URL names no http(s) or WebSocket server. */
function targetOrigin(scenario: Scenario): string | null {
  const origin = requestUrl(scenario)?.origin;
  if (origin?.kind !== 'tuple' || !/^(https?|wss?)$/.test(origin.scheme)) return null;
  return serializeOrigin({ ...origin, scheme: origin.scheme.replace('ws', 'http') });
}

/** The servers of the origin that the request's URL names; null where no server has it. */
export function followedServers(scenario: Scenario): Followed | null {
  const origin = targetOrigin(scenario);
  const servers = scenario.servers.flatMap((server, i) => (server.origin === origin ? [i] : []));
  return origin === null || servers.length === 0 ? null : { servers, origin };
}

/**
 * The scenario with another request URL. The servers it named before take the new origin along, unless another
 * server has it: then they get their own back. `followed` stays the same for as long as one person types, because
 * half-typed URLs name other servers on the way.
 */
export function withRequestUrl(scenario: Scenario, url: string, followed: Followed | null): Scenario {
  const changed: Scenario = { ...scenario, request: { ...scenario.request, url } };
  const target = targetOrigin(changed);
  if (followed === null || target === null) return changed;
  const taken = scenario.servers.some(
    (server, i) => !followed.servers.includes(i) && server.origin === target,
  );
  const origin = taken ? followed.origin : target;
  return {
    ...changed,
    servers: scenario.servers.map((server, i) =>
      followed.servers.includes(i) ? { ...server, origin } : server,
    ),
  };
}

/** The scenario with another kind of body; where there is none yet, with a text to start from. */
export function withBodyKind(scenario: Scenario, kind: Scenario['request']['body']['kind']): Scenario {
  const { body } = scenario.request;
  const text =
    body.text !== '' || kind === 'none'
      ? body.text
      : kind === 'URLSearchParams'
        ? 'name=value'
        : '{"name": "value"}';
  return { ...scenario, request: { ...scenario.request, body: { ...body, kind, text } } };
}
