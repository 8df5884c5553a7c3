import { type Rich, rich } from '../../explain/rich';

/** Labels of the check of a policy. */
export const REVIEW = {
  title: 'Check of the policy',
  about: 'who is let in that should not be, and what does not work',
  check: 'Check this policy',
  server: 'Server',
  working: 'Checking…',
  failed: 'The check could not be loaded. Try again once there is a connection.',
  again: 'Try again',
  stale: 'Some fields cannot be used as they stand. This is the check of what stood there before.',
  findings: 'What was found',
  count: (open: number, others: number) =>
    open + others === 0
      ? 'nothing found'
      : [
          open === 0 ? '' : `${open} ${open === 1 ? 'lets' : 'let'} somebody in`,
          others === 0 ? '' : `${others} ${open === 0 ? '' : 'more '}to look at`,
        ]
          .filter((part) => part !== '')
          .join(', '),
  mend: 'To mend it:',
  by: 'Let in:',
  byNull: 'any site, from a sandboxed frame',
  play: 'Play it',
  playing: (origin: string) => `Play it: a page of ${origin} asks`,
  field: 'Show the field',
  nothing: rich`Nothing is wrong with it that this check knows of. Pages of made-up origins asked, near to those the policy speaks of and far from them:`,
  checked: [
    'any origin at all, and null',
    'hosts that begin or end like an allowed one, with other letters for dots, or with odd characters',
    'names that anyone can register, shared hosts, subdomains, and local addresses',
    'the same origins without encryption',
    'origins with a slash, in lists, in two lines, or with a star in them',
    'stars where they are only stars, and credentials that are not exactly true',
    'preflight and response side by side, error pages, and Vary',
    'methods, header names, and how long a preflight is kept',
  ],
  closed: rich`It sends no CORS headers. Only pages of its own origin can read its answers.`,
  silent: rich`Nothing comes back from this server, so there is nothing to check. Its connection is under “Network and path”.`,
  table: 'Who may do what',
  tableAbout: [
    'Each cell was played by the engine. Choose one to see it on the stage; with the keyboard, arrow keys move from cell to cell.',
  ] satisfies Rich,
  who: 'Who asks',
  cell: (word: string, request: string, credentials: string, origin: string) =>
    `${word}: ${request}, ${credentials}, from ${origin}`,
  legend: 'What the words mean',
} as const;
