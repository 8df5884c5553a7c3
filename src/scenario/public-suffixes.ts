import { getDomain } from 'tldts';

const OPTIONS = { allowPrivateDomains: true, extractHostname: false, validateHostname: false };

/** A host's registrable domain by the Public Suffix List; null where it has none. */
export function domainByList(host: string): string | null {
  // A trailing dot is part of the domain here. https://url.spec.whatwg.org/#host-registrable-domain
  return host.endsWith('.') ? dotted(getDomain(host.slice(0, -1), OPTIONS)) : getDomain(host, OPTIONS);
}

function dotted(domain: string | null): string | null {
  return domain === null ? null : `${domain}.`;
}
