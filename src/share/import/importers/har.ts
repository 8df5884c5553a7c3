import { hostAddressSpace } from '../../../engine/address-space';
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
  type SeenAnswer,
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
    return choice(chains, { profile: about.profile, entries: kept }, notUnderstood, context, seen);
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

/** What the rest of the file tells of one request. */
interface Log {
  readonly profile: Found<ProfileName> | undefined;
  readonly entries: readonly Kept[];
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
  log: Log,
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
      const built = await played(chain, log, context);
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
      const read = one && (await played(one.chain, log, context));
      return read ? { type: 'findings', findings: read.findings } : problem('HAR', SAID.harEmpty());
    },
  };
}

/** What a chain comes to when it is played, and how it has to have been made for that. */
interface Played {
  readonly findings: Findings;
  readonly outcome: 'failed' | 'passed';
  /** Whether anything went on the wire. */
  readonly sent: 'yes' | 'no';
}

/**
 * Plays a chain. Where the browser says that it failed, but nothing in the file would make it fail, credentials were
 * asked for that the file cannot show, if that makes it fail.
 */
async function played(chain: KeptChain, log: Log, { libraries }: ReadingContext): Promise<Played> {
  const play = async (findings: Findings): Promise<Played> => {
    const built = await build(findings, {}, libraries);
    const failed = built.ok && built.trace.outcome.type !== 'response';
    const sent = built.ok && built.trace.steps.some(({ type }) => type === 'request');
    return { findings, outcome: failed ? 'failed' : 'passed', sent: sent ? 'yes' : 'no' };
  };
  const plain = await play(findingsOf(chain, log));
  const last = chain.hops.at(-1);
  if (plain.sent === 'yes' && isSilent(chain, log)) return play(refused(plain.findings, chain));
  if (plain.outcome === 'failed' || last === undefined || !/ERR_FAILED$/.test(last.error)) return plain;
  const { request } = plain.findings;
  const why = SAID.failedWithCredentials();
  const credentialed = await play({
    ...plain.findings,
    request: { ...request, credentials: guess('include', why), withCredentials: guess(true, why) },
  });
  return credentialed.outcome === 'failed' ? credentialed : plain;
}

function findingsOf(chain: KeptChain, log: Log): Findings {
  const { first } = chain;
  const { profile } = log;
  const page = first.page === '' ? undefined : sure({ url: first.page });
  const document = documentOf(first, log);
  const findings = findingsFromChain(
    {
      kind: 'HAR',
      what: SAID.harRequest(),
      by: 'browser',
      ...(page && { page }),
      ...(profile && { profile }),
    },
    { ...chain, hops: chain.hops.map((hop) => withoutNearness(hop, document)) },
  );
  return withCookies(answeredBefore(embedded(findings, document), chain, log), chain, log);
}

/** The page's own request. */
function documentOf({ page }: Kept, { entries }: Log): Kept | undefined {
  if (page === '') return undefined;
  const url = withoutFragment(page);
  return entries.find((entry) => withoutFragment(entry.url) === url && entry.response !== null);
}

/** Without the server's IP address, where the page came from as near: then nobody had to be asked. */
function withoutNearness({ ip, ...hop }: Kept, document: Kept | undefined): Kept {
  const near = (address: string): string =>
    hostAddressSpace(address.includes(':') ? `[${address}]` : address);
  if (ip === undefined || (document?.ip !== undefined && near(document.ip) === near(ip))) return hop;
  return { ...hop, ip };
}

/** With the page's embedder policy, which its own response says. */
function embedded(findings: Findings, document: Kept | undefined): Findings {
  const value = getHeader(document?.response?.headers ?? [], 'cross-origin-embedder-policy');
  const policy = value?.split(';', 1)[0]?.trim();
  if (findings.page === undefined || (policy !== 'require-corp' && policy !== 'credentialless'))
    return findings;
  return {
    ...findings,
    page: { ...findings.page, value: { ...findings.page.value, embedderPolicy: policy } },
  };
}

/** Whether nothing came back, and nothing says why: Firefox shows what came, even where CORS blocks it. */
function isSilent({ hops, preflights }: KeptChain, { profile }: Log): boolean {
  const last = hops.at(-1);
  if (last === undefined || profile?.value !== 'firefox') return false;
  return last.response === null && !last.failure && last.error === '' && preflights.length === 0;
}

function refused(findings: Findings, { hops }: KeptChain): Findings {
  const url = hops.at(-1)?.url ?? '';
  return withAnswer(findings, { url, failure: guess('refused', SAID.noAnswer()) });
}

function withAnswer(findings: Findings, answer: SeenAnswer): Findings {
  return { ...findings, answers: [...findings.answers.filter(({ url }) => url !== answer.url), answer] };
}

/** With what the same URL answered earlier, without CORS, where nothing was sent: the cache had that, and it is of no use. */
function answeredBefore(findings: Findings, { hops, preflights }: KeptChain, { entries }: Log): Findings {
  const last = hops.at(-1);
  if (last === undefined || last.response !== null || last.failure || preflights.length > 0) return findings;
  if (!/ERR_FAILED$/.test(last.error)) return findings;
  const before = entries.find(
    ({ url, response, at, headers }) =>
      url === last.url && response?.status === 200 && at < last.at && getHeader(headers, 'origin') === null,
  )?.response;
  if (!before) return findings;
  const lines = before.headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  const response = guess({ status: String(before.status), lines }, SAID.answeredBefore());
  return withAnswer(findings, { url: last.url, response, body: before.body });
}

/** With the cookies that earlier answers set for a server that now wants somebody to log in. */
function withCookies(findings: Findings, { first, hops }: KeptChain, { entries }: Log): Findings {
  const status = hops.at(-1)?.response?.status;
  if ((status !== 401 && status !== 403) || findings.cookies !== undefined) return findings;
  const host = parseUrl(first.url)?.host;
  const stored = entries
    .filter((entry) => entry.at < first.at && parseUrl(entry.url)?.host === host)
    .flatMap(({ url, headers, response }) => {
      const fromPage = getHeader(headers, 'sec-fetch-mode') !== 'navigate';
      return (response?.headers ?? []).flatMap(([name, value]) =>
        name.toLowerCase() === 'set-cookie'
          ? value.split('\n').map((cookie) => ({ url, cookie, ...(fromPage && { fromPage }) }))
          : [],
      );
    });
  return stored.length === 0 ? findings : { ...findings, stored };
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
