import type { Server } from '../policy/policy';
import type { Scenario } from './scenario';

/**
 * The server that answers for a URL (serialised; `ws:` and `wss:` count as `http:` and `https:`, userinfo for
 * nothing): the entry of its origin with exactly its path, else the one of its origin without a path. Of two alike
 * the first.
 */
export function serverFor(scenario: Scenario, url: string): Server | null {
  const plain = url.includes('@') ? url.replace(/^(\w+:\/\/)[^/?#]*@/, '$1') : url;
  const http = plain.startsWith('ws') ? `http${plain.slice(2)}` : plain;
  let whole: Server | null = null;
  for (const server of scenario.servers) {
    const { origin, path } = server;
    if (!http.startsWith(origin) || !endsAt(http, origin.length, '/?#')) continue;
    if (path === '') whole ??= server;
    else if (http.startsWith(path, origin.length) && endsAt(http, origin.length + path.length, '?#'))
      return server;
  }
  return whole;
}

/** Whether a text ends at an index, or goes on there with one of `characters`. */
function endsAt(text: string, index: number, characters: string): boolean {
  return text.length === index || characters.includes(text.charAt(index));
}
