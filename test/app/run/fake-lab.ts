import { vi } from 'vitest';
import type { HttpResponse } from '../../../src/engine/http';
import { mapScenario } from '../../../src/lab/map';
import type { Scenario } from '../../../src/scenario/scenario';
import { simulate } from '../../../src/scenario/simulate';
import { withProfile } from '../../../src/witness/finding';
import type { Playing, Progress } from '../../../src/witness/lab';
import type { Seen } from '../../../src/witness/observed';
import type { RecordedRequest } from '../../../src/witness/record';
import { ADDRESSES, libraries } from '../../lab/harness';

export const CHROME = 'Mozilla/5.0 Chrome/156.0.0.0 Safari/537.36';

/** A lab without servers, and a browser that does what its profile says, unless told otherwise. */
export interface FakeLab {
  /** `none`: the site has no lab. `gone`: it was there, and does not answer. */
  state: 'there' | 'none' | 'gone';
  /** How far a scenario is at each look; the last stays. */
  looks: ((done: Progress) => Progress)[];
  /** The key it takes; another after a restart. */
  token: string;
  /** Every request to it: `POST /lab/scenarios`. */
  readonly asked: string[];
  readonly posted: Scenario[];
}

interface FakeWindow {
  closed: boolean;
  readonly location: { replace: (url: string) => void };
  readonly went: string[];
  readonly close: () => void;
}

/** Replaces `fetch`, `window.open` and the browser's name. */
export function startFakeLab(): { readonly lab: FakeLab; readonly popups: (FakeWindow | null)[] } {
  const lab: FakeLab = { state: 'there', looks: [], token: 'first', asked: [], posted: [] };
  const popups: (FakeWindow | null)[] = [];
  let done: Progress | null = null;
  let looks = 0;

  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}): Promise<Response> => {
    if (url === './__lab.json') {
      await Promise.resolve();
      init.signal?.throwIfAborted();
      if (lab.state === 'none') return new Response('<!doctype html>', { status: 404 });
      return Response.json({ control: 'http://127.0.0.1:41001', token: lab.token });
    }
    if (lab.state === 'gone') throw new TypeError('Failed to fetch');
    const { method = 'GET', headers } = init;
    lab.asked.push(`${method} ${new URL(url).pathname}`);
    if (new Headers(headers).get('authorization') !== `Bearer ${lab.token}`)
      return new Response('', { status: 401 });
    if (method === 'DELETE') return Response.json({});
    if (method === 'POST') {
      const scenario = JSON.parse(String(init.body)) as Scenario;
      lab.posted.push(scenario);
      const mapped = mapScenario(scenario, 'id', { addresses: ADDRESSES, libraries, settings: 'made' });
      if (!mapped.ok) return Response.json(mapped, { status: 422 });
      const { scenario: played, changes, places } = mapped;
      done = progressOf(played);
      looks = 0;
      const pageUrl = `${new URL(played.page.url).origin}/@id/page`;
      const playing: Playing = { ok: true, id: 'id', mapped: played, changes, places, pageUrl, atMost: 1000 };
      return Response.json(playing, { status: 201 });
    }
    if (!done) return new Response('', { status: 404 });
    const look = lab.looks[Math.min(looks++, lab.looks.length - 1)];
    return Response.json(look ? look(done) : done);
  });

  vi.stubGlobal('open', () => {
    const went: string[] = [];
    const popup: FakeWindow = {
      closed: false,
      location: { replace: (url) => went.push(url) },
      went,
      close: () => {
        popup.closed = true;
      },
    };
    popups.push(popup);
    return popup;
  });
  vi.stubGlobal('navigator', Object.create(navigator, { userAgent: { value: CHROME } }));
  return { lab, popups };
}

/** What there is to tell once Chrome has played it. */
function progressOf(mapped: Scenario): Progress {
  const { runs } = simulate(withProfile(mapped, 'chromium'), libraries);
  const steps = runs.flatMap((trace) => trace.steps);
  const requests = steps.flatMap((step): RecordedRequest[] => {
    if (step.type !== 'request') return [];
    const { request, exchange, purpose } = step;
    const given = steps.find(
      (other) => other.type === 'answer' && other.exchange === exchange && other.purpose === purpose,
    );
    const response =
      given?.type === 'answer' && 'status' in given.answer ? (given.answer as HttpResponse) : null;
    return [
      {
        ...request,
        headers: [...request.headers, ['User-Agent', CHROME]],
        at: 0,
        target: new URL(request.url).pathname,
        body: request.body ?? '',
        answer: response
          ? { type: 'response', response, body: 'scenario' }
          : { type: 'failure', failure: 'reset' },
      },
    ];
  });
  const seen = runs.map(({ script }) => script as Seen);
  return {
    requests,
    observed: { runs: seen, userAgent: CHROME },
    settled: 'yes',
    page: 'opened',
    unopened: [],
  };
}

/** Nothing has come yet. */
export const waiting = (done: Progress): Progress => ({
  ...done,
  requests: [],
  observed: null,
  settled: 'no',
  page: 'unopened',
});
