import { findBrowser, launchFlags } from '../../../scripts/browser.mjs';
import { type FindBrowser, start, versionOf } from './browser';

export const findChromium: FindBrowser = async () => {
  const program = await findBrowser();
  if (program === undefined) {
    return 'Chromium is missing: npx playwright install chromium, or apt-get install chromium';
  }
  return {
    version: versionOf(program),
    open: async (url) =>
      start(program, (folder) => [
        '--headless',
        ...launchFlags(),
        `--user-data-dir=${folder}`,
        '--disable-background-timer-throttling',
        '--disable-renderer-backgrounding',
        '--remote-debugging-port=0',
        url,
      ]),
  };
};
