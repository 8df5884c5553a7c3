import { type Rich, rich } from '../../explain/rich';
import type { Mistake, OriginRule, Server } from '../../policy/policy';
import type { Options } from '../ui/Field';

/** The labels and hints of the right pane. */
export const SERVER = {
  title: 'The server answers',
  one: (origin: string): Rich => rich`the policy of ${origin}`,
  several: (count: number): Rich => [`${count} servers the request can meet`],
  numbered: (position: number) => `Server ${position}`,
  add: 'Add another server',
  remove: 'Remove this server',
  origin: 'Origin of the server',
  path: 'Only for the path',
  pathHelp: 'Left empty: every path.',
  answers: 'Answers by',
  policy: 'a policy',
  raw: 'raw header lines',
  origins: 'Origins allowed',
  list: 'Allowed origins',
  pattern: 'Pattern',
  patternHelp: rich`A regular expression (RE2), found anywhere in the origin unless ${'^'} and ${'$'} pin it.`,
  pageOrigin: 'the page’s origin',
  credentials: 'Allows credentials',
  methods: 'Methods',
  headers: 'Request headers',
  exposed: 'Exposed response headers',
  maxAge: 'A preflight may be remembered for',
  seconds: 'seconds',
  varyLabel: 'Says Vary: Origin',
  options: 'OPTIONS is answered by',
  optionsStatus: 'With the status',
  optionsRedirect: 'Redirects OPTIONS to',
  response: 'The response',
  status: 'Status',
  responseHeaders: 'Headers',
  header: (position: number) => `Response header ${position}`,
  headerName: (position: number) => `Response header ${position} name`,
  headerValue: (position: number) => `Response header ${position} value`,
  addHeader: 'Add a header',
  moreResponse: 'Body, cookies, redirect',
  cookies: 'Cookies it sets',
  cookie: (position: number) => `Cookie ${position}`,
  cookieValue: (position: number) => `Set-Cookie ${position}`,
  addCookie: 'Set a cookie',
  location: 'Location',
  body: 'Body',
  mistakes: 'Common mistakes',
  mistakesOn: (count: number) => (count === 0 ? null : `${count} on`),
  more: 'Network and path',
  failure: 'Connection',
  addressSpace: 'The server is on',
  rawPreflight: 'The answer to OPTIONS',
  rawResponse: 'The answer to the request',
  rawLines: 'Header lines',
  rawHelp: 'One Name: value to a line, sent as they stand.',
  restart: 'Start again from the policy',
} as const;

export const ORIGIN_RULES: Readonly<Record<OriginRule, string>> = {
  none: 'none: sends no CORS headers',
  any: 'any: *',
  list: 'those on a list',
  pattern: 'those that match a pattern',
  reflect: 'whichever asks (reflected)',
  null: 'the word null',
};

/** What an origin rule comes to, where its name does not say it all. */
export const ORIGIN_RULE_HELP: Readonly<Record<OriginRule, Rich | undefined>> = {
  none: undefined,
  any: rich`Sends ${'*'} to everyone.`,
  list: undefined,
  pattern: undefined,
  reflect: rich`Sends back the request’s ${'Origin'}, whatever it is.`,
  null: rich`Every sandboxed frame, file and ${'data:'} document has this origin, anyone’s.`,
};

/** Who answers OPTIONS, each with the status it does so with. */
export const OPTIONS_HANDLERS = {
  policy: 'the policy',
  'status 401': '401: it wants a login first',
  'status 404': '404: nothing is there for OPTIONS',
  'status 405': '405: OPTIONS is not allowed',
  'status 500': '500: it crashes',
  other: 'another status, without CORS headers',
  redirect: 'a redirect',
} as const;

export const MISTAKES: Readonly<Record<Mistake, { readonly label: string; readonly help: Rich }>> = {
  'allow-origin twice': {
    label: 'Allow-Origin is there twice',
    help: ['A proxy and the app both add the header.'],
  },
  'origins in one line': {
    label: 'Several origins in one line',
    help: ['The whole list is sent, separated by commas.'],
  },
  'trailing slash': { label: 'A slash after the origin', help: rich`${'https://foo.example/'}` },
  True: { label: 'True with a capital T', help: rich`${'Access-Control-Allow-Credentials: True'}` },
  'preflight only': {
    label: 'CORS headers on OPTIONS only',
    help: ['The answer to the request itself goes without.'],
  },
  'response only': {
    label: 'No CORS headers on OPTIONS',
    help: ['Only the answer to the request itself has them.'],
  },
  'errors forget': {
    label: 'Error pages forget the CORS headers',
    help: ['Answers with a status of 400 and up go without.'],
  },
};

export const FAILURES: Readonly<Record<Server['failure'], string>> = {
  none: 'works',
  dns: 'the name is not found',
  refused: 'is refused',
  tls: 'has a bad certificate',
  reset: 'breaks off',
  timeout: 'times out',
  'blocked by the client': 'is blocked by an extension',
};

export const ADDRESS_SPACES: Options = {
  auto: 'what its name says',
  public: 'the public internet',
  local: 'the local network',
  loopback: 'this computer',
};

/** Statuses to choose from while typing another is possible. */
export const STATUSES = [
  '200',
  '201',
  '204',
  '301',
  '302',
  '304',
  '307',
  '400',
  '401',
  '403',
  '404',
  '500',
  '502',
];

export const REDIRECTS: Options = { '301': '301', '302': '302', '303': '303', '307': '307', '308': '308' };
