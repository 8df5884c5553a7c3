import { example, jsonBody, server } from '../build';

export const preflightForgotten = example({
  id: 'preflight-forgotten',
  title: 'CORS on the POST, not on OPTIONS',
  lesson: 'A JSON body makes the browser ask with OPTIONS first, and that answer needs the CORS headers too.',
  expected: { kind: 'blocked', rule: 'cors-check.allow-origin-missing' },
  request: { url: 'https://bar.other/people', method: 'POST', ...jsonBody },
  servers: [
    server('https://bar.other', {
      policy: {
        origins: 'list',
        list: ['https://foo.example'],
        headers: ['Content-Type'],
        vary: true,
        mistakes: ['response only'],
      },
      response: { status: '201', body: '{"id": 7}' },
    }),
  ],
});
