import { create } from 'zustand';
import type { Server } from '../../policy/policy';

interface Panel {
  readonly open: 'yes' | 'no';
  /** The server that is looked at, by what `serverKey` gives; null for the first. */
  readonly server: string | null;
  /** Counts how often somebody asked for the panel: it then takes the focus. */
  readonly calls: number;
}

/** Whether the check is open, and of which server. Apart from the scenario: no step of undo changes it. */
export const usePanel = create<Panel>()(() => ({ open: 'no', server: null, calls: 0 }));

/** What a server goes by here: an edit of its policy leaves it the same. */
export function serverKey({ origin, path }: Server): string {
  return `${origin}${path}`;
}

/** Opens the check of a server, and takes the focus there. */
export function callPanel(server: Server): void {
  usePanel.setState(({ calls }) => ({ open: 'yes', server: serverKey(server), calls: calls + 1 }));
}
