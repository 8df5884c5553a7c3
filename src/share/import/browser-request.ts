import { getHeader } from '../../engine/headers';
import type { Header } from '../../engine/http';
import type { CrossOriginAttribute, Initiator, RequestMode } from '../../engine/initiator';
import { isSameOrigin, parseUrl, serializeOrigin, type Url } from '../../engine/origin';
import type { ProfileName } from '../../engine/profile';
import type { Page } from '../../scenario/scenario';
import { type Findings, type Found, guess, sure } from './findings';
import { SAID } from './words';

/** A request as a browser put it on the wire, or as its tools copy it. */
export interface BrowserRequest {
  readonly method: string;
  /** Whole. */
  readonly url: string;
  readonly headers: readonly Header[];
  readonly body: string | null;
  /** The header names its preflight asked for, in lower case; null where no preflight is known. */
  readonly asked: readonly string[] | null;
  /** What the browser's tools call it: `fetch`, `xhr`, `script`; empty where they say nothing. */
  readonly resourceType: string;
}

/** What a request on the wire tells of the one its page made. */
export type PageRequest = Required<Pick<Findings, 'request' | 'notUnderstood' | 'understood'>> &
  Pick<Findings, 'page' | 'profile' | 'cookies'>;

/** Headers that browsers set and no page can, or hardly any does. */
const BROWSER_OWN =
  /^(:|sec-|proxy-)|^(host|connection|content-length|origin|referer|cookie|user-agent|accept-encoding|accept-language|accept-charset|priority|te|dnt|upgrade|upgrade-insecure-requests|x-client-data|save-data|alt-used|keep-alive|trailer|transfer-encoding|date|expect|via|device-memory|downlink|dpr|ect|rtt|viewport-width|width|purpose|x-chrome-offline|access-control-request-(method|headers|private-network|local-network))$/;

/** Headers of the HTTP cache, and of developer tools that switch it off: the page's own only if it says so. */
const CACHE_OWN: readonly string[] = [
  'cache-control',
  'pragma',
  'if-none-match',
  'if-modified-since',
  'if-range',
];

/** Chrome sends it along with credentials, and only then, even where there is no cookie to send. */
const STORAGE_ACCESS = 'sec-fetch-storage-access';

/** Whether a list of request headers comes from a browser: no tool that people write for sends these. */
export function isFromBrowser(headers: readonly Header[]): boolean {
  return (
    getHeader(headers, 'sec-fetch-mode') !== null ||
    getHeader(headers, 'sec-ch-ua') !== null ||
    /^Mozilla\/5\.0 /.test(getHeader(headers, 'user-agent') ?? '')
  );
}

/** The browser that a `User-Agent` or a `Sec-CH-UA` names. */
export function profileOf(headers: readonly Header[]): Found<ProfileName> | undefined {
  if (getHeader(headers, 'sec-ch-ua') !== null) return sure('chromium');
  const agent = getHeader(headers, 'user-agent');
  return agent === null ? undefined : profileOfAgent(agent);
}

/** As above, from a browser's name or its `User-Agent`. */
export function profileOfAgent(agent: string): Found<ProfileName> | undefined {
  // On iOS, all of them are Safari underneath.
  if (/\b(CriOS|FxiOS|EdgiOS|iPhone|iPad)\b/.test(agent)) return sure('webkit');
  if (/\bFirefox\b/i.test(agent)) return sure('firefox');
  if (/(Chrome|Chromium|Edg|Edge|OPR|WebInspector)\b/i.test(agent)) return sure('chromium');
  if (/\b(Safari|AppleWebKit|WebKit)\b/i.test(agent)) return sure('webkit');
  return undefined;
}

/** What the page asked for, from what its browser sent. */
export function pageRequest(sent: BrowserRequest): PageRequest {
  const header = (name: string) => getHeader(sent.headers, name);
  const target = parseUrl(sent.url);
  const page = pageOfSender(sent, target);
  const made = howMade(sent);
  const cookies = header('cookie');
  const kind = page?.value.kind ?? 'document';
  const from = page?.value.url === undefined ? null : parseUrl(page.value.url);
  const elsewhere =
    header('sec-fetch-site') === 'same-origin'
      ? false
      : kind !== 'document' || !from || !target || !isSameOrigin(from.origin, target.origin);
  const sentWith = cookies !== null || header(STORAGE_ACCESS) !== null ? 'credentials' : 'none';
  const body = bodyOf(sent);
  const { kept, own } = authorHeaders(sent, made.initiator.value, body.replaces);
  const profile = profileOf(sent.headers);
  return {
    request: {
      ...made,
      url: sure(sent.url),
      method: sure(sent.method),
      headers: sure(kept),
      ...(body.body && { body: sure(body.body) }),
      ...(elsewhere && credentialsOf(made.initiator.value, sentWith)),
    },
    ...(page && { page }),
    ...(profile && { profile }),
    ...(cookies !== null && cookies !== '' && { cookies }),
    understood: [],
    notUnderstood: [
      ...(own.length > 0 ? [SAID.browserOwn(own.join(', '))] : []),
      ...(body.replaces && body.body?.kind === 'FormData' ? [SAID.multipart()] : []),
    ],
  };
}

function pageOfSender(sent: BrowserRequest, target: Url | null): Found<Partial<Page>> | undefined {
  const origin = getHeader(sent.headers, 'origin');
  const referrer = parseUrl(getHeader(sent.headers, 'referer') ?? '');
  const site = getHeader(sent.headers, 'sec-fetch-site');
  if (origin === 'null') {
    const url = referrer === null ? {} : { url: referrer.href };
    return guess({ kind: 'sandbox', ...url }, SAID.opaquePage());
  }
  const from = origin === null ? null : parseUrl(origin);
  if (from?.origin.kind === 'tuple') {
    const whole = referrer && isSameOrigin(referrer.origin, from.origin) ? referrer.href : null;
    if (whole !== null) return sure({ url: whole });
    const noReferrer = site === 'cross-site' || site === 'same-site';
    const url = `${serializeOrigin(from.origin)}/`;
    return noReferrer ? guess({ url, referrerPolicy: 'no-referrer' }, SAID.noReferrer()) : sure({ url });
  }
  if (referrer)
    return site === 'same-origin'
      ? sure({ url: referrer.href })
      : guess({ url: referrer.href }, SAID.pageFromReferrer());
  if (site === 'same-origin' && target) return sure({ url: `${serializeOrigin(target.origin)}/` });
  return undefined;
}

interface Made {
  readonly initiator: Found<Initiator>;
  readonly mode?: Found<RequestMode>;
  readonly crossorigin?: Found<CrossOriginAttribute>;
}

function howMade(sent: BrowserRequest): Made {
  const header = (name: string) => getHeader(sent.headers, name);
  const dest = header('sec-fetch-dest');
  const mode = header('sec-fetch-mode');
  const type = sent.resourceType.toLowerCase();
  const element = ELEMENTS.get(dest ?? '') ?? ELEMENTS.get(type);
  const stated = mode === 'cors' || mode === 'no-cors' || mode === 'same-origin' ? mode : null;
  if (element) {
    const name = dest ?? type;
    const crossorigin =
      mode === 'cors' ? (header('cookie') === null ? 'anonymous' : 'use-credentials') : ('none' as const);
    return {
      initiator: guess(element, SAID.byDestination(name)),
      crossorigin: guess(crossorigin, SAID.byDestination(name)),
    };
  }
  if (type === 'websocket' || header('upgrade')?.toLowerCase() === 'websocket')
    return { initiator: sure('WebSocket') };
  if (type === 'eventsource' || header('accept') === 'text/event-stream')
    return { initiator: sure('EventSource') };
  if (type === 'ping' || type === 'beacon') return { initiator: sure('sendBeacon') };
  if (
    dest === 'document' ||
    dest === 'iframe' ||
    dest === 'frame' ||
    mode === 'navigate' ||
    type === 'document'
  ) {
    return { initiator: guess('form', SAID.navigation()) };
  }
  if (type === 'xhr' || type === 'xmlhttprequest') return { initiator: sure('XMLHttpRequest') };
  const fetchMode: Pick<Made, 'mode'> = stated === null ? {} : { mode: sure(stated) };
  if (type === 'fetch') return { initiator: sure('fetch'), ...fetchMode };
  const library = /^application\/json, text\/(plain|javascript), \*\/\*/.test(header('accept') ?? '');
  if (library || header('x-requested-with') === 'XMLHttpRequest') {
    return { initiator: guess('XMLHttpRequest', SAID.xhrTaken()) };
  }
  return { initiator: guess('fetch', SAID.fetchTaken()), ...fetchMode };
}

/** Elements by `Sec-Fetch-Dest`, and by what browsers' tools call them. */
const ELEMENTS: ReadonlyMap<string, Initiator> = new Map(
  Object.entries<Initiator>({
    script: 'script',
    style: 'stylesheet',
    stylesheet: 'stylesheet',
    font: 'font',
    image: 'image',
    img: 'image',
    video: 'video',
    audio: 'video',
    media: 'video',
  }),
);

function credentialsOf(
  initiator: Initiator,
  sentWith: 'credentials' | 'none',
): Pick<Findings['request'], 'credentials' | 'withCredentials'> {
  const sent = sentWith === 'credentials';
  switch (initiator) {
    case 'fetch':
      return { credentials: sent ? sure('include') : guess('same-origin', SAID.credentialsUnsure()) };
    case 'XMLHttpRequest':
    case 'EventSource':
      return { withCredentials: sent ? sure(true) : guess(false, SAID.credentialsUnsure()) };
    default:
      return {};
  }
}

type Body = NonNullable<Findings['request']['body']>['value'];

/** The body as its page would write it, and whether it brings the `Content-Type` that was sent by itself. */
function bodyOf({ body, headers, method }: BrowserRequest): {
  readonly body: Body | null;
  readonly replaces: boolean;
} {
  if (body === null || body === '' || method === 'GET' || method === 'HEAD')
    return { body: null, replaces: false };
  const type = getHeader(headers, 'content-type') ?? '';
  const kind = bodyKindOf(type);
  return { body: { kind: kind ?? 'string', text: body, type: '' }, replaces: kind !== null };
}

/** The kind of body that brings a `Content-Type` along; null for one that its author set. */
function bodyKindOf(type: string): 'string' | 'URLSearchParams' | 'FormData' | null {
  if (/^multipart\/form-data;\s*boundary=/i.test(type)) return 'FormData';
  if (type === 'application/x-www-form-urlencoded;charset=UTF-8') return 'URLSearchParams';
  return type === 'text/plain;charset=UTF-8' ? 'string' : null;
}

/** The headers that the page set, and the names of those left to the browser. */
function authorHeaders(
  { headers, asked }: BrowserRequest,
  initiator: Initiator,
  bodyBringsType: boolean,
): { readonly kept: Header[]; readonly own: readonly string[] } {
  const scripted = initiator === 'fetch' || initiator === 'XMLHttpRequest';
  const kept: Header[] = [];
  const own: string[] = [];
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    const wanted =
      scripted &&
      (asked?.includes(lower) ||
        (!BROWSER_OWN.test(lower) &&
          !CACHE_OWN.includes(lower) &&
          !(lower === 'content-type' && bodyBringsType) &&
          !(lower === 'accept' && (value === '*/*' || value === ''))));
    if (wanted) kept.push([name, value]);
    else if (!name.startsWith(':') && own.length < 40) own.push(name);
  }
  return { kept, own };
}
