import { example, server } from '../build';

export const localNetwork = example({
  id: 'local-network',
  title: 'A page calls the local network',
  lesson:
    'A public page needs the person’s permission for a device at home, whatever headers the device sends.',
  expected: { kind: 'blocked', rule: 'network.local-network' },
  request: { url: 'https://192.168.1.20/status' },
  servers: [
    server('https://192.168.1.20', {
      policy: { origins: 'any' },
      response: { body: '{"printer": "ready"}' },
    }),
  ],
  browser: { profile: 'chromium' },
});
