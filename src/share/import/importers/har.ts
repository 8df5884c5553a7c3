import { getHeader } from '../../../engine/headers';
import type { ConnectionFailureReason, Header } from '../../../engine/http';
import { isSameOrigin, parseUrl } from '../../../engine/origin';
import type { ProfileName } from '../../../engine/profile';
import type { Rich } from '../../../explain/rich';
import { profileOfAgent } from '../browser-request';
import { build } from '../build';
import { type Chain, type Exchange, findingsFromChain, isPreflightExchange, leadsTo } from '../exchanges';
import {
  type Findings,
  type Found,
  guess,
  type Importer,
  problem,
  type Reading,
  type ReadingContext,
  sure,
} from '../findings';
import type { Entry } from '../imported';
import { eachItem, isWhole, type JsonEnd, placeOfKey } from '../json-items';
import { createMasker } from '../secrets';
import { placeOf } from '../shell';
import { SAID } from '../words';

/** More requests than one would look through; the others are counted. */
const MOST_ENTRIES = 200_000;
/** How many of another origin are played, to see which of them CORS blocks. */
const MOST_PLAYED = 3_000;
/** Bodies are for people to read. */
const LONGEST_BODY = 20_000;
const MOST_HEADERS = 500;
/** Redirects to one place, and preflights for it, that are kept to be paired. */
const MOST_OPEN = 200;

/** A HAR file, as developer tools save it. Requests go with their preflights, and with what redirects led to. */
export const har: Importer = {
  looksLike: (text) =>
    /^\s*\{/.test(text) && /"(log|entries|creator|startedDateTime)"\s*:/.test(text.slice(0, 100_000)),
  read: async (text, context) => {
    const log = placeOfKey(text, 0, 'log');
    const list = log < 0 ? -1 : placeOfKey(text, log, 'entries');
    if (list < 0 || text.charAt(list) !== '[') {
      return isWhole(text)
        ? problem('HAR', SAID.scenarioFile())
        : problem('HAR', SAID.harCut(), { at: placeOf(text, text.length) });
    }
    const about = aboutLog(text, log);
    const kept: Kept[] = [];
    let seen = 0;
    let odd = 0;
    const end = eachItem(text, list, (item, at) => {
      if (seen++ % 50 === 0) context.onProgress({ stage: 'understanding', done: at, total: text.length });
      const entry = entryFrom(item);
      if (entry === null) odd++;
      else kept.push({ ...entry, page: about.pages.get(entry.pageRef) ?? '' });
      return kept.length < MOST_ENTRIES ? 'go on' : 'stop';
    });
    const notUnderstood = saidOf(text, end, odd, seen);
    const chains = chainsIn(kept);
    if (chains.length === 0) {
      return problem('HAR', end.type === 'whole' ? SAID.harEmpty() : SAID.harCut(), {
        ...(end.type !== 'whole' && { at: placeOf(text, end.at) }),
        notUnderstood,
      });
    }
    return choice(chains, about.profile, notUnderstood, context, seen);
  },
};

/** An entry, what is needed of it. */
interface Kept extends Exchange {
  /** Milliseconds since 1970; NaN where the file does not say. */
  readonly at: number;
  readonly pageRef: string;
  /** The URL of the page it belongs to; empty where the file does not say. */
  readonly page: string;
  /** What the browser says of a failure: `net::ERR_FAILED`. */
  readonly error: string;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** Own fields only: a file can name anything. */
const at = (value: unknown, key: string): unknown =>
  isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

function headersOf(list: unknown): Header[] {
  if (!Array.isArray(list)) return [];
  return list.slice(0, MOST_HEADERS).flatMap((item): Header[] => {
    const name = textOf(at(item, 'name'));
    return name === '' ? [] : [[name, textOf(at(item, 'value'))]];
  });
}

function entryFrom(item: unknown): Omit<Kept, 'page'> | null {
  const request = at(item, 'request');
  const response = at(item, 'response');
  const url = textOf(at(request, 'url'));
  if (!/^(https?|wss?):/i.test(url) || parseUrl(url) === null) return null;
  const error =
    textOf(at(response, '_error')) || textOf(at(item, '_error')) || textOf(at(item, '_blockedReason'));
  const status = Number(at(response, 'status'));
  const failure = failureOf(error);
  const content = at(response, 'content');
  const encoded = textOf(at(content, 'encoding')) === 'base64';
  return {
    method: textOf(at(request, 'method')) || 'GET',
    url,
    headers: headersOf(at(request, 'headers')),
    body: bodyOf(at(request, 'postData')),
    response:
      Number.isInteger(status) && status >= 100 && status <= 599 && failure === null
        ? {
            status,
            headers: headersOf(at(response, 'headers')),
            body: encoded ? '' : textOf(at(content, 'text')).slice(0, LONGEST_BODY),
          }
        : null,
    ...(failure && { failure }),
    ...(textOf(at(item, 'serverIPAddress')) !== '' && { ip: textOf(at(item, 'serverIPAddress')) }),
    resourceType: textOf(at(item, '_resourceType')),
    at: Date.parse(textOf(at(item, 'startedDateTime'))),
    pageRef: textOf(at(item, 'pageref')),
    error,
  };
}

function bodyOf(post: unknown): string | null {
  const text = textOf(at(post, 'text'));
  if (text !== '') return text.slice(0, LONGEST_BODY);
  const params = at(post, 'params');
  if (!Array.isArray(params) || params.length === 0) return null;
  return params
    .slice(0, MOST_HEADERS)
    .map(
      (param) =>
        `${textOf(at(param, 'name'))}=${textOf(at(param, 'value')) || textOf(at(param, 'fileName'))}`,
    )
    .join('&')
    .slice(0, LONGEST_BODY);
}

/** What the browsers' names for failures of the connection come to; null for CORS, and for what has no name. */
function failureOf(error: string): ConnectionFailureReason | null {
  if (/NAME_NOT_RESOLVED|NAME_RESOLUTION|UNKNOWN_HOST/.test(error)) return 'dns';
  if (/CONNECTION_REFUSED|ADDRESS_UNREACHABLE|CONNECTION_FAILED/.test(error)) return 'refused';
  if (/ERR_CERT|ERR_SSL|SEC_ERROR|SSL_ERROR/.test(error)) return 'tls';
  if (/CONNECTION_RESET|CONNECTION_CLOSED|EMPTY_RESPONSE|HTTP2_PROTOCOL_ERROR|NET_RESET/.test(error))
    return 'reset';
  if (/TIMED_OUT|NET_TIMEOUT/.test(error)) return 'timeout';
  if (/BLOCKED_BY_CLIENT|blockedByClient/i.test(error)) return 'blocked by the client';
  return null;
}

interface KeptChain extends Chain {
  readonly hops: readonly Kept[];
  readonly first: Kept;
}

interface AboutLog {
  readonly profile: Found<ProfileName> | undefined;
  readonly pages: ReadonlyMap<string, string>;
}

/** Who wrote the file, and the pages it knows: Chrome gives their URL as title, others only a title. */
function aboutLog(text: string, log: number): AboutLog {
  const pages = new Map<string, string>();
  const list = placeOfKey(text, log, 'pages');
  if (list >= 0 && text.charAt(list) === '[') {
    eachItem(text, list, (item) => {
      const url = textOf(at(item, 'title'));
      if (/^https?:\/\//i.test(url)) pages.set(textOf(at(item, 'id')), url);
      return pages.size < 1_000 ? 'go on' : 'stop';
    });
  }
  for (const part of ['browser', 'creator']) {
    const place = placeOfKey(text, log, part);
    const name =
      place < 0 ? undefined : /"name"\s*:\s*"([^"]{0,100})"/.exec(text.slice(place, place + 500))?.[1];
    const profile = name === undefined ? undefined : profileOfAgent(name);
    if (profile) return { profile, pages };
  }
  return { profile: undefined, pages };
}

/** Requests with their preflights and redirects, in the order of the file. Linear in the number of entries. */
function chainsIn(entries: readonly Kept[]): readonly KeptChain[] {
  const preflights = new Map<string, Kept[]>();
  const chains: { preflights: Kept[]; hops: Kept[]; first: Kept }[] = [];
  /** Chains that a redirect has left open, by where it leads. */
  const open = new Map<string, (typeof chains)[number][]>();
  for (const entry of entries) {
    const url = withoutFragment(entry.url);
    if (isPreflightExchange(entry)) {
      preflights.set(url, [...(preflights.get(url) ?? []).slice(-MOST_OPEN), entry]);
      continue;
    }
    const waiting = open.get(url);
    const at =
      waiting?.findIndex(({ hops }) => leadsTo(hops.at(-1), entry) && !isEarlier(entry, hops.at(-1))) ?? -1;
    const chain = waiting?.[at] ?? { preflights: [], hops: [], first: entry };
    if (at >= 0) waiting?.splice(at, 1);
    else chains.push(chain);
    chain.hops.push(entry);
    const next = redirectedTo(entry);
    if (next !== null && chain.hops.length < 21)
      open.set(next, [...(open.get(next) ?? []).slice(-MOST_OPEN), chain]);
  }
  const taken = new Set<Kept>();
  for (const { hops, preflights: own } of chains) {
    for (const hop of hops) {
      const asking = nearest(preflights.get(withoutFragment(hop.url)) ?? [], hop, taken);
      if (asking) {
        own.push(asking);
        taken.add(asking);
      }
    }
  }
  for (const list of preflights.values()) {
    for (const lone of list) if (!taken.has(lone)) chains.push({ preflights: [lone], hops: [], first: lone });
  }
  return chains;
}

const withoutFragment = (url: string): string => url.split('#', 1)[0] ?? url;

function isEarlier(entry: Kept, before: Kept | undefined): boolean {
  return before !== undefined && entry.at < before.at;
}

function redirectedTo({ url, response }: Kept): string | null {
  if (!response || response.status < 300 || response.status > 399) return null;
  const location = getHeader(response.headers, 'location');
  return location === null ? null : (parseUrl(location, url)?.withoutFragment ?? null);
}

/** The preflight for a request's method that is nearest in time and not another's: it can stand before or after it. */
function nearest(preflights: readonly Kept[], hop: Kept, taken: ReadonlySet<Kept>): Kept | null {
  let best: Kept | null = null;
  for (const preflight of preflights) {
    const method = getHeader(preflight.headers, 'access-control-request-method');
    if (taken.has(preflight) || (method !== null && method !== hop.method)) continue;
    if (best === null || Math.abs(preflight.at - hop.at) < Math.abs(best.at - hop.at)) best = preflight;
  }
  return best;
}

function saidOf(text: string, end: JsonEnd, odd: number, seen: number): readonly Rich[] {
  const said: Rich[] = [];
  if (end.type === 'cut') said.push(SAID.harCutAt(placeOf(text, Math.min(end.at, text.length)).line, seen));
  if (end.type === 'wrong') {
    const { line, column } = placeOf(text, end.at);
    said.push(SAID.harWrongAt(line, column, seen));
  }
  if (odd > 0) said.push(SAID.harOdd(odd));
  if (seen >= MOST_ENTRIES) said.push(SAID.harMore(MOST_ENTRIES));
  return said;
}

async function choice(
  chains: readonly KeptChain[],
  profile: Found<ProfileName> | undefined,
  notUnderstood: readonly Rich[],
  context: ReadingContext,
  seen: number,
): Promise<Reading> {
  const masker = createMasker();
  const rated: { readonly chain: (typeof chains)[number]; readonly entry: Entry; readonly rank: number }[] =
    [];
  let tried = 0;
  for (const [i, chain] of chains.entries()) {
    const { first, hops } = chain;
    const last = hops.at(-1) ?? first;
    const elsewhere = isElsewhere(first);
    let note = last.error;
    let failed = last.error !== '' || last.response === null || last.response.status >= 400;
    if (elsewhere && tried < MOST_PLAYED) {
      tried++;
      if (tried % 20 === 0) context.onProgress({ stage: 'understanding', done: i, total: chains.length });
      const built = await played(chain, profile, context);
      if (built.outcome === 'failed') {
        failed = true;
        if (!/^net::ERR_(?!FAILED)/.test(note)) note = SAID.blockedNote;
      }
    }
    rated.push({
      chain,
      entry: {
        method: first.method === 'OPTIONS' && hops.length === 0 ? SAID.onlyPreflight : first.method,
        url: masker.url(first.url).slice(0, 500),
        status: last.response?.status ?? null,
        state: failed ? 'failed' : elsewhere ? 'cross-origin' : 'same-origin',
        note: masker.text(note).slice(0, 120),
      },
      rank: failed ? (elsewhere ? 0 : 1) : elsewhere ? 2 : 3,
    });
  }
  rated.sort((a, b) => a.rank - b.rank);
  return {
    type: 'choice',
    kind: 'HAR',
    what: SAID.harFile(),
    entries: rated.map(({ entry }) => entry),
    understood: [SAID.harEntries(seen)],
    notUnderstood,
    pick: async (index) => {
      const one = rated[index];
      const read = one && (await played(one.chain, profile, context));
      return read ? { type: 'findings', findings: read.findings } : problem('HAR', SAID.harEmpty());
    },
  };
}

/** What a chain comes to when it is played, and how it has to have been made for that. */
interface Played {
  readonly findings: Findings;
  readonly outcome: 'failed' | 'passed';
}

/**
 * Plays a chain. Where the browser says that it failed, but nothing in the file would make it fail, credentials were
 * asked for that the file cannot show, if that makes it fail.
 */
async function played(
  chain: KeptChain,
  profile: Found<ProfileName> | undefined,
  { libraries }: ReadingContext,
): Promise<Played> {
  const play = async (findings: Findings): Promise<Played> => {
    const built = await build(findings, {}, libraries);
    return { findings, outcome: built.ok && built.trace.outcome.type !== 'response' ? 'failed' : 'passed' };
  };
  const plain = await play(findingsOf(chain, profile));
  const last = chain.hops.at(-1);
  if (plain.outcome === 'failed' || last === undefined || !/ERR_FAILED$/.test(last.error)) return plain;
  const { request } = plain.findings;
  const why = SAID.failedWithCredentials();
  const credentialed = await play({
    ...plain.findings,
    request: { ...request, credentials: guess('include', why), withCredentials: guess(true, why) },
  });
  return credentialed.outcome === 'failed' ? credentialed : plain;
}

function findingsOf(chain: KeptChain, profile: Found<ProfileName> | undefined): Findings {
  const { first } = chain;
  const page = first.page === '' ? undefined : sure({ url: first.page });
  return findingsFromChain(
    {
      kind: 'HAR',
      what: SAID.harRequest(),
      by: 'browser',
      ...(page && { page }),
      ...(profile && { profile }),
    },
    chain,
  );
}

/** Whether a request goes to another origin than its page's, as far as the file says. */
function isElsewhere({ headers, url, page }: Kept): boolean {
  const target = parseUrl(url);
  const from =
    parseUrl(getHeader(headers, 'origin') ?? '') ??
    parseUrl(page) ??
    parseUrl(getHeader(headers, 'referer') ?? '');
  if (target === null) return false;
  if (getHeader(headers, 'sec-fetch-site') === 'same-origin') return false;
  if (getHeader(headers, 'origin') === 'null') return true;
  return (
    from !== null &&
    !isSameOrigin(from.origin, target.origin) &&
    getHeader(headers, 'sec-fetch-mode') !== 'navigate'
  );
}
