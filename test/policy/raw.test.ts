import { describe, expect, test } from 'vitest';
import type { Header } from '../../src/engine/http';
import { answer } from '../../src/policy/answer';
import type { Server } from '../../src/policy/policy';
import { rawFrom } from '../../src/policy/raw';
import { parseRaw } from '../../src/policy/raw-lines';
import { defaultServer } from '../../src/scenario/defaults';

describe('raw lines', () => {
  test.each([
    ['no colon', 'line'],
    [': value', 'line'],
    ['Vary : Origin', 'line'],
    [' Vary: Origin', 'line'],
    ['HTTP/1.1 200 OK', 'line'],
    ['A: b\rc', 'value'],
    ['A: b\0', 'value'],
    ['A: €', 'bytes'],
  ] as const)('%j is no header', (line, what) => {
    expect(parseRaw({ status: '200', lines: `\nVary: Origin\n${line}\nA: b` })).toEqual({
      headers: [
        ['Vary', 'Origin'],
        ['A', 'b'],
      ],
      problems: [{ line: 3, what }],
    });
  });
});

describe('switching to raw', () => {
  const base = defaultServer('https://bar.other');
  const server: Server = {
    ...base,
    policy: {
      ...base.policy,
      origins: 'list',
      list: ['https://foo.example', 'https://qux.test'],
      methods: ['PUT'],
      headers: ['X-A'],
      credentials: true,
      exposed: ['X-B'],
      maxAge: '5',
      vary: true,
    },
  };
  const compile = () => () => false;

  test('changes no answer to the page', () => {
    const raw: Server = {
      ...server,
      answers: 'raw',
      raw: rawFrom(server, 'https://foo.example', 'PUT', ['x-a'], compile),
    };
    const asked: readonly Header[] = [
      ['Origin', 'https://foo.example'],
      ['Access-Control-Request-Method', 'PUT'],
      ['Access-Control-Request-Headers', 'x-a'],
    ];
    for (const [method, headers] of [
      ['OPTIONS', asked],
      ['PUT', asked.slice(0, 1)],
    ] as const) {
      const request = { method, url: 'https://bar.other/', headers, body: null };
      const before = answer(server, request, compile);
      const expected =
        'failure' in before
          ? before
          : { ...before, headers: before.headers.filter(([name]) => name !== 'Content-Length') };
      expect(answer(raw, request, compile)).toEqual(expected);
    }
  });

  test('starts from the policy, even where the server is raw or out of reach already', () => {
    const gone: Server = { ...server, answers: 'raw', failure: 'dns' };
    expect(rawFrom(gone, 'https://foo.example', 'GET', [])).toEqual(
      rawFrom(server, 'https://foo.example', 'GET', []),
    );
  });

  test('takes a pattern for matching where there is no compiler', () => {
    const byPattern: Server = { ...server, policy: { ...server.policy, origins: 'pattern', pattern: 'x' } };
    expect(rawFrom(byPattern, 'https://foo.example', 'GET', []).response.lines).toContain(
      'Access-Control-Allow-Origin: https://foo.example\n',
    );
  });
});
