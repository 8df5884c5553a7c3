import { describe, expect, test } from 'vitest';
import { mapScenario } from '../../src/lab/map';
import { unmapper } from '../../src/witness/unmap';
import { ADDRESSES, libraries, scenario, server } from '../lab/harness';

const places = [
  { origin: 'https://foo.example', at: 'http://127.0.0.1:4100' },
  { origin: 'https://bar.other:8443', at: 'http://localhost:4100' },
];
const unmapped = unmapper('x1', places);

describe('texts of a scenario that was played', () => {
  test.each([
    ['http://127.0.0.1:4100', 'https://foo.example'],
    ['http://127.0.0.1:4100/~x1/a?b#c', 'https://foo.example/a?b#c'],
    ['ws://localhost:4100/~x1/', 'wss://bar.other:8443/'],
    ['localhost:4100', 'bar.other:8443'],
    ['GET http://localhost:4100/~x1/a (preflight)', 'GET https://bar.other:8443/a (preflight)'],
    ['a=b; Path=/~x1', 'a=b; Path=/'],
    // Others stay.
    ['http://127.0.0.1:41001/', 'http://127.0.0.1:41001/'],
    ['http://a.localhost:4100/', 'http://a.localhost:4100/'],
    ['http://localhost:4100.example/', 'http://localhost:4100.example/'],
    ['nothing', 'nothing'],
  ])('%s: %s', (text, original) => {
    expect(unmapped(text)).toBe(original);
  });

  test('are the scenario’s own again, whole', () => {
    const original = scenario({
      page: { url: 'https://foo.example/a?b' },
      request: { url: 'https://bar.other/data.json?q=1' },
      servers: [
        server('https://bar.other', { response: { status: '302', location: 'https://c.bar.other:444/z' } }),
        server('https://c.bar.other:444'),
      ],
    });
    const result = mapScenario(original, 'id', { addresses: ADDRESSES, libraries });
    if (!result.ok) throw new Error('to be played');
    const back = unmapper('id', result.places);
    const { page, request, servers } = result.scenario;
    expect(back(page.url)).toBe(original.page.url);
    expect(back(request.url)).toBe(original.request.url);
    expect(servers.map(({ origin }) => back(origin))).toEqual(original.servers.map(({ origin }) => origin));
    expect(back(servers[0]?.response.location ?? '')).toBe('https://c.bar.other:444/z');
  });

  test('without places there is nothing to change', () => {
    expect(unmapper('x', [])('http://localhost/')).toBe('http://localhost/');
  });
});
