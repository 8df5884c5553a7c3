import type { DiagramEvent, Participant } from './diagram';

/** The two participants an event lies between; for checks it is the browser alone. */
export function endsOf(event: DiagramEvent, participants: readonly Participant[]): readonly [string, string] {
  switch (event.kind) {
    case 'message':
      return [event.from, event.to];
    case 'checks':
      return ['browser', 'browser'];
    case 'note':
      switch (event.note.type) {
        case 'never sent':
          return ['browser', targetOf(event.note.url, participants)];
        case 'from cache':
          return ['browser', 'cache'];
        case 'later':
          return ['script', participants.at(-1)?.id ?? 'browser'];
      }
  }
}

function targetOf(url: string, participants: readonly Participant[]): string {
  const id = URL.canParse(url) ? `server:${new URL(url).origin}` : '';
  return participants.some((participant) => participant.id === id)
    ? id
    : (participants.at(-1)?.id ?? 'browser');
}
