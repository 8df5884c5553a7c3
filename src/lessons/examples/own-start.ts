import { example, server } from '../build';

export const ownStart = example({
  id: 'own-start',
  title: 'Your own case',
  lesson: 'A plain GET to a server that knows no CORS yet: put in your own page, request and answers.',
  expected: { kind: 'blocked', rule: 'cors-check.allow-origin-missing' },
  page: { url: 'http://localhost:3000/' },
  request: { url: 'http://localhost:8080/items' },
  servers: [server('http://localhost:8080')],
});
