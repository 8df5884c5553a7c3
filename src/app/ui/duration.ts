const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/**
 * A number of seconds, as typed, the way people say it: `1 day`, `1 hour 30 minutes`, at most two units; null for
 * what is no number of seconds, and for less than a minute, which says it itself.
 */
export function duration(typed: string): string | null {
  if (!/^\d{1,12}$/.test(typed)) return null;
  let left = Number(typed);
  if (left < 60) return null;
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
    else if (parts.length > 0) break;
  }
  const exact = left === 0 && parts.length <= 2;
  return exact ? parts.join(' ') : `about ${parts.slice(0, 2).join(' ')}`;
}
