import { describe, expect, test } from 'vitest';
import type { EmbedderPolicy } from '../../src/engine/client';
import { constructRequest } from '../../src/engine/construct';
import { crossOriginResourcePolicyCheck } from '../../src/engine/cross-origin-resource-policy';
import type { HeaderList } from '../../src/engine/http';
import { Run } from '../../src/engine/run';
import {
  A,
  B,
  client,
  environment,
  failedRule,
  ok,
  play,
  redirect,
  response,
  type Setting,
  sandboxed,
  sent,
  spec,
} from './harness';

const CORP = 'Cross-Origin-Resource-Policy';
const IMAGE = { initiator: 'image' } as const;

/** Whether a page may show an image of `origin` that comes with these policies, one per line. */
function load(policies: readonly string[], origin = B, setting: Setting = {}): 'allowed' | 'blocked' {
  const headers: HeaderList = policies.map((value) => [CORP, value]);
  const trace = play({ ...IMAGE, url: `${origin}/i.png` }, { [origin]: ok(headers) }, setting);
  if (failedRule(trace) === 'corp.check') return 'blocked';
  expect(failedRule(trace)).toBeNull();
  return 'allowed';
}

const SUBDOMAIN = 'https://cdn.foo.example';
const HTTP_PAGE = { client: { url: 'http://foo.example/page' } };

describe('the policy', () => {
  test('N: none, or cross-origin, allows everyone', () => {
    expect(load([])).toBe('allowed');
    expect(load(['cross-origin'])).toBe('allowed');
  });

  test.each([
    [A, 'allowed'],
    ['https://foo.example:8443', 'blocked'],
    [SUBDOMAIN, 'blocked'],
    [B, 'blocked'],
  ])('N: same-origin from %s: %s', (origin, result) => {
    expect(load(['same-origin'], origin)).toBe(result);
  });

  test.each([
    [A, 'allowed'],
    ['https://foo.example:8443', 'allowed'],
    [SUBDOMAIN, 'allowed'],
    [B, 'blocked'],
  ])('N: same-site from %s: %s', (origin, result) => {
    expect(load(['same-site'], origin)).toBe(result);
  });

  test('N: same-site keeps what came over https from a plain http page', () => {
    expect(load(['same-site'], SUBDOMAIN, HTTP_PAGE)).toBe('blocked');
    expect(load(['same-site'], 'http://cdn.foo.example', HTTP_PAGE)).toBe('allowed');
  });

  test('N: same-site gives what came over plain http to a secure page', () => {
    // Of plain http, a secure page may load only what is on its own machine.
    const page = { client: { url: 'https://localhost/page', addressSpace: 'loopback' } } as const;
    expect(load(['same-site'], 'http://localhost:8080', page)).toBe('allowed');
  });

  test('N: a page with an opaque origin is nobody’s site', () => {
    expect(load(['same-origin'], A, { client: sandboxed })).toBe('blocked');
    expect(load(['same-site'], A, { client: sandboxed })).toBe('blocked');
    expect(load(['cross-origin'], A, { client: sandboxed })).toBe('allowed');
  });

  test.each([['Same-Origin'], ['SAME-SITE'], ['none'], ['same-origin;x'], ['same-site, same-origin'], ['']])(
    'N: %s is no policy, so it allows',
    (value) => {
      expect(load([value])).toBe('allowed');
    },
  );

  test('N: two lines are no policy, so they allow', () => {
    expect(load(['same-origin', 'same-origin'])).toBe('allowed');
  });

  test('N: it is the page’s origin that counts after a redirect, against the URL that answered', () => {
    const guarded = ok({ [CORP]: 'same-origin' });
    const home = play({ ...IMAGE, url: `${B}/i.png` }, { [B]: redirect(`${A}/i.png`), [A]: guarded });
    expect(failedRule(home)).toBeNull();
    const away = play(
      { ...IMAGE, url: `${A}/i.png` },
      { [A]: response(302, { Location: `${B}/i.png`, [CORP]: 'same-origin' }), [B]: guarded },
    );
    expect(failedRule(away)).toBe('corp.check');
    expect(sent(away)).toHaveLength(2);
  });
});

describe('the page’s embedder policy', () => {
  const embedder = (embedderPolicy: EmbedderPolicy) => ({ client: { embedderPolicy } });

  test('N: require-corp blocks what has no policy', () => {
    expect(load([], B, embedder('require-corp'))).toBe('blocked');
    expect(load(['nonsense'], B, embedder('require-corp'))).toBe('blocked');
    expect(load(['cross-origin'], B, embedder('require-corp'))).toBe('allowed');
    expect(load(['same-site'], SUBDOMAIN, embedder('require-corp'))).toBe('allowed');
    expect(load([], SUBDOMAIN, embedder('require-corp'))).toBe('blocked');
    expect(load([], A, embedder('require-corp'))).toBe('allowed');
  });

  test('N: require-corp has no say over CORS', () => {
    const image = { ...IMAGE, url: `${B}/i.png`, crossorigin: 'anonymous' } as const;
    const cors = ok({ 'Access-Control-Allow-Origin': '*' });
    expect(failedRule(play(image, { [B]: cors }, embedder('require-corp')))).toBeNull();
  });

  test('N: credentialless allows what has no policy, as nothing private was sent for it', () => {
    expect(load([], B, embedder('credentialless'))).toBe('allowed');
    expect(load(['same-origin'], B, embedder('credentialless'))).toBe('blocked');
  });

  test('N: credentialless blocks what has no policy where credentials were sent after all', () => {
    const verdict = (credentials: 'included' | 'not included') => {
      const run = new Run(environment());
      const page = client({ embedderPolicy: 'credentialless' });
      const request = constructRequest(spec(IMAGE), page, run);
      if ('type' in request) throw new Error('no request');
      return crossOriginResourcePolicyCheck(request, { response: ok(), exchange: 0, credentials }, run);
    };
    expect(verdict('included')).toMatchObject({ type: 'network error' });
    expect(verdict('not included')).toBeNull();
  });
});
