import { example, server } from '../build';

export const localhost = example({
  id: 'localhost',
  title: 'localhost is not 127.0.0.1',
  lesson:
    'Scheme, host and port must be the same as text: that two names lead to one machine does not count.',
  expected: { kind: 'blocked', rule: 'cors-check.allow-origin' },
  page: 'http://127.0.0.1:5173/',
  request: { url: 'http://localhost:8000/api/people' },
  servers: [
    server('http://localhost:8000', {
      policy: { origins: 'list', list: ['http://localhost:5173'], vary: true },
      response: { body: '{"people": []}' },
    }),
  ],
});
