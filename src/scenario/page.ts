import { hostAddressSpace } from '../engine/address-space';
import type { Client } from '../engine/client';
import { type Origin, parseUrl, type Url } from '../engine/origin';
import type { Page, Scenario } from './scenario';

/** The document's URL in the form its kind has, as typed: what a request's URL is parsed against. */
export function documentUrl(page: Page): string {
  switch (page.kind) {
    case 'document':
    case 'sandbox':
      return page.url;
    case 'data':
      return 'data:text/html,';
    case 'file':
      return 'file:///home/you/page.html';
  }
}

const OPAQUE: Origin = { kind: 'opaque', id: 'page' };

/** The page as an environment settings object; null where its URL is none. */
export function clientOf(page: Page): Client | null {
  const url = parseUrl(documentUrl(page));
  return (
    url && {
      url: url.href,
      origin: page.kind === 'document' ? url.origin : OPAQUE,
      referrerPolicy: page.referrerPolicy,
      embedderPolicy: page.embedderPolicy,
      // A file comes from the person's own disk. https://wicg.github.io/local-network-access/#ip-address-space
      addressSpace: page.kind === 'file' ? 'loopback' : hostAddressSpace(url.host),
      hasCrossSiteAncestor: page.framed,
    }
  );
}

/** The URL the scenario's request names, seen from its page; null where it names none. */
export function requestUrl(scenario: Scenario): Url | null {
  return parseUrl(scenario.request.url, documentUrl(scenario.page));
}
