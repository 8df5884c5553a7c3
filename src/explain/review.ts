import { PROFILES } from '../engine/profile';
import type { Credentials, Reach } from '../scenario/review-ask';
import type { Finding, FindingCode, FindingFacts, Severity } from '../scenario/review-finding';
import type { RequestKind, Who } from '../scenario/review-table';
import { clip, quoted, type Rich, rich, sentences } from './rich';

/** A finding in words. */
export interface FindingWords {
  /** What is so, as one sentence. */
  readonly title: Rich;
  /** What somebody could do with it; or where nobody is let in, what goes wrong. */
  readonly risk: Rich;
  /** How to mend it. */
  readonly mend: Rich;
}

/** How bad it is, in a word, and what that word means. */
export const SEVERITIES: Readonly<Record<Severity, { readonly name: string; readonly means: string }>> = {
  open: { name: 'Lets somebody in', means: 'An origin that should not can read what the server answers.' },
  broken: { name: 'Does not work', means: 'It does not do what it seems meant to.' },
  note: { name: 'Good to know', means: 'It works. Whether it is meant so is for you to say.' },
};

/** Words for a finding. */
export function explainFinding(finding: Finding): FindingWords {
  // The finding's code picks both the words and the facts.
  const words = WORDS[finding.code] as (facts: unknown, finding: Finding) => FindingWords;
  return words(finding.facts, finding);
}

/** An anchored pattern for exactly one origin. */
function exactly(origin: string): string {
  return `^${origin.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`;
}

/** What a page of the exploit's origin gets. */
function reads({ exploit }: Finding): Rich {
  if (exploit === null) return [];
  if (exploit.scenario.request.credentials === 'include') {
    return ['The visitor’s cookies go along, and script reads what they alone should see.'];
  }
  return ['It reads what comes without cookies, which on a public server anybody can fetch anyway.'];
}

/** Whoever is at the other end, and where to get a visitor to. */
function lure({ exploit }: Finding): Rich {
  return rich`Somebody puts a page at ${clip(exploit?.origin ?? '')}, a name that is free to have, and gets your visitors to open it.`;
}

const ONE_LIST = [
  'Keep a list of the origins you mean, compare the whole origin with it, and send back the one that matches.',
];

type Words = {
  readonly [Code in FindingCode]: (facts: FindingFacts[Code], finding: Finding) => FindingWords;
};

const WORDS: Words = {
  'any-origin': ({ by }, finding) => ({
    title:
      by === 'reflect'
        ? rich`Whatever ${'Origin'} comes in is allowed.`
        : ['The pattern matches any origin.'],
    risk: sentences(['That goes for any site a visitor opens.'], reads(finding)),
    mend: ONE_LIST,
  }),
  wildcard: ({ network }) =>
    network === 'public'
      ? {
          title: rich`Any site may read what comes without cookies: ${'*'}.`,
          risk: ['That is right for data that is public. Cookies never go along.'],
          mend: ['Nothing, if the data is for everybody. Else name the origins it is for.'],
        }
      : {
          title: rich`Any site may read this server: ${'*'}.`,
          risk: [
            network === 'loopback'
              ? 'It runs on the visitor’s own computer. A site they open reads it from there, once the browser lets it reach this computer.'
              : 'It is on a local network. A site that somebody in there opens reads it from within, once the browser lets it reach that network.',
          ],
          mend: ['Name the origins it is for. A local address is no lock.'],
        },
  'null-origin': (_, finding) => ({
    title: rich`The origin ${'null'} is allowed.`,
    risk: sentences(rich`Any site can be ${'null'}: it puts its page in a sandboxed frame.`, reads(finding)),
    mend: rich`Leave ${'null'} out. For pages from disk, run a small server while developing, and allow its origin there.`,
  }),
  'prefix-match': ({ meant }, finding) => ({
    title: rich`Only the beginning of the origin is looked at: what follows ${clip(meant)} may be anything.`,
    risk: sentences(lure(finding), reads(finding)),
    mend: rich`End the pattern with ${'$'}: ${clip(exactly(meant))}`,
  }),
  'suffix-match': ({ meant }, finding) => ({
    title: rich`Only the end of the origin is looked at: what stands before ${clip(meant.replace(/^https?:\/\//, ''))} may be anything.`,
    risk: sentences(lure(finding), reads(finding)),
    mend: rich`Begin with ${'^https://'}, and let subdomains end in a dot: ${clip(exactly(meant))}`,
  }),
  'unescaped-dot': ({ meant }, finding) => ({
    title: rich`A dot in the pattern stands for any character, not only for a dot.`,
    risk:
      finding.severity === 'note'
        ? rich`${clip(finding.exploit?.origin ?? '')} is let in, which is hardly meant. Somebody may have that name, or the next one on the pattern.`
        : sentences(lure(finding), reads(finding)),
    mend: rich`Put a backslash before each dot that is meant as one, as in ${clip(exactly(meant))}`,
  }),
  'special-character': ({ character, meant }, finding) => ({
    title: rich`The pattern takes ${character} for the end of the host, and hosts may contain it.`,
    risk: sentences(lure(finding), reads(finding)),
    mend: rich`End the pattern with ${'$'}, and list what may come before: ${clip(exactly(meant))}`,
  }),
  'public-suffix': ({ suffix }, finding) => ({
    title: rich`Names under ${clip(suffix)} are allowed, and those are anyone’s to register.`,
    risk: sentences(lure(finding), reads(finding)),
    mend: ['Name your own origins in full, previews and all, or give previews a domain of yours.'],
  }),
  'shared-host': ({ origin }, finding) => ({
    title: rich`Pages of many people share the origin ${clip(origin)}.`,
    risk: sentences(['Whoever puts a page there has that origin, too.'], reads(finding)),
    mend: ['Serve your pages from a domain of your own, and allow that.'],
  }),
  'insecure-origin': ({ origin }, finding) => ({
    title: rich`An origin without encryption is allowed: ${clip(origin)}.`,
    risk: sentences(
      rich`On an open Wi-Fi somebody answers in place of ${clip(origin)}, with a script of their own.`,
      reads(finding),
    ),
    mend: rich`Allow ${clip(origin.replace(/^http:/, 'https:'))} only.`,
  }),
  subdomains: ({ domain }) => ({
    title: rich`Every subdomain of ${clip(domain)} is allowed.`,
    risk: rich`The weakest of them decides: a blog that lets a script slip in, or a name that points to a service nobody uses any more.`,
    mend: ['Name the subdomains that need it.'],
  }),
  'local-origin': ({ origin, network }) => ({
    title: rich`An origin on ${network === 'loopback' ? ['the visitor’s own computer'] : ['a local network']} is allowed: ${clip(origin)}.`,
    risk: [
      network === 'loopback'
        ? 'Whatever program listens on that port of a visitor’s computer can read what this server has for them.'
        : 'In every other network, that name or address is somebody else’s.',
    ],
    mend: ['Allow it on the server you develop with, not on the one in use.'],
  }),
  'several-origins': ({ value }) => ({
    title: rich`${'Access-Control-Allow-Origin'} has more than one origin: ${clip(value)}.`,
    risk: ['Browsers compare the whole value with the page’s origin. It never matches.'],
    mend: ONE_LIST,
  }),
  'repeated-allow-origin': ({ lines }) => ({
    title: rich`${'Access-Control-Allow-Origin'} is sent ${[lines === 2 ? 'twice' : `${lines} times`]}.`,
    risk: [
      'Browsers join the lines with a comma, and the result is no origin, even where the lines are the same.',
    ],
    mend: ['Let one place send it: the app, or the proxy in front of it.'],
  }),
  'origin-trailing': ({ value, origin }) => ({
    title: rich`${clip(value)} is no origin: it goes on behind the host.`,
    risk: ['An origin ends with the host or its port. Not even a slash may follow, or it never matches.'],
    mend: rich`Write ${clip(origin)}.`,
  }),
  'partial-wildcard': ({ value }) => ({
    title: rich`In ${clip(value)} the star is only a star.`,
    risk: rich`${'*'} means any origin if it stands alone. Within an origin it matches nothing.`,
    mend: ONE_LIST,
  }),
  'not-an-origin': ({ value, origin }) => ({
    title: rich`${quoted(value)} is not how a browser writes an origin.`,
    risk: [
      'It is compared letter by letter: scheme, host in lower case, and a port only where it is not the usual one.',
    ],
    mend:
      origin === ''
        ? rich`Write the origin in full, as in ${'https://foo.example'}.`
        : rich`Write ${clip(origin)}.`,
  }),
  'wildcard-with-credentials': () => ({
    title: rich`${'*'} does not go together with cookies.`,
    risk: rich`${'Access-Control-Allow-Credentials'} is there, and still every request that brings cookies fails: for those, browsers want the origin by name.`,
    mend: rich`For cookies, send the page’s origin in place of ${'*'}, from a list. Without, leave out ${'Access-Control-Allow-Credentials'}.`,
  }),
  'credentials-not-true': ({ value }) => ({
    title: rich`${'Access-Control-Allow-Credentials'} is ${quoted(value)}.`,
    risk: rich`Only ${'true'} counts, in lower case and once. With anything else, requests with cookies fail.`,
    mend: rich`Write ${'Access-Control-Allow-Credentials: true'}.`,
  }),
  'literal-wildcard': ({ header }) => ({
    title: rich`With cookies, the star in ${header} is only a star.`,
    risk: rich`For requests with cookies, ${'*'} is a name like any other, and covers nothing.`,
    mend: ['Name what you mean, one by one.'],
  }),
  'authorization-not-covered': () => ({
    title: rich`${'Access-Control-Allow-Headers: *'} does not cover ${'Authorization'}.`,
    risk: ['So says the standard. Chrome, Firefox and Safari let it pass for now.'],
    mend: rich`Where it is needed, name it: ${'*, Authorization'}.`,
  }),
  'malformed-list': ({ header, value }) => ({
    title: rich`${header} cannot be read: ${quoted(value)}.`,
    risk:
      header === 'Access-Control-Expose-Headers'
        ? ['The whole list is ignored.']
        : ['One item that is no name, and every preflight fails, whatever it asks for.'],
    mend: ['Names, and commas between them. Nothing else.'],
  }),
  'vary-missing': ({ vary }) => ({
    title: rich`The answer depends on ${'Origin'}, and ${'Vary'} does not say so.`,
    risk: ['A cache can hand the answer for one origin to another, which then fails, now and again.'],
    mend:
      vary === null
        ? rich`Add ${'Vary: Origin'}, also where an origin is not allowed.`
        : rich`Add ${'Origin'} to ${clip(`Vary: ${vary}`)}.`,
  }),
  'malformed-max-age': ({ value }) => ({
    title: rich`${'Access-Control-Max-Age'} is no number of seconds: ${quoted(value)}.`,
    risk: ['The preflight is remembered for 5 seconds or not at all, depending on the browser.'],
    mend: rich`Write seconds, in digits only: ${'Access-Control-Max-Age: 600'}.`,
  }),
  'max-age-above-caps': ({ seconds, cap }) => ({
    title: rich`${String(seconds)} seconds are more than any browser keeps a preflight.`,
    risk: rich`The longest any browser keeps it is ${String(cap)} seconds. Chrome stops at ${String(PROFILES.chromium.maxAgeCap)}, Safari at ${String(PROFILES.webkit.maxAgeCap)}.`,
    mend: rich`${String(cap)} does the same. ${String(PROFILES.chromium.maxAgeCap)} is all that Chrome keeps, and is forgotten sooner when the policy changes.`,
  }),
  'preflight-status': ({ status }) => ({
    title: rich`The preflight is allowed, and yet answered with ${String(status)}.`,
    risk: ['Browsers want a status from 200 to 299. The request itself is never sent.'],
    mend: rich`Answer OPTIONS with ${'204'}${[status === 401 || status === 403 ? ', before anything asks for a login.' : '.']}`,
  }),
  'preflight-redirected': ({ status }) => ({
    title: rich`The preflight is redirected (${String(status)}).`,
    risk: ['A preflight may not be redirected. The request itself is never sent.'],
    mend: rich`Answer OPTIONS where it arrives, with ${'204'}, before any redirect.`,
  }),
  'preflight-disagrees': ({ origin, status }) => ({
    title:
      status === 401 || status === 403
        ? rich`OPTIONS wants a login (${String(status)}), and a preflight never brings one.`
        : rich`The response allows ${clip(origin)}, the answer to OPTIONS does not.`,
    risk: ['Plain requests work. All that need a preflight fail: PUT, DELETE, JSON, headers of one’s own.'],
    mend: ['Let the same policy answer OPTIONS, before routes and logins.'],
  }),
  'response-disagrees': ({ origin }) => ({
    title: rich`The answer to OPTIONS allows ${clip(origin)}, the response itself does not.`,
    risk: ['The request is sent, and the server runs it. Then nobody may read the answer.'],
    mend: ['Send the same headers on the response itself.'],
  }),
  'errors-forget': () => ({
    title: ['Error pages come without CORS headers.'],
    risk: ['When something fails, script sees a network error in place of the status and the message.'],
    mend: ['Add the headers where errors are made, too: in the proxy, and in what handles exceptions.'],
  }),
  'method-case': ({ method, upper }) => ({
    title: rich`${clip(method)} in lower case does not allow ${clip(upper)}.`,
    risk: ['Methods are compared as written.'],
    mend: rich`Write ${clip(upper)}.`,
  }),
  'not-a-method': ({ method }) => ({
    title: rich`${clip(method)} allows no method.`,
    risk: ['It is taken for the name of a method, and none is called so.'],
    mend: rich`List the methods, or without cookies write ${'*'}.`,
  }),
  'forbidden-method': ({ method }) => ({
    title: rich`${clip(method)} is allowed in vain.`,
    risk: ['Browsers let no page use it.'],
    mend: ['Leave it out.'],
  }),
  'forbidden-header': ({ name }) => ({
    title: rich`${clip(name)} is allowed in vain.`,
    risk: ['Only the browser sets this request header, and it asks nobody.'],
    mend: ['Leave it out.'],
  }),
  'response-header': ({ name }) => ({
    title: rich`${clip(name)} is a response header, and stands among the request headers.`,
    risk: ['Only a page that sets it by mistake would ask for it.'],
    mend: ['Leave it out, and where a page sets it, there as well.'],
  }),
  'never-exposed': ({ name }) => ({
    title: rich`${clip(name)} is exposed in vain.`,
    risk: ['Browsers never show it to script.'],
    mend: ['Leave it out. What script needs, send in the body, or in a header of your own.'],
  }),
  'always-exposed': ({ name }) => ({
    title: rich`${clip(name)} need not be exposed.`,
    risk: ['Script sees it anyway.'],
    mend: ['It may stay, and does nothing.'],
  }),
  'unknown-header': ({ name, meant }) => ({
    title: rich`${clip(name)} is no header that browsers know.`,
    risk: ['They pass it by, without a word.'],
    mend: rich`Is ${meant} meant?`,
  }),
  'wrong-answer': ({ header, stands }) => ({
    title:
      stands === 'response'
        ? rich`${header} stands on the response, and counts on the answer to OPTIONS.`
        : rich`${header} stands on the answer to OPTIONS, and counts on the response.`,
    risk: ['Where it stands, browsers do not look at it.'],
    mend: ['Move it, or send it on both.'],
  }),
};

/** What a request comes to, in a word for the table, and in a sentence. */
export const REACHES: Readonly<Record<Reach, { readonly name: string; readonly means: string }>> = {
  reads: { name: 'reads', means: 'The page reads the response.' },
  unread: { name: 'unread', means: 'The request is sent and runs; the page may not read the response.' },
  refused: { name: 'refused', means: 'It needs a preflight, which does not allow it: it is never sent.' },
  opaque: { name: 'opaque', means: 'It is sent, and the page gets a response it cannot look into.' },
  unsent: { name: 'unsent', means: 'The browser does not send it, for another reason than CORS.' },
  unanswered: { name: 'no answer', means: 'Nothing comes back from the server.' },
};

/** The head of a column, and what it stands for. */
export const REQUESTS: Readonly<Record<RequestKind, { readonly name: string; readonly means: Rich }>> = {
  GET: { name: 'GET', means: ['nothing else set'] },
  'POST simple': { name: 'POST, text', means: ['as a form could send it'] },
  'POST JSON': { name: 'POST, JSON', means: rich`${'Content-Type: application/json'}` },
  PUT: { name: 'PUT', means: ['needs a preflight'] },
  PATCH: { name: 'PATCH', means: ['needs a preflight'] },
  DELETE: { name: 'DELETE', means: ['needs a preflight'] },
  Authorization: { name: 'GET, token', means: rich`${'Authorization: Bearer …'}` },
  'custom header': { name: 'GET, X-Custom', means: ['with a header of one’s own'] },
  'no-cors': { name: 'GET, no-cors', means: rich`as ${'<img>'} and ${'mode: "no-cors"'} do` },
};

export const CREDENTIALS: Readonly<Record<Credentials, string>> = {
  without: 'no cookies',
  with: 'cookies',
};

/** Who asks. */
export const WHO: Readonly<Record<Who, string>> = {
  own: 'the server’s own pages',
  allowed: 'spoken of in the policy',
  subdomain: 'a subdomain of it',
  insecure: 'the same, without encryption',
  other: 'any other site',
  null: 'a sandboxed frame, a file',
  attacker: 'somebody let in by a slip',
};
