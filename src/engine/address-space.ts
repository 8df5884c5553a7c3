/** How near a host is: loopback nearest, public farthest. https://wicg.github.io/local-network-access/#ip-address-space-section */
export type AddressSpace = 'loopback' | 'local' | 'public';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|\[::1\]|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]+\]|(.+\.)?localhost\.?)$/;
const LOCAL =
  /^(10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|172\.(1[6-9]|2\d|3[01])\.\d+\.\d+|169\.254\.\d+\.\d+|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.\d+\.\d+|\[f[cd][0-9a-f]*:.*\]|\[fe[89a-f][0-9a-f]:.*\]|.+\.local\.?)$/;
// The standard's own table has them so: they lead to the machine itself.
const UNSPECIFIED = /^(0\.0\.0\.0|\[::\])$/;

/** Whether a host is the machine itself, and so trusted without TLS. https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/**
 * How near a host is, as far as its name tells: an IP address or a name reserved for local use; any other name
 * counts as public. https://wicg.github.io/local-network-access/#ip-address-space-section
 */
export function hostAddressSpace(host: string): AddressSpace {
  if (isLoopback(host) || UNSPECIFIED.test(host)) return 'loopback';
  return LOCAL.test(host) ? 'local' : 'public';
}
