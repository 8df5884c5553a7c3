import type { Place } from './lab';

/** Gives texts of a scenario that was played on the lab's addresses with the scenario's own in their place. */
export function unmapper(id: string, places: readonly Place[]): (text: string) => string {
  const origins = new Map<string, string>();
  for (const { origin, at } of places) {
    origins.set(at, origin);
    origins.set(at.replace(/^http/, 'ws'), origin.replace(/^http/, 'ws'));
  }
  const hosts = new Map(places.map(({ origin, at }) => [hostOf(at), hostOf(origin)]));
  const known = [...origins.keys(), ...hosts.keys()].sort((a, b) => b.length - a.length);
  // Not within another name or number: an origin may be the beginning of one with a longer port.
  const pattern = new RegExp(`(?<![\\w.-])(?:${known.map(escapeRegExp).join('|')})(?![\\w.:-])`, 'g');
  return (text) =>
    (known.length === 0 ? text : text.replace(pattern, (at) => origins.get(at) ?? hosts.get(at) ?? at))
      .replaceAll(`/~${id}/`, '/')
      .replaceAll(`/~${id}`, '/');
}

/** Host and port of an origin. */
function hostOf(origin: string): string {
  return origin.replace(/^[a-z]+:\/\//, '');
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
