import type { FieldPath, Scenario } from '../../scenario/scenario';

/** Headers are pairs; a path calls their parts by name. */
const PAIR: Readonly<Record<string, string>> = { name: '0', value: '1' };

function keyIn(parent: unknown, segment: string): string {
  return Array.isArray(parent) ? (PAIR[segment] ?? segment) : segment;
}

const OF_EARLIER = /^earlier\.(\d+)\.request\.(\w+)/;

/** Where a path leads into an earlier request, that one is to say itself what it has in common with the request. */
function saying(scenario: Scenario, path: FieldPath): Scenario {
  const [place = '', index = '', field = ''] = OF_EARLIER.exec(path) ?? [];
  const earlier = place === '' ? 0 : (scenario.earlier[Number(index)] ?? 0);
  if (typeof earlier === 'number' || field in earlier.request) return scenario;
  return write(scenario, place.split('.'), Reflect.get(scenario.request, field)) as Scenario;
}

/** What stands at a place of the scenario; undefined where there is no such place. */
export function readAt(scenario: Scenario, path: FieldPath): unknown {
  let here: unknown = saying(scenario, path);
  for (const segment of path.split('.')) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<string, unknown>)[keyIn(here, segment)];
  }
  return here;
}

/** The text at a place; throws a `TypeError` where the scenario has none. */
export function textAt(scenario: Scenario, path: FieldPath): string {
  const value = readAt(scenario, path);
  if (typeof value !== 'string') throw new TypeError(`No text at ${path}`);
  return value;
}

/** The list at a place; throws a `TypeError` where the scenario has none. */
export function listAt(scenario: Scenario, path: FieldPath): readonly unknown[] {
  const value = readAt(scenario, path);
  if (!Array.isArray(value)) throw new TypeError(`No list at ${path}`);
  return value;
}

/** The scenario with another value at a place; the rest is shared. An item of a list that has gone leaves it as it is. */
export function writeAt(scenario: Scenario, path: FieldPath, value: unknown): Scenario {
  const [name = '', ...rest] = path.split('.').reverse();
  const parent = rest.length === 0 ? scenario : readAt(scenario, rest.reverse().join('.'));
  const isHolder = typeof parent === 'object' && parent !== null;
  const gone = Array.isArray(parent) ? !(keyIn(parent, name) in parent) : !isHolder;
  return gone || readAt(scenario, path) === value
    ? scenario
    : (write(saying(scenario, path), path.split('.'), value) as Scenario);
}

function write(here: unknown, [segment, ...rest]: readonly string[], value: unknown): unknown {
  if (segment === undefined) return value;
  const key = keyIn(here, segment);
  if (Array.isArray(here))
    return here.map((item, i) => (String(i) === key ? write(item, rest, value) : item));
  const object = here as Record<string, unknown>;
  return { ...object, [key]: write(object[key], rest, value) };
}

/** The scenario with one more item at the end of a list. */
export function appendAt(scenario: Scenario, path: FieldPath, ...items: readonly unknown[]): Scenario {
  return writeAt(scenario, path, [...listAt(scenario, path), ...items]);
}

/** The scenario without one item of a list. */
export function removeAt(scenario: Scenario, path: FieldPath, index: number): Scenario {
  return writeAt(scenario, path, listAt(scenario, path).toSpliced(index, 1));
}
