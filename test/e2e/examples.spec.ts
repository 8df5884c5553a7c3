import { EXAMPLE_GROUPS } from '../../src/lessons/examples';
import { expect, test } from './support';

test.describe('every example opens, and comes to what it says', () => {
  for (const { title, examples } of EXAMPLE_GROUPS) {
    test(title, async ({ page, app }) => {
      await app.open();
      for (const example of examples) {
        await test.step(example.title, async () => {
          await app.example(example.title);
          const verdict = page.getByRole('region').filter({ has: app.verdict });
          await expect(verdict).toHaveAttribute('data-kind', example.expected.kind);
          await expect(app.request.getByRole('textbox', { name: 'URL', exact: true })).toHaveValue(
            example.scenario.request.url,
          );
          await expect(page.getByText(/^Server ran the request: (yes|no)$/)).toBeVisible();
          await expect(app.current).toBeVisible();
        });
      }
    });
  }
});
