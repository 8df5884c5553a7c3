import { temporal } from 'zundo';
import { create } from 'zustand';
import { askedOf, buildDiagram } from '../diagram/build';
import { headerNotAllowed } from '../lessons/examples/header-not-allowed';
import { createLibraries, type LazyLibraries } from '../scenario/libraries';
import type { FieldPath, Scenario } from '../scenario/scenario';
import { simulate } from '../scenario/simulate';
import { judge, loadJudge } from './judge';
import type { Result, State } from './state';
import { readTheme, writeTheme } from './theme';

/** Edits of one field that follow each other within this many milliseconds are one step of undo. */
const GROUP_WITHIN = 1000;
const UNDO_STEPS = 200;

export interface StoreOptions {
  /** What stands in the fields first; it has to run without anything being loaded. */
  readonly scenario: Scenario;
  /** The time in milliseconds, for grouping edits. */
  readonly now?: () => number;
  readonly libraries?: LazyLibraries;
}

/**
 * A store as a hook (`useStore(selector)`), with zustand's `getState()` and `subscribe()`. Its `temporal` store
 * holds the drafts that `undo` and `redo` go to.
 */
export function createStore({ scenario, now = Date.now, libraries = createLibraries() }: StoreOptions) {
  let lastEdit: { readonly group: FieldPath | null; readonly at: number } = { group: null, at: 0 };

  const store = create<State>()(
    temporal(
      (set, get) => {
        /** What follows from a draft: its result if it can be run; else what is wrong, and the last good result stays. */
        const follow = (draft: Scenario): Partial<State> => {
          if (judge === null || libraries.needs(draft) !== 'nothing') {
            loadFor(draft);
            return { problems: [], libraries: 'loading' };
          }
          const problems = judge(draft, libraries);
          if (problems.length > 0) return { problems, libraries: 'ready' };
          const { selected, player } = get();
          const result = run(draft, libraries);
          return {
            problems,
            result,
            libraries: 'ready',
            // What has changed shows at the end, where the verdict is.
            player: { ...player, playing: false, position: result.diagram.events.length },
            selected: result.diagram.events.some((event) => event.id === selected) ? selected : null,
          };
        };

        const loadFor = async (draft: Scenario): Promise<void> => {
          try {
            await Promise.all([loadJudge(), libraries.load(draft)]);
          } catch {
            if (get().draft === draft) set({ libraries: 'failed' });
            return;
          }
          if (get().draft === draft) set(follow(draft));
        };

        const result = run(scenario, libraries);
        return {
          draft: scenario,
          problems: [],
          result,
          libraries: 'ready',
          player: { position: result.diagram.events.length, playing: false, speed: 1 },
          selected: null,
          lit: null,
          theme: readTheme(),

          playAs: (profile) => {
            const { scenario } = get().result;
            return simulate({ ...scenario, browser: { ...scenario.browser, profile } }, libraries);
          },
          edit: (change, group) => {
            const draft = change(get().draft);
            if (draft === get().draft) return;
            const at = now();
            const { pause, resume } = store.temporal.getState();
            const goesOn = group !== undefined && group === lastEdit.group && at - lastEdit.at < GROUP_WITHIN;
            lastEdit = { group: group ?? null, at };
            const next = { draft, ...follow(draft) };
            if (goesOn) pause();
            set(next);
            if (goesOn) resume();
          },
          open: (opened) => {
            lastEdit = { group: null, at: 0 };
            set({ draft: opened, lit: null, ...follow(opened), selected: null });
          },
          undo: () => {
            lastEdit = { group: null, at: 0 };
            store.temporal.getState().undo();
            set(follow(get().draft));
          },
          redo: () => {
            lastEdit = { group: null, at: 0 };
            store.temporal.getState().redo();
            set(follow(get().draft));
          },
          play: () =>
            set(({ player, result: { diagram } }) => ({
              player: {
                ...player,
                playing: true,
                position: player.position < diagram.events.length ? player.position : 0,
              },
            })),
          pause: () => set(({ player }) => ({ player: { ...player, playing: false } })),
          seek: (position) =>
            set(({ player, result: { diagram } }) => ({
              player: {
                ...player,
                playing: false,
                position: Math.max(0, Math.min(diagram.events.length, Math.trunc(position))),
              },
            })),
          tick: () =>
            set(({ player, result: { diagram } }) => {
              if (!player.playing) return {};
              const position = Math.min(diagram.events.length, player.position + 1);
              return { player: { ...player, position, playing: position < diagram.events.length } };
            }),
          setSpeed: (speed) => set(({ player }) => ({ player: { ...player, speed } })),
          select: (selected) => set(({ player }) => ({ selected, player: { ...player, playing: false } })),
          light: (lit) => set({ lit }),
          setTheme: (theme) => {
            writeTheme(theme);
            set({ theme });
          },
        };
      },
      {
        limit: UNDO_STEPS,
        partialize: ({ draft }) => ({ draft }),
        equality: (past, current) => past.draft === current.draft,
      },
    ),
  );
  return store;
}

function run(scenario: Scenario, libraries: LazyLibraries): Result {
  const simulation = simulate(scenario, libraries);
  return { scenario, simulation, diagram: buildDiagram(simulation.runs, askedOf(scenario)) };
}

/** The one store of the app. */
export const useStore = createStore({ scenario: headerNotAllowed.scenario });
