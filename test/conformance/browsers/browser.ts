import { type ChildProcess, type StdioOptions, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Addresses } from '../../../src/lab/addresses';
import { NEAR_HOSTS } from '../generate';

/** A browser that is there to be driven. */
export interface Browser {
  readonly version: string;
  /** Host names that lead to loopback in it, of which it does not know that; none where it cannot be told. */
  readonly names: readonly string[];
  /** Opens a page in a fresh profile; the lab's ports are those of pages whose wishes are granted, or not. */
  open(url: string, addresses: Addresses): Promise<Opened>;
}

/** Hosts of pages that are made public, by what the person answers when they ask servers on loopback. */
export const PUBLIC_HOSTS = { granted: 'granted.test', denied: 'denied.test' } as const;

/** Names that nobody has, each a site, and addresses that are near by what they are called. */
export const NAMES: readonly string[] = [
  'one.test',
  'two.test',
  'three.test',
  'four.test',
  ...Object.values(PUBLIC_HOSTS),
  ...NEAR_HOSTS,
];

export interface Opened {
  /**
   * What its console has printed so far, a message each, in order. Where the console names the URL beside a message,
   * that stands before it.
   */
  readonly console: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

/** How a browser is found; a sentence on how to get it where there is none. */
export type FindBrowser = () => Promise<Browser | string>;

/** The first of some programs that there is: names are looked up in the path. */
export function programOf(candidates: readonly string[]): string | null {
  for (const candidate of candidates) {
    if (candidate.includes('/')) {
      if (existsSync(candidate)) return candidate;
      continue;
    }
    const folder = (process.env.PATH ?? '').split(':').find((path) => existsSync(join(path, candidate)));
    if (folder !== undefined) return join(folder, candidate);
  }
  return null;
}

/** What a program says of its version. */
export function versionOf(program: string, args: readonly string[] = ['--version']): string {
  const { stdout } = spawnSync(program, args, { encoding: 'utf8', timeout: 20_000 });
  return /[\d.]{3,}/.exec(stdout ?? '')?.[0] ?? 'unknown';
}

export interface Started {
  readonly child: ChildProcess;
  readonly end: () => Promise<void>;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdio?: StdioOptions;
}

/** Starts a program of a browser with a folder of its own, which goes when it ends. */
export function start(
  program: string,
  argumentsIn: (folder: string) => readonly string[],
  { env = {}, stdio = 'ignore' }: StartOptions = {},
): Started {
  const folder = mkdtempSync(join(tmpdir(), 'corscope-browser-'));
  const child = spawn(program, argumentsIn(folder), {
    stdio,
    // A group of its own, so that all of its processes can be ended together.
    detached: true,
    env: { ...process.env, HOME: folder, ...env },
  });
  // Whoever stops the run stops it, too.
  const stop = (): void => void ended(child);
  process.once('exit', stop);
  const end = async (): Promise<void> => {
    process.off('exit', stop);
    await ended(child);
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  return { child, end };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    return; // It has gone by itself.
  }
  await exit;
}
