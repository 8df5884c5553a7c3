import type { Locator, Page } from '@playwright/test';
import { type App, expect, test } from './support';

interface Slip {
  readonly what: string;
  readonly field: (app: App) => Locator;
  readonly typed: string;
  readonly says: RegExp;
  readonly right: string;
  /** What has to be chosen for the field to be there. */
  readonly before?: (app: App) => Promise<unknown>;
}

const SLIPS: readonly Slip[] = [
  {
    what: 'a URL that is none',
    field: ({ request }) => request.getByRole('textbox', { name: 'URL', exact: true }),
    typed: 'https://[bar.other/doc',
    says: /This is not a URL yet.*https:\/\/bar\.other\/doc/,
    right: 'https://bar.other/other',
  },
  {
    what: 'the URL of a page that is none',
    field: ({ request }) => request.getByRole('textbox', { name: 'The page’s URL' }),
    typed: 'https://',
    says: /not a URL/,
    right: 'https://foo.example/page',
  },
  {
    what: 'a header name with a space',
    field: ({ request }) => request.getByRole('textbox', { name: 'Header 1 name' }),
    typed: 'X PINGOTHER',
    says: /A header name is one word.*a space cannot be in it/,
    right: 'X-PINGOTHER',
  },
  {
    what: 'a header value that is not bytes',
    field: ({ request }) => request.getByRole('textbox', { name: 'Header 1 value' }),
    typed: 'ping–pong',
    says: /– cannot be in a header/,
    right: 'ping-pong',
  },
  {
    what: 'a method of two words',
    field: ({ request }) => request.getByRole('combobox', { name: 'Method' }),
    typed: 'POST IT',
    says: /A method is one word.*a space/,
    right: 'POST',
  },
  {
    what: 'an allowed origin with a slash',
    field: ({ server }) => server.getByRole('textbox', { name: 'Allowed origins: entry 1' }),
    typed: 'https://foo.example/',
    says: /without slash or path: https:\/\/foo\.example\./,
    right: 'https://foo.example',
  },
  {
    what: 'an allowed header with a space',
    field: ({ server }) => server.getByRole('textbox', { name: 'Request headers: entry 1' }),
    typed: 'X PINGOTHER',
    says: /Each entry is one word.*a space/,
    right: 'x-pingother',
  },
  {
    what: 'a max-age in words',
    field: ({ server }) => server.getByRole('textbox', { name: 'A preflight may be remembered for' }),
    typed: 'one day',
    says: /Seconds as a whole number/,
    right: '60',
  },
  {
    what: 'a status of 99',
    field: ({ server }) => server.getByRole('combobox', { name: 'Status', exact: true }),
    typed: '99',
    says: /A status.*such as 200/,
    right: '201',
  },
  {
    what: 'a pattern that does not compile',
    field: ({ server }) => server.getByRole('textbox', { name: 'Pattern' }),
    before: async ({ server }) => {
      await server
        .getByRole('combobox', { name: 'Origins allowed' })
        .selectOption('those that match a pattern');
      await server.getByRole('textbox', { name: 'Pattern' }).fill('foo');
    },
    typed: '(',
    says: /The pattern cannot be read/,
    right: '^https://foo\\.example$',
  },
  {
    what: 'a pattern with what can take very long',
    field: ({ server }) => server.getByRole('textbox', { name: 'Pattern' }),
    before: async ({ server }) => {
      await server
        .getByRole('combobox', { name: 'Origins allowed' })
        .selectOption('those that match a pattern');
      await server.getByRole('textbox', { name: 'Pattern' }).fill('foo');
    },
    typed: '(?=foo)',
    says: /\(\?= is not part of these patterns/,
    right: 'https://foo',
  },
];

test.describe('what cannot be used is said at its field, and the last good picture stays', () => {
  test.describe.configure({ mode: 'parallel' });

  for (const { what, field, typed, says, right, before } of SLIPS) {
    test(what, async ({ page, app }) => {
      await app.open();
      await app.example('Preflighted POST');
      await before?.(app);
      await expect(app.verdict).toHaveText('The page can read the response.');
      // The stage follows the verdict a moment later.
      await expect(app.event('Browser to bar.other: POST /doc')).toBeVisible();
      const picture = await app.events.ariaSnapshot();

      await field(app).fill(typed);
      await expectProblem(field(app), says);
      await expect(field(app)).toHaveValue(typed);
      await expect(app.verdict).toHaveText('The page can read the response.');
      expect(await app.events.ariaSnapshot()).toBe(picture);

      await page.getByText('This is the last scenario that could run.').waitFor();
      await page.getByRole('button', { name: 'One field needs a look' }).click();
      await expect(field(app)).toBeFocused();

      await field(app).fill(right);
      await expectNoProblem(field(app));
      await expect(page.getByText('Server ran the request: yes')).toBeVisible();
      await expect(app.verdict).toHaveText('The page can read the response.');
    });
  }
});

test.describe('what is pasted and what is long', () => {
  test.beforeEach(async ({ app }) => {
    await app.open();
    await app.example('Preflighted POST');
  });

  test('a line break pasted into a header value is said at the field, and stays', async ({ page, app }) => {
    const value = app.request.getByRole('textbox', { name: 'Header 1 value' });
    await paste(page, value, 'ping\r\nX-Evil: pong');
    await expect(value).toHaveValue('ping\nX-Evil: pong');
    await expect(value).toHaveAttribute('aria-invalid', 'true');
    await expect(value).toHaveAccessibleDescription(/line break/);
    await expect(app.verdict).toHaveText(/^The page can read/);
  });

  test('several headers pasted into the list of allowed ones become one entry each', async ({
    page,
    app,
  }) => {
    const { server } = app;
    await server.getByRole('button', { name: 'Remove X-PINGOTHER' }).click();
    await expect(app.verdict).toHaveText(/^The browser (blocked|stopped)/);
    const add = server.getByRole('textbox', { name: 'Add to Request headers' });
    await paste(page, add, 'x-pingother, authorization,');
    await expect(server.getByRole('textbox', { name: /^Request headers: entry/ })).toHaveCount(3);
    await expect(app.verdict).toHaveText(/^The page can read/);
  });

  test('a pattern that backtracking could not finish is matched at once', async ({ page, app }) => {
    const { server, request } = app;
    await server
      .getByRole('combobox', { name: 'Origins allowed' })
      .selectOption('those that match a pattern');
    await server.getByRole('textbox', { name: 'Pattern' }).fill('(a+)+$');
    await expect(app.verdict).toHaveText(/^The browser (blocked|stopped)/);
    const host = `${'a'.repeat(4000)}b`;
    await request.getByRole('textbox', { name: 'The page’s URL' }).fill(`https://${host}/`);
    await expect(app.stage.getByRole('listitem').filter({ hasText: 'Script' }).first()).toContainText(
      'aaaa',
      {
        timeout: 2000,
      },
    );
    await expect(app.verdict).toHaveText(/^The browser (blocked|stopped)/);
    await request.getByRole('textbox', { name: 'The page’s URL' }).fill(`https://${'a'.repeat(4000)}/`);
    await expect(app.verdict).toHaveText(/^The page can read/, { timeout: 2000 });
    await expect(page.getByText('Server ran the request: yes')).toBeVisible();
  });
});

test('two fields that need a look are counted, and undo takes both back', async ({ page, app }) => {
  await app.open();
  await app.example('Preflighted POST');
  await app.request.getByRole('textbox', { name: 'URL', exact: true }).fill('');
  await app.server.getByRole('combobox', { name: 'Status', exact: true }).fill('2');
  await expect(page.getByRole('button', { name: '2 fields need a look' })).toBeVisible();
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  await expect(page.getByText('Server ran the request: yes')).toBeVisible();
  await expect(app.request.getByRole('textbox', { name: 'URL', exact: true })).toHaveValue(
    'https://bar.other/doc',
  );
});

test('a field that needs a look behind a closed part is found', async ({ page, app }) => {
  await app.open();
  await app.example('Preflighted POST');
  const closed = app.server.getByText('Body, cookies, redirect');
  await closed.click();
  const location = app.server.getByRole('textbox', { name: 'Location' });
  await location.fill('https://bar.other/–');
  await closed.click();
  await expect(location).toBeHidden();
  await expect(app.server.getByText('1 field to mend')).toBeVisible();
  await page.getByRole('button', { name: 'One field needs a look' }).click();
  await expect(location).toBeFocused();
  await expect(location).toBeInViewport();
});

test.describe('without a connection', () => {
  test.use({ expectedErrors: /Failed to load resource/ });

  test('what the fields need is asked for again at the next change', async ({ page, app }) => {
    const list = '**/public-suffixes-*.js';
    await page.route(list, (route) => route.abort());
    await app.open();
    await app.example('Preflighted POST');
    await app.server.getByText('Body, cookies, redirect').click();
    await app.server.getByRole('button', { name: 'Set a cookie' }).click();
    const cookie = app.server.getByRole('textbox', { name: 'Set-Cookie 1' });
    await cookie.fill('a=b; Domain=bar.com');
    await expect(page.getByText('could not be loaded')).toBeVisible();
    await expect(app.verdict).toHaveText('The page can read the response.');
    await page.unroute(list);
    await cookie.fill('a=b; Domain=other.com');
    await expect(page.getByText('Server ran the request: yes')).toBeVisible();
    await expect(app.details.getByText('a not stored')).toBeVisible();
  });
});

async function expectProblem(field: Locator, says: RegExp): Promise<void> {
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(says);
}

async function expectNoProblem(field: Locator): Promise<void> {
  await expect(field).not.toHaveAttribute('aria-invalid');
}

async function paste(page: Page, field: Locator, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await field.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+v');
}
