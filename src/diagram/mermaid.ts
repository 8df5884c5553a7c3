import { clip, plain } from '../explain/rich';
import { ruleTitle } from '../explain/rules';
import type { ChecksEvent, Diagram, DiagramEvent, MessageEvent } from './diagram';
import { endsOf } from './ends';
import { messageLabel, noteText, participantName } from './words';

/**
 * The conversation as the source of a Mermaid `sequenceDiagram`: solid arrows for what goes out, dashed ones for
 * what comes back, CORS headers and the browser's checks in notes. A server at work on the request itself is
 * active. Long values are shortened.
 */
export function mermaidSource(diagram: Diagram): string {
  const ids = new Map(diagram.participants.map(({ id }, index) => [id, `p${index}`]));
  const idOf = (id: string) => ids.get(id) ?? 'p1';
  const lines = diagram.events.flatMap((event) => linesOf(event, diagram, idOf));
  return ['sequenceDiagram', ...participantLines(diagram, idOf), ...lines].join('\n  ').concat('\n');
}

type IdOf = (participant: string) => string;

function participantLines({ participants }: Diagram, idOf: IdOf): string[] {
  return participants.map((participant) => {
    const names = [participantName(participant), participant.detail].filter((name) => name !== '');
    return `participant ${idOf(participant.id)} as ${names.map((name) => escaped(clip(name))).join(BREAK)}`;
  });
}

function linesOf(event: DiagramEvent, diagram: Diagram, idOf: IdOf): string[] {
  switch (event.kind) {
    case 'message':
      return messageLines(event, diagram, idOf);
    case 'checks':
      return [`Note over ${idOf('browser')}: ${checksText(event)}`];
    case 'note':
      return [
        `Note over ${endsOf(event, diagram.participants).map(idOf).join()}: ${escaped(plain(noteText(event)))}`,
      ];
  }
}

function messageLines(event: MessageEvent, diagram: Diagram, idOf: IdOf): string[] {
  const { from, to, headers } = event;
  const message = `${idOf(from)}${arrowOf(event, diagram)}${idOf(to)}: ${escaped(clip(messageLabel(event)))}`;
  const shown = headers.filter((header) => header.cors || header.decisive);
  if (shown.length === 0) return [message];
  const texts = shown.map(({ name, value, index, decisive }) => {
    const line = clipLine(`${name}: ${index < 0 ? '(missing)' : value}`);
    return escaped(decisive ? `${SIGNS.fail} ${line}` : line);
  });
  // Beside the browser, under the arrow: Mermaid makes room for such a note, and not for one over two.
  return [message, `Note right of ${idOf('browser')}: ${texts.join(BREAK)}`];
}

/** Requests activate the server, their answers end that; what fails ends in a cross. */
function arrowOf({ message, tone, run, exchange }: MessageEvent, { events }: Diagram): string {
  const has = (wanted: MessageEvent['message']) =>
    events.some(
      (event) =>
        event.kind === 'message' &&
        event.message === wanted &&
        event.run === run &&
        event.exchange === exchange,
    );
  switch (message) {
    case 'call':
    case 'preflight':
      return '->>';
    case 'request':
      return has('answer') ? '->>+' : '->>';
    case 'answer':
      return has('request') ? '-->>-' : '-->>';
    case 'failure':
      return '--x';
    case 'result':
      return tone === 'bad' ? '--x' : '-->>';
  }
}

const SIGNS = { pass: '✓', fail: '✕', note: '•' } as const;

function checksText({ checks }: ChecksEvent): string {
  return checks
    .map(({ rule }) => escaped(clipLine(`${SIGNS[rule.result]} ${plain(ruleTitle(rule))}`)))
    .join(BREAK);
}

const BREAK = '<br/>';

/** A line of a note: notes do not wrap. */
function clipLine(text: string): string {
  return text.length > 72 ? `${text.slice(0, 71)}…` : text;
}

/**
 * Text that Mermaid shows as it is: its entities for what would end a line, start a comment, tag, formula or
 * directive, and for the words it looks for.
 */
function escaped(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[#;%<>&$]|[^\P{C}\u200c\u200d]/gu, entity)
    .replace(/s(?=tyle)|c(?=lassDef)|w(?=rap:)|\be(?=nd\b)/gi, entity);
}

const entity = (character: string): string => `#${character.codePointAt(0)};`;
