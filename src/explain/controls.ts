import type { FieldPath } from '../scenario/scenario';

/**
 * Which control produces which header. A header is keyed by its side and its name in lower case; `#` stands for a
 * server's index. A field stands for all that lies within it.
 */
const FIELDS: Readonly<Record<string, readonly FieldPath[]>> = {
  'request:origin': ['page.url', 'page.kind', 'request.mode', 'request.crossorigin'],
  'request:access-control-request-method': ['request.method'],
  'request:access-control-request-headers': ['request.headers', 'request.body'],
  'request:content-type': ['request.headers', 'request.body'],
  'request:content-length': ['request.body'],
  'request:cookie': [
    'cookies',
    'request.credentials',
    'request.withCredentials',
    'request.crossorigin',
    'browser.thirdPartyCookies',
  ],
  'request:host': ['request.url'],
  'request:referer': ['page.url', 'page.referrerPolicy', 'request.referrerPolicy'],
  'request:cache-control': ['request.cache'],
  'request:pragma': ['request.cache'],
  'request:sec-fetch-site': ['page.url', 'request.url'],
  'request:sec-fetch-mode': ['request.initiator', 'request.mode', 'request.crossorigin'],
  'request:sec-fetch-dest': ['request.initiator'],
  'response:access-control-allow-origin': [
    'servers.#.policy.origins',
    'servers.#.policy.list',
    'servers.#.policy.pattern',
    'servers.#.policy.mistakes',
  ],
  'response:access-control-allow-credentials': ['servers.#.policy.credentials', 'servers.#.policy.mistakes'],
  'response:access-control-allow-methods': ['servers.#.policy.methods'],
  'response:access-control-allow-headers': ['servers.#.policy.headers'],
  'response:access-control-expose-headers': ['servers.#.policy.exposed'],
  'response:access-control-max-age': ['servers.#.policy.maxAge'],
  'response:vary': ['servers.#.policy.vary', 'servers.#.response.headers'],
  'response:location': ['servers.#.response.location', 'servers.#.options'],
  'response:set-cookie': ['servers.#.response.cookies'],
  'response:content-type': ['servers.#.response.headers', 'servers.#.response.body'],
  'response:content-length': ['servers.#.response.body'],
};

/** Of either purpose, only these stand on a preflight's answer; the policy's own headers stand on both. */
const NOT_ON_PREFLIGHT = /\.response(\.|$)/;
const ON_PREFLIGHT_ONLY = /\.options(\.|$)/;

/**
 * The fields that produce a header, for lighting the controls up. `server` is the index of the server the message
 * goes to or comes from. Every other request header comes from `request.headers`, every other response header from
 * the response's own.
 */
export function fieldsOfHeader(
  name: string,
  side: 'request' | 'response',
  purpose: 'preflight' | 'fetch',
  server: number,
): readonly FieldPath[] {
  const known = FIELDS[`${side}:${name.toLowerCase()}`];
  if (side === 'request') return known ?? (purpose === 'fetch' ? ['request.headers'] : []);
  const unfit = purpose === 'preflight' ? NOT_ON_PREFLIGHT : ON_PREFLIGHT_ONLY;
  const fields = (known ?? ['servers.#.response.headers']).filter((field) => !unfit.test(field));
  const raw = `servers.#.raw.${purpose === 'preflight' ? 'preflight' : 'response'}`;
  return [...fields, raw].map((field) => field.replace('#', String(server)));
}

/** The headers a field has a part in, keyed like `request:origin`, for lighting the messages up. Raw lines may be any response header. */
export function headersOfField(path: FieldPath): readonly string[] {
  const pattern = path.replace(/^servers\.\d+/, 'servers.#');
  if (pattern.startsWith('servers.#.raw'))
    return Object.keys(FIELDS).filter((key) => key.startsWith('response:'));
  const within = (field: FieldPath) => pattern === field || pattern.startsWith(`${field}.`);
  return Object.entries(FIELDS).flatMap(([key, fields]) => (fields.some(within) ? [key] : []));
}
