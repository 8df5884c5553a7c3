import type { RequestSpec } from '../../engine/initiator';
import { type Rich, rich } from '../../explain/rich';
import { FIELDS_OF } from '../../scenario/fields';
import type { PageKind } from '../../scenario/scenario';
import type { Options } from '../ui/Field';

/** The labels and hints of the left pane. */
export const REQUEST = {
  title: 'The page asks',
  madeWith: 'Made with',
  snippet: 'The code that makes the request',
  codeName: 'the code',
  addHeader: 'header',
  headerRow: (position: number) => `Header ${position}`,
  addHeaderName: 'Add a header',
  removeHeader: (position: number, name: string) =>
    name === '' ? `Remove header ${position}` : `Remove header ${position}, ${name}`,
  body: 'Body',
  formText: 'Fields of the form',
  uploadListener: 'A script listens to how the upload goes',
  use: 'Used for',
  pageUrl: 'The page’s URL',
  pageKind: 'The page is',
  morePage: 'More about the page',
  referrerPolicy: 'Referrer policy',
  embedderPolicy: 'Embedder policy',
  framed: 'It sits in a frame of another site',
  cookies: 'Cookies the browser holds',
  cookie: (position: number) => `Cookie ${position}`,
  addCookie: 'Add a cookie',
  cookieUrl: (position: number) => `Cookie ${position}: set by the URL`,
  cookieFromPage: (position: number) => `Cookie ${position}: set by an answer to this page, not by a visit`,
  cookieValue: (position: number) => `Cookie ${position}: Set-Cookie value`,
  browser: 'The browser',
  profile: 'Acts like',
  thirdParty: 'Third-party cookies',
  localNetwork: 'Access to the local network',
  earlier: 'Sent before',
  earlierHelp:
    'Sent to the same URL before. A remembered preflight covers only the methods and headers that its answer allowed: for any other, the browser asks anew.',
  earlierRow: (position: number) => `Earlier request ${position}`,
  earlierSeconds: (position: number) => `Earlier request ${position}: seconds until the next`,
  secondsUntil: (duration: string | null) =>
    `seconds until the next${duration === null ? '' : `, ${duration}`}`,
  earlierHeaders: 'Headers',
  earlierHeader: (position: number, header: number) => `Header ${header} of earlier request ${position}`,
  earlierHeaderName: (position: number, header: number) =>
    `Header ${header} of earlier request ${position}: name`,
  earlierHeaderValue: (position: number, header: number) =>
    `Header ${header} of earlier request ${position}: value`,
  addEarlier: 'Add an earlier request',
} as const;

/** What each literal of the code is called. */
export function labelOf(path: string): string {
  const header = /^request\.headers\.(\d+)\.(name|value)$/.exec(path);
  if (header) return `Header ${Number(header[1]) + 1} ${header[2]}`;
  return LABELS[path] ?? path;
}

/** What stands in a literal of the code while it is empty. */
export function placeholderOf(path: string): string {
  if (path === 'request.url') return 'URL';
  return path.endsWith('.name') ? 'name' : path.endsWith('.value') ? 'value' : '';
}

const LABELS: Readonly<Record<string, string>> = {
  'request.url': 'URL',
  'request.method': 'Method',
  'request.body.text': 'Body',
  'request.body.type': 'Blob type',
  'request.mode': 'Mode',
  'request.credentials': 'Credentials',
  'request.redirect': 'Redirect',
  'request.cache': 'Cache',
  'request.referrerPolicy': 'Referrer policy',
  'request.withCredentials': 'With credentials',
  'request.crossorigin': 'Cross-origin attribute',
};

/** Referrer policies, the strictest first. */
export const REFERRER_POLICIES: Options = {
  'strict-origin-when-cross-origin': 'strict-origin-when-cross-origin (default)',
  'no-referrer': 'no-referrer',
  'same-origin': 'same-origin',
  'strict-origin': 'strict-origin',
  origin: 'origin',
  'origin-when-cross-origin': 'origin-when-cross-origin',
  'no-referrer-when-downgrade': 'no-referrer-when-downgrade',
  'unsafe-url': 'unsafe-url',
};

/** What was sent earlier. */
export const EARLIER_KINDS = { same: 'the same request', other: 'another request' } as const;

/** What can be chosen within the code, in words. */
export const CODE_CHOICES: Readonly<Record<string, Options>> = {
  'request.mode': {
    cors: 'cors: read it if the server allows',
    'no-cors': 'no-cors: send it, never read the answer',
    'same-origin': 'same-origin: refuse other origins',
    navigate: 'navigate: for the browser alone',
  },
  'request.credentials': {
    omit: 'omit: without cookies',
    'same-origin': 'same-origin: cookies to the page’s own origin only',
    include: 'include: cookies to every origin',
  },
  'request.redirect': {
    follow: 'follow: go where it leads',
    error: 'error: fail',
    manual: 'manual: stop there',
  },
  'request.cache': {
    default: 'default',
    'no-store': 'no-store',
    reload: 'reload',
    'no-cache': 'no-cache',
    'force-cache': 'force-cache',
    'only-if-cached': 'only-if-cached',
  },
  'request.referrerPolicy': { '': 'the page’s own', ...REFERRER_POLICIES },
  'request.withCredentials': { false: 'false: without cookies to other origins', true: 'true: with cookies' },
  'request.crossorigin': {
    none: 'no crossorigin: with cookies, not readable',
    anonymous: 'crossorigin: without cookies to other origins',
    'use-credentials': 'crossorigin="use-credentials": with cookies',
  },
  'request.method': { GET: 'get', POST: 'post' },
};

/** Shown where the code leaves a choice out. */
export const LEFT_OUT: Readonly<Record<string, string>> = { 'request.crossorigin': 'no crossorigin' };

/** Methods to choose from while typing another is possible. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const;

const BODIES: Readonly<Record<RequestSpec['body']['kind'], string>> = {
  none: 'none',
  string: 'a string',
  URLSearchParams: 'URLSearchParams',
  FormData: 'FormData',
  Blob: 'a Blob with a type',
  ArrayBuffer: 'an ArrayBuffer',
  ReadableStream: 'a ReadableStream',
};

/** The kinds of body a request can have, as it is made. A form names its encodings instead. */
export function bodyOptions(initiator: RequestSpec['initiator']): Options {
  if (initiator === 'form') {
    return {
      none: 'none',
      URLSearchParams: 'URL-encoded',
      FormData: 'multipart/form-data',
      string: 'text/plain',
    };
  }
  if (initiator === 'fetch') return BODIES;
  const { ReadableStream: _, ...others } = BODIES;
  return others;
}

const USES: Readonly<Record<RequestSpec['use'], string>> = {
  show: 'just shown',
  canvas: 'drawn on a canvas and read back',
  'WebGL texture': 'a WebGL texture',
  'CSS shape': 'a CSS shape',
};

/** What an image or a video can be used for. Only an image can be a shape. */
export function mediaUses(initiator: RequestSpec['initiator']): Options {
  if (initiator === 'image') return USES;
  const { 'CSS shape': _, ...others } = USES;
  return others;
}

/** Whether how a request is made has a use for a field. */
export function hasField(initiator: RequestSpec['initiator'], field: keyof RequestSpec): boolean {
  return FIELDS_OF[initiator].includes(field);
}

export const PAGE_KINDS: Readonly<Record<PageKind, string>> = {
  document: 'an ordinary document',
  sandbox: 'a sandboxed frame',
  data: 'a data: document',
  file: 'a file on disk',
};

/** Who asks, in a few words. `origin` is serialised. */
export function whoAsks(kind: PageKind, origin: string): Rich {
  switch (kind) {
    case 'document':
      return rich`a page on ${origin}`;
    case 'sandbox':
      return rich`a sandboxed frame, so its origin is ${origin}`;
    case 'data':
      return rich`a ${'data:'} document, so its origin is ${origin}`;
    case 'file':
      return rich`a file on disk, so its origin is ${origin}`;
    default:
      return kind satisfies never;
  }
}

export const EMBEDDER_POLICIES: Options = {
  'unsafe-none': 'unsafe-none (default)',
  'require-corp': 'require-corp',
  credentialless: 'credentialless',
};

export const PROFILES: Options = {
  standard: 'the standard',
  chromium: 'Chrome',
  firefox: 'Firefox',
  webkit: 'Safari',
};

export const THIRD_PARTY: Options = { allowed: 'allowed', blocked: 'blocked' };

export const LOCAL_NETWORK: Options = { granted: 'granted by the person', denied: 'denied by the person' };
