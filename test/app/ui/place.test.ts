import { describe, expect, it } from 'vitest';
import { appendAt, readAt, removeAt, textAt, writeAt } from '../../../src/app/ui/place';
import { defaultScenario } from '../../../src/scenario/defaults';

const scenario = {
  ...defaultScenario,
  request: { ...defaultScenario.request, headers: [['X-A', '1'] as const] },
};

describe('a place in the scenario', () => {
  it('names the parts of a header', () => {
    expect(textAt(scenario, 'request.headers.0.name')).toBe('X-A');
    expect(textAt(scenario, 'request.headers.0.value')).toBe('1');
  });

  it('is written without touching the rest', () => {
    const written = writeAt(scenario, 'request.headers.0.value', '2');
    expect(written.request.headers).toEqual([['X-A', '2']]);
    expect(scenario.request.headers).toEqual([['X-A', '1']]);
    expect(written.servers).toBe(scenario.servers);
    expect(written.page).toBe(scenario.page);
  });

  it('that has gone leaves the scenario as it is', () => {
    expect(writeAt(scenario, 'request.headers.7.name', 'X')).toBe(scenario);
    expect(readAt(scenario, 'request.headers.7.name')).toBeUndefined();
  });

  it('that a field may leave out is written all the same', () => {
    const holding = appendAt(scenario, 'cookies', { url: 'https://bar.other/', cookie: 'a=b' });
    expect(writeAt(holding, 'cookies.0.fromPage', true).cookies[0]?.fromPage).toBe(true);
    expect(writeAt(holding, 'cookies.1.fromPage', true)).toBe(holding);
    expect(writeAt(holding, 'cookies.1', true)).toBe(holding);
    expect(writeAt(scenario, 'title', 'Another').title).toBe('Another');
  });

  it('with the same text again is no change', () => {
    expect(writeAt(scenario, 'request.url', scenario.request.url)).toBe(scenario);
  });

  it('that is a list takes items and gives them up', () => {
    const longer = appendAt(scenario, 'servers.0.policy.methods', 'PUT', 'PATCH');
    expect(longer.servers[0]?.policy.methods).toEqual(['PUT', 'PATCH']);
    expect(removeAt(longer, 'servers.0.policy.methods', 0).servers[0]?.policy.methods).toEqual(['PATCH']);
  });

  it('that an earlier request does not speak of is the request’s, and its own once written', () => {
    const before = { ...scenario, earlier: [60, { seconds: 60, request: { method: 'PUT' } }] };
    expect(readAt(before, 'earlier.1.request.method')).toBe('PUT');
    expect(readAt(before, 'earlier.1.request.headers.0.name')).toBe('X-A');
    expect(readAt(before, 'earlier.0.request.method')).toBeUndefined();
    const written = writeAt(before, 'earlier.1.request.headers.0.value', '2');
    expect(written.earlier).toEqual([
      60,
      { seconds: 60, request: { method: 'PUT', headers: [['X-A', '2']] } },
    ]);
    expect(written.request).toBe(scenario.request);
    expect(writeAt(before, 'earlier.1.request.headers.7.value', '2')).toBe(before);
  });

  it('without a text is no text', () => {
    expect(() => textAt(scenario, 'servers')).toThrow(TypeError);
  });
});
