import { parseUrl } from '../engine/origin';
import type { Server } from '../policy/policy';
import { requestUrl } from './page';
import type { Libraries, Scenario } from './scenario';

/** What a scenario still lacks: the Public Suffix List, the pattern compiler. */
export type Need = 'nothing' | 'public suffixes' | 'patterns' | 'both';

/** Libraries that come when they are needed. Most scenarios need none, and are played without waiting. */
export interface LazyLibraries extends Libraries {
  /** What has to be loaded before a scenario, valid or not, can be judged and played. */
  readonly needs: (scenario: Scenario) => Need;
  /** Loads it; rejects where it cannot be fetched, and may then be tried again. */
  readonly load: (scenario: Scenario) => Promise<void>;
}

/**
 * Libraries with nothing loaded yet. Until the Public Suffix List is, `registrableDomain` gives a host's last two
 * labels: two hosts that differ there are never of one site, so this is exact for every scenario that `needs`
 * nothing. Until the compiler is, `compilePattern` throws an `Error`.
 */
export function createLibraries(): LazyLibraries {
  let domainOf: Libraries['registrableDomain'] | null = null;
  let compile: Libraries['compilePattern'] | null = null;

  const needs = (scenario: Scenario): Need => {
    const suffixes = domainOf === null && needsPublicSuffixes(scenario);
    const patterns = compile === null && scenario.servers.some(usesPattern);
    if (suffixes) return patterns ? 'both' : 'public suffixes';
    return patterns ? 'patterns' : 'nothing';
  };

  return {
    needs,
    load: async (scenario) => {
      const need = needs(scenario);
      await Promise.all([
        (need === 'public suffixes' || need === 'both') &&
          loadDomains().then((loaded) => (domainOf = loaded)),
        (need === 'patterns' || need === 'both') && loadCompiler().then((loaded) => (compile = loaded)),
      ]);
    },
    registrableDomain: (host) => (domainOf ?? lastTwoLabels)(host),
    compilePattern: (pattern) => {
      if (compile === null) throw new Error('The pattern compiler is not loaded');
      return compile(pattern);
    },
  };
}

async function loadDomains(): Promise<Libraries['registrableDomain']> {
  const { domainByList } = await import('./public-suffixes');
  return (host) => (lastTwoLabels(host) === null ? null : domainByList(host));
}

async function loadCompiler(): Promise<Libraries['compilePattern']> {
  return (await import('./patterns')).createCompiler();
}

function usesPattern({ answers, failure, policy }: Server): boolean {
  return answers === 'policy' && failure === 'none' && policy.origins === 'pattern' && policy.pattern !== '';
}

/** Only hosts that share their last two labels, and `Domain` attributes, are a question for the list. */
function needsPublicSuffixes(scenario: Scenario): boolean {
  const hosts = new Set<string>();
  const add = (url: string, base?: string): void => {
    const host = parseUrl(url, base)?.host;
    if (host) hosts.add(host);
  };
  add(scenario.page.url);
  const requested = requestUrl(scenario)?.host;
  if (requested) hosts.add(requested);
  for (const { url, fromPage } of scenario.cookies) if (fromPage) add(url);
  const cookies = scenario.cookies.map((stored) => stored.cookie);
  for (const server of scenario.servers) {
    add(server.origin);
    if (server.answers === 'raw') {
      for (const [, location = ''] of server.raw.response.lines.matchAll(/^location:(.*)$/gim)) {
        add(location, server.origin);
      }
      cookies.push(server.raw.response.lines);
    } else {
      if (server.response.location !== '') add(server.response.location, server.origin);
      cookies.push(...server.response.cookies);
    }
  }
  const seen = new Set<string>();
  for (const host of hosts) {
    const domain = lastTwoLabels(host);
    if (domain === null || isReserved(domain)) continue;
    if (seen.has(domain)) return true;
    seen.add(domain);
  }
  return cookies.some(namesDomain);
}

function namesDomain(cookie: string): boolean {
  for (const [, domain = ''] of cookie.matchAll(/;[ \t]*domain[ \t]*=[ \t]*([^;\s]+)/gi)) {
    if (!isReserved(domain)) return true;
  }
  return false;
}

/** Names that never come to stand in the list: RFC 6761, sections 6.2 to 6.5. Under them the last two labels are the domain. */
function isReserved(domain: string): boolean {
  return /\.(example|test|invalid|localhost)\.?$/i.test(domain);
}

/** null for an IP address and for a host of one label. The final dot of a host stays. */
function lastTwoLabels(host: string): string | null {
  if (host.endsWith(']') || /(^|\.)\d+\.?$/.test(host)) return null;
  const end = host.endsWith('.') ? host.length - 1 : host.length;
  const last = host.lastIndexOf('.', end - 1);
  return last <= 0 ? null : host.slice(host.lastIndexOf('.', last - 1) + 1);
}
