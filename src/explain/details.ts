import type { CookieNote, CookieReason } from '../engine/cookies';
import type { BrowserProfile, ProfileName } from '../engine/profile';
import type { RuleFacts, RuleName, RuleResult, RuleStep } from '../engine/trace';
import { clip, codes, plural, quoted, type Rich, rich, sentences } from './rich';
import { explainPreflightReason, MADE_WITH, ruleTitle, unexposed } from './rules';

/** A check in words. */
export interface RuleWords {
  /** What it found: the line on the stage. */
  readonly title: Rich;
  /** Why, in one or two sentences. */
  readonly detail: Rich;
}

/** The names browsers go by on the screen. */
export const BROWSERS: Readonly<Record<Exclude<ProfileName, 'standard'>, string>> = {
  chromium: 'Chrome',
  firefox: 'Firefox',
  webkit: 'Safari',
};

const COOKIE_REASONS: Readonly<Record<CookieReason, Rich>> = {
  SameSite: rich`its ${'SameSite'} keeps it to requests from its own site`,
  Secure: rich`it is ${'Secure'}, and this is not HTTPS`,
  'SameSite=None without Secure': rich`${'SameSite=None'} counts only together with ${'Secure'}`,
  'third-party cookies are blocked': ['the browser blocks third-party cookies'],
  partitioned: ['it is in another jar than this request takes from'],
  'credentials not included': ['this request goes without credentials'],
  'refused handshake': ['the WebSocket was not opened'],
  domain: ['its domain is not this server’s'],
  '__Secure- prefix': rich`its name asks for ${'Secure'}`,
  '__Host- prefix': rich`its name asks for ${'Secure'}, ${'Path=/'} and no ${'Domain'}`,
  'prefix without a name': rich`it has no name, and its value begins with ${'__Secure-'} or ${'__Host-'}`,
  malformed: ['the line cannot be read as a cookie'],
};

/** Why a cookie was not sent, or not stored, as a clause. */
export function explainCookieReason(why: CookieReason): Rich {
  return COOKIE_REASONS[why];
}

/** The same, with the cookie's name. */
export function explainCookie(note: CookieNote): Rich {
  return rich`${note.name === '' ? ['One cookie'] : clip(note.name)}: ${COOKIE_REASONS[note.why]}.`;
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

function unparsable({ value }: { readonly value: string }): Rich {
  return rich`${quoted(value)} is not a list of names separated by commas. One bad item spoils the whole header.`;
}

const CONNECTION: Readonly<Record<string, string>> = {
  dns: 'No server here goes by that origin, or the name does not exist. Check its spelling.',
  refused: 'Nothing listens at that host and port.',
  tls: 'Often the certificate has expired or is for another host.',
  reset: 'The request may or may not have reached the server.',
  timeout: 'The request may or may not have reached the server.',
  'blocked by the client': 'Often an extension, such as an ad blocker.',
};

type Detail<R extends RuleName> = (facts: RuleFacts[R], result: RuleResult) => Rich;

const DETAILS: { readonly [R in RuleName]: Detail<R> } = {
  'request.url': ({ url }, result) =>
    url === null
      ? ['The browser cannot make an address of it, so nothing is fetched.']
      : result === 'fail'
        ? ['Its scheme, or a part of it, does not fit.']
        : ['The browser reads the address against the page’s own URL.'],
  'request.url-credentials': ({ url }) =>
    rich`${'fetch()'} refuses a URL such as ${clip(url)}: names and passwords may not stand in it.`,
  'request.mode-navigate': () => rich`The browser itself uses it to open pages; ${'fetch()'} refuses it.`,
  'request.only-if-cached': ({ mode }) =>
    rich`This cache mode works with the request mode ${'same-origin'} only; here it is ${mode}.`,
  'request.method-invalid': () => rich`A method is one word without spaces, such as ${'GET'} or ${'PATCH'}.`,
  'request.method-forbidden': () => rich`No script may send ${'CONNECT'}, ${'TRACE'} or ${'TRACK'}.`,
  'request.method-normalized': () =>
    rich`Browsers put ${codes(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'])} in capitals, and no other method.`,
  'request.method-kept': ({ method }) =>
    rich`Browsers put only ${codes(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'])} in capitals. Methods compare letter by letter: ${clip(method)} is not ${clip(method.toUpperCase())}.`,
  'request.no-cors-method': () => rich`Without CORS a script may use ${SAFELISTED} only.`,
  'request.header-invalid': ({ name, value }) =>
    rich`A header name is one word without spaces; a value has no line breaks and no characters beyond Latin-1. ${quoted(`${name}: ${value}`)} is not such a header.`,
  'request.header-forbidden': () => [
    'No script may set this header so. The browser drops it without an error, and it causes no preflight.',
  ],
  'request.header-not-no-cors-safelisted': () =>
    rich`Without CORS a script may set ${codes(['Accept', 'Accept-Language', 'Content-Language'])}, and a ${'Content-Type'} that a form could send. The rest is dropped without a word.`,
  'request.body-with-get': () => rich`${'fetch()'} refuses a body with ${'GET'} or ${'HEAD'}.`,
  'request.body-type': ({ kind, contentType, replaced }) =>
    contentType === null
      ? rich`A body given as ${kind} brings none, and the script set none.`
      : replaced
        ? rich`${clip(contentType)}, in place of the one that a body given as ${kind} brings along.`
        : rich`${clip(contentType)}, for a body given as ${kind}.`,
  'request.stream': ({ mode, treatment }, result) =>
    treatment === 'string'
      ? ['This browser cannot send streams, and sends a short text in its place.']
      : treatment === 'NotSupportedError'
        ? ['This browser cannot send streams; by the standard it could.']
        : result === 'fail'
          ? rich`A stream needs mode ${'cors'} or ${'same-origin'}; here it is ${mode}.`
          : ['To another origin a stream always needs a preflight, and it cannot be sent twice.'],
  'request.initiator': ({ initiator, mode, credentials }) =>
    sentences(
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

  'main-fetch.bad-port': () => [
    'Browsers do not speak HTTP to ports that belong to other services, such as mail. This is not CORS.',
  ],
  'main-fetch.userinfo': ({ url }) =>
    rich`${clip(url)} holds a user name or password. Passwords in URLs leak, so the browser loads nothing from there. This is not CORS.`,
  'main-fetch.mixed-content': ({ page, url }) =>
    rich`${clip(page)} is secure and ${clip(url)} is not: mixed content. This is not CORS.`,
  'main-fetch.mixed-content-upgraded': ({ from, to }) =>
    rich`On an HTTPS page the browser asks for ${clip(to)} instead of ${clip(from)}.`,
  'main-fetch.same-origin': ({ origin, target, returned }) =>
    returned
      ? [
          'The request has been at another origin. From then on every response must allow the page, its own server’s too.',
        ]
      : origin === target
        ? rich`Page and server share scheme, host and port: ${target}.`
        : rich`The page’s origin is ${clip(origin)}. Scheme, host and port must all be equal to be the same.`,
  'main-fetch.no-cors-protocol': ({ initiator }) =>
    initiator === 'WebSocket'
      ? rich`Any page may open one to any server. The request names the page in ${'Origin'}: checking it is up to the server.`
      : [
          'A form takes the whole tab to the answer, so the page that sent it never sees it. The server runs the request.',
        ],
  'main-fetch.data-url': () => [
    'It carries its own content, so nothing goes over the network and nobody is asked.',
  ],
  'main-fetch.mode-same-origin': ({ origin }) =>
    rich`The script asked for its own origin only, ${clip(origin)}.`,
  'main-fetch.no-cors': ({ target }) =>
    rich`${clip(target)} need not allow anything, and in return its response stays opaque to the page.`,
  'main-fetch.no-cors-redirect-mode': () =>
    rich`To another origin it works with the redirect mode ${'follow'} only.`,
  'main-fetch.scheme': () => ['A page can ask other origins over HTTP and HTTPS only.'],
  'main-fetch.preflight': ({ reasons }) => sentences(...reasons.map(explainPreflightReason)),
  'main-fetch.simple': ({ method }) =>
    rich`${method} is safelisted and no header needs permission, so the browser sends the request without asking first.`,

  'http-fetch.preflight-cache-hit': ({ left }) =>
    left === null
      ? ['The server has been asked before, so no new preflight is sent.']
      : rich`The server’s answer still holds for ${plural(left, 'second')}, so no new preflight is sent.`,
  'http-fetch.preflight-cache-miss': ({ missing }) =>
    missing.length > 0
      ? rich`Not remembered: ${codes(missing)}. So the browser asks.`
      : ['What it allowed is still remembered, yet the browser asks again.'],
  'network.local-network': ({ from, to }) =>
    rich`A page from the ${from} address space asks for a ${to} address. The browser asks the person, on HTTPS pages only; no header of the server changes that.`,
  'network.credentials': ({ mode, tainting }) =>
    rich`The credentials mode is ${mode}${
      mode === 'same-origin'
        ? [tainting === 'basic' ? ', and so is the request' : ', and another origin is involved']
        : []
    }. Credentials are cookies, saved HTTP logins and client certificates.`,
  'network.origin-header': ({ value, tainted }) =>
    value === null
      ? rich`A ${'GET'} or ${'HEAD'} that CORS does not apply to carries none.`
      : value !== 'null'
        ? ['The browser names the page’s origin; no script can change it.']
        : tainted
          ? [
              'The request was redirected from one foreign origin to another, so the browser no longer vouches for the page.',
            ]
          : rich`The page has no origin to name (a sandboxed frame, a file, ${'data:'}), or its referrer policy hides it.`,
  'network.referrer': ({ value }) =>
    value === null ? rich`There is no ${'Referer'}.` : rich`${'Referer'} says ${value}.`,
  'network.fetch-metadata': ({ site, mode, destination }) =>
    site === null
      ? rich`There is no ${'Sec-Fetch-Site'}, and none of its kin.`
      : rich`The browser tells the server that the request is ${site}, in mode ${mode}, for ${destination}; no script can change that.`,
  'network.cookies': ({ withheld }) =>
    withheld.length > 0
      ? rich`Held back: ${sentences(...withheld.map(explainCookie))}`
      : ['Cookies are picked by the server’s host and path, not by the page.'],
  'network.stream-http1': () => rich`A ${'ReadableStream'} as body needs HTTP/2 or newer.`,
  'network.only-if-cached': () => rich`The cache mode ${'only-if-cached'} is there not to ask the network.`,
  'network.connection': ({ failure }) => [
    `${CONNECTION[failure] ?? 'The connection failed.'} This is not CORS, though script cannot tell the difference.`,
  ],
  'network.set-cookie': ({ stored, ignored }) =>
    sentences(
      stored.length > 0 && ['Stored as soon as the response arrives, even if the page may not read it.'],
      ignored.length > 0 && rich`Ignored: ${sentences(...ignored.map(explainCookie))}`,
    ),
  'network.unauthorized': ({ prompts }) =>
    prompts
      ? ['Credentials are included and CORS is not involved, so the person is asked.']
      : ['For a request under CORS, or without credentials, no password prompt appears.'],

  'cors-check.same-origin': ({ origin }) =>
    rich`This browser names ${clip(origin)} in the preflight, and that is the server’s own origin: it does not look at ${'Access-Control-Allow-Origin'}.`,
  'cors-check.allow-origin-missing': () => [
    'Without that header, no page of another origin may read the answer.',
  ],
  'cors-check.wildcard': () => ['The request is made without credentials, so the wildcard counts.'],
  'cors-check.wildcard-with-credentials': ({ origin }) =>
    origin === 'null'
      ? rich`The request’s credentials mode is ${'include'}, so the wildcard does not count.`
      : rich`The request’s credentials mode is ${'include'}: the server has to name the origin itself, ${clip(origin)}.`,
  'cors-check.allow-origin': ({ origin, value, lines }, result) =>
    result === 'fail'
      ? sentences(
          lines === 1 && rich`${'Access-Control-Allow-Origin'} is ${quoted(value)}.`,
          explainMismatch(value, origin, lines),
        )
      : rich`${'Access-Control-Allow-Origin'} equals the request’s origin, letter by letter.`,
  'cors-check.no-credentials': ({ mode }) =>
    rich`The credentials mode is ${mode}, so ${'Access-Control-Allow-Credentials'} does not matter.`,
  'cors-check.allow-credentials': ({ value }, result) =>
    result !== 'fail'
      ? rich`${'Access-Control-Allow-Credentials'} is ${'true'}.`
      : value === null
        ? rich`The credentials mode is ${'include'}, and the response has no ${'Access-Control-Allow-Credentials'}.`
        : rich`${'Access-Control-Allow-Credentials'} is ${quoted(value)}. It must be ${'true'}, letter by letter.`,

  'preflight.status': (_, result) =>
    result === 'fail'
      ? ['A preflight must be answered with a status from 200 to 299. Any other means no.']
      : ['Any status from 200 to 299 will do for a preflight.'],
  'preflight.allow-methods-syntax': unparsable,
  'preflight.allow-headers-syntax': unparsable,
  'preflight.method': ({ method, allowed, by }, result) => {
    if (result === 'fail') {
      return sentences(
        list('methods', allowed),
        allowed?.includes('*') ? rich`With credentials, ${'*'} is not a wildcard.` : null,
        allowed?.includes(method.toUpperCase())
          ? rich`Methods compare letter by letter: ${clip(method)} is not ${clip(method.toUpperCase())}.`
          : null,
      );
    }
    switch (by) {
      case 'wildcard':
        return ['Without credentials the wildcard covers every method.'];
      case 'upload listener':
        return rich`The preflight is for the listener on ${'xhr.upload'} alone, and no ${'Access-Control-Allow-Methods'} was sent.`;
      case 'listed':
        return list('methods', allowed);
      default:
        return rich`${SAFELISTED} are always allowed.`;
    }
  },
  'preflight.header': ({ name, allowed, by, literalWildcard }, result) => {
    const authorization = name.toLowerCase() === 'authorization';
    if (result === 'fail') {
      return sentences(
        list('headers', allowed),
        literalWildcard &&
          (authorization
            ? rich`${'*'} does not cover ${'Authorization'}: it has to be named.`
            : rich`With credentials, ${'*'} is not a wildcard.`),
      );
    }
    if (by !== 'wildcard') return ['Header names compare without regard to case.'];
    return authorization
      ? rich`This browser lets ${'*'} cover it. By the standard, ${'Authorization'} must be named.`
      : rich`Without credentials the wildcard covers every header but ${'Authorization'}.`;
  },
  'preflight.max-age': ({ value, valid, seconds, cap }) =>
    value === null
      ? rich`Without ${'Access-Control-Max-Age'} the answer holds for ${seconds} seconds.`
      : !valid
        ? rich`${quoted(value)} is not a whole number of seconds.`
        : cap !== null && seconds === cap && Number(value) > cap
          ? rich`The server says ${clip(value)} seconds; this browser remembers for ${cap} at most.`
          : rich`${'Access-Control-Max-Age'} is ${clip(value)}.`,
  'preflight.cached': ({ methods, headers }) =>
    rich`For this page and this exact URL: ${codes([...methods, ...headers], 8)}.`,
  'preflight-cache.cleared': ({ entries }) =>
    rich`The request failed, so the browser drops ${plural(entries, 'entry', 'entries')} and asks again next time.`,

  'redirect.mode-error': () => ['With that mode, any redirect is an error.'],
  'redirect.mode-manual': () => ['The script learns that there was a redirect, but not where to.'],
  'redirect.no-location': () => ['There is nowhere to go, so it is a response like any other.'],
  'redirect.location-invalid': ({ location, lines }) =>
    lines > 1
      ? rich`${quoted(location)}: a response can lead to one place only.`
      : rich`${quoted(location)} cannot be followed.`,
  'redirect.scheme': ({ location }) =>
    rich`${quoted(location)}: a redirect may lead to ${'http:'} and ${'https:'} only.`,
  'redirect.count': () => ['The browser gives up. Most often two addresses redirect to each other.'],
  'redirect.credentials': ({ location }) =>
    rich`${quoted(location)} holds a user name or password. The browser follows no redirect to such a URL here.`,
  'redirect.body': () => ['A redirect of this kind repeats the body, and a stream can be read only once.'],
  'redirect.followed': ({ count }) => [
    `Redirect number ${count}. Every rule is applied anew at the next address.`,
  ],
  'redirect.method-changed': ({ dropped }) =>
    sentences(
      ['The body is gone.'],
      dropped.length > 0 && rich`So are the headers about it: ${codes(dropped)}.`,
    ),
  'redirect.authorization-removed': ({ from, to }) =>
    rich`It was meant for ${clip(from)}, and the redirect leads to ${clip(to)}.`,
  'redirect.origin-null': ({ origin, via }) =>
    origin === 'null'
      ? ['The page had none to name in the first place.']
      : rich`${clip(via)} sent the request on to yet another origin, so it no longer counts as coming from ${clip(origin)} alone.`,

  'corp.check': ({ value, policy, origin, target, embedderPolicy }, result) =>
    result === 'fail'
      ? policy !== null && value === policy
        ? rich`${clip(target)} shares this with ${policy} pages only, and ${clip(origin)} is not one.`
        : rich`The page’s embedder policy ${embedderPolicy} needs other origins to opt in, and ${clip(target)} does not.`
      : value === null
        ? rich`The header is not sent, and the embedder policy ${embedderPolicy} does not need it here.`
        : rich`Its value is ${quoted(value)}.`,
  'tao.check': ({ value }, result) =>
    value === null
      ? rich`Without ${'Timing-Allow-Origin'}, all that shows of another origin’s timing is start and end.`
      : result === 'pass'
        ? rich`${'Timing-Allow-Origin'} is ${quoted(value)}.`
        : rich`${'Timing-Allow-Origin'} is ${quoted(value)}. This response and every redirect before it have to name the page’s origin, or ${'*'}.`,
  'response.mime-type': ({ contentType, destination, nosniff }) =>
    sentences(
      contentType === null
        ? rich`There is no ${'Content-Type'}.`
        : rich`It is ${quoted(contentType)}, used as ${destination}.`,
      nosniff && rich`${'X-Content-Type-Options: nosniff'} forbids guessing.`,
    ),
  'response.exposed-headers': ({ visible, hidden, wildcard }) => {
    const away = unexposed(hidden);
    return sentences(
      away.length > 0
        ? rich`Not in ${'Access-Control-Expose-Headers'}: ${codes(away, 6)}.`
        : visible.length > 0
          ? rich`Readable: ${codes(visible, 6)}.`
          : ['There are none.'],
      wildcard === 'literal' && rich`With credentials, ${'*'} is not a wildcard.`,
      hidden.some(({ why }) => why === 'never exposed') && rich`${'Set-Cookie'} is never shown to script.`,
    );
  },
  'response.filtered': ({ type }) => FILTERED[type],
  'use.needs-cors': ({ corsSameOrigin }) =>
    corsSameOrigin
      ? ['It is of the page’s own origin, or came with permission under CORS.']
      : [
          'What is drawn from it could be read back, so the browser wants the other origin’s permission first.',
        ],
};

const FILTERED: Readonly<Record<RuleFacts['response.filtered']['type'], Rich>> = {
  basic: rich`All of it, but for ${'Set-Cookie'}.`,
  cors: ['Status and body, and of the headers those that are exposed.'],
  opaque: rich`Status ${0}, no headers, no body: whatever the server sent, it looks the same.`,
  opaqueredirect: rich`Status ${0}, no headers, no body, and no word of where the redirect leads.`,
};

function detailOf<R extends RuleName>(rule: R, facts: RuleFacts[R], result: RuleResult): Rich {
  return DETAILS[rule](facts, result);
}

/** Words a check: what it found, and why. From the step's facts alone. */
export function explainRule(step: RuleStep): RuleWords {
  return { title: ruleTitle(step), detail: detailOf(step.rule, step.facts, step.result) };
}

const DEVIATIONS: Readonly<Record<Exclude<keyof BrowserProfile, 'name'>, Rich>> = {
  maxAgeCap: ['remembers a preflight for a limited time, whatever the server says'],
  invalidMaxAge: rich`does not remember a preflight whose ${'Access-Control-Max-Age'} is no number; by the standard it holds for 5 seconds`,
  negativeMaxAge: rich`does not remember a preflight whose ${'Access-Control-Max-Age'} is below zero; by the letter of the standard it holds for 5 seconds`,
  authorizationByWildcard: rich`lets ${'*'} cover ${'Authorization'}; by the standard it must be named`,
  preflightStatus: [
    'refuses the preflight for its status without looking for permission; by the standard, after that',
  ],
  preflightOrder: rich`looks for the method before it reads ${'Access-Control-Allow-Headers'}; by the standard both lists are read first`,
  rangeLimit: rich`asks first for a ${'Range'} with a huge number in it; the standard sets no limit`,
  preflightAfterAuthorization: rich`asks again although the redirect removed ${'Authorization'}; by the standard only about what is left, if anything`,
  preflightAfterMethodChange: rich`asks again although the redirect made it a ${'GET'}; by the standard only about what is left, if anything`,
  preflightOriginAfterRedirect: rich`names the page’s origin in this preflight, and goes by it; by the standard it is ${'null'} after such a redirect`,
  droppedHeaders: rich`sends a header like ${'Content-Type'} again after one more redirect, though it went with the body; by the standard it stays away`,
  droppedAuthorization: rich`sends ${'Authorization'} again after one more redirect, to an origin it was not meant for; by the standard it stays away`,
  redirectedDelete: rich`makes a ${'DELETE'} a ${'GET'} when it is redirected to another origin; by the standard only a 303 does`,
  redirectsFromHome: rich`wants ${'Access-Control-Allow-Credentials: true'} and the exact origin on a redirect of a request that began at the page’s own server; by the standard only a request with credentials needs them`,
  repeatedLocation: rich`follows a redirect with more than one ${'Location'}; by the standard it fails`,
  emptyLocation: rich`does not follow an empty ${'Location'}; by the standard it leads to the same URL`,
  unusableLocation: rich`sees that the ${'Location'} leads nowhere before it looks for permission; by the standard, after`,
  unfollowedLocation: rich`fails for a ${'Location'} that is no URL though it is not to follow it; by the standard it does not look`,
  ftpLocation: rich`fails for a ${'Location'} of ${'ftp:'} before it looks at anything else; by the standard, only when it is to follow it`,
  shownLocation: rich`shows script one ${'Location'} where two are equal; by the standard both, as one list`,
  userinfoAway: rich`refuses the user name in the ${'Location'} only after the next preflight; by the standard at once`,
  missingLocation: rich`takes a redirect without ${'Location'} for an ordinary response; by the standard it is a redirect still, and here an error`,
  userinfo: rich`loads nothing from a URL with a user name by ${'fetch()'}, for a beacon, an event stream, or an image, a script and the like; by the standard it may where CORS is not needed`,
  redirectedWebSocket: ['follows the redirect of a WebSocket’s handshake; by the standard it fails'],
  unlistedMethod: rich`wants every method but ${'GET'}, ${'HEAD'} and ${'POST'} listed, and remembers none that is not; by the standard, none has to be where an upload listener or a stream makes the preflight and nothing is listed`,
  uploadListener: rich`asks first for an upload listener only when there is a body; by the standard, always`,
  repeatedHeaders: [
    'joins a header that was set twice before judging it; by the standard each is judged by itself',
  ],
  rangeUnit: rich`lets the unit in ${'Range'} be written in capitals; by the standard it is ${'bytes'}`,
  safelistedTotal: ['has no limit of 1024 bytes for all safelisted headers together'],
  extraSafelisted: ['safelists some headers that the standard does not'],
  overrideQuotes: ['takes what is quoted in the header for methods, too; by the standard it is one word'],
  userAgent: rich`drops a ${'User-Agent'} that script set; by the standard it is sent`,
  streamBody: ['cannot send a stream as body; by the standard it can'],
  sameOriginStream: rich`sends a stream in mode ${'cors'} although the page asked for ${'same-origin'}`,
  typeOfNoBody: rich`sends the ${'Content-Type'} of a body that is not sent; by the standard it goes with the body`,
  textCharset: rich`has its own way to make the charset of text ${'UTF-8'}, which shows in ${'Content-Type'}`,
  fonts: ['fetches fonts without CORS; by the standard they need it'],
  noCorsBodyType: rich`sends the ${'Content-Type'} a body brings along, though it would need a preflight; by the standard it is dropped in mode ${'no-cors'}`,
  noCorsOrigin: rich`names the page in ${'Origin'} whatever its referrer policy; by the standard that can make it ${'null'}`,
  navigationOriginAfterRedirect: rich`says ${'Origin: null'} on a form’s ${'POST'} after a redirect to another origin; by the standard it names the page`,
  navigationOrigin: rich`names the page in ${'Origin'} on a form’s ${'POST'} that goes from HTTPS to HTTP; by the standard most referrer policies make it ${'null'} there`,
  insecureNone: rich`stores a cookie with ${'SameSite=None'} that is not ${'Secure'}; it should be refused`,
  noCorsCredentialsAway: rich`keeps sending cookies after a redirect to another origin, though the request’s are for its own; by the standard they stay behind`,
  noCorsOriginOnTheWay: rich`does not hold ${'Origin'} against the referrer policy again after a redirect; by the standard it does`,
  cookieExpiry: rich`goes by the last of a cookie’s ${'Max-Age'} and ${'Expires'}; by the standard ${'Max-Age'} counts`,
  responseBytes: rich`puts the character U+FFFD (${'ï¿½'} byte by byte) for what is no UTF-8 in a response’s headers; by the standard the bytes stay`,
  cookieBytes: [
    'reads a cookie only as far as its bytes are ASCII; by the standard each byte stays as it is',
  ],
  namelessCookies: rich`takes a cookie without ${'='} for a name, and refuses one that has none; by the standard it is a value without a name`,
  redirectedSameSite: rich`stores ${'SameSite'} cookies also after a redirect through another site; by the standard they are refused`,
  addressDomains: rich`stores a cookie whose ${'Domain'} is the end of an IP address; it should be refused`,
  cookiePrefixes: rich`stores a cookie whose name, or value without a name, begins with ${'__Secure-'} or ${'__Host-'}, without what that asks for; it should be refused`,
  noCorsOriginAfterRedirect: rich`says ${'Origin: null'} after a redirect to another origin; by the standard it names the page`,
  elementOrigin: rich`sends ${'Origin'} for elements that use CORS even to the page’s own origin; by the standard only elsewhere`,
  originAfterMethodChange: rich`goes on sending ${'Origin'} after the redirect; by the standard a ${'GET'} to the page’s own origin has none`,
  opaqueReferrer: rich`names the page in ${'Referer'}; by the standard a page like this has none to name`,
  referrerDowngrade: rich`hides the referrer from any address without TLS; by the standard one on this machine may see it`,
  relaxedReferrer: rich`shows another site the page’s origin at most in ${'Referer'}; by the standard this policy shows it more`,
  preflightReferrer: rich`says in a preflight’s ${'Referer'} what the request said when it set out; by the standard it says what the request says now`,
  framedReferrer: rich`shows the origin at most of a page in another site’s frame; by the standard ${'Referer'} goes by the page’s referrer policy`,
  navigationReferrerAfterRedirect: rich`keeps ${'Referer'} after the redirect, or the origin of it for another site; by the standard the referrer policy decides anew`,
  webSocketMetadata: rich`has its own way with ${'Sec-Fetch-*'} of a WebSocket; by the standard they go as with any request`,
  redirectedMetadata: rich`sends no ${'Sec-Fetch-*'} after a redirect to another origin; by the standard it does`,
  redirectedSite: rich`says ${'cross-site'} of a request without TLS once it was redirected away from the page’s origin; by the standard it says how far its URLs were`,
  preflightSite: rich`has its own way with ${'Sec-Fetch-Site'} of a preflight after redirects; by the standard it says how far the farthest of the URLs is`,
  metadataScheme: rich`takes http and https of a domain for one site; by the standard ${'Sec-Fetch-Site'} says that they are two`,
  upgradedHosts: ['asks an IP address over HTTPS, too; by the standard only hosts with a name'],
  mixedLoopback: rich`blocks what a page with HTTPS asks of ${'localhost'} without it, but for images; by the standard the machine itself is trusted`,
  mixedPreflight: rich`sends the preflight over ${'http:'} before it blocks the mixed content; by the standard nothing is sent`,
  mixedBeacon: rich`lets ${'sendBeacon()'} return ${'false'} for mixed content; by the standard nobody is told`,
  beaconOrigin: rich`names the origin of the page’s URL; by the standard a page like this is ${'null'}`,
  invalidResourcePolicy: rich`takes a ${'Cross-Origin-Resource-Policy'} it does not know for leave; by the standard it counts as none`,
  sameSitePolicy: rich`judges ${'same-site'} by the name of the host: what a host without a dot answers is open to a sandboxed page, and another port of an IP address is another site; by the standard the one is closed and the other is open`,
  credentiallessPages: rich`does not know the embedder policy ${'credentialless'}, so that credentials go as ever`,
  elementStatus: rich`loads this with any status below ${'400'}; by the standard it takes one from ${'200'} to ${'299'}`,
  mistypedStylesheet: rich`tells the page that the style sheet has loaded, and applies nothing of it`,
  dataUrlLength: rich`gives what it reads from a ${'data:'} URL a ${'Content-Length'}; by the standard it has none`,
  refusedHandshakeCookies: [
    'stores no cookies from a WebSocket’s handshake that fails; by the standard it does',
  ],
  aboutBlank: rich`does not load ${'about:blank'}; by the standard it is an empty document, where CORS is not needed`,
  onlyIfCached: rich`asks the server in cache mode ${'only-if-cached'}; by the standard that fails when nothing is cached`,
  nullOriginPreflight: rich`does not remember a preflight with ${'Origin: null'} for the next request; by the standard it does`,
  rememberedAuthorization: rich`goes on to let ${'*'} cover ${'Authorization'} without a preflight; by the standard it must be named`,
  rememberedMethod: rich`does not look up ${SAFELISTED} in what it remembers, and lets them go as long as an answer holds; by the standard it looks up what it would ask about`,
  rememberedWildcard: rich`does not count what ${'*'} allowed before; by the standard it stands for any method or header later, too`,
  newPreflight: [
    'keeps only the last preflight of each URL; by the standard what was remembered before stays',
  ],
  refusedPreflight: [
    'remembers what a preflight allows although it refused the request; by the standard nothing of it is remembered',
  ],
  credentialedEntryServesAll: [
    'does not reuse a preflight made with credentials for a request without; by the standard it may',
  ],
  failureClearsCache: [
    'keeps the preflight in memory although the request failed; by the standard it is forgotten',
  ],
  noStoreSkipsPreflightCache: rich`asks again for the cache modes ${'no-store'} and ${'reload'}; by the standard only the HTTP cache heeds them`,
  noCacheSkipsPreflightCache: rich`asks again for the cache mode ${'no-cache'}; by the standard only the HTTP cache heeds it`,
  cookieSite: [
    'goes by the page’s URL for cookies; by the standard a page with an origin of its own is of no site',
  ],
  sameSiteRedirects: rich`sends ${'SameSite'} cookies also after a redirect through another site; by the standard they stay home`,
  defaultSameSite: rich`treats a cookie without ${'SameSite'} as ${'None'}, not ${'Lax'}`,
  laxAllowingUnsafe: rich`sends a cookie without ${'SameSite'} also with a ${'POST'} that opens a page of its site, as long as it is younger than two minutes`,
  thirdPartyCookies: ['goes its own way with third-party cookies, which the standard leaves to browsers'],
  cookieScheme: rich`takes http and https of a domain for one site; by the standard they are two to ${'SameSite'}`,
  localNetworkAccess: ['does not ask before a page reaches the local network'],
  secureCookiesOnLoopback: rich`counts this machine’s own addresses as secure for ${'Secure'} cookies`,
};

/** Matters of the libraries that WebKitGTK keeps cookies and follows redirects with, where Safari has others. */
const OF_WEBKITGTK: ReadonlySet<keyof BrowserProfile> = new Set([
  'cookieExpiry',
  'addressDomains',
  'responseBytes',
  'cookieBytes',
  'cookiePrefixes',
  'insecureNone',
  'redirectedDelete',
]);

/** Words for where a browser differs from the standard: `Safari joins a header that …`. */
export function explainDeviation(field: keyof BrowserProfile, profile: BrowserProfile): Rich {
  if (field === 'name') return [];
  const who =
    profile.name === 'standard'
      ? 'The standard'
      : profile.name === 'webkit' && OF_WEBKITGTK.has(field)
        ? 'WebKitGTK'
        : BROWSERS[profile.name];
  return [`${who} `, ...deviationOf(field, profile), '.'];
}

/** What a browser does, in words for the one where browsers differ in it. */
function deviationOf(field: keyof typeof DEVIATIONS, profile: BrowserProfile): Rich {
  const { maxAgeCap, rememberedMethod, rememberedWildcard } = profile;
  if (field === 'maxAgeCap' && maxAgeCap !== null) {
    return [...DEVIATIONS.maxAgeCap, ...rich` (${maxAgeCap} s at most)`];
  }
  if (field === 'rememberedMethod' && rememberedMethod === 'unless GET or POST') {
    return rich`looks up every method but ${'GET'} and ${'POST'} in what it remembers, ${'HEAD'} too, and lets those two go wherever it has asked before; by the standard it looks up what it would ask about`;
  }
  if (field === 'rememberedWildcard' && rememberedWildcard === 'from one without credentials') {
    return rich`takes a remembered ${'*'} for a wildcard only where a request without credentials was allowed by it; by the standard it stands for any method or header later, too`;
  }
  if (field === 'rememberedWildcard' && rememberedWildcard === 'for one without credentials') {
    return rich`takes a remembered ${'*'} for a wildcard only in a request without credentials; by the standard it stands for any method or header later, too`;
  }
  if (field === 'cookieBytes' && profile.cookieBytes === 'UTF-8') {
    return rich`puts the character U+FFFD (${'ï¿½'} byte by byte) for what is no UTF-8 in a cookie’s value; by the standard each byte stays as it is`;
  }
  if (field === 'repeatedLocation' && profile.repeatedLocation === 'one where equal') {
    return rich`takes several ${'Location'} lines for one where they are equal, and fails where they differ, whatever the status; by the standard a redirect with more than one fails when it is followed`;
  }
  return DEVIATIONS[field];
}
