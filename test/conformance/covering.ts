/** A pseudo-random number generator (mulberry32): numbers from 0 up to 1, the same ones for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type Random = () => number;

/** One of some items. */
export function pick<T>(items: readonly [T, ...T[]], random: Random): T {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

/** What can be varied, and the values of each; the first value is the one that works. */
export type Dimensions = Readonly<Record<string, readonly [unknown, ...unknown[]]>>;

/** One value of each dimension. */
export type Choice<D extends Dimensions> = { readonly [K in keyof D]: D[K][number] };

/** A choice that may have other texts, too, than its dimensions have. */
export type Loosely<C, K extends keyof C> = { readonly [P in keyof C]: P extends K ? Loose<C[P]> : C[P] };
type Loose<T> = T extends string ? string : T extends readonly string[] ? readonly string[] : T;

/** Dimensions have fewer values, and are fewer, than this. */
const MOST = 256;

/**
 * Rows in which every value of every dimension meets every value of every other one at least once (pairwise
 * covering), made greedily.
 * @throws RangeError for a dimension of too many values
 */
export function pairwise<D extends Dimensions>(dimensions: D, random: Random): Choice<D>[] {
  const names = Object.keys(dimensions);
  const sizes = names.map((name) => dimensions[name]?.length ?? 0);
  if (sizes.some((size) => size >= MOST)) throw new RangeError(`A dimension has ${MOST} values or more`);
  const key = (a: number, i: number, b: number, j: number): number =>
    a < b ? ((a * MOST + i) * MOST + b) * MOST + j : ((b * MOST + j) * MOST + a) * MOST + i;
  const open = new Set<number>();
  const eachPair = (visit: (a: number, i: number, b: number, j: number) => void): void => {
    for (let a = 0; a < names.length; a++)
      for (let b = a + 1; b < names.length; b++)
        for (let i = 0; i < (sizes[a] ?? 0); i++) for (let j = 0; j < (sizes[b] ?? 0); j++) visit(a, i, b, j);
  };
  eachPair((a, i, b, j) => open.add(key(a, i, b, j)));
  const rows: Choice<D>[] = [];
  for (const first of open) {
    if (!open.has(first)) continue;
    const row = new Map([
      [Math.floor(first / MOST ** 3), Math.floor(first / MOST ** 2) % MOST],
      [Math.floor(first / MOST) % MOST, first % MOST],
    ]);
    for (const at of shuffled(names.length, random)) {
      if (row.has(at)) continue;
      const start = Math.floor(random() * (sizes[at] ?? 1));
      let best = start;
      let most = -1;
      for (let k = 0; k < (sizes[at] ?? 0); k++) {
        const value = (start + k) % (sizes[at] ?? 1);
        let covered = 0;
        for (const [other, chosen] of row) if (open.has(key(other, chosen, at, value))) covered++;
        if (covered > most) [best, most] = [value, covered];
      }
      row.set(at, best);
    }
    for (const [a, i] of row) for (const [b, j] of row) if (a < b) open.delete(key(a, i, b, j));
    rows.push(choice(dimensions, names, row));
  }
  return rows;
}

/** What works: the first value of each dimension. */
export function first<D extends Dimensions>(dimensions: D): Choice<D> {
  return choice(dimensions, Object.keys(dimensions), new Map());
}

/** Every row in which some things of `from` have each of the values given for them, and all else is as it is there. */
export function every<C extends object>(from: C, values: { readonly [K in keyof C]?: readonly C[K][] }): C[] {
  return Object.entries<readonly unknown[]>(values as Readonly<Record<string, readonly unknown[]>>).reduce(
    (rows, [name, all]) => rows.flatMap((row) => all.map((value): C => ({ ...row, [name]: value }))),
    [from],
  );
}

/** A row at random: what works, but for one to `most` dimensions that take any value. */
export function nearby<D extends Dimensions>(dimensions: D, most: number, random: Random): Choice<D> {
  const names = Object.keys(dimensions);
  const changed = shuffled(names.length, random).slice(0, 1 + Math.floor(random() * most));
  const row = new Map(
    changed.map((at) => [at, Math.floor(random() * (dimensions[names[at] ?? '']?.length ?? 1))]),
  );
  return choice(dimensions, names, row);
}

function choice<D extends Dimensions>(
  dimensions: D,
  names: readonly string[],
  row: ReadonlyMap<number, number>,
): Choice<D> {
  const entries = names.map((name, at) => [name, dimensions[name]?.[row.get(at) ?? 0]]);
  return Object.fromEntries(entries) as Choice<D>;
}

function shuffled(length: number, random: Random): number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const other = Math.floor(random() * (i + 1));
    [order[i], order[other]] = [order[other] ?? 0, order[i] ?? 0];
  }
  return order;
}
