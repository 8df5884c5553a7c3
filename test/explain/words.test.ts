import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fieldsOfHeader, headersOfField } from '../../src/explain/controls';
import { GLOSSARY, SURFACES } from '../../src/explain/glossary';
import { explainHeader } from '../../src/explain/headers';
import { explainScript, summariseScript } from '../../src/explain/outcome';
import { explainProblem } from '../../src/explain/problems';
import { clip, codes, plain, rich, sentences } from '../../src/explain/rich';
import type { ProblemCode } from '../../src/scenario/scenario';
import { ANY, B, ok, play, response, WITH_CREDENTIALS } from '../engine/harness';
import { randomTrace } from './random-trace';

describe('what script sees, in short', () => {
  const noMore = (trace: Parameters<typeof explainScript>[0]) => [
    plain(summariseScript(trace).noMore ?? []),
    plain(explainScript(trace).note),
  ];

  test.each(['image', 'EventSource'] as const)(
    'the console is named where CORS is the reason, and not where it is none: %s',
    (initiator) => {
      const asked = { initiator, crossorigin: 'anonymous' } as const;
      for (const words of noMore(play(asked, { [B]: ok() })))
        expect(words).toMatch(/reason is in the console/);
      for (const words of noMore(play(asked, { [B]: response(204, ANY) })))
        expect(words).toMatch(/No rule of CORS is behind it/);
    },
  );

  test('a response to HEAD has no body, with headers hidden or without', () => {
    const sees = (headers: Record<string, string>) =>
      plain(summariseScript(play({ method: 'HEAD' }, { [B]: ok({ ...ANY, ...headers }) })).sees);
    expect(sees({})).toBe('Status 200 and the headers meant for it. There is no body.');
    expect(sees({ 'X-Total': '1' })).toBe('Status 200, and no body. x-total reads as null.');
  });
});

describe('sentences with code in them', () => {
  test('what is interpolated is code, a sentence is taken in', () => {
    const inner = rich`by ${'*'}`;
    expect(rich`${'GET'} is allowed ${inner}.`).toEqual([
      { code: 'GET' },
      ' is allowed ',
      'by ',
      { code: '*' },
      '.',
    ]);
  });

  test('names stand in a row', () => {
    expect(plain(codes(['a']))).toBe('a');
    expect(plain(codes(['a', 'b', 'c']))).toBe('a, b and c');
    expect(plain(codes(['a', 'b', 'c', 'd'], 2))).toBe('a, b and 2 more');
  });

  test('what is left out leaves no gap', () => {
    expect(plain(sentences(['One.'], null, false, ['Two.']))).toBe('One. Two.');
  });

  test('long values are cut', () => {
    expect(clip('x'.repeat(500))).toHaveLength(100);
  });
});

describe('what script sees', () => {
  const seen = (trace: Parameters<typeof explainScript>[0]) => {
    const { lines, note } = explainScript(trace);
    return { lines: lines.map(({ label, value }) => `${label} ${plain(value)}`), note: plain(note) };
  };

  test('a blocked fetch() is the same TypeError in each browser’s words', () => {
    const { lines, note } = seen(play({}, { [B]: ok() }));
    expect(lines).toEqual([
      'Chrome TypeError: Failed to fetch',
      'Firefox TypeError: NetworkError when attempting to fetch resource.',
      'Safari TypeError: Load failed',
    ]);
    expect(note).toContain('on purpose');
  });

  test('a hidden header reads as null', () => {
    const { lines } = seen(play({}, { [B]: ok({ ...ANY, 'X-Total': '3', 'Content-Type': 'text/plain' }) }));
    expect(lines).toContain("response.headers.get('x-total') null");
    expect(lines).toContain('response.headers.get(\'content-type\') "text/plain"');
  });

  test('Set-Cookie reads as null even when it is exposed', () => {
    const answer = ok({
      ...WITH_CREDENTIALS,
      'Set-Cookie': 'a=1',
      'Access-Control-Expose-Headers': 'Set-Cookie',
    });
    expect(seen(play({ credentials: 'include' }, { [B]: answer })).lines).toContain(
      "response.headers.get('set-cookie') null",
    );
  });

  test('a blocked XMLHttpRequest has status 0', () => {
    expect(seen(play({ initiator: 'XMLHttpRequest' }, { [B]: ok() })).lines).toContain('xhr.status 0');
  });

  test('a tainted canvas throws when read, WebGL when given the image', () => {
    expect(seen(play({ initiator: 'image', use: 'canvas' }, { [B]: ok() })).lines).toContain(
      'getImageData() SecurityError',
    );
    expect(seen(play({ initiator: 'image', use: 'WebGL texture' }, { [B]: ok() })).lines).toContain(
      'gl.texImage2D() SecurityError',
    );
  });

  test('a style sheet without CORS applies, unread', () => {
    const { lines } = seen(play({ initiator: 'stylesheet' }, { [B]: ok({ 'Content-Type': 'text/css' }) }));
    expect(lines).toEqual(['event load', 'sheet.cssRules SecurityError']);
  });

  test('whatever happens is put into words', () => {
    fc.assert(
      fc.property(randomTrace, (trace) => {
        const { lines, note } = seen(trace);
        expect(lines.length).toBeGreaterThan(0);
        expect([...lines, note].join('\n')).not.toMatch(/undefined|\[object|NaN/);
      }),
      { numRuns: 300 },
    );
  });
});

describe('headers', () => {
  const NAMES = {
    request:
      'Origin Access-Control-Request-Method Access-Control-Request-Headers Cookie Authorization Referer Content-Type Content-Length Accept Accept-Language Accept-Encoding User-Agent Host Sec-Fetch-Site Sec-Fetch-Mode Sec-Fetch-Dest Cache-Control Pragma Range',
    response:
      'Access-Control-Allow-Origin Access-Control-Allow-Credentials Access-Control-Allow-Methods Access-Control-Allow-Headers Access-Control-Expose-Headers Access-Control-Max-Age Vary Timing-Allow-Origin Cross-Origin-Resource-Policy Set-Cookie Location Content-Type Content-Length Cache-Control WWW-Authenticate X-Content-Type-Options Date',
  };

  test.each(['request', 'response'] as const)('every known %s header is explained', (side) => {
    for (const name of NAMES[side].split(' ')) {
      for (const purpose of ['preflight', 'fetch'] as const) {
        const words = explainHeader(name, side, purpose);
        expect(words, name).not.toBeNull();
        expect(plain(words?.what ?? [])).toMatch(/\.$/);
        expect(words?.url).toMatch(/^https:/);
      }
    }
  });

  test('an unknown header is not', () => {
    expect(explainHeader('X-Total', 'response', 'fetch')).toBeNull();
    expect(explainHeader('constructor', 'response', 'fetch')).toBeNull();
  });

  test('a header on the wrong answer is told to do nothing', () => {
    const useless = (name: string, purpose: 'preflight' | 'fetch') =>
      plain(explainHeader(name, 'response', purpose)?.values ?? []).includes('does nothing');
    expect(useless('Access-Control-Allow-Methods', 'fetch')).toBe(true);
    expect(useless('Access-Control-Allow-Methods', 'preflight')).toBe(false);
    expect(useless('Access-Control-Expose-Headers', 'preflight')).toBe(true);
    expect(useless('Access-Control-Allow-Origin', 'fetch')).toBe(false);
  });
});

describe('controls', () => {
  test('each names the header it produces, and is named by it', () => {
    expect(fieldsOfHeader('Access-Control-Allow-Headers', 'response', 'preflight', 1)).toContain(
      'servers.1.policy.headers',
    );
    expect(headersOfField('servers.1.policy.headers.0')).toContain('response:access-control-allow-headers');
    expect(fieldsOfHeader('Origin', 'request', 'fetch', 0)).toContain('page.url');
    expect(headersOfField('page.url')).toContain('request:origin');
    expect(headersOfField('request.method')).toEqual(['request:access-control-request-method']);
  });

  test('a redirect of OPTIONS and one of the request come from different fields', () => {
    expect(fieldsOfHeader('Location', 'response', 'preflight', 0)).toContain('servers.0.options');
    expect(fieldsOfHeader('Location', 'response', 'preflight', 0)).not.toContain(
      'servers.0.response.location',
    );
    expect(fieldsOfHeader('Location', 'response', 'fetch', 0)).toContain('servers.0.response.location');
  });

  test('raw lines can be any response header', () => {
    expect(fieldsOfHeader('Vary', 'response', 'preflight', 2)).toContain('servers.2.raw.preflight');
    expect(headersOfField('servers.2.raw.preflight.lines')).toContain('response:vary');
  });

  test('any other header comes from the author’s own', () => {
    expect(fieldsOfHeader('X-One', 'request', 'fetch', 0)).toEqual(['request.headers']);
    expect(fieldsOfHeader('X-One', 'response', 'fetch', 0)).toContain('servers.0.response.headers');
  });
});

const DETAILS: Readonly<Record<ProblemCode, string>> = {
  url: 'http://',
  'url-not-http': 'ftp:',
  origin: 'https://foo.example',
  'origin-trailing': 'https://foo.example',
  'header-name': ' ',
  'header-value': '\n',
  method: ' ',
  status: '99',
  'redirect-status': '200',
  pattern: 'missing closing )',
  'pattern-unsupported': '(?=',
  token: '"',
  'max-age': 'abc',
  'raw-line': '3',
  cookie: 'Secure',
  seconds: '-1',
  path: '/doc',
  'too-long': '500',
  'too-many': '20',
  'not-bytes': '✓',
  shape: '',
};

describe('problems', () => {
  test.each(Object.entries(DETAILS) as [ProblemCode, string][])('%s', (code, detail) => {
    for (const [reason, given] of [
      ['missing', ''],
      ['invalid', detail],
      ['prohibited', detail],
    ] as const) {
      const words = plain(explainProblem({ path: 'request.url', code, reason, detail: given }));
      expect(words).toMatch(/\.$/);
      expect(words).not.toMatch(/undefined|\[object|error|wrong|illegal/i);
    }
  });

  test.each(['origin', 'path', 'cookie'] as const)('%s without anything to suggest', (code) => {
    expect(plain(explainProblem({ path: 'page.url', code, reason: 'invalid', detail: '' }))).toMatch(
      /such as|looks like/,
    );
  });
});

test('every term and every surface has its sentence', () => {
  for (const { means } of Object.values(GLOSSARY)) expect(plain(means)).toMatch(/^[A-Z*].*[.?]$/s);
  for (const { line } of SURFACES) expect(plain(line)).toMatch(/\.$/);
});
