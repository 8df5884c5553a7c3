import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plain } from '../../../src/explain/rich';
import { importFile, importText } from '../../../src/share/import/import';
import type { ImportResult } from '../../../src/share/import/imported';
import { artefact, problemsOf } from './importing';

/** What is true of whatever comes of anything: a scenario that plays, a choice of such, or a sentence. */
async function expectSound(result: ImportResult): Promise<void> {
  switch (result.type) {
    case 'problem':
      expect(plain(result.problem.sentence)).toMatch(/\S.*[.?)]$/s);
      return;
    case 'choice':
      for (const index of [0, result.entries.length - 1]) await expectSound(await result.pick(index));
      return;
    case 'imported': {
      const { scenario, guessed, missing, known } = result.imported;
      expect(await problemsOf(scenario)).toEqual([]);
      for (const { path } of [...guessed, ...missing]) expect(path).toMatch(/^[a-zA-Z.\d]+$/);
      expect(new Set(known).size).toBe(known.length);
    }
  }
}

const SEEDS: readonly string[] = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code that is read.
  "fetch('https://a.example/x?y=1', { method: 'PUT', headers: new Headers({ 'X-A': `b${c}` }), body: JSON.stringify({ a: [1, { b: null }] }) }); // done",
  "const xhr = new XMLHttpRequest(); xhr.open('POST', '/x'); xhr.setRequestHeader('A', 'b'); xhr.withCredentials = true; xhr.send('x=1');",
  "axios.create({ baseURL: 'https://a.example', withCredentials: true }).post('/x', { a: 1 }, { params: { q: 1 } });",
  "curl 'https://a.example/x' -X POST -H $'X-A: it\\'s' -b 'a=1' --data-raw '{\"a\":1}' --compressed -F a=@b",
  'curl ^"https://a.example/^" ^\n  -H ^"A: ^\\^"b^\\^"^" ^\n  --data-raw ^"^{^}^"',
  'GET /x HTTP/1.1\nHost: a.example\nOrigin: https://b.example\n\nHTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\n\nbody',
  'Request URL\nhttps://a.example/\nRequest Method\nGET\nStatus Code\n200 OK\nvary\nOrigin',
  '* Connected to a.example (1.2.3.4) port 443\n> OPTIONS /x HTTP/2\n> Host: a.example\n> Access-Control-Request-Method: PUT\n>\n< HTTP/2 204\n< access-control-allow-origin: *\n<',
  "Access to fetch at 'https://a.example/' (redirected from 'https://c.example/') from origin 'https://b.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
  'Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://a.example/. (Reason: header ‘x-a’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response).',
  artefact('firefox-153.har'),
];

const scrap = fc.oneof(
  fc.constantFrom(
    '"',
    "'",
    '`',
    '\\',
    '${',
    '(',
    ')',
    '{',
    '}',
    '[',
    '\n',
    '\r\n',
    '\0',
    '^',
    '$(',
    ': ',
    'https://',
    '__proto__',
    '\u2028',
    '\ud800',
    'é',
    '‘',
    '-H ',
    '> ',
    '< ',
    '://',
    '@',
    '%',
    '#',
    '=>',
    '/*',
    '//',
    '\t',
  ),
  fc.string({ maxLength: 12 }),
);

/** A text with some of it taken out, doubled, or replaced. */
const mutated = fc
  .tuple(
    fc.constantFrom(...SEEDS),
    fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(30), scrap, fc.nat(2)), {
      maxLength: 6,
    }),
  )
  .map(([seed, changes]) =>
    changes.reduce((text, [where, length, added, how]) => {
      const at = Math.floor(where * text.length);
      return (
        text.slice(0, at) +
        (how === 0 ? '' : added) +
        text.slice(how === 2 ? Math.max(0, at - length) : at + length)
      );
    }, seed),
  );

describe('whatever is pasted', () => {
  it('comes to a scenario that plays, or to a sentence', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          { weight: 4, arbitrary: mutated },
          { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
        ),
        async (text) => {
          await expectSound(await importText(text));
        },
      ),
      { numRuns: 400 },
    );
  }, 120_000);

  it('in whatever bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        await expectSound(await importFile(new Blob([Uint8Array.from(bytes)])));
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  const deep = 200_000;
  it.each([
    ['brackets', `fetch(${'['.repeat(deep)}`],
    ['parentheses that close', `fetch(${'('.repeat(deep)}1${')'.repeat(deep)})`],
    ['functions', `fetch('https://a.example/', ${'()=>'.repeat(50_000)}1)`],
    ['sums', `fetch(${"'a'+".repeat(deep)}'b')`],
    ['members', `fetch(a${'.a'.repeat(deep)})`],
    ['blocks', `${'{'.repeat(deep)}fetch('https://a.example/')${'}'.repeat(deep)}`],
    ['objects of JSON', `{"log":{"entries":[${'{"request":'.repeat(deep)}`],
    ['lists of JSON', `{"log":{"entries":[${'['.repeat(deep)}${']'.repeat(deep)}]}}`],
    ['substitutions of a shell', `curl ${'$('.repeat(deep)}`],
    ['quotes of a shell', `curl ${'"$('.repeat(deep)}`],
    ['backticks', `curl ${'`'.repeat(deep)}`],
    ['braces', `curl https://a.example/${'{a,b}'.repeat(20_000)}`],
    ['templates', `fetch(${'`${'.repeat(20_000)}`],
    ['a body of JSON', `curl https://a.example/ -d '${'[{"password":'.repeat(30_000)}'`],
  ])(
    'deep nesting of %s ends soon',
    async (_what, text) => {
      const start = performance.now();
      await expectSound(await importText(text));
      expect(performance.now() - start).toBeLessThan(5_000);
    },
    20_000,
  );

  it.each([
    [
      'names that double',
      `const a0='xxxxxxxx';${Array.from({ length: 60 }, (_, i) => `const a${i + 1}=a${i}+a${i};`).join('')}fetch(a60)`,
    ],
    [
      'lists that double',
      `const a0=[1];${Array.from({ length: 60 }, (_, i) => `const a${i + 1}=[a${i},a${i}];`).join('')}fetch('https://a.example/',{method:'POST',body:JSON.stringify(a60)})`,
    ],
    [
      'objects that spread',
      `const a0={a:1};${Array.from({ length: 200 }, (_, i) => `const a${i + 1}={...a${i},...a${i},b${i}:a${i}};`).join('')}fetch('https://a.example/',a200)`,
    ],
    ['type arguments in each other', `const q = x as any; fetch(${'f<T>('.repeat(40)}`],
    ['generic functions in each other', `const q = x as any; fetch(${'async <T>('.repeat(40)}`],
    ['names that go in circles', 'const a = b; const b = a; fetch(a + b)'],
    [
      'a thousand effects on a thousand calls',
      `const h = new Headers();${"h.append('a','b');".repeat(3_000)}${"fetch('https://a.example/',{headers:h});".repeat(1_000)}`,
    ],
    ['a line without end', `fetch('https://a.example/${'a'.repeat(900_000)}')`],
    ['a long query', `curl 'https://a.example/?${'a=eyJhbGciOiJIUzI1NiJ9&'.repeat(20_000)}'`],
    ['runs that look like tokens', `curl https://a.example/ -d '${'eyJ-'.repeat(100_000)}'`],
    ['slashes', `curl 'https:${'/'.repeat(300_000)}'`],
    ['userinfo', `curl 'https://${'a:@'.repeat(100_000)}a.example/'`],
    ['console words', `Access to fetch at '${'blocked by CORS policy: '.repeat(20_000)}`],
    ['console lines', "Mixed Content: The page at 'https://a.example/'\n".repeat(20_000)],
    ['header lines', `HTTP/1.1 200 OK\n${'X-A: b\n'.repeat(15_000)}`],
    ['start lines', 'HTTP/1.1 200 OK\nVary: a\n\n'.repeat(20_000)],
    ['exchanges of curl', '> GET / HTTP/1.1\n> Host: a.example\n>\n< HTTP/1.1 200 OK\n<\n'.repeat(5_000)],
    ['field names in a body', `curl https://a.example/ -d '${"a:'".repeat(60_000)}'`],
  ])(
    '%s take no time that grows faster than they do',
    async (_what, text) => {
      const start = performance.now();
      await expectSound(await importText(text));
      expect(performance.now() - start).toBeLessThan(8_000);
    },
    30_000,
  );

  it('a prototype stays as it is, whatever names are in it', async () => {
    const result = await importText(
      `fetch('https://a.example/', { method: 'POST', headers: { __proto__: { polluted: 'yes' }, constructor: 'x' }, body: JSON.stringify({ ['__proto__']: { polluted: 'yes' } }) })`,
    );
    await expectSound(result);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('encodings', () => {
  const text = "fetch('https://a.example/café')";
  const utf16 = (order: 'le' | 'be', mark: string) => {
    const bytes = new Uint8Array((mark + text).length * 2);
    const view = new DataView(bytes.buffer);
    for (const [i, char] of [...(mark + text)].entries()) {
      view.setUint16(i * 2, char.charCodeAt(0), order === 'le');
    }
    return bytes;
  };
  it.each([
    ['UTF-8', new TextEncoder().encode(text), null],
    ['UTF-8 with a mark', new TextEncoder().encode(`\ufeff${text}`), null],
    ['UTF-16, little end first, with a mark', utf16('le', '\ufeff'), 'UTF-16'],
    ['UTF-16, big end first, with a mark', utf16('be', '\ufeff'), 'UTF-16'],
    ['UTF-16 without a mark', utf16('le', ''), 'UTF-16'],
    ['Latin-1', Uint8Array.from([...text].map((char) => char.charCodeAt(0))), 'Latin-1'],
  ])('%s is read', async (_name, bytes, said) => {
    const result = await importFile(new Blob([bytes]));
    if (result.type !== 'imported') throw new Error(result.type);
    expect(result.imported.scenario.request.url).toBe('https://a.example/café');
    const sentences = result.imported.understood.map(plain).join();
    if (said === null) expect(sentences).not.toContain('encoding');
    else expect(sentences).toContain(said);
  });

  it('a paste of UTF-16 read as bytes is put right, and said', async () => {
    const result = await importText(`ÿþ${[...text].join('\0')}\0`);
    if (result.type !== 'imported') throw new Error(result.type);
    expect(result.imported.understood.map(plain).join()).toContain('UTF-16');
  });

  it('spaces that only look like spaces do not break a command', async () => {
    const result = await importText("curl\u00a0'https://a.example/'\u00a0-H\u00a0'X-A: b'");
    if (result.type !== 'imported') throw new Error(result.type);
    expect(result.imported.scenario.request.headers).toEqual([['X-A', 'b']]);
  });
});

it('a file that is too large is refused with the reason', async () => {
  const large = new Blob([new Uint8Array(1)]);
  Object.defineProperty(large, 'size', { value: 200_000_000 });
  const result = await importFile(large);
  expect(result.type === 'problem' && plain(result.problem.sentence)).toContain('150 MB');
});

it.each(['', '   \n ', 'hello', '42', '<html><body>hi</body></html>', 'SELECT * FROM items;', 'name: value'])(
  'what is nothing of all this is said to be nothing: %j',
  async (text) => {
    const result = await importText(text);
    expect(result.type).toBe('problem');
  },
);

it('what a person is asked to run is one command, whatever stands in the URL and the headers', async () => {
  const headers = "{ method: 'PUT', headers: { \"x-'a|b'\": '1' } }";
  const texts = [
    `fetch("https://a.example/';touch$IFS'x';'", ${headers})`,
    'HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\n\n',
  ];
  for (const text of texts) {
    const result = await importText(text);
    if (result.type !== 'imported') throw new Error(result.type);
    for (const { ask } of result.imported.missing) {
      const [command] = /curl -v .*/.exec(plain(ask)) ?? [];
      if (command === undefined) continue;
      const { parse } = await import('unbash');
      expect(parse(command.replace(/\W*$/, "'")).commands).toHaveLength(1);
    }
  }
});

it.each(['valueOf', 'constructor', 'toString', 'hasOwnProperty'])(
  'a name that every object has is neither a request nor a body: %s()',
  async (name) => {
    const result = await importText(`fetch('https://a.example/', { method: 'POST', body: ${name}() })`);
    await expectSound(result);
    expect(result.type).toBe('imported');
    expect(() => structuredClone(result)).not.toThrow();
  },
);

it('what Chrome calls a resource is no name that every object has', async () => {
  const result = await importText(
    "Access to constructor at 'https://a.example/' from origin 'https://foo.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
  );
  await expectSound(result);
  expect(result.type).toBe('imported');
});
