import { parseUrl } from '../../engine/origin';
import type { Trace } from '../../engine/trace';
import type { Scenario } from '../../scenario/scenario';
import { serverFor } from '../../scenario/servers';
import type { Actor } from '../diagnosis';
import { lastFacts, wireRequests } from '../reading';
import { clip, codes, type Rich, rich } from '../rich';
import type { FixReport, Wish } from './fix';

/** Whom the browser protects here, and from what; null where it protects nobody in particular. */
export function protectionOf(wish: Wish, scenario: Scenario, trace: Trace): Rich | null {
  const { page } = scenario;
  if (wish.kind === 'header' && wish.names.some((name) => name === 'set-cookie')) {
    return rich`The browser protects the person’s cookies: no script ever sees ${'Set-Cookie'}, and one with ${'HttpOnly'} not even the page that owns it.`;
  }
  if (wish.kind === 'cookie sent' || wish.kind === 'cookie stored') {
    const notes = [
      ...(lastFacts(trace, 'network.cookies')?.withheld ?? []),
      ...(lastFacts(trace, 'network.set-cookie')?.ignored ?? []),
    ];
    const reasons = notes.flatMap(({ name, why }) => (name === wish.name ? [why] : []));
    if (reasons.includes('third-party cookies are blocked')) {
      return [
        'The browser protects the person from being followed from site to site: it blocks cookies of other sites. No header changes that; serve both from one site.',
      ];
    }
    if (!reasons.includes('partitioned')) return null;
    return [
      'The browser protects the person from being followed from site to site: it keeps a jar of cookies for each site they are on, and this cookie is in another. No header changes that; serve both from one site.',
    ];
  }
  if (trace.outcome.type === 'response') return null;
  const step = trace.steps[trace.outcome.because];
  if (step?.type !== 'rule') return null;
  switch (step.rule) {
    case 'network.local-network':
      return step.facts.why === 'not secure'
        ? rich`The browser protects the person’s own network: only a page that came by HTTPS may even ask to reach it.`
        : rich`The browser protects the person’s own network: only they can let the page in, by a permission. No header changes that.`;
    case 'cors-check.allow-origin-missing':
    case 'cors-check.allow-origin':
    case 'cors-check.wildcard-with-credentials': {
      const { origin } = step.facts;
      if (origin === 'null') {
        return page.kind === 'document'
          ? rich`The browser protects the server: after a redirect through another origin the request says ${'Origin: null'}, which any site can bring about. No server should allow that.`
          : rich`The browser protects the server: any site can make a page whose origin is ${'null'}. No server should allow that.`;
      }
      if (isAttacker(origin)) {
        return rich`The browser protects the server’s visitors: ${clip(origin)} is not meant to read this.`;
      }
      // Sent more than once, though each would do: the slip keeps the page out, and nobody meant it to.
      const sent = lastFacts(trace, 'cors-check.allow-origin')?.value.split(',') ?? [];
      if (sent.some((value) => value.trim() === '*' || value.trim() === origin)) return null;
      const allowed = allowedBy(scenario, trace);
      return allowed.length > 0 && !allowed.includes(origin) && step.rule === 'cors-check.allow-origin'
        ? rich`The server lets in ${codes(allowed, 3)} only. If ${clip(origin)} is not meant to read this, all is as it should be.`
        : null;
    }
    default:
      return null;
  }
}

/** Names by which examples and exploits mark who is up to no good: a whole label of the host, so that `devil.example` is no such one. */
export function isAttacker(origin: string): boolean {
  return (parseUrl(origin)?.host ?? '').split('.').some((label) => /^(evil|attacker|malicious)$/.test(label));
}

function allowedBy(scenario: Scenario, trace: Trace): readonly string[] {
  const value = lastFacts(trace, 'cors-check.allow-origin')?.value;
  const last = wireRequests(trace).at(-1);
  const listed = last && serverFor(scenario, last.request.url);
  if (listed?.answers === 'policy' && listed.policy.origins === 'list') return listed.policy.list;
  return value === undefined || value === '' ? [] : [value];
}

/** What stands in the way that no header and no edit removes; null where nothing does. */
export function elsewhereOf(trace: Trace): FixReport['elsewhere'] {
  if (trace.outcome.type === 'response') return ofResponse(trace);
  const step = trace.steps[trace.outcome.because];
  if (step?.type !== 'rule') return null;
  const by = (actor: Actor, says: Rich): FixReport['elsewhere'] => ({ actor, says });
  switch (step.rule) {
    case 'network.connection':
      return CONNECTION[step.facts.failure] ?? null;
    case 'main-fetch.scheme':
    case 'redirect.scheme':
      return by('page', ['Only http and https addresses can be asked with CORS.']);
    case 'request.url':
      return by('page', ['The address is none that can be asked.']);
    case 'request.method-invalid':
    case 'request.method-forbidden':
      return by('page', rich`Pages may not use this method: take another, such as ${'POST'}.`);
    case 'redirect.location-invalid':
      return by(
        'server',
        step.facts.lines > 1
          ? rich`Send ${'Location'} once: there is more than one.`
          : rich`Redirect to an address: what ${'Location'} says is none.`,
      );
    case 'redirect.count':
      return by('server', ['The redirects lead in a circle: look at what decides where they go.']);
    case 'network.local-network':
      return null;
    default:
      return NO_HEADER;
  }
}

const NO_HEADER: FixReport['elsewhere'] = {
  actor: 'server',
  says: ['No header mends this. A server of your own can ask in place of the page, and hand the answer on.'],
};

const CONNECTION: Readonly<Record<string, FixReport['elsewhere']>> = {
  dns: {
    actor: 'server',
    says: ['The name leads nowhere: check how it is spelt, and whether it is registered. This is not CORS.'],
  },
  refused: {
    actor: 'server',
    says: ['Nothing listens there: start the server, or check the port. This is not CORS.'],
  },
  tls: {
    actor: 'server',
    says: [
      'The connection cannot be made secure: renew the certificate, or trust the local one. This is not CORS.',
    ],
  },
  reset: {
    actor: 'server',
    says: [
      'The connection breaks off: look at the server’s log, and at what stands before it. This is not CORS.',
    ],
  },
  timeout: {
    actor: 'server',
    says: [
      'No answer comes in time: look at the server’s log, and at what stands before it. This is not CORS.',
    ],
  },
  'blocked by the client': {
    actor: 'person',
    says: [
      'Something in the browser stopped it, such as an ad blocker: try without extensions. This is not CORS.',
    ],
  },
};

function ofResponse({ script, initiator, outcome }: Trace): FixReport['elsewhere'] {
  if (outcome.type !== 'response') return null;
  const failed = (script.kind === 'element' || script.kind === 'connection') && script.event === 'error';
  if (!failed) return NO_HEADER;
  return {
    actor: 'server',
    says:
      initiator === 'WebSocket'
        ? rich`The server refuses the connection: it has to answer with ${101}. This is not CORS.`
        : ['The server answers with an error, or with nothing of use here. This is not CORS.'],
  };
}
