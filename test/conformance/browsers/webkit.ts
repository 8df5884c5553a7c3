import { readdirSync } from 'node:fs';
import { type FindBrowser, NAMES, programOf, start, versionOf } from './browser';
import { startProxy } from './proxy';

/** Where it comes from, a source and a level stand before the message. */
const MESSAGE = /CONSOLE (?:[A-Z]+ )?(?:LOG|INFO|WARN|ERROR|DEBUG) (.+)/;

const LIBRARIES = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/libexec', '/usr/lib'];

export const findWebKit: FindBrowser = async () => {
  const program = programOf(LIBRARIES.flatMap(folders).map((folder) => `${folder}/MiniBrowser`));
  const display = programOf(['xvfb-run']);
  if (program === null || display === null) {
    return 'WebKitGTK is missing: apt-get install libwebkit2gtk-4.1-0 xvfb';
  }
  return {
    version: versionOf(display, ['-a', program, '--version']),
    names: NAMES,
    open: async (url) => {
      const proxy = await startProxy();
      const { child, end } = start(
        display,
        // In a private window it prints nothing; the profile is a new one all the same.
        () => [
          '-a',
          program,
          '--enable-write-console-messages-to-stdout=true',
          '--javascript-can-open-windows-automatically=true',
          '--ignore-tls-errors',
          `--proxy=${proxy.url}`,
          // These it finds by itself, those of the lab among them.
          ...['127.0.0.1', '127.0.0.2', '127.0.0.3', '::1', 'localhost', '*.localhost'].map(
            (host) => `--ignore-host=${host}`,
          ),
          // As Safari comes.
          '--enable-itp',
          url,
        ],
        { env: { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }, stdio: ['ignore', 'pipe', 'pipe'] },
      );
      let text = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
      }
      return {
        console: async () => text.split('\n').flatMap((line) => MESSAGE.exec(line)?.[1] ?? []),
        close: async () => {
          proxy.close();
          await end();
        },
      };
    },
  };
};

function folders(library: string): string[] {
  try {
    return readdirSync(library)
      .filter((name) => /^webkit2?gtk-/.test(name))
      .map((name) => `${library}/${name}`);
  } catch {
    return [];
  }
}
