import { timingSafeEqual } from 'node:crypto';
import { getHeader } from '../engine/headers';
import type { HeaderList } from '../engine/http';
import type { Scenario } from '../scenario/scenario';
import { parseScenario } from '../scenario/shape';
import { plain, type RawRequest, type RawResponse, type Reaction } from './raw-http';

/** What of the lab the API gives access to. */
export interface Controlled {
  readonly token: string;
  add(scenario: Scenario, options: { readonly app: string }): Promise<{ readonly ok: boolean }>;
  record(id: string): unknown;
  observedYet(id: string): unknown;
  forget(id: string): boolean;
}

/**
 * The lab's own API, for the app in the browser: `POST /lab/scenarios` with a scenario as JSON, `GET` and `DELETE`
 * of `/lab/scenarios/{id}`. Only for the app's origins, and only with the token.
 */
export function control(
  lab: Controlled,
  appOrigins: readonly string[],
  request: RawRequest,
): Reaction | Promise<Reaction> {
  const origin = getHeader(request.headers, 'origin');
  if (origin === null || !appOrigins.includes(origin)) return plain(403, 'Not for this origin\n');
  const cors: HeaderList = [
    ['Access-Control-Allow-Origin', origin],
    ['Vary', 'Origin'],
  ];
  if (request.method === 'OPTIONS') {
    return plain(200, '', [
      ...cors,
      ['Access-Control-Allow-Methods', 'GET, POST, DELETE'],
      ['Access-Control-Allow-Headers', 'authorization, content-type'],
      ['Access-Control-Max-Age', '600'],
    ]);
  }
  if (!hasToken(request, lab.token)) return plain(401, 'The token is missing or wrong\n', cors);
  const { method, target } = request;
  if (target === '/lab/scenarios' && method === 'POST') return add(lab, request, origin, cors);
  const [, id] = /^\/lab\/scenarios\/([0-9a-z]+)$/.exec(target) ?? [];
  const requests = id === undefined ? null : lab.record(id);
  if (id === undefined || requests === null) return plain(404, 'Not found\n', cors);
  switch (method) {
    case 'GET':
      return json(200, { requests, observed: lab.observedYet(id) }, cors);
    case 'DELETE':
      lab.forget(id);
      return json(200, {}, cors);
    default:
      return plain(405, 'Only GET and DELETE\n', cors);
  }
}

async function add(
  lab: Controlled,
  { body }: RawRequest,
  app: string,
  cors: HeaderList,
): Promise<RawResponse> {
  let input: unknown;
  try {
    input = JSON.parse(body.toString());
  } catch {
    return plain(400, 'Not JSON\n', cors);
  }
  const parsed = parseScenario(input);
  if (!parsed.ok) return json(422, parsed, cors);
  const added = await lab.add(parsed.scenario, { app });
  return json(added.ok ? 201 : 422, added, cors);
}

function hasToken({ headers }: RawRequest, token: string): boolean {
  const given = Buffer.from(getHeader(headers, 'authorization') ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

function json(status: number, value: unknown, cors: HeaderList): RawResponse {
  const response = plain(status, JSON.stringify(value), cors);
  return {
    ...response,
    headers: response.headers.map(([name, text]) =>
      name === 'Content-Type' ? [name, 'application/json'] : [name, text],
    ),
  };
}
