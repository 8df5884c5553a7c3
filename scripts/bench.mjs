// npm run bench: every test/bench/*.bench.ts, one after the other, each in a process of its own so that none warms up
// another. `npm run bench -- preflight` runs those whose name contains "preflight".
//
// They are bundled first, because a runner that translates each import would be measured along with the code.

import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ensure } from './ensure.mjs';
import { root, run } from './run.mjs';

await ensure();
const { build } = await import('vite');

const folder = join(root, 'test', 'bench');
const wanted = process.argv[2] ?? '';
const files = (existsSync(folder) ? readdirSync(folder) : []).filter(
  (name) => name.endsWith('.bench.ts') && name.includes(wanted),
);
if (files.length === 0) {
  console.error(`No benchmark in test/bench has "${wanted}" in its name.`);
  process.exitCode = 1;
}

for (const file of files) {
  const outDir = join(root, '.test', 'bench');
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: { ssr: join(folder, file), outDir, emptyOutDir: true, minify: false, target: 'node20' },
  });
  console.log(`\n== ${file}`);
  const code = await run(process.execPath, [join(outDir, `${basename(file, '.ts')}.js`)]);
  if (code !== 0) process.exitCode = 1;
}
