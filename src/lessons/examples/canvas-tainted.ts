import { example, server } from '../build';

export const canvasTainted = example({
  id: 'canvas-tainted',
  title: 'An image taints the canvas',
  lesson:
    'An image without the crossorigin attribute shows, but a canvas it was drawn on can no longer be read.',
  expected: { kind: 'opaque', rule: 'use.needs-cors' },
  request: { initiator: 'image', url: 'https://images.test/harbour.png', use: 'canvas' },
  servers: [
    server('https://images.test', {
      policy: { origins: 'any' },
      response: { headers: [['Content-Type', 'image/png']], body: '(pixels)' },
    }),
  ],
});
