import { example, server } from '../build';

export const allowOriginTwice = example({
  id: 'allow-origin-twice',
  title: 'Allowed twice is not allowed',
  lesson: 'Two Access-Control-Allow-Origin lines, one from a proxy and one from the app, match no origin.',
  expected: { kind: 'blocked', rule: 'cors-check.allow-origin' },
  request: { url: 'https://bar.other/prices.json' },
  servers: [
    server('https://bar.other', {
      policy: {
        origins: 'list',
        list: ['https://foo.example'],
        vary: true,
        mistakes: ['allow-origin twice'],
      },
      response: { body: '{"coffee": 3.20}' },
    }),
  ],
});
