import type { Client } from './client';
import { constructRequest } from './construct';
import type { Environment } from './environment';
import { hasHeader } from './headers';
import type { Fetching, Header } from './http';
import type { RequestSpec } from './initiator';
import { mainFetch } from './main-fetch';
import { finish } from './outcome';
import type { PreflightCache } from './preflight-cache';
import type { Request } from './request';
import { Run } from './run';
import type { ExceptionName, Outcome, ScriptView, Trace } from './trace';

/**
 * Does what a browser does with a request: yields each HTTP request it wants sent, is resumed with the
 * answer, and returns all that happened. https://fetch.spec.whatwg.org/#concept-fetch
 */
export function* fetch(spec: RequestSpec, client: Client, environment: Environment): Fetching<Trace> {
  const run = new Run(environment);
  const request = constructRequest(spec, client, run);
  if ('type' in request) {
    const { name, because } = request;
    return trace(spec, run, { type: 'exception', name, because }, exceptionView(spec, name));
  }
  appendDefaultHeaders(request);
  const response = yield* mainFetch(request, run);
  const { outcome, script } = finish(spec, request, response, run);
  return trace(spec, run, outcome, script);
}

/** Elements have no caller to throw at: they fire `error`. */
function exceptionView(spec: RequestSpec, name: ExceptionName): ScriptView {
  switch (spec.initiator) {
    case 'script':
    case 'module script':
    case 'stylesheet':
    case 'font':
    case 'image':
    case 'video':
      return { kind: 'element', event: 'error', pixels: null };
    case 'fetch':
    case 'XMLHttpRequest':
    case 'sendBeacon':
    case 'EventSource':
    case 'form':
    case 'WebSocket':
      return { kind: 'exception', name };
  }
}

/** What the preflight cache keeps when the request is over. */
function remembered({ preflightCache, profile }: Run): PreflightCache {
  return profile.nullOriginPreflight === 'of opaque pages, for the request'
    ? preflightCache.filter((entry) => entry.origin !== 'null')
    : preflightCache;
}

function trace(spec: RequestSpec, run: Run, outcome: Outcome, script: ScriptView): Trace {
  return {
    initiator: spec.initiator,
    at: run.now,
    steps: run.steps,
    outcome,
    script,
    state: { preflightCache: remembered(run), cookies: run.cookies, now: run.now },
  };
}

const DOCUMENT = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

/** `Accept` by destination; each browser lists types of its own. https://fetch.spec.whatwg.org/#document-accept-header-value */
export const DEFAULT_ACCEPT: Readonly<Record<string, string>> = {
  document: DOCUMENT,
  iframe: DOCUMENT,
  image: 'image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5',
  style: 'text/css,*/*;q=0.1',
};

/** What stands for the languages a person has chosen. */
export const DEFAULT_LANGUAGE = 'en';

/** https://fetch.spec.whatwg.org/#concept-fetch, steps 12 and 14: before the preflight decision, so they count there. */
function appendDefaultHeaders(request: Request): void {
  const added: Header[] = [];
  if (!hasHeader(request.headers, 'accept'))
    added.push(['Accept', DEFAULT_ACCEPT[request.destination] ?? '*/*']);
  if (!hasHeader(request.headers, 'accept-language')) added.push(['Accept-Language', DEFAULT_LANGUAGE]);
  request.headers.push(...added);
}
