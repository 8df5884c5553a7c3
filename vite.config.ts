import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { configDefaults, defineConfig } from 'vitest/config';
import { labInDevelopment } from './src/lab/vite-plugin.ts';

/**
 * The pages carry a strict Content-Security-Policy. The development server needs two things it forbids: the inline
 * script by which React Refresh starts, and the web socket that reports changes. Builds keep the policy as written.
 */
function loosenCspInDevelopment(): Plugin {
  return {
    name: 'corscope:loosen-csp-in-development',
    apply: 'serve',
    transformIndexHtml: {
      order: 'pre',
      handler: (html, { server }) =>
        server === undefined
          ? html
          : html
              .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
              .replace("connect-src 'self'", "connect-src 'self' ws: wss:"),
    },
  };
}

/** The verdict is a bundle of its own, to be there together with the stage: the page asks for both at once. */
function preloadVerdict(): Plugin {
  return {
    name: 'corscope:preload-verdict',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_, { bundle = {}, chunk: entry }) => {
        const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
        const verdict = chunks.find((chunk) => chunk.name === 'VerdictBand');
        if (!verdict) throw new Error('The verdict is no bundle of its own');
        const known = [entry?.fileName, ...(entry?.imports ?? [])];
        return [verdict.fileName, ...verdict.imports]
          .filter((file) => !known.includes(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file}` },
          }));
      },
    },
  };
}

/** Tests of these rooms draw, so they get a DOM; every other test runs in plain Node. */
const withDom = ['test/app/**', 'test/store/**', 'test/element/**'];

/** Run by other commands: in a real browser (`npm run test:e2e`), against the clock (`npm run bench`). */
const notForVitest = [...configDefaults.exclude, 'test/e2e/**', 'test/bench/**'];

export default defineConfig({
  // Relative addresses, so that the built site works from any folder of any host.
  base: './',
  plugins: [react(), loosenCspInDevelopment(), preloadVerdict(), labInDevelopment()],
  // Workers load their parsers on demand, which takes modules.
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    sourcemap: true,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['index.html'] },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: [...notForVitest, ...withDom],
          setupFiles: ['test/seed.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'components',
          environment: 'jsdom',
          include: withDom.map((room) => `${room}/*.test.{ts,tsx}`),
          exclude: notForVitest,
          setupFiles: ['test/seed.ts', 'test/setup.ts'],
          // Parts of the screen load lazily, which takes a busy machine a while.
          testTimeout: 30_000,
        },
      },
    ],
  },
});
