import { example, server } from '../build';

export const noCors = example({
  id: 'no-cors',
  title: 'no-cors is no way out',
  lesson: 'mode: no-cors silences the error and takes the answer away with it: the response is opaque.',
  expected: { kind: 'opaque', rule: 'main-fetch.no-cors' },
  request: { url: 'https://bar.other/data.json', mode: 'no-cors' },
  servers: [server('https://bar.other')],
});
