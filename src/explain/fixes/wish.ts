import { getHeader } from '../../engine/headers';
import type { Trace } from '../../engine/trace';
import { requestUrl } from '../../scenario/page';
import type { Libraries, Scenario } from '../../scenario/scenario';
import { simulate } from '../../scenario/simulate';
import { answerOf, header, lastFacts, wireRequests } from '../reading';
import { unexposed } from '../rules';
import type { Wish } from './fix';

/** The last run of a scenario. */
export function lastRun(scenario: Scenario, libraries: Libraries): Trace {
  const trace = simulate(scenario, libraries).runs.at(-1);
  if (!trace) throw new RangeError('A simulation has a run');
  return trace;
}

/** Whether the page got what it asked for. */
export function isServed({ script, outcome, steps }: Trace): boolean {
  switch (script.kind) {
    case 'exception':
    case 'rejection':
      return false;
    case 'response':
      return script.response.type === 'basic' || script.response.type === 'cors';
    case 'xhr':
      return script.response !== null;
    case 'queued':
      // Nobody reads the answer to a beacon: it is enough that it got there.
      return steps.some(
        (step) => step.type === 'answer' && step.purpose === 'fetch' && 'status' in step.answer,
      );
    case 'connection':
      return script.event === 'open';
    case 'navigation':
      return outcome.type === 'response';
    case 'element':
      return script.event === 'load' && (script.pixels === null || script.pixels === 'clean');
    default:
      return script satisfies never;
  }
}

/** The same scenario with the request sent once more, a minute before. */
function afterAMinute(scenario: Scenario): Scenario {
  return { ...scenario, earlier: [60] };
}

export function hasPreflight(trace: Trace): boolean {
  return wireRequests(trace).some(({ purpose }) => purpose === 'preflight');
}

/** Whether a wish has come true; `trace` is the scenario's last run. */
export function isGranted(wish: Wish, scenario: Scenario, trace: Trace, libraries: Libraries): boolean {
  if (!isServed(trace)) return false;
  switch (wish.kind) {
    case 'read':
      return true;
    case 'header': {
      const visible = lastFacts(trace, 'response.exposed-headers')?.visible ?? [];
      return wish.names.every((name) => visible.includes(name));
    }
    case 'cookie sent':
      return lastFacts(trace, 'network.cookies')?.sent.includes(wish.name) === true;
    case 'cookie stored':
      return lastFacts(trace, 'network.set-cookie')?.stored.includes(wish.name) === true;
    case 'no preflight':
      return !hasPreflight(trace) || !hasPreflight(lastRun(afterAMinute(scenario), libraries));
    case 'cache':
      return saysWhatItDependsOn(scenario, libraries);
    default:
      return wish satisfies never;
  }
}

/** What a scenario leaves to wish for: that it works at all, or else what is missing though it does. */
export function wishesOf(scenario: Scenario, trace: Trace, libraries: Libraries): readonly Wish[] {
  if (!isServed(trace)) return [{ kind: 'read' }];
  const wishes: Wish[] = [];
  const scripted = trace.initiator === 'fetch' || trace.initiator === 'XMLHttpRequest';
  if (scripted) {
    const hidden = unexposed(lastFacts(trace, 'response.exposed-headers')?.hidden ?? []);
    if (hidden.length > 0) wishes.push({ kind: 'header', names: hidden });
  }
  wishes.push(...cookieWishes(scenario, trace, scripted ? 'scripted' : 'element'));
  const no: Wish = { kind: 'no preflight' };
  if (hasPreflight(trace) && !isGranted(no, scenario, trace, libraries)) wishes.push(no);
  if (scripted && !saysWhatItDependsOn(scenario, libraries)) wishes.push({ kind: 'cache' });
  return wishes;
}

function cookieWishes(scenario: Scenario, trace: Trace, by: 'scripted' | 'element'): readonly Wish[] {
  const wishes: Wish[] = [];
  const withheld = lastFacts(trace, 'network.cookies')?.withheld[0];
  if (withheld) wishes.push({ kind: 'cookie sent', name: withheld.name });
  const ignored = lastFacts(trace, 'network.set-cookie')?.ignored.find(({ why }) => why !== 'malformed');
  if (ignored && (by === 'scripted' || ignored.why !== 'credentials not included')) {
    wishes.push({ kind: 'cookie stored', name: ignored.name });
  }
  const credentials = lastFacts(trace, 'network.credentials');
  if (by === 'element' || withheld || credentials?.included !== false || credentials.mode === 'omit')
    return wishes;
  const host = requestUrl(scenario)?.host;
  const kept = scenario.cookies.find(({ url }) => URL.canParse(url) && new URL(url).hostname === host);
  const name = kept && nameOfCookie(kept.cookie);
  return name ? [...wishes, { kind: 'cookie sent', name }] : wishes;
}

export function nameOfCookie(cookie: string): string {
  return (cookie.split(/[=;]/, 1)[0] ?? '').trim();
}

/** Whether the answer is the same for every origin, or `Vary` says that it is not. */
function saysWhatItDependsOn(scenario: Scenario, libraries: Libraries): boolean {
  const { page } = scenario;
  if (page.kind !== 'document') return true;
  const url = requestUrl(scenario)?.href;
  const others = [
    'https://elsewhere.test',
    ...scenario.servers.flatMap(({ policy }) => policy.list.slice(0, 2)),
  ];
  const pages = [page.url, ...others].filter((one) => /^https?:/.test(one));
  const seen = new Set<string | null>();
  let untold = false;
  for (const one of pages) {
    const trace = lastRun(
      {
        ...scenario,
        page: { ...page, url: one },
        request: { ...scenario.request, url: url ?? '' },
        earlier: [],
      },
      libraries,
    );
    const last = wireRequests(trace).at(-1);
    if (last?.purpose !== 'fetch' || header(last.request, 'origin') === null) continue;
    const answer = answerOf(trace, last.exchange);
    if (!answer) continue;
    seen.add(header(answer, 'access-control-allow-origin'));
    const vary = (getHeader(answer.headers, 'vary') ?? '').toLowerCase().split(',');
    untold ||= !vary.some((item) => item.trim() === 'origin' || item.trim() === '*');
  }
  return seen.size < 2 || !untold;
}
