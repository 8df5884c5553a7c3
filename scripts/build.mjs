// npm run build: the site, in dist/, once its types are known to be right.

import { runStage } from './check.mjs';
import { ensure } from './ensure.mjs';

await ensure();

const built =
  (await runStage({ name: 'types', command: ['tsc', '--noEmit'] })) &&
  (await runStage({ name: 'site', command: ['vite', 'build'] }));
process.exitCode = built ? 0 : 1;
