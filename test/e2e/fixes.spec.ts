import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { type FixReport, findFixes } from '../../src/explain/fixes';
import { plain } from '../../src/explain/rich';
import { type Lab, startLab } from '../../src/lab/lab';
import { EXAMPLES } from '../../src/lessons/examples';
import { createLibraries } from '../../src/scenario/libraries';
import type { Scenario } from '../../src/scenario/scenario';
import type { Seen } from '../../src/witness/observed';
import { runnerSource } from '../lab/harness';
import { expect, test } from './support';

const fixes = (page: Page) => page.getByRole('region', { name: 'Fixes that work' });
const applyButton = (page: Page, says: RegExp) => fixes(page).getByRole('button', { name: says });

test.describe('a fix', () => {
  test.beforeEach(({ app }) => app.open());

  test('is applied, shows what it changed, is played from there, and can be undone', async ({
    app,
    page,
  }) => {
    await fixes(page)
      .getByRole('button', { name: /more way/ })
      .click();
    await applyButton(page, /^Apply: On https:\/\/bar\.other, allow the header by name/).click();

    await expect(app.verdict).toHaveText('The page can read the response.');
    await expect(fixes(page).getByRole('heading', { name: 'Applied' })).toBeFocused();
    await expect(fixes(page).getByRole('status')).toContainText('Access-Control-Allow-Headers: traceparent');
    await expect(fixes(page).getByRole('deletion')).toHaveText(
      /^before: Access-Control-Allow-Headers: Content-Type, X-Requested-With\s*$/,
    );
    await expect(fixes(page).getByRole('insertion')).toHaveText(/traceparent\s*$/);
    // What was the same is not played again: it begins at the preflight's answer.
    await expect(app.player.getByRole('button', { name: 'Pause' })).toBeVisible();
    expect(Number(await app.player.getByRole('slider').inputValue())).toBeGreaterThanOrEqual(3);

    await page.keyboard.press('Tab');
    await expect(fixes(page).getByRole('button', { name: 'Undo' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(app.verdict).toHaveText(/does not allow the header traceparent/);
    await expect(fixes(page).getByRole('status')).toHaveText('Undone. All is as it was before.');
    await expect(fixes(page).getByRole('heading', { name: 'Applied' })).toBeHidden();
    await expect(applyButton(page, /^Apply/).first()).toBeEnabled();
  });

  test('takes one step of undo, and comes back with redo', async ({ app, page }) => {
    await applyButton(page, /^Apply/)
      .first()
      .click();
    await expect(app.verdict).toHaveText('The page can read the response.');
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
    await expect(app.verdict).toHaveText(/does not allow/);
    await page.getByRole('button', { name: 'Redo' }).click();
    await expect(app.verdict).toHaveText('The page can read the response.');
    await expect(fixes(page).getByRole('heading', { name: 'Applied' })).toBeVisible();
  });

  test('moves nothing where the reader wants no motion: it shows the step that changed', async ({
    app,
    page,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await fixes(page)
      .getByRole('button', { name: /more way/ })
      .click();
    await applyButton(page, /allow the header by name/).click();
    await expect(app.current).toContainText('204 No Content');
    await expect(app.player.getByRole('button', { name: 'Pause' })).toBeHidden();
  });

  test('says what it opens, and to whom', async ({ app, page }) => {
    await app.example('A cookie and the wildcard');
    await expect(fixes(page)).toContainText(
      'Opens up: Pages of https://foo.example can read what https://bar.other answers to GET, HEAD and POST, with the person’s cookies.',
    );
  });

  test('is none where the browser protects somebody', async ({ app, page }) => {
    await app.example('A page calls the local network');
    await expect(fixes(page)).toContainText('The browser protects the person’s own network');
    await expect(applyButton(page, /^Apply/)).toHaveCount(0);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    test(`axe finds nothing, before and after: ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await fixes(page)
        .getByRole('button', { name: /more way/ })
        .click();
      const check = async () =>
        (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => [
          id,
          nodes.map(({ html }) => html),
        ]);
      expect(await check()).toEqual([]);
      await applyButton(page, /^Apply/)
        .last()
        .click();
      await expect(fixes(page).getByRole('heading', { name: 'Applied' })).toBeVisible();
      expect(await check()).toEqual([]);
    });
  }
});

/** Of each of these examples the first fix. What else they need to fail in a real browser, the lab brings along. */
const SAMPLE = [
  'domain-b-json',
  'credentials-wildcard',
  'credentials-true',
  'allow-origin-twice',
  'origins-in-one-line',
  'trailing-slash',
  'localhost',
  'preflight-forgotten',
  'preflight-login',
  'preflight-redirected',
  'header-not-allowed',
  'lower-case-patch',
  'error-without-cors',
  'redirect-null',
  'no-cors',
  'canvas-tainted',
] as const;

test.describe('a real Chromium, through the lab', () => {
  let lab: Lab;
  test.beforeAll(async () => {
    lab = await startLab({ runner: await runnerSource() });
  });
  test.afterAll(() => lab.close());
  test.use({ ignoreHTTPSErrors: true, expectedErrors: /./ });

  for (const id of SAMPLE) {
    test(`fails before and succeeds after: ${id}`, async ({ page }) => {
      const example = EXAMPLES.get(id);
      if (!example) throw new Error(`No example is called ${id}`);
      const before: Scenario = {
        ...example.scenario,
        browser: { ...example.scenario.browser, profile: 'chromium' },
      };
      const libraries = createLibraries();
      await libraries.load(before);
      const report: FixReport = findFixes(before, libraries);
      const [fix] = report.fixes;
      if (!fix) throw new Error(`${id} has no fix`);
      expect(await outcomeIn(page, before), 'before').toBe('failed');
      expect(await outcomeIn(page, fix.scenario), plain(fix.says)).toBe('served');
    });
  }

  async function outcomeIn(page: Page, scenario: Scenario): Promise<'served' | 'failed'> {
    const added = await lab.add(scenario);
    if (!added.ok) throw new Error(JSON.stringify(added.problems));
    const opened = await page.context().newPage();
    await opened.goto(added.pageUrl);
    const { runs } = await lab.observed(added.id, 15_000);
    await opened.close();
    const last = runs.at(-1);
    if (!last) throw new Error('Nothing was seen');
    return isServed(last) ? 'served' : 'failed';
  }
});

function isServed(seen: Seen): boolean {
  switch (seen.kind) {
    case 'response':
      return seen.response.type === 'cors' || seen.response.type === 'basic';
    case 'xhr':
    case 'element':
      return seen.event === 'load' && !('pixels' in seen && /tainted|refused/.test(seen.pixels ?? ''));
    default:
      return false;
  }
}
