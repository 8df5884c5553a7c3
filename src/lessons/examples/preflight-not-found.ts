import { example, server } from '../build';

export const preflightNotFound = example({
  id: 'preflight-not-found',
  title: 'No route for OPTIONS',
  lesson: 'The right headers do not help a preflight that is answered 404: its status has to be 200 to 299.',
  expected: { kind: 'blocked', rule: 'preflight.status' },
  request: { url: 'https://bar.other/people/7', method: 'DELETE' },
  servers: [
    server('https://bar.other', {
      policy: {
        origins: 'list',
        list: ['https://foo.example'],
        methods: ['GET', 'DELETE'],
        vary: true,
      },
      options: { by: 'policy', status: '404' },
      response: { status: '204', headers: [], body: '' },
    }),
  ],
});
