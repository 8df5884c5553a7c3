import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { type App, expect, test } from './support';

interface View {
  readonly name: string;
  readonly show: (app: App, page: Page) => Promise<unknown>;
  /** What opened over the page, where the page itself is one of the other views. */
  readonly within?: string;
}

const POPOVER = '[popover]:popover-open';

/** One of every kind of verdict, of every layout of the stage, and of everything that opens. */
const VIEWS: readonly View[] = [
  { name: 'readable', show: (app) => app.example('Preflighted POST') },
  { name: 'blocked', show: (app) => app.example('A header nobody wrote') },
  { name: 'opaque', show: (app) => app.example('An image taints the canvas') },
  {
    name: 'an exception',
    show: async ({ request, verdict }) => {
      await request.getByRole('combobox', { name: 'Mode' }).selectOption('navigate');
      await expect(verdict).toHaveText(/^The call fails/);
    },
  },
  {
    name: 'sent',
    show: async ({ request, verdict }) => {
      await request.getByRole('combobox', { name: 'Made with' }).selectOption('sendBeacon');
      await expect(verdict).toHaveText(/beacon/i);
    },
  },
  { name: 'a remembered preflight', show: (app) => app.example('A preflight, remembered') },
  { name: 'several servers', show: (app) => app.example('The session has expired') },
  {
    name: 'in the middle of the conversation',
    show: async ({ player, current }) => {
      await player.getByRole('slider').press('Home');
      for (let step = 0; step < 3; step++) await player.getByRole('button', { name: 'Forward' }).click();
      await expect(current).toBeVisible();
    },
  },
  {
    name: 'a problem at a field',
    show: async ({ request, server }) => {
      await request.getByRole('textbox', { name: 'URL', exact: true }).fill('not a url');
      await request.getByRole('button', { name: 'Add a header' }).click();
      await server.getByRole('combobox', { name: 'Status', exact: true }).fill('99');
    },
  },
  {
    name: 'raw header lines',
    show: ({ server }) => server.getByRole('radio', { name: 'raw header lines' }).check(),
  },
  {
    name: 'everything unfolded',
    show: async ({ details }, page) => {
      for (const summary of await page.locator('summary').all()) await summary.click();
      await details.getByRole('button', { name: 'Draw it' }).click();
      await expect(details.getByRole('img', { name: /drawn by Mermaid/ })).toBeVisible();
    },
  },
  {
    name: 'the menu of examples',
    show: async (_, page) => {
      await page.getByRole('button', { name: 'Examples' }).click();
      await expect(page.getByRole('heading', { name: 'How it works' })).toBeVisible();
    },
    within: POPOVER,
  },
  {
    name: 'What is CORS?',
    show: async (_, page) => {
      await page.getByRole('button', { name: 'What is CORS?' }).click();
      await expect(page.getByRole('heading', { name: 'What goes by CORS' })).toBeVisible();
    },
    within: 'dialog[open]',
  },
  {
    name: 'the keys',
    show: async (_, page) => {
      await page.getByRole('button', { name: 'Keys' }).click();
      await expect(page.getByText('Play and pause')).toBeVisible();
    },
    within: POPOVER,
  },
  {
    name: 'a term explained',
    show: ({ server }) => server.getByRole('button', { name: 'What is Credentials?' }).click(),
    within: POPOVER,
  },
];

test.describe('axe finds nothing to object to', () => {
  test.describe.configure({ mode: 'parallel', timeout: 60_000 });

  for (const { name, show, within } of VIEWS) {
    test(name, async ({ page, app }) => {
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await app.open();
      await show(app, page);
      await expectNoViolations(page, { within });
      // Another theme is other colours, and nothing else.
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await expectNoViolations(page, { within, rules: ['color-contrast', 'link-in-text-block'] });
    });
  }

  test('360 pixels wide', async ({ page, app }) => {
    await page.setViewportSize({ width: 360, height: 740 });
    await app.open();
    await expectNoViolations(page);
  });

  test('with motion, in the chosen theme', async ({ page, app }) => {
    await app.open();
    await page.getByRole('button', { name: 'Theme: as the system has it' }).click();
    await page.getByRole('button', { name: 'Theme: light' }).click();
    await expect(page.getByRole('button', { name: 'Theme: dark' })).toBeVisible();
    await expectNoViolations(page);
  });
});

interface Scope {
  /** A selector; the whole page without one. */
  readonly within?: string | undefined;
  /** All of axe's rules without them. */
  readonly rules?: string[];
}

async function expectNoViolations(page: Page, { within, rules }: Scope = {}): Promise<void> {
  let axe = new AxeBuilder({ page });
  if (within !== undefined) axe = axe.include(within);
  if (rules !== undefined) axe = axe.withRules(rules);
  // A theme that has just been changed may be on its way on a busy machine.
  await expect(async () => {
    const { violations } = await axe.analyze();
    const found = violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary}`),
    );
    expect(found).toEqual([]);
  }).toPass({ timeout: 20_000 });
}
