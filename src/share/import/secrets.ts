import type { Header } from '../../engine/http';
import { parseUrl } from '../../engine/origin';
import type { Secret } from './imported';

/** What stands in a secret's place. Its bytes are CORS-safelisted in any header. */
export const MASK = '***';

/** Replaces what is secret, and remembers what it was so that `scrub` finds it elsewhere too. */
export interface Masker {
  readonly url: (url: string) => string;
  /** A request header's value. */
  readonly requestHeader: (header: Header) => Header;
  /** A response header's value: byte for byte, but for what is secret. */
  readonly responseHeader: (header: Header) => Header;
  /** A `Cookie` header's cookies as `name=***`. */
  readonly cookies: (value: string) => readonly string[];
  readonly body: (body: string) => string;
  readonly text: (text: string) => string;
  /** A copy of plain data without any secret that was met, wherever it stands; `spared` are left whole. */
  readonly scrub: <T>(data: T, spared: readonly string[]) => T;
  readonly secrets: () => readonly Secret[];
}

/** Names that end in `key` and yet name no secret. */
const PLAIN_KEYS: readonly string[] = ['idempotencykey', 'surrogatekey', 'secwebsocketkey', 'cachekey'];

const SECRET_NAME =
  /token|secret|passw|pwd|apikey|accesskey|authkey|privatekey|subscriptionkey|signature|credential|session|authorization|xauth|jwt|csrf|xsrf|bearer|assertion|cookie|cvv|cvc|cardnumber|^(sid|sig|auth|otp|pin|ssn|pass|hmac)$/;

/** In URLs and headers these carry secrets; in a body they are everyday names. */
const SECRET_PARAMETER = /key$|^(code|state|nonce)$/;

/** Whether something is named as secrets are, whatever its spelling: `accessToken`, `X-API-Key`. */
export function isSecretName(name: string, place: 'URL or header' | 'body'): boolean {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  if (PLAIN_KEYS.includes(plain)) return false;
  return SECRET_NAME.test(plain) || (place === 'URL or header' && SECRET_PARAMETER.test(plain));
}

/** Headers whose values are about names and rules, and so keep every byte. */
const OPEN_HEADER =
  /^(access-control-|sec-|www-authenticate$|proxy-authenticate$|vary$|content-security-policy|accept|content-type$|origin$|host$)/i;

/** What well-known tokens look like: JSON Web Tokens, and the prefixes that services give their keys. */
const TOKEN_SHAPES: readonly RegExp[] = [
  /^eyJ[\w-]{5,}\.[\w-]{5,}/,
  /^(sk|rk|pk)[-_][\w-]{12,}/,
  /^gh[opusr]_\w{16,}/,
  /^github_pat_\w{16,}/,
  /^gl[a-z]{2,6}-[\w-]{16,}/,
  /^xox[a-z]-[\w-]{8,}/,
  /^xapp-[\w-]{8,}/,
  /^(AKIA|ASIA)[A-Z0-9]{12,}$/,
  /^AIza[\w-]{30,}/,
  /^ya29\.[\w-]{10,}/,
  /^(npm|hf|shpat|shpca|shppa|shpss|whsec|dop_v1|lin_api|r8|nfp)_[\w-]{16,}/,
  /^SG\.[\w-]{16,}/,
  /^EAA[A-Za-z0-9]{30,}$/,
  /^bot\d{6,}:[\w-]{20,}/,
];

/** A run of characters that tokens are made of, long enough to be one. Maximal, so that looking at all is linear. */
const RUN = /[\w\-.~+:]{15,}/g;

const EMBEDDED_URL = /\bhttps?:\/\/[^\s"'<>`\\]+/gi;
const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]*(-----END [A-Z ]{0,40}-----)?/g;
const SCHEME_AND_SECRET = /\b(Bearer|Basic|Digest|Token|ApiKey|Negotiate)([ \t]+)[\w\-.~+/=:]{6,}/gi;

function hasTokenShape(run: string): boolean {
  return TOKEN_SHAPES.some((shape) => shape.test(run));
}

/** Whether a value is likely to be random: long hexadecimal, or long with digits and both cases. */
function looksRandom(value: string): boolean {
  if (/^[0-9a-f]{32,}$/i.test(value)) return true;
  return /^[\w\-.~+/=]{24,}$/.test(value) && /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value);
}

/** Only what is telling enough is looked for elsewhere: not `1`, `true`, `dark`. */
function isTelling(secret: string): boolean {
  return secret.length >= 12 || (secret.length >= 6 && /\d/.test(secret) && /[A-Za-z]/.test(secret));
}

/** How many secrets are looked for elsewhere; more than anybody's request has. */
const MOST_SCRUBBED = 300;

/** How deep URLs in parameters of URLs are looked through; what is deeper is masked whole. */
const DEEPEST_URL = 5;

/** A masker that has met no secret yet. */
export function createMasker(): Masker {
  const found = new Map<string, Secret>();
  const values = new Set<string>();

  /** The mask, unless it is there already; remembers what it hides. */
  const hide = (where: string, value: string, shown = MASK): string => {
    if (value === '' || value === MASK) return value;
    if (values.size < MOST_SCRUBBED && isTelling(value)) values.add(value);
    const decoded = percentDecoded(value);
    if (decoded !== value && values.size < MOST_SCRUBBED && isTelling(decoded)) values.add(decoded);
    const key = `${where}\n${shown}`;
    if (!found.has(key) && found.size < MOST_SCRUBBED) found.set(key, { where, shown });
    return shown;
  };

  const shapes = (text: string, where: string): string => tokens(schemes(text, where), where);

  const schemes = (text: string, where: string): string =>
    text
      .replaceAll(PRIVATE_KEY, (key) => hide(where, key))
      .replaceAll(SCHEME_AND_SECRET, (whole, scheme: string, gap: string) => {
        const secret = whole.slice(scheme.length + gap.length);
        // A sentence about tokens is no token.
        if (!/[\d=.]/.test(secret)) return whole;
        hide(where, secret, `${scheme} ${MASK}`);
        return `${scheme}${gap}${MASK}`;
      });

  const tokens = (text: string, where: string): string =>
    text.replaceAll(RUN, (run) => {
      const start = run.search(/[^.:~+]/);
      const rest = start < 0 ? run : run.slice(start);
      if (hasTokenShape(rest)) return run.slice(0, start) + hide(where, rest);
      // `token:eyJ…`, as in object literals.
      const colon = rest.lastIndexOf(':');
      const last = rest.slice(colon + 1);
      return colon > 0 && hasTokenShape(last)
        ? run.slice(0, run.length - last.length) + hide(where, last)
        : run;
    });

  const query = (text: string, depth = 0): string =>
    text
      .split('&')
      .map((pair) => {
        const equals = pair.indexOf('=');
        if (equals < 0) return shapes(pair, pair.slice(0, 20));
        const name = percentDecoded(pair.slice(0, equals));
        const value = pair.slice(equals + 1);
        const plain = percentDecoded(value);
        const secret = isSecretName(name, 'URL or header') || hasTokenShape(plain) || looksRandom(plain);
        if (secret) return `${pair.slice(0, equals)}=${hide(clipName(name), value)}`;
        return `${pair.slice(0, equals)}=${/^https?:/i.test(plain) && plain.includes('?') ? maskInner(name, value, plain, depth) : value}`;
      })
      .join('&');

  /** A URL within a parameter keeps its spelling unless something in it is secret. */
  const maskInner = (name: string, value: string, plain: string, depth: number): string => {
    if (depth >= DEEPEST_URL) return hide(clipName(name), value);
    const masked = urlAt(plain, depth + 1);
    return masked === plain ? value : encodeURIComponent(masked);
  };

  const url = (text: string): string => urlAt(text, 0);

  const urlAt = (text: string, depth: number): string => {
    const hash = text.indexOf('#');
    const fragment = hash < 0 ? '' : text.slice(hash + 1);
    const beforeHash = hash < 0 ? text : text.slice(0, hash);
    const mark = beforeHash.indexOf('?');
    const search = mark < 0 ? '' : beforeHash.slice(mark + 1);
    let path = mark < 0 ? beforeHash : beforeHash.slice(0, mark);
    const userinfo = /^(\s*[a-z][a-z0-9+.-]*:[/\\]{2,})([^/?#\\]*)@/i.exec(path);
    if (userinfo) {
      const [whole, scheme = '', user = ''] = userinfo;
      const colon = user.indexOf(':');
      if (colon >= 0) hide('password in the URL', user.slice(colon + 1));
      hide('user name in the URL', colon < 0 ? user : user.slice(0, colon));
      path = `${scheme}${colon < 0 ? MASK : `${MASK}:${MASK}`}@${path.slice(whole.length)}`;
    }
    const hooks = /hooks?\b/i.test(path);
    path = path
      .split('/')
      .map((segment) => {
        const plain = percentDecoded(segment);
        const secret = hasTokenShape(plain) || (hooks && /^[\w-]{20,}$/.test(plain));
        return secret ? hide('path of the URL', segment) : segment;
      })
      .join('/');
    const masked = `${path}${mark < 0 ? '' : `?${query(search, depth)}`}${hash < 0 ? '' : `#${query(fragment, depth)}`}`;
    return withoutUserinfo(masked, hide);
  };

  const text = (value: string, where = 'text'): string => shapes(value.replaceAll(EMBEDDED_URL, url), where);

  const cookies = (value: string): readonly string[] =>
    value.split(';').flatMap((part) => {
      const pair = part.trim();
      const equals = pair.indexOf('=');
      if (pair === '') return [];
      if (equals < 0) return [hide('cookie', pair)];
      const name = pair.slice(0, equals);
      return [`${name}=${hide(`cookie ${clipName(name)}`, pair.slice(equals + 1), MASK)}`];
    });

  const authorization = (name: string, value: string): string => {
    const space = value.indexOf(' ');
    if (space <= 0) return hide(name, value);
    const scheme = value.slice(0, space);
    hide(name, value.slice(space + 1).trim(), `${scheme} ${MASK}`);
    if (scheme.toLowerCase() === 'basic') rememberBasic(value.slice(space + 1).trim());
    return `${scheme} ${MASK}`;
  };

  /** What a Basic secret spells: the same password may stand in the body. */
  const rememberBasic = (encoded: string): void => {
    try {
      const [, password = ''] = atob(encoded).split(/:(.*)/s);
      if (isTelling(password) && values.size < MOST_SCRUBBED) values.add(password);
    } catch {
      // Not base64: then it spells nothing.
    }
  };

  const maskHeader = ([name, value]: Header, side: 'request' | 'response'): Header => {
    const lower = name.toLowerCase();
    if (lower === 'authorization' || lower === 'proxy-authorization')
      return [name, authorization(name, value)];
    if (lower === 'cookie') return [name, cookies(value).join('; ')];
    if (lower === 'set-cookie' || lower === 'set-cookie2') return [name, setCookie(value)];
    if (OPEN_HEADER.test(name)) return [name, tokens(value, name)];
    if (isSecretName(name, 'URL or header')) return [name, value === '' ? value : authorization(name, value)];
    if (lower === 'location' || lower === 'content-location' || lower === 'referer')
      return [name, url(value)];
    const masked = text(value, name);
    return [name, side === 'request' && looksRandom(masked) ? hide(name, masked) : masked];
  };

  const setCookie = (value: string): string => {
    const end = value.indexOf(';');
    const pair = end < 0 ? value : value.slice(0, end);
    const equals = pair.indexOf('=');
    const rest = end < 0 ? '' : value.slice(end);
    if (equals < 0) return `${hide('cookie', pair.trim())}${rest}`;
    const name = pair.slice(0, equals);
    const secret = pair.slice(equals + 1);
    return `${name}=${secret.trim() === '' ? secret : hide(`cookie ${clipName(name.trim())}`, secret.trim())}${rest}`;
  };

  const json = (value: unknown, name: string): unknown => {
    if (typeof value === 'string' || typeof value === 'number') {
      const plain = String(value);
      if (isSecretName(name, 'body')) return hide(clipName(name), plain);
      return typeof value === 'number' ? value : text(plain, clipName(name) || 'body');
    }
    if (Array.isArray(value)) return value.map((item) => json(item, name));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, json(inner, key)]));
  };

  const body = (value: string): string => {
    if (/^\s*[[{"]/.test(value)) {
      try {
        const parsed: unknown = JSON.parse(value);
        const plain = JSON.stringify(parsed);
        const masked = JSON.stringify(json(parsed, ''));
        if (masked === plain) return value;
        return value.includes('\n') ? JSON.stringify(JSON.parse(masked), null, 2) : masked;
      } catch (error) {
        // Nested too deep to look through: nothing of it is shown.
        if (error instanceof RangeError) return hide('body', value);
      }
    }
    if (/^[^\s=&]{1,200}=/.test(value) && !/[\r\n]/.test(value)) return query(value);
    const parts = value.replaceAll(
      /(Content-Disposition:[^\r\n]{0,200}?\bname="([^"\r\n]{1,100})"[^\r\n]{0,200}(?:\r?\n[^\r\n]{1,200}){0,4}\r?\n\r?\n)([^\r\n]*)/gi,
      (whole, head: string, name: string, secret: string) =>
        isSecretName(name, 'body') ? `${head}${hide(clipName(name), secret)}` : whole,
    );
    // What could be JSON cut short, or an object literal.
    const fields = parts.replaceAll(
      /(["']?)([A-Za-z_][\w-]{0,60})\1(\s{0,4}:\s{0,4})(["'])((?:(?!\4)[^\\\r\n]|\\.){1,5000})(\4|$)/g,
      (whole, quote: string, name: string, colon: string, open: string, secret: string, close: string) =>
        isSecretName(name, 'body')
          ? `${quote}${name}${quote}${colon}${open}${hide(clipName(name), secret)}${close}`
          : whole,
    );
    return text(fields, 'body');
  };

  const scrub = <T>(data: T, spared: readonly string[]): T => {
    const sought = [...values]
      .filter((value) => !spared.some((kept) => kept.includes(value)))
      .sort((a, b) => b.length - a.length);
    return sought.length === 0 ? data : (scrubbed(data, sought) as T);
  };

  return {
    url,
    requestHeader: (header) => maskHeader(header, 'request'),
    responseHeader: (header) => maskHeader(header, 'response'),
    cookies,
    body,
    text: (value) => text(value),
    scrub,
    secrets: () => [...found.values()],
  };
}

function scrubbed(data: unknown, sought: readonly string[]): unknown {
  if (typeof data === 'string')
    return sought.reduce(
      (text, secret) => (text.includes(secret) ? text.replaceAll(secret, MASK) : text),
      data,
    );
  if (Array.isArray(data)) return data.map((item) => scrubbed(item, sought));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, scrubbed(value, sought)]));
}

/** The last word on user names and passwords is the URL parser's: it sees what an odd spelling hides. */
function withoutUserinfo(text: string, hide: (where: string, value: string) => string): string {
  if (!text.includes('@')) return text;
  const url = parseUrl(text);
  if (url === null || !url.includesCredentials) return text;
  const parsed = new URL(url.href);
  const isPlain = (part: string) => part === '' || part === MASK || part === encodeURIComponent(MASK);
  if (isPlain(parsed.username) && isPlain(parsed.password)) return text;
  if (!isPlain(parsed.password)) hide('password in the URL', decodeURIComponent(parsed.password));
  if (!isPlain(parsed.username)) parsed.username = MASK;
  if (parsed.password !== '') parsed.password = MASK;
  return parsed.href;
}

function percentDecoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function clipName(name: string): string {
  return name.length > 60 ? `${name.slice(0, 59)}…` : name;
}
