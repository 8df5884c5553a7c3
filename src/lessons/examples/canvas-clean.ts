import { example, server } from '../build';

export const canvasClean = example({
  id: 'canvas-clean',
  title: 'An image fit for the canvas',
  lesson: 'With crossorigin on the image and * from the server the canvas stays readable.',
  expected: { kind: 'readable', rule: 'use.needs-cors' },
  request: {
    initiator: 'image',
    url: 'https://images.test/harbour.png',
    use: 'canvas',
    crossorigin: 'anonymous',
  },
  servers: [
    server('https://images.test', {
      policy: { origins: 'any' },
      response: { headers: [['Content-Type', 'image/png']], body: '(pixels)' },
    }),
  ],
});
