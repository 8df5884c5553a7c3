import { example, server } from '../build';

export const blockedButRan = example({
  id: 'blocked-but-ran',
  title: 'Blocked, but the order went through',
  lesson: 'A POST that needs no preflight reaches the server and takes effect; only its answer is withheld.',
  expected: { kind: 'blocked', rule: 'cors-check.allow-origin-missing' },
  request: {
    url: 'https://bar.other/orders',
    method: 'POST',
    body: { kind: 'URLSearchParams', text: 'article=teapot&count=1', type: '' },
  },
  servers: [server('https://bar.other', { response: { status: '201', body: '{"order": 1042}' } })],
});
