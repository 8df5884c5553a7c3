import { spawn } from 'node:child_process';
import type { Play } from '../plays';
import type { Stage } from '../stage';

/** What `curl -v` prints, request and response. Rejects where there is no curl. */
export function curlVerbose(stage: Stage, { curl = [] }: Play): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('curl', [
      ...['-v', '-sS', '-k', '--noproxy', '*'],
      ...['--connect-to', `::127.0.0.1:${stage.ports.https}`],
      ...curl,
    ]);
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.once('error', reject);
    child.once('close', () => resolve(text));
  });
}
