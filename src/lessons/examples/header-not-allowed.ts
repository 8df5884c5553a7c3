import { example, server } from '../build';

export const headerNotAllowed = example({
  id: 'header-not-allowed',
  title: 'A header nobody wrote',
  lesson:
    'Tracing tools add headers such as traceparent to requests, and the server has to allow each by name.',
  expected: { kind: 'blocked', rule: 'preflight.header' },
  request: {
    url: 'https://bar.other/search?q=tea',
    headers: [['traceparent', '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01']],
  },
  servers: [
    server('https://bar.other', {
      policy: {
        origins: 'list',
        list: ['https://foo.example'],
        headers: ['Content-Type', 'X-Requested-With'],
        vary: true,
      },
      response: { body: '{"hits": []}' },
    }),
  ],
});
