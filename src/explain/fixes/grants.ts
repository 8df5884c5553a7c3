import { isSafelistedMethod } from '../../engine/methods';
import { parseUrl, serializeOrigin } from '../../engine/origin';
import { defaultRequest } from '../../scenario/defaults';
import { clientOf } from '../../scenario/page';
import type { Libraries, Scenario } from '../../scenario/scenario';
import { wireRequests } from '../reading';
import { serverOf } from './apply';
import type { Edit, Grant, Who } from './fix';
import { valuesIn } from './lines';
import { serverIndexFor } from './servers';
import { isServed, lastRun, nameOfCookie } from './wish';

/** What a row of edits changes about who may do what. */
export interface Opening {
  readonly grants: readonly Grant[];
  /** Serialised origins; `*` for anyone. */
  readonly closes: readonly string[];
  /** Any site may now read what a person's own cookies give access to: never to be offered. */
  readonly unsafe: 'yes' | 'no';
}

/** Someone with no say in the matter: what they can do, anyone can. */
const ANYONE = ['https://elsewhere.test', 'http://elsewhere.test'] as const;
/** Any site can make a page of this origin. */
const OPAQUE = 'null';
/** Whoever may GET may send these as well: no preflight asks for them. */
const SAFELISTED_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].filter(isSafelistedMethod);
const ODD_METHOD = 'ELSEWHERE';
const ODD_HEADER = 'x-elsewhere';

/** Tries, as pages of several origins, what the servers that edits change let them do before and after. */
export function openingOf(
  before: Scenario,
  after: Scenario,
  edits: readonly Edit[],
  libraries: Libraries,
): Opening {
  const grants: Grant[] = edits.flatMap((edit) => plainGrant(after, edit));
  const closes = new Set<string>();
  let unsafe: Opening['unsafe'] = 'no';
  for (const url of urlsOf(after, edits, libraries)) {
    const server = originOf(url);
    const probes = probesFor(before, after, url, libraries);
    const origins = probes.origins.filter((origin) => origin !== server);
    const changes = origins.flatMap((origin) =>
      CREDENTIALS.map((credentials) => changeFor(origin, credentials, url, probes, before, after, libraries)),
    );
    for (const { origin, credentials, methods, headers, closed } of changes) {
      const anyone = isAnyone(origin);
      if (closed === 'yes') closes.add(anyone ? '*' : origin);
      if (anyone && credentials === 'with' && (methods.length > 0 || headers.length > 0)) unsafe = 'yes';
    }
    grants.push(...summed(changes, server, probes.pattern));
  }
  return { grants, closes: closes.has('*') ? ['*'] : [...closes], unsafe };
}

const CREDENTIALS = ['without', 'with'] as const;

function isAnyone(origin: string): boolean {
  return origin === OPAQUE || ANYONE.some((one) => one === origin);
}

function originOf(url: string): string {
  const origin = parseUrl(url)?.origin;
  return origin ? serializeOrigin(origin) : '';
}

/** What an edit grants that no reading of answers shows. */
function plainGrant(after: Scenario, edit: Edit): readonly Grant[] {
  switch (edit.kind) {
    case 'stored cookie':
    case 'set cookie':
      return /samesite=none/i.test(edit.value) ? [{ what: 'cookie', name: nameOfCookie(edit.value) }] : [];
    case 'resource policy':
      return [
        {
          what: 'embed',
          who: edit.value === 'same-site' ? 'same site' : 'any',
          server: after.servers[serverOf(edit)]?.origin ?? '',
        },
      ];
    case 'expose headers':
    case 'rewrite list': {
      const exposes = edit.kind === 'expose headers' || /expose/i.test(edit.name);
      const names = edit.kind === 'expose headers' ? edit.names : edit.value.split(', ');
      const server = after.servers[serverOf(edit)]?.origin ?? '';
      return exposes ? [{ what: 'headers', names: names.map((name) => name.toLowerCase()), server }] : [];
    }
    default:
      return [];
  }
}

/** The URLs of changed servers that the request reaches. */
function urlsOf(after: Scenario, edits: readonly Edit[], libraries: Libraries): readonly string[] {
  const changed = new Set(edits.map(serverOf));
  const urls = new Map<number, string>();
  for (const { purpose, request } of wireRequests(lastRun(after, libraries))) {
    const index = serverIndexFor(after, request.url);
    const http = request.url.replace(/^ws/, 'http');
    if (purpose === 'fetch' && changed.has(index)) urls.set(index, http);
  }
  return [...urls.values()];
}

interface Probes {
  readonly origins: readonly string[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  /** Where the server goes by a pattern: it, and the origins among `origins` that stand for all that match. */
  readonly pattern: { readonly pattern: string; readonly samples: readonly string[] } | null;
}

function probesFor(before: Scenario, after: Scenario, url: string, libraries: Libraries): Probes {
  const origins = new Set<string>();
  const methods = new Set<string>(['GET', after.request.method, ODD_METHOD]);
  const headers = new Set<string>(after.request.headers.map(([name]) => name.toLowerCase()));
  if (after.request.body.kind !== 'none') headers.add('content-type');
  let pattern: Probes['pattern'] = null;
  for (const scenario of [before, after]) {
    const client = clientOf(scenario.page);
    if (client) origins.add(serializeOrigin(client.origin));
    const server = scenario.servers[serverIndexFor(scenario, url)];
    if (!server) continue;
    const { policy } = server;
    if (server.answers === 'raw') {
      const { preflight, response } = server.raw;
      for (const { lines } of [preflight, response]) {
        for (const value of valuesIn(lines, 'access-control-allow-origin')) origins.add(value);
      }
      for (const value of itemsIn(preflight.lines, 'access-control-allow-methods')) methods.add(value);
      for (const value of itemsIn(preflight.lines, 'access-control-allow-headers'))
        headers.add(value.toLowerCase());
    } else {
      for (const origin of policy.list.slice(0, MOST)) origins.add(origin);
      for (const method of policy.methods.slice(0, MOST)) methods.add(method);
      for (const name of policy.headers.slice(0, MOST)) headers.add(name.toLowerCase());
      if (policy.origins === 'pattern') {
        const samples = samplesOf(policy.pattern, [...origins], libraries);
        for (const sample of samples) origins.add(sample);
        pattern = { pattern: policy.pattern, samples };
      }
    }
  }
  for (const one of [...ANYONE, OPAQUE]) origins.add(one);
  return {
    origins: [...origins].filter((origin) => origin === OPAQUE || /^https?:\/\/[^/?#]+$/.test(origin)),
    methods: [...methods],
    headers: [...headers, ODD_HEADER],
    pattern,
  };
}

const MOST = 12;

function itemsIn(lines: string, name: string): readonly string[] {
  return valuesIn(lines, name)
    .flatMap((value) => value.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '' && item !== '*')
    .slice(0, MOST);
}

/** Origins that match a pattern beside those known: made from what the pattern spells out, and near the known ones. */
function samplesOf(
  pattern: string,
  known: readonly string[],
  { compilePattern }: Libraries,
): readonly string[] {
  const matches = compilePattern(pattern);
  const spelt = pattern.split('|').flatMap((part) => {
    const plain = part
      .replace(/\\([dw])[+*]?/g, '1')
      .replace(/\\(.)/g, '$1')
      .replace(/\[[^\]]*\][+*]?|\.[+*]/g, 'elsewhere')
      .replace(/https\?/g, 'https')
      .replace(/[\^$()?+*]/g, '');
    const host = plain.replace(/^https?:\/\//, '').replace(/^\./, '');
    return [plain, `https://${host}`, `https://elsewhere.${host}`, `http://${host}`];
  });
  const near = known.flatMap((origin) => [
    `${origin}.elsewhere.test`,
    origin.replace('://', '://elsewhere.'),
    origin.replace('://', '://elsewhere'),
  ]);
  return [...spelt, ...near]
    .filter((origin) => {
      const url = parseUrl(origin);
      return (
        url !== null && serializeOrigin(url.origin) === origin && matches(origin) && !known.includes(origin)
      );
    })
    .slice(0, 3);
}

interface Change {
  readonly origin: string;
  readonly credentials: 'with' | 'without';
  /** Newly possible. */
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly closed: 'yes' | 'no';
}

function changeFor(
  origin: string,
  credentials: 'with' | 'without',
  url: string,
  { methods, headers }: Probes,
  before: Scenario,
  after: Scenario,
  libraries: Libraries,
): Change {
  const can = (scenario: Scenario, method: string, header?: string): boolean =>
    canRead(scenario, { origin, url, method, credentials, header }, libraries);
  const now = can(after, 'GET');
  const then = can(before, 'GET');
  // Whoever cannot read a plain GET can read nothing at all.
  const could = (method: string, header?: string): boolean => then && can(before, method, header);
  return {
    origin,
    credentials,
    methods: now ? methods.filter((method) => can(after, method) && !could(method)) : [],
    headers: now ? headers.filter((name) => can(after, 'GET', name) && !could('GET', name)) : [],
    closed: then && !now ? 'yes' : 'no',
  };
}

interface Probe {
  readonly origin: string;
  readonly url: string;
  readonly method: string;
  readonly credentials: 'with' | 'without';
  readonly header: string | undefined;
}

/** Whether a page of that origin reads the answer, by the standard and with every permission given. */
function canRead(scenario: Scenario, probe: Probe, libraries: Libraries): boolean {
  const { origin, url, method, credentials, header } = probe;
  const trace = lastRun(
    {
      ...scenario,
      page: {
        url: origin === OPAQUE ? 'https://elsewhere.test/' : `${origin}/`,
        kind: origin === OPAQUE ? 'sandbox' : 'document',
        referrerPolicy: 'strict-origin-when-cross-origin',
        embedderPolicy: 'unsafe-none',
        framed: false,
      },
      request: {
        ...defaultRequest,
        url,
        method,
        headers: header === undefined ? [] : [[header, header === 'content-type' ? 'application/json' : '1']],
        credentials: credentials === 'with' ? 'include' : 'omit',
      },
      cookies: [],
      browser: { profile: 'standard', thirdPartyCookies: 'allowed', localNetwork: 'granted' },
      earlier: [],
    },
    libraries,
  );
  return isServed(trace);
}

/** The changes of many origins as few statements: what anyone gains is said of nobody else. */
function summed(changes: readonly Change[], server: string, pattern: Probes['pattern']): readonly Grant[] {
  const grants: Grant[] = [];
  for (const credentials of CREDENTIALS) {
    const own = changes.filter((change) => change.credentials === credentials);
    const anyone = own.filter(({ origin }) => isAnyone(origin));
    const forAll = { methods: union(anyone, 'methods'), headers: union(anyone, 'headers') };
    grants.push(...grant({ kind: 'any' }, credentials, forAll, server));
    const sampled = own.filter(({ origin }) => pattern?.samples.includes(origin));
    const matching = {
      methods: less(union(sampled, 'methods'), forAll.methods),
      headers: less(union(sampled, 'headers'), forAll.headers),
    };
    if (pattern) {
      grants.push(...grant({ kind: 'matching', pattern: pattern.pattern }, credentials, matching, server));
    }
    const rest = new Map<string, { methods: string[]; headers: string[]; origins: string[] }>();
    for (const { origin, methods, headers } of own) {
      if (isAnyone(origin) || pattern?.samples.includes(origin)) continue;
      const left = { methods: less(methods, forAll.methods), headers: less(headers, forAll.headers) };
      const key = JSON.stringify([left.methods, left.headers]);
      const same = rest.get(key);
      if (same) same.origins.push(origin);
      else rest.set(key, { ...left, origins: [origin] });
    }
    for (const { origins, ...left } of rest.values()) {
      grants.push(...grant({ kind: 'origins', origins }, credentials, left, server));
    }
  }
  return grants;
}

function union(changes: readonly Change[], what: 'methods' | 'headers'): string[] {
  return [...new Set(changes.flatMap((change) => change[what]))];
}

function less(names: readonly string[], given: readonly string[]): string[] {
  return names.filter((name) => !given.includes(name));
}

function grant(
  who: Who,
  credentials: 'with' | 'without',
  { methods, headers }: { readonly methods: readonly string[]; readonly headers: readonly string[] },
  server: string,
): readonly Grant[] {
  if (methods.length === 0 && headers.length === 0) return [];
  const named = methods.includes('GET')
    ? [...SAFELISTED_METHODS, ...methods.filter((method) => !isSafelistedMethod(method.toUpperCase()))]
    : methods;
  return [
    {
      what: 'read',
      who,
      credentials,
      methods: methods.includes(ODD_METHOD) ? 'any' : named,
      headers: headers.includes(ODD_HEADER) ? 'any' : headers,
      server,
    },
  ];
}
