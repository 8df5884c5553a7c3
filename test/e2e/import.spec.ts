import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page, TestInfo } from '@playwright/test';
import { expect, test } from './support';

const CALL = `fetch('https://api.example/orders', {
  method: 'PUT',
  headers: { 'Content-Type': 'application/json', Authorization: 'Bearer abcdef1234567890' },
  body: '{}',
});`;

const MESSAGE =
  "Access to fetch at 'https://api.example/orders' from origin 'https://shop.example' has been blocked by CORS policy: Request header field x-tenant is not allowed by Access-Control-Allow-Headers in preflight response.";

/** The event of the preflight that `CALL` needs. */
const PREFLIGHT = 'Browser to api.example: OPTIONS /orders, preflight';

const dialogOn = (page: Page): Locator => page.getByRole('dialog', { name: 'Bring what you have' });
const fieldOn = (page: Page): Locator => page.getByRole('textbox', { name: 'Paste what you have' });

test.beforeEach(async ({ app }) => {
  await app.open();
});

test('a console message becomes the conversation that failed, in one step of undo', async ({ page, app }) => {
  const before = await app.verdict.textContent();
  await page.getByRole('button', { name: 'Bring what you have' }).click();
  await expect(fieldOn(page)).toBeFocused();
  await fieldOn(page).fill(MESSAGE);
  const dialog = dialogOn(page);
  await expect(dialog.getByRole('heading', { name: 'This is a message of Chrome’s console.' })).toBeVisible();
  await expect(dialog.getByText('Played as Chrome, it fails for the same reason.')).toBeVisible();
  await expect(app.verdict).toHaveText(before ?? '');

  await dialog.getByRole('button', { name: 'Open it' }).click();
  await expect(dialog).toBeHidden();
  await expect(app.verdict).toContainText('x-tenant');
  const note = page.getByRole('complementary', { name: 'About what was opened' });
  await expect(page.locator('#verdict')).toBeFocused();
  await note.locator('summary').click();
  await note.getByRole('button', { name: 'Method' }).first().click();
  await expect(app.request.getByRole('combobox', { name: 'Method' })).toBeFocused();
  await note.getByRole('button', { name: 'Got it' }).click();
  await expect(note).toBeHidden();

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(app.verdict).toHaveText(before ?? '');
});

test('what is pasted anywhere on the page is recognised, and its secrets stay out of everything', async ({
  page,
  app,
}) => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((text) => navigator.clipboard.writeText(text), CALL);
  await app.stage.click({ position: { x: 5, y: 5 } });
  await page.keyboard.press('Control+v');
  await expect(dialogOn(page).getByRole('heading', { name: 'This is a fetch() call.' })).toBeVisible();
  await dialogOn(page).getByRole('button', { name: 'Open it' }).click();
  await expect(app.event(PREFLIGHT)).toBeVisible();
  expect(await page.content()).not.toContain('abcdef1234567890');
});

test('all of it goes by keyboard', async ({ page, app }) => {
  await page.getByRole('button', { name: 'Bring what you have' }).press('Enter');
  await expect(fieldOn(page)).toBeFocused();
  await page.keyboard.insertText(CALL);
  const open = dialogOn(page).getByRole('button', { name: 'Open it' });
  await expect(open).toBeVisible();
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab');
    if (await open.evaluate((element) => element === document.activeElement)) break;
  }
  await page.keyboard.press('Enter');
  await expect(app.event(PREFLIGHT)).toBeVisible();
  await page.getByRole('button', { name: 'Bring what you have' }).press('Enter');
  await page.keyboard.press('Escape');
  await expect(dialogOn(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Bring what you have' })).toBeFocused();
});

for (const scheme of ['light', 'dark'] as const) {
  for (const width of [320, 1280]) {
    test(`axe finds nothing: ${scheme}, ${width} px`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await page.setViewportSize({ width, height: 800 });
      await page.getByRole('button', { name: 'Bring what you have' }).click();
      await expect(fieldOn(page)).toBeFocused();
      expect((await new AxeBuilder({ page }).include('dialog[open]').analyze()).violations).toEqual([]);
      await fieldOn(page).fill(MESSAGE);
      await expect(dialogOn(page).getByRole('button', { name: 'Open it' })).toBeVisible();
      expect((await new AxeBuilder({ page }).include('dialog[open]').analyze()).violations).toEqual([]);
      const sideways = await page.evaluate(() => {
        const body = document.querySelector('dialog[open]');
        return body === null || body.scrollWidth > body.clientWidth + 1;
      });
      expect(sideways).toBe(false);
      await dialogOn(page).getByRole('button', { name: 'Open it' }).click();
      await page.getByRole('complementary', { name: 'About what was opened' }).waitFor();
      expect((await new AxeBuilder({ page }).include('aside').analyze()).violations).toEqual([]);
    });
  }
}

test.describe('a HAR file', () => {
  test('that a browser has just recorded fails as it did there', async ({ page, app, browser }, info) => {
    const api = await serving((url, method, answer) => {
      if (url === '/ok') answer.setHeader('Access-Control-Allow-Origin', '*');
      answer.statusCode = method === 'OPTIONS' ? 404 : 200;
      answer.end('{}');
    });
    const site = await serving((_url, _method, answer) => {
      answer.setHeader('Content-Type', 'text/html');
      answer.end('<title>A page</title>');
    });
    const path = info.outputPath('session.har');
    const context = await browser.newContext({ recordHar: { path } });
    const recorded = await context.newPage();
    await recorded.goto(site.url);
    await recorded.evaluate(async (base) => {
      const quietly = () => undefined;
      await fetch(`${base}/no`).catch(quietly);
      await fetch(`${base}/ok`).catch(quietly);
      await fetch(`${base}/pre`, { method: 'DELETE' }).catch(quietly);
    }, api.url);
    await context.close();
    api.server.close();
    site.server.close();

    await bringFile(page, path);
    const list = page.getByRole('group', { name: 'The requests in it' });
    await list.getByRole('radio', { name: /\/no/ }).check();
    await dialogOn(page).getByRole('button', { name: 'Open it' }).click();
    await expect(app.verdict).toContainText('blocked');
    await expect(app.request.getByRole('textbox', { name: 'URL', exact: true })).toHaveValue(`${api.url}/no`);
  });

  test('of 50 MB is read with progress while the screen stays awake', async ({ page }, info) => {
    test.slow();
    const path = await largeHar(info, 50_000_000);
    await page.evaluate(watchProgress);
    await bringFile(page, path);
    await expect(dialogOn(page).getByRole('progressbar')).toBeVisible();
    await expect(dialogOn(page).getByText(/requests\./)).toBeVisible({ timeout: 60_000 });
    await expect(dialogOn(page).getByText(/1 to 50 of/)).toBeVisible();
    const shown = await page.evaluate(() => Reflect.get(window, 'progressShown') as number[]);
    expect(shown.length).toBeGreaterThan(3);
  });

  test('that takes long can be stopped', async ({ page, app }, info) => {
    test.slow();
    const path = await largeHar(info, 50_000_000);
    const before = await app.verdict.textContent();
    await bringFile(page, path);
    await dialogOn(page).getByRole('button', { name: 'Stop' }).click();
    await expect(dialogOn(page).getByText('Stopped.', { exact: false })).toBeVisible();
    await expect(app.verdict).toHaveText(before ?? '');
    await fieldOn(page).fill(CALL);
    await expect(dialogOn(page).getByRole('heading', { name: 'This is a fetch() call.' })).toBeVisible();
  });

  test('that breaks off is read up to there', async ({ page }, info) => {
    const path = await largeHar(info, 200_000);
    const whole = await readFile(path, 'utf8');
    await bringFile(page, {
      name: 'cut.har',
      mimeType: 'application/json',
      buffer: Buffer.from(whole.slice(0, -1000)),
    });
    await expect(dialogOn(page).getByText(/breaks off in line \d+/)).toBeVisible();
    await expect(
      page.getByRole('group', { name: 'The requests in it' }).getByRole('radio').first(),
    ).toBeVisible();
  });

  test('that is dropped on the page is read', async ({ page }, info) => {
    const text = await readFile(await largeHar(info, 20_000), 'utf8');
    const transfer = await page.evaluateHandle((content) => {
      const data = new DataTransfer();
      data.items.add(new File([content], 'dropped.har'));
      return data;
    }, text);
    await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
    await expect(page.getByText('Drop it to see what a browser makes of it')).toBeVisible();
    await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
    await expect(dialogOn(page).getByText('From the file dropped.har.')).toBeVisible();
    await expect(dialogOn(page).getByRole('heading', { name: 'This is a HAR file.' })).toBeVisible();
  });
});

test.describe('what cannot be read', () => {
  for (const [what, text, says] of [
    [
      'a snippet that is not JavaScript',
      "fetch('https://a.example/', {\n  method = 'PUT'\n});",
      /Line 2, column \d+/,
    ],
    ['nothing that is known', 'Lorem ipsum dolor sit amet', /not something Corscope recognises/],
    ['a command without a URL', "curl -X POST -H 'A: b'", /names no URL/],
  ] as const) {
    test(`${what}: it says so, and the screen stays`, async ({ page, app }) => {
      const before = await app.verdict.textContent();
      await page.getByRole('button', { name: 'Bring what you have' }).click();
      await fieldOn(page).fill(text);
      await expect(dialogOn(page).getByText(says)).toBeVisible();
      await expect(dialogOn(page).getByRole('button', { name: 'Open it' })).toBeHidden();
      await page.keyboard.press('Escape');
      await expect(app.verdict).toHaveText(before ?? '');
    });
  }

  test('a file in UTF-16 is read, and said to be', async ({ page }) => {
    await bringFile(page, {
      name: 'call.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from(`\ufeff${CALL}`, 'utf16le'),
    });
    await expect(dialogOn(page).getByText('UTF-16')).toBeVisible();
    await expect(dialogOn(page).getByRole('button', { name: 'Open it' })).toBeVisible();
  });
});

type Files = Parameters<Locator['setInputFiles']>[0];

async function bringFile(page: Page, file: Files): Promise<void> {
  await page.getByRole('button', { name: 'Bring what you have' }).click();
  await dialogOn(page).getByLabel('Choose a file').setInputFiles(file);
}

/** A HAR file of about that many bytes, most of them in bodies, as real ones have them. */
async function largeHar(info: TestInfo, size: number): Promise<string> {
  const path = info.outputPath('large.har');
  const file = createWriteStream(path);
  const body = 'x'.repeat(2_000);
  const entry = (i: number) =>
    `${i === 0 ? '' : ',\n'}{"startedDateTime":"2026-11-20T10:00:00.000Z","_resourceType":"fetch","request":{"method":"GET","url":"https://api.example/items/${i}","headers":[{"name":"Origin","value":"https://${i % 20 === 0 ? 'shop' : 'api'}.example"}]},"response":{"status":200,"headers":[{"name":"content-type","value":"application/json"}],"content":{"text":"${body}"}}}`;
  const length = Math.max(2, Math.floor(size / entry(1).length));
  file.write('{"log":{"version":"1.2","creator":{"name":"WebInspector"},"pages":[],"entries":[');
  for (let i = 0; i < length; i++) if (!file.write(entry(i))) await once(file, 'drain');
  file.end(']}}');
  await once(file, 'finish');
  return path;
}

/** Notes, frame by frame, how far the progress bar is: a screen that hangs until all is read shows no steps. */
function watchProgress(): void {
  const shown: number[] = [];
  Reflect.set(window, 'progressShown', shown);
  const frame = () => {
    const value = document.querySelector<HTMLProgressElement>('dialog progress[value]')?.value;
    if (value !== undefined && value !== shown.at(-1)) shown.push(value);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

async function serving(
  handle: (url: string, method: string, answer: import('node:http').ServerResponse) => void,
): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, answer) => handle(request.url ?? '', request.method ?? '', answer));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
