import type { Initiator } from '../engine/initiator';
import { isNullBodyStatus, isRedirectStatus } from '../engine/response';
import type { Trace } from '../engine/trace';
import { tellFailure } from './change';
import { explainRule } from './details';
import { type Failure, failureAt } from './failure';
import { answerOf, lastFacts, originOf, wireRequests } from './reading';
import { clip, type Rich, rich, sentences } from './rich';
import { MADE_WITH } from './rules';
import { trapsOf } from './traps';

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

/** The verdict on the last of the traces; those before it are of earlier requests. */
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
  const { clause, why, change } = tellFailure(failure);
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
  if (step.rule.startsWith('redirect.') && at !== 'preflight') {
    const redirects = !answer || isRedirectStatus(answer.status);
    return [redirects ? 'The browser stopped at the redirect' : 'The browser refused the response'];
  }
  if (at === 'nothing sent')
    return [redirected === 'no' ? 'Nothing is sent' : 'The browser does not follow the redirect'];
  const after = redirected === 'no' ? '' : ' after the redirect';
  if (at === 'preflight') return [`The browser stopped at the preflight${after}`];
  const what = answer && isRedirectStatus(answer.status) ? 'the redirect' : `the response${after}`;
  return [`The browser blocked ${what}`];
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
  font: {
    readable: 'The font is used',
    opaque: 'The font is used: this browser does not ask the server for leave.',
  },
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
      sentence: rich`The response came, but it is of no use here: ${stream && status === 200 ? ['it is not a stream of events'] : isRefusedAsEmpty(trace, status) ? rich`status ${status} means that there is nothing in it` : rich`its status is ${status}`}.`,
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
  const traps = trapsOf(trace);
  if (outcome.response.type === 'opaque') {
    const judged = opaque(trace);
    const status = traps.find(({ name }) => name === 'status-not-ok');
    return status ? { ...judged, why: sentences(judged.why, status.text), change: status.change } : judged;
  }
  const changes = traps.flatMap(({ change }) => (change === null ? [] : [change]));
  return {
    kind: 'readable',
    sentence: [
      ARRIVED[initiator].readable,
      ...(status >= 400 && ARRIVED[initiator].readable.endsWith('response')
        ? [' (status ', { code: String(status) }, ').']
        : ['.']),
    ],
    why: sentences(whyReadable(trace), ...traps.map(({ text }) => text)),
    change: changes.length > 0 ? sentences(...changes) : null,
  };
}

/** Whether a picture or a font is missed in a response that has no body. */
function isRefusedAsEmpty({ initiator }: Trace, status: number): boolean {
  const shows = initiator === 'image' || initiator === 'font' || initiator === 'video';
  return shows && isNullBodyStatus(status);
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
