import type { DiagramEvent } from '../../diagram/diagram';

/** How long an event stays before the next one follows, in milliseconds at speed 1: longer, the more there is to read. */
export function timeToRead(event: DiagramEvent): number {
  switch (event.kind) {
    case 'message': {
      const lines = event.headers.filter((header) => header.cors || header.decisive).length;
      return 1100 + Math.min(900, lines * 120);
    }
    case 'checks':
      return 1600 + Math.min(1200, (event.checks.length - 1) * 200);
    case 'note':
      return 1300;
  }
}

/** How long a packet is on its way, in milliseconds at speed 1; shorter than any message's time to read. */
export const TRAVEL = 700;

/** How long after Play the first event follows, in milliseconds. */
export const START = 150;
