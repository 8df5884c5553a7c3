import { getHeader } from '../../../../engine/headers';
import { parseUrl } from '../../../../engine/origin';
import { isFromBrowser, pageRequest } from '../../browser-request';
import { type Findings, guess, sure } from '../../findings';
import { field, type Value } from '../values';
import { CODE } from '../words';
import {
  type CallReader,
  type Draft,
  emptyDraft,
  findingsOf,
  readBody,
  readHeaders,
  readUrl,
  textAt,
  wordAt,
} from './reader';

const CALLEES = /^(window\.|globalThis\.|self\.)?fetch$/;
const MADE_REQUEST = /^new (window\.|globalThis\.|self\.)?Request$/;

const MODES = ['cors', 'no-cors', 'same-origin', 'navigate'] as const;
const CREDENTIALS = ['omit', 'same-origin', 'include'] as const;
const REDIRECTS = ['follow', 'error', 'manual'] as const;
const CACHES = ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'] as const;
const REFERRER_POLICIES = [
  '',
  'no-referrer',
  'no-referrer-when-downgrade',
  'origin',
  'origin-when-cross-origin',
  'same-origin',
  'strict-origin',
  'strict-origin-when-cross-origin',
  'unsafe-url',
] as const;

/** Members of `RequestInit` that nothing in CORS looks at. */
const IGNORED: readonly string[] = [
  'signal',
  'keepalive',
  'integrity',
  'priority',
  'duplex',
  'window',
  'next',
  'attributionReporting',
];

/** What developer tools write into every call they copy. */
const COPIED: readonly string[] = ['headers', 'referrer', 'body', 'method', 'mode', 'credentials'];

/** `fetch(input, init)`, also through `new Request`, also as developer tools copy it. */
export const fetchCalls: CallReader = {
  kind: 'fetch',
  looksLike: (text) => /\bfetch\s*\(|\bfetch\?\.\(|new\s+Request\s*\(/.test(text),
  find: ({ calls }) => {
    const made = calls.filter(({ callee }) => CALLEES.test(callee));
    const found = made.length > 0 ? made : calls.filter(({ callee }) => MADE_REQUEST.test(callee));
    return found.map(({ args, pos }) => ({ pos, findings: findingsFrom(args[0], args[1]) }));
  },
};

function findingsFrom(input: Value | undefined, init: Value | undefined): Findings {
  const draft = emptyDraft();
  let options = init;
  let url = input;
  if (input?.type === 'made' && MADE_REQUEST.test(input.by)) {
    [url] = input.args;
    options = overlaid(input.args[1], init);
  } else if (input?.type === 'made' && input.by === 'Request.clone') {
    url = undefined;
  }
  readUrl(draft, url);
  if (options !== undefined) readInit(draft, options);
  draft.request.initiator = sure('fetch');
  draft.request.method ??= sure('GET');
  const page = pageFrom(draft, field(options, 'referrer'));
  const headers = draft.request.headers?.value ?? [];
  const what = CODE.call('fetch()');
  const copied = COPIED.every((name) => field(options, name) !== undefined);
  if (copied && draft.request.credentials?.value === 'omit') {
    draft.request.credentials = guess('omit', CODE.omitCopied());
  }
  if (!copied && !isFromBrowser(headers)) return findingsOf('fetch', what, draft, page ? { page } : {});
  return asCopied(draft, page);
}

/** What developer tools copy: the browser's own headers are in it, and `credentials` says whether cookies went along. */
function asCopied(draft: Draft, page: Findings['page']): Findings {
  const { request } = draft;
  const headers = request.headers?.value ?? [];
  const origin = page?.value.url === undefined ? null : parseUrl(page.value.url)?.origin;
  const withPage =
    origin?.kind === 'tuple' && getHeader(headers, 'referer') === null && page?.value.url !== undefined
      ? [...headers, ['Referer', page.value.url] as const]
      : headers;
  const read = pageRequest({
    method: request.method?.value ?? 'GET',
    url: request.url?.value ?? '',
    headers: withPage,
    body: request.body?.value.text ?? null,
    asked: null,
    resourceType: '',
  });
  const { credentials: _unsure, ...inferred } = read.request;
  const credentials = request.credentials;
  const sends = credentials?.value === 'include';
  return {
    ...findingsOf('fetch', CODE.call('fetch()'), draft),
    request: {
      ...request,
      ...inferred,
      url: request.url ?? sure(''),
      ...(credentials && { credentials }),
      ...(inferred.initiator?.value === 'XMLHttpRequest' && { withCredentials: sure(sends) }),
    },
    ...((page ?? read.page) && { page: page ?? read.page }),
    ...(read.profile && { profile: read.profile }),
    ...(read.cookies && { cookies: read.cookies }),
    understood: [...draft.understood, CODE.copied()],
    notUnderstood: [...draft.notUnderstood, ...read.notUnderstood],
  } as Findings;
}

/** The second of two inits outranks the first, member by member. */
function overlaid(under: Value | undefined, over: Value | undefined): Value | undefined {
  if (under?.type !== 'object') return over ?? under;
  if (over?.type !== 'object') return under;
  return {
    type: 'object',
    fields: new Map([...under.fields, ...over.fields]),
    open: under.open === 'yes' || over.open === 'yes' ? 'yes' : 'no',
  };
}

function readInit(draft: Draft, init: Value): void {
  const { request } = draft;
  if (init.type !== 'object') {
    if (init.type !== 'plain') draft.notUnderstood.push(CODE.optionsOpen());
    return;
  }
  if (init.open === 'yes') draft.notUnderstood.push(CODE.optionsOpen());
  const at = (name: string) => init.fields.get(name);
  const method = textAt(draft, at('method'), 'request.method');
  if (method !== null) request.method = sure(method);
  if (at('headers')) request.headers = sure(readHeaders(draft, at('headers')));
  const body = readBody(draft, at('body'));
  if (body) request.body = body;
  const mode = wordAt(draft, at('mode'), 'mode', MODES);
  if (mode) request.mode = sure(mode);
  const credentials = wordAt(draft, at('credentials'), 'credentials', CREDENTIALS);
  if (credentials) request.credentials = sure(credentials);
  const redirect = wordAt(draft, at('redirect'), 'redirect', REDIRECTS);
  if (redirect) request.redirect = sure(redirect);
  const cache = wordAt(draft, at('cache'), 'cache', CACHES);
  if (cache) request.cache = sure(cache);
  const policy = wordAt(draft, at('referrerPolicy'), 'referrerPolicy', REFERRER_POLICIES);
  if (policy) request.referrerPolicy = sure(policy);
  const ignored = IGNORED.filter((name) => init.fields.has(name));
  if (ignored.length > 0) draft.notUnderstood.push(CODE.ignored(ignored.join(', ')));
}

/** `referrer` names the page, or at least its origin. */
function pageFrom(draft: Draft, referrer: Value | undefined): Findings['page'] {
  const text = referrer === undefined ? null : textAt(draft, referrer, 'page.url');
  const url = text === null ? null : parseUrl(text);
  return url && /^https?$/.test(url.scheme) ? sure({ url: url.href }) : undefined;
}
