import { getHeader } from '../../../engine/headers';
import type { ConnectionFailureReason, Header } from '../../../engine/http';
import { parseUrl } from '../../../engine/origin';
import { chainsOf, type Exchange, findingsFromChain } from '../exchanges';
import { type Findings, type Importer, problem, sure } from '../findings';
import type { Missing } from '../imported';
import { createMasker } from '../secrets';
import { SAID } from '../words';

const LONGEST = 5_000_000;
const MOST_LINES = 100_000;

/** What `curl -v` prints: `>` what it sent, `<` what came back, `*` what it says itself. */
export const curlVerbose: Importer = {
  looksLike: (text) => {
    const start = text.slice(0, 50_000);
    const sent = /^> [A-Z]+ \S+ HTTP\/\d/m.test(start);
    const came = /^< HTTP\/\d(\.\d)? \d{3}/m.test(start);
    const failed = /^curl: \(\d+\) /m.test(start) && !/^\s*curl\s/.test(start.replace(/^curl: .*$/gm, ''));
    return (
      sent ||
      came ||
      failed ||
      /^\* (Trying|Could not resolve host|Connected to|Host \S+ was resolved)/m.test(start)
    );
  },
  read: async (text) => {
    if (text.length > LONGEST) return problem('curl -v', SAID.tooLong('five million characters of output'));
    const exchanges = exchangesOf(text);
    const [chain, ...others] = mergedChains(exchanges);
    if (chain === undefined) return problem('curl -v', SAID.noExchange());
    const first = chain.hops[0] ?? chain.preflights[0];
    const withoutOrigin = first !== undefined && getHeader(first.headers, 'origin') === null;
    const missing: Missing[] = withoutOrigin
      ? [{ path: 'servers.0.raw.response.lines', ask: SAID.originAsk(createMasker().url(first.url)) }]
      : [];
    const findings = findingsFromChain(
      { kind: 'curl -v', what: SAID.curlOutput(), by: 'tool', missing },
      chain,
    );
    return {
      type: 'findings',
      findings: {
        ...withoutToolHeaders(findings),
        understood: [...(findings.understood ?? []), SAID.exchanges(exchanges.length)],
        notUnderstood: [
          ...(findings.notUnderstood ?? []),
          ...(others.length > 0 ? [SAID.otherExchanges(others.length)] : []),
        ],
      },
    };
  },
};

/** curl's own `Accept: *` is no choice of the page's. */
function withoutToolHeaders(findings: Findings): Findings {
  const { headers } = findings.request;
  if (!headers) return findings;
  const kept = headers.value.filter(([name, value]) => !(name.toLowerCase() === 'accept' && value === '*/*'));
  return { ...findings, request: { ...findings.request, headers: sure(kept) } };
}

/** A preflight that was tried by hand belongs to the request that was, whichever came first. */
function mergedChains(exchanges: readonly Exchange[]): ReturnType<typeof chainsOf> {
  return chainsOf(exchanges).toSorted((a, b) => b.hops.length - a.hops.length);
}

interface Draft {
  method: string;
  url: string;
  headers: Header[];
  status: number | null;
  answer: Header[];
  body: string[];
  failure: ConnectionFailureReason | null;
  ip: string;
}

/** Why nothing came back, by curl's own exit codes. */
const FAILURES: Readonly<Record<number, ConnectionFailureReason>> = {
  6: 'dns',
  7: 'refused',
  28: 'timeout',
  35: 'tls',
  52: 'reset',
  55: 'reset',
  56: 'reset',
  60: 'tls',
};

function exchangesOf(text: string): Exchange[] {
  const drafts: Draft[] = [];
  let open: Draft | null = null;
  let secure = false;
  let ip = '';
  let host = '';
  let asked = '';
  let inAnswer = false;
  for (const line of text.split('\n', MOST_LINES)) {
    const sent = /^> (\S+) (\S+) HTTP\/\d/.exec(line);
    const came = /^< HTTP\/\d(?:\.\d)? (\d{3})/.exec(line);
    const header = /^([<>]) (:?[^\s:]+):[ \t]*(.*)$/.exec(line);
    if (/^\s*([$%#]\s+)?(\S*\/)?curl\s/.test(line)) {
      secure = false;
      asked = /https?:\/\/[^\s'"]+/i.exec(line)?.[0] ?? '';
    } else if (line.startsWith('* ')) {
      const at = /^\* Connected to (\S+) \(([^)\s]+)\) port (\d+)/.exec(line);
      if (at) {
        [, host = '', ip = ''] = at;
        secure = at[3] === '443';
      }
      ip = /^\*\s+Trying \[?([\da-f.:]+?)\]?:\d+/.exec(line)?.[1] ?? ip;
      host = /^\* (?:Host |Could not resolve host: )([^\s:]+)/.exec(line)?.[1] ?? host;
      if (/SSL connection|TLS|ALPN|HTTPS?\/2.*https:/.test(line)) secure = true;
      if (/^\* Issue another request/.test(line)) inAnswer = false;
    } else if (sent) {
      const [, method = '', path = ''] = sent;
      open = { method, url: path, headers: [], status: null, answer: [], body: [], failure: null, ip };
      drafts.push(open);
      inAnswer = false;
    } else if (came) {
      const status = Number(came[1]);
      open ??= newest(drafts, asked, ip);
      // An interim response; or, after a final one, what a redirect that was followed silently led to.
      open.status = status;
      open.answer = [];
      inAnswer = status >= 200;
    } else if (header) {
      const [, side, name = '', value = ''] = header;
      if (side === '>') open?.headers.push([name, value.trim()]);
      else open?.answer.push([name, value.trim()]);
    } else if (line.startsWith('curl: (')) {
      const failure = FAILURES[Number(/^curl: \((\d+)\)/.exec(line)?.[1])];
      if (failure && open?.status == null) {
        open ??= newest(drafts, asked || guessUrl(line, host, secure), ip);
        open.failure = failure;
      }
    } else if (inAnswer && open && !/^[{}] \[\d+ bytes data\]|^[<>]\s*$|^\s*%|^\s*(\d+\s+){3}/.test(line)) {
      open.body.push(line);
    }
    if (open && sent === null && open.url.startsWith('/')) open.url = wholeUrl(open, secure);
  }
  return drafts.map(
    ({ method, url, headers, status, answer, body, failure, ip: address }): Exchange => ({
      method,
      url: url.startsWith('/') ? `https://bar.other${url}` : url,
      headers,
      body: null,
      response:
        status === null || status < 200 ? null : { status, headers: answer, body: body.join('\n').trim() },
      ...(failure && { failure }),
      ...(address !== '' && { ip: address }),
    }),
  );
}

function newest(drafts: Draft[], url: string, ip: string): Draft {
  const draft: Draft = {
    method: 'GET',
    url,
    headers: [],
    status: null,
    answer: [],
    body: [],
    failure: null,
    ip,
  };
  drafts.push(draft);
  return draft;
}

/** What an error names: `Could not resolve host: api.example`, `Failed to connect to localhost port 3000`. */
function guessUrl(line: string, host: string, secure: boolean): string {
  const at = /connect to (\S+) port (\d+)/.exec(line);
  const port = at?.[2] === undefined || at[2] === '443' || at[2] === '80' ? '' : `:${at[2]}`;
  const named = /resolve host: (\S+)/.exec(line)?.[1] ?? at?.[1] ?? host;
  if (named === '') return 'https://bar.other/';
  return `${secure || at?.[2] === '443' || port === '' ? 'https' : 'http'}://${named}${port}/`;
}

/** The URL of a request by its `Host`, once that header has been read. */
function wholeUrl({ headers, url }: Draft, secure: boolean): string {
  const host = getHeader(headers, 'host') ?? getHeader(headers, ':authority');
  if (host === null) return url;
  return parseUrl(`${secure ? 'https' : 'http'}://${host}${url}`)?.href ?? url;
}
