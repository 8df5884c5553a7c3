import { example, server } from '../build';

export const authorizationWildcard = example({
  id: 'authorization-wildcard',
  title: 'The wildcard and Authorization',
  lesson:
    'By the standard Access-Control-Allow-Headers: * leaves Authorization out, though browsers still let it pass.',
  expected: { kind: 'blocked', rule: 'preflight.header' },
  request: { url: 'https://bar.other/account', headers: [['Authorization', 'Bearer 31d4']] },
  servers: [
    server('https://bar.other', {
      policy: { origins: 'any', headers: ['*'] },
      response: { body: '{"name": "Arun"}' },
    }),
  ],
});
