import type { FieldPath, Scenario } from '../../scenario/scenario';
import { readAt } from '../ui/place';

/** What a field is called, by its path; `#` stands for an index. */
const LABELS: Readonly<Record<string, string>> = {
  'page.url': 'The page',
  'page.kind': 'What the page is',
  'page.referrerPolicy': 'Referrer policy of the page',
  'request.initiator': 'How it asks',
  'request.url': 'URL',
  'request.method': 'Method',
  'request.headers': 'Headers',
  'request.headers.#': 'Header',
  'request.headers.#.value': 'Header',
  'request.body': 'Body',
  'request.mode': 'Mode',
  'request.credentials': 'Credentials',
  'request.redirect': 'Redirect',
  'request.cache': 'Cache',
  'request.referrerPolicy': 'Referrer policy',
  'request.withCredentials': 'withCredentials',
  'request.uploadListener': 'Upload listener',
  'request.crossorigin': 'crossorigin',
  'request.use': 'What it is used for',
  cookies: 'Cookies',
  'browser.profile': 'Browser',
  'servers.#': 'Server',
  'servers.#.origin': 'Server',
  'servers.#.failure': 'No answer',
  'servers.#.addressSpace': 'How near the server is',
  'servers.#.raw.preflight.status': 'Status of the preflight’s answer',
  'servers.#.raw.preflight.lines': 'Answer to the preflight',
  'servers.#.raw.response.status': 'Status of the response',
  'servers.#.raw.response.lines': 'Response headers',
  'servers.#.response.body': 'Response body',
};

const BROWSERS: Readonly<Record<string, string>> = {
  standard: 'By the standard',
  chromium: 'Chrome',
  firefox: 'Firefox',
  webkit: 'Safari',
};

/** What a field is called on the screen. */
export function fieldLabel(path: FieldPath): string {
  const pattern = path.replace(/\.\d+/g, '.#');
  return LABELS[pattern] ?? LABELS[pattern.replace(/\.[^.]*$/, '')] ?? path;
}

/** Values at most this long stand in a list. */
const LONGEST = 160;

/** What stands in a field, short; empty where it has nothing to show. */
export function fieldValue(scenario: Scenario, path: FieldPath): string {
  const value = readAt(scenario, path);
  if (path === 'browser.profile') return BROWSERS[String(value)] ?? '';
  if (path === 'request.headers') {
    return clipped(
      scenario.request.headers.map(([name, text]) => `${name}: ${text}`).join('\n'),
      LONGEST * 3,
    );
  }
  if (path === 'request.body') return clipped(scenario.request.body.text, LONGEST);
  if (path === 'cookies') return scenario.cookies.map(({ cookie }) => cookie.split('=', 1)[0]).join(', ');
  if (/^servers\.\d+$/.test(path)) {
    const origin = readAt(scenario, `${path}.origin`);
    return typeof origin === 'string' ? origin : '';
  }
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  return typeof value === 'string' ? clipped(value, LONGEST * 3) : '';
}

function clipped(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}
