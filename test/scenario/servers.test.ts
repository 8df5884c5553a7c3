import { expect, test } from 'vitest';
import { defaultScenario, defaultServer } from '../../src/scenario/defaults';
import { clientOf, requestUrl } from '../../src/scenario/page';
import { serverFor } from '../../src/scenario/servers';

const at = (origin: string, path = '') => ({ ...defaultServer(origin), path });

test.each([
  ['https://bar.other/doc', 'https://bar.other/doc'],
  ['https://bar.other/doc?q=/', 'https://bar.other/doc'],
  ['https://bar.other/document', 'https://bar.other'],
  ['https://bar.other/doc/', 'https://bar.other'],
  ['https://bar.other/', 'https://bar.other'],
  ['https://bar.other:8443/', 'https://bar.other:8443'],
  ['https://bar.other.evil.test/', undefined],
  ['http://bar.other/', undefined],
  ['wss://bar.other/', 'https://bar.other'],
  ['ws://bar.other/', undefined],
  ['https://u:p@bar.other/doc', 'https://bar.other/doc'],
  ['https://bar.other@evil.test/doc', undefined],
  ['https://bar.other/?to=a@b', 'https://bar.other'],
])('%s is answered by %s', (url, expected) => {
  const servers = [at('https://bar.other'), at('https://bar.other', '/doc'), at('https://bar.other:8443')];
  const server = serverFor({ ...defaultScenario, servers }, url);
  expect(server ? server.origin + server.path : undefined).toBe(expected);
});

test('of two servers alike the first answers', () => {
  const [first, second] = [at('https://bar.other'), at('https://bar.other')];
  expect(serverFor({ ...defaultScenario, servers: [first, second] }, 'https://bar.other/')).toBe(first);
});

test('a page from disk is nearer than the network, and resolves paths against itself', () => {
  const page = { ...defaultScenario.page, kind: 'file' } as const;
  expect(clientOf(page)).toMatchObject({ origin: { kind: 'opaque' }, addressSpace: 'loopback' });
  const request = { ...defaultScenario.request, url: '/x' };
  expect(requestUrl({ ...defaultScenario, page, request })?.href).toBe('file:///x');
});

test('a sandboxed page keeps its URL and loses its origin', () => {
  const page = { ...defaultScenario.page, kind: 'sandbox', framed: true } as const;
  expect(clientOf(page)).toMatchObject({
    url: 'https://foo.example/',
    origin: { kind: 'opaque' },
    hasCrossSiteAncestor: true,
  });
});
