import type { AddressSpace } from './address-space';
import type { RegistrableDomain } from './origin';
import type { BrowserProfile } from './profile';
import type { BrowserState } from './trace';

/** The browser a fetch runs in: its habits, its memory, and what its person has allowed. */
export interface Environment {
  readonly profile: BrowserProfile;
  readonly state: BrowserState;
  readonly thirdPartyCookies: 'allowed' | 'blocked';
  /** The person's answer when a public page asks for the local network. */
  readonly localNetwork: 'granted' | 'denied';
  readonly registrableDomain: RegistrableDomain;
  /** How near the server is that a URL (serialised) names. */
  readonly addressSpace: (url: string) => AddressSpace;
}
