import type { RequestSpec } from '../engine/initiator';
import { parseSerializedOrigin } from '../engine/origin';
import type { Server } from '../policy/policy';
import { type Asked, askAbout } from './review-access';
import { asking, type Credentials, NULL_ORIGIN, type Reach, reachOf, traceOf } from './review-ask';
import type { Finding } from './review-finding';
import type { Libraries, Scenario } from './scenario';

/** The most rows for origins that are meant to be let in, and for those that findings let in. */
const MOST_ALLOWED = 4;
const MOST_ATTACKERS = 4;

/** The requests of the table. `simple`: of a kind that a form could send. */
export type RequestKind =
  | 'GET'
  | 'POST simple'
  | 'POST JSON'
  | 'PUT'
  | 'PATCH'
  | 'DELETE'
  | 'Authorization'
  | 'custom header'
  | 'no-cors';

const text = (type: string, body: string): Partial<RequestSpec> => ({
  method: 'POST',
  headers: [['Content-Type', type]],
  body: { kind: 'string', text: body, type: '' },
});

const REQUESTS: Readonly<Record<RequestKind, Partial<RequestSpec>>> = {
  GET: {},
  'POST simple': text('text/plain', 'hello'),
  'POST JSON': text('application/json', '{"name": "Ada"}'),
  PUT: { method: 'PUT' },
  PATCH: { method: 'PATCH' },
  DELETE: { method: 'DELETE' },
  Authorization: { headers: [['Authorization', 'Bearer 1a2b3c']] },
  'custom header': { headers: [['X-Custom', '1']] },
  'no-cors': { mode: 'no-cors' },
};

/** The columns, in order. */
export const REQUEST_KINDS = Object.keys(REQUESTS) as readonly RequestKind[];

/**
 * Who asks.
 * - `own`: the server's own pages
 * - `allowed`: an origin the policy speaks of, whether or not what it sends then lets it in
 * - `subdomain`, `insecure`: near one of those: a subdomain, the same without TLS
 * - `other`: any other site
 * - `null`: a sandboxed frame, a file
 * - `attacker`: an origin that a finding lets in
 */
export type Who = 'own' | 'allowed' | 'subdomain' | 'insecure' | 'other' | 'null' | 'attacker';

/** What comes of one request of one origin. */
export interface Cell {
  readonly request: RequestKind;
  readonly credentials: Credentials;
  readonly reach: Reach;
  /** What was played. It has no problems. */
  readonly scenario: Scenario;
}

export interface Row {
  readonly who: Who;
  /** Serialised. */
  readonly origin: string;
  /** Whether a finding says that it is let in and should not be. */
  readonly letIn: 'as meant' | 'by a slip';
  /** Of each of `REQUEST_KINDS` two, without and with credentials. */
  readonly cells: readonly Cell[];
}

/**
 * Who may do what with a server: each cell is what the engine makes of that request. `findings` are those of the same
 * server. It has no problems, and `loadForReview` is done.
 */
export function whoMay(server: Server, libraries: Libraries, findings: readonly Finding[]): readonly Row[] {
  const asked = askAbout(server, libraries);
  const rows = new Map<string, Who>([[server.origin, 'own']]);
  const add = (who: Who, origin: string | null) => {
    if (origin !== null && !rows.has(origin)) rows.set(origin, who);
  };
  for (const origin of asked.meant.slice(0, MOST_ALLOWED)) add('allowed', origin);
  const near = asked.meant[0] ?? server.origin;
  add('subdomain', subdomainOf(asked, near));
  add('insecure', near.startsWith('https:') ? near.replace('https:', 'http:') : null);
  add('other', asked.stranger);
  add('null', NULL_ORIGIN);
  const attackers = findings.flatMap(({ severity, exploit }) =>
    severity === 'open' && exploit ? [exploit.origin] : [],
  );
  for (const origin of attackers.slice(0, MOST_ATTACKERS)) add('attacker', origin);
  return [...rows].map(([origin, who]) => ({
    who,
    origin,
    letIn: attackers.includes(origin) ? 'by a slip' : 'as meant',
    cells: cellsOf(asked, origin),
  }));
}

function cellsOf({ server, libraries, stranger }: Asked, origin: string): readonly Cell[] {
  return REQUEST_KINDS.flatMap((request) =>
    (['without', 'with'] as const).map((credentials) => {
      const scenario = asking(server, origin, REQUESTS[request], credentials, stranger);
      return { request, credentials, reach: reachOf(traceOf(scenario, libraries)), scenario };
    }),
  );
}

/** A subdomain beside or below an origin; null where it has no domain. */
function subdomainOf({ libraries }: Asked, origin: string): string | null {
  const parsed = parseSerializedOrigin(origin);
  if (parsed?.kind !== 'tuple') return null;
  const domain = libraries.registrableDomain(parsed.host);
  return domain === null ? null : `${parsed.scheme}://blog.${domain}`;
}
