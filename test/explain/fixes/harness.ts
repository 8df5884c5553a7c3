import fc from 'fast-check';
import type { RequestSpec } from '../../../src/engine/initiator';
import type { Trace } from '../../../src/engine/trace';
import type { Grant } from '../../../src/explain/fixes';
import { findFixes } from '../../../src/explain/fixes';
import { wireRequests } from '../../../src/explain/reading';
import type { CorsPolicy, ResponseSpec, Server } from '../../../src/policy/policy';
import { defaultRequest, defaultScenario, defaultServer } from '../../../src/scenario/defaults';
import { createLibraries } from '../../../src/scenario/libraries';
import type { Scenario } from '../../../src/scenario/scenario';
import { serverFor } from '../../../src/scenario/servers';
import { simulate } from '../../../src/scenario/simulate';
import { draft } from '../../scenario/arbitraries';

export const PAGE = 'https://foo.example';
export const API = 'https://bar.other';

export const libraries = createLibraries();

/** Loads both libraries, whatever the scenarios to come need. */
export async function loadAll(): Promise<void> {
  const [one] = fc.sample(draft, 1);
  const needy = server({ policy: { origins: 'pattern', pattern: 'a' } });
  await libraries.load({
    ...defaultScenario,
    servers: [needy, server({}, 'https://a.co.uk'), server({}, 'https://b.co.uk')],
  });
  if (one) await libraries.load(one);
}

interface ServerChanges extends Partial<Omit<Server, 'policy' | 'response'>> {
  readonly policy?: Partial<CorsPolicy>;
  readonly response?: Partial<ResponseSpec>;
}

export function server({ policy, response, ...rest }: ServerChanges = {}, origin = API): Server {
  const base = defaultServer(origin);
  return {
    ...base,
    ...rest,
    policy: { ...base.policy, ...policy },
    response: { ...base.response, ...response },
  };
}

/** A page of `PAGE` that asks `API`. */
export function scenario(
  request: Partial<RequestSpec>,
  servers: readonly Server[],
  rest: Partial<Scenario> = {},
): Scenario {
  return {
    ...defaultScenario,
    ...rest,
    request: { ...defaultRequest, url: `${API}/doc`, ...request },
    servers,
  };
}

/** A server that answers by these raw lines. */
export function raw(
  preflight: string,
  response: string,
  statuses = { preflight: '204', response: '200' },
): Server {
  return server({
    answers: 'raw',
    raw: {
      preflight: { status: statuses.preflight, lines: preflight },
      response: { status: statuses.response, lines: response },
    },
  });
}

export function lastRun(played: Scenario): Trace {
  const trace = simulate(played, libraries).runs.at(-1);
  if (!trace) throw new Error('No run');
  return trace;
}

/** Told apart from what the search itself goes by: whether the page got what it asked for. */
export function works(played: Scenario): boolean {
  const { outcome, script, initiator, steps } = lastRun(played);
  if (initiator === 'sendBeacon') {
    return steps.some(
      (step) => step.type === 'answer' && step.purpose === 'fetch' && 'status' in step.answer,
    );
  }
  if (outcome.type !== 'response') return false;
  if (script.kind === 'element')
    return script.event === 'load' && !/tainted|refused/.test(script.pixels ?? '');
  if (script.kind === 'connection') return script.event === 'open';
  if (script.kind === 'navigation') return true;
  return !outcome.response.type.startsWith('opaque');
}

export function fixesOf(played: Scenario) {
  return findFixes(played, libraries);
}

// Probing, apart from how the search does it: who can read what of every server.

export interface Cell {
  readonly server: string;
  readonly origin: string;
  readonly method: string;
  readonly header: string | null;
  readonly credentials: 'with' | 'without';
}

/** Pages with no part in a scenario, some with names like those that have. */
const OTHERS = [
  PAGE,
  'https://evil.test',
  'http://evil.test',
  'null',
  'https://api.foo.example',
  'https://evilfoo.example',
  'https://foo.example.evil.test',
  'http://foo.example',
  'https://foo.example:8443',
  'https://qux.test',
  'https://www.foo.example',
  'http://localhost:3000',
];
const METHODS = ['GET', 'POST', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'patch', 'FOO'];
const HEADERS = [null, 'x-a', 'authorization', 'content-type', 'x-unheard-of'];

/** Every cell of the table of who can read what, at the URL by which the request reaches each server. */
export function readable(played: Scenario, urls: readonly string[]): ReadonlyMap<string, Cell> {
  const cells = new Map<string, Cell>();
  const listed = played.servers.flatMap(({ policy }) => policy.list.slice(0, 2));
  for (const url of urls) {
    const server = new URL(url).origin;
    for (const origin of new Set([...OTHERS, ...listed])) {
      if (origin === server || (origin !== 'null' && !/^https?:\/\/[^/]+$/.test(origin))) continue;
      for (const credentials of ['with', 'without'] as const) {
        const cell = (method: string, header: string | null): boolean => {
          if (!canRead(played, url, origin, method, header, credentials)) return false;
          const key = JSON.stringify([server, origin, method, header, credentials]);
          cells.set(key, { server, origin, method, header, credentials });
          return true;
        };
        if (!cell('GET', null)) continue;
        for (const method of METHODS) {
          for (const header of HEADERS) cell(method, header);
        }
      }
    }
  }
  return cells;
}

function canRead(
  played: Scenario,
  url: string,
  origin: string,
  method: string,
  header: string | null,
  credentials: Cell['credentials'],
): boolean {
  return works({
    ...played,
    page: {
      ...defaultScenario.page,
      url: origin === 'null' ? 'https://evil.test/' : `${origin}/`,
      kind: origin === 'null' ? 'sandbox' : 'document',
    },
    request: {
      ...defaultRequest,
      url,
      method,
      headers: header === null ? [] : [[header, header === 'content-type' ? 'application/json' : 'x']],
      credentials: credentials === 'with' ? 'include' : 'omit',
    },
    cookies: [],
    browser: { profile: 'standard', thirdPartyCookies: 'allowed', localNetwork: 'granted' },
    earlier: [],
  });
}

/** The URLs that a request meets a described server at, one of each. */
export function urlsOf(played: Scenario): readonly string[] {
  const urls = new Map<unknown, string>();
  for (const { request } of wireRequests(lastRun(played))) {
    const url = request.url.replace(/^ws/, 'http');
    const met = serverFor(played, url);
    if (met) urls.set(played.servers.indexOf(met), url);
  }
  return [...urls.values()];
}

/** Whether what a fix says it opens includes a cell. */
export function covers(grants: readonly Grant[], cell: Cell): boolean {
  return grants.some((grant) => {
    if (grant.what !== 'read' || grant.server !== cell.server || grant.credentials !== cell.credentials)
      return false;
    const { who, methods, headers } = grant;
    const meant =
      who.kind === 'any' ||
      (who.kind === 'matching'
        ? libraries.compilePattern(who.pattern)(cell.origin)
        : who.origins.includes(cell.origin));
    const includes = (names: readonly string[] | 'any', name: string | null) =>
      name !== null && (names === 'any' || names.includes(name));
    // HEAD and POST go as GET does.
    const method = /^(head|post)$/i.test(cell.method) ? 'GET' : cell.method;
    return (
      meant && (includes(methods, cell.method) || includes(methods, method) || includes(headers, cell.header))
    );
  });
}
