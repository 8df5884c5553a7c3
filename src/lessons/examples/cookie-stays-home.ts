import { example, server } from '../build';

export const cookieStaysHome = example({
  id: 'cookie-stays-home',
  title: 'The cookie that stays home',
  lesson: 'CORS allows it all, yet a cookie without SameSite=None is not sent from a page of another site.',
  expected: { kind: 'readable', rule: 'network.cookies' },
  request: { url: 'https://bar.other/account', credentials: 'include' },
  servers: [
    server('https://bar.other', {
      policy: { origins: 'list', list: ['https://foo.example'], credentials: true, vary: true },
      response: { body: '{"name": null, "login": "needed"}' },
    }),
  ],
  cookies: [{ url: 'https://bar.other/', cookie: 'session=31d4; Secure; SameSite=Lax' }],
});
