import type { PlayConfig } from '../../src/lab/runner';
import type { Observed } from '../../src/witness/observed';

// This runs in the browser, behind the lab's runner in one script: it imports types alone.

/** What a worker page is told to do next. */
export type Task =
  | { readonly do: 'visit'; readonly urls: readonly string[] }
  | {
      readonly do: 'play';
      readonly together: 'yes' | 'no';
      readonly batch: readonly { readonly id: string; readonly config: PlayConfig }[];
    }
  | { readonly do: 'go'; readonly url: string }
  | { readonly do: 'rest' };

/** What it has seen, by the scenario's id. */
export interface Report {
  readonly seen: readonly { readonly id: string; readonly observed: Observed }[];
}

declare global {
  var corscope: { readonly playAll: (config: PlayConfig) => Promise<Observed> };
}

/** Asks the conductor for tasks, and reports, until there are none. */
export async function work(conductor: string): Promise<void> {
  const ask = async (report: Report): Promise<Task> => {
    const response = await fetch(conductor, { method: 'POST', body: JSON.stringify(report) });
    return (await response.json()) as Task;
  };
  const mark = (id: string): void => {
    // All browsers print errors in the order in which they come, next to what they print of requests.
    reportError(new Error(`Corscope plays ${id}`));
  };
  // As a rule a page keeps the timings of its first 250 requests only.
  performance.setResourceTimingBufferSize(1_000_000);
  let seen: { id: string; observed: Observed }[] = [];
  let windows: (Window | null)[] = [];
  for (;;) {
    const task = await ask({ seen });
    seen = [];
    for (const each of windows) each?.close();
    windows = [];
    if (task.do === 'go') {
      location.href = task.url;
      return;
    }
    if (task.do === 'rest') return;
    if (task.do === 'visit') {
      mark('elsewhere');
      windows = task.urls.map((url) => window.open(url));
      continue;
    }
    if (task.together === 'yes') {
      mark('together');
      const play = async ({ id, config }: (typeof task.batch)[number]) => ({
        id,
        observed: await globalThis.corscope.playAll(config),
      });
      seen = await Promise.all(task.batch.map(play));
      continue;
    }
    for (const { id, config } of task.batch) {
      mark(id);
      const [head, body] = [document.head.childElementCount, document.body.childElementCount];
      seen.push({ id, observed: await globalThis.corscope.playAll(config) });
      // What is printed without the URL comes a moment after script was told.
      await new Promise((resolve) => setTimeout(resolve, 4));
      // What was added to the page goes, so that it stays as light as it was.
      for (const [parent, kept] of [
        [document.head, head],
        [document.body, body],
      ] as const) {
        while (parent.childElementCount > kept) parent.lastElementChild?.remove();
      }
    }
  }
}
