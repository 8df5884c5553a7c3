/**
 * Where a lab listens, on loopback only. Every port is open at every host, so a host with a port is an origin,
 * another port is another origin of the same site, and another host is another site.
 */
export interface Addresses {
  /** As in URLs; `127.0.0.1` and `localhost` at least. */
  readonly hosts: readonly string[];
  /** Other names that lead to loopback, for who does not know that they do: browsers that were told so. */
  readonly names?: readonly string[];
  /** Of `names`, those for pages that ask servers on loopback: by what is to be answered when the browser asks the person. */
  readonly publicHosts?: Readonly<Record<'granted' | 'denied', string>>;
  /** `localhost` where every name under it leads to loopback, too; absent where a browser may not know it. */
  readonly domain?: string;
  readonly http: readonly number[];
  /** Empty where the lab has no TLS. */
  readonly https: readonly number[];
  /** Ports where nobody listens. */
  readonly closed: readonly number[];
}

/** The first segment of every path of a scenario: nothing of one scenario is seen by another. */
export function prefixOf(id: string): string {
  return `/~${id}`;
}

/** The origin of a host's listener (serialised). */
export function labOrigin(scheme: string, host: string, port: number): string {
  return `${scheme}://${host}:${port}`;
}
