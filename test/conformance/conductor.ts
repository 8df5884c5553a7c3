import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Added, Lab } from '../../src/lab/lab';
import { defaultScenario, defaultServer } from '../../src/scenario/defaults';
import type { Problem, Scenario } from '../../src/scenario/scenario';
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

export interface Performance {
  readonly played: readonly Played[];
  readonly unplayed: readonly Unplayed[];
}

/** Hands scenarios to a worker page, batch by batch. */
export interface Conductor {
  /** Where worker pages report. */
  readonly url: string;
  /** The page to open for a performance, and its outcome. */
  perform(lab: Lab, scenarios: readonly Scenario[], tell: (done: number) => void): Promise<Performing>;
  close(): Promise<void>;
}

export interface Performing {
  readonly pageUrl: string;
  /** Rejects when the browser has been silent for too long. */
  readonly outcome: Promise<Performance>;
}

const BATCH = 40;

/** Milliseconds without a word from the browser after which it is given up. */
const SILENCE = 120_000;

/** Milliseconds without a new request after which no more are expected. */
const QUIET = { usual: 40, beacons: 800 } as const;

/** Milliseconds in which every beacon should have come. */
const LATEST = 8000;

export async function startConductor(): Promise<Conductor> {
  let next: (report: Report) => Promise<Task> = async () => ({ do: 'rest' });
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const report = JSON.parse(Buffer.concat(chunks).toString()) as Report;
      const task = await next(report);
      response.writeHead(200, {
        'Access-Control-Allow-Origin': '*',
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Cache-Control': 'no-store',
      });
      response.end(JSON.stringify(task));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  return {
    url,
    async perform(lab, scenarios, tell) {
      const batches = withWarmUp(batchesOf(scenarios));
      const played: Played[] = [];
      const unplayed: Unplayed[] = [];
      let batch: { readonly at: number; readonly added: Added }[] = [];
      let page: Page | null = null;
      let waiting: Batch | undefined;

      const collect = async ({ seen }: Report): Promise<void> => {
        if (batch.length === 0) return;
        const beacons = batch.some(({ added }) => added.mapped.request.initiator === 'sendBeacon');
        const late = beacons ? 'late' : 'in time';
        await settled(() => batch.map(({ added }) => lab.record(added.id)?.length ?? 0), late);
        const byId = new Map(seen.map(({ id, observed }) => [id, observed]));
        for (const { at, added } of batch) {
          const observed = byId.get(added.id);
          const { id, mapped } = added;
          if (at === WARM_UP) lab.forget(id);
          else if (observed)
            played.push({ at, id, mapped, observed, record: lab.record(id) ?? [], printed: [] });
          else unplayed.push({ at, reasons: ['not reported'] });
          lab.forget(id);
        }
        batch = [];
        tell(played.length);
      };
      const add = async ({ at, scenario }: Item): Promise<void> => {
        const added = await lab.add(scenario);
        if (added.ok) batch.push({ at, added });
        else unplayed.push({ at, reasons: added.problems.map(reasonOf) });
      };
      const pageFor = async (scenario: Scenario): Promise<string> => {
        const added = await lab.add(scenario);
        const found = added.ok ? lab.waitingPageUrl(added.id) : null;
        if (found === null) throw new Error('The lab makes no page of this kind');
        return found;
      };

      const outcome = new Promise<Performance>((resolve, reject) => {
        const giveUp = (): void => reject(new Error(`silent after ${played.length} scenarios`));
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
                const [first] = waiting.items;
                if (first) return { do: 'go', url: await pageFor(first.scenario) };
              }
              for (const item of waiting.items) await add(item);
              waiting = undefined;
            }
            return {
              do: 'play',
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
      const [first] = scenarios;
      if (!first) throw new Error('Nothing to play');
      return { pageUrl: await pageFor(first), outcome };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
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

interface Batch {
  readonly items: readonly Item[];
  readonly page: Page;
}

/** Kind and embedder policy of a page. */
type Page = string;

interface Item {
  readonly at: number;
  readonly scenario: Scenario;
}

/** The place of scenarios that nobody looks at. */
const WARM_UP = -1;

/** Firefox misses its preflight cache the first times it could use it: these are for that. */
function withWarmUp(batches: readonly Batch[]): Batch[] {
  const [first] = batches;
  const [item] = first?.items ?? [];
  if (!first || !item) return [];
  const items = (['same-origin', 'include', 'omit'] as const).flatMap((credentials) =>
    ['https://bar.other', 'https://api.foo.example'].map((origin): Item => {
      const base = defaultServer(origin);
      const policy = { ...base.policy, origins: 'reflect' as const, methods: ['PUT'], credentials: true };
      return {
        at: WARM_UP,
        scenario: {
          ...defaultScenario,
          page: item.scenario.page,
          request: { ...defaultScenario.request, url: `${origin}/`, method: 'PUT', credentials },
          servers: [{ ...base, policy: { ...policy, maxAge: '600' } }],
          earlier: [0, 0, 0],
        },
      };
    }),
  );
  return [{ page: first.page, items }, ...batches];
}

/** Batches for one kind of page each, beacons among themselves: their requests come late. */
function batchesOf(scenarios: readonly Scenario[]): Batch[] {
  const groups = new Map<string, { page: Page; items: Item[] }>();
  for (const [at, scenario] of scenarios.entries()) {
    const page = `${scenario.page.kind} ${scenario.page.embedderPolicy}`;
    const key = scenario.request.initiator === 'sendBeacon' ? `${page} beacon` : page;
    const group = groups.get(key) ?? { page, items: [] };
    groups.set(key, group);
    group.items.push({ at, scenario });
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, { page, items }]) =>
      Array.from({ length: Math.ceil(items.length / BATCH) }, (_, i) => ({
        page,
        items: items.slice(i * BATCH, (i + 1) * BATCH),
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
