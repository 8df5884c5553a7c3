import type { FilteredResponse, HiddenReason } from '../../engine/trace';
import { type Rich, rich } from '../../explain/rich';

/** The words of the inspector. */
export const WORDS = {
  title: 'Details',
  messages: 'Messages on the wire',
  run: (run: number) => `Sending ${run + 1}`,
  none: 'Nothing was sent, so there is nothing on the wire.',
  wire: 'On the wire',
  request: 'request',
  answer: 'answer',
  preflight: 'preflight',
  hint: 'Open a line to see what it means.',
  missing: 'not there',
  decisive: 'stops here',
  standard: 'Where it is defined',
  unknownHeader: 'CORS has no rule of its own for this header.',
  body: 'Body',
  of: { request: 'the request', answer: 'the answer' },
  failure: 'No HTTP answer came back.',

  keeps: 'What the browser keeps',
  hidden: 'Hidden from script',
  forScript: 'For script',
  response: (type: FilteredResponse['type']): Rich =>
    type === 'basic' || type === 'cors' ? rich`A ${type} response.` : rich`An ${type} response.`,
  noScript: 'It is for the element to use; no script sees its headers.',
  noPage: 'It is for the browser to show, and no script sees it.',
  noReader: 'No script sees its status and headers.',
  noResponse: 'No response: the browser throws it away, and script gets an error instead.',
  notFetched: 'Nothing: nothing was fetched.',
  cookies: 'Cookies',
  stored: 'stored',
  noCookies: 'None stored, none held.',
  ignored: 'not stored',
  cache: 'Preflights remembered',
  noCache: 'None.',
  left: (seconds: number) =>
    Number.isFinite(seconds)
      ? seconds === 1
        ? '1 second left'
        : `${seconds} seconds left`
      : 'until the browser closes',
  from: 'from',
  methods: 'Methods:',
  requestHeaders: 'Headers:',
  credentialed: 'with credentials',

  script: 'What the script sees',
  console: 'In the console',
  browsers: 'Browser',
  copyConsole: 'the console’s lines',
  pointAtPart: 'Point at a part to see what it means, or go there with Tab and the arrow keys.',
  nothingBlocked: 'CORS has nothing to say here.',
  notRecorded: 'This browser says nothing about CORS here; its network panel tells more.',
} as const;

/** Why script does not see a header. */
export function hiddenWords(why: HiddenReason): Rich {
  switch (why) {
    case 'not exposed':
      return rich`not named in ${'Access-Control-Expose-Headers'}`;
    case 'never exposed':
      return ['never shown to any script'];
    case 'opaque':
      return ['an opaque response shows no headers'];
    default:
      return why satisfies never;
  }
}

/** What kind of response script gets, and what that means. */
export const FILTERED: Readonly<Record<'basic' | 'cors' | 'opaque' | 'opaqueredirect', Rich>> = {
  basic: rich`All of it but ${'Set-Cookie'}: it is the page’s own origin.`,
  cors: ['Status and body, and the headers below.'],
  opaque: ['The response itself, for showing or storing. No status, no headers, no body.'],
  opaqueredirect: ['Only that there was a redirect.'],
};
