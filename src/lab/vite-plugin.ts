import type { Plugin, ViteDevServer } from 'vite';
// Types alone: what the configuration imports for real, it is restarted for when that changes.
import type { LabAccess } from '../witness/lab';
import type * as LabModule from './lab';

/**
 * Starts a lab beside the development server once somebody opens the app, and lets its pages reach it. It speaks TLS
 * from the first scenario on that needs it, as browsers trust its certificate only when the person tells them to.
 * Builds, previews and tests know nothing of it.
 */
export function labInDevelopment(): Plugin {
  let start: (() => Promise<LabModule.Lab>) | null = null;
  return {
    name: 'corscope:lab',
    apply: (_, { command, isPreview }) =>
      command === 'serve' && isPreview !== true && process.env.VITEST === undefined,

    configureServer(server) {
      const { httpServer } = server;
      if (!httpServer) return;
      let lab: Promise<LabModule.Lab> | null = null;
      start = () => {
        lab ??= startFor(server);
        return lab;
      };
      httpServer.once('close', () => lab?.then((running) => running.close()).catch(() => {}));
      server.middlewares.use((request, response, next) => {
        if (request.url !== '/__lab.json') {
          next();
          return;
        }
        // The token is for the app's own pages: of its own names too, not of one that somebody's DNS points here.
        const { host, 'sec-fetch-site': site } = request.headers;
        const isOwn = originsOf(server).some((origin) => origin.endsWith(`://${host}`));
        if (site !== 'same-origin' || !isOwn) {
          response.writeHead(403).end();
          return;
        }
        start?.().then(
          ({ control, token }) => {
            const access: LabAccess = { control, token };
            response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
            response.end(JSON.stringify(access));
          },
          (error: unknown) => {
            response.writeHead(500, { 'Content-Type': 'text/plain' }).end(String(error));
          },
        );
      });
    },

    transformIndexHtml: {
      order: 'pre',
      handler: async (html) => {
        const lab = await start?.().catch(() => null);
        return lab ? html.replace("connect-src 'self'", `connect-src 'self' ${lab.control}`) : html;
      },
    },
  };
}

async function startFor(server: ViteDevServer): Promise<LabModule.Lab> {
  const { startLab } = (await server.ssrLoadModule('/src/lab/lab.ts')) as typeof LabModule;
  const runner = await server.transformRequest('/src/lab/runner.ts');
  return startLab({ runner: runner?.code ?? '', appOrigins: originsOf(server), tls: 'on demand' });
}

/** Where the app is to be found on this machine. */
function originsOf({ httpServer, config }: ViteDevServer): string[] {
  const address = httpServer?.address();
  if (typeof address !== 'object' || address === null) return [];
  const scheme = config.server.https ? 'https' : 'http';
  return ['localhost', '127.0.0.1', '[::1]'].map((host) => `${scheme}://${host}:${address.port}`);
}
