import type { RequestSpec } from '../engine/initiator';
import { isHttpScheme, parseUrl } from '../engine/origin';
import { checkHeaderValue, checkServer, checkToken, type Found, invalid, missing } from '../policy/check';
import { FIELDS_OF } from './fields';
import { checkLimits } from './limits';
import { documentUrl } from './page';
import { secondsOf } from './requests';
import type { FieldPath, Libraries, Page, Problem, ProblemCode, Scenario } from './scenario';
import { keep } from './stored-cookies';

/** The longest pause between two requests that makes sense: a year, in seconds. */
const LONGEST_PAUSE = 366 * 86_400;

/**
 * What is wrong with a scenario's texts; none where it can be played. Only what the scenario uses is judged, so a
 * field that is hidden never stands in the way; sizes always are. What the scenario `needs` of the libraries is loaded.
 */
export function validate(scenario: Scenario, libraries: Libraries): readonly Problem[] {
  const tooLarge = checkLimits(scenario);
  // The rest may look at every character: not worth it for a scenario that is refused anyway.
  if (tooLarge.length > 0) return tooLarge;
  const problems: Problem[] = [];
  const report: Report = (path, found) => {
    if (found) problems.push({ path, code: found.code, reason: found.reason, detail: found.detail });
  };
  checkPage(scenario, report);
  checkRequest(scenario, report);
  if (scenario.servers.length === 0) report('servers', missing('origin'));
  for (const [i, server] of scenario.servers.entries()) {
    for (const problem of checkServer(server, libraries.compilePattern)) {
      report(`servers.${i}.${problem.path}`, problem);
    }
  }
  checkCookies(scenario, libraries, report);
  for (const [i, earlier] of scenario.earlier.entries()) {
    const isSame = typeof earlier === 'number';
    const seconds = secondsOf(earlier);
    const possible = Number.isInteger(seconds) && seconds >= 0 && seconds <= LONGEST_PAUSE;
    if (!possible)
      report(isSame ? `earlier.${i}` : `earlier.${i}.seconds`, invalid('seconds', String(seconds)));
    const request = { ...scenario.request, ...(!isSame && earlier.request) };
    if (!isSame) checkSent(request, Object.keys(earlier.request), `earlier.${i}.request`, report);
  }
  return problems;
}

type Report = (path: FieldPath, found: Found<ProblemCode> | null) => void;

function checkPage({ page }: Scenario, report: Report): void {
  if (page.kind === 'document' || page.kind === 'sandbox') report('page.url', checkHttpUrl(page.url));
}

/** Any URL will do that the page can resolve: what becomes of `data:` or `file:` is for the engine to say. */
function checkRequest({ page, request }: Scenario, report: Report): void {
  const fields = FIELDS_OF[request.initiator];
  if (request.url.trim() === '') report('request.url', missing('url'));
  else if (parseUrl(request.url, baseOf(page)) === null) report('request.url', invalid('url', request.url));
  checkSent(request, fields, 'request', report);
}

/** What a request sends, as far as it has such fields. */
function checkSent(
  { initiator, method, headers }: RequestSpec,
  fields: readonly string[],
  path: FieldPath,
  report: Report,
): void {
  const has = (field: 'method' | 'headers') => FIELDS_OF[initiator].includes(field) && fields.includes(field);
  if (has('method')) report(`${path}.method`, checkToken(method, 'method'));
  if (!has('headers')) return;
  for (const [i, [name, value]] of headers.entries()) {
    report(`${path}.headers.${i}.name`, checkToken(name, 'header-name'));
    report(`${path}.headers.${i}.value`, checkHeaderValue(value));
  }
}

/** A page whose own URL is wrong has its own problem: the request's is then judged as from any page. */
function baseOf(page: Page): string {
  return parseUrl(documentUrl(page))?.href ?? 'https://page.invalid/';
}

function checkCookies(scenario: Scenario, libraries: Libraries, report: Report): void {
  for (const [i, stored] of scenario.cookies.entries()) {
    report(`cookies.${i}.url`, checkHttpUrl(stored.url));
    const path = `cookies.${i}.cookie`;
    const value = stored.cookie.trim() === '' ? missing('cookie') : checkHeaderValue(stored.cookie);
    report(path, value);
    const refused = value ? null : keep([], stored, scenario, libraries.registrableDomain)?.refused;
    if (refused === 'malformed') report(path, invalid('cookie', ''));
    else if (refused) report(path, { code: 'cookie', reason: 'prohibited', detail: refused });
  }
}

function checkHttpUrl(text: string): Found<'url' | 'url-not-http'> | null {
  if (text.trim() === '') return missing('url');
  const url = parseUrl(text);
  if (url === null) return invalid('url', text);
  return isHttpScheme(url.scheme)
    ? null
    : { code: 'url-not-http', reason: 'prohibited', detail: `${url.scheme}:` };
}
