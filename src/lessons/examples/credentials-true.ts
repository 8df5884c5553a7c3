import { example, server } from '../build';

export const credentialsTrue = example({
  id: 'credentials-true',
  title: 'True is not true',
  lesson: 'Access-Control-Allow-Credentials has one value that counts, true in lower case.',
  expected: { kind: 'blocked', rule: 'cors-check.allow-credentials' },
  request: { url: 'https://bar.other/account', credentials: 'include' },
  servers: [
    server('https://bar.other', {
      policy: {
        origins: 'list',
        list: ['https://foo.example'],
        credentials: true,
        vary: true,
        mistakes: ['True'],
      },
      response: { body: '{"name": "Arun"}' },
    }),
  ],
  cookies: [{ url: 'https://bar.other/', cookie: 'session=31d4; Secure; SameSite=None' }],
});
