import { readdirSync } from 'node:fs';
import { type FindBrowser, programOf, start, versionOf } from './browser';

const LIBRARIES = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/libexec', '/usr/lib'];

export const findWebKit: FindBrowser = async () => {
  const program = programOf(LIBRARIES.flatMap(folders).map((folder) => `${folder}/MiniBrowser`));
  const display = programOf(['xvfb-run']);
  if (program === null || display === null) {
    return 'WebKitGTK is missing: apt-get install libwebkit2gtk-4.1-0 xvfb';
  }
  return {
    version: versionOf(display, ['-a', program, '--version']),
    open: async (url) =>
      start(display, () => ['-a', program, '--private', url], {
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      }),
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
