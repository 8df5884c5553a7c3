import { expect, test } from './support';

const READABLE = 'The page can read the response.';

test('raw header lines start from the policy, decide the verdict, and are kept', async ({ page, app }) => {
  await app.open();
  await app.example('Preflighted POST');
  const { server } = app;
  const raw = server.getByRole('radio', { name: 'raw header lines' });
  const policy = server.getByRole('radio', { name: 'a policy' });
  const toOptions = server.getByRole('group', { name: 'The answer to OPTIONS' });
  const toRequest = server.getByRole('group', { name: 'The answer to the request' });
  const lines = { name: 'Header lines' };

  await raw.check();
  await expect(toOptions.getByRole('textbox', { name: 'Status' })).toHaveValue('204');
  await expect(toOptions.getByRole('textbox', lines)).toHaveValue(
    [
      'Access-Control-Allow-Origin: https://foo.example',
      'Vary: Origin',
      'Access-Control-Allow-Methods: POST, GET, OPTIONS',
      'Access-Control-Allow-Headers: X-PINGOTHER, Content-Type',
      'Access-Control-Max-Age: 86400',
    ].join('\n'),
  );
  await expect(toRequest.getByRole('textbox', { name: 'Status' })).toHaveValue('200');
  await expect(toRequest.getByRole('textbox', lines)).toHaveValue(
    ['Access-Control-Allow-Origin: https://foo.example', 'Vary: Origin', 'Content-Type: text/plain'].join(
      '\n',
    ),
  );
  await expect(app.verdict).toHaveText(READABLE);

  const field = toRequest.getByRole('textbox', lines);
  await field.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Access-Control-Allow-Origin: https://foo.example');
  const twice = await field.inputValue();
  await expect(app.verdict).toHaveText(
    'The browser blocked the response: Access-Control-Allow-Origin is sent twice.',
  );
  await expect(
    app
      .event('bar.other to Browser: 200 OK')
      .getByRole('listitem')
      .filter({ hasText: 'Access-Control-Allow-Origin: https://foo.example' }),
  ).toHaveCount(2);

  await policy.check();
  await expect(app.verdict).toHaveText(READABLE);
  await expect(server.getByRole('textbox', { name: 'Request headers: entry 1' })).toHaveValue('X-PINGOTHER');
  await raw.check();
  await expect(field).toHaveValue(twice);
  await expect(app.verdict).toHaveText(/^The browser (blocked|stopped)/);

  await server.getByRole('button', { name: 'Start again from the policy' }).click();
  await expect(app.verdict).toHaveText(READABLE);
  await page.keyboard.press('Control+z');
  await expect(field).toHaveValue(twice);
});

test('a raw line that is no header is said by its number', async ({ page, app }) => {
  await app.open();
  await app.example('Preflighted POST');
  await app.server.getByRole('radio', { name: 'raw header lines' }).check();
  const field = app.server
    .getByRole('group', { name: 'The answer to the request' })
    .getByRole('textbox', { name: 'Header lines' });
  await field.fill('Vary: Origin\nnot a header');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(/Line 2 is not a header/);
  await expect(app.verdict).toHaveText(READABLE);
  await field.fill('Vary: Origin');
  await expect(field).not.toHaveAttribute('aria-invalid');
  await expect(app.verdict).toHaveText(
    'The browser blocked the response: https://bar.other sends no Access-Control-Allow-Origin.',
  );
  await expect(page.getByText('Server ran the request: yes')).toBeVisible();
});
