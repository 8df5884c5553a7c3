import { expect } from 'vitest';
import { hostAddressSpace } from '../../src/engine/address-space';
import type { Client } from '../../src/engine/client';
import type { Cookie } from '../../src/engine/cookies';
import type { Environment } from '../../src/engine/environment';
import { fetch } from '../../src/engine/fetch';
import type { Header, HeaderList, HttpRequest, HttpResponse, WireAnswer } from '../../src/engine/http';
import type { RequestSpec } from '../../src/engine/initiator';
import { parseUrl } from '../../src/engine/origin';
import { PROFILES } from '../../src/engine/profile';
import type { BrowserState, FilteredResponse, RuleName, RuleStep, Trace } from '../../src/engine/trace';

/** The page's origin, and two others, each of another site. */
export const A = 'https://foo.example';
export const B = 'https://bar.other';
export const C = 'https://baz.third';

/** A `fetch()` of another origin with nothing special about it. */
export function spec(changes: Partial<RequestSpec> = {}): RequestSpec {
  return {
    initiator: 'fetch',
    url: `${B}/doc`,
    method: 'GET',
    headers: [],
    body: { kind: 'none', text: '', type: '' },
    mode: 'cors',
    credentials: 'same-origin',
    redirect: 'follow',
    cache: 'default',
    referrerPolicy: '',
    withCredentials: false,
    uploadListener: false,
    crossorigin: 'none',
    use: 'show',
    ...changes,
  };
}

/** The page that asks; its origin is that of `url` unless given. */
export function client(changes: Partial<Client> = {}): Client {
  const url = changes.url ?? `${A}/page`;
  const origin = parseUrl(url)?.origin;
  if (!origin) throw new Error(`${url} is no URL`);
  return {
    url,
    origin,
    referrerPolicy: 'strict-origin-when-cross-origin',
    embedderPolicy: 'unsafe-none',
    addressSpace: 'public',
    hasCrossSiteAncestor: false,
    ...changes,
  };
}

/** A page in a sandboxed frame. */
export const sandboxed: Client = client({ origin: { kind: 'opaque', id: 'sandbox' } });

/** A browser that follows the standard, remembers nothing and refuses the local network. */
export function environment(changes: Partial<Environment> = {}): Environment {
  return {
    profile: PROFILES.standard,
    state: { preflightCache: [], cookies: [], now: 0 },
    thirdPartyCookies: 'allowed',
    localNetwork: 'denied',
    registrableDomain,
    addressSpace: (url) => hostAddressSpace(parseUrl(url)?.host ?? ''),
    ...changes,
  };
}

/** A cookie of a host that goes wherever its credentials may. */
export function cookie(domain: string, changes: Partial<Cookie> = {}): Cookie {
  return {
    name: 'id',
    value: '1',
    domain,
    hostOnly: true,
    path: '/',
    secure: true,
    sameSite: 'None',
    expires: null,
    ...changes,
  };
}

/** An environment whose browser holds these cookies. */
export function holding(...cookies: readonly Cookie[]): Partial<Environment> {
  return { state: { preflightCache: [], cookies, now: 0 } };
}

/** As if every public suffix had one label. */
export function registrableDomain(host: string): string | null {
  if (/^\[|^[\d.]+$/.test(host)) return null;
  const labels = host.split('.');
  return labels.length < 2 ? null : labels.slice(-2).join('.');
}

export type Server = (request: HttpRequest) => WireAnswer;

/** What each server answers: by URL, by URL without its query, or by origin; the first found wins. */
export type Servers = Readonly<Record<string, Server | HttpResponse>>;

/** A response; headers as pairs where order or repetition matters. */
export function response(
  status: number,
  headers: Readonly<Record<string, string>> | HeaderList = {},
): HttpResponse {
  const list = Array.isArray(headers) ? (headers as HeaderList) : Object.entries(headers);
  return { status, statusText: '', headers: list, body: '' };
}

/** 200, with these headers. */
export function ok(headers: Readonly<Record<string, string>> | HeaderList = {}): HttpResponse {
  return response(200, headers);
}

/** A redirect that any page without credentials may follow. */
export function redirect(location: string, status = 302, headers: Record<string, string> = {}): HttpResponse {
  return response(status, { 'Access-Control-Allow-Origin': '*', Location: location, ...headers });
}

/** A server that answers preflights one way, and all else another. */
export function server(preflight: WireAnswer, answer: WireAnswer): Server {
  return (request) => (isPreflight(request) ? preflight : answer);
}

/** Readable by any page that asks without credentials. */
export const ANY: Readonly<Record<string, string>> = { 'Access-Control-Allow-Origin': '*' };

/** Allows any page, method and header without credentials. */
export const ALLOW_ALL: Readonly<Record<string, string>> = {
  ...ANY,
  'Access-Control-Allow-Methods': '*',
  'Access-Control-Allow-Headers': '*, Authorization',
};

/** Allows the page of `client()` with credentials. */
export const WITH_CREDENTIALS: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': A,
  'Access-Control-Allow-Credentials': 'true',
};

export interface Setting {
  readonly client?: Partial<Client>;
  readonly environment?: Partial<Environment>;
}

/** Plays a fetch against these servers to its end. A request to any other server fails the test. */
export function play(request: Partial<RequestSpec>, servers: Servers, setting: Setting = {}): Trace {
  const fetching = fetch(spec(request), client(setting.client), environment(setting.environment));
  let next = fetching.next();
  while (!next.done) next = fetching.next(answerOf(servers, next.value));
  return next.value;
}

/** Plays a fetch that never gets to send anything. */
export function playUnsent(request: Partial<RequestSpec>, setting: Setting = {}): Trace {
  return play(request, {}, setting);
}

/** An environment to start from where an earlier fetch ended, `seconds` later. */
export function later(earlier: Trace, seconds: number): BrowserState {
  return { ...earlier.state, now: earlier.state.now + seconds };
}

function answerOf(servers: Servers, request: HttpRequest): WireAnswer {
  const url = request.url;
  const withoutQuery = url.split('?', 1)[0] ?? url;
  const origin = /^[^/]*\/\/[^/]*/.exec(url)?.[0] ?? '';
  const found = servers[url] ?? servers[withoutQuery] ?? servers[origin];
  if (found === undefined) throw new Error(`nobody answers ${request.method} ${url}`);
  return typeof found === 'function' ? found(request) : found;
}

/** Whether a request is a CORS-preflight request. */
export function isPreflight(request: HttpRequest): boolean {
  return request.method === 'OPTIONS' && headerOf(request, 'Access-Control-Request-Method') !== null;
}

/** All requests sent, in order. */
export function requests(trace: Trace): readonly HttpRequest[] {
  return trace.steps.flatMap((step) => (step.type === 'request' ? [step.request] : []));
}

/** The requests sent, as `GET https://bar.other/doc`. */
export function sent(trace: Trace): readonly string[] {
  return requests(trace).map(({ method, url }) => `${method} ${url}`);
}

/** The request at `index`, the last for -1. */
export function request(trace: Trace, index: number): HttpRequest {
  const found = requests(trace).at(index);
  if (!found) throw new Error(`there is no request ${index}`);
  return found;
}

/** The value of a header, lines joined; null for none. Names compare without case. */
export function headerOf(message: { readonly headers: HeaderList }, name: string): string | null {
  const lower = name.toLowerCase();
  const values = message.headers.filter(([key]: Header) => key.toLowerCase() === lower).map(([, v]) => v);
  return values.length === 0 ? null : values.join(', ');
}

/** What the page got; fails the test where it got nothing. */
export function got(trace: Trace): FilteredResponse {
  expect(trace.outcome, failedRule(trace) ?? '').toMatchObject({ type: 'response' });
  if (trace.outcome.type !== 'response') throw new Error('no response');
  return trace.outcome.response;
}

/** The rule that made the fetch fail; null where it did not. */
export function failedRule(trace: Trace): RuleName | null {
  if (trace.outcome.type === 'response') return null;
  const step = trace.steps[trace.outcome.because];
  return step?.type === 'rule' ? step.rule : null;
}

/** All rules that ran, in order. */
export function rules(trace: Trace): readonly RuleStep[] {
  return trace.steps.filter((step) => step.type === 'rule');
}

/** The last step of a rule; fails the test where it did not run. */
export function stepOf<R extends RuleName>(trace: Trace, rule: R): Extract<RuleStep, { rule: R }> {
  const found = rules(trace).findLast((step): step is Extract<RuleStep, { rule: R }> => step.rule === rule);
  if (!found) throw new Error(`${rule} did not run`);
  return found;
}
