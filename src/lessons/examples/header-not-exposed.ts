import { example, server } from '../build';

export const headerNotExposed = example({
  id: 'header-not-exposed',
  title: 'The header that reads as null',
  lesson:
    'Script sees a handful of an answer’s headers; X-Total-Count has to be named in Access-Control-Expose-Headers.',
  expected: { kind: 'readable', rule: 'response.exposed-headers' },
  request: { url: 'https://bar.other/people?page=1' },
  servers: [
    server('https://bar.other', {
      policy: { origins: 'list', list: ['https://foo.example'], vary: true },
      response: {
        headers: [
          ['Content-Type', 'application/json'],
          ['X-Total-Count', '312'],
        ],
        body: '["Ada", "Arun"]',
      },
    }),
  ],
});
