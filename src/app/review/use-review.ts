import { useEffect, useState } from 'react';
import type { Server } from '../../policy/policy';
import { createLibraries } from '../../scenario/libraries';
import { type Finding, loadForReview, reviewPolicy } from '../../scenario/review';
import { type Row, whoMay } from '../../scenario/review-table';

/** What a check of a server has come to. */
export interface Review {
  readonly server: Server;
  readonly findings: readonly Finding[];
  readonly rows: readonly Row[];
}

interface Reviewing {
  /** The last one that is done; of an earlier policy while another is on its way. */
  readonly review: Review | null;
  readonly state: 'working' | 'done' | 'failed';
  readonly again: () => void;
}

/** The pause after a change, in milliseconds, before it is checked: typing goes first. */
const PAUSE = 250;

const libraries = createLibraries();

/** The check of a server that can answer, made while nothing else is to do. */
export function useReview(server: Server | undefined): Reviewing {
  const [done, setDone] = useState<{ readonly of: Server; readonly review: Review | null } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const [last, setLast] = useState<Review | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt is another run.
  useEffect(() => {
    if (server === undefined) return undefined;
    let gone = false;
    const work = () =>
      reviewOf(server).then(
        (review) => {
          if (gone) return;
          setLast(review);
          setDone({ of: server, review });
        },
        () => {
          if (!gone) setDone({ of: server, review: null });
        },
      );
    const timer = setTimeout(work, last === null ? 0 : PAUSE);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [server, attempt]);

  const current = done?.of === server ? done : null;
  return {
    review: current?.review ?? last,
    state: current === null ? 'working' : current.review === null ? 'failed' : 'done',
    again: () => {
      setDone(null);
      setAttempt((count) => count + 1);
    },
  };
}

/** Everyone who wants to know of a server shares one check of it. */
const reviews = new WeakMap<Server, Promise<Review>>();

function reviewOf(server: Server): Promise<Review> {
  const known = reviews.get(server);
  if (known) return known;
  const review = makeReview(server);
  reviews.set(server, review);
  // What could not be loaded may be tried again.
  review.catch(() => reviews.delete(server));
  return review;
}

/** Rejects where a library cannot be loaded. */
async function makeReview(server: Server): Promise<Review> {
  await loadForReview(server, libraries);
  // Two pieces of work, each short enough for a key to wait for.
  await idle();
  const findings = reviewPolicy(server, libraries);
  await idle();
  return { server, findings, rows: whoMay(server, libraries, findings) };
}

function idle(): Promise<unknown> {
  return new Promise((resolve) => {
    // Safari has no such callback.
    if ('requestIdleCallback' in window) requestIdleCallback(resolve, { timeout: 1000 });
    else setTimeout(resolve, 30);
  });
}
