import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's folder. Every script works from here, wherever it was called from. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Runs a program to its end, showing what it prints; programs of installed packages go by their name.
 * @param {string} program
 * @param {string[]} [args]
 * @param {Record<string, string>} [env] more environment variables for it
 * @returns {Promise<number>} its exit code; 1 when it could not be started or a signal ended it
 */
export function run(program, args = [], env = {}) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, PATH: path, ...env },
    // Some tools take a closed standard input for the wish to end; only a terminal is worth handing on.
    stdio: [process.stdin.isTTY ? 'inherit' : 'ignore', 'inherit', 'inherit'],
    // On Windows the programs of packages are .cmd files, which only a shell can start.
    shell: process.platform === 'win32',
  });

  // A ctrl-c reaches the child by itself: wait for it instead of leaving it behind. A SIGTERM does not.
  const onInterrupt = () => {};
  const onTerminate = () => child.kill('SIGTERM');
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);

  // Asked to end, npm tells only the shell it put between itself and us: when that is gone, end too.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event !== undefined && process.ppid !== parent) onTerminate();
  }, 250);

  return new Promise((resolve) => {
    /** @param {number} code */
    const end = (code) => {
      clearInterval(watch);
      process.off('SIGINT', onInterrupt);
      process.off('SIGTERM', onTerminate);
      resolve(code);
    };
    child.on('error', (error) => {
      console.error(`${program}: ${error.message}`);
      end(1);
    });
    child.on('exit', (code) => end(code ?? 1));
  });
}
