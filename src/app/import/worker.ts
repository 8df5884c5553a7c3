import type { ImportHints, Progress } from '../../share/import/imported';
import { createSession, type Outcome, type Rows } from './session';

/** What the screen asks of the worker. Every question is answered once, by its number. */
export type Question = { readonly number: number } & (
  | { readonly type: 'read'; readonly source: string | Blob; readonly hints: ImportHints }
  | { readonly type: 'pick'; readonly index: number }
  | { readonly type: 'rows'; readonly filter: string; readonly from: number; readonly count: number }
);

export type Answer = { readonly number: number } & (
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'outcome'; readonly outcome: Outcome }
  | { readonly type: 'rows'; readonly rows: Rows }
  | { readonly type: 'failed' }
);

/** Between two reports of progress, in milliseconds. */
const REPORT_EVERY = 60;

const session = createSession();
let reported = 0;

const say = (answer: Answer) => self.postMessage(answer);

self.addEventListener('message', async ({ data }: MessageEvent<Question>) => {
  const { number } = data;
  try {
    switch (data.type) {
      case 'read': {
        const onProgress = (progress: Progress) => {
          const now = performance.now();
          if (now - reported < REPORT_EVERY) return;
          reported = now;
          say({ number, type: 'progress', progress });
        };
        say({ number, type: 'outcome', outcome: await session.read(data.source, data.hints, onProgress) });
        break;
      }
      case 'pick':
        say({ number, type: 'outcome', outcome: await session.pick(data.index) });
        break;
      case 'rows':
        say({ number, type: 'rows', rows: await session.rows(data.filter, data.from, data.count) });
        break;
      default:
        data satisfies never;
    }
  } catch {
    say({ number, type: 'failed' });
  }
});
