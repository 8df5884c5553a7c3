import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { programOf, versionOf } from '../../conformance/browsers/browser';
import type { Play } from '../plays';
import type { Recorder, Witnessed } from '../recorder';
import { documentOf, HOME, type Stage } from '../stage';

const LIBRARIES = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/libexec', '/usr/lib'];

/** WebKitGTK's MiniBrowser, which prints its console. */
export async function openWebKit(stage: Stage): Promise<Recorder | string> {
  const program = programOf(LIBRARIES.flatMap(folders).map((folder) => `${folder}/MiniBrowser`));
  const display = programOf(['xvfb-run']);
  if (program === null || display === null) {
    return 'WebKitGTK is missing: apt-get install libwebkit2gtk-4.1-0 xvfb';
  }
  return {
    name: 'webkit',
    version: versionOf(display, ['-a', program, '--version']),
    witness: (play) => witness(display, program, stage, play),
    close: async () => {},
  };
}

/** Milliseconds without a request after which a page has said what it has to say. */
const QUIET = 2500;

/** Milliseconds after which it is given up. */
const LONGEST = 20_000;

async function witness(display: string, program: string, stage: Stage, play: Play): Promise<Witnessed> {
  const folder = mkdtempSync(join(tmpdir(), 'corscope-browser-'));
  writeFileSync(join(folder, 'page.html'), documentOf(play));
  const page = play.page.startsWith('file:') ? `file://${folder}/page.html` : play.page;
  const child = spawn(
    display,
    [
      ...['-a', program],
      '--enable-write-console-messages-to-stdout=true',
      `--proxy=http://127.0.0.1:${stage.proxy}`,
      ...(play.certificates === 'refused' ? [] : ['--ignore-tls-errors']),
      ...(play.before ?? []),
      page,
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
      env: { ...process.env, HOME: folder, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
    },
  );
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
  }
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const started = performance.now();
  while (performance.now() - started < LONGEST && (stage.quietFor() ?? 0) < QUIET) {
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
  await gone;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  const lines = text.split('\n').filter((line) => line.startsWith('CONSOLE '));
  return { console: lines.join('\n').replaceAll(folder, HOME) };
}

function folders(library: string): string[] {
  try {
    return readdirSync(library)
      .filter((name) => /^webkit2?gtk-/.test(name))
      .map((name) => `${library}/${name}`);
  } catch {
    return [];
  }
}
