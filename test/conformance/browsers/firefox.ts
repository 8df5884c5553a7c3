import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FindBrowser, programOf, start, versionOf } from './browser';

/** No calls home, and no pages of its own. */
const PREFERENCES = {
  'app.update.enabled': false,
  'browser.aboutwelcome.enabled': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'app.normandy.enabled': false,
  'toolkit.telemetry.enabled': false,
  'extensions.update.enabled': false,
} as const;

export const findFirefox: FindBrowser = async () => {
  const program = programOf(['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox']);
  if (program === null) return 'Firefox is missing: apt-get install firefox-esr';
  return {
    version: versionOf(program),
    open: async (url) =>
      start(program, (folder) => {
        const lines = Object.entries(PREFERENCES).map(
          ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`,
        );
        writeFileSync(join(folder, 'user.js'), lines.join(''));
        return ['--headless', '--no-remote', '--profile', folder, url];
      }),
  };
};
