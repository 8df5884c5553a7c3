import { extractTokenList, getDecodeAndSplit, getHeader, hasHeader, REPLACEMENT } from './headers';
import type { HeaderList, HttpResponse } from './http';
import type { RequestSpec } from './initiator';
import type { BrowserProfile } from './profile';
import { currentUrl, type Request } from './request';
import { extractMimeType } from './request-headers';
import { type InternalResponse, isNullBodyStatus, isOkStatus } from './response';
import type { NetworkError, RuleContext, Run } from './run';
import type { FilteredResponse, HiddenReason, Outcome, ScriptView } from './trace';

/** What a fetch comes to, and what the page can tell of it. */
export interface Finished {
  readonly outcome: Outcome;
  readonly script: ScriptView;
}

/** The last part of main fetch, and what the initiator does with the result. https://fetch.spec.whatwg.org/#concept-main-fetch, steps 14 to 22 */
export function finish(
  spec: RequestSpec,
  request: Request,
  response: InternalResponse | NetworkError,
  run: Run,
): Finished {
  if (response.type === 'network error') {
    return { outcome: response, script: failedView(spec, response.because, run) };
  }
  const blocked = blockedByMimeType(request, response, run);
  if (blocked) return { outcome: blocked, script: failedView(spec, blocked.because, run) };
  const filtered = filter(request, response, run);
  return { outcome: { type: 'response', response: filtered }, script: viewOf(spec, filtered, response, run) };
}

/** Which message a rule looked at: none, where the response came over no wire. */
function at(exchange: number): RuleContext {
  return exchange < 0 ? {} : { message: { exchange, side: 'response' } };
}

/** Whether no script may be of a MIME type, given as its essence, even where it is sniffed. https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type? */
export function isBlockedForScripts(essence: string): boolean {
  return /^(audio|image|video)\/|^text\/csv$/.test(essence);
}

/** https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type? and #should-response-to-request-be-blocked-due-to-nosniff? */
function blockedByMimeType(
  request: Request,
  { response, exchange }: InternalResponse,
  run: Run,
): NetworkError | null {
  const { destination } = request;
  if (destination !== 'script' && destination !== 'style') return null;
  const type = extractMimeType(response.headers);
  const nosniff =
    getDecodeAndSplit(response.headers, 'x-content-type-options')?.[0]?.toLowerCase() === 'nosniff';
  const media = type !== null && isBlockedForScripts(type.essence);
  const wrong = destination === 'script' ? !type?.isJavaScript() : type?.essence !== 'text/css';
  // A module must be JavaScript, and a style sheet CSS or of no type at all, even without nosniff.
  // https://html.spec.whatwg.org/multipage/webappapis.html#fetch-a-single-module-script
  // https://html.spec.whatwg.org/multipage/links.html#link-type-stylesheet
  const typedSheet = request.initiator === 'stylesheet' && hasHeader(response.headers, 'content-type');
  const strict = nosniff || request.initiator === 'module script' || typedSheet;
  if (!(strict && wrong) && !(destination === 'script' && media)) return null;
  const contentType = getHeader(response.headers, 'content-type');
  const facts = { contentType, destination, nosniff };
  const headers = [contentType !== null && 'Content-Type', nosniff && 'X-Content-Type-Options'];
  const context = exchange < 0 ? {} : { ...at(exchange), headers: headers.filter((name) => name !== false) };
  if (typedSheet && !nosniff && run.profile.mistypedStylesheet === 'load') {
    run.rule('response.mime-type', 'note', facts, { ...context, deviation: 'mistypedStylesheet' });
    return null;
  }
  return run.networkError('response.mime-type', facts, context);
}

// https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name
const SAFELISTED = new Set([
  'cache-control',
  'content-language',
  'content-length',
  'content-type',
  'expires',
  'last-modified',
  'pragma',
]);

const FORBIDDEN = new Set(['set-cookie', 'set-cookie2']);

/** https://fetch.spec.whatwg.org/#concept-filtered-response */
function filter(request: Request, internal: InternalResponse, run: Run): FilteredResponse {
  const { response, exchange } = internal;
  const timing = request.timingAllowFailed ? 'opaque' : 'detailed';
  if (internal.type === 'opaqueredirect' || request.tainting === 'opaque') {
    const type = internal.type === 'opaqueredirect' ? 'opaqueredirect' : 'opaque';
    const deviation = isTakenAnyway(request, response, run.profile) ? 'elementStatus' : null;
    run.rule('response.filtered', 'note', { type }, { ...at(exchange), deviation });
    return {
      type,
      url: type === 'opaque' ? '' : currentUrl(request).withoutFragment,
      // Where redirects are not followed, none has been.
      redirected: false,
      status: 0,
      statusText: '',
      ok: false,
      headers: [],
      body: 'hidden',
      timing,
    };
  }
  const headers =
    request.tainting === 'cors'
      ? exposed(request, response, exchange, run)
      : withoutCookies(response.headers);
  const repeats = headers.filter(([name]) => name.toLowerCase() === 'location').length > 1;
  const replaced =
    run.profile.responseBytes === 'replaced' && headers.some(([, value]) => value.includes(REPLACEMENT));
  const deviation =
    repeats && run.profile.shownLocation === 'one'
      ? 'shownLocation'
      : replaced
        ? 'responseBytes'
        : isTakenAnyway(request, response, run.profile)
          ? 'elementStatus'
          : null;
  run.rule('response.filtered', 'note', { type: request.tainting }, { ...at(exchange), deviation });
  const { status, statusText } = response;
  return {
    type: request.tainting,
    url: currentUrl(request).withoutFragment,
    redirected: request.urls.length > 1,
    status,
    statusText,
    ok: isOkStatus(status),
    headers: sortAndCombine(headers, run.profile),
    body: request.method === 'HEAD' || isNullBodyStatus(status) ? 'empty' : 'readable',
    timing,
  };
}

function withoutCookies(headers: HeaderList): HeaderList {
  return headers.filter(([name]) => !FORBIDDEN.has(name.toLowerCase()));
}

/** https://fetch.spec.whatwg.org/#concept-main-fetch, step 14.1, and #concept-filtered-response-cors */
function exposed(request: Request, response: HttpResponse, exchange: number, run: Run): HeaderList {
  const listed = extractTokenList(response.headers, 'access-control-expose-headers');
  const names = listed === null || listed === 'failure' ? [] : listed.map((name) => name.toLowerCase());
  const star = names.includes('*');
  const all = star && request.credentials !== 'include';
  const allowed = new Set(names);
  const visible = new Set<string>();
  const hidden = new Map<string, HiddenReason>();
  const kept = response.headers.filter(([name]) => {
    const lower = name.toLowerCase();
    if (FORBIDDEN.has(lower)) {
      hidden.set(lower, 'never exposed');
      return false;
    }
    if (all || SAFELISTED.has(lower) || allowed.has(lower)) {
      visible.add(lower);
      return true;
    }
    hidden.set(lower, 'not exposed');
    return false;
  });
  const value = getHeader(response.headers, 'access-control-expose-headers');
  run.rule(
    'response.exposed-headers',
    'note',
    {
      value,
      visible: [...visible].sort(),
      hidden: [...hidden].map(([name, why]) => ({ name, why })),
      wildcard: all ? 'all' : star ? 'literal' : 'no',
    },
    {
      ...at(exchange),
      headers: value === null ? [] : ['Access-Control-Expose-Headers'],
    },
  );
  return kept;
}

/** https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine */
function sortAndCombine(headers: HeaderList, { shownLocation }: BrowserProfile): HeaderList {
  const combined = new Map<string, string>();
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    const before = combined.get(lower);
    if (lower === 'location' && before !== undefined && shownLocation === 'one') continue;
    combined.set(lower, before === undefined ? value : `${before}, ${value}`);
  }
  return [...combined].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What the page notices of a network error. */
function failedView(spec: RequestSpec, because: number, run: Run): ScriptView {
  switch (spec.initiator) {
    case 'fetch':
      return { kind: 'rejection' };
    case 'XMLHttpRequest':
      return { kind: 'xhr', event: 'error', response: null };
    case 'sendBeacon': {
      const step = run.steps[because];
      const rule = step?.type === 'rule' && run.exchanges === 0 ? step.rule : null;
      const mixed = rule === 'main-fetch.mixed-content' && run.profile.mixedBeacon === 'false';
      return { kind: mixed || rule === 'main-fetch.userinfo' ? 'rejection' : 'queued' };
    }
    case 'EventSource':
    case 'WebSocket':
      return { kind: 'connection', event: 'error' };
    case 'form':
      return { kind: 'navigation' };
    case 'script':
    case 'module script':
    case 'stylesheet':
    case 'font':
    case 'image':
    case 'video':
      return { kind: 'element', event: 'error', pixels: null };
  }
}

/** What the page gets of a response, in the terms of the initiator. */
function viewOf(
  spec: RequestSpec,
  filtered: FilteredResponse,
  internal: InternalResponse,
  run: Run,
): ScriptView {
  const { response } = internal;
  switch (spec.initiator) {
    case 'fetch':
      return { kind: 'response', response: filtered };
    case 'XMLHttpRequest':
      return { kind: 'xhr', event: 'load', response: filtered };
    case 'sendBeacon':
      return { kind: 'queued' };
    case 'EventSource': {
      const streams =
        response.status === 200 && extractMimeType(response.headers)?.essence === 'text/event-stream';
      return { kind: 'connection', event: streams ? 'open' : 'error' };
    }
    case 'WebSocket':
      return { kind: 'connection', event: response.status === 101 ? 'open' : 'error' };
    case 'form':
      return { kind: 'navigation' };
    case 'script':
    case 'module script':
    case 'stylesheet':
    case 'font': {
      const { status } = response;
      const decodes = spec.initiator !== 'font' || !isNullBodyStatus(status);
      const loads = isOkStatus(status) || isTakenAnyway(spec, response, run.profile);
      return { kind: 'element', event: loads && decodes ? 'load' : 'error', pixels: null };
    }
    case 'image':
    case 'video':
      return mediaView(spec, filtered, response, run);
  }
}

/** Whether an element loads with a status that is not ok. */
function isTakenAnyway(
  { initiator }: Pick<Request, 'initiator'>,
  { status }: HttpResponse,
  { elementStatus }: BrowserProfile,
): boolean {
  const asks =
    initiator === 'script' ||
    (initiator === 'font' && !isNullBodyStatus(status)) ||
    (initiator === 'module script' && elementStatus === 'below 400, but for style sheets') ||
    (initiator === 'stylesheet' && elementStatus === 'below 400, but for modules');
  return asks && elementStatus !== 'ok' && status >= 300 && status < 400;
}

/**
 * An image loads whatever its status, if a body came with it; a video needs an ok one. What their pixels may be used
 * for depends on whether the response is CORS-same-origin.
 * https://html.spec.whatwg.org/multipage/canvas.html#security-with-canvas-elements
 */
function mediaView(
  spec: RequestSpec,
  filtered: FilteredResponse,
  response: HttpResponse,
  run: Run,
): ScriptView {
  const refused = spec.initiator === 'video' && !isOkStatus(response.status);
  if (refused || isNullBodyStatus(response.status)) return { kind: 'element', event: 'error', pixels: null };
  const corsSameOrigin = filtered.type !== 'opaque';
  if (spec.use === 'show') return { kind: 'element', event: 'load', pixels: null };
  run.rule('use.needs-cors', corsSameOrigin ? 'pass' : 'note', { use: spec.use, corsSameOrigin });
  if (corsSameOrigin) return { kind: 'element', event: 'load', pixels: 'clean' };
  return { kind: 'element', event: 'load', pixels: spec.use === 'canvas' ? 'tainted' : 'refused' };
}
