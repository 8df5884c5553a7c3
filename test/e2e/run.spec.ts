import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support';

// The lab comes with the development server, so these journeys go there.
test.use({ baseURL: 'http://127.0.0.1:4174/' });

const button = (page: Page): Locator => page.getByRole('button', { name: 'Run it in this browser' }).first();
const panel = (page: Page): Locator =>
  page.locator('details').filter({ has: page.getByRole('heading', { name: 'In this browser, for real' }) });

/** Nothing in what belongs to a run that axe finds fault with, by day and by night. */
async function expectAccessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page })
      .include('#in-this-browser')
      .include('section[aria-labelledby="verdict"]')
      .analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
}

test('the scenario is sent for real, and Chrome does what Corscope says', async ({ app, page }) => {
  await app.open();
  const opened = page.waitForEvent('popup');
  await button(page).click();
  await opened;
  await expect(page.getByRole('button', { name: /^As in \w+ \d+$/ })).toBeVisible({ timeout: 20_000 });
  await expect(panel(page)).toContainText(/\w+ \d+ did what Corscope says\./);
  // What came over the wire, by the scenario's names.
  const request = panel(page).getByRole('article').first();
  await expect(request).toContainText('OPTIONS https://bar.other/search?q=tea');
  await expect(request.getByRole('row', { name: /^Origin / })).toContainText('https://foo.example');
  await expect(request.getByRole('row', { name: /^Access-Control-Request-Headers/ })).toContainText(
    'traceparent',
  );
  await panel(page).getByText('Where it was played').click();
  await expect(
    panel(page).getByRole('row', { name: /^https:\/\/bar\.other http:\/\/localhost:\d+$/ }),
  ).toBeVisible();
});

test('another scenario, another run', async ({ app, page }) => {
  await app.open();
  await button(page).click();
  await expect(panel(page)).toContainText('did what Corscope says', { timeout: 20_000 });
  await app.example('An image taints the canvas');
  await expect(page.getByRole('button', { name: 'Of an earlier scenario' })).toBeVisible();
  await button(page).click();
  await expect(page.getByRole('button', { name: /^As in/ })).toBeVisible({ timeout: 20_000 });
  await expect(panel(page).getByRole('row', { name: /^pixels/ })).toContainText('tainted');
});

test('where HTTPS is needed, the certificate is accepted in the window, and the run goes on', async ({
  app,
  page,
}) => {
  await app.open();
  await app.example('GET with a cookie');
  const opened = page.waitForEvent('popup');
  await button(page).click();
  const popup = await opened;
  for (const left of [2, 1]) {
    await expect(panel(page).getByRole('link', { name: 'Open this address' })).toHaveCount(left);
    if (left === 2) await expectAccessible(page);
    await popup.locator('#details-button').click();
    await popup.locator('#proceed-link').click();
  }
  // Whether third-party cookies go along is a setting of the browser.
  await expect(panel(page)).toContainText(/did what Corscope says|This browser blocks third-party cookies/, {
    timeout: 20_000,
  });
});

test('the key to the lab is for the app’s own pages alone', async ({ request }) => {
  const ask = async (headers: Record<string, string>) =>
    (await request.get('/__lab.json', { headers })).status();
  const own = { 'Sec-Fetch-Site': 'same-origin' };
  expect(await ask(own)).toBe(200);
  expect(await ask({})).toBe(403);
  expect(await ask({ 'Sec-Fetch-Site': 'cross-site' })).toBe(403);
  // A name of somebody else's that leads here.
  expect(await ask({ ...own, Host: 'evil.test:4174' })).toBe(403);
});

test.describe('refused', () => {
  // Browsers complain of every 422.
  test.use({ expectedErrors: /422/ });

  test('what the lab cannot play is said, with the way to the field', async ({ app, page }) => {
    await app.open();
    await app.example('A page opened from disk');
    await button(page).click();
    await expect(panel(page).getByRole('alert')).toContainText(
      'A page from the disk can only be opened there',
    );
    await panel(page)
      .getByRole('button', { name: /^Show the field/ })
      .click();
    await expect(page.getByRole('combobox', { name: 'The page is' })).toBeFocused();
  });
});

test.describe('on the site without a lab', () => {
  test.use({ baseURL: 'http://127.0.0.1:4173/', expectedErrors: /404/ });

  test('the button says how to start one', async ({ app, page }) => {
    await app.open();
    await button(page).click();
    await expect(panel(page).getByRole('alert')).toContainText('npm start');
    await expect(panel(page).getByRole('button', { name: 'Copy the command' })).toBeVisible();
    await expectAccessible(page);
  });
});
