import type { Locator, Page } from '@playwright/test';
import { expect, startingWith, test } from './support';

const READABLE = /^The page can read/;
const BLOCKED = /^The browser stopped .* does not allow the header x-pingother\.$/;

test('the whole journey goes by keyboard', async ({ page, app }) => {
  test.slow();
  const { player, server } = app;
  await app.open();

  const examples = page.getByRole('button', { name: 'Examples' });
  await expect(examples).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(examples).toBeFocused();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('dialog', { name: 'Examples' });
  await expect(menu).toBeVisible();
  await pressUntil(page, 'Tab', menu.getByRole('button').first());
  await pressUntil(page, 'ArrowDown', menu.getByRole('button', { name: startingWith('Preflighted POST') }));
  await page.keyboard.press('Enter');
  await expect(menu).toBeHidden();
  await expect(app.verdict).toHaveText(READABLE);

  // The focus is now at the conversation, where Space plays.
  await page.keyboard.press('Space');
  await expect(player.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(player.getByRole('button', { name: /^Play/ })).toBeVisible();

  await page.keyboard.press('Home');
  await expect(player.getByRole('status')).toContainText('0 / 9');
  for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowRight');
  await expect(app.current).toContainText('OPTIONS /doc');
  await expect(app.current).toContainText('Access-Control-Request-Headers: content-type,x-pingother');
  await page.keyboard.press('ArrowLeft');
  await expect(app.current).toContainText('Before sending');
  await page.keyboard.press('End');
  await expect(player.getByRole('status')).toContainText('9 / 9');

  await pressUntil(page, 'Tab', server.getByRole('button', { name: 'Remove X-PINGOTHER' }));
  await page.keyboard.press('Enter');
  await expect(app.verdict).toHaveText(BLOCKED);
  await expect(app.event('The POST is never sent.')).toBeVisible();
  const neighbour = server.getByRole('textbox', { name: 'Request headers: entry 1' });
  await expectMarkedFocus(neighbour);
  await expect(neighbour).toHaveValue('Content-Type');

  await page.keyboard.press('Control+z');
  await expect(app.verdict).toHaveText(READABLE);
  await page.keyboard.press('Control+Shift+z');
  await expect(app.verdict).toHaveText(BLOCKED);

  await page.keyboard.press('End');
  await page.keyboard.press('ArrowRight');
  const add = server.getByRole('textbox', { name: 'Add to Request headers' });
  await expect(add).toBeFocused();
  await page.keyboard.type('X-PINGOTHER');
  await page.keyboard.press('Enter');
  await expect(app.verdict).toHaveText(READABLE);
  await expect(add).toBeFocused();
  await expect(add).toHaveValue('');
  await page.keyboard.press('Backspace');
  await expect(server.getByRole('textbox', { name: 'Request headers: entry 2' })).toBeFocused();
});

test('the first stop skips to the conversation', async ({ page, app }) => {
  await app.open();
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the conversation' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(app.stage.getByRole('button').first()).toBeFocused();
  await expect(skip).not.toBeInViewport();
});

test.describe('with the Tab key', () => {
  // Without motion, what has the focus is in its place at once.
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  for (const key of ['Tab', 'Shift+Tab']) {
    test(`every stop of ${key} is marked and in sight`, async ({ page, app }) => {
      test.slow();
      await app.open();
      const stops: string[] = [];
      for (;;) {
        await page.keyboard.press(key);
        const stop = await page.evaluate(lookAtFocus);
        if (stop === null) break;
        expect.soft(stop).toMatchObject({ marked: true, inSight: true });
        stops.push(stop.what);
      }
      expect(stops.length).toBeGreaterThan(60);
      expect(new Set(stops).size).toBeGreaterThan(stops.length * 0.8);
    });
  }
});

test.describe('keys that a text field needs stay with it', () => {
  test.beforeEach(async ({ app }) => {
    await app.open();
    await app.example('Preflighted POST');
  });

  test('Space, Home, End and arrows', async ({ page, app }) => {
    const body = app.request.getByRole('textbox', { name: 'Body' });
    await body.focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type('a b');
    for (const key of ['Home', 'ArrowRight', 'Space', 'End', 'ArrowLeft']) await page.keyboard.press(key);
    await expect(body).toHaveValue('a  b');
    await expect(app.player.getByRole('status')).toContainText('9 / 9');
    await expect(app.player.getByRole('button', { name: 'Play again' })).toBeVisible();
  });
});

test.describe('after adding and removing, the focus is at what was added or at its neighbour', () => {
  test.beforeEach(async ({ app }) => {
    await app.open();
    await app.example('Preflighted POST');
  });

  test('a header of the request', async ({ page, app: { request } }) => {
    await request.getByRole('button', { name: 'Add a header' }).press('Enter');
    await expectMarkedFocus(request.getByRole('textbox', { name: 'Header 3 name' }));
    await page.keyboard.type('X-More');
    await page.keyboard.press('Tab');
    await expect(request.getByRole('textbox', { name: 'Header 3 value' })).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(request.getByRole('button', { name: 'Remove header 3, X-More' })).toBeFocused();
    await page.keyboard.press('Space');
    await expectMarkedFocus(request.getByRole('textbox', { name: 'Header 2 name' }));
  });

  test('a header of the response', async ({ page, app: { server } }) => {
    await server.getByRole('button', { name: 'Add a header' }).press('Enter');
    await expectMarkedFocus(server.getByRole('textbox', { name: 'Response header 2 name' }));
    await server.getByRole('button', { name: 'Remove Response header 2' }).press('Enter');
    await expectMarkedFocus(server.getByRole('textbox', { name: 'Response header 1 name' }));
    await server.getByRole('button', { name: 'Remove Response header 1' }).press('Enter');
    await expectMarkedFocus(server.getByRole('button', { name: 'Add a header' }));
    await page.keyboard.press('Control+z');
    await expect(server.getByRole('textbox', { name: 'Response header 1 name' })).toHaveValue('Content-Type');
  });

  test('a server', async ({ page, app: { server } }) => {
    await server.getByRole('button', { name: 'Add another server' }).press('Enter');
    const origins = server.getByRole('textbox', { name: 'Origin of the server' });
    await expect(origins).toHaveCount(2);
    await expectMarkedFocus(origins.nth(1));
    await server.getByRole('button', { name: 'Remove this server' }).nth(1).press('Enter');
    await expect(origins).toHaveCount(1);
    await expectMarkedFocus(origins);
    await page.keyboard.press('Control+z');
    await expect(origins).toHaveCount(2);
  });
});

test('what opens over the page takes the focus and gives it back', async ({ page, app }) => {
  await app.open();

  const primer = page.getByRole('button', { name: 'What is CORS?' });
  await primer.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'What is CORS?' });
  await expect(dialog.getByText('same-origin policy', { exact: false }).first()).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Close' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(primer).toBeFocused();

  const keys = page.getByRole('button', { name: 'Keys' });
  await keys.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText('Play and pause');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeHidden();
  await expect(keys).toBeFocused();

  const term = app.server.getByRole('button', { name: 'What is Credentials?' });
  await term.press('Enter');
  const meaning = app.server.getByText('What tells a server who the person is');
  await expect(meaning).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(meaning).toBeHidden();
  await expect(term).toBeFocused();
});

/** That a control has the focus, and that one sees it. */
async function expectMarkedFocus(control: Locator): Promise<void> {
  await expect(control).toBeFocused();
  expect(await control.page().evaluate(lookAtFocus)).toMatchObject({ marked: true, inSight: true });
}

/** Presses a key until something has the focus. */
async function pressUntil(page: Page, key: string, target: Locator): Promise<void> {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press(key);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${key} does not lead to ${target}`);
}

/** What has the focus, whether a ring marks it, and whether it is in sight; null for the page itself. */
async function lookAtFocus() {
  await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)));
  const focused = document.activeElement;
  if (!(focused instanceof HTMLElement) || focused === document.body) return null;
  const hasRing = (element: Element | null | undefined) => {
    if (element == null) return false;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && !/, 0\)$/.test(outlineColor);
  };
  const { left, top, width, height } = focused.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  const label = there?.closest('label');
  return {
    what: `${focused.localName} ${focused.getAttribute('aria-label') ?? focused.id} ${focused.textContent?.slice(0, 60)}`,
    // The ring of a field without a frame is around what looks like the field.
    marked: [
      focused,
      focused.nextElementSibling,
      focused.parentElement,
      focused.parentElement?.parentElement,
    ].some(hasRing),
    inSight:
      there !== null &&
      (focused.contains(there) || there.contains(focused) || label?.contains(focused) === true),
  };
}
