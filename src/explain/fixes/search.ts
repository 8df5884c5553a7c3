import { parseUrl, serializeOrigin } from '../../engine/origin';
import type { Trace } from '../../engine/trace';
import { clientOf } from '../../scenario/page';
import type { Libraries, Scenario } from '../../scenario/scenario';
import { validate } from '../../scenario/validate';
import { applyEdit, serverOf } from './apply';
import { candidatesFor } from './candidates';
import type { Edit, Wish } from './fix';
import { type Opening, openingOf } from './grants';
import { isGranted, lastRun } from './wish';

/** A row of edits that makes a wish come true and lets nobody in who should not be. */
export interface Solution {
  readonly edits: readonly Edit[];
  readonly scenario: Scenario;
  readonly opening: Opening;
}

/** No fix is longer. */
const LONGEST = 12;
/** So many solutions of one wish are worth comparing. */
const ENOUGH = 8;

interface Node {
  readonly edits: readonly Edit[];
  readonly scenario: Scenario;
}

/**
 * Searches breadth first by the number of edits. Each failure says which edits could lift it, so that every shortest
 * row is found; once one is, rows longer by one are looked at too, as they may open less. Plays at most `most`
 * scenarios, and pauses after each. With `nothing up`,
 * no row leaves out the request’s credentials.
 */
export function* search(
  wish: Wish,
  start: Scenario,
  libraries: Libraries,
  most: number,
  giving: 'up credentials' | 'nothing up' = 'up credentials',
): Generator<undefined, readonly Solution[]> {
  const solutions: Solution[] = [];
  const seen = new Set<string>();
  const found = new Set<string>();
  let level: readonly Node[] = [{ edits: [], scenario: start }];
  let last = LONGEST;
  let played = 0;
  for (let length = 0; length <= last && level.length > 0; length++) {
    const next: Node[] = [];
    for (const { edits, scenario } of level) {
      if (played >= most || solutions.length >= ENOUGH) return solutions;
      const trace = lastRun(scenario, libraries);
      // A row of redirects takes as long as several scenarios.
      played += 1 + trace.steps.length / 40;
      yield;
      if (length > 0 && isGranted(wish, scenario, trace, libraries)) {
        const node = withoutSuperfluous(wish, start, { edits, scenario }, libraries);
        const solution = safely(wish, start, node, libraries);
        const key = solution ? JSON.stringify(solution.scenario) : '';
        if (solution && !found.has(key)) {
          found.add(key);
          solutions.push(solution);
          last = Math.min(last, solution.edits.length + 1);
        }
        yield;
        continue;
      }
      if (length === last) continue;
      for (const child of childrenOf(wish, { edits, scenario }, trace, libraries)) {
        const edit = child.edits.at(-1);
        if (giving === 'nothing up' && edit && dropsCredentials(edit)) continue;
        // The same edits come to the same, whatever their order.
        const key = child.edits
          .map((edit) => JSON.stringify(edit))
          .sort()
          .join();
        if (seen.has(key)) continue;
        seen.add(key);
        next.push(child);
      }
    }
    level = next;
  }
  return solutions;
}

/** Whether the request goes without credentials after an edit. */
export function dropsCredentials(edit: Edit): boolean {
  switch (edit.kind) {
    case 'credentials':
      return edit.value !== 'include';
    case 'withCredentials':
      return edit.value === 'off';
    case 'crossorigin':
      return edit.value === 'anonymous';
    default:
      return false;
  }
}

/** Only these put something in place that the scenario did not vouch for. */
const MAY_BE_INVALID: ReadonlySet<Edit['kind']> = new Set([
  'allow origin',
  'page kind',
  'page url',
  'url',
  'move server',
  'location',
]);

function childrenOf(wish: Wish, node: Node, trace: Trace, libraries: Libraries): readonly Node[] {
  return candidatesFor(wish, node.scenario, trace, libraries).flatMap((edit) => {
    const scenario = applyEdit(node.scenario, edit);
    if (MAY_BE_INVALID.has(edit.kind) && validate(scenario, libraries).length > 0) return [];
    return [{ edits: [...node.edits, edit], scenario }];
  });
}

/** The row as it is, or with policies that let in anyone narrowed to the page; null where that is not safe either. */
function safely(wish: Wish, start: Scenario, node: Node, libraries: Libraries): Solution | null {
  if (validate(node.scenario, libraries).length > 0) return null;
  const opening = openingOf(start, node.scenario, node.edits, libraries);
  if (opening.unsafe === 'no') return { ...node, opening };
  const narrowed = narrow(start, node, libraries);
  if (narrowed === null) return null;
  if (!isGranted(wish, narrowed.scenario, lastRun(narrowed.scenario, libraries), libraries)) return null;
  const second = openingOf(start, narrowed.scenario, narrowed.edits, libraries);
  return second.unsafe === 'no' ? { ...narrowed, opening: second } : null;
}

function narrow(start: Scenario, { edits, scenario }: Node, libraries: Libraries): Node | null {
  const origin = originOfPage(scenario);
  if (origin === null) return null;
  const indexes = new Set(edits.map(serverOf).filter((index) => index >= 0));
  const narrowing = [...indexes].flatMap((index): readonly Edit[] => {
    const server = scenario.servers[index];
    if (!server || server.answers === 'raw' || server.policy.origins === 'list') return [];
    return [{ kind: 'allow origin', path: `servers.${index}.policy`, origin, how: 'only' }];
  });
  if (narrowing.length === 0) return null;
  const all = [...narrowing, ...edits.filter((edit) => edit.kind !== 'allow origin')];
  const after = all.reduce(applyEdit, start);
  return validate(after, libraries).length > 0 ? null : { edits: all, scenario: after };
}

function originOfPage({ page }: Scenario): string | null {
  const url = page.kind === 'document' ? parseUrl(page.url) : null;
  return url && serializeOrigin(url.origin);
}

/** Without the edits that the wish comes true without. */
function withoutSuperfluous(wish: Wish, start: Scenario, node: Node, libraries: Libraries): Node {
  if (node.edits.length === 1) return node;
  for (const left of node.edits) {
    const edits = node.edits.filter((edit) => edit !== left);
    const scenario = edits.reduce(applyEdit, start);
    if (
      clientOf(scenario.page) === null ||
      !isGranted(wish, scenario, lastRun(scenario, libraries), libraries)
    )
      continue;
    return withoutSuperfluous(wish, start, { edits, scenario }, libraries);
  }
  return node;
}
