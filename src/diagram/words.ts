import { type Rich, rich } from '../explain/rich';
import type { Diagram, MessageEvent, NoteEvent, Participant } from './diagram';

/** What a participant is called. */
export function participantName({ role }: Participant): string {
  switch (role) {
    case 'script':
      return 'Script';
    case 'browser':
      return 'Browser';
    case 'cache':
      return 'Cache';
    case 'server':
      return 'Server';
  }
}

/** What tells participants apart in a sentence: servers by their origin, the others by name. */
export function nameIn(diagram: Diagram, id: string): string {
  const participant = diagram.participants.find((each) => each.id === id);
  if (participant === undefined) return '';
  return participant.role === 'server' ? participant.detail : participantName(participant);
}

const FAILURES: Readonly<Record<string, string>> = {
  dns: 'Host not found',
  refused: 'Connection refused',
  tls: 'TLS error',
  reset: 'Connection reset',
  timeout: 'Timed out',
  'blocked by the client': 'Blocked on this side',
};

/** What stands over a message's arrow. */
export function messageLabel({ message, label }: MessageEvent): string {
  return message === 'failure' ? (FAILURES[label] ?? label) : label;
}

/** What does not happen, or the time that passes. */
export function noteText({ note }: NoteEvent): Rich {
  switch (note.type) {
    case 'never sent':
      return note.method === '' ? ['The request is never sent.'] : rich`The ${note.method} is never sent.`;
    case 'later':
      return [`${grouped(note.seconds)} s later`];
    case 'from cache':
      return note.left === null
        ? ['No preflight: it was asked for before']
        : [`No preflight: the last answer is remembered for another ${grouped(note.left)} s`];
  }
}

/** Digits in groups of three: `86 340`, with narrow spaces that do not break. */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202f');
}
