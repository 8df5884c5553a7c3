import type { AddressSpace } from './address-space';
import type { Origin } from './origin';

export type ReferrerPolicy =
  | 'no-referrer'
  | 'no-referrer-when-downgrade'
  | 'origin'
  | 'origin-when-cross-origin'
  | 'same-origin'
  | 'strict-origin'
  | 'strict-origin-when-cross-origin'
  | 'unsafe-url';

export type EmbedderPolicy = 'unsafe-none' | 'require-corp' | 'credentialless';

/** The page that asks: the parts of an environment settings object that CORS looks at. */
export interface Client {
  /** The document's URL, serialised. */
  readonly url: string;
  /** Its origin; opaque for sandboxed frames, `data:` and `file:` documents. */
  readonly origin: Origin;
  readonly referrerPolicy: ReferrerPolicy;
  readonly embedderPolicy: EmbedderPolicy;
  readonly addressSpace: AddressSpace;
  /** True where the document sits in a frame whose parent is of another site (SameSite cookies then stay home). */
  readonly hasCrossSiteAncestor: boolean;
}
