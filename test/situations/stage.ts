import net, { type AddressInfo, type Server as NetServer, type Socket } from 'node:net';
import tls from 'node:tls';
import { getHeader } from '../../src/engine/headers';
import type { HeaderList } from '../../src/engine/http';
import type { Initiator } from '../../src/engine/initiator';
import { plain, type RawRequest, type Reaction, serveConnection } from '../../src/lab/raw-http';
import { standInFor } from '../../src/lab/stand-ins';
import { answer } from '../../src/policy/answer';
import { defaultRequest, defaultScenario } from '../../src/scenario/defaults';
import { createLibraries } from '../../src/scenario/libraries';
import { serverFor } from '../../src/scenario/servers';
import type { Play } from './plays';

/** Servers on loopback that answer under the names of a play, for browsers that look names up here. */
export interface Stage {
  /** The ports of plain HTTP and of HTTPS, whatever the host. */
  readonly ports: { readonly http: number; readonly https: number };
  /** An HTTP proxy that leads every name here; hosts without a server are not found. */
  readonly proxy: number;
  set(play: Play): void;
  /** Milliseconds since the last request of the play; null where there was none yet. */
  quietFor(): number | null;
  close(): Promise<void>;
}

/** What stands in artefacts for the folder of a page that is a file. */
export const HOME = '/home/ada/site';

/** The document of a play. */
export function documentOf({ html = '', script }: Play): string {
  const scripted = script === '' ? '' : `<script>\n${script}\n</script>\n`;
  return `<!doctype html>\n<meta charset="utf-8">\n<title>Orders</title>\n<link rel="icon" href="data:,">\n${html === '' ? '' : `${html}\n`}${scripted}`;
}

/** The hosts of a play, its page's and its servers'. */
export function hostsOf(play: Play): readonly string[] {
  const urls = [play.page, ...play.servers.map(({ origin }) => origin)];
  return [...new Set(urls.filter((url) => !url.startsWith('file:')).map((url) => new URL(url).host))];
}

export async function startStage(all: readonly Play[]): Promise<Stage> {
  let play = all[0];
  let last: number | null = null;
  const libraries = createLibraries();
  const sockets = new Set<Socket>();
  const names = [...new Set(all.flatMap(hostsOf).map((host) => host.replace(/:\d+$/, '')))];

  const react = (scheme: string, request: RawRequest): Reaction => {
    last = performance.now();
    const host = getHeader(request.headers, 'host') ?? '';
    const target = request.target.startsWith('http') ? new URL(request.target) : null;
    const url = target?.href ?? `${scheme}://${host}${request.target}`;
    if (!play) return plain(503, '');
    if (url === play.page) return html(documentOf(play), play.pageHeaders ?? []);
    const server = serverFor({ ...defaultScenario, servers: play.servers }, url);
    if (!server) return { type: 'cut', after: 0 };
    const body = request.body.toString();
    const asked = { method: request.method, url, headers: request.headers, body: body === '' ? null : body };
    const given = answer(server, asked, libraries.compilePattern);
    if ('failure' in given) return { type: 'cut', after: 0 };
    const bytes = drawable(getHeader(given.headers, 'content-type')) ?? Buffer.from(given.body);
    const headers = given.headers.filter(([name]) => name.toLowerCase() !== 'content-length');
    const sized: HeaderList =
      given.status === 204 ? headers : [...headers, ['Content-Length', String(bytes.length)]];
    return {
      type: 'response',
      ...given,
      headers: sized,
      body: given.status === 204 ? Buffer.alloc(0) : bytes,
    };
  };
  const serve = (scheme: string) => (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveConnection(socket, (request) => react(scheme, request));
  };
  const plainServer = net.createServer(serve('http'));
  const certificate = await certificateFor(names);
  const secureServer = tls.createServer({ ...certificate, ALPNProtocols: ['http/1.1'] }, serve('https'));
  secureServer.on('tlsClientError', (_, socket) => socket.destroy());
  await Promise.all([listening(plainServer), listening(secureServer)]);
  const ports = { http: portOf(plainServer), https: portOf(secureServer) };

  /** Whether a host and port is the play's. */
  const isOurs = (host: string): boolean => {
    if (!play) return false;
    const ours = hostsOf(play);
    return ours.includes(host) || ours.includes(host.replace(/:(80|443)$/, ''));
  };
  const proxy = net.createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (head) => {
      const [, method = '', target = ''] = /^(\S+) (\S+)/.exec(head.toString('latin1')) ?? [];
      const host = method === 'CONNECT' ? target : URL.canParse(target) ? new URL(target).host : '';
      if (!isOurs(host)) {
        // As if there were nobody, and not as if the proxy had something to say.
        socket.destroy();
        return;
      }
      const through = net.connect(method === 'CONNECT' ? ports.https : ports.http, '127.0.0.1');
      sockets.add(through);
      through.once('close', () => sockets.delete(through));
      through.on('error', () => socket.destroy());
      if (method === 'CONNECT') socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      else through.write(head);
      socket.pipe(through).pipe(socket);
    });
  });
  await listening(proxy);

  return {
    ports,
    proxy: portOf(proxy),
    set: (next) => {
      play = next;
      last = null;
    },
    quietFor: () => (last === null ? null : performance.now() - last),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(
        [plainServer, secureServer, proxy].map((server) => new Promise((resolve) => server.close(resolve))),
      );
    },
  };
}

function html(text: string, headers: HeaderList): Reaction {
  const body = Buffer.from(text);
  return {
    type: 'response',
    status: 200,
    statusText: 'OK',
    headers: [
      ['Content-Type', 'text/html;charset=utf-8'],
      ['Content-Length', String(body.length)],
      ...headers,
    ],
    body,
  };
}

/** What a browser can draw, where a type promises that. */
function drawable(type: string | null): Buffer | null {
  const initiator: Initiator | null =
    type?.startsWith('image/') === true ? 'image' : type?.startsWith('font/') === true ? 'font' : null;
  return initiator && standInFor({ ...defaultRequest, initiator });
}

function listening(server: NetServer): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function portOf(server: NetServer): number {
  return (server.address() as AddressInfo).port;
}

async function certificateFor(
  names: readonly string[],
): Promise<{ readonly key: string; readonly cert: string }> {
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: names[0] ?? 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 30 * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'subjectAltName', altNames: names.map((value) => ({ type: 2 as const, value })) },
    ],
  });
  return { key: made.private, cert: made.cert };
}
