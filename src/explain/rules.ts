import type { CookieNote, CookieReason } from '../engine/cookies';
import type { Initiator } from '../engine/initiator';
import type { BrowserProfile, ProfileName } from '../engine/profile';
import type {
  PreflightReason,
  RuleFacts,
  RuleName,
  RuleResult,
  RuleStep,
  UnsafeReason,
} from '../engine/trace';
import { clip, codes, plural, quoted, type Rich, rich, sentences } from './rich';

/** A check in words: a line for the stage, and why. */
export interface RuleWords {
  /** Reads as a line beside ✓, ✕ or ·; at most 60 characters with everyday facts. */
  readonly title: Rich;
  /** One or two sentences. */
  readonly detail: Rich;
}

type Words<R extends RuleName> = (facts: RuleFacts[R], result: RuleResult) => RuleWords;

/** The names browsers go by on the screen. */
export const BROWSERS: Readonly<Record<Exclude<ProfileName, 'standard'>, string>> = {
  chromium: 'Chrome',
  firefox: 'Firefox',
  webkit: 'Safari',
};

/** How a request is made, as code that people recognise. */
export const MADE_WITH: Readonly<Record<Initiator, string>> = {
  fetch: 'fetch()',
  XMLHttpRequest: 'XMLHttpRequest',
  sendBeacon: 'navigator.sendBeacon()',
  EventSource: 'EventSource',
  script: '<script>',
  'module script': '<script type="module">',
  stylesheet: '<link rel="stylesheet">',
  font: '@font-face',
  image: '<img>',
  video: '<video>',
  form: '<form>',
  WebSocket: 'WebSocket',
};

const UNSAFE: Readonly<Record<UnsafeReason, Rich>> = {
  name: ['it is not one of the safelisted headers.'],
  'longer than 128 bytes': ['its value is longer than 128 bytes.'],
  'unsafe byte': ['its value has a character that is not safelisted.'],
  'content type': rich`only ${'text/plain'}, ${'multipart/form-data'} and ${'application/x-www-form-urlencoded'} are safelisted.`,
  range: rich`only one plain range with a start is safelisted, such as ${'bytes=0-99'}.`,
  'more than 1024 bytes in total': ['all safelisted values together are longer than 1024 bytes.'],
};

const COOKIE_REASONS: Readonly<Record<CookieReason, Rich>> = {
  SameSite: rich`its ${'SameSite'} keeps it to requests from its own site`,
  Secure: rich`it is ${'Secure'}, and this is not HTTPS`,
  'SameSite=None without Secure': rich`${'SameSite=None'} counts only together with ${'Secure'}`,
  'third-party cookies are blocked': ['the browser blocks third-party cookies'],
  'credentials not included': ['this request goes without credentials'],
  domain: ['its domain is not this server’s'],
  malformed: ['the line cannot be read as a cookie'],
};

const CONNECTION: Readonly<Record<string, readonly [title: string, detail: string]>> = {
  dns: ['The host name was not found', 'Check the spelling of the host.'],
  refused: ['The server refused the connection', 'Nothing listens at that host and port.'],
  tls: ['No secure connection could be made', 'Often the certificate has expired or is for another host.'],
  reset: ['The connection broke', 'The request may or may not have reached the server.'],
  timeout: ['The answer did not come in time', 'The request may or may not have reached the server.'],
  'blocked by the client': [
    'The browser’s own side blocked it',
    'Often an extension, such as an ad blocker.',
  ],
};

/** Why a request needs a preflight. */
export function explainPreflightReason(reason: PreflightReason): Rich {
  switch (reason.kind) {
    case 'method':
      return rich`Method ${clip(reason.method)}: only ${'GET'}, ${'HEAD'} and ${'POST'} are safelisted.`;
    case 'header':
      return rich`Header ${clip(reason.why === 'content type' ? `${reason.name}: ${reason.value}` : reason.name)}: ${UNSAFE[reason.why]}`;
    case 'upload listener':
      return rich`A listener on ${'xhr.upload'} could tell how the upload goes.`;
    case 'stream':
      return rich`A ${'ReadableStream'} as body always asks first.`;
    case 'needed one before the redirect':
      return ['It needed one before the redirect, and this browser asks again.'];
    default:
      return reason satisfies never;
  }
}

/** Why a cookie was not sent, or not stored, as a clause. */
export function explainCookieReason(why: CookieReason): Rich {
  return COOKIE_REASONS[why];
}

/** The same, with the cookie's name. */
export function explainCookie(note: CookieNote): Rich {
  return rich`${clip(note.name)}: ${COOKIE_REASONS[note.why]}.`;
}

/**
 * How an `Access-Control-Allow-Origin` value differs from the origin it should name: the usual slips
 * by name. Both serialised.
 */
export function explainMismatch(value: string, origin: string, lines: number): Rich {
  const parts = (text: string) => /^([a-z][a-z0-9+.-]*):\/\/(\[[^\]]*\]|[^:/]*)(?::(\d+))?$/i.exec(text);
  const [, scheme, host, port] = parts(value) ?? [];
  const [, ownScheme, ownHost, ownPort] = parts(origin) ?? [];
  if (lines > 1) return rich`Even lines that agree do not count as one: together they read ${quoted(value)}.`;
  if (value === origin) return rich`This browser does not accept ${value} from the page’s own server.`;
  if (value === '') return ['The header is there, but empty.'];
  if (/[,\s]/.test(value)) return ['The header takes one origin, never a list.'];
  if (value === 'null')
    return rich`${'null'} stands for pages without an origin of their own, which this one is not.`;
  if (origin === 'null') return rich`The request’s origin is sent as ${'null'}, which this value is not.`;
  if (value === `${origin}/`) return rich`An origin has no slash at its end: ${origin}.`;
  if (value.startsWith(`${origin}/`)) return rich`An origin has no path: ${origin}.`;
  if (value.toLowerCase() === origin)
    return ['The two compare letter by letter, and origins are in lower case.'];
  if (value.includes('*')) return rich`${'*'} counts only when it stands alone; patterns are not understood.`;
  if (host === undefined || ownHost === undefined) return ['The two compare letter by letter.'];
  if (host === ownHost && scheme !== ownScheme)
    return rich`Same host, but ${`${scheme}:`} and ${`${ownScheme}:`} are different origins.`;
  if (host === ownHost && port !== ownPort) return ['Same host, but another port is another origin.'];
  if (`www.${host}` === ownHost || host === `www.${ownHost}`)
    return rich`With and without ${'www.'} are different origins.`;
  const names = ['localhost', '127.0.0.1', '[::1]'];
  if (names.includes(host) && names.includes(ownHost))
    return rich`${host} and ${ownHost} reach the same machine, but are different origins.`;
  return ['It names another origin.'];
}

const SAFELISTED = codes(['GET', 'HEAD', 'POST']);

function list(kind: 'methods' | 'headers', allowed: readonly string[] | null): Rich {
  const header = kind === 'methods' ? 'Access-Control-Allow-Methods' : 'Access-Control-Allow-Headers';
  if (allowed === null) return rich`The answer has no ${header}.`;
  if (allowed.length === 0) return rich`${header} lists nothing.`;
  return rich`${header} lists ${codes(allowed, 6)}.`;
}

function unparsable(header: string, value: string): RuleWords {
  return {
    title: rich`${header} cannot be parsed`,
    detail: rich`${quoted(value)} is not a list of names separated by commas. One bad item spoils the whole header.`,
  };
}

const WORDS: { readonly [R in RuleName]: Words<R> } = {
  'request.url': ({ input, url }, result) =>
    url === null
      ? {
          title: rich`${quoted(input)} is not a URL`,
          detail: ['The browser cannot make an address of it, so nothing is fetched.'],
        }
      : result === 'fail'
        ? {
            title: rich`${clip(url)} cannot be used here`,
            detail: ['Its scheme, or a part of it, does not fit.'],
          }
        : {
            title: rich`The URL is ${clip(url)}`,
            detail: ['The browser reads the address against the page’s own URL.'],
          },
  'request.url-credentials': ({ url }) => ({
    title: ['The URL holds a user name or password'],
    detail: rich`${'fetch()'} refuses a URL such as ${clip(url)}: names and passwords may not stand in it.`,
  }),
  'request.mode-navigate': () => ({
    title: rich`Mode ${'navigate'} is not for scripts`,
    detail: rich`The browser itself uses it to open pages; ${'fetch()'} refuses it.`,
  }),
  'request.only-if-cached': ({ mode }) => ({
    title: rich`${'only-if-cached'} needs mode ${'same-origin'}`,
    detail: rich`This cache mode works with the request mode ${'same-origin'} only; here it is ${mode}.`,
  }),
  'request.method-invalid': ({ method }) => ({
    title: rich`${clip(method)} cannot be a method`,
    detail: rich`A method is one word without spaces, such as ${'GET'} or ${'PATCH'}.`,
  }),
  'request.method-forbidden': ({ method }) => ({
    title: rich`Method ${clip(method)} is forbidden to scripts`,
    detail: rich`No script may send ${'CONNECT'}, ${'TRACE'} or ${'TRACK'}.`,
  }),
  'request.method-normalized': ({ given, method }) => ({
    title: rich`${clip(given)} is sent as ${method}`,
    detail: rich`Browsers put ${codes(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'])} in capitals, and no other method.`,
  }),
  'request.method-kept': ({ method }) => ({
    title: rich`Method ${clip(method)} is sent as written`,
    detail: rich`Browsers put only ${codes(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'])} in capitals. Methods compare letter by letter: ${clip(method)} is not ${clip(method.toUpperCase())}.`,
  }),
  'request.no-cors-method': ({ method }) => ({
    title: rich`Mode ${'no-cors'} cannot send ${clip(method)}`,
    detail: rich`Without CORS a script may use ${SAFELISTED} only.`,
  }),
  'request.header-invalid': ({ name, value }) => ({
    title: rich`${quoted(name)} cannot be sent as a header`,
    detail: rich`A header name is one word without spaces; a value has no line breaks and no characters beyond Latin-1. ${quoted(`${name}: ${value}`)} is not such a header.`,
  }),
  'request.header-forbidden': ({ name }) => ({
    title: rich`${clip(name)} is dropped: forbidden to scripts`,
    detail: [
      'Some request headers are the browser’s alone. It drops this one without a word, and it causes no preflight.',
    ],
  }),
  'request.header-not-no-cors-safelisted': ({ name }) => ({
    title: rich`${clip(name)} is dropped: the mode is ${'no-cors'}`,
    detail: rich`Without CORS a script may set ${codes(['Accept', 'Accept-Language', 'Content-Language'])}, and a ${'Content-Type'} that a form could send. The rest is dropped without a word.`,
  }),
  'request.body-with-get': ({ method }) => ({
    title: rich`${method} cannot have a body`,
    detail: rich`${'fetch()'} refuses a body with ${'GET'} or ${'HEAD'}.`,
  }),
  'request.body-type': ({ kind, contentType, replaced }) => ({
    title: replaced ? rich`The script’s own ${'Content-Type'} counts` : rich`The body’s ${'Content-Type'}`,
    detail:
      contentType === null
        ? rich`A body given as ${kind} brings none, and the script set none.`
        : replaced
          ? rich`${clip(contentType)}, in place of the one that a body given as ${kind} brings along.`
          : rich`${clip(contentType)}, for a body given as ${kind}.`,
  }),
  'request.stream': ({ mode, treatment }, result) => ({
    title:
      treatment === 'string' ? ['The stream is sent as a string'] : rich`The body is a ${'ReadableStream'}`,
    detail:
      treatment === 'string'
        ? ['This browser cannot send streams, and sends a short text in its place.']
        : treatment === 'NotSupportedError'
          ? rich`This browser cannot send streams; by the standard it could.`
          : result === 'fail'
            ? rich`A stream needs mode ${'cors'} or ${'same-origin'}; here it is ${mode}.`
            : ['To another origin a stream always needs a preflight, and it cannot be sent twice.'],
  }),
  'request.initiator': ({ initiator, mode, credentials }) => ({
    title:
      mode === 'websocket'
        ? ['A WebSocket has a mode of its own']
        : rich`Mode ${mode}, credentials ${credentials}`,
    detail: sentences(
      rich`Made with ${MADE_WITH[initiator]}.`,
      mode === 'cors'
        ? ['The page wants to read the response, so another origin must allow it.']
        : mode === 'no-cors'
          ? ['The page may use a response from elsewhere, but not read it.']
          : mode === 'navigate'
            ? ['The browser opens the answer as a page.']
            : mode === 'same-origin'
              ? ['Only the page’s own origin may answer.']
              : null,
      credentials === 'include'
        ? ['Cookies go to every origin.']
        : credentials === 'omit'
          ? ['Cookies stay home.']
          : ['Cookies go to the page’s own origin only.'],
    ),
  }),

  'main-fetch.bad-port': ({ port }) => ({
    title: rich`Port ${port} is blocked`,
    detail: [
      'Browsers do not speak HTTP to ports that belong to other services, such as mail. This is not CORS.',
    ],
  }),
  'main-fetch.mixed-content': ({ page, url }) => ({
    title: rich`An HTTPS page may not load ${'http:'}`,
    detail: rich`${clip(page)} is secure and ${clip(url)} is not: mixed content. This is not CORS.`,
  }),
  'main-fetch.mixed-content-upgraded': ({ from, to }) => ({
    title: rich`${'http:'} becomes ${'https:'}`,
    detail: rich`On an HTTPS page the browser asks for ${clip(to)} instead of ${clip(from)}.`,
  }),
  'main-fetch.same-origin': ({ origin, target, returned }) =>
    returned
      ? {
          title: ['Back at the page’s origin, yet still CORS'],
          detail: [
            'The request has been at another origin. From then on every response must allow the page, its own server’s too.',
          ],
        }
      : origin === target
        ? {
            title: ['Same origin: CORS does not apply'],
            detail: rich`Page and server share scheme, host and port: ${target}.`,
          }
        : {
            title: rich`${clip(target)} is another origin`,
            detail: rich`The page’s origin is ${clip(origin)}. Scheme, host and port must all be equal to be the same.`,
          },
  'main-fetch.no-cors-protocol': ({ initiator }) => ({
    title: rich`CORS does not apply to a ${MADE_WITH[initiator]}`,
    detail:
      initiator === 'WebSocket'
        ? rich`Any page may open one to any server. The request names the page in ${'Origin'}: checking it is up to the server.`
        : [
            'A form takes the whole tab to the answer, so the page that sent it never sees it. The server runs the request.',
          ],
  }),
  'main-fetch.data-url': () => ({
    title: rich`A ${'data:'} URL needs no server`,
    detail: ['It carries its own content, so nothing goes over the network and nobody is asked.'],
  }),
  'main-fetch.mode-same-origin': ({ origin, target }) => ({
    title: rich`Mode ${'same-origin'} excludes ${clip(target)}`,
    detail: rich`The script asked for its own origin only, ${clip(origin)}.`,
  }),
  'main-fetch.no-cors': ({ target }) => ({
    title: rich`Mode ${'no-cors'}: nothing will be readable`,
    detail: rich`${clip(target)} need not allow anything, and in return its response stays opaque to the page.`,
  }),
  'main-fetch.no-cors-redirect-mode': () => ({
    title: rich`Mode ${'no-cors'} must follow redirects`,
    detail: rich`To another origin it works with the redirect mode ${'follow'} only.`,
  }),
  'main-fetch.scheme': ({ scheme }) => ({
    title: rich`${`${scheme.replace(/:$/, '')}:`} is not HTTP`,
    detail: ['A page can ask other origins over HTTP and HTTPS only.'],
  }),
  'main-fetch.preflight': ({ reasons }) => ({
    title:
      reasons.length > 1
        ? [`A preflight is needed, for ${reasons.length} reasons`]
        : ['A preflight is needed'],
    detail: sentences(...reasons.map(explainPreflightReason)),
  }),
  'main-fetch.simple': ({ method }) => ({
    title: ['No preflight is needed'],
    detail: rich`${method} is safelisted and no header needs permission, so the browser sends the request without asking first.`,
  }),

  'http-fetch.preflight-cache-hit': ({ left }) => ({
    title: rich`Remembered from an earlier preflight`,
    detail: rich`The server’s answer still holds for ${plural(left, 'second')}, so no new preflight is sent.`,
  }),
  'http-fetch.preflight-cache-miss': ({ missing }) => ({
    title: ['No earlier preflight covers this'],
    detail:
      missing.length > 0
        ? rich`Not remembered: ${codes(missing)}. So the browser asks.`
        : ['So the browser asks.'],
  }),
  'network.local-network': ({ from, to, why }) => ({
    title:
      why === 'granted'
        ? ['The person lets the page reach the local network']
        : why === 'denied'
          ? ['The person keeps the page from the local network']
          : ['The local network is for secure pages only'],
    detail: rich`A page from the ${from} address space asks for a ${to} address. The browser asks the person, on HTTPS pages only; no header of the server changes that.`,
  }),
  'network.credentials': ({ included, mode, tainting }) => ({
    title: included ? ['Credentials are included'] : ['No credentials are included'],
    detail: rich`The credentials mode is ${mode}${
      mode === 'same-origin'
        ? [tainting === 'basic' ? ', and so is the request' : ', and another origin is involved']
        : []
    }. Credentials are cookies, saved HTTP logins and client certificates.`,
  }),
  'network.origin-header': ({ value, tainted }) => ({
    title: value === null ? rich`No ${'Origin'} header is sent` : rich`${'Origin'} is ${clip(value)}`,
    detail:
      value === null
        ? rich`A ${'GET'} or ${'HEAD'} that CORS does not apply to carries none.`
        : value !== 'null'
          ? ['The browser names the page’s origin; no script can change it.']
          : tainted
            ? [
                'The request was redirected from one foreign origin to another, so the browser no longer vouches for the page.',
              ]
            : rich`The page has no origin to name (a sandboxed frame, a file, ${'data:'}), or its referrer policy hides it.`,
  }),
  'network.cookies': ({ sent, withheld }) => ({
    title:
      sent.length > 0
        ? rich`Cookies sent: ${codes(sent, 3)}`
        : withheld.length > 0
          ? ['No cookie is sent']
          : ['There are no cookies to send'],
    detail:
      withheld.length > 0
        ? rich`Held back: ${sentences(...withheld.map(explainCookie))}`
        : ['Cookies are picked by the server’s host and path, not by the page.'],
  }),
  'network.stream-http1': () => ({
    title: ['A stream cannot be sent over HTTP/1.1'],
    detail: rich`A ${'ReadableStream'} as body needs HTTP/2 or newer.`,
  }),
  'network.only-if-cached': () => ({
    title: ['It is not in the HTTP cache'],
    detail: rich`The cache mode ${'only-if-cached'} never asks the network.`,
  }),
  'network.connection': ({ failure }) => {
    const [title, detail] = CONNECTION[failure] ?? ['No answer came back', 'The connection failed.'];
    return {
      title: [title],
      detail: [`${detail} This is not CORS, though script cannot tell the difference.`],
    };
  },
  'network.set-cookie': ({ stored, ignored }) => ({
    title: stored.length > 0 ? rich`Cookies stored: ${codes(stored, 3)}` : ['No cookie is stored'],
    detail: sentences(
      stored.length > 0 && ['Stored as soon as the response arrives, even if the page may not read it.'],
      ignored.length > 0 && rich`Ignored: ${sentences(...ignored.map(explainCookie))}`,
    ),
  }),
  'network.unauthorized': ({ prompts }) => ({
    title: prompts ? rich`${401}: the browser asks for a password` : rich`${401} is passed on as it is`,
    detail: prompts
      ? ['Credentials are included and CORS is not involved, so the person is asked.']
      : ['For a request under CORS, or without credentials, no password prompt appears.'],
  }),

  'cors-check.allow-origin-missing': () => ({
    title: rich`No ${'Access-Control-Allow-Origin'}`,
    detail: ['Without that header, no page of another origin may read the answer.'],
  }),
  'cors-check.wildcard': () => ({
    title: rich`Any origin is allowed (${'*'})`,
    detail: ['The request is made without credentials, so the wildcard counts.'],
  }),
  'cors-check.wildcard-with-credentials': ({ origin }) => ({
    title: rich`${'*'} does not count with credentials`,
    detail:
      origin === 'null'
        ? rich`The request’s credentials mode is ${'include'}, so the wildcard does not count.`
        : rich`The request’s credentials mode is ${'include'}: the server has to name the origin itself, ${clip(origin)}.`,
  }),
  'cors-check.allow-origin': ({ origin, value, lines }, result) =>
    result === 'fail'
      ? {
          title: rich`Origin ${clip(origin)} is not allowed`,
          detail: sentences(
            lines === 1 && rich`${'Access-Control-Allow-Origin'} is ${quoted(value)}.`,
            explainMismatch(value, origin, lines),
          ),
        }
      : {
          title: rich`Origin ${clip(origin)} is allowed`,
          detail: rich`${'Access-Control-Allow-Origin'} equals the request’s origin, letter by letter.`,
        },
  'cors-check.no-credentials': ({ mode }) => ({
    title: ['No permission for credentials is needed'],
    detail: rich`The credentials mode is ${mode}, so ${'Access-Control-Allow-Credentials'} does not matter.`,
  }),
  'cors-check.allow-credentials': ({ value }, result) =>
    result === 'fail'
      ? {
          title: ['Credentials are not allowed'],
          detail:
            value === null
              ? rich`The credentials mode is ${'include'}, and the response has no ${'Access-Control-Allow-Credentials'}.`
              : rich`${'Access-Control-Allow-Credentials'} is ${quoted(value)}. It must be ${'true'}, letter by letter.`,
        }
      : {
          title: ['Credentials are allowed'],
          detail: rich`${'Access-Control-Allow-Credentials'} is ${'true'}.`,
        },

  'preflight.status': ({ status }, result) =>
    result === 'fail'
      ? {
          title:
            status >= 300 && status < 400
              ? rich`Status ${status}: a preflight is not redirected`
              : rich`Status ${status} is not ok`,
          detail: ['A preflight must be answered with a status from 200 to 299. Any other means no.'],
        }
      : {
          title: rich`Status ${status} is ok`,
          detail: ['Any status from 200 to 299 will do for a preflight.'],
        },
  'preflight.allow-methods-syntax': ({ value }) => unparsable('Access-Control-Allow-Methods', value),
  'preflight.allow-headers-syntax': ({ value }) => unparsable('Access-Control-Allow-Headers', value),
  'preflight.method': ({ method, allowed, by }, result) => {
    if (result === 'fail') {
      return {
        title: rich`Method ${clip(method)} is not listed`,
        detail: sentences(
          list('methods', allowed),
          allowed?.includes('*') ? rich`With credentials, ${'*'} is not a wildcard.` : null,
          allowed?.includes(method.toUpperCase())
            ? rich`Methods compare letter by letter: ${clip(method)} is not ${clip(method.toUpperCase())}.`
            : null,
        ),
      };
    }
    switch (by) {
      case 'wildcard':
        return {
          title: rich`Method ${clip(method)} is allowed by ${'*'}`,
          detail: ['Without credentials the wildcard covers every method.'],
        };
      case 'upload listener':
        return {
          title: rich`Method ${clip(method)} is taken as listed`,
          detail: rich`The preflight is for the listener on ${'xhr.upload'} alone, and no ${'Access-Control-Allow-Methods'} was sent.`,
        };
      case 'listed':
        return { title: rich`Method ${clip(method)} is listed`, detail: list('methods', allowed) };
      default:
        return {
          title: rich`Method ${clip(method)} never needs listing`,
          detail: rich`${SAFELISTED} are always allowed.`,
        };
    }
  },
  'preflight.header': ({ name, allowed, by, literalWildcard }, result) =>
    result === 'fail'
      ? {
          title: rich`Header ${clip(name)} is not listed`,
          detail: sentences(
            list('headers', allowed),
            literalWildcard &&
              (name.toLowerCase() === 'authorization'
                ? rich`${'*'} does not cover ${'Authorization'}: it has to be named.`
                : rich`With credentials, ${'*'} is not a wildcard.`),
          ),
        }
      : by === 'wildcard'
        ? {
            title: rich`Header ${clip(name)} is allowed by ${'*'}`,
            detail:
              name.toLowerCase() === 'authorization'
                ? rich`This browser lets ${'*'} cover it. By the standard, ${'Authorization'} must be named.`
                : rich`Without credentials the wildcard covers every header but ${'Authorization'}.`,
          }
        : {
            title: rich`Header ${clip(name)} is listed`,
            detail: ['Header names compare without regard to case.'],
          },
  'preflight.max-age': ({ value, valid, seconds, cap }) => ({
    title: seconds > 0 ? rich`May be remembered for ${seconds} s` : ['May not be remembered'],
    detail:
      value === null
        ? rich`Without ${'Access-Control-Max-Age'} the answer holds for 5 seconds.`
        : !valid
          ? rich`${quoted(value)} is not a whole number of seconds.`
          : cap !== null && seconds === cap && Number(value) > cap
            ? rich`The server says ${clip(value)} seconds; this browser remembers for ${cap} at most.`
            : rich`${'Access-Control-Max-Age'} is ${clip(value)}.`,
  }),
  'preflight.cached': ({ methods, headers, seconds }) => ({
    title: seconds > 0 ? rich`Remembered for ${seconds} s` : ['Not remembered'],
    detail:
      methods.length + headers.length > 0
        ? rich`For this page and this exact URL: ${codes([...methods, ...headers], 8)}.`
        : ['The answer lists no method and no header, so there is nothing to remember.'],
  }),
  'preflight-cache.cleared': ({ entries }) => ({
    title: rich`The preflight for this URL is forgotten`,
    detail: rich`The request failed, so the browser drops ${plural(entries, 'entry', 'entries')} and asks again next time.`,
  }),

  'redirect.mode-error': ({ status }) => ({
    title: rich`Redirect mode ${'error'} refuses a ${status}`,
    detail: ['With that mode, any redirect is an error.'],
  }),
  'redirect.mode-manual': ({ status }) => ({
    title: rich`Redirect mode ${'manual'}: ${status} is not followed`,
    detail: ['The script learns that there was a redirect, but not where to.'],
  }),
  'redirect.no-location': ({ status }) => ({
    title: rich`${status} without ${'Location'}`,
    detail: ['There is nowhere to go, so it is a response like any other.'],
  }),
  'redirect.location-invalid': ({ location }) => ({
    title: rich`${'Location'} is not a URL`,
    detail: rich`${quoted(location)} cannot be followed.`,
  }),
  'redirect.scheme': ({ location }) => ({
    title: rich`${'Location'} is not HTTP`,
    detail: rich`${quoted(location)}: a redirect may lead to ${'http:'} and ${'https:'} only.`,
  }),
  'redirect.count': ({ limit }) => ({
    title: rich`More than ${limit} redirects`,
    detail: ['The browser gives up. Most often two addresses redirect to each other.'],
  }),
  'redirect.credentials': ({ location }) => ({
    title: rich`${'Location'} holds a user name or password`,
    detail: rich`Under CORS no redirect may lead to a URL such as ${quoted(location)}.`,
  }),
  'redirect.body': ({ status }) => ({
    title: rich`${status}: the stream cannot be sent again`,
    detail: ['A redirect of this kind repeats the body, and a stream can be read only once.'],
  }),
  'redirect.followed': ({ status, to, count }) => ({
    title: rich`${status}: on to ${clip(to)}`,
    detail: [`Redirect number ${count}. Every rule is applied anew at the next address.`],
  }),
  'redirect.method-changed': ({ status, from, dropped }) => ({
    title: rich`After ${status}, ${clip(from)} becomes ${'GET'}`,
    detail: sentences(
      ['The body is gone.'],
      dropped.length > 0 && rich`So are the headers about it: ${codes(dropped)}.`,
    ),
  }),
  'redirect.authorization-removed': ({ from, to }) => ({
    title: rich`${'Authorization'} is removed`,
    detail: rich`It was meant for ${clip(from)}, and the redirect leads to ${clip(to)}.`,
  }),
  'redirect.origin-null': ({ origin, via }) => ({
    title: rich`From here on, ${'Origin'} is ${'null'}`,
    detail:
      origin === 'null'
        ? ['The page had none to name in the first place.']
        : rich`${clip(via)} sent the request on to yet another origin, so it no longer counts as coming from ${clip(origin)} alone.`,
  }),

  'corp.check': ({ value, policy, origin, target, embedderPolicy }, result) => ({
    title:
      result === 'fail'
        ? rich`${'Cross-Origin-Resource-Policy'} forbids it`
        : rich`${'Cross-Origin-Resource-Policy'} lets it through`,
    detail:
      result === 'fail'
        ? policy !== null && value === policy
          ? rich`${clip(target)} shares this with ${policy} pages only, and ${clip(origin)} is not one.`
          : rich`The page’s embedder policy ${embedderPolicy} needs other origins to opt in, and ${clip(target)} does not.`
        : value === null
          ? rich`The header is not sent, and the embedder policy ${embedderPolicy} does not need it here.`
          : rich`Its value is ${quoted(value)}.`,
  }),
  'tao.check': ({ value }, result) => ({
    title: result === 'pass' ? ['Timing details are shared'] : ['Timing details are hidden'],
    detail:
      value === null
        ? rich`Without ${'Timing-Allow-Origin'}, all that shows of another origin’s timing is start and end.`
        : result === 'pass'
          ? rich`${'Timing-Allow-Origin'} is ${quoted(value)}.`
          : rich`${'Timing-Allow-Origin'} is ${quoted(value)}. This response and every redirect before it have to name the page’s origin, or ${'*'}.`,
  }),
  'response.mime-type': ({ contentType, destination, nosniff }, result) => ({
    title: result === 'fail' ? rich`The ${'Content-Type'} does not fit` : rich`The ${'Content-Type'} fits`,
    detail: sentences(
      contentType === null
        ? rich`There is no ${'Content-Type'}.`
        : rich`It is ${quoted(contentType)}, used as ${destination}.`,
      nosniff && rich`${'X-Content-Type-Options: nosniff'} forbids guessing.`,
    ),
  }),
  'response.exposed-headers': ({ visible, hidden, wildcard }) => {
    const away = unexposed(hidden);
    return {
      title:
        away.length > 0
          ? [`${away.length} response ${away.length === 1 ? 'header is' : 'headers are'} hidden from script`]
          : ['Script sees the headers meant for it'],
      detail: sentences(
        away.length > 0
          ? rich`Not in ${'Access-Control-Expose-Headers'}: ${codes(away, 6)}.`
          : visible.length > 0
            ? rich`Readable: ${codes(visible, 6)}.`
            : ['There are none.'],
        wildcard === 'literal' && rich`With credentials, ${'*'} is not a wildcard.`,
        hidden.some(({ why }) => why === 'never exposed') && rich`${'Set-Cookie'} is never shown to script.`,
      ),
    };
  },
  'response.filtered': ({ type }) => FILTERED[type],
  'use.needs-cors': ({ use, corsSameOrigin }) => ({
    title: corsSameOrigin
      ? rich`The response may be used for ${NEEDS[use]}`
      : rich`Not for ${NEEDS[use]} without CORS`,
    detail: corsSameOrigin
      ? ['It is of the page’s own origin, or came with permission under CORS.']
      : [
          'What is drawn from it could be read back, so the browser wants the other origin’s permission first.',
        ],
  }),
};

const NOT_FOR_SCRIPT =
  /^(access-control-.*|cross-origin-.*|vary|timing-allow-origin|location|date|server|connection|content-encoding|transfer-encoding|strict-transport-security|x-content-type-options|x-frame-options|x-powered-by)$/;

/** The hidden headers a script could want: not those that speak to browsers and caches. */
export function unexposed(hidden: RuleFacts['response.exposed-headers']['hidden']): readonly string[] {
  return hidden.flatMap(({ name, why }) =>
    why === 'not exposed' && !NOT_FOR_SCRIPT.test(name) ? [name] : [],
  );
}

const NEEDS: Readonly<Record<RuleFacts['use.needs-cors']['use'], Rich>> = {
  canvas: ['reading pixels'],
  'WebGL texture': ['a WebGL texture'],
  'CSS shape': ['a CSS shape'],
  font: ['a font'],
  'module script': ['a module script'],
};

const FILTERED: Readonly<Record<RuleFacts['response.filtered']['type'], RuleWords>> = {
  basic: {
    title: rich`Script gets a ${'basic'} response`,
    detail: rich`All of it, but for ${'Set-Cookie'}.`,
  },
  cors: {
    title: rich`Script gets a ${'cors'} response`,
    detail: ['Status and body, and of the headers those that are exposed.'],
  },
  opaque: {
    title: rich`Script gets an ${'opaque'} response`,
    detail: rich`Status ${0}, no headers, no body: whatever the server sent, it looks the same.`,
  },
  opaqueredirect: {
    title: rich`Script gets an ${'opaqueredirect'}`,
    detail: rich`Status ${0}, no headers, no body, and no word of where the redirect leads.`,
  },
};

function words<R extends RuleName>(rule: R, facts: RuleFacts[R], result: RuleResult): RuleWords {
  return WORDS[rule](facts, result);
}

/** Words a check: what it found, and why. From the step's facts alone. */
export function explainRule(step: RuleStep): RuleWords {
  return words(step.rule, step.facts, step.result);
}

const DEVIATIONS: Readonly<Record<Exclude<keyof BrowserProfile, 'name'>, Rich>> = {
  maxAgeCap: ['remembers a preflight for a limited time, whatever the server says'],
  invalidMaxAge: rich`does not remember a preflight whose ${'Access-Control-Max-Age'} is no number; by the standard it holds for 5 seconds`,
  negativeMaxAge: rich`does not remember a preflight whose ${'Access-Control-Max-Age'} is below zero; by the letter of the standard it holds for 5 seconds`,
  authorizationByWildcard: rich`lets ${'*'} cover ${'Authorization'}; by the standard it must be named`,
  rangeLimit: rich`asks first for a ${'Range'} with a huge number in it; the standard sets no limit`,
  preflightAfterAuthorization: rich`asks again although the redirect removed ${'Authorization'}; by the standard nothing is left to ask about`,
  preflightAfterMethodChange: rich`asks again although the redirect made it a ${'GET'}; by the standard nothing is left to ask about`,
  preflightOriginAfterRedirect: rich`names the page’s origin in this preflight; by the standard it is ${'null'} after such a redirect`,
  redirectsFromHome: rich`wants ${'Access-Control-Allow-Credentials: true'} and the exact origin on a redirect of a request that began at the page’s own server; by the standard only a request with credentials needs them`,
  uploadListener: rich`asks first for an upload listener only when there is a body; by the standard, always`,
  repeatedHeaders: [
    'joins a header that was set twice before judging it; by the standard each is judged by itself',
  ],
  safelistedTotal: ['has no limit of 1024 bytes for all safelisted headers together'],
  extraSafelisted: ['safelists some headers that the standard does not'],
  userAgent: rich`drops a ${'User-Agent'} that script set; by the standard it is sent`,
  streamBody: ['cannot send a stream as body; by the standard it can'],
  noCorsBodyType: rich`sends the ${'Content-Type'} a body brings along, though it would need a preflight; by the standard it is dropped in mode ${'no-cors'}`,
  noCorsOrigin: rich`names the page in ${'Origin'} whatever its referrer policy; by the standard that can make it ${'null'}`,
  credentialedEntryServesAll: [
    'does not reuse a preflight made with credentials for a request without; by the standard it may',
  ],
  failureClearsCache: [
    'keeps the preflight in memory although the request failed; by the standard it is forgotten',
  ],
  noStoreSkipsPreflightCache: rich`asks again for the cache modes ${'no-store'} and ${'reload'}; by the standard only the HTTP cache heeds them`,
  sameSiteRedirects: rich`sends ${'SameSite'} cookies also after a redirect through another site; by the standard they stay home`,
  defaultSameSite: rich`treats a cookie without ${'SameSite'} as ${'None'}, not ${'Lax'}`,
  thirdPartyCookies: ['blocks third-party cookies on its own account'],
  localNetworkAccess: ['does not ask before a page reaches the local network'],
  secureCookiesOnLoopback: rich`counts this machine’s own addresses as secure for ${'Secure'} cookies`,
};

/** Words for where a browser differs from the standard: `Safari joins a header that …`. */
export function explainDeviation(field: keyof BrowserProfile, profile: BrowserProfile): Rich {
  if (field === 'name') return [];
  const who = profile.name === 'standard' ? 'The standard' : BROWSERS[profile.name];
  const cap =
    field === 'maxAgeCap' && profile.maxAgeCap !== null ? rich` (${profile.maxAgeCap} s at most)` : [];
  return [`${who} `, ...DEVIATIONS[field], ...cap, '.'];
}
