import { defineConfig } from '@playwright/test';
import { findBrowser, launchFlags } from './scripts/browser.mjs';

const address = 'http://127.0.0.1:4173/';

const browser = await findBrowser();
if (browser === undefined) throw new Error('No Chromium found: run `node scripts/browser.mjs`');
// Every worker reads this file again; it need not search again.
process.env.CORSCOPE_CHROMIUM = browser;

export default defineConfig({
  testDir: 'test/e2e',
  outputDir: '.test/e2e',
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  workers: 2,
  reporter: [['list'], ['json', { outputFile: '.test/e2e.json' }]],
  use: {
    baseURL: address,
    headless: true,
    // Snapshots of the page tell what went wrong; a film as well would slow every journey down.
    trace: { mode: 'retain-on-failure', snapshots: true, screenshots: false },
    launchOptions: { executablePath: browser, args: launchFlags() },
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium' } }],
  webServer: [
    // What is tested is what is shipped: the production build.
    {
      command: 'npx vite build && npx vite preview --host 127.0.0.1 --port 4173 --strictPort',
      url: address,
      reuseExistingServer: false,
      timeout: 120_000,
    },
    // The lab is no part of that: it comes with the development server, here one that nothing disturbs.
    {
      command: 'npx vite --config test/e2e/vite.config.ts',
      url: 'http://127.0.0.1:4174/',
      reuseExistingServer: false,
      timeout: 120_000,
    },
  ],
});
