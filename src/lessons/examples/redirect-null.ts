import { example, server } from '../build';

export const redirectNull = example({
  id: 'redirect-null',
  title: 'A redirect makes the origin null',
  lesson:
    'Sent on by one foreign origin to another, a request says Origin: null, and a server that allows the page does not know it.',
  expected: { kind: 'blocked', rule: 'cors-check.allow-origin' },
  request: { url: 'https://bar.other/report' },
  servers: [
    server('https://bar.other', {
      policy: { origins: 'list', list: ['https://foo.example'], vary: true },
      response: { status: '302', headers: [], location: 'https://files.test/report.json', body: '' },
    }),
    server('https://files.test', {
      policy: { origins: 'list', list: ['https://foo.example'], vary: true },
      response: { body: '{"report": "ready"}' },
    }),
  ],
});
