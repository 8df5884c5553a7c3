import type { ImportKind } from '../../share/import/imported';

/** The words of bringing something, and of what came of it. */
export const WORDS = {
  open: 'Bring what you have',
  close: 'Close',
  field: 'Paste what you have',
  help: 'It is read on this machine, never run, and sent nowhere. What is opened from it has its cookies and tokens masked.',
  placeholder: 'fetch("https://api.example/items", …',
  file: 'Choose a file',
  fileHelp: 'or drop one anywhere on the page',
  clear: 'Clear',
  takes: 'What it takes',
  try: 'Try one',
  tryOf: (what: string) => `Try one: ${what}`,
  drop: 'Drop it to see what a browser makes of it',
  fromFile: (name: string) => `From the file ${name}.`,
  reading: 'Reading',
  understanding: 'Understanding',
  stop: 'Stop',
  stopped: 'Stopped. What is on the screen stays as it is.',
  failed: 'It could not be read: the reader did not load. Try again.',
  recognised: 'This is ',
  looksLike: 'It looks like ',
  problem: 'Not usable as it is',
  at: (line: number, column: number) => `Line ${line}, column ${column}`,
  stays: 'What is on the screen stays as it is.',
  known: 'Known',
  guessed: 'Guessed',
  missing: 'Still to say',
  secrets: 'Masked',
  understood: 'Read',
  notUnderstood: 'Left aside',
  use: 'Open it',
  undoable: 'It takes the place of what is on the screen; Undo brings that back.',
  choose: (count: number) => (count === 1 ? 'One request' : `${count.toLocaleString('en')} requests`),
  someFailed: (count: number) => `${count.toLocaleString('en')} failed, first in the list.`,
  filter: 'Show only',
  filterHelp: 'Part of a URL, a method or a status',
  shown: (from: number, to: number, total: number) =>
    total === 0
      ? 'None'
      : `${from.toLocaleString('en')} to ${to.toLocaleString('en')} of ${total.toLocaleString('en')}`,
  before: 'Earlier',
  after: 'Later',
  noAnswer: 'no answer',
  list: 'The requests in it',
  opened: (kind: string) => `Opened from ${kind}`,
  leftOpen: (missing: number, guessed: number) =>
    [
      missing > 0 && `${missing} ${missing === 1 ? 'thing' : 'things'} to say`,
      guessed > 0 && `${guessed} ${guessed === 1 ? 'guess' : 'guesses'}`,
    ]
      .filter((part) => part !== false)
      .join(', '),
  note: 'About what was opened',
  dismiss: 'Got it',
  goTo: (label: string) => `Go to: ${label}`,
} as const;

interface Take {
  readonly what: string;
  readonly how: string;
  /** One to try; null where it is a file. */
  readonly sample: string | null;
}

/** What can be brought, each with how to get it. */
export const TAKES: readonly Take[] = [
  {
    what: 'A console message',
    how: 'The red line, as Chrome, Firefox or Safari prints it.',
    sample:
      "Access to fetch at 'https://api.example/orders' from origin 'https://shop.example' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
  },
  {
    what: 'Code',
    how: 'A fetch(), XMLHttpRequest, axios or jQuery call.',
    sample: `const response = await fetch('https://api.example/orders', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json', Authorization: \`Bearer \${token}\` },
  body: JSON.stringify({ tea: 2 }),
});`,
  },
  {
    what: 'Copy as fetch, copy as cURL',
    how: 'In the Network panel, from the menu of a request.',
    sample: `curl 'https://api.example/orders' \\
  -X 'PUT' \\
  -H 'content-type: application/json' \\
  -H 'origin: https://shop.example' \\
  -H 'sec-fetch-mode: cors' \\
  -H 'sec-fetch-site: cross-site' \\
  -b 'sid=31d4d96e407aad42' \\
  --data-raw '{"tea":2}'`,
  },
  { what: 'A HAR file', how: 'In the Network panel, “Save all as HAR”.', sample: null },
  {
    what: 'Headers',
    how: 'Of a request or a response, or the output of curl -v.',
    sample: `GET /orders HTTP/1.1
Host: api.example
Origin: https://shop.example

HTTP/1.1 200 OK
Access-Control-Allow-Origin: https://www.shop.example
Content-Type: application/json`,
  },
];

/** What each kind is called on the screen. */
export const KINDS: Readonly<Record<ImportKind, string>> = {
  fetch: 'a fetch() call',
  XMLHttpRequest: 'an XMLHttpRequest',
  axios: 'an axios call',
  jQuery: 'a jQuery call',
  cURL: 'a cURL command',
  'curl -v': 'the output of curl -v',
  headers: 'a list of headers',
  HAR: 'a HAR file',
  console: 'a console message',
};

/** How a request in a file went. */
export const STATES = {
  failed: 'failed',
  'cross-origin': 'another origin',
  'same-origin': 'same origin',
  'not made': '',
} as const;
