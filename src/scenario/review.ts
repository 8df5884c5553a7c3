import type { Server } from '../policy/policy';
import { defaultScenario } from './defaults';
import type { LazyLibraries } from './libraries';
import { accessFindings, askAbout } from './review-access';
import type { Finding, Severity } from './review-finding';
import { usageFindings } from './review-use';
import type { Libraries } from './scenario';

export type { Exploit, Finding, FindingCode, FindingFacts, Severity } from './review-finding';

/**
 * What is wrong with a server's policy, the worst first: who is let in that should not be, and what does not do what it
 * seems meant to. Found by asking: pages of origins made from the policy send requests, and the engine says what comes
 * of them. Nothing is found where no answer comes back, or none has CORS headers. The server has no problems, and
 * `loadForReview` is done.
 */
export function reviewPolicy(server: Server, libraries: Libraries): readonly Finding[] {
  if (server.failure !== 'none') return [];
  const asked = askAbout(server, libraries);
  const findings = [...accessFindings(asked), ...usageFindings(asked)];
  return findings.sort((a, b) => RANK[a.severity] - RANK[b.severity] || placeOf(a) - placeOf(b));
}

/** Those who need no more than a page of their own come before those who have to be on somebody's network. */
function placeOf({ code }: Finding): number {
  return code === 'insecure-origin' ? 1 : 0;
}

const RANK: Readonly<Record<Severity, number>> = { open: 0, broken: 1, note: 2 };

/**
 * Loads what a review of a server asks of the libraries: the Public Suffix List, and the pattern compiler where it has
 * a pattern. Rejects where that cannot be fetched, and may then be tried again.
 */
export async function loadForReview(server: Server, libraries: LazyLibraries): Promise<void> {
  // Two hosts whose last two labels are the same are what only the list can tell apart.
  const page = { ...defaultScenario.page, url: 'https://one.page.com/' };
  await libraries.load({
    ...defaultScenario,
    page,
    servers: [server, { ...server, origin: 'https://two.page.com' }],
  });
}
