import { Blob as NodeBlob } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { codeOf, cssString, htmlAttribute, jsString, printCode } from '../../../src/app/request/code';
import type { Initiator, RequestSpec } from '../../../src/engine/initiator';
import { defaultRequest } from '../../../src/scenario/defaults';

const code = (change: Partial<RequestSpec>) =>
  printCode(codeOf({ ...defaultRequest, url: 'https://bar.other/doc', ...change }));

/** Runs JavaScript with the names it may use, and gives back what its last line evaluates to. */
function evaluate(source: string, names: Readonly<Record<string, unknown>>): unknown {
  return new Function(...Object.keys(names), `return (async () => { ${source} })();`)(
    ...Object.values(names),
  );
}

const AWKWARD = [
  "it's",
  'say "hi"',
  `both ' and "`,
  'back\\slash',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what a template must escape.
  'two\nlines with `ticks` and ${holes}',
  'carriage\r\nreturn',
  '\u2028 and \u2029',
  'nul\0 7',
  '</script><script>',
  '<!-- </SCRIPT',
  '',
];

describe('a JavaScript literal', () => {
  it.each(AWKWARD)('means the string it was written for: %j', (value) => {
    expect(new Function(`return ${jsString(value)};`)()).toBe(value);
  });

  it.each(AWKWARD)('neither ends nor opens a script element: %j', (value) => {
    expect(jsString(value)).not.toMatch(/<\/script|<!--/i);
  });

  it('uses the quotes that need no escape', () => {
    expect(jsString('plain')).toBe("'plain'");
    expect(jsString("it's")).toBe(`"it's"`);
    expect(jsString('a\nb')).toBe('`a\nb`');
  });
});

describe('an HTML attribute', () => {
  it('cannot be left by what it holds', () => {
    expect(htmlAttribute('a"b&c<d>')).toBe('"a&quot;b&amp;c&lt;d>"');
  });
});

describe('a CSS string', () => {
  it('cannot be left by what it holds', () => {
    expect(cssString('a"b\\c\nd</style>')).toBe('"a\\"b\\\\c\\a d\\3c /style>"');
  });
});

describe('fetch()', () => {
  it('is written out in full', () => {
    expect(
      code({
        method: 'POST',
        headers: [
          ['X-PINGOTHER', 'pingpong'],
          ['Content-Type', 'text/xml'],
        ],
        body: { kind: 'string', text: '<person/>', type: '' },
        credentials: 'include',
      }),
    ).toBe(`await fetch('https://bar.other/doc', {
  method: 'POST',
  headers: {
    'X-PINGOTHER': 'pingpong',
    'Content-Type': 'text/xml',
  },
  body: '<person/>',
  credentials: 'include',
});`);
  });

  it('leaves out what would be so anyway', () => {
    expect(code({})).toBe("await fetch('https://bar.other/doc', {\n  method: 'GET',\n});");
  });

  it('names the options that differ from their defaults', () => {
    const source = code({ mode: 'no-cors', redirect: 'manual', cache: 'reload', referrerPolicy: 'origin' });
    for (const option of [
      "mode: 'no-cors'",
      "redirect: 'manual'",
      "cache: 'reload'",
      "referrerPolicy: 'origin'",
    ]) {
      expect(source).toContain(option);
    }
  });

  it.each([
    [
      'two of the same name',
      [
        ['X-A', '1'],
        ['X-A', '2'],
      ],
    ],
    ['one named like a property of every object', [['__proto__', '1']]],
    [
      'one named like an index',
      [
        ['b', '1'],
        ['1', '2'],
      ],
    ],
  ] as const)('keeps every header in order: %s', async (_, headers) => {
    let given: unknown;
    const fetch = async (_url: string, init: { headers: Iterable<unknown> | Record<string, string> }) => {
      given = Symbol.iterator in init.headers ? [...init.headers] : Object.entries(init.headers);
    };
    await evaluate(code({ headers: [...headers] }), { fetch });
    expect(given).toEqual(headers);
  });

  it.each([
    ['string', (body: unknown) => body],
    ['URLSearchParams', (body: unknown) => String(body)],
    ['FormData', (body: unknown) => (body as FormData).get('field')],
    ['Blob', (body: unknown) => (body as Blob).text()],
    ['ArrayBuffer', (body: unknown) => new TextDecoder().decode(body as ArrayBuffer)],
    ['ReadableStream', (body: unknown) => new Response(body as ReadableStream).text()],
  ] as const)('sends a body of the kind %s', async (kind, read) => {
    let init: { body?: unknown; duplex?: string } = {};
    const fetch = async (_: string, given: typeof init) => {
      init = given;
    };
    await evaluate(code({ method: 'POST', body: { kind, text: 'a=b', type: 'text/plain' } }), {
      fetch,
      URLSearchParams,
      FormData: globalThis.FormData,
      TextEncoder,
      Blob: NodeBlob as unknown,
    });
    expect(await read(init.body)).toBe('a=b');
    expect(init.duplex).toBe(kind === 'ReadableStream' ? 'half' : undefined);
  });
});

describe('XMLHttpRequest', () => {
  it('calls everything in an order that works', async () => {
    const calls: unknown[] = [];
    class XMLHttpRequest {
      withCredentials = false;
      upload = { addEventListener: (type: string) => calls.push(['listen', type]) };
      open = (...args: unknown[]) => calls.push(['open', ...args]);
      setRequestHeader = (...args: unknown[]) => calls.push(['header', ...args]);
      send = (...args: unknown[]) => calls.push(['send', ...args, this.withCredentials]);
    }
    await evaluate(
      code({
        initiator: 'XMLHttpRequest',
        method: 'PUT',
        headers: [['X-A', '1']],
        withCredentials: true,
        uploadListener: true,
        body: { kind: 'string', text: 'hello', type: '' },
      }),
      { XMLHttpRequest },
    );
    expect(calls).toEqual([
      ['open', 'PUT', 'https://bar.other/doc'],
      ['header', 'X-A', '1'],
      ['listen', 'progress'],
      ['send', 'hello', true],
    ]);
  });
});

describe('every way to make a request', () => {
  it.each<[Initiator, Partial<RequestSpec>, RegExp]>([
    [
      'sendBeacon',
      { body: { kind: 'string', text: 'x', type: '' } },
      /^navigator\.sendBeacon\(\n {2}'https:\/\/bar\.other\/doc',\n {2}'x',\n\);$/,
    ],
    [
      'EventSource',
      { withCredentials: true },
      /new EventSource\('https:\/\/bar\.other\/doc', \{\n {2}withCredentials: true,/,
    ],
    ['script', {}, /^<script\n {2}src="https:\/\/bar\.other\/doc"\n><\/script>$/],
    [
      'module script',
      { crossorigin: 'use-credentials' },
      /type="module"[\s\S]*crossorigin="use-credentials"/,
    ],
    [
      'stylesheet',
      { crossorigin: 'anonymous' },
      /^<link\n {2}rel="stylesheet"\n {2}href="https:\/\/bar\.other\/doc"\n {2}crossorigin\n>$/,
    ],
    [
      'font',
      {},
      /@font-face \{[\s\S]*src: url\("https:\/\/bar\.other\/doc"\);[\s\S]*body \{\n {2}font-family/,
    ],
    [
      'image',
      { crossorigin: 'anonymous' },
      /^<img\n {2}src="https:\/\/bar\.other\/doc"\n {2}crossorigin\n>$/,
    ],
    ['video', {}, /^<video\n {2}src="https:\/\/bar\.other\/doc"\n><\/video>$/],
    ['image', { use: 'CSS shape' }, /shape-outside: url\("https:\/\/bar\.other\/doc"\)/],
    [
      'form',
      { method: 'POST', body: { kind: 'string', text: 'a=b', type: '' } },
      /action="https:\/\/bar\.other\/doc"\n {2}method="post"\n {2}enctype="text\/plain"[\s\S]*<input name="a" value="b">/,
    ],
    ['WebSocket', {}, /^const socket = new WebSocket\('https:\/\/bar\.other\/doc'\);$/],
  ])('has its code: %s', (initiator, change, expected) => {
    expect(code({ initiator, ...change })).toMatch(expected);
  });

  it.each(['canvas', 'WebGL texture'] as const)(
    'asks for an image in CORS mode before it loads it: %s',
    (use) => {
      const source = code({ initiator: 'image', use, crossorigin: 'anonymous' });
      expect(source.indexOf("image.crossOrigin = 'anonymous'")).toBeGreaterThan(-1);
      expect(source.indexOf('image.crossOrigin')).toBeLessThan(source.indexOf('image.src'));
      expect(source).toContain(use === 'canvas' ? 'getImageData' : 'texImage2D');
    },
  );

  it('lets every literal be edited at the place of the scenario it stands for', () => {
    const paths = codeOf({ ...defaultRequest, headers: [['X-A', '1']] }).flatMap(({ tokens }) =>
      tokens.flatMap((token) => ('path' in token ? [token.path] : [])),
    );
    expect(paths).toEqual([
      'request.url',
      'request.method',
      'request.headers.0.name',
      'request.headers.0.value',
      'request.mode',
      'request.credentials',
      'request.redirect',
      'request.cache',
      'request.referrerPolicy',
    ]);
  });
});
