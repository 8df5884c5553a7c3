import type { Actor } from '../../explain/actor';
import type { Verdict } from '../../explain/verdict';

/** The words around the diagnosis; what it says is in `explain`. */
export const STORY = {
  /** Who has to act, in a chip. */
  gist: {
    page: 'For the page to change',
    server: 'For the server to change',
    proxy: 'For the proxy to change',
    person: 'For the person to allow',
    nobody: 'Works as it should',
  } satisfies Record<Actor, string>,
  notCors: 'Not CORS',
  traps: (count: number) => (count === 1 ? 'One thing to watch' : `${count} things to watch`),
  plain: 'In plain words',
  precise: 'By the letter:',
  actor: 'Who has to act',
  actors: {
    page: 'The page: whoever writes the code that asks.',
    server: 'The server: whoever decides what it answers.',
    proxy: 'What stands before the server: a proxy, a gateway, a CDN.',
    person: 'The person at the browser. No header changes it.',
    nobody: 'Nobody. It works as it should.',
  } satisfies Record<Actor, string>,
  /** In place of `actors.nobody`, where something is worth watching. */
  nobodyNow: 'Nobody, for this request. What is worth watching is below.',
  server: 'On the server',
  ran: {
    yes: 'The request ran. What it was to do there has been done.',
    no: 'The request itself never got there.',
    unknown: 'The connection broke. The request may or may not have run.',
  } satisfies Record<Verdict['ran'], string>,
  script: 'What script sees',
  noMore: 'Why no more',
  watch: 'Worth watching',
} as const;
