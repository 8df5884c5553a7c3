import type { Locator, Page } from '@playwright/test';
import { expect, test } from './support';

const PREFLIGHT = 'Browser to bar.other: OPTIONS /doc, preflight';

test.describe('the player', () => {
  test.beforeEach(async ({ app }) => {
    await app.open();
    await app.example('Preflighted POST');
  });

  test('plays what was opened by Space, and pauses by it', async ({ page, app: { player } }) => {
    await page.keyboard.press('Space');
    await expect(player.getByRole('button', { name: 'Pause' })).toBeVisible();
    await page.keyboard.press('Space');
    await expect(player.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  });

  test('steps forward and back, and stops at both ends', async ({ page, app: { player, current } }) => {
    const back = player.getByRole('button', { name: 'Back' });
    const forward = player.getByRole('button', { name: 'Forward' });
    const position = player.getByRole('slider', { name: 'Position' });
    await expect(forward).toBeDisabled();
    await back.click();
    await expect(current).toContainText('The answer');
    await expect(position).toHaveValue('8');
    await page.keyboard.press('Home');
    await expect(back).toBeDisabled();
    await expect(position).toHaveAttribute('aria-valuetext', 'Before the first message');
    await expect(current).toHaveCount(0);
    for (let step = 0; step < 3; step++) await forward.click();
    await expect(position).toHaveAttribute('aria-valuetext', PREFLIGHT);
    await expect(current).toContainText('OPTIONS /doc');
    await expect(player.getByRole('status')).toContainText('3 / 9');
  });

  test('keeps the focus at both ends', async ({ page, app: { player } }) => {
    for (const [name, end] of [
      ['Back', '0 / 9'],
      ['Forward', '9 / 9'],
    ] as const) {
      await player.getByRole('button', { name }).focus();
      for (let step = 0; step < 10; step++) await page.keyboard.press('Enter');
      await expect(player.getByRole('status')).toContainText(end);
      await expect(player.getByRole('button', { name })).toBeFocused();
    }
  });

  test('is stepped by a presenter’s remote', async ({ page, app: { current, player } }) => {
    await page.keyboard.press('Home');
    await player.getByRole('button', { name: 'Play' }).focus();
    for (let step = 0; step < 4; step++) await page.keyboard.press('PageDown');
    await expect(current).toContainText('204 No Content');
    await page.keyboard.press('PageUp');
    await expect(current).toContainText('OPTIONS /doc');
  });

  test('is scrubbed by mouse and by arrow keys', async ({ page, app: { player, current } }) => {
    const position = player.getByRole('slider', { name: 'Position' });
    const box = await position.boundingBox();
    if (box === null) throw new Error('The slider is not on the screen');
    await page.mouse.move(box.x + box.width - 8, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 3, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await expect(position).toHaveValue('3');
    await expect(current).toContainText('OPTIONS /doc');
    await page.keyboard.press('ArrowRight');
    await expect(position).toHaveValue('4');
    await page.keyboard.press('Home');
    await expect(position).toHaveValue('0');
    await page.keyboard.press('End');
    await expect(position).toHaveValue('9');
  });

  test('keeps the current event in sight', async ({ page, app: { current, player } }) => {
    await page.keyboard.press('Home');
    for (let step = 1; step <= 9; step++) {
      await page.keyboard.press('ArrowRight');
      await expect(player.getByRole('status')).toContainText(`${step} / 9`);
      await expect(current.getByRole('button').first()).toBeInViewport({ ratio: 1 });
    }
  });

  test('looking at an event pauses', async ({ page, app: { player, event, details } }) => {
    await page.keyboard.press('Home');
    await player.getByRole('button', { name: 'Play' }).click();
    await expect(player.getByRole('button', { name: 'Pause' })).toBeVisible();
    await event(PREFLIGHT).getByRole('button', { name: PREFLIGHT }).click();
    await expect(player.getByRole('button', { name: 'Play' })).toBeVisible();
    await expect(details.getByText('OPTIONS /doc HTTP/1.1')).toBeVisible();
  });

  test('an edit shows the new picture at its end', async ({ page, app }) => {
    await page.keyboard.press('Home');
    await app.server.getByRole('button', { name: 'Remove X-PINGOTHER' }).click();
    await expect(app.player.getByRole('status')).toContainText('7 / 7');
  });
});

test.describe('time', () => {
  test.beforeEach(async ({ page, app }) => {
    await page.clock.install({ time: 0 });
    await app.open();
    await app.example('Preflighted POST');
    await page.clock.pauseAt(3_600_000);
  });

  test('passes from Play to the end, and not while paused', async ({ page, app: { player } }) => {
    const status = player.getByRole('status');
    await player.getByRole('button', { name: 'Play again' }).click();
    await expect(status).toContainText('0 / 9');
    await page.clock.runFor(200);
    await expect(status).toContainText('1 / 9');
    await player.getByRole('button', { name: 'Pause' }).click();
    await page.clock.runFor(60_000);
    await expect(status).toContainText('1 / 9');
    await player.getByRole('button', { name: 'Play' }).click();
    await page.clock.runFor(60_000);
    await expect(status).toContainText('9 / 9');
    await expect(player.getByRole('button', { name: 'Play again' })).toBeVisible();
  });

  test('goes at the chosen speed', async ({ page, app: { player } }) => {
    const times: number[] = [];
    for (const speed of ['0.5×', '1×', '2×']) {
      await player.getByRole('radio', { name: speed }).check();
      times.push(await timeOfFirstEvent(page, player));
    }
    const [half = 0, normal = 0, double = 0] = times;
    expect(half / normal).toBeCloseTo(2, 0);
    expect(normal / double).toBeCloseTo(2, 0);
  });
});

test.describe('a step', () => {
  for (const [wish, moves] of [
    ['no-preference', 'moves'],
    ['reduce', 'stands still'],
  ] as const) {
    test(`${moves} with prefers-reduced-motion: ${wish}`, async ({ page, app }) => {
      await page.emulateMedia({ reducedMotion: wish });
      await app.open();
      await app.example('Preflighted POST');
      await page.keyboard.press('Home');
      const moving: string[] = [];
      for (let step = 1; step <= 9; step++) {
        await app.player.getByRole('button', { name: 'Forward' }).click();
        moving.push(...(await page.evaluate(runningAnimations)));
        await expect(app.player.getByRole('status')).toContainText(`${step} / 9`);
      }
      // The packet is an animation; colours change by transitions.
      if (moves === 'moves') expect(moving).toContain('CSSAnimation');
      else expect(moving).toEqual([]);
    });
  }
});

/** How long the first event stays, in milliseconds, to the nearest 100. */
async function timeOfFirstEvent(page: Page, player: Locator): Promise<number> {
  const status = player.getByRole('status');
  await player.getByRole('slider', { name: 'Position' }).press('Home');
  await player.getByRole('button', { name: 'Play' }).click();
  await page.clock.runFor(150);
  await expect(status).toContainText('1 / 9');
  for (let passed = 0; passed < 10_000; passed += 100) {
    await page.clock.runFor(100);
    if (!(await status.textContent())?.startsWith('1 / 9')) {
      await player.getByRole('button', { name: 'Pause' }).click();
      return passed;
    }
  }
  throw new Error('The second event never comes');
}

/** The animations and transitions that run, but for those too short to see. */
function runningAnimations(): string[] {
  return document
    .getAnimations()
    .filter((animation) => Number(animation.effect?.getComputedTiming().duration) > 1)
    .map((animation) =>
      animation instanceof CSSTransition ? animation.transitionProperty : animation.constructor.name,
    );
}
