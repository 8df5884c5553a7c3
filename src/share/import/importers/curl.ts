import type { Header } from '../../../engine/http';
import { parseUrl } from '../../../engine/origin';
import { isFromBrowser, pageRequest } from '../browser-request';
import { looksLikeCmd, readCmd } from '../cmd';
import { isPreflightExchange, requestAsked } from '../exchanges';
import { type Findings, guess, type Importer, problem, sure } from '../findings';
import type { Guess } from '../imported';
import { readShell, type ShellWord } from '../shell';
import { SAID } from '../words';

const LONGEST_COMMAND = 1_000_000;

/** Options that take a value, by their long names: what follows one is no URL. */
const WITH_VALUE = new Set(
  `abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to
  continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode
  delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine
  etag-compare etag-save expect100-timeout form form-string ftp-account ftp-port ftp-method
  happy-eyeballs-timeout-ms haproxy-clientip header hostpubmd5 hostpubsha256 hsts interface ip-tos ipfs-gateway json
  keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port login-options mail-auth mail-from
  mail-rcpt max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer output output-dir parallel-max pass
  pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-cacert proxy-cert proxy-ciphers proxy-header
  proxy-key proxy-pass proxy-user proxy1.0 pubkey quote random-file range rate referer request request-target
  resolve retry retry-delay retry-max-time service-name sigalgs socks4 socks4a socks5 socks5-hostname speed-limit
  speed-time stderr telnet-option tftp-blksize time-cond tls-max tls13-ciphers tlspassword tlsuser trace
  trace-ascii trace-config unix-socket upload-file upload-flags url url-query user user-agent variable vlan-priority
  write-out`.split(/\s+/),
);

/** Short options, by the long one they stand for; those that are of no importance stand for nothing. */
const SHORT: Readonly<Record<string, string>> = {
  A: 'user-agent',
  b: 'cookie',
  c: 'cookie-jar',
  C: 'continue-at',
  d: 'data',
  D: 'dump-header',
  e: 'referer',
  E: 'cert',
  F: 'form',
  G: 'get',
  h: 'help',
  H: 'header',
  I: 'head',
  K: 'config',
  m: 'max-time',
  o: 'output',
  P: 'ftp-port',
  Q: 'quote',
  r: 'range',
  t: 'telnet-option',
  T: 'upload-file',
  u: 'user',
  U: 'proxy-user',
  w: 'write-out',
  x: 'proxy',
  X: 'request',
  y: 'speed-time',
  Y: 'speed-limit',
  z: 'time-cond',
};

/** Options that say something about the connection, which the browser makes in its own way. */
const CONNECTION: readonly string[] = [
  'proxy',
  'resolve',
  'connect-to',
  'cert',
  'insecure',
  'interface',
  'unix-socket',
];

/** A word `curl`, where commands stand, and after it what curl takes. */
const COMMAND = /(^|[\s;&|(`"'])([\w.~:/\\-]*[/\\])?curl(\.exe)?["']?\s+(\S*:\/\/|[-'"^$\\]|[\w.-]+[:/.])/m;

const isCurl = (name: string): boolean => /(^|[/\\])curl(\.exe)?$/.test(name);

/** A cURL command, written by hand or by a browser's "Copy as cURL", for Bash or for Windows' cmd. */
export const curl: Importer = {
  looksLike: (text) => COMMAND.test(text.slice(0, 5_000)),
  read: async (text) => {
    if (text.length > LONGEST_COMMAND)
      return problem('cURL', SAID.tooLong('a million characters in a command'));
    const plain = text.replace(/^(\s*)[$>%#]\s+(?=\S*curl)/, '$1');
    const command = looksLikeCmd(plain) ? readCmd(plain) : await readShell(plain, isCurl);
    if (!command.ok) return problem('cURL', SAID.notShell(command.message), { at: command.at });
    const read = readOptions(command.words);
    if (read.url === null) {
      const sentence = command.brokenAt ? SAID.brokenCommand() : SAID.noUrl();
      return problem('cURL', sentence, command.brokenAt ? { at: command.brokenAt } : {});
    }
    const findings = findingsFrom(read, read.url);
    const said = [
      ...(command.brokenAt ? [SAID.brokenOff(command.brokenAt.line, command.brokenAt.column)] : []),
      ...(command.cutBy ? [SAID.ampersand()] : []),
    ];
    return {
      type: 'findings',
      findings: { ...findings, notUnderstood: [...said, ...(findings.notUnderstood ?? [])] },
    };
  },
};

/** What a command's options come to. */
interface Options {
  url: string | null;
  method: string | null;
  readonly headers: Header[];
  readonly data: string[];
  readonly form: string[];
  readonly urlQuery: string[];
  cookies: string | null;
  json: 'yes' | 'no';
  get: 'yes' | 'no';
  head: 'yes' | 'no';
  upload: 'yes' | 'no';
  readonly holes: string[];
  readonly files: string[];
  readonly ignored: string[];
  readonly otherUrls: string[];
}

function readOptions(words: readonly ShellWord[]): Options {
  const options: Options = {
    url: null,
    method: null,
    headers: [],
    data: [],
    form: [],
    urlQuery: [],
    cookies: null,
    json: 'no',
    get: 'no',
    head: 'no',
    upload: 'no',
    holes: [],
    files: [],
    ignored: [],
    otherUrls: [],
  };
  let onlyUrls = false;
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === undefined) break;
    const { text } = word;
    const next = (): string => {
      const value = words[++i];
      if (value) options.holes.push(...value.holes);
      return value?.text ?? '';
    };
    if (onlyUrls || !text.startsWith('-') || text === '-') {
      options.holes.push(...word.holes);
      takeUrl(options, text);
    } else if (text === '--') {
      onlyUrls = true;
    } else if (text.startsWith('--')) {
      const name = text.slice(2);
      take(options, name, WITH_VALUE.has(name) ? next() : '');
    } else {
      // `-sXPOST`: letters together, the first that takes a value takes the rest of the word, or the next one.
      for (let at = 1; at < text.length; at++) {
        const name = SHORT[text.charAt(at)] ?? '';
        if (!WITH_VALUE.has(name)) {
          take(options, name || text.charAt(at), '');
          continue;
        }
        const rest = text.slice(at + 1);
        if (rest !== '') options.holes.push(...word.holes);
        take(options, name, rest === '' ? next() : rest);
        break;
      }
    }
  }
  return options;
}

function takeUrl(options: Options, text: string): void {
  if (options.url === null) options.url = text;
  else options.otherUrls.push(text);
}

function take(options: Options, name: string, value: string): void {
  switch (name) {
    case 'url':
      takeUrl(options, value);
      return;
    case 'request':
      options.method = value;
      return;
    case 'header':
      takeHeader(options, value);
      return;
    case 'user-agent':
      options.headers.push(['User-Agent', value]);
      return;
    case 'referer':
      options.headers.push(['Referer', value.replace(/;auto$/, '')]);
      return;
    case 'user':
      options.headers.push(['Authorization', `Basic ${encoded(value)}`]);
      return;
    case 'oauth2-bearer':
      options.headers.push(['Authorization', `Bearer ${value}`]);
      return;
    case 'range':
      options.headers.push(['Range', `bytes=${value}`]);
      return;
    case 'cookie':
      if (value.includes('='))
        options.cookies = options.cookies === null ? value : `${options.cookies}; ${value}`;
      else options.files.push(value);
      return;
    case 'json':
      options.json = 'yes';
      options.data.push(fromFile(options, value));
      return;
    case 'data':
    case 'data-ascii':
    case 'data-binary':
      options.data.push(fromFile(options, value));
      return;
    case 'data-raw':
      options.data.push(value);
      return;
    case 'data-urlencode':
      options.data.push(urlEncoded(value));
      return;
    case 'url-query':
      options.urlQuery.push(urlEncoded(value));
      return;
    case 'form':
    case 'form-string':
      options.form.push(name === 'form' ? formPart(options, value) : value);
      return;
    case 'upload-file':
      options.upload = 'yes';
      options.files.push(value);
      return;
    case 'get':
      options.get = 'yes';
      return;
    case 'head':
      options.head = 'yes';
      return;
    default:
      if (CONNECTION.includes(name)) options.ignored.push(`--${name}`);
  }
}

function takeHeader(options: Options, line: string): void {
  if (line.startsWith('@')) {
    options.files.push(line.slice(1));
    return;
  }
  const colon = line.indexOf(':', line.startsWith(':') ? 1 : 0);
  const name = colon < 0 ? line.replace(/;\s*$/, '') : line.slice(0, colon);
  const value = colon < 0 ? '' : line.slice(colon + 1).trim();
  // `Name:` takes a header of curl's own away; `Name;` sends it empty.
  if (colon >= 0 && value === '') return;
  if (name.toLowerCase() === 'cookie')
    options.cookies = options.cookies === null ? value : `${options.cookies}; ${value}`;
  else options.headers.push([name.trim(), value]);
}

function fromFile(options: Options, value: string): string {
  if (!value.startsWith('@')) return value;
  options.files.push(value.slice(1));
  return '';
}

/** `name=value`, `=value`, `value`: the value encoded. */
function urlEncoded(value: string): string {
  const equals = value.indexOf('=');
  const text = equals < 0 ? value : value.slice(equals + 1);
  const name = equals <= 0 ? '' : `${value.slice(0, equals)}=`;
  try {
    return `${name}${encodeURIComponent(text)}`;
  } catch {
    return `${name}${text}`;
  }
}

/** `name=@file;type=image/png` as `name=file`. */
function formPart(options: Options, part: string): string {
  const equals = part.indexOf('=');
  const value = part.slice(equals + 1);
  if (!/^[@<]/.test(value)) return part;
  const file = value.slice(1).split(';', 1)[0] ?? '';
  options.files.push(file);
  return `${part.slice(0, equals)}=${file}`;
}

function encoded(credentials: string): string {
  try {
    return btoa(credentials);
  } catch {
    return btoa(encodeURIComponent(credentials));
  }
}

function methodOf({ method, head, get, data, form, json, upload }: Options): string {
  if (method !== null && method !== '') return method;
  if (head === 'yes') return 'HEAD';
  if (upload === 'yes') return 'PUT';
  const hasBody = data.length > 0 || form.length > 0 || json === 'yes';
  return hasBody && get === 'no' ? 'POST' : 'GET';
}

/** curl takes `http` where no scheme is written. */
function wholeUrl(text: string): string {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
}

function findingsFrom(options: Options, given: string): Findings {
  const { data, form, json, get, holes, files } = options;
  const query = [...options.urlQuery, ...(get === 'yes' ? data : [])].join('&');
  const written = wholeUrl(given);
  const url = query === '' ? written : `${written}${written.includes('?') ? '&' : '?'}${query}`;
  const headers = [...options.headers];
  const has = (name: string) => headers.some(([key]) => key.toLowerCase() === name);
  const sendsData = get === 'no' && data.length > 0;
  if (json === 'yes') {
    if (!has('content-type')) headers.push(['Content-Type', 'application/json']);
    if (!has('accept')) headers.push(['Accept', 'application/json']);
  } else if (sendsData && !has('content-type')) {
    headers.push(['Content-Type', 'application/x-www-form-urlencoded']);
  }
  if (form.length > 0) headers.push(['Content-Type', 'multipart/form-data; boundary=x']);
  if (options.cookies !== null) headers.push(['Cookie', options.cookies]);
  const body = form.length > 0 ? form.join('&') : sendsData ? data.join(json === 'yes' ? '' : '&') : null;
  const copied = isFromBrowser(headers);
  const sent = { method: methodOf(options), url, headers, body };
  if (isPreflightExchange(sent)) {
    return { kind: 'cURL', what: SAID.curlPreflight(), by: 'nobody', answers: [], ...requestAsked(sent) };
  }
  const read = pageRequest({
    ...sent,
    asked: copied ? null : ['cache-control', 'pragma', 'if-none-match', 'if-modified-since'],
    resourceType: '',
  });
  const guessed: Guess[] = [...new Set(holes)].map((hole) => ({
    path: pathOf(hole, read, url),
    why: SAID.shellHole(hole),
  }));
  const bodyUnknown = files.length > 0 && body !== null && form.length === 0;
  return {
    kind: 'cURL',
    what: copied ? SAID.curlCopied() : SAID.curlTyped(),
    by: 'nobody',
    answers: [],
    ...read,
    request: {
      ...read.request,
      ...(bodyUnknown &&
        read.request.body && { body: guess(read.request.body.value, SAID.fileBody(files.join(', '))) }),
      ...(parseUrl(url) === null && { url: sure(url) }),
    },
    guessed,
    understood: [...read.understood, ...(copied ? [SAID.curlFromBrowser()] : [])],
    notUnderstood: [
      ...(options.otherUrls.length > 0 ? [SAID.otherUrls(options.otherUrls.length)] : []),
      ...(options.ignored.length > 0
        ? [SAID.connectionOptions([...new Set(options.ignored)].join(', '))]
        : []),
      ...read.notUnderstood,
    ],
  };
}

/** Where a hole's stand-in ended up. */
function pathOf(hole: string, { request }: ReturnType<typeof pageRequest>, url: string): string {
  const name = /[A-Za-z_]\w{0,40}/.exec(hole)?.[0] ?? 'value';
  if (url.includes(name)) return 'request.url';
  const index = request.headers?.value.findIndex(([, value]) => value.includes(name)) ?? -1;
  return index >= 0 ? `request.headers.${index}.value` : 'request.body';
}
