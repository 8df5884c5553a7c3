import { type App, expect, test } from './support';

const PREFLIGHT = 'Browser to bar.other: OPTIONS /doc, preflight';
const POST = 'Browser to bar.other: POST /doc';
const NEVER_SENT = 'The POST is never sent.';

const READABLE = 'The page can read the response.';
const BLOCKED =
  'The browser stopped at the preflight: https://bar.other does not allow the header x-pingother.';

test.describe('a preflighted POST', () => {
  test.beforeEach(async ({ app }) => {
    await app.open();
    await app.example('Preflighted POST');
    await expect(app.verdict).toHaveText(READABLE);
  });

  test('is played, forbidden, and mended by undo', async ({ page, app }) => {
    const { player, server } = app;

    await player.getByRole('radio', { name: '2×' }).check();
    await player.getByRole('button', { name: 'Play again' }).click();
    await expect(player.getByRole('button', { name: 'Pause' })).toBeVisible();
    await expect(player.getByRole('status')).toContainText('9 / 9', { timeout: 15_000 });
    await expect(player.getByRole('button', { name: 'Play again' })).toBeVisible();

    await expect(headersOf(app, PREFLIGHT)).toHaveText([
      'Access-Control-Request-Method: POST',
      'Access-Control-Request-Headers: content-type,x-pingother',
      'Origin: https://foo.example',
    ]);
    await expect(app.event(POST)).toContainText('ran the request');

    await server.getByRole('button', { name: 'Remove X-PINGOTHER' }).click();
    await expect(app.verdict).toHaveText(BLOCKED);
    await expect(page.getByText('Server ran the request: no')).toBeVisible();
    await expect(app.event(NEVER_SENT)).toBeVisible();
    await expect(app.event(POST)).toHaveCount(0);
    await expect(
      app.event('Browser checks. The preflight’s answer: Header x-pingother is not listed, stops here'),
    ).toBeVisible();

    await page.keyboard.press('Control+z');
    await expect(app.verdict).toHaveText(READABLE);
    await expect(app.event(POST)).toBeVisible();
    await expect(app.event(NEVER_SENT)).toHaveCount(0);
    await expect(server.getByRole('button', { name: 'Remove X-PINGOTHER' })).toBeVisible();
  });

  test('is forbidden, mended and forbidden again by the buttons', async ({ page, app }) => {
    const undo = page.getByRole('button', { name: 'Undo' });
    const redo = page.getByRole('button', { name: 'Redo' });

    await app.server.getByRole('button', { name: 'Remove X-PINGOTHER' }).click();
    await expect(app.verdict).toHaveText(BLOCKED);
    await undo.click();
    await expect(app.verdict).toHaveText(READABLE);
    await redo.click();
    await expect(app.verdict).toHaveText(BLOCKED);
    await expect(redo).toBeDisabled();

    await page.keyboard.press('Control+z');
    await expect(app.verdict).toHaveText(READABLE);
    await page.keyboard.press('Control+Shift+z');
    await expect(app.verdict).toHaveText(BLOCKED);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+y');
    await expect(app.verdict).toHaveText(BLOCKED);

    await undo.click();
    await undo.click();
    await expect(undo).toBeDisabled();
    await expect(app.verdict).toHaveText(/^The browser (blocked|stopped)/);
    await expect(app.request.getByRole('textbox', { name: 'URL', exact: true })).not.toHaveValue(
      'https://bar.other/doc',
    );
  });

  test('is mended by the button that the missing header gets', async ({ app }) => {
    await app.server.getByRole('button', { name: 'Remove X-PINGOTHER' }).click();
    await expect(app.verdict).toHaveText(BLOCKED);
    await app.server
      .getByRole('button', { name: 'Add x-pingother, which the browser found missing' })
      .click();
    await expect(app.verdict).toHaveText(READABLE);
  });
});

function headersOf(app: App, sentence: string) {
  return app.event(sentence).getByRole('list').getByRole('listitem');
}
