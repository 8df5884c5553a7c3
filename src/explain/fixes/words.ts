import type { Initiator } from '../../engine/initiator';
import type { Scenario } from '../../scenario/scenario';
import type { Actor } from '../diagnosis';
import { clip, codes, type Rich, rich, sentences } from '../rich';
import { MADE_WITH } from '../rules';
import { applyEdit, serverOf } from './apply';
import type { Edit, Grant, ServerEdit, Who, Wish } from './fix';
import type { Opening } from './grants';

/** Edits as things to do, header lines of one server together; `before` is the scenario they begin with. */
export function explainEdits(edits: readonly Edit[], before: Scenario): readonly Rich[] {
  const steps: Rich[] = [];
  const told = new Set<Edit>();
  let at = before;
  for (const edit of edits) {
    const server = serverOf(edit);
    const alike = edits.filter((other) => serverOf(other) === server && linesOf(other, at).length > 0);
    if (alike.length < 2 || !alike.includes(edit)) steps.push(explainEdit(edit, at));
    else if (!told.has(edit)) steps.push(explainLines(alike, at));
    if (alike.includes(edit)) for (const other of alike) told.add(other);
    at = applyEdit(at, edit);
  }
  return steps;
}

type Answers = 'both' | 'preflight' | 'response';

/** The header lines that an edit adds, and where; none where it is not told in lines. */
function linesOf(
  edit: Edit,
  { servers }: Scenario,
): readonly { readonly line: string; readonly on: Answers }[] {
  const raw: Answers | null = edit.path.includes('.raw.preflight')
    ? 'preflight'
    : edit.path.includes('.raw.response')
      ? 'response'
      : null;
  const policy = servers[serverOf(edit)]?.answers === 'policy' ? 'both' : 'response';
  const one = (name: string, value: string, on: Answers) => [{ line: `${name}: ${value}`, on }];
  switch (edit.kind) {
    case 'allow origin':
      return [
        ...one('Access-Control-Allow-Origin', edit.origin, raw ?? policy),
        ...(edit.how === 'also' ? one('Vary', 'Origin', raw ?? policy) : []),
      ];
    case 'allow credentials':
      return one('Access-Control-Allow-Credentials', 'true', raw ?? policy);
    case 'allow methods':
      return one('Access-Control-Allow-Methods', edit.names.join(', '), 'preflight');
    case 'allow headers':
      return one('Access-Control-Allow-Headers', edit.names.join(', '), 'preflight');
    case 'rewrite list':
      return one(edit.name, edit.value, raw ?? 'response');
    case 'resource policy':
      return one('Cross-Origin-Resource-Policy', edit.value, 'response');
    case 'content type':
      return one('Content-Type', edit.value, 'response');
    default:
      return [];
  }
}

function explainLines(edits: readonly Edit[], before: Scenario): Rich {
  const [first] = edits;
  const server = first ? (before.servers[serverOf(first)]?.origin ?? '') : '';
  const lines = edits.flatMap((edit) => linesOf(edit, before));
  const on = (where: Answers, words: Rich): readonly Rich[] => {
    const own = [...new Set(lines.flatMap((line) => (line.on === where ? [line.line] : [])))];
    return own.length > 0 ? [rich`${codes(own)} ${words}`] : [];
  };
  const parts = [
    ...on('both', ['with every answer']),
    ...on('preflight', rich`with the answer to ${'OPTIONS'}`),
    ...on('response', ['with the response itself']),
  ];
  return rich`On ${clip(server)}, send ${parts.flatMap((part, i) => (i === 0 ? part : ['; ', ...part]))}.`;
}

/** An edit as something to do; `before` is the scenario it is made in. */
function explainEdit(edit: Edit, before: Scenario): Rich {
  const { request, page } = before;
  switch (edit.kind) {
    case 'credentials':
      return edit.value === 'include'
        ? rich`In the call, add ${"credentials: 'include'"}, so that cookies go along.`
        : rich`In the call, leave out ${"credentials: 'include'"}, if the answer does not depend on who is signed in.`;
    case 'withCredentials':
      return edit.value === 'on'
        ? rich`Set ${'withCredentials'} to ${'true'}, so that cookies go along.`
        : rich`Leave out ${'withCredentials'}, if the answer does not depend on who is signed in.`;
    case 'crossorigin':
      if (edit.value === 'none') {
        return rich`Leave out ${'crossorigin'}, if it is only to be ${[USED[request.initiator] ?? 'used']}: without CORS, the page may use it, but not look into it.`;
      }
      return edit.value === 'use-credentials'
        ? rich`Put ${'crossorigin="use-credentials"'} on the ${MADE_WITH[request.initiator]}, so that cookies go along.`
        : request.crossorigin === 'none'
          ? rich`Put ${'crossorigin'} on the ${MADE_WITH[request.initiator]}, before its address, so that it is asked for with CORS.`
          : rich`Put plain ${'crossorigin'} on the ${MADE_WITH[request.initiator]}, if it does not depend on who is signed in.`;
    case 'mode':
      return rich`In the call, leave out ${`mode: '${request.mode}'`}: with the default, ${'cors'}, other origins can be asked and their answers read.`;
    case 'redirect mode':
      return rich`In the call, leave out ${`redirect: '${request.redirect}'`}, so that the redirect is followed.`;
    case 'cache mode':
      return rich`In the call, leave out ${`cache: '${request.cache}'`}.`;
    case 'method':
      return edit.value === request.method.toUpperCase()
        ? rich`In the call, write the method as ${edit.value}: of this one, browsers keep the case, and servers compare it.`
        : rich`In the call, use the method ${edit.value}, which can have a body.`;
    case 'body':
      return edit.value === 'none'
        ? rich`In the call, leave out the body: ${clip(request.method)} has none.`
        : ['In the call, hand the body over as a string, not as a stream.'];
    case 'drop request headers':
      return rich`In the request, leave out ${codes(edit.names, 6)}: ${[whyDropped(edit.names)]}`;
    case 'drop upload listener':
      return rich`Set no listener on ${'xhr.upload'}.`;
    case 'url':
      switch (edit.why) {
        case 'direct':
          return rich`Ask ${clip(edit.value)} directly, where the redirect leads.`;
        case 'https':
          return rich`Ask by HTTPS: ${clip(edit.value)}.`;
        case 'port':
          return rich`Ask on a port that browsers allow: ${clip(edit.value)}.`;
        case 'no user name':
          return rich`Take the user name and password out of the URL: ${clip(edit.value)}.`;
        default:
          return edit satisfies never;
      }
    case 'page kind':
      return page.kind === 'sandbox'
        ? rich`Give the page an origin: add ${'allow-same-origin'} to the frame’s ${'sandbox'}, if what it shows can be trusted with that.`
        : rich`Give the page an origin: serve it from a web server, such as ${clip(page.url)}, not from ${page.kind === 'file' ? 'file:' : 'data:'}.`;
    case 'page url':
      return edit.why === 'https'
        ? rich`Serve the page by HTTPS: ${clip(edit.value)}.`
        : rich`Open the page at ${clip(edit.value)}, which the server allows already: origins are compared as text.`;
    case 'stored cookie':
      return rich`Where the cookie is set, send ${`Set-Cookie: ${clip(masked(edit.value))}`}, so that it goes along from pages of other sites.`;
    default:
      return sentences(
        rich`On ${clip(before.servers[serverOf(edit)]?.origin ?? '')}, ${explainServerEdit(edit, before)}`,
      );
  }
}

function explainServerEdit(edit: ServerEdit & { readonly path: string }, before: Scenario): Rich {
  const where: Rich = edit.path.includes('.raw.preflight')
    ? rich` with the answer to ${'OPTIONS'}`
    : edit.path.includes('.raw.response')
      ? [' with the response itself']
      : [];
  switch (edit.kind) {
    case 'allow origin': {
      const line = `Access-Control-Allow-Origin: ${edit.origin}`;
      const { origins } = before.servers[serverOf(edit)]?.policy ?? { origins: 'none' };
      const any = origins === 'any' && where.length === 0 ? rich` in place of ${'*'}` : [];
      return edit.how === 'also'
        ? rich`allow this origin beside the others: to a request from it, send ${clip(line)} and ${'Vary: Origin'}${where}.`
        : rich`send ${clip(line)}${any}${where}.`;
    }
    case 'allow any origin':
      return rich`if it is meant for everyone, send ${'Access-Control-Allow-Origin: *'}${where}.`;
    case 'allow credentials':
      return rich`send ${'Access-Control-Allow-Credentials: true'}${where}.`;
    case 'allow methods':
      return rich`allow the method: ${`Access-Control-Allow-Methods: ${edit.names.join(', ')}`} on the answer to ${'OPTIONS'}.`;
    case 'allow headers':
      return rich`allow the ${[edit.names.length === 1 ? 'header' : 'headers']} by name: ${clip(`Access-Control-Allow-Headers: ${edit.names.join(', ')}`)} on the answer to ${'OPTIONS'}.`;
    case 'expose headers':
      return rich`show ${[edit.names.length === 1 ? 'it' : 'them']} to script: ${clip(`Access-Control-Expose-Headers: ${edit.names.join(', ')}`)} on the response.`;
    case 'max age':
      return rich`let browsers remember the preflight: ${`Access-Control-Max-Age: ${edit.seconds}`} on the answer to ${'OPTIONS'}.`;
    case 'vary':
      return rich`tell caches that the answer depends on the origin: send ${'Vary: Origin'} with every answer, also where no origin is allowed.`;
    case 'mend':
      return mended(edit.mistake, before.servers[serverOf(edit)]?.policy.list[0] ?? '');
    case 'answer options':
      return rich`let CORS answer ${'OPTIONS'} before login, routes and redirects: status ${edit.status}, with the CORS headers.`;
    case 'rewrite list':
      return rich`write the list so that it can be read, names with commas between: ${clip(`${edit.name}: ${edit.value}`)}${where}.`;
    case 'content type':
      return rich`say what it is: ${`Content-Type: ${edit.value}`} on the response.`;
    case 'resource policy':
      return rich`allow it to be embedded: ${`Cross-Origin-Resource-Policy: ${edit.value}`} on the response.`;
    case 'location':
      return rich`redirect to ${clip(edit.value)}.`;
    case 'no redirect':
      return rich`tell scripts that the session has ended with status ${edit.status} and CORS headers, in place of the redirect to a login page.`;
    case 'set cookie':
      return rich`send ${`Set-Cookie: ${clip(masked(edit.value))}`}.`;
    case 'move server':
      return edit.why === 'https'
        ? rich`serve it by HTTPS, at ${clip(edit.origin)}.`
        : rich`serve it on a port that browsers allow: ${clip(edit.origin)}.`;
    default:
      return edit satisfies never;
  }
}

function mended(mistake: Extract<ServerEdit, { kind: 'mend' }>['mistake'], origin: string): Rich {
  switch (mistake) {
    case 'allow-origin twice':
      return rich`let only one of proxy and app add ${'Access-Control-Allow-Origin'}: it may stand there once.`;
    case 'origins in one line':
      return rich`send the one origin that asks, not the whole list: ${clip(`Access-Control-Allow-Origin: ${origin}`)} and ${'Vary: Origin'}.`;
    case 'trailing slash':
      return rich`leave out the slash: an origin ends with its host or port.`;
    case 'True':
      return rich`write it in lower case: ${'Access-Control-Allow-Credentials: true'}.`;
    case 'preflight only':
      return rich`send the CORS headers also with the response itself, not only with the answer to ${'OPTIONS'}.`;
    case 'response only':
      return rich`send the CORS headers also with the answer to ${'OPTIONS'}.`;
    case 'errors forget':
      return ['send the CORS headers with errors too, also with those of a proxy.'];
    default:
      return mistake satisfies never;
  }
}

const USED: Partial<Record<Initiator, string>> = {
  image: 'shown',
  video: 'shown',
  script: 'run',
  stylesheet: 'applied',
};

function whyDropped(names: readonly string[]): string {
  if (names.every((name) => /^access-control-/i.test(name))) {
    return names.length === 1 ? 'it is for servers to send.' : 'they are for servers to send.';
  }
  if (names.every((name) => name.toLowerCase() === 'content-type'))
    return 'there is no body that it could describe.';
  return names.length === 1
    ? 'tools add it, and few servers need it.'
    : 'tools add them, and few servers need them.';
}

/** A cookie without its value, which may be a secret. */
function masked(cookie: string): string {
  return cookie.replace(/^([^=;]*)=[^;]*/, '$1=…');
}

/** Who makes an edit. */
export function actorOf(edit: Edit, before: Scenario): Actor {
  if (serverOf(edit) < 0) return edit.kind === 'stored cookie' ? 'server' : 'page';
  const status = before.servers[serverOf(edit)]?.response.status ?? '';
  if (edit.kind !== 'mend') return 'server';
  if (edit.mistake === 'allow-origin twice') return 'proxy';
  return edit.mistake === 'errors forget' && /^50[234]$/.test(status) ? 'proxy' : 'server';
}

// What is opened.

/** What somebody can do who could not before. */
export function explainOpening({ grants, closes }: Omit<Opening, 'unsafe'>, edits: readonly Edit[]): Rich {
  const said = [...readings(grants), ...grants.flatMap(otherGrant)];
  if (edits.some((edit) => edit.kind === 'max age')) {
    said.push(['Nothing new. When the policy gets stricter, browsers may take that long to notice.']);
  }
  if (closes.length > 0) {
    said.push(
      closes.includes('*')
        ? ['Pages of other sites, which could read what is there for everyone, no longer can.']
        : rich`Pages of ${codes(closes, 4)} no longer can.`,
    );
  }
  if (said.length > 0) return sentences(...said);
  return edits.every((edit) => serverOf(edit) < 0)
    ? ['Nothing: no server answers differently.']
    : ['Nothing: nobody can read more than before.'];
}

type Reading = Extract<Grant, { what: 'read' }>;

/** One sentence for what the same people gain with cookies and without. */
function readings(grants: readonly Grant[]): readonly Rich[] {
  const groups = new Map<
    string,
    { readonly grant: Reading; readonly credentials: Reading['credentials'][] }
  >();
  for (const grant of grants) {
    if (grant.what !== 'read') continue;
    const { credentials, ...rest } = grant;
    const key = JSON.stringify(rest);
    const group = groups.get(key);
    if (group) group.credentials.push(credentials);
    else groups.set(key, { grant, credentials: [credentials] });
  }
  return [...groups.values()].map(({ grant, credentials }) => reading(grant, credentials));
}

function reading(
  { who, methods, headers, server }: Reading,
  credentials: readonly Reading['credentials'][],
): Rich {
  const cookies = !credentials.includes('with')
    ? ', without cookies'
    : credentials.includes('without')
      ? ', with or without cookies'
      : ', with the person’s cookies';
  if (methods === 'any')
    return rich`${whoseOf(who)} can read what ${clip(server)} answers, whatever the method${[cookies]}.`;
  if (methods.includes('GET')) {
    return rich`${whoseOf(who)} can read what ${clip(server)} answers to ${codes(methods, 6)}${[cookies]}.`;
  }
  const also =
    methods.length > 0
      ? rich`send ${codes(methods, 6)}`
      : headers === 'any'
        ? ['send any header']
        : rich`send the ${[headers.length === 1 ? 'header' : 'headers']} ${codes(headers, 6)}`;
  return rich`${whoseOf(who)} can now ${also} to ${clip(server)} and read the answer${[cookies]}.`;
}

function whoseOf(who: Who): Rich {
  switch (who.kind) {
    case 'any':
      return ['Pages of any site'];
    case 'matching':
      return rich`Pages of all origins that match ${clip(who.pattern)}`;
    case 'origins':
      return rich`Pages of ${codes(who.origins, 4)}`;
    default:
      return who satisfies never;
  }
}

function otherGrant(grant: Grant): readonly Rich[] {
  switch (grant.what) {
    case 'read':
      return [];
    case 'headers':
      return [rich`Every page that can read the response sees ${codes(grant.names, 6)} too.`];
    case 'embed':
      return grant.who === 'any'
        ? [['Pages of any site can embed it, but not read it.']]
        : [['Pages of the same site can embed it, but not read it.']];
    case 'cookie':
      return [
        rich`${clip(grant.name)} goes along with requests that pages of any site make: protect what changes data against forged requests.`,
      ];
    default:
      return grant satisfies never;
  }
}

/** What a group of fixes is for. */
export function explainWish(wish: Wish): Rich {
  switch (wish.kind) {
    case 'read':
      return ['To make it work'];
    case 'header':
      return rich`To let script see ${codes(wish.names, 4)}`;
    case 'cookie sent':
      return rich`To send the cookie ${clip(wish.name)}`;
    case 'cookie stored':
      return rich`To have the cookie ${clip(wish.name)} stored`;
    case 'no preflight':
      return ['To spare a preflight on every call'];
    case 'cache':
      return ['To keep caches from mixing up origins'];
    default:
      return wish satisfies never;
  }
}
