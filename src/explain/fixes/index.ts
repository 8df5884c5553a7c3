import { parseUrl, serializeOrigin } from '../../engine/origin';
import type { Trace } from '../../engine/trace';
import type { Libraries, Scenario } from '../../scenario/scenario';
import { lastFacts } from '../reading';
import { sentences } from '../rich';
import { applyEdit } from './apply';
import type { Edit, Fix, FixOptions, FixReport, Wish } from './fix';
import { elsewhereOf, isAttacker, protectionOf } from './refuge';
import { dropsCredentials, type Solution, search } from './search';
import { isGranted, lastRun, wishesOf } from './wish';
import { actorOf, explainEdits, explainOpening } from './words';

export type { Edit, Fix, FixOptions, FixReport, Grant, Who, Wish } from './fix';
export { explainWish } from './words';

/** So many fixes of one wish are offered. */
const OFFERED = { read: 5, other: 2 } as const;
const MOST_PLAYED = 600;

/**
 * The smallest changes that make a scenario come out as its author wants, each played and found to work. The scenario
 * has no problems (`validate`), and what it `needs` of the libraries is loaded.
 */
export function findFixes(scenario: Scenario, libraries: Libraries, options: FixOptions = {}): FixReport {
  const finding = fixesInSteps(scenario, libraries, options);
  for (;;) {
    const { done, value } = finding.next();
    if (done) return value;
  }
}

/** The same in small steps, so that other work can go on between two of them, and the rest be given up. */
export function* fixesInSteps(
  scenario: Scenario,
  libraries: Libraries,
  { wishes, most = MOST_PLAYED }: FixOptions = {},
): Generator<undefined, FixReport> {
  const trace = lastRun(scenario, libraries);
  const fixes: Fix[] = [];
  let protection: FixReport['protected'] = null;
  let failed = false;
  for (const wish of wishes ?? wishesOf(scenario, trace, libraries)) {
    if (isGranted(wish, scenario, trace, libraries)) continue;
    failed ||= wish.kind === 'read';
    protection ??= protectionOf(wish, scenario, trace);
    yield;
    const found = yield* search(wish, scenario, libraries, most);
    const asked = asksWithCredentials(trace);
    // Who asks with credentials most likely needs them: a way that keeps them is looked for however long it is.
    const keeping =
      asked && found.length > 0 && found.every(leavesOutCredentials)
        ? yield* search(wish, scenario, libraries, most, 'nothing up')
        : [];
    const offered = [...found, ...keeping].filter((solution) => !letsAttackerIn(scenario, solution));
    const rank = (solution: Solution) => (asked && leavesOutCredentials(solution) ? 1 : 0);
    offered.sort((a, b) => rank(a) - rank(b) || costOf(a, scenario) - costOf(b, scenario));
    const best = offered.slice(0, wish.kind === 'read' ? OFFERED.read : OFFERED.other);
    fixes.push(...best.map((solution) => fixOf(wish, scenario, solution)));
  }
  const elsewhere = failed && fixes.length === 0 && protection === null ? elsewhereOf(trace) : null;
  return { fixes, protected: protection, elsewhere };
}

function fixOf(wish: Wish, before: Scenario, { edits, scenario, opening }: Solution): Fix {
  const steps = explainEdits(edits, before);
  const actors: Fix['actors'][number][] = [];
  let at = before;
  for (const edit of edits) {
    const actor = actorOf(edit, at);
    if (!actors.includes(actor)) actors.push(actor);
    at = applyEdit(at, edit);
  }
  return {
    id: JSON.stringify([wish, edits]),
    wish,
    edits,
    steps,
    says: sentences(...steps),
    opens: explainOpening(opening, edits),
    grants: opening.grants,
    closes: opening.closes,
    actor: actors[0] ?? 'nobody',
    actors,
    scenario,
  };
}

function asksWithCredentials(trace: Trace): boolean {
  return lastFacts(trace, 'request.initiator')?.credentials === 'include';
}

function leavesOutCredentials({ edits }: Solution): boolean {
  return edits.some(dropsCredentials);
}

function letsAttackerIn({ page }: Scenario, { edits }: Solution): boolean {
  const url = parseUrl(page.url);
  const attacker = url !== null && page.kind === 'document' && isAttacker(serializeOrigin(url.origin));
  return attacker && edits.some((edit) => edit.path.startsWith('servers.'));
}

/** Fewer edits first; of as many, what opens and loses less. */
function costOf({ edits, opening }: Solution, before: Scenario): number {
  const opened = opening.grants.reduce((sum, grant) => {
    if (grant.what !== 'read') return sum + 2;
    const breadth = { origins: 1, matching: 3, any: 6 }[grant.who.kind];
    return sum + breadth * (grant.credentials === 'with' ? 1.5 : 1);
  }, 0);
  return edits.length * 10 + Math.min(opened, 9) + edits.reduce((sum, edit) => sum + lossOf(edit, before), 0);
}

/** What an edit gives up that the author may have wanted. */
function lossOf(edit: Edit, before: Scenario): number {
  switch (edit.kind) {
    case 'credentials':
    case 'withCredentials':
      return edit.value === 'include' || edit.value === 'on' ? 0 : before.cookies.length > 0 ? 40 : 12;
    case 'crossorigin':
      if (edit.value === 'none') return 8;
      return edit.value === 'anonymous' && before.request.crossorigin === 'use-credentials' ? 12 : 0;
    case 'allow any origin':
      return 8;
    case 'body':
    case 'drop upload listener':
      return 5;
    default:
      return 0;
  }
}
