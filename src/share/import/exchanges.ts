import { getHeader } from '../../engine/headers';
import type { ConnectionFailureReason, Header } from '../../engine/http';
import { isHttpScheme, parseUrl } from '../../engine/origin';
import type { Rich } from '../../explain/rich';
import type { RawAnswer } from '../../policy/policy';
import { type PageRequest, pageRequest } from './browser-request';
import { type Findings, type Found, guess, type SeenAnswer, sure } from './findings';
import type { Guess, ImportKind, Missing } from './imported';
import { isSecretName, MASK } from './secrets';
import { SAID } from './words';

/** One request and what came back, as a tool saw it. */
export interface Exchange {
  readonly method: string;
  /** Whole. */
  readonly url: string;
  readonly headers: readonly Header[];
  readonly body: string | null;
  /** null where none came, or none is shown. */
  readonly response: {
    readonly status: number;
    readonly headers: readonly Header[];
    readonly body: string;
  } | null;
  /** Why none came, where the tool says. */
  readonly failure?: ConnectionFailureReason;
  readonly ip?: string;
  /** What a browser's tools call it: `fetch`, `xhr`, `script`. */
  readonly resourceType?: string;
}

/** A request with the redirects it went through, and the preflights asked on the way. */
export interface Chain {
  readonly preflights: readonly Exchange[];
  /** In order; empty where only the preflight was seen. */
  readonly hops: readonly Exchange[];
}

/** What is known of how the exchanges came about. */
export interface Seen {
  readonly kind: ImportKind;
  readonly what: Rich;
  readonly by: 'browser' | 'tool';
  readonly page?: Findings['page'];
  readonly profile?: Findings['profile'];
  readonly understood?: readonly Rich[];
  readonly notUnderstood?: readonly Rich[];
  readonly missing?: readonly Missing[];
}

/** Whether an exchange is a CORS-preflight. https://fetch.spec.whatwg.org/#cors-preflight-request */
export function isPreflightExchange({ method, headers }: Pick<Exchange, 'method' | 'headers'>): boolean {
  return method.toUpperCase() === 'OPTIONS' && getHeader(headers, 'access-control-request-method') !== null;
}

/** What a chain of exchanges tells of the page's request and of the servers' answers. */
export function findingsFromChain(seen: Seen, { preflights, hops }: Chain): Findings {
  const [first] = hops;
  const asking = preflights.find((preflight) => first === undefined || samePlace(preflight.url, first.url));
  const names = asking && askedNames(asking);
  const sent = first
    ? pageRequest({
        method: first.method,
        url: first.url,
        headers: first.headers,
        body: first.body,
        asked: names ?? (seen.by === 'tool' ? CACHE_NAMES : null),
        resourceType: first.resourceType ?? '',
      })
    : null;
  const read = sent && withAsked(sent, names ?? []);
  const fromPreflight = asking ? requestAsked(asking) : null;
  const known = surest(read?.page, fromPreflight?.page, seen.page);
  // A frame without an origin of its own stands in a page that has one: the request is the frame's.
  const opaque = read?.page?.value.kind === undefined ? undefined : read.page;
  const page = opaque ? { ...opaque, value: { ...known?.value, ...opaque.value } } : known;
  const profile = seen.profile ?? read?.profile ?? fromPreflight?.profile;
  return {
    kind: seen.kind,
    what: seen.what,
    by: seen.by,
    ...(page && { page }),
    ...(profile && { profile }),
    ...(read?.cookies && { cookies: read.cookies }),
    request: read?.request ?? fromPreflight?.request ?? {},
    answers: answersOf(preflights, hops),
    guessed: read?.guessed ?? fromPreflight?.guessed ?? [],
    missing: seen.missing ?? [],
    understood: [...(seen.understood ?? []), ...(read?.understood ?? [])],
    notUnderstood: [...(seen.notUnderstood ?? []), ...(read?.notUnderstood ?? [])],
  };
}

/** With the headers that a preflight asked for and whoever wrote the file left out, as tokens are. */
function withAsked(
  read: PageRequest,
  names: readonly string[],
): PageRequest & { readonly guessed: readonly Guess[] } {
  const sent = read.request.headers?.value ?? [];
  const left = names.filter((name) => getHeader(sent, name) === null).slice(0, 50);
  if (left.length === 0) return { ...read, guessed: [] };
  const headers = [...sent, ...left.map((name): Header => [name, standInValue(name)])];
  return {
    ...read,
    request: { ...read.request, headers: sure(headers) },
    guessed: left.map((name, i) => ({
      path: `request.headers.${sent.length + i}.value`,
      why: SAID.valueTaken(name),
    })),
  };
}

/** What a tool's user sets of these is meant. */
const CACHE_NAMES: readonly string[] = ['cache-control', 'pragma', 'if-none-match', 'if-modified-since'];

/** The first page that is known, else the first that is guessed. */
function surest(...pages: readonly Findings['page'][]): Findings['page'] {
  return pages.find((page) => page && page.why === undefined) ?? pages.find((page) => page !== undefined);
}

function answersOf(preflights: readonly Exchange[], hops: readonly Exchange[]): SeenAnswer[] {
  const answers = hops.map((hop): SeenAnswer => {
    const preflight = preflights.find(({ url }) => samePlace(url, hop.url));
    return {
      url: hop.url,
      ...(preflight?.response && { preflight: sure(rawAnswerOf(preflight.response)) }),
      ...responseOf(hop, preflight),
      ...(hop.response && hop.response.body !== '' && { body: hop.response.body }),
      ...(hop.ip !== undefined && { ip: hop.ip }),
    };
  });
  const lone = preflights.filter(({ url }) => !hops.some((hop) => samePlace(url, hop.url)));
  for (const preflight of lone) {
    const { response } = preflight;
    answers.push({
      url: preflight.url,
      ...(response && { preflight: sure(rawAnswerOf(response)) }),
      ...(!response && preflight.failure && { failure: sure(preflight.failure) }),
      ...(preflight.ip !== undefined && { ip: preflight.ip }),
    });
  }
  return answers;
}

/** What came back, or why nothing did; where that is not said, what it most often is. */
function responseOf(
  hop: Exchange,
  preflight: Exchange | undefined,
): Pick<SeenAnswer, 'response' | 'failure'> {
  if (hop.response) return { response: sure(rawAnswerOf(hop.response)) };
  if (hop.failure) return { failure: sure(hop.failure) };
  // Blocked after its preflight: nobody has seen a response.
  if (preflight?.response) return {};
  if (preflight?.failure) return { failure: sure(preflight.failure) };
  const lines: Found<RawAnswer> = guess({ status: '200', lines: '' }, SAID.hiddenResponse());
  return { response: lines };
}

function rawAnswerOf({ status, headers }: NonNullable<Exchange['response']>): RawAnswer {
  const lines = headers
    .filter(([name]) => !name.startsWith(':'))
    // Some tools join repeated headers by a line break.
    .flatMap(([name, value]) => value.split(/\r?\n/).map((line) => `${name}: ${line}`))
    .join('\n');
  return { status: String(status), lines };
}

/** Of a redirect or a preflight one wants the same place; queries and fragments tell nothing apart here. */
function samePlace(a: string, b: string): boolean {
  return a.split(/[?#]/, 1)[0] === b.split(/[?#]/, 1)[0];
}

/** The names of `Access-Control-Request-Headers`. */
function askedNames(preflight: Pick<Exchange, 'headers'>): readonly string[] {
  return (getHeader(preflight.headers, 'access-control-request-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}

/** The request that a preflight asks for: its method and its headers' names are known. */
export function requestAsked(
  preflight: Pick<Exchange, 'method' | 'url' | 'headers' | 'body'>,
): Pick<Findings, 'request' | 'page' | 'profile'> & { readonly guessed: readonly Guess[] } {
  const method = getHeader(preflight.headers, 'access-control-request-method') ?? 'GET';
  const headers = askedNames(preflight)
    .slice(0, 50)
    .map((name): Header => [name, standInValue(name)]);
  const body = headers.some(([name]) => name === 'content-type')
    ? ({ kind: 'string', text: '{}', type: '' } as const)
    : null;
  const { page, profile } = pageRequest({ ...preflight, asked: null, resourceType: 'fetch' });
  return {
    ...(page && { page }),
    ...(profile && { profile }),
    request: {
      initiator: guess('fetch', SAID.fetchTaken()),
      url: sure(preflight.url),
      method: sure(method),
      headers: sure(headers),
      ...(body && { body: guess(body, SAID.bodyTaken()) }),
    },
    guessed: headers.map(([name], i) => ({ path: `request.headers.${i}.value`, why: SAID.valueTaken(name) })),
  };
}

/** A value that a header of that name could have: not safelisted where it was asked for. */
export function standInValue(name: string): string {
  switch (name.toLowerCase()) {
    case 'content-type':
      return 'application/json';
    case 'authorization':
      return 'Bearer ***';
    case 'range':
      return 'bytes=-500';
    case 'accept':
      return 'application/json; q="1"';
    case 'x-requested-with':
      return 'XMLHttpRequest';
    case 'cache-control':
    case 'pragma':
      return 'no-cache';
    default:
      return isSecretName(name, 'URL or header') ? MASK : 'value';
  }
}

/** Chains from exchanges in the order they happened: preflights go to what they ask for, redirects are followed. */
export function chainsOf(exchanges: readonly Exchange[]): Chain[] {
  const preflights = exchanges.filter(isPreflightExchange);
  const chains: { preflights: Exchange[]; hops: Exchange[] }[] = [];
  for (const exchange of exchanges) {
    if (isPreflightExchange(exchange)) continue;
    const open = chains.find(({ hops }) => leadsTo(hops.at(-1), exchange));
    if (open) open.hops.push(exchange);
    else chains.push({ preflights: [], hops: [exchange] });
  }
  for (const preflight of preflights) {
    const asker = chains.find(
      ({ hops, preflights: own }) =>
        hops.some(({ url }) => samePlace(url, preflight.url)) &&
        !own.some(({ url }) => samePlace(url, preflight.url)),
    );
    if (asker) asker.preflights.push(preflight);
    else chains.push({ preflights: [preflight], hops: [] });
  }
  return chains;
}

/** Whether the next exchange is where a redirect leads. */
export function leadsTo(from: Exchange | undefined, to: Exchange): boolean {
  const response = from?.response;
  if (!from || !response || response.status < 300 || response.status > 399) return false;
  const location = getHeader(response.headers, 'location');
  const url = location === null ? null : parseUrl(location, from.url);
  return (
    url !== null && isHttpScheme(url.scheme) && url.withoutFragment === parseUrl(to.url)?.withoutFragment
  );
}
