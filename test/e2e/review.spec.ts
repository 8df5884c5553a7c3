import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { type App, expect, test } from './support';

/** A pattern that pins neither end, with cookies allowed, and its check opened by the keyboard. */
async function checkLoosePattern({ open, server, details }: App) {
  await open();
  await server.getByRole('combobox', { name: 'Origins allowed' }).selectOption('pattern');
  await server.getByRole('textbox', { name: 'Pattern' }).fill('foo\\.example');
  await server
    .getByRole('switch', { name: 'Allows credentials' })
    .or(server.getByLabel('Allows credentials'))
    .first()
    .check();
  const check = server.getByRole('button', { name: 'Check this policy' });
  await check.focus();
  await check.press('Enter');
  await expect(details.getByRole('table', { name: 'Who may do what' })).toBeVisible();
}

const exploit = ({ details }: App) =>
  details.getByRole('button', { name: 'Play it: a page of https://foo.example.evil.test asks' });

test('somebody finds the slip in a pattern, sees it used, and mends it', async ({ app, page }) => {
  await checkLoosePattern(app);
  const { details, stage, server, verdict } = app;
  await expect(
    details.getByRole('region', { name: 'What was found' }).getByRole('listitem').first(),
  ).toContainText('Lets somebody in');

  await exploit(app).click();
  await expect(verdict).toHaveText('The page can read the response.');
  await expect(stage.getByText('Origin: https://foo.example.evil.test').first()).toBeVisible();
  await expect(page.locator('#conversation')).toBeFocused();

  await server.getByRole('textbox', { name: 'Pattern' }).fill('^https://foo\\.example$');
  await expect(verdict).toContainText('blocked');
  await expect(details.getByText('Nothing is wrong with it that this check knows of.')).toBeVisible();
});

test('what was there before is one step back', async ({ app, page }) => {
  await checkLoosePattern(app);
  const before = await app.verdict.textContent();
  await exploit(app).click();
  await expect(app.verdict).toHaveText('The page can read the response.');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(app.verdict).toHaveText(before ?? '');
});

test('the table is walked with arrow keys, and a cell plays on the stage', async ({ app, page }) => {
  await checkLoosePattern(app);
  const cell = (name: string) => app.details.getByRole('button', { name, exact: true });
  await cell('reads: GET, no cookies, from https://bar.other').focus();
  for (const key of ['ArrowDown', 'ArrowRight', 'End', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft'])
    await page.keyboard.press(key);
  const refused = cell('refused: GET, X-Custom, no cookies, from https://foo.example');
  await expect(refused).toBeFocused();
  await refused.press('Enter');
  await expect(app.verdict).toContainText('x-custom');
  await expect(page.locator('#conversation')).toBeFocused();
});

for (const width of [320, 1280]) {
  test(`it fits ${width} pixels, and the table scrolls within`, async ({ app, page }) => {
    await page.setViewportSize({ width, height: 800 });
    await checkLoosePattern(app);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const who = app.details.getByRole('rowheader', { name: /https:\/\/bar\.other/ });
    const last = app.details.getByRole('button', {
      name: 'reads: GET, no-cors, cookies, from https://bar.other',
    });
    await last.focus();
    const [fixed, moved] = [await who.boundingBox(), await last.boundingBox()];
    expect(fixed?.x).toBeGreaterThanOrEqual(0);
    expect(moved?.x).toBeGreaterThanOrEqual((fixed?.x ?? 0) + (fixed?.width ?? 0) - 1);
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing (${colorScheme})`, async ({ app, page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await checkLoosePattern(app);
    expect(await violations(page)).toEqual([]);
  });
}

async function violations(page: Page) {
  const { violations } = await new AxeBuilder({ page }).include('#policy-check').analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
