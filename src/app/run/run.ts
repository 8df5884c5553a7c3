import { create } from 'zustand';
import { createLibraries } from '../../scenario/libraries';
import type { Problem, Scenario } from '../../scenario/scenario';
import { useStore } from '../../store/store';
import { browserOf } from '../../witness/browser';
import { type Finding, find, withProfile } from '../../witness/finding';
import type { LabProblem, Playing, Progress } from '../../witness/lab';
import { findLab, type LabClient, LabGoneError, NoLabError } from './lab-client';

/** Why a run came to nothing. */
export type Failure =
  /** The lab does not answer any more. */
  | 'lab gone'
  /** The window was closed before it could report. */
  | 'closed'
  /** The page was opened, and has not reported in time. */
  | 'timeout'
  /** The window did not come to the page. */
  | 'never opened'
  /** The certificate of some address was not accepted. */
  | 'not trusted'
  /** Something of Corscope's own. */
  | 'broken';

/** Of which scenario, and what becomes of it. */
export type Run =
  | { readonly state: 'idle' }
  | {
      readonly state: 'running';
      readonly scenario: Scenario;
      /** Null until the lab has taken it. */
      readonly playing: Playing | null;
      /** `blocked`: the person has to open it. */
      readonly popup: 'opened' | 'blocked';
      readonly progress: Progress | null;
    }
  | { readonly state: 'done'; readonly scenario: Scenario; readonly finding: Finding }
  | {
      readonly state: 'refused';
      readonly scenario: Scenario;
      readonly problems: readonly (Problem | LabProblem)[];
    }
  | { readonly state: 'no lab'; readonly scenario: Scenario }
  | { readonly state: 'failed'; readonly scenario: Scenario; readonly why: Failure };

interface RunStore {
  readonly run: Run;
  /** Sends the scenario of the screen for real. To be called while a click is handled, for a window opens. */
  readonly start: () => Promise<void>;
  readonly cancel: () => void;
  /** Asks for the lab ahead of the first run, so that its window can open at the click. */
  readonly prepare: () => void;
}

/** Milliseconds between two looks at how far it has come. */
const LOOK = 150;

/** Milliseconds that a person is given to open the window or to accept certificates. */
const PERSON = 300_000;

/** Milliseconds that a window without obstacles is given to come to its page, and a report to come in late. */
const GRACE = 10_000;

/** A name of its own: a second run uses the window of the first. */
const WINDOW = 'corscope-run';

const libraries = createLibraries();

let lab: Promise<LabClient> | null = null;
let running: { readonly abort: AbortController; popup: Window | null } | null = null;

export const useRun = create<RunStore>()((set, get) => ({
  run: { state: 'idle' },

  prepare: () => {
    reachLab().catch(() => undefined);
  },

  start: async () => {
    get().cancel();
    const { problems, draft, result } = useStore.getState();
    if (problems.length > 0) {
      set({ run: { state: 'refused', scenario: draft, problems } });
      return;
    }
    const { scenario } = result;
    const mine = { abort: new AbortController(), popup: lab ? openWindow() : null };
    const { signal } = mine.abort;
    running = mine;
    const progress = (changes: Partial<Extract<Run, { state: 'running' }>>): void => {
      const { run } = get();
      if (running === mine && run.state === 'running') set({ run: { ...run, ...changes } });
    };
    const end = (run: Run): void => {
      if (running !== mine) return;
      running = null;
      mine.popup?.close();
      set({ run });
    };
    set({ run: { state: 'running', scenario, playing: null, popup: 'opened', progress: null } });
    try {
      const { client, added } = await add(
        withProfile(scenario, browserOf(navigator.userAgent).profile),
        signal,
      );
      if (!added.ok) {
        end({ state: 'refused', scenario, problems: added.problems });
        return;
      }
      try {
        mine.popup ??= openWindow();
        mine.popup?.location.replace(added.pageUrl);
        progress({ playing: added, popup: mine.popup ? 'opened' : 'blocked' });
        const seen = await watch(client, added, mine.popup, signal, progress);
        if (typeof seen === 'string') {
          end({ state: 'failed', scenario, why: seen });
          return;
        }
        await libraries.load(added.mapped);
        const { observed, requests } = seen;
        if (observed) end({ state: 'done', scenario, finding: find(added, observed, requests, libraries) });
      } finally {
        client.forget(added.id);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof NoLabError) end({ state: 'no lab', scenario });
      else end({ state: 'failed', scenario, why: error instanceof LabGoneError ? 'lab gone' : 'broken' });
      if (error instanceof LabGoneError) lab = null;
      else if (!(error instanceof NoLabError)) throw error;
    }
  },

  cancel: () => {
    if (!running) return;
    const { abort, popup } = running;
    running = null;
    abort.abort();
    popup?.close();
    set({ run: { state: 'idle' } });
  },
}));

/** Empty at first; null where the browser opens none. */
function openWindow(): Window | null {
  return window.open('about:blank', WINDOW, 'popup,width=520,height=360');
}

/** The lab: what was found, or else a new look for it. A run that is called off does not stop it, as the next needs it. */
function reachLab(): Promise<LabClient> {
  if (lab) return lab;
  const looking = findLab();
  lab = looking;
  looking.catch(() => {
    if (lab === looking) lab = null;
  });
  return looking;
}

/** Gives the scenario to the lab. One that was started anew has another key, so it is looked for once more. */
async function add(scenario: Scenario, signal: AbortSignal) {
  const first = lab;
  const client = await reachLab();
  try {
    return { client, added: await client.add(scenario, signal) };
  } catch (error) {
    if (first === null || !(error instanceof LabGoneError)) throw error;
    lab = null;
    const again = await reachLab().catch((cause: unknown) => {
      throw cause instanceof NoLabError ? new LabGoneError() : cause;
    });
    return { client: again, added: await again.add(scenario, signal) };
  }
}

/** Looks until the page has reported and no more requests come; why not, where that does not happen. */
async function watch(
  client: LabClient,
  { id, atMost }: Playing,
  popup: Window | null,
  signal: AbortSignal,
  tell: (changes: { readonly progress: Progress }) => void,
): Promise<Progress | Failure> {
  const news = new Doorbell(id);
  let since = performance.now();
  let stage = '';
  try {
    for (;;) {
      // Asked before the lab is: a window that closes itself has reported before.
      const closed = popup?.closed === true;
      const progress = await client.progress(id, signal);
      tell({ progress });
      if (progress.settled === 'yes') return progress;
      if (closed && progress.observed === null) return 'closed';
      const untrusted = progress.unopened.length;
      const now = `${progress.page} ${untrusted}`;
      if (now !== stage) [stage, since] = [now, performance.now()];
      const waited = performance.now() - since;
      if (progress.page === 'opened') {
        if (waited > atMost + GRACE) return 'timeout';
      } else if (waited > (popup && untrusted === 0 ? GRACE : PERSON)) {
        return untrusted > 0 ? 'not trusted' : 'never opened';
      }
      await news.rings(LOOK, signal);
    }
  } finally {
    news.remove();
  }
}

/** Rings when the page says that it is done. What it says is asked of the lab: any window can post a message. */
class Doorbell {
  readonly #id: string;
  #ring: () => void = () => {};

  constructor(id: string) {
    this.#id = id;
    addEventListener('message', this.#onMessage);
  }

  readonly #onMessage = ({ data }: MessageEvent<unknown>): void => {
    const isOurs = typeof data === 'object' && data !== null && 'id' in data && data.id === this.#id;
    if (isOurs) this.#ring();
  };

  /** Resolves when it rings, or after some milliseconds; rejects when the signal says so. */
  rings(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', aborted);
        settle();
      };
      const aborted = end(() => reject(signal.reason));
      const timer = setTimeout(end(resolve), milliseconds);
      this.#ring = end(resolve);
      signal.addEventListener('abort', aborted);
    });
  }

  remove(): void {
    removeEventListener('message', this.#onMessage);
  }
}
