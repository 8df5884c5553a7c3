import { example, server } from '../build';

export const trailingSlash = example({
  id: 'trailing-slash',
  title: 'One slash too many',
  lesson:
    'An origin ends before the path, so https://foo.example/ with its slash is not the origin of the page.',
  expected: { kind: 'blocked', rule: 'cors-check.allow-origin' },
  request: { url: 'https://bar.other/prices.json' },
  servers: [
    server('https://bar.other', {
      policy: {
        origins: 'list',
        list: ['https://foo.example'],
        vary: true,
        mistakes: ['trailing slash'],
      },
      response: { body: '{"coffee": 3.20}' },
    }),
  ],
});
