import type { ChecksEvent, Diagram, DiagramEvent, MessageEvent, Participant } from '../../diagram/diagram';
import { messageLabel, nameIn, noteText } from '../../diagram/words';
import { plain } from '../../explain/rich';
import { ruleTitle } from '../../explain/rules';

/** The words of the stage and its player. */
export const WORDS = {
  stage: 'The conversation',
  participants: 'Who takes part',
  events: 'What happens, in order',
  ran: 'ran the request',
  redirected: 'redirected it',
  decisive: 'stops here',
  missing: 'missing',
  light: (header: string) => `Show what sets ${header}`,
  standard: (section: string) => `In the standard: ${section}`,
  deviation: 'differs from the standard',
  result: { pass: 'Passed', fail: 'Failed', note: 'Note' },
  player: 'Player',
  back: 'Back',
  play: 'Play',
  again: 'Play again',
  pause: 'Pause',
  forward: 'Forward',
  scrub: 'Position',
  speed: 'Speed',
  start: 'Before the first message',
} as const;

/** The line under the name. */
export function participantDetail({ role, detail }: Participant): string {
  switch (role) {
    case 'browser':
      return 'decides';
    case 'cache':
      return 'of preflights';
    default:
      return detail;
  }
}

/** What stands beside a message's label. */
export function messageAside(event: MessageEvent, answersPreflight: 'preflight' | 'request'): string {
  switch (event.message) {
    case 'preflight':
      return 'preflight';
    case 'answer':
      return answersPreflight === 'preflight' ? 'to the preflight' : '';
    case 'failure':
      return 'no answer';
    case 'result':
      if (event.label.endsWith('opaque')) return 'cannot be read';
      if (event.label.startsWith('load') && event.tone === 'bad') return 'but its pixels are out of reach';
      return event.tone === 'bad' ? 'all the script learns' : '';
    case 'call':
    case 'request':
      return '';
  }
}

/** The heading of a card of checks, by what they look at. */
export function checksHeading(looksAt: 'nothing yet' | 'preflight' | 'request' | 'failure'): string {
  switch (looksAt) {
    case 'nothing yet':
      return 'Before sending';
    case 'preflight':
      return 'The preflight’s answer';
    case 'request':
      return 'The answer';
    case 'failure':
      return 'No answer';
  }
}

/** How a card of checks came out; empty where nothing was to pass. */
export function checksOutcome({ tone }: ChecksEvent): string {
  switch (tone) {
    case 'good':
      return 'passes';
    case 'bad':
      return 'stops here';
    case 'plain':
      return '';
  }
}

/** An event as a sentence, for assistive technology. */
export function eventSentence(event: DiagramEvent, diagram: Diagram, aside: string): string {
  switch (event.kind) {
    case 'message': {
      const route = `${nameIn(diagram, event.from)} to ${nameIn(diagram, event.to)}`;
      return `${route}: ${messageLabel(event)}${aside === '' ? '' : `, ${aside}`}`;
    }
    case 'checks': {
      const failed = event.checks.find(({ rule }) => rule.result === 'fail');
      const heading = `Browser checks. ${aside}`;
      if (failed !== undefined) return `${heading}: ${plain(ruleTitle(failed.rule))}, stops here`;
      return event.tone === 'good' ? `${heading}: passes` : heading;
    }
    case 'note':
      return plain(noteText(event));
  }
}
