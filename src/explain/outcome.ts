import type { Initiator } from '../engine/initiator';
import type { ProfileName } from '../engine/profile';
import type { FilteredResponse, RuleFacts, Trace } from '../engine/trace';
import { BROWSERS } from './details';
import { lastFacts } from './reading';
import { codes, type Rich, rich } from './rich';
import { unexposed } from './rules';

export interface ScriptLine {
  /** Code as a script would write it, or a few words. */
  readonly label: string;
  readonly value: Rich;
}

/** What the page's script can find out, line by line, and why it is no more. */
export interface ScriptWords {
  readonly lines: readonly ScriptLine[];
  readonly note: Rich;
}

const REJECTIONS = {
  chromium: 'TypeError: Failed to fetch',
  firefox: 'TypeError: NetworkError when attempting to fetch resource.',
  webkit: 'TypeError: Load failed',
} as const;

const ON_PURPOSE: Rich = [
  'Nothing more, on purpose: a page must not find out how other origins answer. The reason is in the console, for you alone.',
];

const NOT_HIDDEN: Rich = [
  'Nothing more. No rule of CORS is behind it, so the console may say nothing, too: the network panel shows the answer.',
];

const NOT_WHY: Rich = ['Script learns that it failed, and not why.'];

/** Why an event without a reason is all there is. */
function withoutReason({ outcome }: Pick<Trace, 'outcome'>): Rich {
  return outcome.type === 'response' ? NOT_HIDDEN : ON_PURPOSE;
}

/** The same run in each browser. */
export type InEachBrowser = Readonly<Record<Exclude<ProfileName, 'standard'>, Trace>>;

/** What script gets, in a sentence, and why it is no more; null where nothing is held back. */
export interface Seen {
  readonly sees: Rich;
  readonly noMore: Rich | null;
}

/** The same in short: one sentence for what script sees of a run. */
export function summariseScript(trace: Trace): Seen {
  const { script } = trace;
  switch (script.kind) {
    case 'exception':
      return { sees: rich`The call fails with a ${script.name}, which says what was wrong.`, noMore: null };
    case 'rejection':
      return {
        sees: rich`${'fetch()'} rejects with a ${'TypeError'}: no status, no headers, no body.`,
        noMore: ON_PURPOSE,
      };
    case 'response':
      return seenOf(script.response, trace);
    case 'xhr':
      return script.response === null
        ? {
            sees: rich`An ${'error'} event, and ${'xhr.status'} is ${0}: no headers, no body.`,
            noMore: ON_PURPOSE,
          }
        : seenOf(script.response, trace);
    case 'queued':
      return {
        sees: rich`${'sendBeacon()'} has long returned ${'true'}.`,
        noMore: ['A beacon’s answer is never shown to script.'],
      };
    case 'connection':
      return script.event === 'open'
        ? { sees: ['The connection opens, and messages can come.'], noMore: null }
        : {
            sees: rich`An ${'error'} event, without a reason.`,
            noMore: trace.initiator === 'WebSocket' ? NOT_WHY : withoutReason(trace),
          };
    case 'navigation':
      return { sees: ['Nothing: the page is left for the answer.'], noMore: null };
    case 'element':
      return elementSeen(trace, script.event, script.pixels);
    default:
      return script satisfies never;
  }
}

function seenOf(response: FilteredResponse, trace: Trace): Seen {
  switch (response.type) {
    case 'opaque':
      return {
        sees: rich`An opaque response: ${'status'} is ${0}, ${'ok'} is ${'false'}, no headers, no body.`,
        noMore: noteOf(response),
      };
    case 'opaqueredirect':
      return {
        sees: rich`An opaque redirect: ${'status'} is ${0}, no headers, no body.`,
        noMore: noteOf(response),
      };
    case 'basic':
    case 'cors': {
      const hidden = response.type === 'cors' ? unexposed(hiddenFacts(trace)) : [];
      return hidden.length === 0
        ? {
            sees:
              response.body === 'empty'
                ? rich`Status ${response.status} and the headers meant for it. There is no body.`
                : rich`Status ${response.status}, the headers meant for it, and the body.`,
            noMore: null,
          }
        : {
            sees: rich`Status ${response.status}${[response.body === 'empty' ? ', and no body' : ' and the body']}. ${codes(hidden, 3)} ${[hidden.length === 1 ? 'reads' : 'read']} as ${'null'}.`,
            noMore: noteOf(response),
          };
    }
    default:
      return response.type satisfies never;
  }
}

function elementSeen(
  trace: Trace,
  event: 'load' | 'error',
  pixels: 'clean' | 'tainted' | 'refused' | null,
): Seen {
  const { note } = elementWords(trace, { event, pixels });
  if (event === 'error') {
    return {
      sees:
        trace.initiator === 'font'
          ? ['The font does not load.']
          : rich`An ${'error'} event, without a reason.`,
      noMore: withoutReason(trace),
    };
  }
  switch (pixels) {
    case 'tainted':
      return {
        sees: rich`The ${[trace.initiator]} shows, but ${'getImageData()'} and ${'toDataURL()'} throw a ${'SecurityError'}.`,
        noMore: note,
      };
    case 'refused':
      return {
        sees: rich`The ${[trace.initiator]} loads, but cannot be used so: a ${'SecurityError'}, or nothing at all.`,
        noMore: note,
      };
    default: {
      const opaque = trace.outcome.type === 'response' && trace.outcome.response.type === 'opaque';
      return { sees: rich`A ${'load'} event.`, noMore: opaque ? note : null };
    }
  }
}

/** Words for what script sees of a run; `browsers` tells where the browsers themselves come out elsewhere. */
export function explainScript(trace: Trace, browsers?: InEachBrowser): ScriptWords {
  const { script, initiator } = trace;
  switch (script.kind) {
    case 'exception':
      return {
        lines: [line('throws', script.name)],
        note: ['The call itself fails, before anything is sent.'],
      };
    case 'rejection':
      return {
        lines: (['chromium', 'firefox', 'webkit'] as const).map((name) => {
          const own = browsers?.[name].script;
          if (own?.kind !== 'response') return line(BROWSERS[name], REJECTIONS[name]);
          return {
            label: BROWSERS[name],
            value: rich`a response with status ${own.response.status}: this browser lets it pass`,
          };
        }),
        note: ON_PURPOSE,
      };
    case 'response':
      return { lines: responseLines(script.response, trace), note: noteOf(script.response) };
    case 'xhr':
      return script.response === null
        ? {
            lines: [
              line('event', 'error'),
              line('xhr.readyState', 4),
              line('xhr.status', 0),
              line('xhr.getAllResponseHeaders()', '""'),
              line('xhr.responseText', '""'),
            ],
            note: ON_PURPOSE,
          }
        : { lines: xhrLines(script.response, trace), note: noteOf(script.response) };
    case 'queued':
      return {
        lines: [line('navigator.sendBeacon()', 'true')],
        note: rich`${'true'} says that the browser took the beacon, not that it arrived. Its answer is never shown to script.`,
      };
    case 'connection':
      return script.event === 'open'
        ? { lines: [line('event', 'open')], note: ['The connection is open, and messages can come.'] }
        : {
            lines: [line('event', 'error')],
            note: initiator === 'WebSocket' ? NOT_WHY : withoutReason(trace),
          };
    case 'navigation':
      return {
        lines: [{ label: 'the page', value: ['is left'] }],
        note: [
          'The browser goes to the answer. Whatever it says, the page that sent the form is not there to see it.',
        ],
      };
    case 'element':
      return elementWords(trace, script);
    default:
      return script satisfies never;
  }
}

function line(label: string, value: string | number): ScriptLine {
  return { label, value: rich`${value}` };
}

/** A string as code. */
function text(value: string): string {
  return JSON.stringify(value);
}

function hiddenFacts(trace: Trace): RuleFacts['response.exposed-headers']['hidden'] {
  return lastFacts(trace, 'response.exposed-headers')?.hidden ?? [];
}

function hiddenHeaders(trace: Trace): readonly string[] {
  return hiddenFacts(trace).map(({ name }) => name);
}

function responseLines(response: FilteredResponse, trace: Trace): ScriptLine[] {
  return [
    line('response.type', text(response.type)),
    line('response.status', response.status),
    line('response.ok', String(response.ok)),
    line('response.url', text(response.url)),
    line('response.redirected', String(response.redirected)),
    ...response.headers.map(([name, value]) => line(`response.headers.get('${name}')`, text(value))),
    ...hiddenHeaders(trace).map((name) => line(`response.headers.get('${name}')`, 'null')),
    { label: 'await response.text()', value: bodyOf(response) },
  ];
}

function xhrLines(response: FilteredResponse, trace: Trace): ScriptLine[] {
  return [
    line('event', 'load'),
    line('xhr.readyState', 4),
    line('xhr.status', response.status),
    line('xhr.responseURL', text(response.url)),
    ...response.headers.map(([name, value]) => line(`xhr.getResponseHeader('${name}')`, text(value))),
    ...hiddenHeaders(trace).map((name) => line(`xhr.getResponseHeader('${name}')`, 'null')),
    { label: 'xhr.responseText', value: bodyOf(response) },
  ];
}

function bodyOf({ body }: FilteredResponse): Rich {
  return body === 'readable' ? ['the body'] : rich`${'""'}`;
}

function noteOf(response: FilteredResponse): Rich {
  switch (response.type) {
    case 'basic':
      return rich`Of its own origin the page sees everything but ${'Set-Cookie'}.`;
    case 'cors':
      return rich`Seven everyday headers such as ${'Content-Type'} are always readable, any other only if ${'Access-Control-Expose-Headers'} names it.`;
    case 'opaque':
      return [
        'It looks the same whatever the server answered, an error page included. It can be cached or shown, not read.',
      ];
    case 'opaqueredirect':
      return ['Script learns that there was a redirect, but not to where: it cannot follow it by hand.'];
    default:
      return response.type satisfies never;
  }
}

const FAILED: Partial<Record<Initiator, string>> = {
  font: 'The text appears in the next font of the list.',
  script: 'The script does not run.',
  'module script': 'The module does not run, and neither does what imports it.',
  stylesheet: 'The style sheet is not applied.',
};

function elementWords(
  { initiator, outcome }: Trace,
  {
    event,
    pixels,
  }: { readonly event: 'load' | 'error'; readonly pixels: 'clean' | 'tainted' | 'refused' | null },
): ScriptWords {
  // A font has no element, but the page can ask for it by script.
  const first =
    initiator === 'font'
      ? line('document.fonts.load()', event === 'load' ? 'fulfilled' : 'NetworkError')
      : line('event', event === 'load' && initiator === 'video' ? 'loadeddata' : event);
  if (event === 'error') {
    const failed = FAILED[initiator];
    const more = withoutReason({ outcome });
    return { lines: [first], note: failed === undefined ? more : [failed, ' ', ...more] };
  }
  switch (pixels) {
    case 'tainted':
      return {
        lines: [first, line('getImageData()', 'SecurityError'), line('canvas.toDataURL()', 'SecurityError')],
        note: ['Drawing it taints the canvas: from then on its pixels can be seen, but not read.'],
      };
    case 'refused':
      return {
        lines: [first, line('gl.texImage2D()', 'SecurityError')],
        note: ['WebGL takes no such image at all: a shader’s running time could give its pixels away.'],
      };
    case 'clean':
      return { lines: [first], note: ['Its pixels can be read back and used like the page’s own.'] };
    case null:
      break;
    default:
      return pixels satisfies never;
  }
  const readable = outcome.type === 'response' && outcome.response.type !== 'opaque';
  if (initiator === 'stylesheet') {
    return {
      lines: [first, line('sheet.cssRules', readable ? 'CSSRuleList' : 'SecurityError')],
      note: readable
        ? ['The page may read its rules.']
        : ['It applies, but the page may not read its rules.'],
    };
  }
  if (initiator === 'script' && !readable) {
    return {
      lines: [first, line('error.message', '"Script error."')],
      note: [
        'The script runs with all the page’s powers, yet of its errors the page learns neither text nor line.',
      ],
    };
  }
  return {
    lines: [first],
    note: readable
      ? ['The page may use it. No script reads its headers.']
      : ['The page may use it, but not look into it.'],
  };
}
