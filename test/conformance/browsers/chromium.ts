import type { ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { findBrowser, launchFlags } from '../../../scripts/browser.mjs';
import type { Addresses } from '../../../src/lab/addresses';
import { type FindBrowser, NAMES, start, versionOf } from './browser';
import { startProxy } from './proxy';

export const findChromium: FindBrowser = async () => {
  const program = await findBrowser();
  if (program === undefined) {
    return 'Chromium is missing: npx playwright install chromium, or apt-get install chromium';
  }
  return {
    version: versionOf(program),
    names: NAMES,
    open: async (url, addresses) => {
      const proxy = await startProxy();
      const { child, end } = start(
        program,
        (folder) => [
          ...allowingThirdPartyCookies(folder),
          '--headless',
          ...launchFlags(),
          `--user-data-dir=${folder}`,
          '--disable-background-timer-throttling',
          '--disable-renderer-backgrounding',
          '--disable-popup-blocking',
          '--ignore-certificate-errors',
          // Rules for the resolver know no IPv6 addresses.
          `--proxy-server=${new URL(proxy.url).host}`,
          `--proxy-bypass-list=<-loopback>;${DIRECT.join(';')}`,
          `--host-resolver-rules=${NAMES.map((name) => `MAP ${name} 127.0.0.1`).join()}`,
          '--remote-debugging-pipe',
        ],
        { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
      );
      const printed: string[] = [];
      try {
        await listen(child, url, permissionsOf(addresses), (line) => printed.push(line));
      } catch (error) {
        proxy.close();
        await end();
        throw error;
      }
      return {
        console: async () => printed,
        close: async () => {
          proxy.close();
          await end();
        },
      };
    },
  };
};

/** Hosts that are found without a proxy: all but IPv6 addresses that are not the machine itself. */
const DIRECT = [
  ...NAMES.filter((name) => !name.startsWith('[')),
  ...['127.0.0.1', '127.0.0.2', '127.0.0.3', '[::1]', 'localhost', '*.localhost', '*.invalid'],
];

/** Some builds block them as they come; scenarios say whether they are. Gives no arguments. */
function allowingThirdPartyCookies(folder: string): [] {
  mkdirSync(join(folder, 'Default'), { recursive: true });
  const preferences = { profile: { cookie_controls_mode: 0, block_third_party_cookies: false } };
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify(preferences));
  return [];
}

/** A message of the DevTools protocol, as far as it is looked at. */
interface Message {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly error?: { readonly message: string };
  readonly params?: {
    readonly sessionId?: string;
    readonly targetInfo?: { readonly type: string };
    readonly entry?: { readonly text: string; readonly url?: string };
    readonly args?: readonly { readonly value?: unknown }[];
    readonly exceptionDetails?: {
      readonly text: string;
      readonly exception?: { readonly description?: string };
    };
  };
}

/** What is answered to pages that are made public: nobody is there to be asked. */
function permissionsOf({ https, publicHosts }: Addresses): object[] {
  return Object.entries(publicHosts ?? {}).flatMap(([setting, host]) =>
    https.flatMap((port) =>
      ['local-network-access', 'loopback-network', 'local-network'].map((name) => ({
        permission: { name },
        setting,
        origin: `https://${host}:${port}`,
      })),
    ),
  );
}

/** Opens a page once its console is listened to. */
async function listen(
  child: ChildProcess,
  url: string,
  permissions: readonly object[],
  print: (line: string) => void,
): Promise<void> {
  const { 3: input, 4: output } = child.stdio as unknown as { 3: Writable; 4: Readable };
  // Once it is ended, nobody reads any more.
  input.on('error', () => {});
  let last = 0;
  const send = (method: string, params: object, sessionId?: string): void => {
    input.write(`${JSON.stringify({ id: ++last, method, params, sessionId })}\0`);
  };
  const attached = new Promise<string>((resolve, reject) => {
    child.once('exit', () => reject(new Error('Chromium ended before it showed a page')));
    onMessages(output, ({ method, params = {} }) => {
      const { sessionId, targetInfo, entry, args, exceptionDetails } = params;
      if (method === 'Target.attachedToTarget' && targetInfo?.type === 'page' && sessionId !== undefined) {
        send('Log.enable', {}, sessionId);
        send('Runtime.enable', {}, sessionId);
        send('Runtime.runIfWaitingForDebugger', {}, sessionId);
        resolve(sessionId);
      } else if (method === 'Log.entryAdded' && entry) {
        print(entry.url === undefined ? entry.text : `${entry.url} ${entry.text}`);
      } else if (method === 'Runtime.consoleAPICalled' && args) {
        print(args.map(({ value }) => String(value)).join(' '));
      } else if (method === 'Runtime.exceptionThrown' && exceptionDetails) {
        print(`${exceptionDetails.text} ${exceptionDetails.exception?.description ?? ''}`);
      }
    });
  });
  for (const permission of permissions) send('Browser.setPermission', permission);
  send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
  send('Page.navigate', { url }, await attached);
}

function onMessages(output: Readable, take: (message: Message) => void): void {
  let received = '';
  output.setEncoding('utf8');
  output.on('data', (chunk: string) => {
    const messages = (received + chunk).split('\0');
    received = messages.pop() ?? '';
    for (const message of messages) {
      take(JSON.parse(message) as Message);
    }
  });
}
