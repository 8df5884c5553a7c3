import { connect, type Socket } from 'node:net';

/** A connection to the protocol by which Firefox is driven. */
export interface Marionette {
  send(command: string, parameters: object): Promise<unknown>;
  close(): void;
}

/** Speaks Marionette: JSON with its length before it. */
export async function marionette(port: number): Promise<Marionette> {
  const socket = await connected(port);
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let received = Buffer.alloc(0);
  let last = 0;
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const colon = received.indexOf(':');
      const length = Number(received.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 0 || received.length < colon + 1 + length) return;
      const message = JSON.parse(received.subarray(colon + 1, colon + 1 + length).toString()) as unknown;
      received = received.subarray(colon + 1 + length);
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message as [number, number, { message?: string } | null, unknown];
      const asker = waiting.get(id);
      waiting.delete(id);
      if (error) asker?.reject(new Error(error.message ?? 'Firefox refuses'));
      else asker?.resolve(result);
    }
  });
  // A browser that has ended answers nothing any more.
  socket.on('error', () => {});
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox has ended'));
    waiting.clear();
  });
  return {
    send: (command, parameters) =>
      new Promise((resolve, reject) => {
        if (socket.destroyed) {
          reject(new Error('Firefox has ended'));
          return;
        }
        last += 1;
        waiting.set(last, { resolve, reject });
        const text = JSON.stringify([0, last, command, parameters]);
        socket.write(`${Buffer.byteLength(text)}:${text}`);
      }),
    close: () => socket.destroy(),
  };
}

async function connected(port: number): Promise<Socket> {
  for (let time = 0; time < 200; time += 1) {
    const socket = await new Promise<Socket | null>((resolve) => {
      const made = connect(port, '127.0.0.1');
      made.once('connect', () => resolve(made));
      made.once('error', () => resolve(null));
    });
    if (socket) return socket;
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
  throw new Error('Firefox does not start');
}
