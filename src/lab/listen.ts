import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import tls from 'node:tls';
import type { Addresses } from './addresses';

/** Loopback, host by host: what to bind, and what URLs call it. Linux has all of 127.0.0.0/8, others only the first. */
const HOSTS = [
  { bind: '127.0.0.1', host: '127.0.0.1' },
  { bind: '127.0.0.2', host: '127.0.0.2' },
  { bind: '127.0.0.3', host: '127.0.0.3' },
  { bind: '::1', host: '[::1]' },
] as const;

/** More connections at one port than any browser opens. */
const MOST_CONNECTIONS = 256;

export interface Listening {
  readonly addresses: () => Addresses;
  /** Opens the ports for HTTPS, where there are none yet: makes a certificate for it. */
  readonly openTls: () => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface ListenOptions {
  /** Ports of each scheme. */
  readonly ports: number;
  /** Host names that lead here for who is told so. */
  readonly names: readonly string[];
  /** See `Addresses`; undefined for none. */
  readonly publicHosts: Addresses['publicHosts'];
  /** A domain whose names lead here; undefined for none. */
  readonly domain: string | undefined;
  readonly onConnection: (socket: Socket, scheme: 'http' | 'https', port: number) => void;
}

/** Listens on loopback, every port at every host. */
export async function listen(options: ListenOptions): Promise<Listening> {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const binds = await availableHosts();
  const make = (certificate: Certificate | null): Server => {
    const scheme = certificate ? 'https' : 'http';
    const accept = (socket: Socket): void => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
      options.onConnection(socket, scheme, socket.localPort ?? 0);
    };
    if (!certificate) return net.createServer(accept);
    const server = tls.createServer({ ...certificate, ALPNProtocols: ['http/1.1'] }, accept);
    // A handshake that fails is the browser's affair.
    server.on('tlsClientError', (_, socket) => socket.destroy());
    return server;
  };
  const openPort = async (certificate: Certificate | null): Promise<number> => {
    for (;;) {
      const opened: Server[] = [];
      try {
        for (const { bind } of binds)
          opened.push(await bound(make(certificate), bind, opened[0] ? portOf(opened[0]) : 0));
        for (const server of opened) server.maxConnections = MOST_CONNECTIONS;
        servers.push(...opened);
        return opened[0] ? portOf(opened[0]) : 0;
      } catch (error) {
        // Free at one address, taken at another: try the next.
        await Promise.all(opened.map(closed));
        if (!isInUse(error)) throw error;
      }
    }
  };
  const openPorts = async (certificate: Certificate | null): Promise<number[]> => {
    const ports: number[] = [];
    for (let i = 0; i < options.ports; i++) ports.push(await openPort(certificate));
    return ports;
  };
  let addresses: Addresses = {
    names: options.names,
    ...(options.publicHosts && { publicHosts: options.publicHosts }),
    ...(options.domain !== undefined && { domain: options.domain }),
    hosts: [
      '127.0.0.1',
      'localhost',
      ...binds.map(({ host }) => host).filter((host) => host !== '127.0.0.1'),
    ],
    http: await openPorts(null),
    https: [],
    closed: await freePorts(options.ports),
  };
  let opening: Promise<void> | null = null;
  const startTls = async (): Promise<void> => {
    const https = await openPorts(await makeCertificate());
    // One of those that were free may be among them now.
    addresses = { ...addresses, https, closed: await freePorts(options.ports) };
  };
  return {
    addresses: () => addresses,
    openTls: () => {
      opening ??= startTls().catch((error: unknown) => {
        opening = null;
        throw error;
      });
      return opening;
    },
    close: async () => {
      await opening?.catch(() => {});
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

export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A certificate nobody trusts, made for this one start. */
export async function makeCertificate(): Promise<Certificate> {
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
