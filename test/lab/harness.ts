import { readFile } from 'node:fs/promises';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { transformWithOxc } from 'vite';
import type { RequestSpec } from '../../src/engine/initiator';
import type { Addresses } from '../../src/lab/addresses';
import { type Lab, type LabOptions, startLab } from '../../src/lab/lab';
import type { CorsPolicy, ResponseSpec, Server } from '../../src/policy/policy';
import { defaultRequest, defaultScenario, defaultServer } from '../../src/scenario/defaults';
import { createLibraries } from '../../src/scenario/libraries';
import type { Page, Scenario } from '../../src/scenario/scenario';

/** The runner as a lab wants it. */
export async function runnerSource(): Promise<string> {
  const file = fileURLToPath(new URL('../../src/lab/runner.ts', import.meta.url));
  return (await transformWithOxc(await readFile(file, 'utf8'), file, { sourcemap: false })).code;
}

/** A lab that needs no browser, and so no runner. */
export function startSmallLab(options: Partial<LabOptions> = {}): Promise<Lab> {
  return startLab({ runner: '', tls: 'off', ports: 2, ...options });
}

export const ADDRESSES: Addresses = {
  hosts: ['127.0.0.1', 'localhost', '[::1]'],
  http: [41001, 41002, 41003],
  https: [42001, 42002, 42003],
  closed: [43001, 43002],
};

export const libraries = createLibraries();

interface ServerChanges extends Partial<Omit<Server, 'origin' | 'policy' | 'response'>> {
  readonly policy?: Partial<CorsPolicy>;
  readonly response?: Partial<ResponseSpec>;
}

export function server(origin: string, { policy, response, ...rest }: ServerChanges = {}): Server {
  const base = defaultServer(origin);
  return {
    ...base,
    ...rest,
    policy: { ...base.policy, ...policy },
    response: { ...base.response, ...response },
  };
}

interface Draft extends Partial<Omit<Scenario, 'page' | 'request'>> {
  readonly page?: Partial<Page>;
  readonly request?: Partial<RequestSpec>;
}

export function scenario({ page, request, ...rest }: Draft = {}): Scenario {
  return {
    ...defaultScenario,
    ...rest,
    page: { ...defaultScenario.page, ...page },
    request: { ...defaultRequest, ...request },
  };
}

/** Sends bytes to a port of loopback; gives all that comes back until the other side closes, or `until` is in it. */
export function exchange(port: number, sent: string | Buffer, until?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let received = '';
    const end = (): void => {
      socket.destroy();
      resolve(received);
    };
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      if (until !== undefined && received.includes(until)) end();
    });
    socket.on('end', end);
    socket.on('error', (error) => ('code' in error && error.code === 'ECONNRESET' ? end() : reject(error)));
    socket.write(typeof sent === 'string' ? Buffer.from(sent, 'latin1') : sent);
  });
}

/** Sends one request to a URL of the lab, line by line as given, and closes; gives the raw answer. */
export function send(url: string, method = 'GET', lines: readonly string[] = [], body = ''): Promise<string> {
  const { port, host, pathname, search } = new URL(url);
  const head = [`${method} ${pathname}${search} HTTP/1.1`, `Host: ${host}`, ...lines, 'Connection: close'];
  if (body !== '') head.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return exchange(Number(port), Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`));
}

/** The status, header lines and body of a raw answer. */
export function split(answer: string): {
  readonly status: string;
  readonly lines: string[];
  readonly body: string;
} {
  const at = answer.indexOf('\r\n\r\n');
  const [status = '', ...lines] = answer.slice(0, at).split('\r\n');
  return { status, lines, body: answer.slice(at + 4) };
}
