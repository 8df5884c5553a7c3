import * as v from 'valibot';
import { checkLimits, fieldPath } from './limits';
import type { FieldPath, Problem, Scenario } from './scenario';

/** A scenario read from outside, or why it is none. */
export type Parsed =
  | { readonly ok: true; readonly scenario: Scenario }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const text = v.string();
const texts = v.array(text);
const header = v.strictTuple([text, text]);

const page = v.strictObject({
  url: text,
  kind: v.picklist(['document', 'sandbox', 'data', 'file']),
  referrerPolicy: v.picklist([
    'no-referrer',
    'no-referrer-when-downgrade',
    'origin',
    'origin-when-cross-origin',
    'same-origin',
    'strict-origin',
    'strict-origin-when-cross-origin',
    'unsafe-url',
  ]),
  embedderPolicy: v.picklist(['unsafe-none', 'require-corp', 'credentialless']),
  framed: v.boolean(),
});

const request = v.strictObject({
  initiator: v.picklist([
    'fetch',
    'XMLHttpRequest',
    'sendBeacon',
    'EventSource',
    'script',
    'module script',
    'stylesheet',
    'font',
    'image',
    'video',
    'form',
    'WebSocket',
  ]),
  url: text,
  method: text,
  headers: v.array(header),
  body: v.strictObject({
    kind: v.picklist([
      'none',
      'string',
      'URLSearchParams',
      'FormData',
      'Blob',
      'ArrayBuffer',
      'ReadableStream',
    ]),
    text,
    type: text,
  }),
  mode: v.picklist(['cors', 'no-cors', 'same-origin', 'navigate']),
  credentials: v.picklist(['omit', 'same-origin', 'include']),
  redirect: v.picklist(['follow', 'error', 'manual']),
  cache: v.picklist(['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached']),
  referrerPolicy: v.picklist([...page.entries.referrerPolicy.options, '']),
  withCredentials: v.boolean(),
  uploadListener: v.boolean(),
  crossorigin: v.picklist(['none', 'anonymous', 'use-credentials']),
  use: v.picklist(['show', 'canvas', 'WebGL texture', 'CSS shape']),
});

const rawAnswer = v.strictObject({ status: text, lines: text });

const server = v.strictObject({
  origin: text,
  path: text,
  answers: v.picklist(['policy', 'raw']),
  policy: v.strictObject({
    origins: v.picklist(['none', 'any', 'list', 'pattern', 'reflect', 'null']),
    list: texts,
    pattern: text,
    methods: texts,
    headers: texts,
    credentials: v.boolean(),
    exposed: texts,
    maxAge: text,
    vary: v.boolean(),
    mistakes: v.array(
      v.picklist([
        'allow-origin twice',
        'origins in one line',
        'trailing slash',
        'True',
        'preflight only',
        'response only',
        'errors forget',
      ]),
    ),
  }),
  options: v.variant('by', [
    v.strictObject({ by: v.literal('policy'), status: text }),
    v.strictObject({ by: v.literal('status'), status: text }),
    v.strictObject({ by: v.literal('redirect'), status: text, location: text }),
  ]),
  response: v.strictObject({
    status: text,
    headers: v.array(header),
    cookies: texts,
    location: text,
    body: text,
  }),
  raw: v.strictObject({ preflight: rawAnswer, response: rawAnswer }),
  failure: v.picklist(['none', 'dns', 'refused', 'tls', 'reset', 'timeout', 'blocked by the client']),
  addressSpace: v.picklist(['auto', 'loopback', 'local', 'public']),
});

const earlierRequest = v.strictObject({
  seconds: v.number(),
  request: v.strictObject({
    method: v.exactOptional(request.entries.method),
    headers: v.exactOptional(request.entries.headers),
    credentials: v.exactOptional(request.entries.credentials),
    withCredentials: v.exactOptional(request.entries.withCredentials),
    uploadListener: v.exactOptional(request.entries.uploadListener),
  }),
});

const scenario = v.strictObject({
  version: v.literal(1),
  title: text,
  page,
  request,
  servers: v.array(server),
  cookies: v.array(v.strictObject({ url: text, cookie: text, fromPage: v.exactOptional(v.boolean()) })),
  browser: v.strictObject({
    profile: v.picklist(['standard', 'chromium', 'firefox', 'webkit']),
    thirdPartyCookies: v.picklist(['allowed', 'blocked']),
    localNetwork: v.picklist(['granted', 'denied']),
  }),
  // So that a problem names the field, and not the whole.
  earlier: v.array(
    v.lazy((input) => (typeof input === 'object' && input !== null ? earlierRequest : v.number())),
  ),
});

/** The most problems worth telling of a text that is no scenario. */
const MOST_PROBLEMS = 20;

/**
 * A scenario from what `JSON.parse` gives, whoever wrote it. It must have every field and no other; the result is
 * made anew, so nothing of the input hides in it. Whether its texts can be used is for `validate` to say.
 */
export function parseScenario(input: unknown): Parsed {
  const tooLarge = checkLimits(input);
  if (tooLarge.length > 0) return { ok: false, problems: tooLarge.slice(0, MOST_PROBLEMS) };
  const result = v.safeParse(scenario, input);
  if (result.success) return { ok: true, scenario: result.output };
  return { ok: false, problems: result.issues.slice(0, MOST_PROBLEMS).map(problemOf) };
}

/** missing: no such field. prohibited: a field no scenario has. invalid: of the wrong kind; the detail says what it should be. */
function problemOf(issue: v.BaseIssue<unknown>): Problem {
  const path = (issue.path ?? []).reduce<FieldPath>(
    (parent, item) => fieldPath(parent, String(item.key)),
    '',
  );
  const reason =
    issue.received === 'undefined' ? 'missing' : issue.expected === 'never' ? 'prohibited' : 'invalid';
  return { path, code: 'shape', reason, detail: reason === 'invalid' ? (issue.expected ?? '') : '' };
}
