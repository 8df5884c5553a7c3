import { randomBytes } from 'node:crypto';
import { createServer, type Server as HttpServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Header } from '../../src/engine/http';
import type { Added, Lab } from '../../src/lab/lab';
import { makeCertificate } from '../../src/lab/listen';
import { isMadePublic, mapScenario, namesDomain } from '../../src/lab/map';
import type { Server } from '../../src/policy/policy';
import { defaultScenario, defaultServer } from '../../src/scenario/defaults';
import { secondsOf } from '../../src/scenario/requests';
import type { Libraries, Problem, Scenario } from '../../src/scenario/scenario';
import type { Observed } from '../../src/witness/observed';
import type { RecordedRequest } from '../../src/witness/record';
import type { Report, Task } from './worker';

/** What a browser did with one scenario. */
export interface Played {
  /** Its place among the scenarios. */
  readonly at: number;
  readonly id: string;
  /** On the lab's addresses, as `standard`. */
  readonly mapped: Scenario;
  readonly observed: Observed;
  readonly record: readonly RecordedRequest[];
  /** What the console printed about it, a message each. */
  readonly printed: readonly string[];
}

/** A scenario the lab cannot play, with the codes of its reasons. */
export interface Unplayed {
  readonly at: number;
  readonly reasons: readonly string[];
}

/** Why a scenario is not played that no page told of. */
export const NOT_REPORTED = 'not reported';

export interface Performance {
  readonly played: readonly Played[];
  readonly unplayed: readonly Unplayed[];
}

/** Hands scenarios to a worker page, batch by batch. */
export interface Conductor {
  /** Where worker pages report, by their scheme. */
  readonly urls: Readonly<Record<'http:' | 'https:', string>>;
  /** The page to open for a performance, and its outcome. */
  perform(lab: Lab, scenarios: readonly Scenario[], tell: (done: number) => void): Promise<Performing>;
  close(): Promise<void>;
}

export interface Performing {
  readonly pageUrl: string;
  /** Ends when the browser has been silent for too long, too: what it has not told of is not reported. */
  readonly outcome: Promise<Performance>;
}

/** How many are played on one page before it reports: one after the other, waiting at the same time, in windows. */
const BATCH = { usual: 40, waiting: 100, windows: 6 } as const;

/** Milliseconds that a page in a window of its own is waited for. */
const PATIENCE = 10_000;

/** Whether a scenario needs a page for itself alone: it is left, framed, or comes with what was before it. */
export function isVisited(scenario: Scenario): boolean {
  const { page, request, cookies } = scenario;
  return (
    request.initiator === 'form' ||
    cookies.length > 0 ||
    page.framed ||
    page.kind === 'data' ||
    namesDomain(scenario) ||
    isMadePublic(scenario)
  );
}

function waits({ earlier }: Scenario): boolean {
  return earlier.some((each) => secondsOf(each) > 0);
}

/** Milliseconds without a word from the browser after which it is given up. */
const SILENCE = 120_000;

/** Milliseconds without a new request after which no more are expected. */
const QUIET = { usual: 40, beacons: 800 } as const;

/** Milliseconds in which every beacon should have come. */
const LATEST = 8000;

export async function startConductor(libraries: Libraries): Promise<Conductor> {
  // Other pages of this machine must not speak for a worker.
  const path = `/${randomBytes(16).toString('hex')}`;
  let next: (report: Report) => Promise<Task> = async () => ({ do: 'rest' });
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const report = request.url === path ? reportIn(Buffer.concat(chunks).toString()) : null;
      if (!report) {
        response.writeHead(400).end();
        return;
      }
      const task = await next(report);
      response.writeHead(200, {
        'Access-Control-Allow-Origin': '*',
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Cache-Control': 'no-store',
      });
      response.end(JSON.stringify(task));
    });
  };
  // A page with TLS may not ask one without.
  const servers = [createServer(listener), createSecureServer(await makeCertificate(), listener)] as const;
  const [url, secureUrl] = await Promise.all([urlOf(servers[0]), urlOf(servers[1])]);

  return {
    urls: { 'http:': url + path, 'https:': secureUrl + path },
    async perform(lab, scenarios, tell) {
      const originOf = (scenario: Scenario): string => {
        const mapped = mapScenario(scenario, '', { addresses: lab.addresses, libraries });
        return mapped.ok ? new URL(mapped.scenario.page.url).origin : '';
      };
      const batches = withWarmUp(batchesOf(scenarios, originOf));
      const played: Played[] = [];
      const unplayed: Unplayed[] = [];
      let batch: { readonly at: number; readonly added: Added }[] = [];
      let page: Page | null = null;
      let waiting: Batch | undefined;

      const collect = async ({ seen }: Report): Promise<void> => {
        if (batch.length === 0) return;
        const beacons = batch.some(({ added }) => added.mapped.request.initiator === 'sendBeacon');
        const late = beacons ? 'late' : 'in time';
        const reports = new Map(seen.map(({ id, observed }) => [id, observed]));
        const inWindows = batch.filter(({ added }) => isVisited(added.mapped));
        await Promise.all(
          inWindows.map(async ({ added }) => {
            // One that does not come is not reported.
            const observed = await lab.observed(added.id, PATIENCE).catch(() => null);
            if (observed) reports.set(added.id, observed);
          }),
        );
        if (inWindows.length === 0) {
          await settled(() => batch.map(({ added }) => lab.record(added.id)?.length ?? 0), late);
        }
        for (const { at, added } of batch) {
          const observed = reports.get(added.id);
          const { id, mapped } = added;
          const record = (lab.record(id) ?? []).map((request) => fromItsPage(request, mapped));
          if (at !== WARM_UP) {
            if (observed) played.push({ at, id, mapped, observed, record, printed: [] });
            else unplayed.push({ at, reasons: [NOT_REPORTED] });
          }
          lab.forget(id);
        }
        batch = [];
        tell(played.length);
      };
      const add = async ({ at, scenario }: Item): Promise<void> => {
        const added = await lab.add(scenario, { pauses: 'kept' });
        if (added.ok) batch.push({ at, added });
        else if (at !== WARM_UP) unplayed.push({ at, reasons: added.problems.map(reasonOf) });
      };
      /** A page of the kind of some scenarios; null where the lab plays none of them. */
      const pageFor = async (some: readonly Scenario[]): Promise<string | null> => {
        for (const scenario of some) {
          const added = await lab.add(scenario);
          if (added.ok) return lab.waitingPageUrl(added.id);
        }
        return null;
      };

      const outcome = new Promise<Performance>((resolve, reject) => {
        const giveUp = (): void => {
          const told = new Set([...played, ...unplayed].map(({ at }) => at));
          const rest = scenarios.flatMap((_, at) => (told.has(at) ? [] : [{ at, reasons: [NOT_REPORTED] }]));
          resolve({ played, unplayed: [...unplayed, ...rest] });
        };
        let timer = setTimeout(giveUp, SILENCE);
        next = async (report) => {
          clearTimeout(timer);
          timer = setTimeout(giveUp, SILENCE);
          try {
            await collect(report);
            while (batch.length === 0) {
              waiting ??= batches.shift();
              if (!waiting) {
                clearTimeout(timer);
                resolve({ played, unplayed });
                return { do: 'rest' };
              }
              if (page !== waiting.page) {
                page = waiting.page;
                const url = page === 'any' ? null : await pageFor(waiting.like);
                if (url !== null) return { do: 'go', url };
              }
              for (const item of waiting.items) await add(item);
              waiting = undefined;
            }
            if (batch.every(({ added }) => isVisited(added.mapped))) {
              return { do: 'visit', urls: batch.map(({ added }) => added.pageUrl) };
            }
            return {
              do: 'play',
              together: batch.some(({ added }) => waits(added.mapped)) ? 'yes' : 'no',
              batch: batch.map(({ added: { id, config } }) => ({
                id,
                // Pages may not change their URL so often.
                config: { ...config, documentUrl: null },
              })),
            };
          } catch (error) {
            clearTimeout(timer);
            reject(error);
            return { do: 'rest' };
          }
        };
      });
      const pageUrl = await pageFor([...scenarios.filter((each) => !isVisited(each)), defaultScenario]);
      if (scenarios.length === 0 || pageUrl === null) throw new Error('Nothing to play');
      return { pageUrl, outcome };
    },
    close: async () => {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

/** What a worker page reports; null where it was somebody else. */
function reportIn(text: string): Report | null {
  try {
    const report = JSON.parse(text) as Partial<Report> | null;
    return Array.isArray(report?.seen) ? (report as Report) : null;
  } catch {
    return null;
  }
}

/** Listens, and gives its URL. */
async function urlOf(server: HttpServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const scheme = 'setSecureContext' in server ? 'https' : 'http';
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Waits until the requests of a batch have come in, as far as nobody waits for them: each beacon makes one. */
async function settled(counts: () => readonly number[], late: 'late' | 'in time'): Promise<void> {
  const pause = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, milliseconds));
  const end = performance.now() + LATEST;
  while (late === 'late' && performance.now() < end && counts().includes(0)) await pause(50);
  for (let before = ''; before !== counts().join(); ) {
    before = counts().join();
    await pause(late === 'late' ? QUIET.beacons : QUIET.usual);
  }
}

/** As the scenario's page would have sent it: the lab's page has a URL of its own. */
function fromItsPage(request: RecordedRequest, { page }: Scenario): RecordedRequest {
  const own = URL.canParse(page.url) ? `${new URL(page.url).origin}/@` : null;
  const headers = request.headers.map(([name, value]): Header => {
    const isPage = own !== null && name.toLowerCase() === 'referer' && value.startsWith(own);
    return [name, isPage ? page.url.replace(/#.*/, '') : value];
  });
  return { ...request, headers };
}

interface Batch {
  /** Scenarios that want such a page. */
  readonly like: readonly Scenario[];
  readonly items: readonly Item[];
  readonly page: Page;
}

/** Kind, embedder policy and origin of a page; `any` where its scenarios have others. */
type Page = string;

interface Item {
  readonly at: number;
  readonly scenario: Scenario;
}

/** The place of scenarios that nobody looks at. */
const WARM_UP = -1;

/** Firefox misses its preflight cache the first times a page could use it: these are for that. */
function withWarmUp(batches: readonly Batch[]): Batch[] {
  const pages = new Set<Page>();
  return batches.flatMap((batch) => {
    const [item] = batch.items;
    if (!item || batch.page === 'any' || pages.has(batch.page)) return [batch];
    pages.add(batch.page);
    return [{ ...batch, items: warmUps(item.scenario) }, batch];
  });
}

/** Of the first scenario's kind of page, and with TLS or without as it is; each goes on to a third host. */
function warmUps({ page, servers }: Scenario): readonly Item[] {
  return (['same-origin', 'include', 'omit'] as const).flatMap((credentials) =>
    ['https://bar.other', 'https://api.foo.example'].map((origin): Item => {
      const third = 'https://third.test';
      const serverAt = (at: string): Server => {
        const base = defaultServer(at);
        const policy = { ...base.policy, origins: 'reflect' as const, methods: ['PUT'], credentials: true };
        const response =
          at === third ? base.response : { ...base.response, status: '307', location: `${third}/` };
        return { ...base, response, policy: { ...policy, maxAge: '600' } };
      };
      return {
        at: WARM_UP,
        scenario: {
          ...defaultScenario,
          page,
          request: { ...defaultScenario.request, url: `${origin}/`, method: 'PUT', credentials },
          servers: [serverAt(origin), serverAt('https://bar.other'), serverAt(third), ...servers].filter(
            (server, i, all) => all.findIndex((other) => other.origin === server.origin) === i || i > 2,
          ),
          earlier: [0, 0, 0],
        },
      };
    }),
  );
}

/** Batches for one kind of page each, beacons among themselves: their requests come late. */
function batchesOf(scenarios: readonly Scenario[], originOf: (scenario: Scenario) => string): Batch[] {
  const groups = new Map<string, { page: Page; items: Item[]; size: number }>();
  for (const [at, scenario] of scenarios.entries()) {
    const visited = isVisited(scenario);
    const page = visited
      ? 'any'
      : `${scenario.page.kind} ${scenario.page.embedderPolicy} ${originOf(scenario)}`;
    const beacon = scenario.request.initiator === 'sendBeacon' ? 'beacon' : '';
    const key = `${page} ${beacon} ${waits(scenario)}`;
    const size = visited ? BATCH.windows : waits(scenario) ? BATCH.waiting : BATCH.usual;
    const group = groups.get(key) ?? { page, items: [], size };
    groups.set(key, group);
    group.items.push({ at, scenario });
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, { page, items, size }]) =>
      Array.from({ length: Math.ceil(items.length / size) }, (_, i) => ({
        page,
        like: items.map(({ scenario }) => scenario),
        items: items.slice(i * size, (i + 1) * size),
      })),
    );
}

function reasonOf({
  code,
  path,
}: {
  readonly code: Problem['code'] | string;
  readonly path: string;
}): string {
  return `${code} at ${path}`;
}
