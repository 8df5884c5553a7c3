import { example, server } from '../build';

export const preflightLogin = example({
  id: 'preflight-login',
  title: 'The preflight meets a login',
  lesson:
    'A preflight never carries credentials, so a server that asks for them before CORS has its turn refuses every one.',
  expected: { kind: 'blocked', rule: 'cors-check.allow-origin-missing' },
  request: {
    url: 'https://bar.other/account',
    headers: [['Authorization', 'Bearer 31d4']],
  },
  servers: [
    server('https://bar.other', {
      policy: {
        origins: 'list',
        list: ['https://foo.example'],
        headers: ['Authorization'],
        vary: true,
      },
      options: { by: 'status', status: '401' },
      response: { body: '{"name": "Arun"}' },
    }),
  ],
});
