import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

const script = fileURLToPath(new URL('../../scripts/conformance.mjs', import.meta.url));

/** Always the same scenarios: some of each kind. */
const SAMPLE = ['--browser', 'chromium', '--count', '250', '--seed', '1'];

test('a fixed sample of scenarios goes in this Chromium as the engine says', async () => {
  test.setTimeout(400_000);
  const { code, printed } = await run(SAMPLE);
  expect(printed).toMatch(/^│ chromium +│ '[\d.]+' +│ 250 /m);
  // It is 1 where anything is left unexplained.
  expect(code, printed).toBe(0);
});

function run(args: readonly string[]): Promise<{ readonly code: number | null; readonly printed: string }> {
  return new Promise((resolve, reject) => {
    // The runner of the journeys asks everyone for colours.
    const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, FORCE_COLOR: '0' } });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        printed += chunk;
      });
    }
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, printed }));
  });
}
