import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isIpAddress } from '../../../src/engine/address-space';
import { type FindBrowser, freePort, NAMES, programOf, start, versionOf } from './browser';
import { type Marionette, marionette } from './marionette';
import { startProxy } from './proxy';

/** No calls home, and no pages of its own. */
export const QUIET_PREFERENCES = {
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

/** Lines of a `user.js`. */
export function preferenceLines(preferences: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(preferences)
    .map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});\n`)
    .join('');
}

/** Names that it can be told of. */
const DIRECT = NAMES.filter((name) => !isIpAddress(name));

export const findFirefox: FindBrowser = async () => {
  const program = programOf(['firefox-esr', 'firefox', '/Applications/Firefox.app/Contents/MacOS/firefox']);
  if (program === null) return 'Firefox is missing: apt-get install firefox-esr';
  return {
    version: versionOf(program),
    names: NAMES,
    open: async (url) => {
      const port = await freePort();
      const proxy = await startProxy();
      const proxied = new URL(proxy.url);
      const { end } = start(program, (folder) => {
        writeFileSync(
          join(folder, 'user.js'),
          // The preferences that come with automation would make it another browser than people have.
          preferenceLines({
            ...QUIET_PREFERENCES,
            'marionette.port': port,
            'remote.prefs.recommended': false,
            // Nobody is there to answer.
            'security.warn_submit_secure_to_insecure': false,
            'network.dns.localDomains': DIRECT.join(),
            // Of addresses it looks nothing up.
            'network.proxy.type': 1,
            'network.proxy.allow_hijacking_localhost': true,
            'network.proxy.http': proxied.hostname,
            'network.proxy.http_port': Number(proxied.port),
            'network.proxy.ssl': proxied.hostname,
            'network.proxy.ssl_port': Number(proxied.port),
            'network.proxy.no_proxies_on': [
              ...DIRECT,
              '127.0.0.1',
              '127.0.0.2',
              '127.0.0.3',
              '[::1]',
              'localhost',
              '.localhost',
              '.invalid',
            ].join(),
            // It forgets a preflight when it looks up the host anew.
            'network.dnsCacheExpiration': 86_400,
            'dom.disable_open_during_load': false,
            'dom.popup_maximum': 1000,
            'dom.security.https_first': false,
          }),
        );
        const driven = ['--marionette', '--remote-allow-system-access'];
        return ['--headless', '--no-remote', ...driven, '--profile', folder, 'about:blank'];
      });
      try {
        const firefox = await marionette(port);
        await firefox.send('WebDriver:NewSession', { acceptInsecureCerts: true });
        await inChrome(firefox, LISTEN);
        await firefox.send('Marionette:SetContext', { value: 'content' });
        // The page goes on by itself, so nobody is to wait until it has come to rest.
        const script = 'location.href = arguments[0];';
        await firefox.send('WebDriver:ExecuteScript', { script, args: [url] });
        const printed: string[] = [];
        return {
          console: async () => {
            // Of one that has ended, what it said before.
            const more = await inChrome(firefox, READ).catch(() => []);
            printed.push(...(more as string[]));
            return printed;
          },
          close: async () => {
            proxy.close();
            firefox.close();
            await end();
          },
        };
      } catch (error) {
        proxy.close();
        await end();
        throw error;
      }
    },
  };
};

async function inChrome(firefox: Marionette, script: string): Promise<unknown> {
  await firefox.send('Marionette:SetContext', { value: 'chrome' });
  const answered = await firefox.send('WebDriver:ExecuteScript', { script, args: [] });
  return (answered as { value?: unknown }).value;
}

/** Keeps what the console is told, warnings too; what the browser says of itself is no matter. */
const LISTEN = `
window.corscopePrinted = [];
window.corscopeListener = {
  observe(message) {
    if (message instanceof Ci.nsIScriptError && !message.isFromChromeContext && message.category !== 'chrome javascript') {
      window.corscopePrinted.push(message.errorMessage);
    }
  },
};
Services.console.registerListener(window.corscopeListener);
`;

const READ = 'return window.corscopePrinted.splice(0);';
