import type { BrowserName } from './judge';
import type { Play } from './recording';

/** What is left out of the scenarios on purpose, and why. */
export const NOT_COMPARED: readonly { readonly what: string; readonly why: string }[] = [
  {
    what: 'Streams as bodies that arrive',
    why: 'browsers send them over HTTP/2 only, and the lab speaks HTTP/1.1; that they fail there is compared',
  },
  {
    what: 'The same image, style sheet, font or module a second time',
    why: 'a document keeps what it has (HTML: list of available images, module map), and the engine is asked for fetches',
  },
  { what: 'A beacon a second time', why: 'nothing tells the page when the first has been answered' },
  {
    what: 'Elements answered with 206',
    why: 'Firefox shows no image that is a part by its status; whether media decodes is left out of the engine',
  },
  { what: 'Forms', why: 'the page that plays the scenarios would be gone' },
  { what: 'Video', why: 'whether it decodes depends on the codecs a machine has, not on CORS' },
  {
    what: 'Referer',
    why: 'the page that plays keeps one URL of its own, as browsers limit how often it may change; see `CompareOptions`',
  },
  {
    what: 'HTTPS, mixed content, Secure cookies, third-party cookie settings, the local network',
    why: 'the lab is plain HTTP on loopback here, where all is trustworthy and equally near',
  },
  {
    what: 'Entries of the preflight cache that expire',
    why: 'it takes waiting; the clock stands still here',
  },
  { what: 'Console messages', why: 'pages cannot read them, and browsers are driven by nothing but a page' },
];

interface Known {
  readonly reason: string;
  /** By the number of a scenario in the recorded run. */
  readonly scenarios: readonly number[];
}

/** See `KNOWN`. */
const QUOTED_CHARSET = {
  reason:
    'XMLHttpRequest with text and a Content-Type of `text/plain; charset="a b"`: by the XHR standard it becomes ' +
    '`text/plain;charset=UTF-8`, which is safelisted; it is asked about as if the quotes stayed.',
  scenarios: [296, 840],
};

/** Differences in the recorded runs that no profile explains: each is understood, and too rare to be worth a field. */
export const KNOWN: Readonly<Record<BrowserName, readonly Known[]>> = {
  chromium: [QUOTED_CHARSET],
  firefox: [
    QUOTED_CHARSET,
    {
      reason:
        'Two equal Location lines in a 304 are one to script; by the standard they are joined as any header.',
      scenarios: [1586],
    },
    {
      reason:
        'A JSON beacon whose redirect makes it a GET: the preflight lists Content-Type at once. See `preflightAfterMethodChange`.',
      scenarios: [3719],
    },
  ],
  webkit: [
    {
      reason:
        'Under COEP credentialless, an image whose redirects come back to the page’s origin has its cookies again.',
      scenarios: [1903],
    },
    {
      reason:
        'A request with a method that takes a preflight, through home, there and home: the redirect that would have ' +
        'to allow credentials (`redirectsFromHome`) is refused only after the preflight for the next URL.',
      scenarios: [2855],
    },
  ],
};

export function isKnown(browser: BrowserName, at: Play[0]): boolean {
  return KNOWN[browser].some(({ scenarios }) => scenarios.includes(at));
}
