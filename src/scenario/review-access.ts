import { hostAddressSpace } from '../engine/address-space';
import { headerValues } from '../engine/headers';
import { parseSerializedOrigin, parseUrl, serializeOrigin } from '../engine/origin';
import { answer } from '../policy/answer';
import type { Server } from '../policy/policy';
import { asking, type Credentials, factsOf, NULL_ORIGIN, reachOf, traceOf } from './review-ask';
import type { AccessFacts, Exploit, Finding, Severity } from './review-finding';
import { samplesOf } from './review-pattern';
import type { FieldPath, Libraries } from './scenario';

/** How many origins that are meant to be let in others are made from, and how many are looked at at all. */
const MOST_VARIED = 16;
const MOST_LISTED = 200;

/** Names for somebody who is not meant to be let in: the first that the policy does not speak of. */
const STRANGERS = ['evil', 'mallory', 'intruder', 'somebody'];

/** What hosts may contain by the URL Standard, and hardly any does. */
const SPECIAL = [...'_!$&\'()*+,;=~`{}"'];

/** Hosts on which pages of many people share one origin. */
const SHARED_HOSTS =
  /^(fiddle\.jshell\.net|s\.codepen\.io|cdpn\.io|(null|output)\.jsbin\.com|htmlpreview\.github\.io|raw\.githack\.com|storage\.googleapis\.com|s3([.-][a-z0-9-]+)?\.amazonaws\.com)$/;

/** An origin that was let in. */
interface Entry {
  readonly credentials: Credentials;
  readonly exploit: Exploit;
}

/** A server being asked who it lets in, and what has been learnt of it. */
export interface Asked {
  readonly server: Server;
  readonly libraries: Libraries;
  /** The origin of somebody who is not meant to be let in, of the server's own scheme. */
  readonly stranger: string;
  /** The origins that are meant to be let in, as far as the policy tells; serialised. */
  readonly meant: readonly string[];
}

/** Gets to know a server: whom it speaks of, and whom it does not. */
export function askAbout(server: Server, libraries: Libraries): Asked {
  const { policy, raw } = server;
  const said = JSON.stringify([policy.list, policy.pattern, raw, server.origin, server.response.headers]);
  const name = STRANGERS.find((one) => !said.includes(one)) ?? 'evil';
  // A page with TLS cannot ask every server without, nor a page without every server near by.
  const [secure, insecure] = [`https://${name}.test`, `http://${name}.test`];
  const sent = reachOf(traceOf(asking(server, secure, {}, 'without'), libraries)) !== 'unsent';
  const asked: Asked = { server, libraries, stranger: sent ? secure : insecure, meant: [] };
  return { ...asked, meant: meantBy(asked) };
}

/** Who is let in, and should perhaps not be. Each was played. */
export function accessFindings(asked: Asked): readonly Finding[] {
  const { server, stranger, libraries } = asked;
  const network = networkOf(server);
  const everyone = enter(asked, stranger);
  if (everyone !== null) {
    const trace = traceOf(asking(server, stranger, {}, 'without'), libraries);
    if (factsOf(trace, 'cors-check.wildcard', 'pass') !== null) {
      return [finding(asked, 'wildcard', { network }, everyone)];
    }
  }
  if (everyone !== null && enter(asked, otherStranger(asked)) !== null) {
    const by = usesPattern(server) ? 'pattern' : 'reflect';
    return [finding(asked, 'any-origin', { by }, everyone)];
  }
  const findings: Finding[] = [];
  const anyone = enter(asked, NULL_ORIGIN);
  if (anyone !== null) findings.push(finding(asked, 'null-origin', {}, anyone));
  for (const origin of asked.meant.slice(0, MOST_LISTED)) findings.push(...byItself(asked, origin));
  if (usesPattern(server)) findings.push(...byPattern(asked));
  // Each slip once: the first is as telling as the others.
  const seen = new Set<string>();
  return findings.filter(({ code, path }) => {
    const key = usesPattern(server) ? code : `${code} ${path}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** What is wrong with an origin that is meant to be let in. */
function byItself(asked: Asked, origin: string): readonly Finding[] {
  const entry = enter(asked, origin);
  const parsed = parseSerializedOrigin(origin);
  if (entry === null || parsed?.kind !== 'tuple') return [];
  const near = hostAddressSpace(parsed.host);
  if (near !== 'public') {
    if (networkOf(asked.server) !== 'public') return [];
    return [finding(asked, 'local-origin', { origin, network: near }, entry)];
  }
  const findings: Finding[] = [];
  if (parsed.scheme === 'http' && asked.server.origin.startsWith('https:')) {
    findings.push(finding(asked, 'insecure-origin', { origin }, entry));
  }
  if (SHARED_HOSTS.test(parsed.host)) findings.push(finding(asked, 'shared-host', { origin }, entry));
  return findings;
}

/** Whom a pattern lets in besides those it is meant for. */
function byPattern(asked: Asked): readonly Finding[] {
  const { registrableDomain } = asked.libraries;
  const findings: Finding[] = [];
  const has = (...codes: readonly string[]) => findings.some(({ code }) => codes.includes(code));
  const owned = ownedDomains(asked);
  const name = strangerName(asked);
  const meant = asked.meant.slice(0, MOST_VARIED).map((origin) => ({ origin, ...partsOf(origin) }));

  /** Adds what one slip leads to, if an origin is let in whose domain is free for somebody else to register. */
  const look = <Code extends keyof AccessFacts>(
    code: Code,
    facts: AccessFacts[Code],
    candidates: readonly string[],
  ) => {
    if (has(code)) return;
    for (const candidate of candidates) {
      const host = hostOf(candidate) ?? '';
      const domain = registrableDomain(host);
      if (domain === null || owned.has(domain) || !isRealHost(host)) continue;
      const entry = enter(asked, candidate);
      if (entry === null) continue;
      findings.push(finding(asked, code, facts, entry));
      return;
    }
  };

  for (const { origin, port } of meant) {
    const ends = ['.', '', '-'].map((sign) => `${origin}${sign}${name}.test`);
    if (port === '') look('prefix-match', { meant: origin }, ends);
  }
  for (const { origin, scheme, host, port } of meant) {
    const suffix = suffixOf(registrableDomain(host));
    if (suffix !== null) {
      const below = host.slice(0, -(registrableDomain(host) ?? '').length);
      for (const start of new Set([`${scheme}://`, `${scheme}://${below}`])) {
        // A second name, so that one which happens to fit does not stand for all.
        const any = enter(asked, `${start}x${name}x.${suffix}${port}`) !== null;
        if (any) look('public-suffix', { meant: origin, suffix }, [`${start}${name}.${suffix}${port}`]);
      }
    }
    if (has('public-suffix')) continue;
    const starts = ['', '-'].map((sign) => `${scheme}://${name}${sign}${host}${port}`);
    look('suffix-match', { meant: origin }, starts);
  }
  for (const { origin, port } of meant) {
    if (port !== '' || has('prefix-match')) continue;
    for (const character of SPECIAL) {
      const ends = [`${origin}${character}.${name}.test`, `${origin}${character}${name}.test`];
      look('special-character', { meant: origin, character }, ends);
    }
  }
  for (const { origin } of meant) {
    const dotless = withoutDots(asked, origin);
    // Without its last dot a host ends in a top-level domain that does not exist, as in `app.fooxexample`.
    const free = (one: string) =>
      topLevel(one) === topLevel(origin) && registrableDomain(hostOf(one) ?? '') !== null;
    look('unescaped-dot', { meant: origin }, dotless.filter(free));
    if (has('unescaped-dot')) break;
    // Nobody can register that today, and yet it is let in.
    const [entry] = dotless.filter((one) => !free(one)).flatMap((one) => enter(asked, one) ?? []);
    if (entry) findings.push(finding(asked, 'unescaped-dot', { meant: origin }, entry, 'note'));
  }
  if (!has('prefix-match', 'suffix-match', 'public-suffix', 'special-character')) {
    for (const { text, origins } of openOrigins(asked)) {
      const [candidate = ''] = origins;
      const suffix = suffixOf(registrableDomain(hostOf(candidate) ?? ''));
      const like = asked.meant.find((origin) => hostOf(origin)?.endsWith(`.${suffix}`));
      if (suffix !== null && like !== undefined) look('public-suffix', { meant: like, suffix }, origins);
      else look('prefix-match', { meant: text }, origins);
    }
  }
  return [...findings, ...ofOwnDomains(asked, has('public-suffix') ? 'public suffix' : 'domains')];
}

/** What a pattern lets in that belongs to the same people as what it is meant for. */
function ofOwnDomains(asked: Asked, open: 'public suffix' | 'domains'): readonly Finding[] {
  const findings: Finding[] = [];
  const { registrableDomain } = asked.libraries;
  const name = strangerName(asked);
  for (const meant of asked.meant.slice(0, MOST_VARIED)) {
    const { scheme, host, port } = partsOf(meant);
    if (
      scheme === 'https' &&
      asked.server.origin.startsWith('https:') &&
      hostAddressSpace(host) === 'public'
    ) {
      const origin = `http://${host}${port}`;
      const entry = enter(asked, origin);
      if (entry !== null) findings.push(finding(asked, 'insecure-origin', { origin }, entry));
    }
    const domain = registrableDomain(host);
    if (domain === null || open === 'public suffix') continue;
    for (const above of new Set([domain, host.slice(host.indexOf('.') + 1), host])) {
      if (registrableDomain(above) !== domain) continue;
      const origin = `${scheme}://${name}.${above}${port}`;
      const entry = asked.meant.includes(origin) ? null : enter(asked, origin);
      if (entry !== null) findings.push(finding(asked, 'subdomains', { domain: above }, entry));
    }
  }
  return findings;
}

/** Lets a page of an origin ask; null where it cannot read the answer, or where the origin is the server's own. */
export function enter(asked: Asked, origin: string): Entry | null {
  const { server, libraries, stranger } = asked;
  if (origin === server.origin) return null;
  if (origin !== NULL_ORIGIN && parseSerializedOrigin(origin) === null) return null;
  for (const credentials of ['with', 'without'] as const) {
    const scenario = asking(server, origin, {}, credentials, stranger);
    if (reachOf(traceOf(scenario, libraries)) === 'reads') {
      return { credentials, exploit: { origin, request: scenario.request, scenario } };
    }
  }
  return null;
}

/** Somebody who gets in matters where they come as the visitor, or from the visitor's network. */
function severityOf(code: keyof AccessFacts, asked: Asked, entry: Entry): Severity {
  if (code === 'subdomains' || code === 'local-origin') return 'note';
  if (networkOf(asked.server) !== 'public') return 'open';
  return entry.credentials === 'with' ? 'open' : 'note';
}

function finding<Code extends keyof AccessFacts>(
  asked: Asked,
  code: Code,
  facts: AccessFacts[Code],
  entry: Entry,
  severity: Severity = severityOf(code, asked, entry),
): Finding {
  const path = originPath(asked.server, entry.exploit.origin);
  // The code picks the facts, which TypeScript cannot see in a union.
  return { code, facts, severity, path, exploit: entry.exploit } as unknown as Finding;
}

/** The field that says who is let in. */
export function originPath(server: Server, origin: string): FieldPath {
  if (server.answers === 'raw') return 'raw.response.lines';
  const own = server.response.headers.findIndex(([name]) => /^access-control-allow-origin$/i.test(name));
  switch (server.policy.origins) {
    case 'list': {
      const place = server.policy.list.indexOf(origin);
      return place < 0 ? 'policy.list' : `policy.list.${place}`;
    }
    case 'pattern':
      return 'policy.pattern';
    case 'none':
      return own < 0 ? 'policy.origins' : `response.headers.${own}.value`;
    case 'any':
    case 'reflect':
    case 'null':
      return 'policy.origins';
  }
}

function usesPattern({ answers, policy }: Server): boolean {
  return answers === 'policy' && policy.origins === 'pattern';
}

/** Where the server is: what it answers on a near network is a secret even without credentials. */
export function networkOf({ origin, addressSpace }: Server): 'public' | 'local' | 'loopback' {
  return addressSpace === 'auto' ? hostAddressSpace(hostOf(origin) ?? '') : addressSpace;
}

/** The origins a policy speaks of: those on its list, in its header, or that its pattern is made for. */
function meantBy(asked: Asked): readonly string[] {
  const { server, libraries } = asked;
  const { policy, answers } = server;
  const listed = answers === 'policy' && policy.origins === 'list' ? policy.list : [];
  const meant = new Set([...listed, ...sentOrigins(server, libraries)].filter(isWebOrigin));
  if (usesPattern(server)) {
    for (const { text, filled } of samplesOf(policy.pattern, libraries.compilePattern)) {
      if (filled !== 'least') continue;
      const origin = completed(text).find((one) => isPlainHost(one) && enter(asked, one) !== null);
      if (origin !== undefined) meant.add(origin);
    }
    for (const origin of ownOrigins(asked)) if (enter(asked, origin) !== null) meant.add(origin);
  }
  meant.delete(server.origin);
  // The plainest first: they make the clearest examples.
  const plainness = (origin: string) => (origin.startsWith('https:') ? 0 : 1_000) + origin.length;
  return usesPattern(server) ? [...meant].sort((a, b) => plainness(a) - plainness(b)) : [...meant];
}

/** The origins in `Access-Control-Allow-Origin`, right or not as it may stand there. */
function sentOrigins(server: Server, { compilePattern }: Libraries): readonly string[] {
  const request = { method: 'GET', url: `${server.origin}${server.path}`, headers: [], body: null };
  const answered = answer(server, request, compilePattern);
  if ('failure' in answered) return [];
  return headerValues(answered.headers, 'access-control-allow-origin')
    .flatMap((value) => value.split(/[\s,]+/))
    .map(meantOrigin)
    .filter((origin) => origin !== '');
}

/** The origin that a text most likely stands for, serialised; empty where there is none. */
export function meantOrigin(text: string): string {
  if (text === '' || text.includes('*')) return '';
  const url = parseUrl(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  return url !== null && url.origin.kind === 'tuple' && url.host.includes('.')
    ? serializeOrigin(url.origin)
    : '';
}

/** What a part that a pattern matches may look like as a whole origin, with one of `ends` behind it. */
function completed(text: string, ends: readonly string[] = ['']): readonly string[] {
  const lower = text.toLowerCase();
  const starts = lower.includes('://') ? [''] : ['https://', 'https://www', 'https://www.', 'http://'];
  return starts
    .flatMap((start) => ends.map((end) => `${start}${lower}${end}`))
    .filter((origin) => isWebOrigin(origin) && isRealHost(hostOf(origin) ?? ''));
}

/** Origins that a pattern leaves open: its parts filled with a name of one's own, or something behind it. */
function openOrigins({ server, libraries, stranger }: Asked) {
  return samplesOf(server.policy.pattern, libraries.compilePattern).map(({ text, filled }) => ({
    text,
    origins: completed(text, filled === 'name' ? ['', hostOf(stranger) ?? ''] : [hostOf(stranger) ?? '']),
  }));
}

/** Origins near the server's own: whoever runs it may well mean them. */
function ownOrigins({ server, libraries }: Asked): readonly string[] {
  const host = hostOf(server.origin) ?? '';
  const domain = libraries.registrableDomain(host);
  return domain === null ? [] : [`https://${domain}`, `https://www.${domain}`];
}

/** The registrable domains of those who are meant to be let in, and of the server. */
function ownedDomains({ server, meant, libraries }: Asked): ReadonlySet<string> {
  const domains = [server.origin, ...meant].map((origin) =>
    libraries.registrableDomain(hostOf(origin) ?? ''),
  );
  return new Set(domains.filter((domain) => domain !== null));
}

function strangerName({ stranger }: Asked): string {
  return (hostOf(stranger) ?? '').replace(/\.test$/, '');
}

/** One more origin that has nothing to do with the first. */
function otherStranger(asked: Asked): string {
  return asked.stranger.replace(/\/\/.*/, `//another${strangerName(asked)}.example`);
}

/**
 * An origin with one of the dots of its host made a letter, each in turn; without those that the pattern lets in for
 * another reason, whatever stands before or behind the dot.
 */
function withoutDots(asked: Asked, origin: string): readonly string[] {
  const { scheme, host, port } = partsOf(origin);
  const name = strangerName(asked);
  const places = [...host].flatMap((char, index) => (char === '.' ? [index] : []));
  return places.flatMap((at) => {
    const [before, behind] = [host.slice(0, at), host.slice(at + 1)];
    const loose = [`${scheme}://${name}x${behind}${port}`, `${scheme}://${before}x${name}${port}`];
    return loose.some((one) => enter(asked, one) !== null) ? [] : [`${scheme}://${before}x${behind}${port}`];
  });
}

function topLevel(origin: string): string {
  return (hostOf(origin) ?? '').split('.').at(-1) ?? '';
}

/** What a registrable domain stands under; null where there is none. */
function suffixOf(domain: string | null): string | null {
  return domain === null ? null : domain.slice(domain.indexOf('.') + 1);
}

function isWebOrigin(text: string): boolean {
  return /^https?:/.test(text) && parseSerializedOrigin(text) !== null;
}

/** Whether the host has nothing in it that only looks like a part of one. */
function isPlainHost(origin: string): boolean {
  return /^(\[[\da-f:.]+\]|[a-z0-9.-]+)$/.test(hostOf(origin) ?? '');
}

/** Whether a server can go by that name: no empty labels, none too long. */
function isRealHost(host: string): boolean {
  return host.length < 254 && host.split('.').every((label) => label !== '' && label.length < 64);
}

function partsOf(origin: string): { readonly scheme: string; readonly host: string; readonly port: string } {
  const parsed = parseSerializedOrigin(origin);
  if (parsed?.kind !== 'tuple') return { scheme: '', host: '', port: '' };
  return { scheme: parsed.scheme, host: parsed.host, port: parsed.port === null ? '' : `:${parsed.port}` };
}

function hostOf(origin: string): string | null {
  return parseUrl(origin)?.host ?? null;
}
