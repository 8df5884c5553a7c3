import type { Verdict } from '../../explain/verdict';

type Ran = Verdict['ran'];

/** The words around the verdict. */
export const WORDS = {
  ran: 'Server ran the request:',
  ranIs: { yes: 'yes', no: 'no', unknown: 'not known' } satisfies Record<Ran, string>,
  ranMeans: {
    yes: 'Whatever the request was to do there has been done, also where the page gets no answer.',
    no: 'The request itself never reached the server’s code.',
    unknown: 'The connection broke; the request may or may not have arrived.',
  } satisfies Record<Ran, string>,
  change: 'What to change',
  more: 'Why, in full',
  stale: 'This is the last scenario that could run.',
  fields: (count: number) => (count === 1 ? 'One field needs a look' : `${count} fields need a look`),
  loading: 'Loading what this scenario needs…',
  failed:
    'A part of Corscope that the fields need could not be loaded. This is the last scenario that ran. With a connection, any change tries again.',
} as const;
