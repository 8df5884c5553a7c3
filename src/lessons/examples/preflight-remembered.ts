import { example, jsonBody, server } from '../build';

export const preflightRemembered = example({
  id: 'preflight-remembered',
  title: 'A preflight, remembered',
  lesson:
    'Access-Control-Max-Age: 86400 lets the browser remember the preflight, so the same request a minute later goes out at once.',
  expected: { kind: 'readable', rule: 'http-fetch.preflight-cache-hit' },
  request: { url: 'https://bar.other/people/7', method: 'PUT', ...jsonBody },
  servers: [
    server('https://bar.other', {
      policy: {
        origins: 'list',
        list: ['https://foo.example'],
        methods: ['GET', 'PUT', 'DELETE'],
        headers: ['Content-Type'],
        maxAge: '86400',
        vary: true,
      },
      response: { body: '{"saved": true}' },
    }),
  ],
  earlier: [60],
});
