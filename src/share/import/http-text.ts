import type { Header } from '../../engine/http';

/** One head of an HTTP message found in a text, and the body after it. */
export interface TextMessage {
  readonly side: 'request' | 'response';
  /** As in the request line; empty where the text has none. */
  readonly method: string;
  readonly target: string;
  /** As in the status line; 0 where the text has none. */
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: string;
}

/** What developer tools show above the headers. */
export interface General {
  url?: string;
  method?: string;
  status?: number;
  referrerPolicy?: string;
}

/** Everything found in a text of headers. */
export interface HttpText {
  readonly messages: readonly TextMessage[];
  readonly general: General;
  /** Lines that are none of it; the first few. */
  readonly strange: readonly string[];
}

const REQUEST_LINE = /^([!#$%&'*+.^`|~\w-]{1,40}) (\S{1,8000})(?: HTTP\/\d(?:\.\d)?)$/;
const STATUS_LINE = /^HTTP\/\d(?:\.\d)? (\d{3})(?: .*)?$/;
const HEADER_LINE = /^(:?[!#$%&'*+.^`|~\w-]{1,200}):(?:[ \t]*)(.*)$/;

/** Names that stand on requests; whatever else has a name of its own stands on responses. */
const REQUEST_NAMES =
  /^(:method|:authority|:path|:scheme|accept|accept-.+|access-control-request-.+|authorization|cookie|host|if-.+|origin|range|referer|sec-.+|te|upgrade-insecure-requests|user-agent|x-requested-with|dnt|x-client-data|proxy-authorization|expect|priority)$/i;
/** Names that say nothing about the side. */
const EITHER =
  /^(connection|cache-control|content-length|content-type|content-encoding|content-language|date|pragma|transfer-encoding|upgrade|via|keep-alive|trailer|warning)$/i;

const GENERAL: ReadonlyMap<string, keyof General> = new Map(
  Object.entries<keyof General>({
    'request url': 'url',
    'request method': 'method',
    'status code': 'status',
    status: 'status',
    'referrer policy': 'referrerPolicy',
  }),
);
const IGNORED_GENERAL =
  /^(remote address|address|initiator|version|transferred|dns resolution|scheme|filename|blocking|summary|source|protocol|general|preflight request|request priority)\s*:?$/i;
const SECTION = /^(response|request) headers(?:\s*\([\d.,]+\s?\w*\))?\s*:?$/i;
const PASSED_BY =
  /^(view (source|parsed)|raw|show more|provisional headers are shown.*|disable cache|learn more|headers|▼.*|▶.*)$/i;

const MOST_LINES = 20_000;

/** Whether the lines of a text are mostly headers. */
export function looksLikeHttp(text: string): boolean {
  const lines = text
    .slice(0, 20_000)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .slice(0, 60);
  const [first] = lines;
  if (first === undefined) return false;
  if (REQUEST_LINE.test(first) || STATUS_LINE.test(first)) return true;
  if (/^(general|request url:?.*|status code:?.*)$/i.test(first)) return true;
  const known = lines.filter(
    (line) => isHeaderLine(line) || SECTION.test(line) || REQUEST_LINE.test(line) || STATUS_LINE.test(line),
  ).length;
  return known >= Math.max(1, lines.length * 0.6) && lines.some(isTelling);
}

/** A line with a name that headers have: any `word: word` is not enough. */
function isTelling(line: string): boolean {
  const name = HEADER_LINE.exec(line)?.[1] ?? '';
  return (
    REQUEST_NAMES.test(name) ||
    EITHER.test(name) ||
    /-|^(vary|server|location|etag|allow|link|expires)$/i.test(name)
  );
}

function isHeaderLine(line: string): boolean {
  return HEADER_LINE.test(line) && !/^[a-z]+:\/\//i.test(line);
}

/** The messages in a text: raw heads, lists of header lines, what developer tools' panels give when copied. */
export function readHttpText(text: string): HttpText {
  const given = text.split('\n', MOST_LINES);
  const lines = isTwoLine(given) ? paired(given) : given;
  const messages: Draft[] = [];
  const general: General = {};
  const strange: string[] = [];
  let open = null as Draft | null;
  let section: TextMessage['side'] | null = null;
  let inBody = false;
  const start = (draft: Partial<Draft>): Draft => {
    const next: Draft = {
      side: 'response',
      method: '',
      target: '',
      status: 0,
      headers: [],
      body: [],
      ...draft,
    };
    messages.push(next);
    inBody = false;
    return next;
  };
  for (const raw of lines) {
    const line = raw.trim();
    const request = REQUEST_LINE.exec(line);
    const status = STATUS_LINE.exec(line);
    const titled = SECTION.exec(line);
    if (request) {
      open = start({ side: 'request', method: request[1] ?? '', target: request[2] ?? '' });
      section = 'request';
    } else if (status) {
      open = start({ status: Number(status[1]) });
      section = 'response';
    } else if (titled) {
      section = titled[1]?.toLowerCase() === 'request' ? 'request' : 'response';
      open = null;
      inBody = false;
    } else if (inBody && open) {
      open.body.push(raw);
    } else if (line === '') {
      // A blank line ends a head that began with a start line; in a list of headers it means nothing.
      inBody = open !== null && (open.status !== 0 || open.method !== '') && open.headers.length > 0;
    } else if (!takeGeneral(general, line) && !PASSED_BY.test(line) && !IGNORED_GENERAL.test(line)) {
      const header = HEADER_LINE.exec(line);
      const [, name = '', value = ''] = header ?? [];
      if (!header) {
        if (strange.length < 5) strange.push(line.slice(0, 120));
      } else {
        const side: TextMessage['side'] = section ?? sideOf(name, open?.side ?? null);
        if (open === null || open.side !== side) {
          const earlier: Draft | undefined = messages.findLast((message) => message.side === side);
          open =
            section === null && earlier && earlier.method === '' && earlier.status === 0
              ? earlier
              : start({ side });
        }
        open.headers.push([name, value.trim()]);
      }
    }
  }
  return {
    messages: messages.map((message) => ({ ...message, body: message.body.join('\n').trim() })),
    general,
    strange,
  };
}

interface Draft {
  side: 'request' | 'response';
  method: string;
  target: string;
  status: number;
  headers: Header[];
  body: string[];
}

/** In a list without titles: what a name says, else as the header before. */
function sideOf(name: string, before: TextMessage['side'] | null): TextMessage['side'] {
  if (REQUEST_NAMES.test(name)) return 'request';
  if (EITHER.test(name) && before) return before;
  return name.startsWith(':') ? (name === ':status' ? 'response' : 'request') : 'response';
}

function takeGeneral(general: General, line: string): boolean {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
  const value = line.slice(colon + 1).trim();
  const field = GENERAL.get(name);
  if (IGNORED_GENERAL.test(name) && !name.includes('-')) return true;
  if (field === undefined || value === '') return false;
  // A header may be called `status` too, on its own side.
  const status = Number(/^\d{3}/.exec(value)?.[0] ?? Number.NaN);
  if (field === 'status') {
    if (Number.isNaN(status)) return false;
    general.status ??= status;
  } else general[field] ??= value;
  return true;
}

/** The panel of Chrome gives names and values on lines of their own when it is copied. */
function isTwoLine(lines: readonly string[]): boolean {
  const full = lines.map((line) => line.trim()).filter((line) => line !== '');
  const at = full.findIndex((line) => /^request url:?$/i.test(line));
  if (at >= 0 && /^\S+:\/\/\S+$/.test(full[at + 1] ?? '')) return true;
  const names = full.filter((line, i) => i % 2 === 0 && /^:?[\w-]+:?$/.test(line));
  return (
    full.length >= 4 &&
    names.length >= Math.floor(full.length / 2) &&
    !full.some((line) => /^[\w-]+: \S/.test(line))
  );
}

function paired(lines: readonly string[]): string[] {
  const full = lines.map((line) => line.trim()).filter((line) => line !== '');
  const out: string[] = [];
  for (let i = 0; i < full.length; i++) {
    const line = full[i] ?? '';
    if (SECTION.test(line) || PASSED_BY.test(line) || /^general$/i.test(line)) out.push(line);
    else if (REQUEST_LINE.test(line) || STATUS_LINE.test(line)) out.push(line);
    else out.push(`${line.replace(/:$/, '')}: ${full[++i] ?? ''}`);
  }
  return out;
}
