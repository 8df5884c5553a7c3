import { createHash, randomBytes } from 'node:crypto';
import { getHeader, hasHeader } from '../engine/headers';
import type { HeaderList, HttpRequest, HttpResponse } from '../engine/http';
import { answer } from '../policy/answer';
import { createLibraries } from '../scenario/libraries';
import { requestsOf } from '../scenario/requests';
import type { Page, Scenario } from '../scenario/scenario';
import { serverFor } from '../scenario/servers';
import { validate } from '../scenario/validate';
import type { Playing, Progress, Refused } from '../witness/lab';
import { type Observed, parseObserved } from '../witness/observed';
import type { RecordedAnswer, RecordedRequest } from '../witness/record';
import { type Addresses, labOrigin } from './addresses';
import { control } from './control';
import { listen } from './listen';
import { isMadePublic, type MapOptions, type Mapped, mapScenario } from './map';
import { framingPage, pageHeaders, playingPage, waitingPage } from './pages';
import {
  HTTP_LIMITS,
  type HttpLimits,
  plain,
  type RawRequest,
  type RawResponse,
  type Reaction,
  serveConnection,
} from './raw-http';
import type { PlayConfig } from './runner';
import { standInFor } from './stand-ins';

export interface LabOptions {
  /** `runner.ts` as JavaScript: a module with its exports, to be written into pages. */
  readonly runner: string;
  /** Origins (serialised) of the app that may use the control API; none by default. */
  readonly appOrigins?: readonly string[];
  /** `on demand`: from the first scenario on that needs it. */
  readonly tls?: 'on' | 'off' | 'on demand';
  /** Host names that the browser was told lead to loopback; none by default. See `Addresses`. */
  readonly names?: readonly string[];
  /** Of these, those for pages that are made public; none by default. See `Addresses`. */
  readonly publicHosts?: Addresses['publicHosts'];
  /** `localhost` where the browser leads every name under it to loopback; none by default. */
  readonly domain?: string;
  /** Ports of each scheme: so many origins of one site there can be. */
  readonly ports?: number;
  /** The most scenarios, and the most requests kept of each. */
  readonly scenarios?: number;
  readonly requests?: number;
  /** The most bytes kept of one scenario's requests, about. */
  readonly bytes?: number;
  /** Milliseconds after which a scenario is forgotten. */
  readonly memory?: number;
  /** Milliseconds that a server which never answers keeps a browser waiting. */
  readonly hang?: number;
  /** Milliseconds a page waits for something to happen. */
  readonly patience?: number;
  readonly http?: HttpLimits;
}

/** A scenario that the lab plays. */
export interface Added extends Playing {
  /** What the page plays; for a waiting page to be told. */
  readonly config: PlayConfig;
}

export interface AddOptions extends Pick<MapOptions, 'pauses' | 'settings'> {
  /** The app's origin: a message with what was observed is posted to the window that opened or frames the page. */
  readonly app?: string;
}

export interface Lab {
  readonly addresses: Addresses;
  /** What the app shows to the control API. */
  readonly token: string;
  /** Where the control API is. */
  readonly control: string;
  add(scenario: Scenario, options?: AddOptions): Promise<Added | Refused>;
  /** Every request received for a scenario, in order; null for a scenario unknown, or forgotten. */
  record(id: string): readonly RecordedRequest[] | null;
  /** What its page reported, once the requests it caused have come in; rejects when nothing comes in time. */
  observed(id: string, timeout?: number): Promise<Observed>;
  /** How far it has come; null as for its record. */
  progress(id: string): Progress | null;
  /** A page with a scenario's page's origin and headers that waits to be told what to play. */
  waitingPageUrl(id: string): string | null;
  forget(id: string): boolean;
  close(): Promise<void>;
}

interface Entry {
  readonly id: string;
  readonly page: Page;
  readonly scenario: Scenario;
  readonly config: PlayConfig;
  readonly origin: string;
  readonly app: string | null;
  readonly added: number;
  readonly record: RecordedRequest[];
  /** Bytes kept in the record, about. */
  kept: number;
  /** The HTTPS origins it uses that no browser has opened yet. */
  readonly unopened: Set<string>;
  /** A page is given once: a second would send everything again. */
  opened: 'opened' | 'unopened';
  observed: Observed | null;
  settled: 'yes' | 'no';
  readonly waiting: Set<(observed: Observed) => void>;
}

/** Milliseconds without a request after which no more are expected. */
const QUIET = { usual: 20, afterwards: 300 } as const;

/** Milliseconds in which a request that goes after the page has spoken should have come. */
const LATE = 3000;

/** Starts a lab: servers on loopback that play scenarios for real browsers. */
export async function startLab(options: LabOptions): Promise<Lab> {
  const { runner, appOrigins = [], scenarios = 200, requests = 500, memory = 600_000 } = options;
  const { bytes = 4_194_304, tls = 'on' } = options;
  const { hang = 1000, patience = 3000, http = HTTP_LIMITS } = options;
  if (/<\/script|<!--/i.test(runner)) throw new Error('The runner cannot stand in a page');
  const libraries = createLibraries();
  const entries = new Map<string, Entry>();
  const token = randomBytes(24).toString('base64url');
  const started = performance.now();
  const now = (): number => performance.now() - started;

  const { addresses, openTls, close } = await listen({
    names: options.names ?? [],
    publicHosts: options.publicHosts,
    domain: options.domain,
    ports: options.ports ?? 4,
    onConnection: (socket, scheme, port) =>
      serveConnection(socket, (request) => react(request, scheme, port), http),
  });
  if (tls === 'on') await openTls();
  const [port = 0] = addresses().http;

  const isOwnHost = (host: string): boolean => {
    const { hosts, names = [], domain } = addresses();
    return (
      hosts.includes(host) || names.includes(host) || (domain !== undefined && host.endsWith(`.${domain}`))
    );
  };

  const react = (request: RawRequest, scheme: 'http' | 'https', at: number): Reaction | Promise<Reaction> => {
    const host = getHeader(request.headers, 'host')?.toLowerCase() ?? '';
    // Whoever got here under another name was led here by somebody's DNS.
    if (!host.endsWith(`:${at}`) || !isOwnHost(host.slice(0, -`:${at}`.length)))
      return plain(421, 'Not a host of this lab\n');
    const origin = `${scheme}://${host}`;
    const own = /^\/([~@])([0-9a-z]+)(?:\/([^?]*))?(?:\?|$)/.exec(request.target);
    if (own) {
      const [, mark, id = '', rest = ''] = own;
      const entry = entries.get(id);
      if (!entry) return plain(404, 'No such scenario, or forgotten\n');
      return mark === '~' ? playServer(entry, request, origin) : ownPage(entry, request, origin, rest);
    }
    if (request.target.startsWith('/lab/')) return control(lab, appOrigins, request);
    return plain(404, 'Not found\n');
  };

  const playServer = (entry: Entry, request: RawRequest, origin: string): Reaction => {
    if (entry.record.length >= requests || entry.kept >= bytes) {
      return plain(429, 'Too many requests for one scenario\n');
    }
    const url = origin + request.target;
    const { method, target, headers } = request;
    const body = request.body.toString();
    const asked: HttpRequest = { method, url, headers, body: body === '' ? null : body };
    const server = serverFor(entry.scenario, url);
    const answered = server ? answer(server, asked, libraries.compilePattern) : ({ failure: 'dns' } as const);
    const keep = (given: RecordedAnswer): void => {
      entry.kept +=
        target.length +
        body.length +
        headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
      entry.record.push({ at: now(), method, target, url, headers, body, answer: given });
    };
    if ('failure' in answered) {
      keep({ type: 'failure', failure: answered.failure });
      return { type: 'cut', after: answered.failure === 'timeout' ? hang : 0 };
    }
    const response = answered.status === 101 ? acceptHandshake(answered, request) : answered;
    const standIn = standInFor(entry.scenario.request);
    if (!standIn || response.status < 200) {
      keep({ type: 'response', response, body: 'scenario' });
      return { type: 'response', ...response, body: Buffer.from(response.body) };
    }
    const sent = { ...response, headers: resized(response, standIn) };
    keep({ type: 'response', response: sent, body: 'stand-in' });
    return { type: 'response', ...sent, body: standIn };
  };

  const ownPage = (entry: Entry, request: RawRequest, origin: string, rest: string): Reaction => {
    const { id, page, scenario, config, app } = entry;
    const base = `/@${id}`;
    if (rest === 'observed' && request.method === 'POST') {
      const observed = parseObserved(request.body.toString());
      if (!observed) return plain(400, 'Not what a page reports\n');
      entry.observed ??= observed;
      for (const tell of entry.waiting) tell(observed);
      settle(entry);
      return plain(200, '', [['Cross-Origin-Resource-Policy', 'cross-origin']]);
    }
    if (request.method !== 'GET') return plain(405, 'Only GET\n');
    if (rest === 'open') {
      entry.unopened.delete(origin);
      return redirect(firstOf(entry));
    }
    const visit = /^visit\/(\d+)$/.exec(rest);
    if (visit) {
      const at = Number(visit[1]);
      const stored = scenario.cookies[at];
      if (!stored) return plain(404, 'No such cookie\n');
      const cookie = ['Set-Cookie', stored.cookie] as const;
      if (stored.fromPage !== true) return redirect(nextOf(entry, at + 1), [cookie]);
      const asking = getHeader(request.headers, 'origin') ?? '*';
      return plain(200, '', [
        cookie,
        ['Access-Control-Allow-Origin', asking],
        ['Access-Control-Allow-Credentials', 'true'],
      ]);
    }
    switch (rest) {
      case 'frame':
        return htmlPage(framingPage(`${entry.origin}${base}/page`));
      case 'page': {
        if (entry.opened === 'opened')
          return plain(410, 'This has been played. Run it again from Corscope.\n');
        entry.opened = 'opened';
        const audience = { report: `${origin}${base}/observed`, id, app };
        return htmlPage(playingPage(page, runner, config, audience), headersOf(entry));
      }
      case 'waiting':
        return htmlPage(waitingPage(page, runner), headersOf(entry));
      default:
        return plain(404, 'Not found\n');
    }
  };

  /** The page's address, by way of every HTTPS origin that a browser may first want to be told to trust. */
  const firstOf = (entry: Entry): string => {
    const [unopened] = entry.unopened;
    return unopened === undefined ? nextOf(entry) : `${unopened}/@${entry.id}/open`;
  };

  /** Where a browser goes on the way to the page: to the hosts whose cookies it has, one after the other. */
  const nextOf = (
    { id, page, scenario, origin }: Pick<Entry, 'id' | 'page' | 'scenario' | 'origin'>,
    from = 0,
  ) => {
    for (let i = from; i < scenario.cookies.length; i++) {
      const url = visitOf(id, scenario, i);
      if (url !== null && scenario.cookies[i]?.fromPage !== true) return url;
    }
    return page.framed ? `${framingOrigin(origin)}/@${id}/frame` : `${origin}/@${id}/page`;
  };

  /** The URL that sets one of the cookies; null where nothing can. */
  const visitOf = (id: string, { cookies }: Scenario, at: number): string | null => {
    // Cookies know no ports, and one of a host that does not exist is never sent.
    const visited = visitedAt(new URL(cookies[at]?.url ?? ''));
    return visited === null ? null : `${visited}/@${id}/visit/${at}`;
  };

  /** The origin that sets the cookies of a URL's host; null where it is not the lab's. */
  const visitedAt = ({ protocol, hostname }: URL): string | null => {
    const [first] = protocol === 'https:' ? addresses().https : addresses().http;
    return first !== undefined && isOwnHost(hostname)
      ? labOrigin(protocol.slice(0, -1), hostname, first)
      : null;
  };

  /** Of another site than the page. */
  const framingOrigin = (origin: string): string => {
    const { protocol, hostname, port: used } = new URL(origin);
    const other = addresses().hosts.findLast((host) => host !== hostname) ?? 'localhost';
    return `${protocol}//${other}:${used}`;
  };

  /** The HTTPS origins that a browser has to do with, the page's last. */
  const secureOrigins = ({ page, servers, cookies }: Scenario, origin: string): string[] => {
    const all = [
      ...cookies.map(({ url }) => visitedAt(new URL(url))),
      ...servers.map((server) => server.origin),
      ...(page.framed ? [framingOrigin(origin)] : []),
      origin,
    ].flatMap((each) => each ?? []);
    const { https } = addresses();
    return [...new Set(all)].filter(
      (each) => each.startsWith('https:') && https.includes(Number(new URL(each).port)),
    );
  };

  /** Notes when a scenario whose page has reported is over. */
  const settle = async (entry: Entry): Promise<void> => {
    const { initiator } = entry.scenario.request;
    const late = initiator === 'form' || initiator === 'sendBeacon';
    if (late) await someRequest(entry.record, LATE);
    await quiet(entry.record, late ? QUIET.afterwards : QUIET.usual);
    entry.settled = 'yes';
  };

  const forgetOld = (): void => {
    const oldest = now() - memory;
    for (const { id, added } of entries.values()) if (added < oldest) entries.delete(id);
    while (entries.size > scenarios) {
      const first = entries.keys().next();
      if (first.done) break;
      entries.delete(first.value);
    }
  };
  const sweep = setInterval(forgetOld, Math.min(memory, 30_000));
  sweep.unref();

  const lab: Lab = {
    get addresses() {
      return addresses();
    },
    token,
    control: labOrigin('http', '127.0.0.1', port),

    async add(scenario, { app, ...choices } = {}) {
      await libraries.load(scenario);
      const problems = validate(scenario, libraries);
      if (problems.length > 0) return { ok: false, problems };
      const id = randomBytes(8).readBigUInt64BE().toString(36);
      const map = () => mapScenario(scenario, id, { ...choices, addresses: addresses(), libraries });
      let result = map();
      if (tls === 'on demand' && lacksTls(result)) {
        await openTls();
        result = map();
      }
      if (!result.ok) return result;
      const { scenario: mapped, changes, places } = result;
      const { page } = mapped;
      const isDocument = page.kind === 'document';
      const origin = page.kind === 'data' ? labOrigin('http', '127.0.0.1', port) : new URL(page.url).origin;
      const config: PlayConfig = {
        runs: requestsOf(mapped).map(({ request, seconds }) => ({ request, pause: seconds * 1000 })),
        cookies: mapped.cookies.flatMap(({ fromPage }, i) => (fromPage && visitOf(id, mapped, i)) || []),
        documentUrl: isDocument ? page.url : null,
        patience,
      };
      const entry: Entry = {
        id,
        page,
        scenario: mapped,
        config,
        origin,
        app: app ?? null,
        added: now(),
        record: [],
        kept: 0,
        unopened: new Set(secureOrigins(mapped, origin)),
        opened: 'unopened',
        observed: null,
        settled: 'no',
        waiting: new Set(),
      };
      entries.set(id, entry);
      forgetOld();
      const atMost = config.runs.reduce((sum, { pause }) => sum + pause + patience, LATE);
      return { ok: true, id, mapped, changes, places, pageUrl: firstOf(entry), atMost, config };
    },

    record: (id) => entries.get(id)?.record.slice() ?? null,

    async observed(id, timeout = 15_000) {
      const entry = entries.get(id);
      if (!entry) throw new Error('No such scenario, or forgotten');
      const observed = entry.observed ?? (await nextReport(entry, timeout));
      await settle(entry);
      return observed;
    },

    progress: (id) => {
      const entry = entries.get(id);
      if (!entry) return null;
      const { record, observed, settled, opened, unopened } = entry;
      return { requests: record, observed, settled, page: opened, unopened: [...unopened] };
    },

    waitingPageUrl: (id) => {
      const entry = entries.get(id);
      return entry ? `${entry.origin}/@${id}/waiting` : null;
    },

    forget: (id) => entries.delete(id),

    async close() {
      clearInterval(sweep);
      entries.clear();
      await close();
    },
  };
  return lab;
}

/** Whether a scenario was refused, or changed, for want of HTTPS alone. */
function lacksTls(result: Mapped | Refused): boolean {
  return result.ok
    ? result.changes.includes('secure cookies over http')
    : result.problems.some(({ code }) => code === 'needs-https');
}

function nextReport(entry: Entry, timeout: number): Promise<Observed> {
  return new Promise((resolve, reject) => {
    const tell = (observed: Observed): void => {
      clearTimeout(timer);
      entry.waiting.delete(tell);
      resolve(observed);
    };
    const timer = setTimeout(() => {
      entry.waiting.delete(tell);
      reject(new Error('The page has not reported in time'));
    }, timeout);
    entry.waiting.add(tell);
  });
}

/** Waits for the first request, for some milliseconds at most. */
async function someRequest(record: readonly RecordedRequest[], milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  while (record.length === 0 && performance.now() < end) await sleep(10);
}

/** Waits until no request has come in for some milliseconds. */
async function quiet(record: readonly RecordedRequest[], milliseconds: number): Promise<void> {
  for (let seen = -1; seen !== record.length; ) {
    seen = record.length;
    await sleep(milliseconds);
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function redirect(location: string, headers: HeaderList = []): RawResponse {
  const response = plain(302, '', [...headers, ['Location', location], ['Cache-Control', 'no-store']]);
  return { ...response, statusText: 'Found' };
}

function headersOf({ page, scenario }: Entry): HeaderList {
  return pageHeaders(page, isMadePublic(scenario) ? 'public' : 'as it is');
}

function htmlPage(
  text: string,
  headers: HeaderList = [['Content-Type', 'text/html;charset=utf-8']],
): RawResponse {
  const body = Buffer.from(text);
  return {
    type: 'response',
    status: 200,
    statusText: 'OK',
    headers: [...headers, ['Content-Length', String(body.length)]],
    body,
  };
}

/** The proof that the server speaks WebSocket, which only who sees the key can give. RFC 6455, section 4.2.2 */
function acceptHandshake(response: HttpResponse, { headers }: RawRequest): HttpResponse {
  const key = getHeader(headers, 'sec-websocket-key');
  if (key === null || hasHeader(response.headers, 'sec-websocket-accept')) return response;
  const proof = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  return { ...response, headers: [...response.headers, ['Sec-WebSocket-Accept', proof]] };
}

/** The headers with the length of another body, where they had the length of the first. */
function resized({ headers, body }: HttpResponse, standIn: Buffer): HttpResponse['headers'] {
  const length = String(Buffer.byteLength(body));
  return headers.map((header) =>
    header[0].toLowerCase() === 'content-length' && header[1] === length
      ? [header[0], String(standIn.length)]
      : header,
  );
}
