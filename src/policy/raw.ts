import type { Header, HeaderList, HttpRequest } from '../engine/http';
import { answer, type CompilePattern } from './answer';
import type { RawAnswer, Server } from './policy';

/**
 * What switching to raw answers starts from: what the server answers now, written out, to a page of `origin`
 * (serialised) that sends `method` with `headerNames`. `Content-Length` is left out, as the body can still change.
 * Without `compilePattern`, a pattern counts as matching.
 */
export function rawFrom(
  server: Server,
  origin: string,
  method: string,
  headerNames: readonly string[],
  compilePattern: CompilePattern = () => () => true,
): Server['raw'] {
  const declarative: Server = { ...server, answers: 'policy', failure: 'none' };
  const request = (sent: string, headers: HeaderList): HttpRequest => ({
    method: sent,
    url: `${server.origin}${server.path || '/'}`,
    headers: [['Origin', origin], ...headers],
    body: null,
  });
  const writtenOut = (sent: HttpRequest): RawAnswer => {
    const answered = answer(declarative, sent, compilePattern);
    if ('failure' in answered) return { status: '', lines: '' };
    return {
      status: String(answered.status),
      lines: answered.headers
        .filter(([name]) => name !== 'Content-Length')
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
    };
  };
  const asked: Header[] = [['Access-Control-Request-Method', method]];
  if (headerNames.length > 0) asked.push(['Access-Control-Request-Headers', headerNames.join(',')]);
  return { preflight: writtenOut(request('OPTIONS', asked)), response: writtenOut(request(method, [])) };
}
