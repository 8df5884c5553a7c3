import { type Rich, rich } from './rich';

export interface Term {
  readonly name: string;
  /** One or two sentences. */
  readonly means: Rich;
}

/** The words of CORS, by a key to look them up with. */
export const GLOSSARY = {
  cors: {
    name: 'CORS',
    means: [
      'Cross-Origin Resource Sharing: headers with which a server says which other origins may read its responses. It loosens the same-origin policy; it does not protect the server.',
    ],
  },
  origin: {
    name: 'Origin',
    means: rich`Scheme, host and port of an address: ${'https://foo.example:8443'}. If one of the three differs, it is another origin.`,
  },
  'same-origin policy': {
    name: 'Same-origin policy',
    means: [
      'The browser’s ground rule: a page may read what its own origin answers, and nothing else. CORS is how a server makes exceptions.',
    ],
  },
  jsonp: {
    name: 'JSONP',
    means: rich`What people did before CORS: load data as a ${'<script>'} that calls a function. It gives the other server full power over the page, and works for ${'GET'} only.`,
  },
  'simple request': {
    name: 'Simple request',
    means: [
      'A request that a page could have sent before CORS existed, by a form or an image, so the browser sends it without asking. The standard no longer uses the name.',
    ],
  },
  preflight: {
    name: 'Preflight',
    means: rich`An ${'OPTIONS'} request with which the browser asks the server first, before a request that no plain form or element could make.`,
  },
  safelisted: {
    name: 'CORS-safelisted',
    means: rich`Needs no permission: the methods ${'GET'}, ${'HEAD'} and ${'POST'}, a handful of request headers with ordinary values, and seven response headers.`,
  },
  credentials: {
    name: 'Credentials',
    means: [
      'What tells a server who the person is without the script’s doing: cookies, saved HTTP logins, client certificates.',
    ],
  },
  'credentials mode': {
    name: 'Credentials mode',
    means: rich`Where credentials go: ${'omit'} nowhere, ${'same-origin'} to the page’s own origin, ${'include'} everywhere. With ${'include'} servers must be explicit, and ${'*'} no longer counts.`,
  },
  'request mode': {
    name: 'Request mode',
    means: rich`What the request is for: ${'cors'} to read other origins’ responses with permission, ${'no-cors'} to use them unread, ${'same-origin'} to have none.`,
  },
  'opaque response': {
    name: 'Opaque response',
    means: rich`A response that the page may pass on or show but not look into: status ${0}, no headers, no body.`,
  },
  'opaque origin': {
    name: 'Opaque origin',
    means: rich`The origin of a page that has none to speak of: in a sandboxed frame, from a file or a ${'data:'} URL. It is sent as ${'null'}, and differs from every other origin.`,
  },
  tainted: {
    name: 'Tainted',
    means: rich`Marked as touched by another origin. A tainted canvas cannot be read; a request tainted by redirects sends ${'Origin: null'}.`,
  },
  site: {
    name: 'Site',
    means: rich`Scheme and registrable domain: ${'https://a.foo.example'} and ${'https://b.foo.example'} are one site and two origins. Cookies go by site, CORS by origin.`,
  },
  'exposed header': {
    name: 'Exposed header',
    means: rich`A response header that script may read: one of the seven safelisted, or named in ${'Access-Control-Expose-Headers'}.`,
  },
  'preflight cache': {
    name: 'Preflight cache',
    means: rich`The browser’s memory of preflights that passed, per page origin and URL, for as long as ${'Access-Control-Max-Age'} says. It is not the HTTP cache.`,
  },
  redirect: {
    name: 'Redirect',
    means: [
      'An answer that sends the browser to another address. Under CORS it must itself allow the page, and so must the response it leads to.',
    ],
  },
  'cors check': {
    name: 'CORS check',
    means: rich`The comparison that decides: does ${'Access-Control-Allow-Origin'} name the page’s origin, and are credentials allowed if there are any?`,
  },
  wildcard: {
    name: 'Wildcard',
    means: rich`The value ${'*'}: any origin, method or header. With credentials it is no wildcard, and it never covers ${'Authorization'}, by the standard.`,
  },
  samesite: {
    name: 'SameSite',
    means: rich`A cookie’s own rule for requests from other sites: ${'Strict'} never, ${'Lax'} only when a link is followed, ${'None'} always, and then with ${'Secure'}.`,
  },
  'third-party cookie': {
    name: 'Third-party cookie',
    means: [
      'A cookie of another site than the one in the address bar. Some browsers block them whatever CORS allows.',
    ],
  },
  vary: {
    name: 'Vary',
    means: rich`A response header for caches: ${'Vary: Origin'} keeps a response made for one origin from being handed to another.`,
  },
  corp: {
    name: 'CORP',
    means: rich`${'Cross-Origin-Resource-Policy'}: a server’s no to being loaded by other origins without CORS. Independent of CORS headers.`,
  },
  console: {
    name: 'Console',
    means: [
      'A part of the browser’s developer tools. It tells you why CORS blocked something; it does not tell the page.',
    ],
  },
} as const satisfies Readonly<Record<string, Term>>;

export type TermKey = keyof typeof GLOSSARY;

export interface Surface {
  readonly name: Rich;
  readonly how: 'always' | 'if asked' | 'never';
  readonly line: Rich;
}

/** What of the web uses CORS, and what does not. */
export const SURFACES: readonly Surface[] = [
  {
    name: rich`${'fetch()'}, ${'XMLHttpRequest'}`,
    how: 'always',
    line: ['To read what another origin answers.'],
  },
  {
    name: ['Web fonts'],
    how: 'always',
    line: rich`${'@font-face'} loads from another origin under CORS only.`,
  },
  {
    name: ['Module scripts'],
    how: 'always',
    line: rich`${'<script type="module">'} and all it imports; classic scripts do not.`,
  },
  {
    name: rich`${'EventSource'}`,
    how: 'always',
    line: ['A stream of events is read by script, so the other origin must allow it.'],
  },
  {
    name: ['CSS shapes and masks'],
    how: 'always',
    line: rich`Images in ${'shape-outside'} and ${'mask-image'} are fetched under CORS by themselves.`,
  },
  {
    name: ['Images and video on a canvas'],
    how: 'if asked',
    line: rich`With ${'crossorigin'} the canvas stays readable; without, drawing them taints it.`,
  },
  {
    name: ['WebGL textures'],
    how: 'if asked',
    line: rich`With ${'crossorigin'} they can be used; without, WebGL refuses them.`,
  },
  {
    name: rich`${'<img>'}, ${'<script>'}, ${'<link>'}`,
    how: 'if asked',
    line: rich`Shown, run or applied without CORS, but not readable, unless ${'crossorigin'} is set.`,
  },
  {
    name: rich`${'sendBeacon()'}`,
    how: 'if asked',
    line: ['Under CORS, with a preflight, only when its body has a type that no form can send.'],
  },
  {
    name: ['WebSocket'],
    how: 'never',
    line: rich`Opens from any origin; the server has to check ${'Origin'} itself.`,
  },
  {
    name: ['Forms, links, frames'],
    how: 'never',
    line: ['They navigate: any origin can send one, and the page that did cannot read the answer.'],
  },
  {
    name: ['curl, servers, apps'],
    how: 'never',
    line: ['Only browsers enforce CORS. What works there says nothing about a page.'],
  },
];
