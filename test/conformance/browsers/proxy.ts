import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export interface Proxy {
  readonly url: string;
  readonly close: () => void;
}

/** The most bytes of a request before its body. */
const MOST_HEAD = 65_536;

/** An HTTP proxy that takes every host for this machine, for a browser that cannot be told so of any name. */
export async function startProxy(): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    return socket;
  };
  const server = createServer((client) => {
    keep(client).on('error', () => client.destroy());
    let received = Buffer.alloc(0);
    const read = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf('\r\n\r\n');
      if (end < 0 && received.length < MOST_HEAD) return;
      client.off('data', read);
      // Until it is passed on, nothing may flow past.
      client.pause();
      const asked = requestIn(received.subarray(0, Math.max(end, 0)).toString('latin1'));
      if (!asked) {
        client.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
        return;
      }
      const target = keep(connect(asked.port, '127.0.0.1'));
      target.on('error', () => client.destroy());
      client.once('close', () => target.destroy());
      target.once('connect', () => {
        if (asked.head === null) client.write('HTTP/1.1 200 OK\r\n\r\n');
        else target.write(asked.head, 'latin1');
        target.write(received.subarray(asked.head === null ? end + 4 : end));
        client.pipe(target).pipe(client);
      });
    };
    client.on('data', read);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/**
 * Where a request to a proxy is to go, and its lines as the server there is to see them: one on a connection, as the next
 * may be for another. A head of null asks for a tunnel. null for no such request.
 */
function requestIn(head: string): { readonly port: number; readonly head: string | null } | null {
  const [line = '', ...fields] = head.split('\r\n');
  const tunnel = /^CONNECT \S+:(\d+) HTTP\/1\.[01]$/.exec(line);
  if (tunnel) return { port: Number(tunnel[1]), head: null };
  const [, method, port = '80', path, version] =
    /^(\S+) http:\/\/(?:\[[^\]\s]*\]|[^/?#\s:]+)(?::(\d+))?(\S*) (HTTP\/1\.[01])$/.exec(line) ?? [];
  if (method === undefined || path === undefined) return null;
  const kept = fields.filter((field) => !/^(?:proxy-)?connection:/i.test(field));
  return {
    port: Number(port),
    head: [`${method} ${path || '/'} ${version}`, ...kept, 'Connection: close'].join('\r\n'),
  };
}
