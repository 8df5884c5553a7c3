import { example, server } from '../build';

export const publicData = example({
  id: 'public-data',
  title: 'Public data for every page',
  lesson: 'With Access-Control-Allow-Origin: * a server lets every page read what anyone may read.',
  expected: { kind: 'readable', rule: null },
  request: { url: 'https://bar.other/public.json' },
  servers: [
    server('https://bar.other', {
      policy: { origins: 'any' },
      response: { body: '{"stations": ["Oslo", "Lima", "Perth"]}' },
    }),
  ],
});
