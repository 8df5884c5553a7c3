import { example, server } from '../build';

export const webFont = example({
  id: 'web-font',
  title: 'A web font',
  lesson: 'Fonts are always fetched with CORS, so a server of fonts has to allow the pages that use them.',
  expected: { kind: 'readable', rule: 'cors-check.wildcard' },
  request: { initiator: 'font', url: 'https://fonts.test/inter.woff2' },
  servers: [
    server('https://fonts.test', {
      policy: { origins: 'any' },
      response: {
        headers: [
          ['Content-Type', 'font/woff2'],
          ['Cache-Control', 'max-age=31536000, immutable'],
        ],
        body: '(font)',
      },
    }),
  ],
});
