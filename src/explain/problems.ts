import type { CookieReason } from '../engine/cookies';
import type { Problem, ProblemCode } from '../scenario/scenario';
import { explainCookieReason } from './details';
import { quoted, type Rich, rich } from './rich';

/** What stands in a field: the offending character by name where it cannot be seen. */
function character(text: string): Rich {
  switch (text) {
    case ' ':
      return ['a space'];
    case '\t':
      return ['a tab'];
    case '\n':
    case '\r':
      return ['a line break'];
    case '\0':
      return ['a NUL character'];
    default:
      return quoted(text);
  }
}

const WORDS: { readonly [C in ProblemCode]: (problem: Problem) => Rich } = {
  url: ({ reason }) =>
    reason === 'missing'
      ? rich`A URL goes here, such as ${'https://bar.other/doc'}.`
      : rich`This is not a URL yet. A whole one looks like ${'https://bar.other/doc'}.`,
  'url-not-http': ({ detail }) =>
    rich`${detail || 'This'} is another kind of URL. A document’s starts with ${'https://'} or ${'http://'}; for others choose what the page is.`,
  origin: ({ reason, detail }) =>
    reason === 'missing'
      ? rich`An origin goes here: scheme, host and, if it is not the usual one, port, such as ${'https://foo.example'}.`
      : detail === '*'
        ? rich`${'*'} is no origin. To allow every origin, choose ${'any'} instead of a list.`
        : detail === ''
          ? rich`An origin is scheme, host and port, such as ${'https://foo.example:8443'}.`
          : rich`As an origin this is written ${detail}.`,
  'origin-trailing': ({ detail }) =>
    rich`An origin ends after the host or port, without slash or path: ${detail}.`,
  path: ({ detail }) =>
    detail === ''
      ? rich`A path starts with a slash, such as ${'/doc'}.`
      : rich`As a path this is written ${detail}.`,
  status: ({ reason, detail }) =>
    reason === 'prohibited'
      ? rich`${detail} only announces a response. A final status is 200 to 599, such as ${204}.`
      : rich`A status is a number from 100 to 599, such as ${200}.`,
  'redirect-status': () => rich`A redirect has status ${301}, ${302}, ${303}, ${307} or ${308}.`,
  method: ({ reason, detail }) =>
    reason === 'missing'
      ? rich`A method goes here, such as ${'GET'}.`
      : rich`A method is one word, such as ${'PATCH'}: ${character(detail)} cannot be in it.`,
  'header-name': ({ reason, detail }) =>
    reason === 'missing'
      ? rich`A header needs a name, such as ${'X-Example'}.`
      : rich`A header name is one word, such as ${'X-Example'}: ${character(detail)} cannot be in it.`,
  'header-value': ({ detail }) => rich`A header value is one line: ${character(detail)} cannot be in it.`,
  'not-bytes': ({ detail }) =>
    /^\d+$/.test(detail)
      ? [`Line ${detail} has a character that headers cannot carry: they hold bytes, so up to U+00FF.`]
      : rich`${character(detail)} cannot be in a header: they hold bytes, so characters up to U+00FF.`,
  token: ({ reason, detail }) =>
    reason === 'missing'
      ? ['This entry is empty.']
      : rich`Each entry is one word, such as ${'x-example'}: ${character(detail)} cannot be in it.`,
  'max-age': () => rich`Seconds as a whole number, such as ${600}. Leave it empty to send no header.`,
  pattern: ({ reason, detail }) =>
    reason === 'missing'
      ? rich`A pattern goes here, such as ${'^https://[a-z]+\\.foo\\.example$'}.`
      : rich`The pattern cannot be read: ${quoted(detail)}.`,
  'pattern-unsupported': ({ detail }) =>
    rich`${detail} is not part of these patterns: they leave out what can take very long to match.`,
  'raw-line': ({ detail }) => rich`Line ${detail} is not a header. One looks like ${'Vary: Origin'}.`,
  cookie: ({ reason, detail }) =>
    reason === 'missing'
      ? rich`A cookie goes here, such as ${'sid=1; Secure; SameSite=None'}.`
      : reason === 'prohibited'
        ? rich`The browser would not store it: ${explainCookieReason(detail as CookieReason)}.`
        : rich`This cannot be read as a cookie. One looks like ${'sid=1; Secure; SameSite=None'}.`,
  seconds: () => rich`Whole seconds, from ${0} to a year.`,
  'too-long': ({ detail }) => [`This is longer than Corscope takes: up to ${detail} characters.`],
  'too-many': ({ detail }) => [`There are more than Corscope takes: up to ${detail}.`],
  shape: ({ detail }) =>
    detail === ''
      ? ['This is not what a scenario has here.']
      : rich`This is not what a scenario has here: ${quoted(detail)}.`,
};

/** Words for what is wrong with a field, and what would be right. */
export function explainProblem(problem: Problem): Rich {
  return WORDS[problem.code](problem);
}
