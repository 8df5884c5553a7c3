import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildDiagram } from '../../src/diagram/build';
import type { DiagramEvent, MessageEvent } from '../../src/diagram/diagram';
import type { RequestSpec } from '../../src/engine/initiator';
import type { Trace } from '../../src/engine/trace';
import {
  A,
  ALLOW_ALL,
  ANY,
  B,
  C,
  later,
  ok,
  play,
  playUnsent,
  redirect,
  response,
  server,
} from '../engine/harness';
import { randomTrace } from '../explain/random-trace';

/** `script→browser fetch() GET /doc`, `checks good`, `never sent PUT`. */
function outline(...traces: Trace[]): string[] {
  return buildDiagram(traces).events.map(short);
}

function short(event: DiagramEvent): string {
  switch (event.kind) {
    case 'message':
      return `${nick(event.from)}→${nick(event.to)} ${event.label}`;
    case 'checks':
      return `checks ${event.tone}`;
    case 'note':
      return event.note.type === 'never sent' ? `never sent ${event.note.method}` : event.note.type;
  }
}

const nick = (id: string) => id.replace('server:https://', '');

const messages = (...traces: Trace[]) =>
  buildDiagram(traces).events.filter((event): event is MessageEvent => event.kind === 'message');

const put: Partial<RequestSpec> = { method: 'PUT' };

describe('the conversation', () => {
  it('of a simple request goes out, comes back, is checked and handed over', () => {
    expect(outline(play({}, { [B]: ok(ANY) }))).toEqual([
      'script→browser fetch() GET /doc',
      'checks plain',
      'browser→bar.other GET /doc',
      'bar.other→browser 200',
      'checks good',
      'browser→script 200',
    ]);
  });

  it('of a preflighted request asks first', () => {
    expect(outline(play(put, { [B]: server(response(204, ALLOW_ALL), ok(ANY)) }))).toEqual([
      'script→browser fetch() PUT /doc',
      'checks plain',
      'browser→bar.other OPTIONS /doc',
      'bar.other→browser 204',
      'checks good',
      'browser→bar.other PUT /doc',
      'bar.other→browser 200',
      'checks good',
      'browser→script 200',
    ]);
  });

  it('ends at a preflight that fails: the request is never sent', () => {
    expect(outline(play(put, { [B]: server(response(204, ANY), ok(ANY)) }))).toEqual([
      'script→browser fetch() PUT /doc',
      'checks plain',
      'browser→bar.other OPTIONS /doc',
      'bar.other→browser 204',
      'checks bad',
      'never sent PUT',
      'browser→script TypeError',
    ]);
  });

  it('does not call a request unsent that the server ran and the browser then blocked', () => {
    const events = outline(play({ method: 'POST' }, { [B]: ok() }));
    expect(events).toContain('browser→bar.other POST /doc');
    expect(events.filter((event) => event.startsWith('never sent'))).toEqual([]);
  });

  it('follows redirects from server to server', () => {
    const trace = play({ url: `${A}/start` }, { [A]: redirect(`${B}/next`), [B]: ok(ANY) });
    expect(messages(trace).map(short)).toEqual([
      'script→browser fetch() GET /start',
      'browser→foo.example GET /start',
      'foo.example→browser 302',
      'browser→bar.other GET /next',
      'bar.other→browser 200',
      'browser→script 200',
    ]);
  });

  it('says which request a failed preflight after a redirect kept back', () => {
    const servers = { [A]: redirect(`${B}/next`, 307), [B]: server(response(404), ok(ANY)) };
    const { events } = buildDiagram([play({ ...put, url: `${A}/start` }, servers)]);
    expect(events.filter((event) => event.kind === 'note').map(({ note }) => note)).toEqual([
      { type: 'never sent', method: 'PUT', url: `${B}/next` },
    ]);
  });

  it('knows the method that a redirect would have gone on with', () => {
    const servers = { [A]: redirect('http://bar.other/plain', 303) };
    expect(outline(play({ method: 'POST', url: `${A}/start` }, servers))).toContain('never sent GET');
  });

  it('shows what never answered as a failure', () => {
    const failure = messages(play({}, { [B]: () => ({ failure: 'tls' }) })).at(-2);
    expect(failure).toMatchObject({ message: 'failure', from: `server:${B}`, label: 'tls', tone: 'bad' });
  });

  it('tells when the same request is sent again, and that the cache spares its preflight', () => {
    const servers = {
      [B]: server(response(204, { ...ALLOW_ALL, 'Access-Control-Max-Age': '600' }), ok(ANY)),
    };
    const first = play(put, servers);
    const second = play(put, servers, { environment: { state: later(first, 60) } });
    const diagram = buildDiagram([first, second]);
    expect(diagram.participants.map(({ role }) => role)).toEqual(['script', 'browser', 'cache', 'server']);
    expect(diagram.events.filter(({ run }) => run === 1).map(short)).toEqual([
      'later',
      'script→browser fetch() PUT /doc',
      'checks plain',
      'from cache',
      'browser→bar.other PUT /doc',
      'bar.other→browser 200',
      'checks good',
      'browser→script 200',
    ]);
    expect(diagram.events).toContainEqual(
      expect.objectContaining({ note: { type: 'from cache', left: 540 } }),
    );
    expect(diagram.events).toContainEqual(expect.objectContaining({ note: { type: 'later', seconds: 60 } }));
  });

  it('counts the time from one run to the next, not from the first', () => {
    const servers = { [B]: ok(ANY) };
    const first = play({}, servers);
    const second = play({}, servers, { environment: { state: later(first, 60) } });
    const third = play({}, servers, { environment: { state: later(second, 10) } });
    const notes = buildDiagram([first, second, third]).events.filter((event) => event.kind === 'note');
    expect(notes.map(({ note }) => note)).toEqual([
      { type: 'later', seconds: 60 },
      { type: 'later', seconds: 10 },
    ]);
  });

  it.each([
    [{ initiator: 'fetch', mode: 'no-cors' }, 'opaque', 'plain'],
    [{ initiator: 'XMLHttpRequest' }, 'load 200', 'good'],
    [{ initiator: 'sendBeacon', method: 'POST' }, 'true', 'good'],
    [{ initiator: 'image', use: 'canvas' }, 'load', 'bad'],
    [{ initiator: 'image', use: 'show' }, 'load', 'good'],
  ] as const)('of %o ends with what the page learns', (request, label, tone) => {
    expect(messages(play(request, { [B]: ok(ANY) })).at(-1)).toMatchObject({
      message: 'result',
      label,
      tone,
    });
  });
});

describe('participants', () => {
  it('are script, browser and the servers by first contact, without the scheme all share', () => {
    const trace = play(
      { url: `${B}/a` },
      { [`${B}/a`]: redirect(`${C}/b`), [C]: redirect(`${B}/c`), [`${B}/c`]: ok(ANY) },
    );
    expect(buildDiagram([trace]).participants.map(({ id, detail }) => [id, detail])).toEqual([
      ['script', 'foo.example'],
      ['browser', ''],
      [`server:${B}`, 'bar.other'],
      [`server:${C}`, 'baz.third'],
    ]);
  });

  it('drop a scheme that all share, whichever it is', () => {
    const servers = { 'http://localhost:3000': ok(ANY) };
    const trace = play({ url: 'http://localhost:3000/' }, servers, {
      client: { url: 'http://localhost:5173/', addressSpace: 'loopback' },
    });
    expect(buildDiagram([trace]).participants.map(({ detail }) => detail)).toEqual([
      'localhost:5173',
      '',
      'localhost:3000',
    ]);
  });

  it('keep the scheme that differs', () => {
    const trace = play(
      { url: 'http://localhost:3000/' },
      { 'http://localhost:3000': ok(ANY) },
      {
        environment: { localNetwork: 'granted' },
      },
    );
    expect(buildDiagram([trace]).participants.map(({ detail }) => detail)).toEqual([
      'foo.example',
      '',
      'http://localhost:3000',
    ]);
  });

  it('have the server the page asked for, though nothing was sent to it', () => {
    const trace = playUnsent({ url: 'http://bar.other/' });
    const diagram = buildDiagram([trace], { origin: A, url: 'http://bar.other/' });
    expect(diagram.participants.map(({ id }) => id)).toEqual([
      'script',
      'browser',
      'server:http://bar.other',
    ]);
    expect(diagram.events.map(short)).toContain('never sent ');
  });
});

describe('headers', () => {
  const shown = (trace: Trace, label: string) =>
    messages(trace)
      .find((message) => message.label === label)
      ?.headers.filter(({ cors }) => cors);

  it('under the arrow are those of CORS, and those that made a preflight necessary', () => {
    const trace = play(
      {
        headers: [
          ['X-Token', '1'],
          ['Accept', 'text/html'],
        ],
      },
      { [B]: server(response(204, ALLOW_ALL), ok({ ...ANY, 'Content-Type': 'text/plain' })) },
    );
    expect(shown(trace, 'GET /doc')?.map(({ name }) => name)).toEqual(['X-Token', 'Origin']);
    expect(shown(trace, '200')?.map(({ name }) => name)).toEqual(['Access-Control-Allow-Origin']);
  });

  it('on a preflight are not those the browser adds to every request', () => {
    const trace = play(
      { headers: [['Accept', 'x'.repeat(200)]] },
      { [B]: server(response(204, ALLOW_ALL), ok(ANY)) },
    );
    expect(shown(trace, 'OPTIONS /doc')?.map(({ name }) => name)).not.toContain('Accept');
    expect(shown(trace, 'GET /doc')?.map(({ name }) => name)).toContain('Accept');
  });

  it('are all there, with their place in the message', () => {
    const trace = play({}, { [B]: ok([['Vary', 'Accept'], ['Vary', 'Origin'], ...Object.entries(ANY)]) });
    expect(messages(trace).at(-2)?.headers).toEqual([
      { name: 'Vary', value: 'Accept', index: 0, cors: false, decisive: false },
      { name: 'Vary', value: 'Origin', index: 1, cors: true, decisive: false },
      { name: 'Access-Control-Allow-Origin', value: '*', index: 2, cors: true, decisive: false },
    ]);
  });

  it('that a failing check looked at are decisive, every line of them', () => {
    const twice = [
      ['Access-Control-Allow-Origin', A],
      ['Access-Control-Allow-Origin', A],
    ] as const;
    expect(shown(play({}, { [B]: ok(twice) }), '200')?.map(({ decisive }) => decisive)).toEqual([true, true]);
  });

  it('that a failing check looked for in vain are decisive too', () => {
    expect(shown(play({}, { [B]: ok() }), '200')).toEqual([
      { name: 'Access-Control-Allow-Origin', value: '', index: -1, cors: true, decisive: true },
    ]);
  });

  it('of a message that passed are not decisive', () => {
    const trace = play(put, { [B]: server(response(204, ALLOW_ALL), ok()) });
    expect(shown(trace, '204')?.filter(({ decisive }) => decisive)).toEqual([]);
  });
});

describe('whatever happens', () => {
  const property = (check: (trace: Trace) => void) =>
    fc.assert(fc.property(randomTrace, check), { numRuns: 300 });

  it('every rule that failed is on the stage', () => {
    property((trace) => {
      const onStage = buildDiagram([trace]).events.flatMap((event) =>
        event.kind === 'checks' ? event.checks.map(({ step }) => step) : [],
      );
      trace.steps.forEach((step, index) => {
        if (step.type === 'rule' && step.result === 'fail') expect(onStage).toContain(index);
      });
    });
  });

  it('every message on the wire is on the stage, once and in order', () => {
    property((trace) => {
      const steps = buildDiagram([trace]).events.flatMap((event) =>
        event.kind === 'message' && event.step >= 0 ? [event.step] : [],
      );
      expect(steps).toEqual(trace.steps.flatMap((step, index) => (step.type === 'rule' ? [] : [index])));
    });
  });

  it('it begins with a call and ends with a result, between participants that are there', () => {
    property((trace) => {
      const { participants, events } = buildDiagram([trace]);
      const ids = participants.map(({ id }) => id);
      expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
      expect(events.at(0)).toMatchObject({ message: 'call' });
      expect(events.at(-1)).toMatchObject({ message: 'result' });
      for (const event of events) {
        if (event.kind === 'message') expect(ids).toEqual(expect.arrayContaining([event.from, event.to]));
      }
    });
  });
});
