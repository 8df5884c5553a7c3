import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CorsPolicy } from '../../src/policy/policy';
import { defaultServer } from '../../src/scenario/defaults';
import { createLibraries } from '../../src/scenario/libraries';
import { loadForReview, reviewPolicy } from '../../src/scenario/review';
import { type Credentials, reachOf, traceOf } from '../../src/scenario/review-ask';
import { REQUEST_KINDS, type RequestKind, whoMay } from '../../src/scenario/review-table';
import { validate } from '../../src/scenario/validate';
import { playable } from './arbitraries';

const libraries = createLibraries();
const server = (policy: Partial<CorsPolicy>, origin = 'https://api.foo.example') => {
  const base = defaultServer(origin);
  return { ...base, policy: { ...base.policy, vary: true, ...policy } };
};
const tableOf = (policy: Partial<CorsPolicy>) => {
  const one = server(policy);
  return whoMay(one, libraries, reviewPolicy(one, libraries));
};
const reach = (
  table: ReturnType<typeof tableOf>,
  origin: string,
  request: RequestKind,
  credentials: Credentials,
) =>
  table
    .find((row) => row.origin === origin)
    ?.cells.find((cell) => cell.request === request && cell.credentials === credentials)?.reach;

const LIST = { origins: 'list', list: ['https://foo.example', 'https://shop.example'] } as const;
const FOO = 'https://foo.example';
const STRANGER = 'https://evil.test';

beforeAll(() => loadForReview(server({ origins: 'pattern', pattern: 'a' }), libraries));

describe('who may do what', () => {
  it('has a row for everybody who matters', () => {
    expect(
      tableOf({ origins: 'pattern', pattern: '^https?://foo\\.example' }).map(({ who, origin, letIn }) => [
        who,
        origin,
        letIn,
      ]),
    ).toEqual([
      ['own', 'https://api.foo.example', 'as meant'],
      ['allowed', 'https://foo.example', 'as meant'],
      ['allowed', 'http://foo.example', 'as meant'],
      ['subdomain', 'https://blog.foo.example', 'as meant'],
      ['other', STRANGER, 'as meant'],
      ['null', 'null', 'as meant'],
    ]);
    const open = tableOf({ origins: 'pattern', pattern: '^https?://foo\\.example', credentials: true });
    expect(open.filter(({ letIn }) => letIn === 'by a slip').map(({ origin }) => origin)).toEqual([
      'http://foo.example',
      'https://foo.example.evil.test',
    ]);
  });

  it('the server’s own pages may do all', () => {
    const [own] = tableOf({});
    expect(own?.who).toBe('own');
    expect(own?.cells.every((cell) => cell.reach === 'reads')).toBe(true);
  });

  it('any other site may send what a form could, and reads nothing', () => {
    const table = tableOf(LIST);
    for (const credentials of ['without', 'with'] as const) {
      expect(reach(table, STRANGER, 'GET', credentials)).toBe('unread');
      expect(reach(table, STRANGER, 'POST simple', credentials)).toBe('unread');
      expect(reach(table, STRANGER, 'POST JSON', credentials)).toBe('refused');
      expect(reach(table, STRANGER, 'DELETE', credentials)).toBe('refused');
      expect(reach(table, STRANGER, 'no-cors', credentials)).toBe('opaque');
    }
  });

  it('an allowed origin reads with cookies only where they are allowed', () => {
    expect(reach(tableOf(LIST), FOO, 'GET', 'without')).toBe('reads');
    expect(reach(tableOf(LIST), FOO, 'GET', 'with')).toBe('unread');
    expect(reach(tableOf({ ...LIST, credentials: true }), FOO, 'GET', 'with')).toBe('reads');
  });

  it('methods and headers have to be listed, and with cookies a star lists nothing', () => {
    const table = tableOf({ ...LIST, credentials: true, methods: ['*'], headers: ['*', 'Authorization'] });
    expect(reach(table, FOO, 'PUT', 'without')).toBe('reads');
    expect(reach(table, FOO, 'PUT', 'with')).toBe('refused');
    expect(reach(table, FOO, 'custom header', 'without')).toBe('reads');
    expect(reach(table, FOO, 'custom header', 'with')).toBe('refused');
    expect(reach(table, FOO, 'Authorization', 'with')).toBe('reads');
  });

  it('a server that is not there answers nobody', () => {
    const table = whoMay({ ...server(LIST), failure: 'refused' }, libraries, []);
    expect(table.flatMap(({ cells }) => cells.map((cell) => cell.reach))).not.toContain('reads');
    expect(reach(table, FOO, 'GET', 'without')).toBe('unanswered');
  });

  it('a page without encryption asks a server on a local network for nothing: the browser does not send it', () => {
    const local = server({ origins: 'any' }, 'http://192.168.1.1');
    const table = whoMay(
      { ...local, policy: { ...local.policy, origins: 'list', list: ['http://foo.example'] } },
      libraries,
      [],
    );
    expect(reach(table, 'http://foo.example', 'GET', 'without')).toBe('unsent');
  });

  it('is what the engine says, whatever the server, and each cell can be played', () => {
    fc.assert(
      fc.property(playable, ({ servers: [one] }) => {
        if (one === undefined) return;
        const rows = whoMay(one, libraries, reviewPolicy(one, libraries));
        for (const { cells } of rows) {
          expect(cells.map(({ request, credentials }) => `${request} ${credentials}`)).toEqual(
            REQUEST_KINDS.flatMap((kind) => [`${kind} without`, `${kind} with`]),
          );
          for (const { scenario, reach } of cells) {
            expect(validate(scenario, libraries)).toEqual([]);
            expect(reachOf(traceOf(scenario, libraries))).toBe(reach);
          }
        }
      }),
      { numRuns: 40 },
    );
  }, 30_000);
});
