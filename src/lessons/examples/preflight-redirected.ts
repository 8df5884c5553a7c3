import { example, jsonBody, server } from '../build';

export const preflightRedirected = example({
  id: 'preflight-redirected',
  title: 'The preflight is sent elsewhere',
  lesson:
    'A browser follows no redirect for a preflight, be it only to the same address with a slash at its end.',
  expected: { kind: 'blocked', rule: 'preflight.status' },
  request: { url: 'https://bar.other/people', method: 'POST', ...jsonBody },
  servers: [
    server('https://bar.other', {
      policy: { origins: 'list', list: ['https://foo.example'], headers: ['Content-Type'], vary: true },
      response: { status: '201' },
    }),
    server('https://bar.other', {
      path: '/people',
      answers: 'raw',
      policy: { origins: 'list', list: ['https://foo.example'], headers: ['Content-Type'], vary: true },
      options: { by: 'redirect', status: '308', location: '/people/' },
      raw: {
        preflight: {
          status: '308',
          lines: [
            'Location: /people/',
            'Access-Control-Allow-Origin: https://foo.example',
            'Access-Control-Allow-Headers: Content-Type',
            'Vary: Origin',
          ].join('\n'),
        },
        response: {
          status: '308',
          lines: [
            'Location: /people/',
            'Access-Control-Allow-Origin: https://foo.example',
            'Vary: Origin',
          ].join('\n'),
        },
      },
    }),
  ],
});
