import { describe, expect, test } from 'vitest';
import { isInstalled, isSupportedNode } from '../../scripts/ensure.mjs';

const react = { version: '19.3.1', integrity: 'sha512-a' };
const lock = { packages: { '': { version: '0.1.0' }, 'node_modules/react': react } };

describe('the installed packages', () => {
  test('are right when each is the one that the lock file names', () => {
    expect(isInstalled(lock, { packages: { 'node_modules/react': react } })).toBe(true);
  });

  test('may lack what is for another system', () => {
    const other = { 'node_modules/fsevents': { version: '2.3.3', optional: true } };
    expect(
      isInstalled(
        { packages: { ...lock.packages, ...other } },
        { packages: { 'node_modules/react': react } },
      ),
    ).toBe(true);
  });

  test.each([
    ['one is missing', {}],
    ['one has another version', { 'node_modules/react': { ...react, version: '19.3.0' } }],
    ['one has other content', { 'node_modules/react': { ...react, integrity: 'sha512-b' } }],
    ['there is one too many', { 'node_modules/react': react, 'node_modules/vue': { version: '3.0.0' } }],
  ])('are wrong when %s', (_, packages) => {
    expect(isInstalled(lock, { packages })).toBe(false);
  });
});

test.each([
  ['20.18.3', false],
  ['20.19.0', true],
  ['21.7.3', false],
  ['22.11.0', false],
  ['22.12.0', true],
  ['24.0.0', true],
])('Node %s: supported is %s', (version, supported) => {
  expect(isSupportedNode(version)).toBe(supported);
});
