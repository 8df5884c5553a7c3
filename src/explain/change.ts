import type { Initiator } from '../engine/initiator';
import { isRedirectStatus } from '../engine/response';
import { isResponseHeader } from './cause';
import { explainMismatch, explainRule } from './details';
import type { Failure } from './failure';
import { header } from './reading';
import { clip, codes, quoted, type Rich, rich, sentences } from './rich';

/** A failure in words: a clause that follows a colon, what else there is to say about it, and what to change. */
export interface FailureWords {
  readonly clause: Rich;
  /** null or left out where the rule says it. */
  readonly why?: Rich | null;
  /** null where there is nothing to change. */
  readonly change: Rich | null;
}

const ONE_LOCATION = rich`Let the server send one ${'Location'} with an ${'http:'} or ${'https:'} URL.`;

/** Words for a failure. */
export function tellFailure(failure: Failure): FailureWords {
  const { step, server, method, answer, at, credentials } = failure;
  switch (step.rule) {
    case 'cors-check.allow-origin-missing': {
      const status = answer?.status ?? 200;
      const bad = at === 'preflight' ? status < 200 || status > 299 : status >= 400;
      return {
        clause: bad
          ? rich`${clip(server)} answers with status ${status} and without ${'Access-Control-Allow-Origin'}`
          : rich`${clip(server)} sends no ${'Access-Control-Allow-Origin'}`,
        why:
          bad && at === 'fetch'
            ? ['Error pages often come from another place than the CORS headers do.']
            : whyOrigin(failure, step.facts.origin),
        change: sentences(
          bad && at === 'preflight' && preflightStatus(failure),
          allowOrigin(failure, step.facts.origin),
        ),
      };
    }
    case 'cors-check.wildcard-with-credentials':
      return {
        clause:
          step.deviation === null
            ? rich`${'Access-Control-Allow-Origin: *'} does not count for a request with credentials`
            : rich`${'Access-Control-Allow-Origin: *'} does not count for this browser on a redirect that began at the page’s own server`,
        why: whyOrigin(failure, step.facts.origin),
        change: sentences(
          step.facts.origin === 'null'
            ? allowOrigin(failure, 'null')
            : rich`Send ${`Access-Control-Allow-Origin: ${step.facts.origin}`} and ${'Access-Control-Allow-Credentials: true'} ${where(failure)}.`,
          step.deviation === null && withoutCredentials(failure),
        ),
      };
    case 'cors-check.allow-origin': {
      const { origin, value, lines } = step.facts;
      const several = lines === 1 && /[,\s]/.test(value);
      return {
        clause:
          origin === 'null'
            ? rich`${clip(server)} does not allow the origin ${origin}`
            : lines > 1
              ? rich`${'Access-Control-Allow-Origin'} is sent ${[lines === 2 ? 'twice' : `${lines} times`]}`
              : rich`${'Access-Control-Allow-Origin'} is ${quoted(value)}, not ${clip(origin)}`,
        why: whyOrigin(failure, origin) ?? explainMismatch(value, origin, lines),
        change: sentences(
          lines > 1 && ['Let only one of proxy and app add it.'],
          several
            ? rich`Look the request’s ${'Origin'} up in the list on the server, and send that one alone: ${`Access-Control-Allow-Origin: ${origin}`} and ${'Vary: Origin'} ${where(failure)}.`
            : allowOrigin(failure, origin),
        ),
      };
    }
    case 'cors-check.allow-credentials':
      return {
        clause:
          step.facts.value === null
            ? rich`${clip(server)} does not allow credentials`
            : rich`${'Access-Control-Allow-Credentials'} is ${quoted(step.facts.value)}, not ${'true'}`,
        why:
          step.deviation === null
            ? rich`The request’s credentials mode is ${'include'}, so the server must say that it allows them.`
            : [
                'The request began at the page’s own server, and this browser checks its redirects as if it had credentials.',
              ],
        change: sentences(
          rich`Send ${'Access-Control-Allow-Credentials: true'} ${where(failure)}.`,
          step.deviation === null && withoutCredentials(failure),
        ),
      };
    case 'preflight.status':
      return {
        clause: isRedirectStatus(step.facts.status)
          ? rich`${'OPTIONS'} is redirected, with status ${step.facts.status}`
          : rich`${'OPTIONS'} is answered with status ${step.facts.status}`,
        change: preflightStatus(failure),
      };
    case 'preflight.allow-methods-syntax':
      return {
        clause: rich`its ${'Access-Control-Allow-Methods'} cannot be parsed`,
        change: rich`Write names with commas between them on the answer to ${'OPTIONS'}: ${`Access-Control-Allow-Methods: ${method}`}.`,
      };
    case 'preflight.allow-headers-syntax':
      return {
        clause: rich`its ${'Access-Control-Allow-Headers'} cannot be parsed`,
        change: rich`Write names with commas between them on the answer to ${'OPTIONS'}: ${`Access-Control-Allow-Headers: ${failure.asked ?? 'content-type'}`}.`,
      };
    case 'preflight.method': {
      const { allowed } = step.facts;
      const capitals = step.facts.method.toUpperCase() === 'PATCH' ? 'PATCH' : step.facts.method;
      return {
        clause: rich`${clip(server)} does not allow the method ${clip(step.facts.method)}`,
        change: sentences(
          capitals !== step.facts.method && rich`Write the method in capitals in the script: ${capitals}.`,
          !allowed?.includes(capitals) &&
            rich`Add ${clip(capitals)} to ${'Access-Control-Allow-Methods'} on the answer to ${'OPTIONS'}.`,
        ),
      };
    }
    case 'preflight.header': {
      const names = unlistedHeaders(failure);
      const responseHeaders = names.filter((name) => isResponseHeader(name));
      const rest = names.filter((name) => !responseHeaders.includes(name));
      return {
        why: sentences(
          explainRule(step).detail,
          step.facts.literalWildcard &&
            credentials !== 'include' && ['Today’s browsers let it pass all the same.'],
        ),
        clause: rich`${clip(server)} does not allow the ${names.length > 1 ? ['headers'] : ['header']} ${codes(names)}`,
        change: sentences(
          responseHeaders.length > 0 && rich`Leave out ${codes(responseHeaders)}: only servers send that.`,
          rest.length > 0 &&
            rich`Add ${codes(rest)} to ${'Access-Control-Allow-Headers'} on the answer to ${'OPTIONS'}.`,
        ),
      };
    }
    case 'network.connection':
      return { clause: lowered(explainRule(step).title), change: null };
    default:
      return { clause: lowered(explainRule(step).title), change: changeFor(failure) };
  }
}

/** Every header of this preflight that is not allowed. */
function unlistedHeaders({ trace, step }: Failure): readonly string[] {
  const names = trace.steps.flatMap((other) =>
    other.type === 'rule' &&
    other.rule === 'preflight.header' &&
    other.result === 'fail' &&
    other.message?.exchange === step.message?.exchange
      ? [other.facts.name]
      : [],
  );
  return [...new Set(names)];
}

/** A title as a clause: its first word in lower case. */
function lowered(title: Rich): Rich {
  const [first, ...rest] = title;
  return typeof first === 'string' ? [first.charAt(0).toLowerCase() + first.slice(1), ...rest] : title;
}

/** Why the origin is `null`; null where it is not. */
function whyOrigin({ tainter, server }: Failure, origin: string): Rich | null {
  if (origin !== 'null') return null;
  return tainter === null
    ? rich`The page has no origin of its own, so the browser sends ${'Origin: null'}.`
    : rich`${clip(tainter)} redirected the request to ${clip(server)}, and the browser now sends ${'Origin: null'}.`;
}

/** On which responses a CORS header has to stand. */
function where({ at, method, preflighted, answer }: Failure): Rich {
  if (at === 'preflight')
    return rich`on the answer to ${'OPTIONS'}, and on the response to the ${method} too`;
  if (answer && isRedirectStatus(answer.status)) return ['on the redirect, and on the response it leads to'];
  if (answer && answer.status >= 400)
    return rich`on every response, also when its status is ${answer.status}`;
  return preflighted
    ? rich`on the response to the ${method} too, not only on the answer to ${'OPTIONS'}`
    : rich`on the response to the ${method}`;
}

/** How the server can allow the page; for a page without an origin, how to get one. */
function allowOrigin(failure: Failure, origin: string): Rich {
  const { tainter, server, credentials } = failure;
  if (origin !== 'null') return rich`Send ${`Access-Control-Allow-Origin: ${origin}`} ${where(failure)}.`;
  return sentences(
    tainter === null
      ? rich`Give the page an origin (serve it over HTTPS, outside a sandboxed frame), and let ${clip(server)} allow that.`
      : rich`Let ${clip(tainter)} answer without a redirect (${401} where a login is needed), or ask ${clip(server)} directly.`,
    credentials !== 'include' &&
      rich`If anyone at all may read the response, ${'Access-Control-Allow-Origin: *'} will do.`,
  );
}

/** What to do about a preflight that is not answered with an ok status. */
function preflightStatus({ answer, server }: Failure): Rich {
  const status = answer?.status ?? 0;
  const to = header(answer, 'location');
  if (isRedirectStatus(status)) {
    return to === null
      ? ['Let the server answer without a redirect.']
      : rich`Ask for ${clip(to)} in the first place.`;
  }
  switch (status) {
    case 401:
    case 403:
    case 407:
      return rich`Let ${'OPTIONS'} through before authentication: a preflight never carries credentials.`;
    case 404:
    case 405:
    case 501:
      return rich`Let ${clip(server)} answer ${'OPTIONS'} for this path, with ${204} and its CORS headers.`;
    default:
      return rich`Let ${clip(server)} answer ${'OPTIONS'} with ${204}.`;
  }
}

/** The way out for a request that needs no cookies. */
function withoutCredentials({ initiator }: Failure): Rich | null {
  switch (initiator) {
    case 'fetch':
      return rich`If no cookies are needed, leave out ${"credentials: 'include'"}.`;
    case 'XMLHttpRequest':
    case 'EventSource':
      return rich`If no cookies are needed, leave out ${'withCredentials'}.`;
    case 'sendBeacon':
    case 'form':
    case 'WebSocket':
    case 'font':
      return null;
    default:
      return rich`If no cookies are needed, use ${'crossorigin="anonymous"'}.`;
  }
}

/** What to change where it takes no more than a sentence. */
function changeFor(failure: Failure): Rich | null {
  const { step, server, initiator } = failure;
  switch (step.rule) {
    case 'request.url':
      return rich`Use an address that starts with ${initiator === 'WebSocket' ? 'wss://' : 'https://'}.`;
    case 'request.url-credentials':
      return rich`Take them out of the URL, and send an ${'Authorization'} header.`;
    case 'request.mode-navigate':
      return rich`Leave out ${'mode'}.`;
    case 'request.only-if-cached':
      return rich`Use mode ${'same-origin'}, or another cache mode.`;
    case 'request.method-forbidden':
      return ['Use another method.'];
    case 'request.no-cors-method':
      return rich`Leave out ${"mode: 'no-cors'"}, and let the server allow the method.`;
    case 'request.body-with-get':
      return rich`Use ${'POST'}, or put the data in the URL.`;
    case 'request.stream':
    case 'network.stream-http1':
    case 'redirect.body':
      return rich`Send the body in one piece: a string, a ${'Blob'} or ${'FormData'}.`;
    case 'main-fetch.bad-port':
      return ['Let the server listen on another port.'];
    case 'main-fetch.userinfo':
      return ['Take the user name and password out of the URL.'];
    case 'main-fetch.mixed-content':
      return rich`Serve it over HTTPS, and ask for the ${'https:'} address.`;
    case 'main-fetch.mode-same-origin':
      return rich`Leave out ${"mode: 'same-origin'"}, and let ${clip(step.facts.target)} allow ${clip(step.facts.origin)}.`;
    case 'main-fetch.no-cors-redirect-mode':
      return rich`Leave out ${"mode: 'no-cors'"}, and let the server allow the page.`;
    case 'main-fetch.scheme':
      return rich`Serve it over HTTP or HTTPS.`;
    case 'network.local-network':
      return step.facts.why === 'denied'
        ? ['The person has to allow it, in the browser’s settings for this page.']
        : ['Serve the page over HTTPS.'];
    case 'redirect.mode-error': {
      const to = header(failure.answer, 'location');
      return to === null ? null : rich`Ask for ${clip(to)} in the first place.`;
    }
    case 'redirect.location-invalid':
      if (failure.at === 'preflight' && failure.answer && isRedirectStatus(failure.answer.status)) {
        return rich`Let the server answer ${'OPTIONS'} without a redirect.`;
      }
      if (step.facts.lines > 1) return rich`Let the server send ${'Location'} once.`;
      return ONE_LOCATION;
    case 'redirect.scheme':
      return ONE_LOCATION;
    case 'redirect.count':
      return ['Look for addresses that redirect to each other.'];
    case 'redirect.credentials':
      return rich`Let the server send a ${'Location'} without user name and password.`;
    case 'corp.check':
      return step.facts.policy === step.facts.value
        ? rich`If other origins may show it, let ${clip(server)} send ${'Cross-Origin-Resource-Policy: cross-origin'}.`
        : rich`Let ${clip(server)} send ${'Cross-Origin-Resource-Policy: cross-origin'}, or use ${'crossorigin'} and let it allow the page.`;
    case 'response.mime-type':
      return rich`Let the server send ${`Content-Type: ${MIME_TYPES[initiator] ?? 'text/plain'}`}.`;
    default:
      return null;
  }
}

const MIME_TYPES: Partial<Record<Initiator, string>> = {
  script: 'text/javascript',
  'module script': 'text/javascript',
  stylesheet: 'text/css',
  EventSource: 'text/event-stream',
};
