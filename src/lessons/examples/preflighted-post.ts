import { example, server } from '../build';

export const preflightedPost = example({
  id: 'preflighted-post',
  title: 'Preflighted POST',
  lesson:
    'A header of one’s own and a body of XML make the browser ask first, with OPTIONS, whether the POST may be sent.',
  expected: { kind: 'readable', rule: 'preflight.header' },
  request: {
    url: 'https://bar.other/doc',
    method: 'POST',
    headers: [
      ['X-PINGOTHER', 'pingpong'],
      ['Content-Type', 'text/xml'],
    ],
    body: { kind: 'string', text: '<person><name>Arun</name></person>', type: '' },
  },
  servers: [
    server('https://bar.other', {
      policy: {
        origins: 'list',
        list: ['https://foo.example'],
        methods: ['POST', 'GET', 'OPTIONS'],
        headers: ['X-PINGOTHER', 'Content-Type'],
        maxAge: '86400',
        vary: true,
      },
      response: { headers: [['Content-Type', 'text/plain']], body: 'Thank you, Arun.' },
    }),
  ],
});
