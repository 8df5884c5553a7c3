import type { Scenario } from '../../scenario/scenario';
import { serverFor } from '../../scenario/servers';

/** The index of the server that answers for a URL (serialised); -1 for none. */
export function serverIndexFor(scenario: Scenario, url: string): number {
  const server = serverFor(scenario, url);
  return server === null ? -1 : scenario.servers.indexOf(server);
}
