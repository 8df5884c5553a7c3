import { example, server } from '../build';

export const singleOrigin = example({
  id: 'single-origin',
  title: 'One origin, and Vary: Origin',
  lesson:
    'A server that allows one origin names it exactly, and tells caches with Vary that its answers depend on it.',
  expected: { kind: 'readable', rule: 'cors-check.allow-origin' },
  request: { url: 'https://bar.other/prices.json' },
  servers: [
    server('https://bar.other', {
      policy: { origins: 'list', list: ['https://foo.example'], vary: true },
      response: { body: '{"coffee": 3.20, "tea": 2.80}' },
    }),
  ],
});
