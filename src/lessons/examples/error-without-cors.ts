import { example, server } from '../build';

export const errorWithoutCors = example({
  id: 'error-without-cors',
  title: 'A server error in disguise',
  lesson: 'An error page without CORS headers hides its 500: the page sees a CORS error instead.',
  expected: { kind: 'blocked', rule: 'cors-check.allow-origin-missing' },
  request: { url: 'https://bar.other/report' },
  servers: [
    server('https://bar.other', {
      policy: {
        origins: 'list',
        list: ['https://foo.example'],
        vary: true,
        mistakes: ['errors forget'],
      },
      response: { status: '500', body: '{"error": "out of memory"}' },
    }),
  ],
});
