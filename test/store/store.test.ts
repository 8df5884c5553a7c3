import { beforeEach, describe, expect, it, vi } from 'vitest';
import { verdictOf } from '../../src/explain/verdict';
import { defaultScenario } from '../../src/scenario/defaults';
import { createLibraries, type LazyLibraries } from '../../src/scenario/libraries';
import type { Scenario } from '../../src/scenario/scenario';
import { createStore } from '../../src/store/store';

const withUrl =
  (url: string) =>
  (draft: Scenario): Scenario => ({ ...draft, request: { ...draft.request, url } });

const withMethod =
  (method: string) =>
  (draft: Scenario): Scenario => ({ ...draft, request: { ...draft.request, method } });

const withOrigins =
  (origins: 'none' | 'any' | 'pattern') =>
  (draft: Scenario): Scenario => ({
    ...draft,
    servers: draft.servers.map((server) => ({
      ...server,
      policy: { ...server.policy, origins, pattern: 'foo' },
    })),
  });

const NOT_A_URL = 'https://';

let clock = 0;
beforeEach(() => {
  clock = 10_000;
});

const store = (libraries?: LazyLibraries) =>
  createStore({ scenario: defaultScenario, now: () => clock, ...(libraries ? { libraries } : {}) });

describe('an edit', () => {
  it('changes the verdict at once', () => {
    const { getState } = store();
    expect(verdictOf(getState().result.simulation.runs).kind).toBe('readable');
    getState().edit(withOrigins('none'));
    expect(verdictOf(getState().result.simulation.runs).kind).toBe('blocked');
  });

  it('shows the end of the new conversation, where the verdict is', () => {
    const { getState } = store();
    getState().seek(0);
    getState().edit(withMethod('PUT'));
    expect(getState().player.position).toBe(getState().result.diagram.events.length);
  });

  it('stops the player', () => {
    const { getState } = store();
    getState().play();
    getState().edit(withMethod('PUT'));
    expect(getState().player.playing).toBe(false);
  });

  it('that changes nothing is no step of undo', () => {
    const { getState, temporal } = store();
    getState().edit((draft) => draft);
    expect(temporal.getState().pastStates).toHaveLength(0);
  });
});

describe('while a field is invalid', () => {
  it('the last good result stays, and the problem is told with its field', () => {
    const { getState } = store();
    const { result } = getState();
    getState().edit(withUrl(NOT_A_URL));
    expect(getState().result).toBe(result);
    expect(getState().draft.request.url).toBe(NOT_A_URL);
    expect(getState().problems.map((problem) => problem.path)).toEqual(['request.url']);
  });

  it('mending it runs the scenario again', () => {
    const { getState } = store();
    getState().edit(withUrl(NOT_A_URL));
    getState().edit(withUrl('https://bar.other/other'));
    expect(getState().problems).toEqual([]);
    expect(getState().result.scenario).toBe(getState().draft);
  });
});

describe('undo', () => {
  it('goes back one edit, verdict and all, and redo forward again', () => {
    const { getState } = store();
    getState().edit(withOrigins('none'));
    getState().undo();
    expect(getState().draft).toBe(defaultScenario);
    expect(verdictOf(getState().result.simulation.runs).kind).toBe('readable');
    getState().redo();
    expect(verdictOf(getState().result.simulation.runs).kind).toBe('blocked');
  });

  it('takes typing in one field as one step', () => {
    const { getState } = store();
    for (const url of ['https://b', 'https://ba', 'https://bar.other/']) {
      clock += 200;
      getState().edit(withUrl(url), 'request.url');
    }
    getState().undo();
    expect(getState().draft).toBe(defaultScenario);
  });

  it('takes typing after a pause as another step', () => {
    const { getState } = store();
    getState().edit(withUrl('https://bar.other/a'), 'request.url');
    clock += 1500;
    getState().edit(withUrl('https://bar.other/b'), 'request.url');
    getState().undo();
    expect(getState().draft.request.url).toBe('https://bar.other/a');
  });

  it('takes another field as another step', () => {
    const { getState } = store();
    getState().edit(withUrl('https://bar.other/a'), 'request.url');
    getState().edit(withMethod('PUT'), 'request.method');
    getState().undo();
    expect(getState().draft.request).toMatchObject({ url: 'https://bar.other/a', method: 'GET' });
  });

  it('takes two edits without a field as two steps', () => {
    const { getState } = store();
    getState().edit(withMethod('PUT'));
    getState().edit(withMethod('PATCH'));
    getState().undo();
    expect(getState().draft.request.method).toBe('PUT');
  });

  it('does not join typing before an undo with typing after it', () => {
    const { getState } = store();
    getState().edit(withUrl('https://bar.other/a'), 'request.url');
    getState().undo();
    getState().edit(withUrl('https://bar.other/b'), 'request.url');
    getState().undo();
    expect(getState().draft).toBe(defaultScenario);
  });

  it('does not count playing, selecting or the theme', () => {
    const { getState, temporal } = store();
    getState().play();
    getState().tick();
    getState().select('0.0');
    getState().setTheme('dark');
    getState().setTheme('system');
    expect(temporal.getState().pastStates).toHaveLength(0);
  });

  it('takes an opened scenario as one step', () => {
    const { getState } = store();
    const other = withMethod('PUT')(defaultScenario);
    getState().open(other);
    expect(getState().result.scenario).toBe(other);
    getState().undo();
    expect(getState().draft).toBe(defaultScenario);
  });
});

describe('the player', () => {
  it('shows the whole conversation first, and plays from the start', () => {
    const { getState } = store();
    expect(getState().player.position).toBe(getState().result.diagram.events.length);
    getState().play();
    expect(getState().player).toMatchObject({ position: 0, playing: true });
  });

  it('stops at the end', () => {
    const { getState } = store();
    const { length } = getState().result.diagram.events;
    getState().seek(length - 1);
    getState().play();
    getState().tick();
    expect(getState().player).toMatchObject({ position: length, playing: false });
  });

  it('stays within the conversation', () => {
    const { getState } = store();
    getState().seek(-3);
    expect(getState().player.position).toBe(0);
    getState().seek(1000);
    expect(getState().player.position).toBe(getState().result.diagram.events.length);
  });

  it('pauses when a detail is opened', () => {
    const { getState } = store();
    getState().play();
    getState().select('0.0');
    expect(getState().player.playing).toBe(false);
  });

  it('closes a detail whose event is gone', () => {
    const { getState } = store();
    getState().edit(withMethod('PUT'));
    getState().select(getState().result.diagram.events.at(-1)?.id ?? null);
    getState().edit(withMethod('GET'));
    const { selected, result } = getState();
    expect(selected === null || result.diagram.events.some(({ id }) => id === selected)).toBe(true);
  });
});

describe('a library that is not there yet', () => {
  it('is loaded, and the scenario then runs', async () => {
    const { getState, subscribe } = store();
    getState().edit(withOrigins('pattern'));
    expect(getState().libraries).toBe('loading');
    const ready = new Promise<void>((resolve) => {
      subscribe(({ libraries }) => libraries === 'ready' && resolve());
    });
    await ready;
    expect(getState().result.scenario).toBe(getState().draft);
  });

  it('leaves the last good result when it cannot be loaded, and says so', async () => {
    const lazy: LazyLibraries = {
      ...createLibraries(),
      load: () => Promise.reject(new Error('offline')),
    };
    const { getState, subscribe } = store(lazy);
    const { result } = getState();
    const failed = new Promise<void>((resolve) => {
      subscribe(({ libraries }) => libraries === 'failed' && resolve());
    });
    getState().edit(withOrigins('pattern'));
    await failed;
    expect(getState().result).toBe(result);
    getState().edit(withOrigins('any'));
    expect(getState().libraries).toBe('ready');
  });
});

describe('before what judges a draft is there', () => {
  it('an edit waits for it, and is then judged', async () => {
    vi.resetModules();
    const { createStore: createFresh } = await import('../../src/store/store');
    const { getState } = createFresh({ scenario: defaultScenario });
    getState().edit((draft) => ({ ...draft, request: { ...draft.request, url: '' } }));
    expect(getState()).toMatchObject({ libraries: 'loading', problems: [] });
    expect(getState().draft.request.url).toBe('');
    await vi.waitFor(() => expect(getState().libraries).toBe('ready'));
    expect(getState().problems).toHaveLength(1);
  });
});

describe('the theme', () => {
  it('is kept for the next visit', () => {
    store().getState().setTheme('dark');
    expect(store().getState().theme).toBe('dark');
    store().getState().setTheme('system');
    expect(store().getState().theme).toBe('system');
  });
});
