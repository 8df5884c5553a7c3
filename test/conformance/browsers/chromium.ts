import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { findBrowser, launchFlags } from '../../../scripts/browser.mjs';
import { type FindBrowser, start, versionOf } from './browser';

export const findChromium: FindBrowser = async () => {
  const program = await findBrowser();
  if (program === undefined) {
    return 'Chromium is missing: npx playwright install chromium, or apt-get install chromium';
  }
  return {
    version: versionOf(program),
    open: async (url) => {
      const { child, end } = start(
        program,
        (folder) => [
          '--headless',
          ...launchFlags(),
          `--user-data-dir=${folder}`,
          '--disable-background-timer-throttling',
          '--disable-renderer-backgrounding',
          '--remote-debugging-pipe',
        ],
        { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] },
      );
      const printed: string[] = [];
      await listen(child, url, (line) => printed.push(line));
      return { console: async () => printed, close: end };
    },
  };
};

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

/** Opens a page once its console is listened to. */
async function listen(child: ChildProcess, url: string, print: (line: string) => void): Promise<void> {
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
  send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
  const session = await attached;
  send('Log.enable', {}, session);
  send('Runtime.enable', {}, session);
  send('Page.navigate', { url }, session);
}

function onMessages(output: Readable, take: (message: Message) => void): void {
  let received = '';
  output.setEncoding('utf8');
  output.on('data', (chunk: string) => {
    const messages = (received + chunk).split('\0');
    received = messages.pop() ?? '';
    for (const message of messages) take(JSON.parse(message) as Message);
  });
}
