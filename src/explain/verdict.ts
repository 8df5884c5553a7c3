import type { CookieNote } from '../engine/cookies';
import type { HttpRequest, HttpResponse } from '../engine/http';
import type { Initiator } from '../engine/initiator';
import type { RuleFacts, RuleName, RuleStep, Trace, WireStep } from '../engine/trace';
import { explainCookieReason, explainMismatch, explainRule } from './details';
import { clip, codes, quoted, type Rich, rich, sentences } from './rich';
import { MADE_WITH, unexposed } from './rules';

/** What it all comes to, in words. */
export interface Verdict {
  /**
   * readable: script gets the response. opaque: it loads, but cannot be read. blocked: a network error.
   * exception: script's own call throws before anything is fetched. sent: no answer is meant for script (a beacon, a form).
   */
  readonly kind: 'readable' | 'opaque' | 'blocked' | 'exception' | 'sent';
  /** One sentence: what happened, and at which rule. */
  readonly sentence: Rich;
  /** Why, in one or two sentences. */
  readonly why: Rich;
  /** What to change, and where; null when there is nothing to. */
  readonly change: Rich | null;
  /** Whether the server ran the request itself (not the preflight). */
  readonly ran: 'no' | 'yes' | 'unknown';
}

/** The verdict on the last of the traces; those before it are earlier sendings of the same request. */
export function verdictOf(traces: readonly Trace[]): Verdict {
  const trace = traces.at(-1);
  if (!trace) throw new RangeError('A verdict needs a trace');
  const ran = ranOf(trace);
  switch (trace.outcome.type) {
    case 'exception':
      return { ...stopped(trace, trace.outcome.because), ran };
    case 'network error':
      // What a beacon is answered is of no concern to anyone.
      if (trace.initiator === 'sendBeacon' && ran === 'yes') return { ...sent(trace), ran };
      return { ...stopped(trace, trace.outcome.because), ran };
    case 'response':
      if (trace.initiator === 'sendBeacon' || trace.initiator === 'form') return { ...sent(trace), ran };
      return { ...arrived(trace), ran };
  }
}

type Judged = Omit<Verdict, 'ran'>;

function ranOf(trace: Trace): Verdict['ran'] {
  let ran: Verdict['ran'] = 'no';
  for (const step of trace.steps) {
    if (step.type !== 'answer' || step.purpose !== 'fetch') continue;
    if (!('failure' in step.answer)) return 'yes';
    if (step.answer.failure === 'reset' || step.answer.failure === 'timeout') ran = 'unknown';
  }
  return ran;
}

// Reading the trace.

/** The facts of the last step of that rule. */
function lastFacts<R extends RuleName>(trace: Trace, rule: R): RuleFacts[R] | undefined {
  const step = trace.steps.findLast((s) => s.type === 'rule' && s.rule === rule);
  // The rule's name picks the facts.
  return step?.type === 'rule' ? (step.facts as RuleFacts[R]) : undefined;
}

function wireRequests(trace: Trace): readonly Extract<WireStep, { type: 'request' }>[] {
  return trace.steps.filter((step) => step.type === 'request');
}

function answerOf(trace: Trace, exchange: number): HttpResponse | null {
  for (const step of trace.steps) {
    if (step.type === 'answer' && step.exchange === exchange && !('failure' in step.answer))
      return step.answer;
  }
  return null;
}

function header(message: HttpRequest | HttpResponse | null | undefined, name: string): string | null {
  return message?.headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null;
}

/** The origin of a serialised http(s) URL. */
function originOf(url: string): string {
  return /^[^/]*\/\/[^/?#]*/.exec(url)?.[0] ?? url;
}

/** Where a request failed, and what surrounds it. */
interface Failure {
  readonly trace: Trace;
  readonly step: RuleStep;
  readonly initiator: Initiator;
  readonly credentials: RuleFacts['request.initiator']['credentials'];
  /** At which message: none, the preflight's answer, or the answer to the request itself. */
  readonly at: 'nothing sent' | 'preflight' | 'fetch';
  /** The method of the request itself. */
  readonly method: string;
  /** The origin of the server that answered last. */
  readonly server: string;
  readonly redirected: 'no' | 'yes';
  /** The server whose redirect made the origin `null`; null where none did. */
  readonly tainter: string | null;
  readonly answer: HttpResponse | null;
  /** Whether the request needed a preflight. */
  readonly preflighted: boolean;
  /** What that asked permission for: `Access-Control-Request-Headers`. */
  readonly asked: string | null;
}

function failureAt(trace: Trace, because: number): Failure | null {
  const step = trace.steps[because];
  if (step?.type !== 'rule') return null;
  const requests = wireRequests(trace);
  const wire = step.message
    ? requests.find(({ exchange }) => exchange === step.message?.exchange)
    : requests.at(-1);
  const tainted = lastFacts(trace, 'redirect.origin-null');
  return {
    trace,
    step,
    initiator: trace.initiator,
    credentials: lastFacts(trace, 'request.initiator')?.credentials ?? 'same-origin',
    at: wire && (step.message || answerOf(trace, wire.exchange) === null) ? wire.purpose : 'nothing sent',
    method:
      (wire?.purpose === 'preflight'
        ? header(wire.request, 'access-control-request-method')
        : wire?.request.method) ?? 'GET',
    server: originOf(wire?.request.url ?? lastFacts(trace, 'request.url')?.url ?? ''),
    redirected: lastFacts(trace, 'redirect.followed') ? 'yes' : 'no',
    tainter: tainted && tainted.origin !== 'null' ? tainted.via : null,
    answer: wire ? answerOf(trace, wire.exchange) : null,
    preflighted: requests.some(
      ({ purpose, request }) => purpose === 'preflight' && request.url === wire?.request.url,
    ),
    asked: header(wire?.request, 'access-control-request-headers'),
  };
}

// What went wrong.

/** A cause as a clause that follows a colon, what else there is to say about it, and what to change. */
interface Cause {
  readonly clause: Rich;
  readonly why?: Rich | null;
  readonly change: Rich | null;
}

const LOST: Readonly<Record<Initiator, string>> = {
  fetch: '',
  XMLHttpRequest: '',
  sendBeacon: 'The script is never told.',
  EventSource: 'No events arrive.',
  script: 'The script does not run.',
  'module script': 'The module does not run.',
  stylesheet: 'The style sheet is not applied.',
  font: 'The text appears in another font.',
  image: 'The image is not used.',
  video: 'The video does not play.',
  form: '',
  WebSocket: 'The connection does not open.',
};

function stopped(trace: Trace, because: number): Judged {
  const failure = failureAt(trace, because);
  if (!failure) return { kind: 'blocked', sentence: ['The request failed.'], why: [], change: null };
  const { clause, why, change } = causeOf(failure);
  const { at, step, method } = failure;
  if (trace.outcome.type === 'exception' && trace.script.kind === 'exception') {
    return {
      kind: 'exception',
      sentence: rich`The call fails with a ${trace.outcome.name}: ${clause}.`,
      why: why ?? explainRule(step).detail,
      change,
    };
  }
  const ran = ranOf(trace);
  return {
    kind: 'blocked',
    sentence: rich`${leadOf(failure)}: ${clause}.`,
    why: sentences(
      why ?? explainRule(step).detail,
      at === 'preflight' && rich`The ${method} itself was never sent.`,
      ran === 'yes' && ranAnyway(failure),
      LOST[trace.initiator] !== '' && [LOST[trace.initiator]],
    ),
    change,
  };
}

function leadOf({ at, step, redirected, answer, server }: Failure): Rich {
  if (step.rule === 'network.connection') return rich`No answer from ${clip(server)}`;
  if (step.rule === 'response.mime-type') return ['The browser refused the response'];
  if (step.rule.startsWith('redirect.')) return ['The browser stopped at the redirect'];
  if (at === 'nothing sent')
    return [redirected === 'no' ? 'Nothing is sent' : 'The browser does not follow the redirect'];
  const after = redirected === 'no' ? '' : ' after the redirect';
  if (at === 'preflight') return [`The browser stopped at the preflight${after}`];
  const what = answer && isRedirect(answer.status) ? 'the redirect' : `the response${after}`;
  return [`The browser blocked ${what}`];
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

/** That a server acted all the same; null where there is nothing to say. */
function ranAnyway({ trace, step, at, redirected }: Failure): Rich | null {
  const first = wireRequests(trace).find(({ purpose }) => purpose === 'fetch')?.request;
  if (!first) return null;
  const { method } = first;
  if (method === 'GET' || method === 'HEAD') {
    return at === 'fetch' && step.rule.startsWith('cors-check.')
      ? ['The server did answer; the browser keeps it from the page.']
      : null;
  }
  return redirected === 'yes'
    ? rich`${clip(originOf(first.url))} has run the ${method} before the redirect.`
    : rich`The server has run the ${method} all the same: blocking the answer does not undo it.`;
}

function causeOf(failure: Failure): Cause {
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
        clause: isRedirect(step.facts.status)
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
      const responseHeaders = names.filter((name) => /^access-control-(allow|expose|max)-/.test(name));
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
  if (answer && isRedirect(answer.status)) return ['on the redirect, and on the response it leads to'];
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
      ? ['Give the page an origin: serve it over HTTPS, outside a sandboxed frame.']
      : rich`Let ${clip(tainter)} answer without a redirect (${401} where a login is needed), or ask ${clip(server)} directly.`,
    credentials !== 'include' &&
      rich`If anyone at all may read the response, ${'Access-Control-Allow-Origin: *'} will do.`,
  );
}

/** What to do about a preflight that is not answered with an ok status. */
function preflightStatus({ answer, server }: Failure): Rich {
  const status = answer?.status ?? 0;
  const to = header(answer, 'location');
  if (isRedirect(status)) {
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
    case 'redirect.scheme':
      return rich`Let the server send one ${'Location'} with an ${'http:'} or ${'https:'} URL.`;
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

// What went well.

/** For each initiator: what a response that can be read is good for, and one that cannot. */
const ARRIVED: Readonly<Record<Initiator, { readonly readable: string; readonly opaque: string }>> = {
  fetch: {
    readable: 'The page can read the response',
    opaque: 'The page gets an opaque response: it cannot read anything of it.',
  },
  XMLHttpRequest: { readable: 'The page can read the response', opaque: '' },
  sendBeacon: { readable: '', opaque: '' },
  EventSource: { readable: 'The page can read the events', opaque: '' },
  script: {
    readable: 'The script runs, and the page sees its errors in full',
    opaque: 'The script runs, though the page cannot read its source.',
  },
  'module script': { readable: 'The module runs', opaque: '' },
  stylesheet: {
    readable: 'The style sheet applies, and the page can read its rules',
    opaque: 'The style sheet applies, though the page cannot read its rules.',
  },
  font: { readable: 'The font is used', opaque: 'The font is used: this browser does not ask the server.' },
  image: {
    readable: 'The image shows, and the page may read its pixels',
    opaque: 'The image shows, though the page cannot read its pixels.',
  },
  video: {
    readable: 'The video plays, and the page may read its frames',
    opaque: 'The video plays, though the page cannot read its frames.',
  },
  form: { readable: '', opaque: '' },
  WebSocket: { readable: 'The WebSocket opens: CORS does not apply to it', opaque: '' },
};

function sent(trace: Trace): Judged {
  return trace.initiator === 'form'
    ? {
        kind: 'sent',
        sentence: ['The browser goes to the answer: CORS does not apply to forms.'],
        why: [
          'The page that sent the form is gone, so there is nobody to keep the answer from. Any site may send one.',
        ],
        change: null,
      }
    : {
        kind: 'sent',
        sentence: ['The beacon is sent.'],
        why: rich`The server has run the ${'POST'}. Nobody on the page reads the answer, whatever it allows.`,
        change: null,
      };
}

function arrived(trace: Trace): Judged {
  const { initiator, script, outcome } = trace;
  if (outcome.type !== 'response') throw new TypeError('Only a response arrives');
  const status =
    answerOf(trace, wireRequests(trace).at(-1)?.exchange ?? -1)?.status ?? outcome.response.status;
  if ((script.kind === 'element' || script.kind === 'connection') && script.event === 'error') {
    const stream = initiator === 'EventSource';
    return {
      kind: 'blocked',
      sentence: rich`The response came, but it is of no use here: ${stream && status === 200 ? ['it is not a stream of events'] : rich`its status is ${status}`}.`,
      why: sentences(['No rule of CORS was in the way.'], LOST[initiator] !== '' && [LOST[initiator]]),
      change: stream
        ? rich`Answer with ${200} and ${'Content-Type: text/event-stream'}.`
        : initiator === 'WebSocket'
          ? rich`Answer with ${101}, as a WebSocket server does.`
          : null,
    };
  }
  if (outcome.response.type === 'opaqueredirect') {
    return {
      kind: 'opaque',
      sentence: ['The page learns that there is a redirect, and nothing more.'],
      why: rich`With redirect mode ${'manual'} it gets status ${0}, no headers, and no word of where it leads.`,
      change: null,
    };
  }
  if (outcome.response.type === 'opaque') return opaque(trace);
  const traps = trapsOf(trace);
  const changes = traps.flatMap(([, change]) => (change === null ? [] : [change]));
  return {
    kind: 'readable',
    sentence: [
      ARRIVED[initiator].readable,
      ...(status >= 400 && ARRIVED[initiator].readable.endsWith('response')
        ? [' (status ', { code: String(status) }, ').']
        : ['.']),
    ],
    why: sentences(whyReadable(trace), ...traps.map(([why]) => why)),
    change: changes.length > 0 ? sentences(...changes) : null,
  };
}

function opaque(trace: Trace): Judged {
  const { initiator, script } = trace;
  const target = lastFacts(trace, 'main-fetch.no-cors')?.target ?? 'the other origin';
  const use = lastFacts(trace, 'use.needs-cors')?.use;
  const pixels = script.kind === 'element' ? script.pixels : null;
  const tag = MADE_WITH[initiator];
  const allow = rich`let ${clip(target)} send ${'Access-Control-Allow-Origin'} with the page’s origin`;
  if (pixels === 'tainted' || pixels === 'refused') {
    return {
      kind: 'opaque',
      sentence:
        pixels === 'tainted'
          ? rich`The ${[initiator]} shows, but it taints the canvas: the page cannot read the pixels back.`
          : use === 'CSS shape'
            ? rich`The ${[initiator]} is not used as a shape: it came without CORS.`
            : rich`WebGL refuses the ${[initiator]}: it came without CORS.`,
      why: rich`It was asked for without ${'crossorigin'}. Its pixels could give away what only this person may see.`,
      change: rich`Put ${'crossorigin'} on the ${tag} before its ${'src'}, and ${allow}.`,
    };
  }
  return {
    kind: 'opaque',
    sentence: [ARRIVED[initiator].opaque],
    why:
      initiator === 'fetch'
        ? rich`With mode ${'no-cors'} the page may send the request, and must not learn how it was answered.`
        : initiator === 'script'
          ? rich`It was asked for without CORS: of an error in it, the page learns only ${'Script error.'}`
          : ['It was asked for without CORS, which is enough to use it.'],
    change: initiator === 'fetch' ? rich`To read it, leave out ${"mode: 'no-cors'"} and ${allow}.` : null,
  };
}

/** Why it went well. */
function whyReadable(trace: Trace): Rich {
  if (trace.initiator === 'WebSocket') {
    return rich`The request names the page in ${'Origin'}. It is for the server to check that, or any site can connect.`;
  }
  if (lastFacts(trace, 'main-fetch.data-url')) return rich`A ${'data:'} URL carries its own content.`;
  const check = trace.steps.findLast(
    (step) => step.type === 'rule' && /^cors-check\.(wildcard|allow-origin)$/.test(step.rule),
  );
  if (check?.type !== 'rule') return ['Page and server are of the same origin, so CORS does not apply.'];
  const server = originOf(wireRequests(trace).at(-1)?.request.url ?? '');
  if (check.rule !== 'cors-check.allow-origin') {
    return rich`${clip(server)} allows any origin: ${'Access-Control-Allow-Origin: *'}.`;
  }
  const credentials = lastFacts(trace, 'cors-check.allow-credentials') ? [', with credentials'] : [];
  return rich`${clip(server)} allows ${clip(check.facts.origin)}${credentials}.`;
}

/** What may still surprise, each with what to change. */
function trapsOf(trace: Trace): readonly (readonly [why: Rich, change: Rich | null])[] {
  const traps: (readonly [Rich, Rich | null])[] = [];
  const scripted = trace.initiator === 'fetch' || trace.initiator === 'XMLHttpRequest';
  const hidden = scripted ? unexposed(lastFacts(trace, 'response.exposed-headers')?.hidden ?? []) : [];
  if (hidden.length > 0) {
    traps.push([
      rich`Script does not see ${codes(hidden, 4)}.`,
      rich`To show it to script, add ${codes(hidden, 4)} to ${'Access-Control-Expose-Headers'} on the response.`,
    ]);
  }
  const deviating = trace.steps.some(
    (step) => step.type === 'rule' && step.deviation === 'authorizationByWildcard',
  );
  if (deviating) {
    traps.push([
      rich`By the standard it would not pass: ${'*'} does not cover ${'Authorization'}.`,
      rich`Add ${'authorization'} to ${'Access-Control-Allow-Headers'} on the answer to ${'OPTIONS'}.`,
    ]);
  }
  if (
    trace.steps.some(
      (step) =>
        step.type === 'rule' && step.rule === 'cors-check.allow-origin' && step.facts.origin === 'null',
    )
  ) {
    traps.push([
      rich`Any site can make a page whose origin is ${'null'}, so this lets everyone in.`,
      rich`Give the page an origin, and allow that.`,
    ]);
  }
  const cookie = (note: CookieNote | undefined, what: string) => {
    if (!note || (note.why === 'credentials not included' && !scripted)) return;
    traps.push([
      rich`The cookie ${clip(note.name)} was not ${[what]}: ${explainCookieReason(note.why)}.`,
      cookieChange(note, trace),
    ]);
  };
  cookie(lastFacts(trace, 'network.cookies')?.withheld[0], 'sent');
  cookie(lastFacts(trace, 'network.set-cookie')?.ignored[0], 'stored');
  return traps;
}

function cookieChange({ name, why }: CookieNote, { initiator, outcome }: Trace): Rich | null {
  switch (why) {
    case 'SameSite':
    case 'SameSite=None without Secure':
      return rich`If pages of other sites may use ${clip(name)}, set it with ${'SameSite=None; Secure'}.`;
    case 'credentials not included':
      if (outcome.type === 'response' && outcome.response.type === 'basic')
        return rich`For cookies, leave out ${"credentials: 'omit'"}.`;
      return rich`For cookies, ask with ${initiator === 'fetch' ? "credentials: 'include'" : 'withCredentials'}, and let the server allow credentials.`;
    case 'Secure':
      return ['Serve it over HTTPS.'];
    case 'third-party cookies are blocked':
    case 'refused handshake':
    case 'domain':
    case 'malformed':
      return null;
    default:
      return why satisfies never;
  }
}
