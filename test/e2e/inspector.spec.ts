import type { Locator } from '@playwright/test';
import { expect, test } from './support';

test.beforeEach(async ({ app }) => {
  await app.open();
  await app.example('Preflighted POST');
});

test('a message of the conversation is shown as it is on the wire', async ({ page, app }) => {
  const { details } = app;
  const sentence = 'Browser to bar.other: OPTIONS /doc, preflight';
  await app.event(sentence).getByRole('button', { name: sentence }).click();

  await expect(details.getByText('OPTIONS /doc HTTP/1.1')).toBeVisible();
  await expect(details.getByText('Access-Control-Request-Headers: content-type,x-pingother')).toBeVisible();
  await expect(details.getByText('Origin: https://foo.example')).toBeVisible();

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await details.getByRole('button', { name: 'Copy the request' }).click();
  await expect(details.getByText('Copied')).toBeVisible();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^OPTIONS \/doc HTTP\/1\.1\n/);
  expect(copied).toContain('\nAccess-Control-Request-Headers: content-type,x-pingother\n');

  await details.getByRole('button', { name: 'request POST' }).click();
  await expect(details.getByText('POST /doc HTTP/1.1')).toBeVisible();
  await expect(details.getByText('<person><name>Arun</name></person>')).toBeVisible();
});

test('a CORS header is explained where it stands', async ({ app: { details } }) => {
  await details.getByRole('button', { name: 'answer (preflight) 204' }).click();
  const header = details.getByRole('group').filter({ hasText: 'Access-Control-Max-Age: 86400' });
  const link = header.getByRole('link', { name: 'Where it is defined' });
  await expect(link).toBeHidden();
  await header.getByText('Access-Control-Max-Age: 86400').click();
  await expect(header).toContainText(/preflight/);
  await expect(link).toBeVisible();
  await expect(link).toHaveAttribute('href', /^https:\/\/fetch\.spec\.whatwg\.org\/#/);
});

test('a header lights the control that produces it', async ({ page, app }) => {
  const control = app.server.getByRole('group', { name: 'Request headers' });
  const dark = await lookOf(control);

  await app.details.getByRole('button', { name: 'answer (preflight) 204' }).click();
  await app.details.getByRole('group').filter({ hasText: 'Access-Control-Allow-Headers' }).hover();
  await expect.poll(() => lookOf(control)).not.toBe(dark);
  await page.mouse.move(0, 0);
  await expect.poll(() => lookOf(control)).toBe(dark);

  const onStage = app
    .event('bar.other to Browser: 204 No Content, to the preflight')
    .getByRole('listitem')
    .filter({ hasText: 'Access-Control-Allow-Headers' });
  await onStage.hover();
  await expect.poll(() => lookOf(control)).not.toBe(dark);
});

test('a control lights the headers that it produces', async ({ page, app }) => {
  await app.details.getByRole('button', { name: 'answer (preflight) 204' }).click();
  const inDetails = app.details.getByRole('group').filter({ hasText: 'Access-Control-Max-Age' });
  const onStage = app
    .event('bar.other to Browser: 204 No Content, to the preflight')
    .getByRole('listitem')
    .filter({ hasText: 'Access-Control-Max-Age' });
  await page.mouse.move(0, 0);
  const dark = [await lookOf(inDetails), await lookOf(onStage)];

  await app.server.getByRole('textbox', { name: 'A preflight may be remembered for' }).hover();
  await expect.poll(() => lookOf(inDetails)).not.toBe(dark[0]);
  await expect.poll(() => lookOf(onStage)).not.toBe(dark[1]);
});

test('each browser’s console is shown', async ({ page, app: { server, details } }) => {
  await server.getByRole('button', { name: 'Remove X-PINGOTHER' }).click();
  const panel = details.getByRole('tabpanel');
  const chrome = details.getByRole('tab', { name: 'Chrome' });
  await expect(chrome).toHaveAttribute('aria-selected', 'true');
  await expect(panel).toContainText('x-pingother');
  const said = [await panel.innerText()];
  await chrome.focus();
  for (const name of ['Firefox', 'Safari']) {
    await page.keyboard.press('ArrowRight');
    await expect(details.getByRole('tab', { name })).toBeFocused();
    await expect(details.getByRole('tabpanel', { name })).toContainText(/x-pingother/i);
    said.push(await panel.innerText());
  }
  expect(new Set(said).size).toBe(3);
});

test('every rule names its place in the standard, and leads to where it shows', async ({ app }) => {
  const { details, player } = app;
  const rules = details
    .getByRole('group')
    .filter({ has: details.page().getByRole('heading', { name: 'Rule by rule' }) });
  await rules.getByRole('heading', { name: 'Rule by rule' }).click();

  const items = rules.getByRole('list').getByRole('listitem');
  const decisions = items.filter({ has: rules.page().getByRole('img', { name: /^(Passed|Failed|Note)$/ }) });
  await expect.poll(() => decisions.count()).toBeGreaterThan(8);
  for (const link of await decisions.getByRole('link').all()) {
    await expect(link).toHaveAttribute('href', /^https:\/\/[a-z.-]+\/.*#/);
    await expect(link).toHaveText(/\S/);
  }
  await expect(decisions.getByRole('link')).toHaveCount(await decisions.count());

  await items.getByRole('button', { name: 'Header x-pingother is listed' }).click();
  await expect(app.current).toContainText('Header x-pingother is listed');
  await expect(player.getByRole('status')).toContainText('5 / 9');
  await expect(details.getByRole('button', { name: 'answer (preflight) 204' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

/** What lighting changes of an element's look. */
function lookOf(locator: Locator): Promise<string> {
  return locator.evaluate((element) => {
    const { backgroundColor, outline, boxShadow } = getComputedStyle(element);
    return [backgroundColor, outline, boxShadow].join(' ');
  });
}
