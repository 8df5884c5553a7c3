import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support';

const LIBRARY = /mermaid\.core|sequenceDiagram/i;

test.describe('the Mermaid diagram', () => {
  let fetched: string[];

  test.beforeEach(async ({ page, app }) => {
    fetched = [];
    page.on('request', (request) => fetched.push(request.url()));
    await app.open();
    await app.example('Preflighted POST');
    await app.details.getByText('Diagram source (Mermaid)').click();
  });

  test('is source at first, and a picture once asked for', async ({ page, app: { details, server } }) => {
    const source = details.getByText(/^sequenceDiagram/);
    await expect(source).toContainText('OPTIONS /doc');
    await expect(source).toContainText('POST /doc');
    expect(fetched.filter((url) => LIBRARY.test(url))).toEqual([]);

    await details.getByRole('button', { name: 'Draw it' }).click();
    const picture = pictureIn(details);
    await expect(picture).toBeVisible({ timeout: 15_000 });
    await expect.poll(() => widthOf(picture)).toBeGreaterThan(200);
    expect(fetched.filter((url) => LIBRARY.test(url))).not.toEqual([]);

    const before = await picture.getAttribute('src');
    await server.getByRole('button', { name: 'Remove X-PINGOTHER' }).click();
    await expect(source).toContainText('The POST is never sent.');
    await expect(picture).not.toHaveAttribute('src', before ?? '');
    expect(await svgFrom(page, details)).toContain('never sent');
  });

  test('shows a nasty value as it is, and runs nothing of it', async ({
    page,
    app: { request, details },
  }) => {
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      return dialog.dismiss();
    });
    const nasty = `</script><img src=x onerror="alert(1)">; # '%%{init}%%' end`;
    await request.getByRole('textbox', { name: 'Header 1 value' }).fill(nasty);
    await details.getByRole('button', { name: 'Draw it' }).click();
    await expect(pictureIn(details)).toBeVisible({ timeout: 15_000 });
    await expect.poll(() => widthOf(pictureIn(details))).toBeGreaterThan(200);
    await expect(page.getByRole('img', { name: /./ }).and(page.locator('img'))).toHaveCount(1);

    const { text, active } = await page.evaluate(partsOf, await svgFrom(page, details));
    expect(text).toContain(`X-PINGOTHER: ${nasty}`);
    expect(active).toEqual([]);
    expect(dialogs).toEqual([]);
  });
});

test.describe('without a connection', () => {
  test.use({ expectedErrors: /Failed to load resource/ });

  test('the picture can be asked for again', async ({ page, app }) => {
    await app.open();
    await app.details.getByText('Diagram source (Mermaid)').click();
    await page.context().setOffline(true);
    await app.details.getByRole('button', { name: 'Draw it' }).click();
    await expect(app.details.getByText('Mermaid could not be loaded')).toBeVisible();
    await page.context().setOffline(false);
    await app.details.getByRole('button', { name: 'Try again' }).click();
    await expect(pictureIn(app.details)).toBeVisible({ timeout: 15_000 });
  });
});

const pictureIn = (details: Locator) => details.getByRole('img', { name: /drawn by Mermaid/ });

const widthOf = (picture: Locator) =>
  picture.evaluate((element) => (element instanceof HTMLImageElement ? element.naturalWidth : 0));

/** The picture as it is saved. */
async function svgFrom(page: Page, details: Locator): Promise<string> {
  const saved = page.waitForEvent('download');
  await details.getByRole('button', { name: 'Save SVG' }).click();
  return readFile(await (await saved).path(), 'utf8');
}

/** What a picture says, and what in it could do something. */
function partsOf(svg: string) {
  const elements = [...new DOMParser().parseFromString(svg, 'image/svg+xml').querySelectorAll('*')];
  return {
    text: elements.flatMap((element) => (element.localName === 'tspan' ? [element.textContent] : [])),
    active: elements
      .filter(
        (element) =>
          ['script', 'img', 'image', 'foreignObject', 'a', 'iframe'].includes(element.localName) ||
          element.getAttributeNames().some((name) => name.startsWith('on') || name.endsWith('href')),
      )
      .map((element) => element.outerHTML),
  };
}
