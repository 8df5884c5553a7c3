import { parseUrl, serializeOrigin } from '../../src/engine/origin';
import { consoleLines } from '../../src/explain/console';
import type { ConsoleBrowser } from '../../src/explain/console-lines';
import { recogniseLine } from '../../src/explain/console-recognise';
import { requestsOf } from '../../src/scenario/requests';
import type { Scenario } from '../../src/scenario/scenario';
import type { Simulation } from '../../src/scenario/simulate';

/** What a worker page says before it plays a scenario. */
const MARK = /Corscope plays ([0-9a-z]+)/;

/**
 * The lines of a console by the scenario they are about: the one whose URL they name, or the line right behind them;
 * else the one that was being played.
 */
export function byScenario(
  printed: readonly string[],
  ids: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const lines = new Map<string, string[]>();
  const keep = (id: string | null, kept: readonly string[]): void => {
    if (id !== null && ids.has(id)) lines.set(id, [...(lines.get(id) ?? []), ...kept]);
  };
  let playing: string | null = null;
  let nameless: string[] = [];
  for (const line of printed) {
    const mark = MARK.exec(line)?.[1];
    const named = [...line.matchAll(/~([0-9a-z]+)/g)].map(([, id = '']) => id).find((id) => ids.has(id));
    if (mark === undefined && named === undefined) {
      nameless.push(line);
      continue;
    }
    keep(named ?? playing, nameless);
    nameless = [];
    if (mark !== undefined) playing = mark;
    else keep(named ?? null, [line]);
  }
  keep(playing, nameless);
  return lines;
}

/** Lines that say nothing of what becomes of the request. */
const BESIDE =
  /^(?:Referrer Policy: |Cookie “|Cookie with an empty name |Invalid “[\w-]+“ value for cookie |XML Parsing Error: |Form contains enctype|Wrong url scheme for WebSocket|URL has fragment component)|\bis deprecated\b|Mixed Content: .*(?:should also be served over HTTPS|was not upgraded to HTTPS)|contains a form which targets an insecure URL|POST of a Blob to non-HTTP protocols|\bwas loaded even though its MIME type\b|\bX-Content-Type-Options header warning\b|bounce tracker|\bOpaqueResponseBlocking\b|Content-Security-Policy.*treat-as-public-address|\bmust be served from the local host\b|\bFailed to decode downloaded font\b|\bdownloadable font: rejected by sanitizer\b|\bLoad of media resource \S+ failed\b/;

/** Lines of what the page throws, which is caught by what plays it. */
const CAUGHT = /^(?:call |tainted|texture$)/;

/** How a connection failed: the lab cuts some that it cannot let fail as described. */
const UNCONNECTED = /^(?:(?:net|resource) )?(?:name|refused|reset|empty|certificate|ssl protocol)$/;

/** The classes of what a browser printed: names of its lines, sorted, each once; what is not known as it stands. */
export function seenClasses(lines: readonly string[], browser: ConsoleBrowser): readonly string[] {
  return sorted(lines.flatMap((line) => classOf(line, browser) ?? []));
}

/** Whether what is printed is always the same: how a connection that is cut looks depends on the moment. */
export function isSteady({ servers, request }: Scenario): boolean {
  return servers.every(({ failure }) => failure !== 'reset') && !ODD.test(request.url);
}

/** URLs that lead nowhere. */
const ODD = /^(?:data:[^,]*|about:(?!blank(?:[?#]|$)).*)$/;

/** The classes of what it is said to print. */
export function predictedClasses(
  { runs }: Simulation,
  scenario: Scenario,
  browser: ConsoleBrowser,
): readonly string[] {
  const { page } = scenario;
  const origin = page.kind === 'document' ? parseUrl(page.url)?.origin : undefined;
  const lines = requestsOf(scenario).flatMap(({ request }, i) => {
    const trace = runs[i];
    const about = {
      origin: origin ? serializeOrigin(origin) : 'null',
      url: page.url,
      target: parseUrl(request.url)?.href ?? request.url,
      headers: request.headers,
    };
    return trace ? consoleLines(trace, about)[browser] : [];
  });
  return sorted(lines.flatMap((line) => classOf(line, browser) ?? []));
}

/** null for a line that is not compared. */
function classOf(line: string, browser: ConsoleBrowser): string | null {
  const found = recogniseLine(line, [browser]);
  if (BESIDE.test(line) || (found && CAUGHT.test(found.name))) return null;
  // WebKit's word for it where nothing came.
  if (/\bConnection terminated unexpectedly\b/.test(line)) return 'no connection';
  if (found && UNCONNECTED.test(found.name)) return 'no connection';
  // In the developer tools' words, which name the method.
  if (found) return found.name.replace('resource status', 'http status').replace(/^resource /, 'net ');
  return `unknown: ${line.replace(/https?:\/\/\S+/g, 'URL').slice(0, 160)}`;
}

function sorted(classes: readonly string[]): readonly string[] {
  return [...new Set(classes)].sort();
}
