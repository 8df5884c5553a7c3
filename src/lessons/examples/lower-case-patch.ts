import { example, jsonBody, server } from '../build';

export const lowerCasePatch = example({
  id: 'lower-case-patch',
  title: 'patch is not PATCH',
  lesson: 'Methods compare by case, and a browser turns six of them into upper case, patch not among them.',
  expected: { kind: 'blocked', rule: 'preflight.method' },
  request: { url: 'https://bar.other/people/7', method: 'patch', ...jsonBody },
  servers: [
    server('https://bar.other', {
      policy: {
        origins: 'list',
        list: ['https://foo.example'],
        methods: ['GET', 'PATCH', 'DELETE'],
        headers: ['Content-Type'],
        vary: true,
      },
      response: { body: '{"saved": true}' },
    }),
  ],
});
