import { describe, expect, it } from 'vitest';
import { followedServers, withBodyKind, withInitiator, withRequestUrl } from '../../../src/app/request/edit';
import { defaultScenario, defaultServer } from '../../../src/scenario/defaults';
import type { Scenario } from '../../../src/scenario/scenario';

const origins = (scenario: Scenario) => scenario.servers.map(({ origin }) => origin);

/** Someone changes the URL in one go, a keystroke at a time. */
function type(scenario: Scenario, urls: readonly string[]): Scenario {
  const followed = followedServers(scenario);
  return urls.reduce((draft, url) => withRequestUrl(draft, url, followed), scenario);
}

const keystrokes = (text: string) => Array.from(text, (_, i) => text.slice(0, i + 1));

describe('another request URL', () => {
  it('takes its server along', () => {
    expect(origins(type(defaultScenario, ['https://api.example:8443/x']))).toEqual([
      'https://api.example:8443',
    ]);
  });

  it('takes its server along however it is typed', () => {
    expect(origins(type(defaultScenario, ['', ...keystrokes('http://localhost:3000/doc')]))).toEqual([
      'http://localhost:3000',
    ]);
  });

  it('leaves a server alone that it did not name', () => {
    const scenario = { ...defaultScenario, servers: [defaultServer('https://elsewhere.example')] };
    expect(origins(type(scenario, ['https://api.example/']))).toEqual(['https://elsewhere.example']);
  });

  it('takes no server along to an origin that another server has', () => {
    const scenario = {
      ...defaultScenario,
      servers: [...defaultScenario.servers, defaultServer('https://b.example')],
    };
    expect(origins(type(scenario, ['https://b.example/']))).toEqual([
      'https://bar.other',
      'https://b.example',
    ]);
    expect(origins(type(scenario, keystrokes('https://b.example.org/')))).toEqual([
      'https://b.example.org',
      'https://b.example',
    ]);
  });

  it('takes every entry of one origin along', () => {
    const scenario = {
      ...defaultScenario,
      servers: [...defaultScenario.servers, { ...defaultServer('https://bar.other'), path: '/b' }],
    };
    expect(origins(type(scenario, ['https://api.example/']))).toEqual([
      'https://api.example',
      'https://api.example',
    ]);
  });

  it('counts a web socket as a request to the http server of its host', () => {
    expect(origins(type(defaultScenario, ['wss://chat.example/']))).toEqual(['https://chat.example']);
  });

  it('leaves the server where it is while the URL is none', () => {
    expect(origins(type(defaultScenario, ['https://']))).toEqual(['https://bar.other']);
  });
});

describe('another kind of body', () => {
  it('starts with a text when there was none, and keeps the one there was', () => {
    const first = withBodyKind(defaultScenario, 'string');
    expect(first.request.body.text).not.toBe('');
    const typed = { ...first, request: { ...first.request, body: { ...first.request.body, text: 'mine' } } };
    expect(withBodyKind(withBodyKind(typed, 'none'), 'Blob').request.body).toEqual({
      kind: 'Blob',
      text: 'mine',
      type: '',
    });
  });
});

describe('another way to ask', () => {
  const typesOf = (scenario: typeof defaultScenario) => scenario.servers[0]?.response.headers;

  it('gets what servers usually send for it, and back', () => {
    const image = withInitiator(defaultScenario, 'image');
    expect(image.request.initiator).toBe('image');
    expect(typesOf(image)).toEqual([['Content-Type', 'image/png']]);
    expect(withInitiator(image, 'fetch')).toEqual(defaultScenario);
  });

  it('leaves a type that somebody chose', () => {
    const [server] = defaultScenario.servers;
    if (server === undefined) throw new Error('The default scenario has a server');
    const headers = [['Content-Type', 'text/vcard']] as const;
    const chosen = {
      ...defaultScenario,
      servers: [{ ...server, response: { ...server.response, headers } }],
    };
    expect(typesOf(withInitiator(chosen, 'image'))).toEqual(headers);
  });
});
