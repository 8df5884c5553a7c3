import type { ImportHints, Progress } from '../../share/import/imported';
import type { Outcome, Rows, Session } from './session';
import type { Answer, Question } from './worker';

/** A session in a worker: whatever is read, the screen stays awake, and reading can be stopped at any time. */
export interface Reader extends Session {
  /** Stops what is being read; its promises reject with an `AbortError`. */
  readonly cancel: () => void;
  /** The same, and lets go of all that was read; to be called when nobody reads any more. */
  readonly close: () => void;
}

type Asked = Question extends infer Q ? (Q extends Question ? Omit<Q, 'number'> : never) : never;

interface Pending {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: (progress: Progress) => void;
}

/** A reader; its worker starts with the first thing to read. Where there are no workers it reads on the spot. */
export function createReader(): Reader {
  if (typeof Worker === 'undefined') return onTheSpot();
  let worker: Worker | null = null;
  let number = 0;
  const pending = new Map<number, Pending>();

  const failAll = (error: Error) => {
    for (const { reject } of pending.values()) reject(error);
    pending.clear();
  };

  const start = (): Worker => {
    const started = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    started.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
      const asked = pending.get(data.number);
      if (data.type === 'progress') asked?.onProgress(data.progress);
      else {
        pending.delete(data.number);
        asked?.resolve(data);
      }
    });
    started.addEventListener('error', () => {
      // One that was stopped has a successor already.
      if (worker !== started) return;
      worker = null;
      failAll(new Error('The worker cannot be started'));
    });
    return started;
  };

  const ask = (question: Asked, onProgress: Pending['onProgress'] = () => undefined): Promise<Answer> =>
    new Promise((resolve, reject) => {
      worker ??= start();
      number++;
      pending.set(number, { resolve, reject, onProgress });
      worker.postMessage({ ...question, number });
    });

  const close = () => {
    worker?.terminate();
    worker = null;
    failAll(new DOMException('Stopped', 'AbortError'));
  };
  // A worker that has nothing to do is kept for what comes next.
  const cancel = () => {
    if (pending.size > 0) close();
  };

  return {
    read: async (source, hints, onProgress) => {
      cancel();
      return outcomeOf(await ask({ type: 'read', source, hints }, onProgress));
    },
    pick: async (index) => outcomeOf(await ask({ type: 'pick', index })),
    rows: async (filter, from, count) => rowsOf(await ask({ type: 'rows', filter, from, count })),
    cancel,
    close,
  };
}

function outcomeOf(answer: Answer): Outcome {
  if (answer.type !== 'outcome') throw new Error('The worker failed');
  return answer.outcome;
}

function rowsOf(answer: Answer): Rows {
  if (answer.type !== 'rows') throw new Error('The worker failed');
  return answer.rows;
}

function onTheSpot(): Reader {
  const session = import('./session').then(({ createSession }) => createSession());
  return {
    read: async (source: string | Blob, hints: ImportHints, onProgress) =>
      (await session).read(source, hints, onProgress),
    pick: async (index) => (await session).pick(index),
    rows: async (filter, from, count) => (await session).rows(filter, from, count),
    cancel: () => undefined,
    close: () => undefined,
  };
}
