import type { Header } from '../../engine/http';
import type { Initiator } from '../../engine/initiator';
import { serializeOrigin } from '../../engine/origin';
import { requestUrl } from '../../scenario/page';
import { secondsOf } from '../../scenario/requests';
import type { EarlierField, Scenario } from '../../scenario/scenario';
import { hasField } from './words';

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

/** What a server usually sends for each way to ask. */
const USUAL_TYPE: Partial<Record<Initiator, string>> = {
  EventSource: 'text/event-stream',
  script: 'text/javascript',
  'module script': 'text/javascript',
  stylesheet: 'text/css',
  font: 'font/woff2',
  image: 'image/png',
  video: 'video/mp4',
  form: 'text/html',
};

const usualType = (initiator: Initiator): string => USUAL_TYPE[initiator] ?? 'application/json';

/**
 * The scenario with its request made another way. A server that sends what is usual for the old way goes on to
 * send what is usual for the new one: an image is no JSON.
 */
export function withInitiator(scenario: Scenario, initiator: Initiator): Scenario {
  const before = usualType(scenario.request.initiator);
  const after = usualType(initiator);
  const servers = scenario.servers.map((server) => ({
    ...server,
    response: {
      ...server.response,
      headers: server.response.headers.map(([name, value]): Header => {
        const usual = name.toLowerCase() === 'content-type' && value.toLowerCase() === before;
        return [name, usual ? after : value];
      }),
    },
  }));
  return { ...scenario, request: { ...scenario.request, initiator }, servers };
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

/** Fields of an earlier request that a preflight is about. */
const EARLIER_FIELDS: readonly EarlierField[] = [
  'method',
  'headers',
  'credentials',
  'withCredentials',
  'uploadListener',
];

/** The scenario with an earlier request that was the same one, or another: that one starts as the request is now. */
export function withEarlier(scenario: Scenario, index: number, kind: 'same' | 'other'): Scenario {
  const { request, earlier } = scenario;
  const fields = EARLIER_FIELDS.filter((field) => hasField(request.initiator, field));
  const own = Object.fromEntries(fields.map((field) => [field, request[field]]));
  return {
    ...scenario,
    earlier: earlier.map((each, i) => {
      if (i !== index || (kind === 'same') === (typeof each === 'number')) return each;
      return kind === 'same' ? secondsOf(each) : { seconds: secondsOf(each), request: own };
    }),
  };
}
