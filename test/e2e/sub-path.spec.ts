import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { expect, test } from './support';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
};

const FOLDER = '/some/path/';

test.describe('under a folder of another host', () => {
  let server: Server;

  test.beforeAll(async () => {
    server = serveBuild();
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });

  test.afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test('every part is found', async ({ page, app }) => {
    const { port } = server.address() as AddressInfo;
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    await page.goto(`http://127.0.0.1:${port}${FOLDER}`);
    await app.example('Preflighted POST');
    await expect(app.verdict).toHaveText(/^The page can read/);
    await expect(app.server.getByRole('button', { name: 'Remove X-PINGOTHER' })).toBeVisible();
    await app.server
      .getByRole('combobox', { name: 'Origins allowed' })
      .selectOption('those that match a pattern');
    await app.server.getByRole('textbox', { name: 'Pattern' }).fill('foo');
    await expect(app.verdict).toHaveText(/^The page can read/);
    await expect(page.getByText('Server ran the request: yes')).toBeVisible();
    expect(asked.filter((path) => !path.startsWith(FOLDER))).toEqual([]);
  });
});

/** The build under the folder, and nothing anywhere else. */
function serveBuild(): Server {
  return createServer(async ({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://host.example');
    const file = normalize(pathname.slice(FOLDER.length) || 'index.html');
    try {
      if (!pathname.startsWith(FOLDER) || file.startsWith('..')) throw new RangeError(pathname);
      const content = await readFile(join('dist', file));
      response
        .writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' })
        .end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
}
