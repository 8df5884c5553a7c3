import fc from 'fast-check';
import mermaid from 'mermaid';
import { describe, expect, it } from 'vitest';
import { buildDiagram } from '../../src/diagram/build';
import type { Diagram, MessageEvent } from '../../src/diagram/diagram';
import { mermaidSource } from '../../src/diagram/mermaid';
import { EXAMPLES } from '../../src/lessons/examples';
import { createLibraries } from '../../src/scenario/libraries';
import { simulate } from '../../src/scenario/simulate';
import { ALLOW_ALL, ANY, B, ok, play, redirect, response, server } from '../engine/harness';
import { randomTrace } from '../explain/random-trace';

const parses = async (source: string) => (await mermaid.parse(source)).diagramType;

/** A conversation of one message with this label and this header. */
function saying(label: string, header: readonly [name: string, value: string] = ['Origin', 'x']): Diagram {
  const message: MessageEvent = {
    kind: 'message',
    id: '0.0',
    run: 0,
    step: 0,
    from: 'browser',
    to: 'server:https://bar.other',
    message: 'request',
    exchange: 0,
    label,
    headers: [{ name: header[0], value: header[1], index: 0, cors: true, decisive: false }],
    tone: 'plain',
  };
  return {
    participants: [
      { id: 'script', role: 'script', detail: '' },
      { id: 'browser', role: 'browser', detail: '' },
      { id: 'server:https://bar.other', role: 'server', detail: label },
    ],
    events: [message],
  };
}

/** What Mermaid understands of a source: the texts of its messages and notes, entities as characters. */
async function understood(source: string): Promise<string[]> {
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(source);
  const { getMessages } = db as unknown as { getMessages(): { message: string | { name: string } }[] };
  return getMessages
    .call(db)
    .flatMap(({ message }) => (typeof message === 'string' ? [message] : []))
    .map((text) => text.replace(/ﬂ°°(\d+)¶ß/g, (_, code) => String.fromCodePoint(Number(code))));
}

const NASTY = [
  'a;b',
  'a#b',
  '#35;',
  '%% comment',
  '%%{init: {"theme":"forest"}}%%',
  'end',
  'a end b',
  'alt x',
  'a: b: c',
  'wrap: x',
  'nowrap:x',
  '<script>alert(1)</script>',
  '<br/>',
  '&lt;b&gt;',
  '$$x^2$$',
  'style:#a;',
  'x-style: a#b;c#d;',
  'classDef x:#f00;',
  '->>',
  '-x',
  '+',
  '@{ "type": "actor" }',
  '}',
  '---',
  '`code`',
  '**bold** _it_',
  '\\n',
  '""',
  ', ,',
  'é ü 漢字 😀',
  '\u202eright to left',
  '\u0000',
];

describe('the Mermaid source', () => {
  it('says who speaks, what, and why it stops', () => {
    const trace = play({ method: 'PUT' }, { [B]: server(response(204, ANY), ok(ANY)) });
    expect(mermaidSource(buildDiagram([trace]))).toBe(
      [
        'sequenceDiagram',
        '  participant p0 as Script<br/>foo.example',
        '  participant p1 as Browser',
        '  participant p2 as Server<br/>bar.other',
        '  p0->>p1: fetch() PUT /doc',
        '  Note over p1: • Needs a preflight’s yes',
        '  p1->>p2: OPTIONS /doc',
        '  Note right of p1: Access-Control-Request-Method: PUT<br/>Origin: https://foo.example',
        '  p2-->>p1: 204',
        '  Note right of p1: Access-Control-Allow-Origin: *<br/>✕ Access-Control-Allow-Methods: (missing)',
        '  Note over p1: ✓ Any origin is allowed (*)<br/>✓ Status 204 is ok<br/>✕ Method PUT is not listed',
        '  Note over p1,p2: The PUT is never sent.',
        '  p1--xp0: TypeError',
        '',
      ].join('\n'),
    );
  });

  it('shows a server at work on the request itself, not on a preflight', () => {
    const trace = play({ method: 'PUT' }, { [B]: server(response(204, ALLOW_ALL), ok(ANY)) });
    const source = mermaidSource(buildDiagram([trace]));
    expect(source).toContain('p1->>p2: OPTIONS /doc');
    expect(source).toContain('p1->>+p2: PUT /doc');
    expect(source).toContain('p2-->>-p1: 200');
  });

  it('shortens what is long', () => {
    const source = mermaidSource(saying(`GET /${'x'.repeat(5000)}`, ['X-Long', 'y'.repeat(5000)]));
    expect(Math.max(...source.split('\n').map((line) => line.length))).toBeLessThan(200);
  });

  it.each([...EXAMPLES.values()].map((example) => [example.id, example.scenario] as const))(
    'of the example %s is one that Mermaid takes',
    async (_, scenario) => {
      const libraries = createLibraries();
      await libraries.load(scenario);
      const source = mermaidSource(buildDiagram(simulate(scenario, libraries).runs));
      await expect(parses(source)).resolves.toBe('sequence');
    },
  );

  it('of twenty redirects is one that Mermaid takes', async () => {
    const trace = play({}, { [B]: redirect(`${B}/again`) });
    await expect(parses(mermaidSource(buildDiagram([trace])))).resolves.toBe('sequence');
  });

  it.each(NASTY)('carries %j unchanged', async (text) => {
    const plain = text.replace(/\s+/g, ' ').trim();
    const [label, header] = (await understood(mermaidSource(saying(text, ['X-Nasty', text])))).map((said) =>
      said.replace('\u200b', ''),
    );
    expect(label).toBe(plain);
    expect(header).toBe(`X-Nasty: ${plain}`.trim());
  });

  it.each(NASTY)('makes no tag, entity, formula or comment of %j', (text) => {
    const own = mermaidSource(saying(text, [text, text]))
      .replaceAll('<br/>', '')
      .replaceAll('->>', '');
    expect(own).not.toMatch(/[<>&$%]|\bend\b/);
  });

  it('is one that Mermaid takes, whatever the texts', { timeout: 30_000 }, async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(fc.constantFrom(...NASTY)).map((parts) => parts.join('')),
    );
    await fc.assert(
      fc.asyncProperty(text, text, async (label, value) => {
        expect(await parses(mermaidSource(saying(label, [value, label])))).toBe('sequence');
      }),
      { numRuns: 60 },
    );
  });

  it('is one that Mermaid takes, whatever happened', { timeout: 30_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(randomTrace, async (trace) => {
        expect(await parses(mermaidSource(buildDiagram([trace])))).toBe('sequence');
      }),
      { numRuns: 30 },
    );
  });
});
