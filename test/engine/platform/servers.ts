import type { HttpResponse } from '../../../src/engine/http';
import { headerOf, isPreflight, ok, type Server } from '../harness';

/** The page of these tests, on plain http so that no scheme is out of its reach. */
export const PAGE = 'http://foo.example';

/** What else may be asked, by what differs from the page's origin. */
export const ELSEWHERE = [
  ['another port', 'http://foo.example:8001'],
  ['another scheme and port', 'https://foo.example:8443'],
  ['another host', 'http://bar.other'],
  ['another host and port', 'http://bar.other:8001'],
  ['another host and scheme', 'https://bar.other'],
] as const;

/** Another host, and a third. */
export const REMOTE = 'http://bar.other';
export const THIRD = 'http://baz.third';

export const REDIRECTS = [301, 302, 303, 307, 308] as const;

/** The setting of a page at `PAGE`. */
export const HERE = { client: { url: `${PAGE}/page` } } as const;

/** Allows whoever asks, with credentials, and says which headers to expose or to allow. */
export function echo(more: Readonly<Record<string, string>> = {}, status = 200): Server {
  return (request): HttpResponse => ({
    ...ok({
      'Access-Control-Allow-Origin': headerOf(request, 'Origin') ?? '*',
      'Access-Control-Allow-Credentials': 'true',
      ...more,
    }),
    status: isPreflight(request) ? 200 : status,
  });
}

/** A server that redirects every request but preflights, which it allows, and names `Origin`. */
export function redirector(location: string, status: number, allowHeaders = ''): Server {
  const allow: Record<string, string> =
    allowHeaders === '' ? {} : { 'Access-Control-Allow-Headers': allowHeaders };
  return (request) =>
    isPreflight(request) ? echo(allow)(request) : echo({ ...allow, Location: location }, status)(request);
}
