import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import tls from 'node:tls';
import type { Addresses } from './addresses';

/** Loopback, host by host: what to bind, and what URLs call it. Linux has all of 127.0.0.0/8, others only the first. */
const HOSTS = [
  { bind: '127.0.0.1', host: '127.0.0.1' },
  { bind: '::1', host: '[::1]' },
  { bind: '127.0.0.2', host: '127.0.0.2' },
  { bind: '127.0.0.3', host: '127.0.0.3' },
] as const;

export interface Listening {
  readonly addresses: Addresses;
  readonly close: () => Promise<void>;
}

export interface ListenOptions {
  /** Ports of each scheme. */
  readonly ports: number;
  readonly tls: 'on' | 'off';
  readonly onConnection: (socket: Socket, scheme: 'http' | 'https', port: number) => void;
}

/** Listens on loopback, every port at every host. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const binds = await availableHosts();
  const certificate = options.tls === 'on' ? await makeCertificate() : null;
  const make = (scheme: 'http' | 'https'): Server => {
    const accept = (socket: Socket): void => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      options.onConnection(socket, scheme, socket.localPort ?? 0);
    };
    if (scheme === 'http') return net.createServer(accept);
    const server = tls.createServer({ ...certificate, ALPNProtocols: ['http/1.1'] }, accept);
    // A handshake that fails is the browser's affair.
    server.on('tlsClientError', (_, socket) => socket.destroy());
    return server;
  };
  const openPort = async (scheme: 'http' | 'https'): Promise<number> => {
    for (;;) {
      const opened: Server[] = [];
      try {
        for (const { bind } of binds)
          opened.push(await bound(make(scheme), bind, opened[0] ? portOf(opened[0]) : 0));
        servers.push(...opened);
        return opened[0] ? portOf(opened[0]) : 0;
      } catch (error) {
        // Free at one address, taken at another: try the next.
        await Promise.all(opened.map(closed));
        if (!isInUse(error)) throw error;
      }
    }
  };
  const openPorts = async (scheme: 'http' | 'https'): Promise<number[]> => {
    const ports: number[] = [];
    for (let i = 0; i < options.ports; i++) ports.push(await openPort(scheme));
    return ports;
  };
  const http = await openPorts('http');
  const https = certificate ? await openPorts('https') : [];
  return {
    addresses: {
      hosts: [
        '127.0.0.1',
        'localhost',
        ...binds.map(({ host }) => host).filter((host) => host !== '127.0.0.1'),
      ],
      http,
      https,
      closed: await freePorts(options.ports),
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map(closed));
    },
  };
}

async function availableHosts(): Promise<(typeof HOSTS)[number][]> {
  const available: (typeof HOSTS)[number][] = [];
  for (const host of HOSTS) {
    try {
      await closed(await bound(net.createServer(), host.bind, 0));
      available.push(host);
    } catch {
      // Not on this machine.
    }
  }
  return available;
}

/** Ports that were free a moment ago, all at once so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => bound(net.createServer(), '127.0.0.1', 0)),
  );
  const ports = servers.map(portOf);
  await Promise.all(servers.map(closed));
  return ports;
}

function bound(server: Server, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function isInUse(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
}

/** A certificate nobody trusts, made for this one start. */
async function makeCertificate(): Promise<{ readonly key: string; readonly cert: string }> {
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 30 * 86_400_000),
    extensions: [
      { name: 'basicConstraints', cA: false },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          ...HOSTS.map(({ bind }) => ({ type: 7 as const, ip: bind })),
        ],
      },
    ],
  });
  return { key: made.private, cert: made.cert };
}
