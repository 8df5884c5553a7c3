import type { About } from './console-lines';
import { recogniseLine } from './console-recognise';
import type { Slots } from './console-template';
import { clip, type Rich, rich } from './rich';

/** A stretch of a console's line, and what it means; null for what consoles put around it. */
export interface ConsoleSegment {
  readonly text: string;
  readonly meaning: Rich | null;
}

/** A line of a browser's console, part by part. Together the parts are the line; one whole part where it is not known. */
export function explainConsoleLine(line: string): readonly ConsoleSegment[] {
  const found = recogniseLine(line);
  if (found === null) return [{ text: line, meaning: null }];
  const { pieces, slots, start, end } = found.match;
  const parts: ConsoleSegment[] = pieces.map((piece) => ({
    text: line.slice(piece.start, piece.end),
    meaning: MEANINGS[piece.about](slots),
  }));
  return [
    { text: line.slice(0, start), meaning: null },
    ...parts,
    { text: line.slice(end), meaning: null },
  ].filter(({ text }) => text !== '');
}

const KINDS: ReadonlyMap<string, Rich> = new Map(
  Object.entries<Rich>({
    fetch: rich`A script’s ${'fetch()'}.`,
    XMLHttpRequest: rich`A script’s ${'XMLHttpRequest'}; libraries such as axios use it.`,
    script: rich`A ${'<script>'}.`,
    image: rich`An ${'<img>'}, or an image that a style sheet names.`,
    font: ['A web font.'],
    'CSS stylesheet': rich`A ${'<link rel="stylesheet">'}.`,
    stylesheet: rich`A ${'<link rel="stylesheet">'}.`,
    video: rich`A ${'<video>'}.`,
    resource: rich`Something that has no name of its own here: a beacon or an ${'EventSource'}, say.`,
  }),
);

type Meaning = (slots: Slots) => Rich;

const MEANINGS: Readonly<Record<About, Meaning>> = {
  request: ({ kind }) =>
    kind === undefined
      ? ['What asked, and for what.']
      : (KINDS.get(kind) ?? rich`What asked: ${clip(kind)}.`),
  url: ({ url }) =>
    url === undefined
      ? ['The address that was asked for.']
      : rich`The address that was asked for: ${clip(url)}.`,
  first: ({ first }) =>
    rich`The request began at ${clip(first ?? '')}, and was redirected. The trouble is at the end of the chain, not here.`,
  origin: ({ origin }) =>
    origin === 'null'
      ? rich`Who asked: a page without an origin of its own, or one that a redirect made unknown. The server sees ${'Origin: null'}.`
      : rich`Who asked: the origin of the page, which is what the server has to allow. It sees ${`Origin: ${clip(origin ?? '')}`}.`,
  'method-and-url': ({ method, url }) => rich`The request: ${clip(method ?? '')} ${clip(url ?? '')}.`,
  page: ({ page }) => rich`The page that asked: ${clip(page ?? '')}.`,
  'blocked by CORS': () => [
    'It was the browser that said no, not the server. What the server sent did not allow this page; the reason follows.',
  ],
  preflight: () =>
    rich`It is about the answer to the preflight (${'OPTIONS'}). The request itself was never sent.`,
  'cross-origin blocked': () => [
    'The browser blocked a request to another origin. The reason stands at the end.',
  ],
  'same-origin policy': () => [
    'The browser’s ground rule: a page may read what its own origin answers, and nothing else, unless the other server allows it.',
  ],
  'access control checks': () => [
    'The access control checks are CORS. Why they failed stands in the line before this one.',
  ],
  status: ({ status }) =>
    status === '(null)' || status === '0'
      ? ['There is no status: no answer came, or the request was never sent.']
      : rich`The status of the answer. It was ${status ?? ''}, so a server did answer; the page is not told.`,
  'credentials of XMLHttpRequest': () =>
    rich`For ${'XMLHttpRequest'}, ${'withCredentials = true'} is what sets the credentials mode to ${'include'}. Without it, this rule would not apply.`,
  advice: () => ['A hint from the browser for whoever keeps the server.'],
  'no-cors advice': () =>
    rich`A hint that versions before gave, and that misleads: with ${'no-cors'} the error goes, and so does the answer. Script gets neither status nor body.`,
  'allow-origin missing': () =>
    rich`The answer has no ${'Access-Control-Allow-Origin'}. Without it no page of another origin may read it.`,
  'allow-origin mismatch': ({ value }) =>
    rich`The answer allows ${quotedValue(value)}, which is not the page’s origin. The two compare letter by letter.`,
  'allow-origin multiple': ({ value }) =>
    value === undefined
      ? rich`${'Access-Control-Allow-Origin'} names more than one origin, or is sent more than once. It takes one.`
      : rich`${'Access-Control-Allow-Origin'} reads ${quotedValue(value)}: more than one origin, or the header more than once. It takes one.`,
  'allow-origin invalid': ({ value }) =>
    rich`${'Access-Control-Allow-Origin'} reads ${quotedValue(value)}, which is no origin. One looks like ${'https://foo.example'}.`,
  'allow-origin not allowed': ({ origin }) =>
    rich`${'Access-Control-Allow-Origin'} is not there, or is not ${clip(origin ?? 'the page’s origin')}. This browser does not say which.`,
  'wildcard with credentials': () =>
    rich`The request may carry cookies, and for that ${'*'} is not enough: the server has to name the page’s origin.`,
  'allow-credentials': ({ value }) =>
    value === undefined || value === ''
      ? rich`The request may carry cookies, so the answer has to say ${'Access-Control-Allow-Credentials: true'}.`
      : rich`The request may carry cookies, so the answer has to say ${'Access-Control-Allow-Credentials: true'}. It says ${clip(value)}.`,
  'preflight status': () =>
    rich`The preflight (${'OPTIONS'}) was answered with a status that is no success. Only 200 to 299 mean yes.`,
  'preflight redirected': () =>
    rich`The preflight (${'OPTIONS'}) was answered with a redirect. It has to be answered where it was asked.`,
  'list syntax': ({ token, value }) =>
    rich`The preflight’s answer has a list that cannot be read: names with commas between them were expected${
      token ? rich`, and ${clip(token)} is no name` : value ? rich`, not ${clip(value)}` : []
    }.`,
  method: ({ method }) =>
    rich`${'Access-Control-Allow-Methods'} in the preflight’s answer does not list ${method ? rich`${clip(method)}` : ['the method']}. It compares letter by letter.`,
  header: ({ header }) =>
    rich`${'Access-Control-Allow-Headers'} in the preflight’s answer does not list ${clip(header ?? '')}, which the page sets.`,
  'authorization by wildcard': () =>
    rich`By the standard ${'*'} does not cover ${'Authorization'}; this browser lets it pass for now. Name it in ${'Access-Control-Allow-Headers'}.`,
  warned: () => ['Nothing is blocked yet: it is a warning.'],
  'did not succeed': () => [
    'No answer came that CORS could look at: no connection, a bad certificate, a redirect that may not be followed, an extension. Or it follows from the line before.',
  ],
  'not http': () => rich`Pages can ask other origins over ${'http:'} and ${'https:'} only.`,
  'redirect credentials': () => [
    'The server redirects to an address with a user name or password in it. Across origins that is not followed.',
  ],
  'redirect denied': () => [
    'What is wrong is wrong with the redirect’s own answer; its target was never asked.',
  ],
  'redirect refused': () => rich`The script asked with ${"redirect: 'error'"}, and the answer is a redirect.`,
  'redirect loop': () => [
    'More redirects than a browser follows. Most often two addresses lead to each other.',
  ],
  'location repeated': () => rich`The server sent ${'Location'} more than once, to different addresses.`,
  'redirect scheme': () =>
    rich`The server redirects to an address that a page may not be sent to: only ${'http:'} and ${'https:'} are.`,
  'unsafe attempt': () => ['A redirect led to another origin than the script allowed.'],
  'mode same-origin': () => rich`The script asked with ${"mode: 'same-origin'"}, and this is another origin.`,
  'no-cors redirect mode': () => rich`With ${"mode: 'no-cors'"}, redirects have to be followed.`,
  'forbidden header': ({ header }) =>
    rich`No script may set ${clip(header ?? 'this header')} so. Its value is dropped, and the request goes on without it.`,
  scheme: ({ scheme }) =>
    rich`Scripts can ask over ${'http:'} and ${'https:'}. Here ${`${clip(scheme ?? '')}:`} is taken for the scheme: is ${'http://'} missing before it?`,
  'local file': () => ['Pages from the web may not read files of this computer.'],
  'local network': ({ space }) =>
    rich`The page asks for something on ${space === 'loopback' ? ['this computer'] : ['the local network']}, and the person did not allow it. No header of the server changes that.`,
  'mixed content': () => [
    'An HTTPS page may not load this over HTTP. The server was not asked. This is not CORS.',
  ],
  upgraded: () => rich`The browser asked over ${'https:'} in its place. Nothing is blocked.`,
  port: () => ['Browsers do not speak HTTP to this port: it belongs to another service. This is not CORS.'],
  'net failed': () => [
    'The request failed for a reason of the browser’s own. After a line about CORS it adds nothing to it.',
  ],
  'net url': () => ['The URL cannot be read. This is not CORS.'],
  'net refused': () => [
    'Nothing listens there: is the server running, and is the port right? This is not CORS.',
  ],
  'net name': () => ['The host’s name leads to no address: is it spelt right? This is not CORS.'],
  'net certificate': () => [
    'No secure connection: the certificate is expired, self-made, or for another name; or the server does not speak HTTPS there. This is not CORS.',
  ],
  'net reset': () => ['The connection broke before the answer was there. This is not CORS.'],
  'net timeout': () => ['Nobody answered in time. This is not CORS.'],
  'net client': () => ['An extension, such as an ad blocker, stopped it. This is not CORS.'],
  'net stream': () => ['A stream as body needs HTTP/2, and this server speaks HTTP/1.1.'],
  'nothing cached': () =>
    rich`The script asked for a stored answer only (${"cache: 'only-if-cached'"}), and none is stored.`,
  corp: () =>
    rich`The answer says with ${'Cross-Origin-Resource-Policy'} that pages like this one may not use it, or the page asks for that header and it is not there. This is not CORS.`,
  coep: () =>
    rich`The page’s ${'Cross-Origin-Embedder-Policy'} wants other origins to say that they may be embedded, and the answer does not. This is not CORS.`,
  orb: () => [
    'Opaque response blocking: what came does not look like what an element of this kind can use. Often it is an error page in HTML. This is not CORS.',
  ],
  'mime type': ({ type }) =>
    type === undefined || type === ''
      ? rich`The answer’s ${'Content-Type'} does not fit. Often it is an error page in HTML. This is not CORS.`
      : rich`The answer’s ${'Content-Type'} is ${clip(type)}, which does not fit. Often it is an error page. This is not CORS.`,
  nosniff: () => rich`${'X-Content-Type-Options: nosniff'} forbids the browser to guess another type.`,
  'event stream': ({ type }) =>
    rich`An ${'EventSource'} needs ${'Content-Type: text/event-stream'}; this is ${clip(type ?? '')}. This is not CORS.`,
  'tainted canvas': () =>
    rich`An image from another origin, asked for without ${'crossorigin'}, was drawn. From then on script may not read the pixels.`,
  'tainted texture': () =>
    rich`WebGL takes no image from another origin that was asked for without ${'crossorigin'}.`,
  rejection: () => [
    'All that script gets. It is the same for CORS, a broken connection and an ad blocker, so that a page cannot find out which.',
  ],
  uncaught: () => ['The script did not catch the error.'],
  call: () => ['The call that failed.'],
  'call refused': () => [
    'What is wrong with the call. Script may catch this error and read it: nothing was sent, and there is nothing to hide.',
  ],
  cookie: ({ value }) => rich`A cookie that the answer tried to set: ${clip(value ?? '')}. It is not stored.`,
  'same-site cookie': () =>
    rich`A cookie for pages of other sites needs ${'SameSite=None; Secure'}. This is not CORS, which lets the answer through.`,
  font: () => ['The font is not used. The line before says why, where it was CORS.'],
  beacon: () => ['Why; the line is put together from what other requests would have in lines of their own.'],
  'http status': ({ status }) => rich`The answer’s status, ${status ?? ''}: the server did answer.`,
  'no connection': () => ['The connection did not open, or was closed. This browser does not say more.'],
  'script load': () => ['The script did not run. Why stands in another line.'],
};

function quotedValue(value: string | undefined): Rich {
  return value === undefined || value === '' ? ['an empty value'] : rich`${clip(value)}`;
}
