import { defaultRequest, defaultScenario, defaultServer } from '../../src/scenario/defaults';
import type { Scenario } from '../../src/scenario/scenario';

/**
 * Scenarios written by hand, for what the generator does not meet. Each has a title of its own, which says what it
 * is about, and is played by every browser ahead of the generated ones. The page is `https://foo.example`; other
 * origins of its site are `https://api.foo.example`, other sites `https://bar.other`, `https://cdn.bar.other` and
 * `https://third.test`, as in `generate.ts`. Requests are to be `Cache-Control: no-store` where they repeat.
 *
 * `npm run conformance -- --extra` plays these alone; with `--record` it replaces what was recorded of these alone.
 */
export const EXTRA: readonly Scenario[] = [
  {
    ...defaultScenario,
    title: 'a GET that the server allows to any origin',
    request: { ...defaultRequest, url: 'https://bar.other/doc' },
    servers: [defaultServer('https://bar.other')],
  },
];
