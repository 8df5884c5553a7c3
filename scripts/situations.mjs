// npm run situations: plays what people get stuck at in real browsers, and keeps what they could copy of it.

import { join } from 'node:path';
import { createServer } from 'vite';
import { ensure } from './ensure.mjs';
import { root } from './run.mjs';

await ensure();
const vite = await createServer({
  root,
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false },
  optimizeDeps: { noDiscovery: true },
});
try {
  const { run } = await vite.ssrLoadModule('/test/situations/record.ts');
  process.exitCode = await run(process.argv.slice(2), join(root, 'test', 'situations', 'artefacts'));
} finally {
  await vite.close();
}
