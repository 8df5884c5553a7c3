import { example, server } from '../build';

export const pageFromDisk = example({
  id: 'page-from-disk',
  title: 'A page opened from disk',
  lesson: 'A file: page has an origin of its own that is sent as null, so no list of origins has it.',
  expected: { kind: 'blocked', rule: 'cors-check.allow-origin' },
  page: { kind: 'file' },
  request: { url: 'https://bar.other/prices.json' },
  servers: [
    server('https://bar.other', {
      policy: { origins: 'list', list: ['https://foo.example'], vary: true },
      response: { body: '{"coffee": 3.20}' },
    }),
  ],
});
