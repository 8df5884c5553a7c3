// npm start: the development server, and a browser showing it. More options go to Vite: npm start -- --port 5000

import { ensure } from './ensure.mjs';
import { run } from './run.mjs';

await ensure();

const hasDisplay =
  process.platform !== 'linux' ||
  process.env.DISPLAY !== undefined ||
  process.env.WAYLAND_DISPLAY !== undefined ||
  process.env.BROWSER !== undefined;

process.exitCode = await run('vite', [...(hasDisplay ? ['--open'] : []), ...process.argv.slice(2)]);
