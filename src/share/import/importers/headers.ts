import { getHeader } from '../../../engine/headers';
import type { Header } from '../../../engine/http';
import { parseUrl, serializeOrigin } from '../../../engine/origin';
import { clientOf, requestUrl } from '../../../scenario/page';
import { isFromBrowser } from '../browser-request';
import { chainsOf, type Exchange, findingsFromChain } from '../exchanges';
import { type Findings, guess, type Importer, problem, type ReadingContext, sure } from '../findings';
import { type General, looksLikeHttp, readHttpText, type TextMessage } from '../http-text';
import type { Missing } from '../imported';
import { createMasker } from '../secrets';
import { SAID } from '../words';

const LONGEST = 2_000_000;

/** Request or response headers, raw, as a list, or as developer tools' panels give them when copied; `curl -i` too. */
export const headers: Importer = {
  looksLike: looksLikeHttp,
  read: async (text, context) => {
    if (text.length > LONGEST) return problem('headers', SAID.tooLong('two million characters of headers'));
    const { messages, general, strange } = readHttpText(text);
    if (messages.length === 0) return problem('headers', SAID.noHeaders());
    const masker = createMasker();
    const notUnderstood = strange.map((line) => SAID.strangeLine(masker.body(line)));
    const findings = findingsFrom(messages, general, context);
    return {
      type: 'findings',
      findings: { ...findings, notUnderstood: [...(findings.notUnderstood ?? []), ...notUnderstood] },
    };
  },
};

function findingsFrom(
  messages: readonly TextMessage[],
  general: General,
  { hints }: ReadingContext,
): Findings {
  const request = messages.find(({ side }) => side === 'request');
  const url = urlOf(request, general);
  const current = hints.current && requestUrl(hints.current);
  const alone = url === null;
  const target = url ?? current?.href ?? 'https://bar.other/';
  const exchanges = exchangesOf(messages, general, target);
  const [chain = { preflights: [], hops: [] }] = chainsOf(exchanges);
  const from =
    messages.some(({ headers: list }) => isFromBrowser(list)) || general.url !== undefined
      ? 'browser'
      : 'tool';
  const findings = findingsFromChain({ kind: 'headers', what: whatOf(messages), by: from }, chain);
  const policy = REFERRER_POLICIES.find((known) => known === general.referrerPolicy);
  const missing: Missing[] = [];
  if (!messages.some(({ side }) => side === 'response') && general.status === undefined) {
    missing.push({ path: 'servers.0', ask: SAID.serverAsk(createMasker().url(target)) });
  }
  const seen: Findings = {
    ...findings,
    ...(messages.some(({ side }) => side === 'response') || general.status !== undefined
      ? {}
      : { answers: [] }),
    request: {
      ...findings.request,
      ...(policy && { referrerPolicy: sure(policy) }),
    },
    missing: [...(findings.missing ?? []), ...missing],
  };
  return alone && request === undefined
    ? withShownRequest(seen, target, { hints })
    : alone
      ? { ...seen, request: { ...seen.request, url: guess(target, SAID.urlTaken()) } }
      : seen;
}

const REFERRER_POLICIES = [
  'no-referrer',
  'no-referrer-when-downgrade',
  'origin',
  'origin-when-cross-origin',
  'same-origin',
  'strict-origin',
  'strict-origin-when-cross-origin',
  'unsafe-url',
] as const;

/** Response headers alone answer the request on the screen. */
function withShownRequest(
  findings: Findings,
  target: string,
  { hints }: Pick<ReadingContext, 'hints'>,
): Findings {
  const { current } = hints;
  if (current === undefined) {
    const origin = findings.answers[0]?.response?.value.lines.match(
      /^access-control-allow-origin:[ \t]*(https?:\/\/\S+)$/im,
    )?.[1];
    return {
      ...findings,
      request: { url: guess(target, SAID.urlTaken()) },
      ...(origin &&
        parseUrl(origin) && {
          page: guess({ url: `${origin.replace(/\/$/, '')}/` }, SAID.pageFromAllowed()),
        }),
      missing: [...(findings.missing ?? []), { path: 'request.url', ask: SAID.urlAsk() }],
    };
  }
  const { request, page } = current;
  const client = clientOf(page);
  const kept = SAID.requestKept();
  return {
    ...findings,
    page: guess(
      { ...page, url: client && page.kind === 'document' ? client.url : page.url },
      SAID.pageKept(),
    ),
    request: {
      initiator: guess(request.initiator, kept),
      url: guess(request.url, kept),
      method: guess(request.method, kept),
      headers: guess(request.headers, kept),
      body: guess(request.body, kept),
      mode: guess(request.mode, kept),
      credentials: guess(request.credentials, kept),
      redirect: guess(request.redirect, kept),
      cache: guess(request.cache, kept),
      referrerPolicy: guess(request.referrerPolicy, kept),
      withCredentials: guess(request.withCredentials, kept),
      uploadListener: guess(request.uploadListener, kept),
      crossorigin: guess(request.crossorigin, kept),
      use: guess(request.use, kept),
    },
  };
}

/** Requests and responses as they follow each other; a response without a request answers the one at `target`. */
function exchangesOf(messages: readonly TextMessage[], general: General, target: string): Exchange[] {
  const requests = messages.filter(({ side }) => side === 'request');
  const responses = messages.filter(
    ({ side, status }) => side === 'response' && (status === 0 || status >= 200),
  );
  // Panels show the response first; raw conversations the request.
  return Array.from({ length: Math.max(requests.length, responses.length) }, (_, i): Exchange => {
    const request = requests[i];
    const response = responses[i];
    const url = (request && urlOf(request, i === 0 ? general : {})) ?? target;
    return {
      method:
        request?.method || pseudo(request, ':method') || (i === 0 ? general.method : undefined) || 'GET',
      url,
      headers: request?.headers ?? [],
      body: request?.body || null,
      response:
        response || (i === 0 && general.status)
          ? {
              status: response?.status || Number(pseudo(response, ':status')) || general.status || 200,
              headers: response?.headers ?? [],
              body: response?.body ?? '',
            }
          : null,
    };
  });
}

function pseudo(message: TextMessage | undefined, name: string): string {
  return message?.headers.find(([key]) => key === name)?.[1] ?? '';
}

/** The URL that a request's head, or what stands around it, names; null where nothing does. */
function urlOf(request: TextMessage | undefined, { url }: General): string | null {
  if (url !== undefined && parseUrl(url)) return url;
  if (request === undefined) return null;
  const path = request.target || pseudo(request, ':path');
  if (/^https?:\/\//i.test(path)) return path;
  const host = pseudo(request, ':authority') || getHeader(request.headers, 'host');
  if (host === null || host === '') return null;
  const stated = pseudo(request, ':scheme');
  const scheme = stated === 'http' || stated === 'https' ? stated : schemeFor(host, request.headers);
  return parseUrl(`${scheme}://${host}${path || '/'}`)?.href ?? null;
}

/** Browsers say `Sec-Fetch-*` to trustworthy hosts only; machines of one's own seldom speak TLS. */
function schemeFor(host: string, list: readonly Header[]): 'http' | 'https' {
  if (/^(localhost|127\.|\[::1\]|192\.168\.|10\.)/.test(host) || host.endsWith(':80')) return 'http';
  const from = parseUrl(getHeader(list, 'origin') ?? '');
  return from &&
    serializeOrigin(from.origin).startsWith('http://') &&
    getHeader(list, 'sec-fetch-mode') === null
    ? 'http'
    : 'https';
}

function whatOf(messages: readonly TextMessage[]) {
  const sides = new Set(messages.map(({ side }) => side));
  return sides.size === 2
    ? SAID.headersBoth()
    : sides.has('request')
      ? SAID.headersOfRequest()
      : SAID.headersOfResponse();
}
