import type { Diagram } from '../diagram/diagram';
import type { ProfileName } from '../engine/profile';
import type { FieldPath, Problem, Scenario } from '../scenario/scenario';
import type { Simulation } from '../scenario/simulate';

/** A scenario that was valid, and all that follows from it. */
export interface Result {
  readonly scenario: Scenario;
  readonly simulation: Simulation;
  readonly diagram: Diagram;
}

/** A control and the header it produces light each other up. */
export interface Lit {
  readonly fields: readonly FieldPath[];
  /** Lower-case header names with the side they stand on: `request:origin`, `response:vary`. */
  readonly headers: readonly string[];
}

export type Speed = 0.5 | 1 | 2;

export interface Player {
  /** How many of the diagram's events have been shown; `events.length` is the end. */
  readonly position: number;
  readonly playing: boolean;
  readonly speed: Speed;
}

export type Theme = 'system' | 'light' | 'dark';

export interface State {
  /** What stands in the fields, valid or not. */
  readonly draft: Scenario;
  /** What is wrong with it; empty when `result` is of this draft. */
  readonly problems: readonly Problem[];
  /** The last good picture. */
  readonly result: Result;
  /** Whether what the draft needs to run is there; `result` stays the last good one while it is not. */
  readonly libraries: 'ready' | 'loading' | 'failed';
  readonly player: Player;
  /** The id of the event whose detail is open; null for none. */
  readonly selected: string | null;
  readonly lit: Lit | null;
  readonly theme: Theme;

  /** What comes of the last good scenario in another browser, or by the standard. */
  readonly playAs: (profile: ProfileName) => Simulation;
  /** Changes the draft; what can be run is run. `group` names the field, so that typing in it is one step of undo. */
  readonly edit: (change: (draft: Scenario) => Scenario, group?: FieldPath) => void;
  /** Replaces the whole draft: an example, a file. One step of undo. */
  readonly open: (scenario: Scenario) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly play: () => void;
  readonly pause: () => void;
  /** To a position, held within 0 and the number of events; pauses. */
  readonly seek: (position: number) => void;
  /** One event forward while playing; at the end, stops. */
  readonly tick: () => void;
  readonly setSpeed: (speed: Speed) => void;
  /** Opens an event's detail, and pauses. */
  readonly select: (id: string | null) => void;
  readonly light: (lit: Lit | null) => void;
  readonly setTheme: (theme: Theme) => void;
}
