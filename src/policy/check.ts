import { isHeaderValue, isToken, normalizeHeaderValue } from '../engine/headers';
import { isHttpScheme, parseUrl, serializeOrigin } from '../engine/origin';
import type { CompilePattern } from './answer';
import type { CorsPolicy, OptionsHandling, RawAnswer, ResponseSpec, Server } from './policy';
import { parseRaw } from './raw-lines';

/** What can be wrong with a server. `detail` of each is the offending part, or as said here. */
export type ServerProblemCode =
  /** No serialised origin. Detail: the origin it would be, where it names one; `*` where that is in it. */
  | 'origin'
  /** An origin with more after it: a slash, a path. Detail: the origin alone. */
  | 'origin-trailing'
  /** Not a path as URLs have it. Detail: the path it would be, where it is one. */
  | 'path'
  /** Not a three-digit status, or one that ends no exchange. */
  | 'status'
  /** Not one of 301, 302, 303, 307, 308. */
  | 'redirect-status'
  /** A header name that is no token. Detail: the first character that may not be there. */
  | 'header-name'
  /** A NUL or a line break in a value. Detail: that character. */
  | 'header-value'
  /** A character beyond U+00FF, which no header can carry. Detail: that character. */
  | 'not-bytes'
  /** A list item that is no token. Detail: the first character that may not be there. */
  | 'token'
  /** Neither digits nor `-1`. */
  | 'max-age'
  /** No RE2 pattern. Detail: the compiler's message. */
  | 'pattern'
  /** Something RE2 leaves out to stay linear. Detail: that construct. */
  | 'pattern-unsupported'
  /** A `Set-Cookie` value with nothing in it. */
  | 'cookie'
  /** A raw line that is not `Name: value`, or a value no header has. Detail: the line's number, from 1. */
  | 'raw-line';

export interface ServerProblem {
  /** The field, from the server down: `policy.list.0`. */
  readonly path: string;
  readonly code: ServerProblemCode;
  readonly reason: 'missing' | 'invalid' | 'prohibited';
  readonly detail: string;
}

/** A problem, apart from where it is. */
export interface Found<Code extends string = ServerProblemCode> {
  readonly code: Code;
  readonly reason: ServerProblem['reason'];
  readonly detail: string;
}

const REDIRECT_STATUSES: readonly string[] = ['301', '302', '303', '307', '308'];

/**
 * What keeps a server from answering, field by field. Only what is in use is judged: not the policy behind raw
 * answers, nor a pattern while a list is chosen. Wrong but sendable header lines are no problem in raw answers.
 */
export function checkServer(server: Server, compilePattern: CompilePattern): readonly ServerProblem[] {
  const problems: ServerProblem[] = [];
  const report: Report = (path, found) => {
    if (found) problems.push({ path, ...found });
  };
  report('origin', checkServerOrigin(server.origin));
  report('path', checkPath(server.path));
  if (server.failure !== 'none') return problems;
  if (server.answers === 'raw') {
    checkRaw(server.raw.preflight, 'raw.preflight', report);
    checkRaw(server.raw.response, 'raw.response', report);
  } else {
    checkPolicy(server.policy, report, compilePattern);
    checkOptions(server.options, report);
    checkResponse(server.response, report);
  }
  return problems;
}

type Report = (path: string, found: Found | null) => void;

function checkPolicy(policy: CorsPolicy, report: Report, compilePattern: CompilePattern): void {
  if (policy.origins === 'none') return;
  if (policy.origins === 'list') {
    if (policy.list.length === 0) report('policy.list', missing('origin'));
    for (const [i, origin] of policy.list.entries()) report(`policy.list.${i}`, checkListedOrigin(origin));
  }
  if (policy.origins === 'pattern') report('policy.pattern', checkPattern(policy.pattern, compilePattern));
  for (const list of ['methods', 'headers', 'exposed'] as const) {
    for (const [i, token] of policy[list].entries())
      report(`policy.${list}.${i}`, checkToken(token, 'token'));
  }
  if (!/^(-1|\d*)$/.test(policy.maxAge)) report('policy.maxAge', invalid('max-age', policy.maxAge));
}

function checkOptions(options: OptionsHandling, report: Report): void {
  if (options.by !== 'redirect') {
    report('options.status', checkStatus(options.status));
    return;
  }
  if (!REDIRECT_STATUSES.includes(options.status)) {
    const { status } = options;
    report('options.status', status === '' ? missing('redirect-status') : invalid('redirect-status', status));
  }
  report('options.location', checkHeaderValue(options.location));
}

function checkResponse(response: ResponseSpec, report: Report): void {
  report('response.status', checkStatus(response.status));
  for (const [i, [name, value]] of response.headers.entries()) {
    report(`response.headers.${i}.name`, checkHeaderName(name));
    report(`response.headers.${i}.value`, checkHeaderValue(value));
  }
  for (const [i, cookie] of response.cookies.entries()) {
    report(`response.cookies.${i}`, cookie.trim() === '' ? missing('cookie') : checkHeaderValue(cookie));
  }
  report('response.location', checkHeaderValue(response.location));
}

function checkRaw(raw: RawAnswer, path: string, report: Report): void {
  report(`${path}.status`, checkStatus(raw.status));
  for (const { line, what } of parseRaw(raw).problems) {
    const code = what === 'bytes' ? 'not-bytes' : 'raw-line';
    report(`${path}.lines`, {
      code,
      reason: what === 'line' ? 'invalid' : 'prohibited',
      detail: String(line),
    });
  }
}

/** A status that can end an exchange: 101, and 200 to 599. 100 and 102 to 199 only announce one. RFC 9110, section 15. */
export function checkStatus(status: string): Found<'status'> | null {
  if (status === '') return missing('status');
  if (!/^[1-5]\d\d$/.test(status)) return invalid('status', status);
  return status < '200' && status !== '101' ? { code: 'status', reason: 'prohibited', detail: status } : null;
}

/** https://fetch.spec.whatwg.org/#header-name */
export function checkHeaderName(name: string): Found<'header-name'> | null {
  return checkToken(name, 'header-name');
}

/** Spaces and line breaks around the value do not count. https://fetch.spec.whatwg.org/#header-value */
export function checkHeaderValue(value: string): Found<'header-value' | 'not-bytes'> | null {
  const normalized = normalizeHeaderValue(value);
  if (isHeaderValue(normalized)) return null;
  const wide = /[^\0-\xff]/u.exec(normalized);
  if (wide) return { code: 'not-bytes', reason: 'prohibited', detail: wide[0] };
  return { code: 'header-value', reason: 'prohibited', detail: /[\0\n\r]/.exec(normalized)?.[0] ?? '' };
}

/** A token of RFC 9110, section 5.6.2; `code` is the one to report. */
export function checkToken<Code extends string>(text: string, code: Code): Found<Code> | null {
  if (isToken(text)) return null;
  if (text === '') return missing(code);
  return invalid(code, [...text].find((char) => !isToken(char)) ?? '');
}

/** A serialised origin of an http(s) server. https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin */
function checkServerOrigin(text: string): Found | null {
  if (text === '') return missing('origin');
  // A URL may have `*` in its host, but no page is there: whoever writes it means a pattern.
  if (text.includes('*')) return { code: 'origin', reason: 'prohibited', detail: '*' };
  const url = parseUrl(text);
  return url && isHttpScheme(url.scheme)
    ? compareOrigin(text, serializeOrigin(url.origin))
    : invalid('origin', suggestOrigin(text));
}

/** An origin as a list in a server's settings has it: of any scheme, or `null`. Allowing any is a rule of its own. */
function checkListedOrigin(text: string): Found | null {
  if (text === 'null') return null;
  const other = /^((?!https?:)[a-z][a-z0-9+.-]*:\/\/[\w.~%:[\]-]+)([/?#].*)?$/.exec(text);
  return other?.[1] === undefined ? checkServerOrigin(text) : compareOrigin(text, other[1]);
}

function compareOrigin(text: string, right: string): Found | null {
  if (text === right) return null;
  const trailing = text.startsWith(right) && /^[/?#]/.test(text.slice(right.length));
  return invalid(trailing ? 'origin-trailing' : 'origin', right);
}

/** What is meant by `foo.example` or `localhost:3000`; empty where that is unclear. */
function suggestOrigin(text: string): string {
  const url = text.includes('://') || text === 'null' ? null : parseUrl(`https://${text}`);
  return url === null ? '' : serializeOrigin(url.origin);
}

/** https://url.spec.whatwg.org/#url-path-serializer */
function checkPath(path: string): Found | null {
  if (path === '') return null;
  const right = parseUrl(`https://host.example${path.startsWith('/') ? '' : '/'}${path}`)?.path ?? '';
  return path === right ? null : invalid('path', right);
}

function checkPattern(pattern: string, compilePattern: CompilePattern): Found | null {
  if (pattern === '') return missing('pattern');
  try {
    compilePattern(pattern);
    return null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const construct = unsupportedConstruct(pattern);
    return construct === null
      ? invalid('pattern', error.message)
      : { code: 'pattern-unsupported', reason: 'prohibited', detail: construct };
  }
}

/** The first lookaround, atomic group or backreference of a pattern: what RE2 leaves out to stay linear; null for none. */
function unsupportedConstruct(pattern: string): string | null {
  const parts = /\\(?:[1-9]|k(?=[<{'])|[\s\S])|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]?|\(\?(?:<?[=!]|>|P=)/g;
  for (const [part] of pattern.matchAll(parts)) {
    if (/^(?:\\[1-9k]$|\(\?)/.test(part)) return part;
  }
  return null;
}

/** Nothing there. */
export function missing<Code extends string>(code: Code): Found<Code> {
  return { code, reason: 'missing', detail: '' };
}

/** Cannot be what it should be. */
export function invalid<Code extends string>(code: Code, detail: string): Found<Code> {
  return { code, reason: 'invalid', detail };
}
