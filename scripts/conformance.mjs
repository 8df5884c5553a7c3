// npm run conformance: plays generated scenarios in real browsers and holds what they do against the engine.

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
/** @param {string} path */
const scriptAt = async (path) => (await vite.transformRequest(path))?.code ?? '';
try {
  const scripts = {
    runner: await scriptAt('/src/lab/runner.ts'),
    worker: await scriptAt('/test/conformance/worker.ts'),
  };
  const { run } = await vite.ssrLoadModule('/test/conformance/run.ts');
  process.exitCode = await run(process.argv.slice(2), scripts, join(root, '.test', 'conformance'));
} finally {
  await vite.close();
}
