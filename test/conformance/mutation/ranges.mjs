/** A place in a file; lines and columns count from 0. @typedef {{ line: number, column: number }} Place */
/** @typedef {{ start: Place, end: Place }} Range */
/** By the file's name. @typedef {Record<string, readonly Range[]>} Ranges */

/** @param {Place} a @param {Place} b whether it is at that place, or before it */
const isUpTo = (a, b) => a.line < b.line || (a.line === b.line && a.column <= b.column);

/**
 * Whether a range lies in one of others.
 * @param {readonly Range[] | undefined} ranges
 * @param {Range} inner
 */
export function isWithin(ranges, inner) {
  return ranges?.some(({ start, end }) => isUpTo(start, inner.start) && isUpTo(inner.end, end)) ?? false;
}
