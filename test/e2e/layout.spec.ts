import type { Page } from '@playwright/test';
import { expect, test } from './support';

const WIDTHS = [320, 360, 640, 768, 1280, 1920];

const LONG_URL = `https://bar.other/${'long/'.repeat(60)}`.slice(0, 300);
const LONG_VALUE = 'x'.repeat(4096);

for (const values of ['short', 'long'] as const) {
  test.describe(`with ${values} values`, () => {
    test.beforeEach(async ({ app }) => {
      await app.open();
      await app.example('Preflighted POST');
      if (values === 'short') return;
      await app.request.getByRole('textbox', { name: 'URL', exact: true }).fill(LONG_URL);
      await app.request.getByRole('textbox', { name: 'Header 1 value' }).fill(LONG_VALUE);
      await app.request.getByRole('textbox', { name: 'Header 1 name' }).fill(`x-${'long-'.repeat(40)}`);
      await expect(app.verdict).toHaveText(/^The browser (blocked|stopped)/);
    });

    test('the page never scrolls sideways, and nothing lies over the player', async ({ page, app }) => {
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: width < 1000 ? 740 : 900 });
        await app.player.scrollIntoViewIfNeeded();
        expect.soft(await overflowOf(page), `${width} pixels wide`).toEqual([]);
        expect.soft(await coveredOf(page), `${width} pixels wide`).toEqual([]);
      }
    });
  });
}

test.describe('at 200 % zoom', () => {
  test.use({ viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 });

  test('everything is there and nothing lies over the player', async ({ page, app }) => {
    await app.open();
    await app.example('Preflighted POST');
    await app.player.scrollIntoViewIfNeeded();
    expect(await overflowOf(page)).toEqual([]);
    expect(await coveredOf(page)).toEqual([]);
    for (const part of [app.verdict, app.request, app.stage, app.player, app.server, app.details]) {
      await part.scrollIntoViewIfNeeded();
      await expect(part).toBeInViewport();
    }
  });
});

test('what opens over the page fits into 320 pixels', async ({ page, app }) => {
  await page.setViewportSize({ width: 320, height: 640 });
  await app.open();
  for (const name of ['Examples', 'What is CORS?']) {
    await page.getByRole('button', { name }).click();
    const panel = page.getByRole('dialog', { name });
    await expect(panel).toBeVisible();
    const box = await panel.boundingBox();
    expect.soft(box?.x, name).toBeGreaterThanOrEqual(0);
    expect.soft((box?.x ?? 0) + (box?.width ?? 999), name).toBeLessThanOrEqual(320);
    expect.soft(await overflowOf(page), name).toEqual([]);
    await page.keyboard.press('Escape');
  }
});

test('verdict, stage, player and both panes are in sight together on a desktop', async ({ page, app }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await app.open();
  for (const part of [app.verdict, app.request, app.stage, app.server]) await expect(part).toBeInViewport();
  await expect(app.player).toBeInViewport({ ratio: 1 });
});

test('the chosen theme stays', async ({ page, app }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await app.open();
  const ground = () => page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
  const light = await ground();
  await page.getByRole('button', { name: 'Theme: as the system has it' }).click();
  await page.getByRole('button', { name: 'Theme: light' }).click();
  await expect.poll(ground).not.toBe(light);
  const dark = await ground();
  await page.reload();
  await expect(page.getByRole('button', { name: 'Theme: dark' })).toBeVisible();
  expect(await ground()).toBe(dark);
  await page.getByRole('button', { name: 'Theme: dark' }).click();
  await expect.poll(ground).toBe(light);
});

/** What makes the page wider than the window: the outermost of them, by their tags and classes; empty if nothing does. */
function overflowOf(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1,
    );
    return [
      `${scrollWidth} > ${clientWidth}`,
      ...wide.slice(0, 5).map((element) => `${element.localName}.${element.className}`),
    ];
  });
}

/** What lies over the player, by its tag and class; empty if nothing does. */
function coveredOf(page: Page): Promise<readonly string[]> {
  return page.getByRole('region', { name: 'Player' }).evaluate((player) => {
    const { left, top, width, height } = player.getBoundingClientRect();
    const over = new Set<string>();
    for (let x = 0.02; x < 1; x += 0.06) {
      for (const y of [0.1, 0.5, 0.9]) {
        const there = document.elementFromPoint(left + width * x, top + height * y);
        if (there === null || !player.contains(there)) over.add(`${there?.localName}.${there?.className}`);
      }
    }
    return [...over];
  });
}
