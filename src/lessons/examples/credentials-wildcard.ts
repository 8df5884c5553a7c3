import { example, server } from '../build';

export const credentialsWildcard = example({
  id: 'credentials-wildcard',
  title: 'A cookie and the wildcard',
  lesson: 'For a request with cookies * is not enough: the server has to name the origin.',
  expected: { kind: 'blocked', rule: 'cors-check.wildcard-with-credentials' },
  request: { url: 'https://bar.other/visits', credentials: 'include' },
  servers: [
    server('https://bar.other', {
      policy: { origins: 'any', credentials: true },
      response: { headers: [['Content-Type', 'text/plain']], body: 'This is your second visit.' },
    }),
  ],
  cookies: [{ url: 'https://bar.other/', cookie: 'pageAccess=2; Secure; SameSite=None' }],
});
