import type { PreflightReason, Trace } from '../engine/trace';
import type { Cause } from './cause';
import { explainMismatch } from './details';
import type { Failure } from './failure';
import { header, lastFacts, originOf, wireRequests } from './reading';
import { clip, quoted, type Rich, rich, sentences } from './rich';
import { toolOf } from './tooling';
import { missedCookie } from './traps';

/** What the plain words speak of. */
interface Told {
  readonly trace: Trace;
  /** null where a response arrived. */
  readonly failure: Failure | null;
  /** The page's origin, serialised. */
  readonly page: string;
  /** The origin of the server that answered last, or was to answer. */
  readonly server: string;
  readonly method: string;
  readonly status: number;
}

/**
 * The cause for someone who has never read the standard: what the rule is there for, and how this request met it.
 * `between`: the page's origin, serialised, and the URL its script asked for.
 */
export function tellPlainly(
  cause: Cause,
  trace: Trace,
  failure: Failure | null,
  between: { readonly page: string; readonly target: string },
): Rich {
  const wire = wireRequests(trace).at(-1);
  return PLAIN[cause]({
    trace,
    failure,
    page: between.page,
    server: clip(failure?.server || originOf(wire?.request.url ?? between.target)),
    method: clip(failure?.method ?? wire?.request.method ?? 'GET'),
    status: failure?.answer?.status ?? 0,
  });
}

/** The rule of it all. */
function rule({ page, server }: Told): Rich {
  return page === 'null'
    ? rich`A page may read what its own origin answers. This one has none of its own, so ${server} has to allow it.`
    : rich`A page may read what its own origin answers. ${page} is the page’s, ${server} is another, so that one has to allow it.`;
}

const POSTMAN: Rich = [
  'Postman and curl show the answer all the same: only browsers, which act for a person who is signed in elsewhere, hold it back.',
];

const NO_PREFLIGHT_THERE: Rich = ['Postman and curl send no preflight, so they never meet this.'];

/** What a preflight is, and why this request needs one. */
function preflight({ trace, server, method }: Told): Rich {
  const reasons = lastFacts(trace, 'main-fetch.preflight')?.reasons ?? [];
  return sentences(
    rich`Before it sends this ${method}, the browser asks ${server} by an ${'OPTIONS'} request, the preflight, whether it may.`,
    reasons.length > 0 &&
      rich`It does so for what no plain form could send: ${list(reasons.map(reasonWords))}.`,
  );
}

function reasonWords(reason: PreflightReason): Rich {
  switch (reason.kind) {
    case 'method':
      return rich`the method ${clip(reason.method)}`;
    case 'header':
      return reason.why === 'name'
        ? rich`the header ${clip(reason.name)}`
        : rich`the header ${clip(`${reason.name}: ${reason.value}`)}`;
    case 'upload listener':
      return rich`a listener on ${'xhr.upload'}`;
    case 'stream':
      return ['a stream as body'];
    case 'needed one before the redirect':
      return ['what it carried before the redirect'];
    default:
      return reason satisfies never;
  }
}

function list(items: readonly Rich[]): Rich {
  return items.flatMap((item, i) => (i === 0 ? item : [i === items.length - 1 ? ' and ' : ', ', ...item]));
}

function tooling(name: string): Rich | null {
  const tool = toolOf(name);
  return tool === null
    ? null
    : rich`Often nobody wrote ${name} by hand: ${[tool]} adds it. It can be told which servers to add it for.`;
}

/** Where the origin is `null`, why. */
function whyNull({ failure, page }: Told): Rich {
  const tainter = failure?.tainter;
  if (tainter)
    return rich`${clip(tainter)} sent the request on to another server. After that the browser no longer says that ${page} asks: ${'Origin'} becomes ${'null'}.`;
  return rich`A page in a sandboxed frame, from a file or from ${'data:'} has no origin of its own: ${'Origin'} is ${'null'}.`;
}

/** What a redirect to a login page looks like from the script. */
const LOGIN: Rich = [
  'Often it is a login: the session has expired, and the API sends the browser to a page for people. A script cannot use that, and cannot even see that it is one.',
];

function mismatch(told: Told): Rich {
  const facts = lastFacts(told.trace, 'cors-check.allow-origin');
  return sentences(
    rule(told),
    facts
      ? rich`Its ${'Access-Control-Allow-Origin'} is ${quoted(facts.value)}. ${explainMismatch(facts.value, facts.origin, facts.lines)}`
      : null,
    POSTMAN,
  );
}

function missing(told: Told): Rich {
  const { failure, method } = told;
  if (failure?.at === 'preflight') {
    return sentences(
      preflight(told),
      rich`The answer has no ${'Access-Control-Allow-Origin'}, which counts as no. Often CORS is set up for ${method} and forgotten for ${'OPTIONS'}.`,
      NO_PREFLIGHT_THERE,
    );
  }
  const redirect = failure?.redirected === 'yes';
  return sentences(
    rule(told),
    rich`It would say so with ${'Access-Control-Allow-Origin'} on the answer. That is not there.`,
    redirect && ['The request was redirected to get here; every server on the way has to allow the page.'],
    redirect && LOGIN,
    POSTMAN,
  );
}

const CREDENTIALS: Rich = [
  'The request may carry what tells the server who the person is: cookies, logins. An answer to that is for this person’s eyes, so the browser wants more than a general yes.',
];

function cookieWords({ trace }: Told, which: 'network.cookies' | 'network.set-cookie'): Rich {
  const note = missedCookie(trace, which);
  switch (note?.why) {
    case 'SameSite':
      return rich`A cookie says with ${'SameSite'} on whose pages it may be used. Without it browsers take ${'Lax'}: on pages of its own site only. The page here is of another site.`;
    case 'SameSite=None without Secure':
      return rich`A cookie that may be used on pages of other sites (${'SameSite=None'}) has to be ${'Secure'}, and travel over HTTPS only.`;
    case 'Secure':
      return rich`A ${'Secure'} cookie travels over HTTPS only, and this server is asked over HTTP.`;
    case 'third-party cookies are blocked':
      return [
        'The browser keeps cookies of other sites from the page, so that nobody can follow a person from site to site. No header changes that.',
      ];
    case 'partitioned':
      return [
        'The browser keeps a jar of cookies for each site a person is on, so that nobody can follow them from site to site. This cookie is in another jar than the request takes from. No header changes that.',
      ];
    case 'credentials not included':
      return rich`To other origins a script’s requests go without cookies unless it asks for them: ${"credentials: 'include'"} with ${'fetch()'}, ${'withCredentials'} with ${'XMLHttpRequest'}.`;
    default:
      return ['The cookie does not fit this server, so the browser leaves it alone.'];
  }
}

const OTHERS_PIXELS: Rich = [
  'The browser shows images of any server, with the person’s cookies. If the page could read the pixels, it could read what only this person may see. So it may read them only where the server allows it, and only if it asked in that way from the start.',
];

type Tell = (told: Told) => Rich;

const CALL: Tell = () => [
  'The call itself is not one that a script may make. Nothing was sent, and no server had a say.',
];

const NOT_CORS: Rich = [
  'This is not CORS, and no CORS header helps; script just cannot tell the difference.',
];

function connection(words: Rich): Tell {
  return () => sentences(words, NOT_CORS);
}

const PLAIN: Readonly<Record<Cause, Tell>> = {
  none: ({ trace, page, server }) => {
    const check = trace.steps.some((step) => step.type === 'rule' && step.rule.startsWith('cors-check.'));
    return check
      ? rich`A page may read what its own origin answers. ${server} is another than ${page === 'null' ? 'the page’s' : page}, and allows it.`
      : ['CORS has no say here. Everything works as it should.'];
  },
  'url-invalid': CALL,
  'url-credentials': CALL,
  'mode-navigate': CALL,
  'only-if-cached': CALL,
  'method-invalid': CALL,
  'method-forbidden': CALL,
  'header-invalid': CALL,
  'body-with-get': CALL,
  'no-cors-method': () =>
    rich`In mode ${'no-cors'} a script may send only what a plain form or image could, because nobody asks the server first.`,
  'stream-unsupported': () =>
    rich`A ${'ReadableStream'} is a body that comes bit by bit. Browsers send one over HTTP/2 and in mode ${'cors'} only, and some not at all.`,
  'mode-same-origin': ({ server }) =>
    rich`The script asked with ${"mode: 'same-origin'"}, which means: of my own origin or not at all. ${server} is another.`,
  'no-cors-redirect-mode': () =>
    rich`In mode ${'no-cors'} a page must not learn anything of the answer, not even whether it was a redirect. So it has to follow them.`,
  'scheme-unsupported': () =>
    rich`Scripts can ask over ${'http:'} and ${'https:'}. An address such as ${'localhost:8000/data'} looks as if ${'localhost:'} were the scheme: write ${'http://'} before it.`,
  'blocked-port': connection([
    'Some ports belong to other services, mail for example. A page could talk nonsense to those, so browsers refuse to.',
  ]),
  'userinfo-blocked': connection([
    'Passwords in URLs end up in histories and logs, so this browser loads nothing from a URL that holds one.',
  ]),
  'mixed-content': ({ page }) =>
    sentences(
      rich`${page} came over HTTPS, so that nobody on the way can read or change it. What it loads over HTTP could be read and changed, so the browser does not ask for it.`,
      NOT_CORS,
    ),
  'local-network-permission': () =>
    sentences(
      [
        'The page is on the internet, and asks for something on this computer or in its local network: a router, a printer, a development server. The browser lets that happen only if the person says so.',
      ],
      NOT_CORS,
    ),
  'local-network-insecure': () =>
    sentences(
      [
        'The page asks for something on this computer or in its local network. The browser asks the person about that only for pages that came over HTTPS.',
      ],
      NOT_CORS,
    ),
  dns: connection(['The host’s name leads to no address: it is misspelt, or not set up yet.']),
  tls: connection([
    'The browser and the server could not agree on a secure connection. A certificate that a person clicked away in another tab does not count for scripts.',
  ]),
  'connection-refused': connection([
    'Nothing listens there: the server is not running, or on another port or host than the page thinks.',
  ]),
  'connection-reset': connection([
    'The connection broke before the answer was there. The server may have crashed.',
  ]),
  'connection-timeout': connection([
    'Nobody answered. A firewall often does that, or a server that is too busy.',
  ]),
  'blocked-by-client': connection([
    'Something on the person’s own computer stopped it: an ad blocker or another extension, a proxy, a company’s policy. Others may not see it at all.',
  ]),
  'allow-origin-missing': missing,
  'error-without-cors': (told) =>
    sentences(
      rich`${told.server} answers with ${told.status}, and without ${'Access-Control-Allow-Origin'}. The error is the real trouble; the missing header only hides it, because the page may not read the answer.`,
      told.status >= 502 && told.status <= 504
        ? [
            'A status like this comes from what stands before the server, a proxy or a gateway, which knows nothing of the server’s CORS headers.',
          ]
        : ['Error pages are often made in another place than the one that adds CORS headers.'],
    ),
  'allow-origin-mismatch': mismatch,
  'allow-origin-trailing': mismatch,
  'allow-origin-list': mismatch,
  'allow-origin-pattern': mismatch,
  'allow-origin-repeated': (told) =>
    sentences(
      mismatchRule,
      rich`${told.server} sends it more than once, so it is no single value any more. Most often the app adds it, and a proxy before the app adds it again.`,
    ),
  'origin-null': (told) =>
    sentences(
      whyNull(told),
      rich`${told.server} allows another origin. ${'null'} should not be allowed: any site can make such a page.`,
    ),
  'origin-null-by-redirect': (told) =>
    sentences(whyNull(told), rich`${told.server} does not allow that, and should not.`, LOGIN),
  'wildcard-with-credentials': () =>
    sentences(
      CREDENTIALS,
      rich`${'*'} means anyone at all. With credentials the server has to name the very page.`,
    ),
  'allow-credentials-missing': () =>
    sentences(
      CREDENTIALS,
      rich`The server has to say ${'Access-Control-Allow-Credentials: true'} besides, and does not.`,
    ),
  'allow-credentials-value': () =>
    sentences(
      CREDENTIALS,
      rich`The server has to say ${'Access-Control-Allow-Credentials: true'} besides, in exactly these letters: ${'True'} or ${'1'} count as nothing.`,
    ),
  'preflight-unauthorized': (told) =>
    sentences(
      preflight(told),
      rich`A preflight never carries cookies or ${'Authorization'}. A server that wants a login first answers ${told.status}, and so refuses every preflight.`,
      NO_PREFLIGHT_THERE,
    ),
  'preflight-redirected': (told) =>
    sentences(
      preflight(told),
      rich`The answer is a redirect, and a preflight has to be answered where it was asked. Usual reasons: ${'http:'} that leads to ${'https:'}, or a slash missing at the end.`,
    ),
  'preflight-status': (told) =>
    sentences(
      preflight(told),
      rich`Only a status from 200 to 299 means yes; this one is ${told.status}.`,
      [404, 405, 501].includes(told.status) && rich`Often there is simply no route for ${'OPTIONS'}.`,
      told.status >= 502 && ['It comes from what stands before the server, a proxy or a gateway.'],
      NO_PREFLIGHT_THERE,
    ),
  'allow-methods-syntax': (told) => sentences(preflight(told), LIST),
  'allow-headers-syntax': (told) => sentences(preflight(told), LIST),
  'method-not-allowed': (told) =>
    sentences(
      preflight(told),
      rich`${'Access-Control-Allow-Methods'} lists what may be sent besides ${'GET'}, ${'HEAD'} and ${'POST'}, which never need listing. ${told.method} is not in it.`,
    ),
  'method-case': (told) =>
    sentences(
      rich`Browsers write ${'get'}, ${'post'}, ${'put'} and ${'delete'} in capitals for the script, but not ${'patch'}. And methods compare letter by letter.`,
      preflight(told),
    ),
  'methods-wildcard-with-credentials': (told) =>
    sentences(preflight(told), literal('Access-Control-Allow-Methods')),
  'header-not-allowed': (told) => {
    const name = failedHeader(told);
    return sentences(
      preflight(told),
      rich`${'Access-Control-Allow-Headers'} lists what may come along, and ${name} is not in it.`,
      tooling(name),
    );
  },
  'headers-wildcard-with-credentials': (told) =>
    sentences(preflight(told), literal('Access-Control-Allow-Headers'), tooling(failedHeader(told))),
  'authorization-by-wildcard': (told) =>
    sentences(
      preflight(told),
      rich`${'*'} stands for any header but ${'Authorization'}, which has to be named. Today’s browsers are not so strict yet; the standard is.`,
    ),
  'response-header-on-request': (told) =>
    sentences(
      rich`${failedHeader(told)} is for the server to send. Set on a request it gives no permission, but is one more header that the server would have to allow.`,
      preflight(told),
    ),
  'redirect-refused': () =>
    sentences(
      rich`The script asked with ${"redirect: 'error'"}: any redirect is to count as a failure.`,
      NOT_CORS,
    ),
  'redirect-location': () =>
    sentences(['The server sends the browser on to an address that it may not follow.'], NOT_CORS),
  'location-repeated': () =>
    sentences(
      rich`The server sends ${'Location'} more than once, and a browser goes to one address.`,
      NOT_CORS,
    ),
  'redirect-loop': () =>
    sentences(['Two addresses send the browser to each other, or one to itself, for ever.'], NOT_CORS),
  'redirect-credentials': () => [
    'The server sends the browser on to an address with a user name in it. Across origins that could smuggle in somebody’s login, so it is not followed.',
  ],
  'redirect-stream': () =>
    sentences(
      ['After this redirect the body would have to be sent again, and a stream can be read only once.'],
      NOT_CORS,
    ),
  corp: ({ server, page }) =>
    sentences(
      rich`${server} says with ${'Cross-Origin-Resource-Policy'} on whose pages this may be used at all, even unread. ${page} is not among them.`,
      rich`This is not CORS, though it looks like it. A request with CORS that the server allows would pass.`,
    ),
  'embedder-policy': ({ server }) =>
    sentences(
      rich`The page has shut itself off (${'Cross-Origin-Embedder-Policy'}): it takes from other origins only what says that it may be embedded. What ${server} sends does not say so.`,
      ['This is not CORS, though CORS is one way to say so.'],
    ),
  'mime-type': ({ trace }) =>
    sentences(
      rich`A browser looks at ${'Content-Type'} before it runs or applies what another server sends, and here it does not fit. Often the answer is an error page in HTML.`,
      rich`No rule of CORS was in the way${trace.initiator === 'module script' ? rich`, and for a module it had to be passed besides` : []}.`,
    ),
  'unusable-response': () => [
    'The answer came, and CORS was not in the way. The browser just cannot use what it is.',
  ],
  'error-status': ({ trace }) => {
    const status = trace.outcome.type === 'response' ? trace.outcome.response.status : 0;
    return rich`The server answered with ${status}, and the page may read that answer. The error is the server’s own; CORS works.`;
  },
  'opaque-no-cors': () =>
    rich`${"mode: 'no-cors'"} does not switch CORS off. It tells the browser that the page needs no answer: the request goes out as an image’s would, and nothing comes back that a script can read.`,
  'opaque-redirect': () =>
    rich`The script asked with ${"redirect: 'manual'"}. Where a redirect leads can hold secrets, so the browser says only that there was one.`,
  'tainted-canvas': () => OTHERS_PIXELS,
  'texture-refused': () => OTHERS_PIXELS,
  'shape-refused': () => OTHERS_PIXELS,
  'header-not-exposed': () =>
    rich`Of another origin’s answer a page sees the body, the status and a few everyday headers. Any other header reads as ${'null'}, as if it were not there, until the server names it in ${'Access-Control-Expose-Headers'}.`,
  'cookie-withheld': (told) => cookieWords(told, 'network.cookies'),
  'cookie-ignored': (told) => cookieWords(told, 'network.set-cookie'),
};

const mismatchRule: Rich = rich`${'Access-Control-Allow-Origin'} has to be one origin, or ${'*'}.`;

const LIST: Rich = [
  'The answer lists what may be sent. A list of names with commas between them was expected. This is none, so the whole preflight fails, whatever was asked.',
];

function literal(name: string): Rich {
  return rich`In ${name}, ${'*'} means anything, but only for requests without credentials. With them it is just a name.`;
}

function failedHeader({ failure }: Told): string {
  const step = failure?.step;
  if (step?.rule !== 'preflight.header') return header(failure?.answer, 'access-control-allow-headers') ?? '';
  return clip(step.facts.name);
}
