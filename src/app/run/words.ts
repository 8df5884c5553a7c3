import { PROFILES, type ProfileName } from '../../engine/profile';
import { PROFILE_SOURCES } from '../../engine/profile-sources';
import { BROWSERS, explainDeviation } from '../../explain/details';
import { type Rich, rich } from '../../explain/rich';
import type { Scenario } from '../../scenario/scenario';
import { type Browser, MEASURED } from '../../witness/browser';
import type { Finding, Reason } from '../../witness/finding';
import type { MapChange } from '../../witness/lab';
import type { Failure } from './run';

/** `Chrome 156`; `this browser` where it is not known. */
export function nameOf({ name, version }: Browser): string {
  return name === null ? 'this browser' : version === null ? name : `${name} ${version}`;
}

/** The browser that a profile is of. */
function ofProfile(profile: ProfileName): string {
  return profile === 'standard' ? 'the standard' : BROWSERS[profile];
}

/** The words of running a scenario for real. */
export const WORDS = {
  run: 'Run it in this browser',
  again: 'Run it again',
  cancel: 'Cancel',
  title: 'In this browser, for real',
  about:
    'The scenario is sent from a real page to real servers on this machine, and held against what Corscope says.',
  show: 'See what happened',

  short: {
    running: 'Running…',
    needsYou: 'Needs you: see below',
    same: (browser: Browser) => `As in ${nameOf(browser)}`,
    different: (browser: Browser) => `${capital(nameOf(browser))} does otherwise`,
    refused: 'Cannot be run: why',
    'no lab': 'No lab here: start one',
    failed: 'It did not work: why',
    old: 'Of an earlier scenario',
  },

  otherProfile: ({ browser: { profile: compared }, fitting }: Finding, shown: ProfileName) =>
    `It is held against what Corscope says of ${ofProfile(compared)}; the diagram shows ${ofProfile(shown)}, and that is ${fitting.includes(shown) ? 'what it did, too' : 'not what it did'}.`,
  expected: 'Corscope says',
  seen: (browser: Browser) => `${capital(nameOf(browser))} did`,
  what: 'What',
  nothing: 'nothing',
  why: 'What may explain it',
  noReason:
    'Nothing that is known explains it. It may be a mistake of Corscope’s: a report helps to mend it.',
  rests: (browser: Browser) =>
    `Here ${nameOf(browser)} is known to differ from the standard, and Corscope reckons with it:`,
  report: 'a report of this',
  copyReport: 'Copy report',
  masked:
    'The report is Markdown. In it, values of cookies, passwords and what looks like a token are masked.',
  old: 'The scenario has changed since; this is of the one before.',

  sent: 'What was sent',
  header: 'Header',
  missing: 'not sent',
  own: (count: number) => `${count} ${count === 1 ? 'header' : 'headers'} of the browser’s own, not compared`,
  preflight: 'preflight',
  answered: 'answered with',
  cut: 'The connection was cut, as the scenario says.',
  neverCame: 'This request never came.',
  unforeseen: 'Corscope says nothing of this request.',
  nobody: 'Nobody is there to receive it, so there is no record of it.',
  times: (count: number) => `It came ${count} times: browsers try again when a connection breaks.`,
  nothingSent: 'No request was sent.',

  script: 'What script could read',
  sending: (run: number) => `Sending ${run + 1}`,
  verdict: { same: 'the same', different: 'different', own: 'not compared' },

  places: 'Where it was played',
  placesAbout: rich`Each origin has an address on this machine to stand for it. Another host is another site: ${'localhost'} and ${'127.0.0.1'} are as foreign to each other as two domains. Another port is another origin of the same site. Above, the scenario’s own names are shown.`,
  origin: 'Origin in the scenario',
  address: 'Address in the lab',
  nowhere: 'nobody there, as in the scenario',
  notCompared:
    'Not compared: header values that are the browser’s own affair (client hints, and User-Agent or Accept where the page sets none), the order of headers, and console messages, which no page can read.',

  starting: 'The lab sets up the servers…',
  opening: 'A window opens, sends the request and closes by itself…',
  playing: 'The page has been opened; waiting for what it saw…',
  certificates:
    'This scenario needs HTTPS. The lab has made a certificate for it on the spot, which your browser cannot know: in the window that has opened, tell it to go on (“Advanced”, then “Proceed” or “Accept”). It leads from one address to the next. Still to accept:',
  standsFor: 'for',
  certificateLink: 'Open this address',
  blocked: 'The browser did not let Corscope open a window. Open it yourself, and the run goes on:',
  openWindow: 'Open the page that sends the request',

  refused: 'The lab cannot play this scenario:',
  refusedDraft: 'Some fields need a look before this can run:',
  toField: 'Show the field',

  noLab: 'No lab is running here.',
  noLabAbout:
    'To send the scenario for real, Corscope needs real servers, and a web site cannot start those. Run Corscope on your own machine, and the lab comes with it:',
  command: 'npm start',
  commandOf: 'the command',
  noLabThen: 'It listens on this machine alone. Then open the same scenario there.',

  failed: {
    'lab gone':
      'The lab does not answer any more. If it was restarted, reload this page; if not, start it again with npm start.',
    closed:
      'The window was closed before it could report. Run it again and leave it open: it closes by itself.',
    timeout:
      'The page was opened, but has not reported in time. An extension may hold it up; try again, or in a private window.',
    'never opened':
      'The window did not get to its page. An extension or a setting may keep it from addresses of this machine.',
    'not trusted':
      'The certificate was not accepted at every address, so nothing was sent. Run it again to have another try.',
    broken: 'Corscope could not make sense of what happened. The browser’s console says more.',
  } satisfies Record<Failure, string>,
} as const;

const CHANGES: Readonly<Record<MapChange, Rich>> = {
  'plain http': ['Plain HTTP stands in for HTTPS: nothing in this scenario turns on the difference.'],
  'secure cookies over http': rich`Plain HTTP stands in for HTTPS, though a cookie is ${'Secure'}: some browsers let that pass on this machine, others do not.`,
  'no pauses': [
    'Here the requests follow each other at once, without the pauses of the diagram: nothing has expired.',
  ],
  'cut connection': [
    'A connection that fails at once is played by one that is cut after the request, so a request may be seen that would not get that far.',
  ],
};

/** What the move to the lab changed. */
export function changeWords(change: MapChange): Rich {
  return CHANGES[change];
}

/** Why a browser may have done otherwise. */
export function reasonWords(reason: Reason, browser: Browser): Rich {
  switch (reason.kind) {
    case 'like':
      return reason.profile === 'standard'
        ? [
            `This is what the standard says. ${capital(nameOf(browser))} may have changed since ${measured(browser)}.`,
          ]
        : [`This is what ${BROWSERS[reason.profile]} does.`];
    case 'third-party cookies':
      return reason.are === 'blocked'
        ? [
            'This browser blocks third-party cookies, by a setting or as private windows do; the scenario has them allowed. Corscope says the same for a browser that blocks them.',
          ]
        : [
            'This browser allows third-party cookies; the scenario has them blocked. Corscope says the same for a browser that allows them.',
          ];
    case 'profile':
      return reason.field === 'name'
        ? []
        : rich`${explainDeviation(reason.field, PROFILES[browser.profile])} ${[`(${PROFILE_SOURCES[reason.field].replace(/\.$/, '')}.)`]}`;
    case 'lab':
      return CHANGES[reason.change];
    case 'held back':
      return ['Nothing was sent at all: an extension, such as an ad blocker, or a setting may hold it back.'];
    case 'nothing happened':
      return ['The page waited, and nothing happened: no answer, and no error.'];
    case 'unknown browser':
      return ['Corscope does not know this browser, and holds it against the standard.'];
    default:
      return reason satisfies never;
  }
}

function measured({ profile }: Browser): string {
  return profile === 'standard' ? 'it was written' : MEASURED[profile];
}

/** Where a difference lies: the field of `Difference` in words. */
export function placeWords(field: string, runs: number): Rich {
  const [area, at, part, ...rest] = field.split('.');
  const number = Number(at) + 1;
  if (area === 'requests') {
    const request = `Request ${number}`;
    if (part === 'body') return [`${request}, body`];
    return rest.length === 0 ? [request] : rich`${[`${request}, `]}${rest.join('.')}`;
  }
  if (at === undefined) return ['How many requests script made'];
  const script = runs > 1 ? `Script, sending ${number}` : 'Script';
  if (part === undefined) return [script];
  if (part !== 'response') return rich`${[`${script}, `]}${part}`;
  const [inner = '', ...name] = rest;
  if (inner === 'timing') return rich`${[`${script}, `]}${inner}`;
  return name.length > 0
    ? rich`${[`${script}, header `]}${name.join('.')}`
    : rich`${[`${script}, `]}${`response.${inner}`}`;
}

/** What Resource Timing tells script of a response. */
export const TIMING: Readonly<Record<string, string>> = {
  detailed: 'told in detail',
  opaque: 'start and end only',
};

/** What a difference says was there, as `compare` describes it, in words. */
export function valueWords(field: string, value: string): Rich {
  if (field.endsWith('.response.timing')) return [TIMING[value] ?? value];
  if (!/^runs\.\d+$/.test(field)) return rich`${value}`;
  const [kind = '', ...rest] = value.split(' ');
  switch (kind) {
    case 'rejection':
      return ['rejects with a ', { code: 'TypeError' }];
    case 'exception':
      return rich`throws ${rest.join(' ')}`;
    case 'response':
      return rich`a response, type ${rest[0] ?? ''}, status ${rest[1] ?? ''}`;
    case 'xhr':
    case 'connection':
    case 'element':
      return rich`event ${rest.join(' ')}`;
    case 'queued':
      return ['taken to be sent'];
    case 'navigation':
      return ['the page is left'];
    case 'nothing':
      return ['nothing happened'];
    default:
      return [value];
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A run in a sentence: of whom Corscope says it, where the diagram shows another. */
export function headlineOf(finding: Finding, { browser: { profile } }: Scenario): string {
  const { browser, differences, fitting } = finding;
  const who = capital(nameOf(browser));
  const own = ofProfile(browser.profile);
  if (differences.length > 0) {
    const where = differences.length === 1 ? 'one place' : `${differences.length} places`;
    return `${who} did otherwise${profile === browser.profile ? '' : ` than Corscope says of ${own}`} in ${where}.`;
  }
  return `${who} did what Corscope says${fitting.includes(profile) ? '' : ` of ${own}`}.`;
}

/** Where what was compared is not what the screen shows. */
export function caveatsOf(finding: Finding, { browser: { profile } }: Scenario): readonly Rich[] {
  const { browser, playing } = finding;
  return [
    ...(playing.changes.includes('no pauses') ? [changeWords('no pauses')] : []),
    ...(profile === browser.profile ? [] : [[WORDS.otherProfile(finding, profile)]]),
  ];
}
