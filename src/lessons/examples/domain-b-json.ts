import { example, server } from '../build';

export const domainBJson = example({
  id: 'domain-b-json',
  title: 'JSON from another domain',
  lesson: 'A server that says nothing about CORS keeps its answers from the pages of other origins.',
  expected: { kind: 'blocked', rule: 'cors-check.allow-origin-missing' },
  page: 'https://domain-a.com/',
  request: { url: 'https://domain-b.com/data.json' },
  servers: [server('https://domain-b.com', { response: { body: '{"items": [1, 2, 3]}' } })],
});
