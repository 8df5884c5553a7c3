import { test as base, expect, type Locator, type Page } from '@playwright/test';

/** The parts of the screen, by the names a person or a screen reader knows them by. */
export interface App {
  readonly verdict: Locator;
  readonly request: Locator;
  readonly server: Locator;
  readonly stage: Locator;
  readonly player: Locator;
  readonly details: Locator;
  /** Every event of the conversation, in order. */
  readonly events: Locator;
  /** The event with this sentence, with all that stands in it. */
  readonly event: (sentence: string) => Locator;
  /** The event that is being shown. */
  readonly current: Locator;
  /** Opens Corscope at its first picture, with all of its parts there. */
  readonly open: () => Promise<void>;
  /** Opens an example by its title. */
  readonly example: (title: string) => Promise<void>;
}

interface Fixtures {
  readonly app: App;
  /** Errors of the console that a test brings about on purpose. */
  readonly expectedErrors: RegExp;
  readonly quiet: undefined;
}

/** Playwright's `test` with the parts of the screen, failing where the browser complains, or asks another server for anything. */
export const test = base.extend<Fixtures>({
  app: async ({ page }, use) => use(appOn(page)),
  expectedErrors: [/^$/, { option: true }],
  quiet: [
    async ({ page, expectedErrors }, use) => {
      const complaints: string[] = [];
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('request', (request) => {
        if (!/^(http:\/\/127\.0\.0\.1:|blob:|data:)/.test(request.url()))
          complaints.push(`asks elsewhere: ${request.url()}`);
      });
      await use(undefined);
      expect(complaints.filter((complaint) => !expectedErrors.test(complaint))).toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };

function appOn(page: Page): App {
  const stage = page.getByRole('region', { name: 'The conversation' });
  const events = stage.getByRole('list', { name: 'What happens, in order' });
  const row = (title: Locator) => events.getByRole('listitem').filter({ has: title });
  const verdict = page.getByRole('heading', { level: 1 });
  return {
    verdict,
    request: page.getByRole('region', { name: 'The request' }),
    server: page.getByRole('region', { name: 'The server' }),
    stage,
    player: page.getByRole('region', { name: 'Player' }),
    details: page.getByRole('region', { name: 'The details' }),
    events,
    event: (sentence) => row(page.getByRole('button', { name: sentence, exact: true })),
    current: events.getByRole('listitem').and(page.locator('[aria-current="step"]')),
    open: async () => {
      await page.goto('./');
      for (const name of ['The page asks', 'The server answers', 'Details'])
        await expect(page.getByRole('heading', { name })).toBeAttached();
    },
    example: async (title) => {
      await page.getByRole('button', { name: 'Examples' }).click();
      await page
        .getByRole('dialog', { name: 'Examples' })
        .getByRole('button', { name: startingWith(title) })
        .click();
    },
  };
}

/** A name that begins with a text: what else a button says comes after its title. */
export const startingWith = (text: string): RegExp =>
  new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
