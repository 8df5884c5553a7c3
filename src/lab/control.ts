import { timingSafeEqual } from 'node:crypto';
import { getHeader } from '../engine/headers';
import type { HeaderList } from '../engine/http';
import { explainRefusal } from '../explain/refusals';
import { plain as textOf } from '../explain/rich';
import type { Scenario } from '../scenario/scenario';
import { parseScenario } from '../scenario/shape';
import type { Playing, Progress, Refused } from '../witness/lab';
import { plain, type RawRequest, type RawResponse, type Reaction } from './raw-http';

/** What of the lab the API gives access to. */
export interface Controlled {
  readonly token: string;
  add(
    scenario: Scenario,
    options: { readonly app: string; readonly settings: 'made' },
  ): Promise<Playing | Refused>;
  progress(id: string): Progress | null;
  forget(id: string): boolean;
}

/**
 * The lab's own API, for the app in the browser: `POST /lab/scenarios` with a scenario as JSON gives a `Playing`, or
 * 422 and why not, field by field; `GET` of `/lab/scenarios/{id}` gives its `Progress`, `DELETE` forgets it. Only for
 * the app's origins, and only with the token.
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
  const progress = id === undefined ? null : lab.progress(id);
  if (id === undefined || progress === null) return plain(404, 'Not found\n', cors);
  switch (method) {
    case 'GET':
      return json(200, progress, cors);
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
  if (!parsed.ok) return refusal(parsed, cors);
  // Whether the person's browser is set as the scenario says shows in what it does.
  const added = await lab.add(parsed.scenario, { app, settings: 'made' });
  return added.ok ? json(201, added, cors) : refusal(added, cors);
}

/** Each problem with its field, its code, and words for whoever reads the answer as it is. */
function refusal({ problems }: Refused, cors: HeaderList): RawResponse {
  const worded = problems.map((problem) => ({ ...problem, message: textOf(explainRefusal(problem)) }));
  return json(422, { ok: false, problems: worded }, cors);
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
