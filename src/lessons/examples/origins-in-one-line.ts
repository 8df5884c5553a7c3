import { example, server } from '../build';

export const originsInOneLine = example({
  id: 'origins-in-one-line',
  title: 'A list of origins in the header',
  lesson: 'Access-Control-Allow-Origin takes one origin: a server with several must pick the one that asks.',
  expected: { kind: 'blocked', rule: 'cors-check.allow-origin' },
  request: { url: 'https://bar.other/prices.json' },
  servers: [
    server('https://bar.other', {
      policy: {
        origins: 'list',
        list: ['https://foo.example', 'https://www.foo.example'],
        vary: true,
        mistakes: ['origins in one line'],
      },
      response: { body: '{"coffee": 3.20}' },
    }),
  ],
});
