import type { Header } from '../../engine/http';
import type { BodyKind, CrossOriginAttribute, RequestSpec } from '../../engine/initiator';
import type { FieldPath } from '../../scenario/scenario';

/** A piece of code: fixed text in a tint, or a literal that stands for a field and is edited where it stands. */
export type Token =
  | { readonly kind: 'plain' | 'keyword' | 'string'; readonly text: string }
  /** `text` is the literal in the source, escaped; `open` and `close` are its quotes, `value` what it means. */
  | {
      readonly kind: 'literal';
      readonly path: FieldPath;
      readonly text: string;
      readonly open: string;
      readonly close: string;
      readonly value: string;
    }
  /** One of a few words; `text` may be empty where the code leaves it out. */
  | { readonly kind: 'choice'; readonly path: FieldPath; readonly text: string; readonly value: string };

/**
 * - `code`: shown and printed
 * - `option`: shown faintly, not printed: the value is what it would be anyway
 * - `folded`: as `option`, and out of sight until asked for
 * - `add header`: nothing but the place for one more header
 */
export type LinePart = 'code' | 'option' | 'folded' | 'add header';

export interface Line {
  readonly part: LinePart;
  /** Levels of two spaces. */
  readonly indent: number;
  readonly tokens: readonly Token[];
  /** The index of the header the line writes; null for other lines. */
  readonly header: number | null;
}

type Part = string | Token | readonly Token[];

const KEYWORD = /\b(?:await|const|new)\b/;

function plainTokens(text: string): Token[] {
  return text
    .split(/(\b(?:await|const|new)\b)/)
    .filter((piece) => piece !== '')
    .map((piece) => ({ kind: KEYWORD.test(piece) ? 'keyword' : 'plain', text: piece }));
}

function line(
  indent: number,
  parts: readonly Part[],
  part: LinePart = 'code',
  header: number | null = null,
): Line {
  const tokens = parts.flatMap((piece): readonly Token[] => {
    if (typeof piece === 'string') return plainTokens(piece);
    return 'kind' in piece ? [piece] : piece;
  });
  return { part, indent, tokens, header };
}

const ADD_HEADER = (indent: number): Line => line(indent, [], 'add header');

const NAMED_ESCAPES: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeControl(character: string): string {
  const code = character.charCodeAt(0);
  return (
    NAMED_ESCAPES[character] ??
    (code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`)
  );
}

/** So that the code may stand inside a `<script>` element. */
function keepInsideScript(source: string): string {
  return source.replace(/<(?=\/script)/gi, '<\\').replace(/<!--/g, '<\\!--');
}

/**
 * A JavaScript literal for a string: in quotes that need the fewest escapes, as a template where it has several
 * lines. It neither ends nor opens a `<script>` element around it.
 */
export function jsString(value: string): string {
  const several = /\n/.test(value);
  const quote = several ? '`' : value.includes("'") && !value.includes('"') ? '"' : "'";
  let source = value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);
  if (several) source = source.replaceAll('${', '\\${');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones a literal must not hold as they are.
  source = source.replace(several ? /[\0-\x09\x0b-\x1f\x7f]/g : /[\0-\x1f\x7f\u2028\u2029]/g, escapeControl);
  return quote + keepInsideScript(source) + quote;
}

/** An HTML attribute's value, in double quotes. */
export function htmlAttribute(value: string): string {
  return `"${value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`;
}

/** A CSS string, in double quotes; it does not end a `<style>` element around it. */
export function cssString(value: string): string {
  const source = value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: CSS strings hold these only as escapes.
    .replace(/[\0-\x1f\x7f]/g, (character) => `\\${character.charCodeAt(0).toString(16)} `)
    .replace(/<(?=\/style)/gi, '\\3c ');
  return `"${source}"`;
}

function literal(path: FieldPath, value: string, write: (value: string) => string): Token {
  const text = write(value);
  return { kind: 'literal', path, text, open: text.charAt(0), close: text.charAt(text.length - 1), value };
}

function choice(path: FieldPath, value: string, text: string): Token {
  return { kind: 'choice', path, text, value };
}

const js = (path: FieldPath, value: string) => literal(path, value, jsString);
const html = (path: FieldPath, value: string) => literal(path, value, htmlAttribute);
const css = (path: FieldPath, value: string) => literal(path, value, cssString);
const jsChoice = (path: FieldPath, value: string) => choice(path, value, jsString(value));

/** An object literal keeps one of two equal keys, sorts numbers first and has its own idea of `__proto__`. */
function needsPairs(headers: readonly Header[]): boolean {
  const names = headers.map(([name]) => name);
  return (
    new Set(names).size < names.length || names.some((name) => name === '__proto__' || /^\d+$/.test(name))
  );
}

function headerLines(headers: readonly Header[]): Line[] {
  if (headers.length === 0) return [ADD_HEADER(1)];
  const pairs = needsPairs(headers);
  const rows = headers.map(([name, value], index) => {
    const written = [
      js(`request.headers.${index}.name`, name),
      js(`request.headers.${index}.value`, value),
    ] as const;
    return pairs
      ? line(2, ['[', written[0], ', ', written[1], '],'], 'code', index)
      : line(2, [written[0], ': ', written[1], ','], 'code', index);
  });
  return [line(1, ['headers: ', pairs ? '[' : '{']), ...rows, ADD_HEADER(2), line(1, [pairs ? '],' : '},'])];
}

/** What is handed over as body, as an expression; and the lines that must come before it. */
function bodySource(
  body: RequestSpec['body'],
): { readonly before: readonly Line[]; readonly value: readonly Part[] } | null {
  const text = js('request.body.text', body.text);
  switch (body.kind) {
    case 'none':
      return null;
    case 'string':
      return { before: [], value: [text] };
    case 'URLSearchParams':
      return { before: [], value: ['new URLSearchParams(', text, ')'] };
    case 'FormData':
      return {
        before: [
          line(0, ['const data = new FormData();']),
          line(0, ['data.append(', { kind: 'string', text: "'field'" }, ', ', text, ');']),
        ],
        value: ['data'],
      };
    case 'Blob':
      return {
        before: [],
        value: ['new Blob([', text, '], { type: ', js('request.body.type', body.type), ' })'],
      };
    case 'ArrayBuffer':
      return { before: [], value: ['new TextEncoder().encode(', text, ').buffer'] };
    case 'ReadableStream':
      return { before: [], value: ['new Blob([', text, ']).stream()'] };
    default:
      return body.kind satisfies never;
  }
}

function optionLine(
  name: 'mode' | 'credentials' | 'redirect' | 'cache' | 'referrerPolicy',
  value: string,
  standard: string,
  hidden: 'option' | 'folded',
): Line {
  return line(
    1,
    [`${name}: `, jsChoice(`request.${name}`, value), ','],
    value === standard ? hidden : 'code',
  );
}

function fetchLines(request: RequestSpec): Line[] {
  const body = bodySource(request.body);
  return [
    ...(body?.before ?? []),
    line(0, ['await fetch(', js('request.url', request.url), ', {']),
    line(1, ['method: ', js('request.method', request.method), ',']),
    ...headerLines(request.headers),
    ...(body === null ? [] : [line(1, ['body: ', ...body.value, ','])]),
    ...(request.body.kind === 'ReadableStream'
      ? [line(1, ['duplex: ', { kind: 'string', text: "'half'" }, ','])]
      : []),
    optionLine('mode', request.mode, 'cors', 'option'),
    optionLine('credentials', request.credentials, 'same-origin', 'option'),
    optionLine('redirect', request.redirect, 'follow', 'folded'),
    optionLine('cache', request.cache, 'default', 'folded'),
    optionLine('referrerPolicy', request.referrerPolicy, '', 'folded'),
    line(0, ['});']),
  ];
}

function xhrLines(request: RequestSpec): Line[] {
  const body = bodySource(request.body);
  return [
    line(0, ['const xhr = new XMLHttpRequest();']),
    line(0, ['xhr.open(', js('request.method', request.method), ', ', js('request.url', request.url), ');']),
    ...request.headers.map(([name, value], index) =>
      line(
        0,
        [
          'xhr.setRequestHeader(',
          js(`request.headers.${index}.name`, name),
          ', ',
          js(`request.headers.${index}.value`, value),
          ');',
        ],
        'code',
        index,
      ),
    ),
    ADD_HEADER(0),
    line(
      0,
      [
        'xhr.withCredentials = ',
        choice('request.withCredentials', String(request.withCredentials), String(request.withCredentials)),
        ';',
      ],
      request.withCredentials ? 'code' : 'option',
    ),
    ...(request.uploadListener
      ? [line(0, ['xhr.upload.addEventListener(', { kind: 'string', text: "'progress'" }, ', console.log);'])]
      : []),
    ...(body?.before ?? []),
    line(0, ['xhr.send(', ...(body?.value ?? []), ');']),
  ];
}

function beaconLines(request: RequestSpec): Line[] {
  const body = bodySource(request.body);
  return [
    ...(body?.before ?? []),
    line(0, ['navigator.sendBeacon(']),
    line(1, [js('request.url', request.url), ',']),
    ...(body === null ? [] : [line(1, [...body.value, ','])]),
    line(0, [');']),
  ];
}

function eventSourceLines(request: RequestSpec): Line[] {
  return [
    line(0, ['const events = new EventSource(', js('request.url', request.url), ', {']),
    line(
      1,
      [
        'withCredentials: ',
        choice('request.withCredentials', String(request.withCredentials), String(request.withCredentials)),
        ',',
      ],
      request.withCredentials ? 'code' : 'option',
    ),
    line(0, ['});']),
  ];
}

function crossOriginText(value: CrossOriginAttribute): string {
  switch (value) {
    case 'none':
      return '';
    case 'anonymous':
      return 'crossorigin';
    case 'use-credentials':
      return 'crossorigin="use-credentials"';
    default:
      return value satisfies never;
  }
}

function elementLines(
  request: RequestSpec,
  tag: string,
  address: 'src' | 'href',
  fixed: readonly string[],
  after: string,
): Line[] {
  return [
    line(0, ['<', { kind: 'keyword', text: tag }]),
    ...fixed.map((attribute) => line(1, [attribute])),
    line(1, [`${address}=`, html('request.url', request.url)]),
    line(
      1,
      [choice('request.crossorigin', request.crossorigin, crossOriginText(request.crossorigin))],
      request.crossorigin === 'none' ? 'option' : 'code',
    ),
    line(
      1,
      [
        'referrerpolicy=',
        choice('request.referrerPolicy', request.referrerPolicy, htmlAttribute(request.referrerPolicy)),
      ],
      request.referrerPolicy === '' ? 'folded' : 'code',
    ),
    line(0, [after]),
  ];
}

/** An image or a video whose pixels a script wants. `crossOrigin` must be set before the address. */
function pixelLines(request: RequestSpec): Line[] {
  const video = request.initiator === 'video';
  const name = video ? 'video' : 'image';
  const source = [
    line(0, [video ? "const video = document.createElement('video');" : 'const image = new Image();']),
    request.crossorigin === 'none'
      ? line(0, [choice('request.crossorigin', 'none', '')], 'option')
      : line(0, [`${name}.crossOrigin = `, jsChoice('request.crossorigin', request.crossorigin), ';']),
    ...(video
      ? []
      : [
          line(
            0,
            ['image.referrerPolicy = ', jsChoice('request.referrerPolicy', request.referrerPolicy), ';'],
            request.referrerPolicy === '' ? 'folded' : 'code',
          ),
        ]),
    line(0, [`${name}.src = `, js('request.url', request.url), ';']),
    ...(video
      ? [line(0, ['video.muted = true;']), line(0, ['await video.play();'])]
      : [line(0, ['await image.decode();'])]),
    line(0, ["const canvas = document.createElement('canvas');"]),
  ];
  const use =
    request.use === 'WebGL texture'
      ? [
          line(0, ["const gl = canvas.getContext('webgl');"]),
          line(0, ['gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());']),
          line(0, ['gl.texImage2D(']),
          line(1, ['gl.TEXTURE_2D, 0, gl.RGBA,']),
          line(1, [`gl.RGBA, gl.UNSIGNED_BYTE, ${name},`]),
          line(0, [');']),
        ]
      : [
          line(0, ["const context = canvas.getContext('2d');"]),
          line(0, [`context.drawImage(${name}, 0, 0);`]),
          line(0, ['context.getImageData(0, 0, 1, 1);']),
        ];
  return [...source, ...use];
}

function shapeLines(request: RequestSpec): Line[] {
  return [
    line(0, ['.figure {']),
    line(1, ['float: left;']),
    line(1, ['width: 12rem;']),
    line(1, ['height: 12rem;']),
    line(1, ['shape-outside: url(', css('request.url', request.url), ');']),
    line(0, ['}']),
  ];
}

function mediaLines(request: RequestSpec): Line[] {
  switch (request.use) {
    case 'canvas':
    case 'WebGL texture':
      return pixelLines(request);
    case 'CSS shape':
      // Only an image can be a shape.
      if (request.initiator === 'image') return shapeLines(request);
      return elementLines(request, 'video', 'src', [], '></video>');
    case 'show':
      return request.initiator === 'image'
        ? elementLines(request, 'img', 'src', [], '>')
        : elementLines(request, 'video', 'src', [], '></video>');
    default:
      return request.use satisfies never;
  }
}

function fontLines(request: RequestSpec): Line[] {
  return [
    line(0, ['@font-face {']),
    line(1, ['font-family: ', { kind: 'string', text: '"Asked"' }, ';']),
    line(1, ['src: url(', css('request.url', request.url), ');']),
    line(0, ['}']),
    line(0, ['body {']),
    line(1, ['font-family: ', { kind: 'string', text: '"Asked"' }, ';']),
    line(0, ['}']),
  ];
}

/** How a form encodes its fields, for each kind of body a form can have. */
function encodingOf(kind: BodyKind): string | null {
  if (kind === 'FormData') return 'multipart/form-data';
  return kind === 'string' ? 'text/plain' : null;
}

function formLines(request: RequestSpec): Line[] {
  const encoding = encodingOf(request.body.kind);
  return [
    line(0, ['<', { kind: 'keyword', text: 'form' }]),
    line(1, ['action=', html('request.url', request.url)]),
    line(1, [
      'method=',
      choice('request.method', request.method, htmlAttribute(request.method.toLowerCase())),
    ]),
    ...(encoding === null ? [] : [line(1, ['enctype=', { kind: 'string', text: `"${encoding}"` }])]),
    line(0, ['>']),
    ...formFields(request.body).map(([name, value]) =>
      line(1, [
        '<',
        { kind: 'keyword', text: 'input' },
        ' name=',
        { kind: 'string', text: htmlAttribute(name) },
        ' value=',
        { kind: 'string', text: htmlAttribute(value) },
        '>',
      ]),
    ),
    line(1, ['<', { kind: 'keyword', text: 'button' }, '>Send</', { kind: 'keyword', text: 'button' }, '>']),
    line(0, ['</', { kind: 'keyword', text: 'form' }, '>']),
  ];
}

/** The fields whose encoding is the body as typed. A plain-text form writes `name=value`, one a line. */
function formFields(body: RequestSpec['body']): readonly (readonly [string, string])[] {
  if (body.kind === 'none' || body.text === '') return [];
  if (body.kind === 'FormData') return [['field', body.text]];
  if (body.kind !== 'string') return [...new URLSearchParams(body.text)];
  return body.text.split(/\r?\n/).map((row) => {
    const at = row.indexOf('=');
    return at < 0 ? [row, ''] : [row.slice(0, at), row.slice(at + 1)];
  });
}

/** The code that makes a request, line by line: JavaScript, HTML or CSS, whichever its initiator is written in. */
export function codeOf(request: RequestSpec): readonly Line[] {
  switch (request.initiator) {
    case 'fetch':
      return fetchLines(request);
    case 'XMLHttpRequest':
      return xhrLines(request);
    case 'sendBeacon':
      return beaconLines(request);
    case 'EventSource':
      return eventSourceLines(request);
    case 'script':
      return elementLines(request, 'script', 'src', [], '></script>');
    case 'module script':
      return elementLines(request, 'script', 'src', ['type="module"'], '></script>');
    case 'stylesheet':
      return elementLines(request, 'link', 'href', ['rel="stylesheet"'], '>');
    case 'font':
      return fontLines(request);
    case 'image':
    case 'video':
      return mediaLines(request);
    case 'form':
      return formLines(request);
    case 'WebSocket':
      return [line(0, ['const socket = new WebSocket(', js('request.url', request.url), ');'])];
    default:
      return request.initiator satisfies never;
  }
}

/** The code as text to paste, without what would be so anyway. */
export function printCode(lines: readonly Line[]): string {
  return lines
    .filter(({ part }) => part === 'code')
    .map(({ indent, tokens }) => '  '.repeat(indent) + tokens.map(({ text }) => text).join(''))
    .join('\n');
}
