/** How near a host is: loopback nearest, public farthest. https://wicg.github.io/local-network-access/#ip-address-space-section */
export type AddressSpace = 'loopback' | 'local' | 'public';

/** Blocks of IPv4 addresses that are not public: the first of them as a number, how many there are, and how near they are. */
const IPV4: readonly (readonly [first: number, size: number, space: AddressSpace])[] = [
  // Unspecified, it leads to the machine itself.
  [0, 1, 'loopback'],
  [0, 2 ** 24, 'local'],
  [0x7f000000, 2 ** 24, 'loopback'],
  [0x0a000000, 2 ** 24, 'local'],
  [0x64400000, 2 ** 22, 'local'],
  [0xa9fe0000, 2 ** 16, 'local'],
  [0xac100000, 2 ** 20, 'local'],
  [0xc0a80000, 2 ** 16, 'local'],
  [0xc6120000, 2 ** 17, 'loopback'],
];

/** The same of IPv6 addresses, by their first 32 bits. */
const IPV6: typeof IPV4 = [
  [0xfc000000, 2 ** 25, 'local'],
  [0xfe800000, 2 ** 22, 'local'],
  [0xfec00000, 2 ** 22, 'local'],
  [0x20010db8, 1, 'local'],
  [0x3fff0000, 2 ** 12, 'local'],
];

/** The space of the block a number is in; NaN is in none. */
function spaceIn(blocks: typeof IPV4, number: number): AddressSpace {
  return blocks.find(([first, size]) => Math.floor(number / size) * size === first)?.[2] ?? 'public';
}

/** A dotted IPv4 address as a number; NaN for any other host. */
function ipv4Number(host: string): number {
  if (!/^\d+(?:\.\d+){3}$/.test(host)) return Number.NaN;
  return host.split('.').reduce((number, byte) => number * 256 + Number(byte), 0);
}

/** The first 32 bits of an IPv6 address; NaN where it begins with a colon. */
function ipv6Number(host: string): number {
  const [high = '', low] = host.slice(1).split(':');
  return Number.parseInt(high, 16) * 65_536 + Number.parseInt(low || '0', 16);
}

/** An IPv6 address that stands for one of IPv4, as a number; NaN for any other host. */
function mappedNumber(host: string): number {
  const bits = host.startsWith('[::ffff:') ? host.slice('[::ffff:'.length) : '';
  return bits.split(':').length === 2 ? ipv6Number(`[${bits}`) : Number.NaN;
}

/** Whether a host is an IP address, and no name. */
export function isIpAddress(host: string): boolean {
  return host.startsWith('[') || Number.isInteger(ipv4Number(host));
}

/** A name without the dot that may stand at its end. */
function undotted(host: string): string {
  return host.replace(/\.$/, '');
}

/** Whether a host is the machine itself, and so trusted without TLS. https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy */
export function isLoopback(host: string): boolean {
  if (host === '[::1]' || Math.floor(ipv4Number(host) / 2 ** 24) === 127) return true;
  return `.${undotted(host)}`.endsWith('.localhost');
}

/**
 * How near a host is, as far as its name tells: an IP address or a name reserved for local use; any other name
 * counts as public. `host` is that of a parsed URL: lower case, IPv6 in brackets.
 * https://wicg.github.io/local-network-access/#ip-address-space-section
 */
export function hostAddressSpace(host: string): AddressSpace {
  if (isLoopback(host) || host === '[::]') return 'loopback';
  if (undotted(host).endsWith('.local')) return 'local';
  if (!host.startsWith('[')) return spaceIn(IPV4, ipv4Number(host));
  const mapped = mappedNumber(host);
  return Number.isNaN(mapped) ? spaceIn(IPV6, ipv6Number(host)) : spaceIn(IPV4, mapped);
}
