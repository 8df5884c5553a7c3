import { example, server } from '../build';

export const credentialedGet = example({
  id: 'credentialed-get',
  title: 'GET with a cookie',
  lesson:
    'An answer to a request with cookies is readable only if it names the exact origin and allows credentials.',
  expected: { kind: 'readable', rule: 'cors-check.allow-credentials' },
  request: { url: 'https://bar.other/visits', credentials: 'include' },
  servers: [
    server('https://bar.other', {
      policy: { origins: 'list', list: ['https://foo.example'], credentials: true, vary: true },
      response: {
        headers: [['Content-Type', 'text/plain']],
        cookies: ['pageAccess=3; Secure; SameSite=None'],
        body: 'This is your third visit.',
      },
    }),
  ],
  cookies: [{ url: 'https://bar.other/', cookie: 'pageAccess=2; Secure; SameSite=None' }],
});
