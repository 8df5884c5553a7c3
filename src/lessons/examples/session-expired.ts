import { example, server } from '../build';

export const sessionExpired = example({
  id: 'session-expired',
  title: 'The session has expired',
  lesson:
    'An API that redirects to a login page on another origin looks like a CORS error; a 401 could be read.',
  expected: { kind: 'blocked', rule: 'cors-check.allow-origin-missing' },
  request: { url: 'https://bar.other/account', credentials: 'include' },
  servers: [
    server('https://bar.other', {
      policy: { origins: 'list', list: ['https://foo.example'], credentials: true, vary: true },
      response: { status: '302', headers: [], location: 'https://login.test/?back=account', body: '' },
    }),
    server('https://login.test', {
      response: { headers: [['Content-Type', 'text/html']], body: '<title>Log in</title>' },
    }),
  ],
  cookies: [{ url: 'https://bar.other/', cookie: 'session=31d4; Secure; SameSite=None' }],
});
