import { expect, test } from 'vitest';
import { machineCandidates } from '../../scripts/browser.mjs';

test('Chromium is preferred to Chrome, wherever on the PATH each lies', () => {
  const found = machineCandidates('linux', { PATH: '/usr/local/bin:/usr/bin' }, '/home/ada');
  expect(found.slice(0, 2)).toEqual(['/usr/local/bin/chromium', '/usr/bin/chromium']);
  expect(found.indexOf('/usr/bin/chromium')).toBeLessThan(found.indexOf('/usr/local/bin/google-chrome'));
});

test('on macOS the applications follow the PATH, those of the machine before those of the person', () => {
  const found = machineCandidates('darwin', { PATH: '/opt/bin' }, '/Users/ada');
  expect(found[0]).toBe('/opt/bin/chromium');
  expect(found.slice(-2)).toEqual([
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Users/ada/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ]);
});

test('on Windows only folders that exist in the environment are looked into', () => {
  const found = machineCandidates('win32', { PROGRAMFILES: 'C:\\Program Files' }, 'C:\\Users\\ada');
  expect(found).toEqual([
    'C:\\Program Files\\Chromium\\Application\\chrome.exe',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ]);
});
