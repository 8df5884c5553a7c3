import type { Initiator } from '../engine/initiator';
import type {
  PreflightReason,
  RuleFacts,
  RuleName,
  RuleResult,
  RuleStep,
  UnsafeReason,
} from '../engine/trace';
import { clip, codes, quoted, type Rich, rich } from './rich';

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

type Title<R extends RuleName> = (facts: RuleFacts[R], result: RuleResult) => Rich;

/** One without a name is shown by its `=`. */
function cookieName(name: string): string {
  return name === '' ? '=…' : name;
}

const TITLES: { readonly [R in RuleName]: Title<R> } = {
  'request.url': ({ input, url }, result) =>
    url === null
      ? rich`${quoted(input)} is not a URL`
      : result === 'fail'
        ? rich`${clip(url)} cannot be used here`
        : rich`The URL is ${clip(url)}`,
  'request.url-credentials': () => ['The URL holds a user name or password'],
  'request.mode-navigate': () => rich`Mode ${'navigate'} is not for scripts`,
  'request.only-if-cached': () => rich`${'only-if-cached'} needs mode ${'same-origin'}`,
  'request.method-invalid': ({ method }) => rich`${clip(method)} cannot be a method`,
  'request.method-forbidden': ({ method }) => rich`Method ${clip(method)} is forbidden to scripts`,
  'request.method-normalized': ({ given, method }) => rich`${clip(given)} is sent as ${method}`,
  'request.method-kept': ({ method }) => rich`Method ${clip(method)} is sent as written`,
  'request.no-cors-method': ({ method }) => rich`Mode ${'no-cors'} cannot send ${clip(method)}`,
  'request.header-invalid': ({ name }) => rich`${quoted(name)} cannot be sent as a header`,
  'request.header-forbidden': ({ name }) => rich`${clip(name)} is dropped: forbidden to scripts`,
  'request.header-not-no-cors-safelisted': ({ name }) =>
    rich`${clip(name)} is dropped: the mode is ${'no-cors'}`,
  'request.body-with-get': ({ method }) => rich`${method} cannot have a body`,
  'request.body-type': ({ replaced }) =>
    replaced ? rich`The script’s own ${'Content-Type'} counts` : rich`The body’s ${'Content-Type'}`,
  'request.stream': ({ treatment }) =>
    treatment === 'string' ? ['The stream is sent as a string'] : rich`The body is a ${'ReadableStream'}`,
  'request.initiator': ({ mode, credentials }) =>
    mode === 'websocket'
      ? ['A WebSocket has a mode of its own']
      : rich`Mode ${mode}, credentials ${credentials}`,

  'main-fetch.bad-port': ({ port }) => rich`Port ${port} is blocked`,
  'main-fetch.userinfo': () => ['The URL holds a user name or password'],
  'main-fetch.mixed-content': () => rich`An HTTPS page may not load ${'http:'}`,
  'main-fetch.mixed-content-upgraded': () => rich`${'http:'} becomes ${'https:'}`,
  'main-fetch.same-origin': ({ origin, target, returned }) =>
    returned
      ? ['Back at the page’s origin, yet still CORS']
      : origin === target
        ? ['Same origin: CORS does not apply']
        : rich`${clip(target)} is another origin`,
  'main-fetch.no-cors-protocol': ({ initiator }) => rich`CORS does not apply to a ${MADE_WITH[initiator]}`,
  'main-fetch.data-url': () => rich`A ${'data:'} URL needs no server`,
  'main-fetch.mode-same-origin': ({ target }) => rich`Mode ${'same-origin'} excludes ${clip(target)}`,
  'main-fetch.no-cors': () => rich`Mode ${'no-cors'}: nothing will be readable`,
  'main-fetch.no-cors-redirect-mode': () => rich`Mode ${'no-cors'} must follow redirects`,
  'main-fetch.scheme': ({ scheme }) => rich`${`${scheme.replace(/:$/, '')}:`} is not HTTP`,
  'main-fetch.preflight': ({ reasons }) =>
    reasons.length > 1
      ? [`Needs a preflight’s yes, for ${reasons.length} reasons`]
      : ['Needs a preflight’s yes'],
  'main-fetch.simple': () => ['No preflight is needed'],

  'http-fetch.preflight-cache-hit': () => ['Remembered from an earlier preflight'],
  'http-fetch.preflight-cache-miss': ({ missing }) =>
    missing.length > 0 ? ['No earlier preflight covers this'] : ['An earlier preflight is passed by'],
  'network.local-network': ({ why }) =>
    why === 'granted'
      ? ['The person lets the page reach the local network']
      : why === 'denied'
        ? ['The person keeps the page from the local network']
        : ['The local network is for secure pages only'],
  'network.credentials': ({ included }) =>
    included ? ['Credentials are included'] : ['No credentials are included'],
  'network.origin-header': ({ value }) =>
    value === null ? rich`No ${'Origin'} header is sent` : rich`${'Origin'} is ${clip(value)}`,
  'network.cookies': ({ sent, withheld }) =>
    sent.length > 0
      ? rich`Cookies sent: ${codes(sent.map(cookieName), 3)}`
      : withheld.length > 0
        ? ['No cookie is sent']
        : ['There are no cookies to send'],
  'network.referrer': ({ value }) =>
    value === null ? rich`No ${'Referer'} is sent` : rich`${'Referer'} is ${value}`,
  'network.fetch-metadata': ({ site }) =>
    site === null ? rich`No ${'Sec-Fetch-Site'} is sent` : rich`${'Sec-Fetch-Site'} is ${site}`,
  'network.stream-http1': () => ['A stream cannot be sent over HTTP/1.1'],
  'network.only-if-cached': () => ['It is not in the HTTP cache'],
  'network.connection': ({ failure }) => [CONNECTION[failure] ?? 'No answer came back'],
  'network.set-cookie': ({ stored }) =>
    stored.length > 0 ? rich`Cookies stored: ${codes(stored.map(cookieName), 3)}` : ['No cookie is stored'],
  'network.unauthorized': ({ prompts }) =>
    prompts ? rich`${401}: the browser asks for a password` : rich`${401} is passed on as it is`,

  'cors-check.same-origin': () => ['The preflight has come back to the page’s own server'],
  'cors-check.allow-origin-missing': () => rich`No ${'Access-Control-Allow-Origin'}`,
  'cors-check.wildcard': () => rich`Any origin is allowed (${'*'})`,
  'cors-check.wildcard-with-credentials': () => rich`${'*'} does not count with credentials`,
  'cors-check.allow-origin': ({ origin }, result) =>
    rich`Origin ${clip(origin)} is ${[result === 'fail' ? 'not allowed' : 'allowed']}`,
  'cors-check.no-credentials': () => ['No permission for credentials is needed'],
  'cors-check.allow-credentials': (_, result) =>
    result === 'fail' ? ['Credentials are not allowed'] : ['Credentials are allowed'],

  'preflight.status': ({ status }, result) =>
    result !== 'fail'
      ? rich`Status ${status} is ok`
      : status >= 300 && status < 400
        ? rich`Status ${status}: a preflight is not redirected`
        : rich`Status ${status} is not ok`,
  'preflight.allow-methods-syntax': () => rich`${'Access-Control-Allow-Methods'} cannot be parsed`,
  'preflight.allow-headers-syntax': () => rich`${'Access-Control-Allow-Headers'} cannot be parsed`,
  'preflight.method': ({ method, by }, result) => {
    const name = clip(method);
    if (result === 'fail') return rich`Method ${name} is not listed`;
    switch (by) {
      case 'wildcard':
        return rich`Method ${name} is allowed by ${'*'}`;
      case 'upload listener':
        return rich`Method ${name} is taken as listed`;
      case 'listed':
        return rich`Method ${name} is listed`;
      default:
        return rich`Method ${name} never needs listing`;
    }
  },
  'preflight.header': ({ name, by }, result) =>
    result === 'fail'
      ? rich`Header ${clip(name)} is not listed`
      : by === 'wildcard'
        ? rich`Header ${clip(name)} is allowed by ${'*'}`
        : rich`Header ${clip(name)} is listed`,
  'preflight.max-age': ({ seconds }) =>
    seconds > 0 ? rich`May be remembered for ${seconds} s` : ['May not be remembered'],
  'preflight.cached': ({ seconds }) =>
    seconds === null ? ['Remembered for good'] : rich`Remembered for ${seconds} s`,
  'preflight-cache.cleared': () => ['The preflight for this URL is forgotten'],

  'redirect.mode-error': ({ status }) => rich`Redirect mode ${'error'} refuses a ${status}`,
  'redirect.mode-manual': ({ status }) => rich`Redirect mode ${'manual'}: ${status} is not followed`,
  'redirect.no-location': ({ status }) => rich`${status} without ${'Location'}`,
  'redirect.location-invalid': ({ lines }) =>
    lines > 1
      ? rich`${'Location'} is sent ${[lines === 2 ? 'twice' : `${lines} times`]}`
      : rich`${'Location'} is not a URL`,
  'redirect.scheme': () => rich`${'Location'} is not HTTP`,
  'redirect.count': ({ limit }) => rich`More than ${limit} redirects`,
  'redirect.credentials': () => rich`${'Location'} holds a user name or password`,
  'redirect.body': ({ status }) => rich`${status}: the stream cannot be sent again`,
  'redirect.followed': ({ status, to }) => rich`${status}: on to ${clip(to)}`,
  'redirect.method-changed': ({ status, from }) => rich`After ${status}, ${clip(from)} becomes ${'GET'}`,
  'redirect.authorization-removed': () => rich`${'Authorization'} is removed`,
  'redirect.origin-null': () => rich`From here on, ${'Origin'} is ${'null'}`,

  'corp.check': (_, result) =>
    result === 'fail'
      ? rich`${'Cross-Origin-Resource-Policy'} forbids it`
      : rich`${'Cross-Origin-Resource-Policy'} lets it through`,
  'tao.check': (_, result) =>
    result === 'pass' ? ['Timing details are shared'] : ['Timing details are hidden'],
  'response.mime-type': () => rich`The ${'Content-Type'} does not fit`,
  'response.exposed-headers': ({ hidden }) => {
    const { length } = unexposed(hidden);
    return length > 0
      ? [`${length} response ${length === 1 ? 'header is' : 'headers are'} hidden from script`]
      : ['Script sees the headers meant for it'];
  },
  'response.filtered': ({ type }) => FILTERED[type],
  'use.needs-cors': ({ use, corsSameOrigin }) =>
    corsSameOrigin
      ? rich`The response may be used for ${NEEDS[use]}`
      : rich`Not for ${NEEDS[use]} without CORS`,
};

const CONNECTION: Readonly<Record<string, string>> = {
  dns: 'The host name was not found',
  refused: 'The server refused the connection',
  tls: 'No secure connection could be made',
  reset: 'The connection broke',
  timeout: 'The answer did not come in time',
  'blocked by the client': 'The browser’s own side blocked it',
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

const FILTERED: Readonly<Record<RuleFacts['response.filtered']['type'], Rich>> = {
  basic: rich`Script gets a ${'basic'} response`,
  cors: rich`Script gets a ${'cors'} response`,
  opaque: rich`Script gets an ${'opaque'} response`,
  opaqueredirect: rich`Script gets an ${'opaqueredirect'}`,
};

function titleOf<R extends RuleName>(rule: R, facts: RuleFacts[R], result: RuleResult): Rich {
  return TITLES[rule](facts, result);
}

/**
 * What a check found, as a line beside ✓, ✕ or ·: at most 60 characters with everyday facts. From the step's facts
 * alone. Why it found so is for `explainRule` to say, which comes with what is loaded after the stage.
 */
export function ruleTitle({ rule, facts, result }: RuleStep): Rich {
  return titleOf(rule, facts, result);
}
