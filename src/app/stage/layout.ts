import type { Participant } from '../../diagram/diagram';

/** Where things stand on the stage, in percent of its width. */
export interface Layout {
  /** Each participant's lifeline. */
  readonly at: ReadonlyMap<string, number>;
  /** How wide each participant's head may be, so that no two meet. */
  readonly room: ReadonlyMap<string, number>;
}

const SCRIPT = 12.5;
const BROWSER = 37;
const LAST = 87;

/** The lifelines: script and browser on the left, the others share the rest. */
export function layoutOf(participants: readonly Participant[]): Layout {
  const others = participants.length - 2;
  // The more there are, the nearer script and browser move to the edge.
  const squeeze = others > 1 ? Math.min(0.34, 0.12 * (others - 1)) : 0;
  const script = others === 0 ? 25 : SCRIPT * (1 - squeeze);
  const browser = others === 0 ? 70 : BROWSER * (1 - squeeze);
  const last = LAST + squeeze * 12;
  const places = participants.map((_, i) => {
    if (i === 0) return script;
    if (i === 1) return browser;
    return browser + ((last - browser) * (i - 1)) / others;
  });
  const room = places.map((place, i) => {
    const before = places[i - 1];
    const after = places[i + 1];
    return Math.min(
      before === undefined ? place * 2 : place - before,
      after === undefined ? (100 - place) * 2 : after - place,
    );
  });
  return {
    at: new Map(participants.map(({ id }, i) => [id, places[i] ?? 0])),
    room: new Map(participants.map(({ id }, i) => [id, room[i] ?? 0])),
  };
}

/** The stretch of the stage an arrow covers, and the band around its middle that its words may fill. In percent. */
export interface Span {
  readonly start: number;
  readonly width: number;
  readonly direction: 'left' | 'right';
  readonly bandStart: number;
  readonly bandWidth: number;
}

const EDGE = 2;

/** Where the arrow from one place to another lies, and its words. */
export function spanOf(from: number, to: number): Span {
  const start = Math.min(from, to);
  const width = Math.abs(to - from);
  const middle = start + width / 2;
  const half = Math.max(width / 2, Math.min(middle, 100 - middle) - EDGE);
  return {
    start,
    width,
    direction: to < from ? 'left' : 'right',
    bandStart: middle - half,
    bandWidth: half * 2,
  };
}
