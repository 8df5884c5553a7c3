import type { ReferrerPolicy } from './client';
import type { Header } from './http';

/** How a request is made. Each kind's mode, credentials and destination are in `initiators.ts`. */
export type Initiator =
  | 'fetch'
  | 'XMLHttpRequest'
  | 'sendBeacon'
  | 'EventSource'
  | 'script'
  | 'module script'
  | 'stylesheet'
  | 'font'
  | 'image'
  | 'video'
  | 'form'
  | 'WebSocket';

/** https://fetch.spec.whatwg.org/#concept-request-mode ('navigate' is here only to show that `fetch()` refuses it). */
export type RequestMode = 'cors' | 'no-cors' | 'same-origin' | 'navigate';

/** https://fetch.spec.whatwg.org/#concept-request-credentials-mode */
export type CredentialsMode = 'omit' | 'same-origin' | 'include';

/** https://fetch.spec.whatwg.org/#concept-request-redirect-mode */
export type RedirectMode = 'follow' | 'error' | 'manual';

/** https://fetch.spec.whatwg.org/#concept-request-cache-mode */
export type CacheMode = 'default' | 'no-store' | 'reload' | 'no-cache' | 'force-cache' | 'only-if-cached';

/** The `crossorigin` attribute: absent, or one of its two states. */
export type CrossOriginAttribute = 'none' | 'anonymous' | 'use-credentials';

/** What a script hands over as body. https://fetch.spec.whatwg.org/#concept-bodyinit-extract */
export type BodyKind =
  | 'none'
  | 'string'
  | 'URLSearchParams'
  | 'FormData'
  | 'Blob'
  | 'ArrayBuffer'
  | 'ReadableStream';

/** What an image or a video is used for once loaded. */
export type MediaUse = 'show' | 'canvas' | 'WebGL texture' | 'CSS shape';

/**
 * A request as its author wrote it. One shape for every initiator, so that switching between them loses
 * nothing; fields an initiator has no use for are ignored (`FIELDS_OF` in `initiators.ts` lists those it has).
 */
export interface RequestSpec {
  readonly initiator: Initiator;
  /** As typed; parsed against the page's URL. */
  readonly url: string;
  readonly method: string;
  /** As passed to `headers` or `setRequestHeader()`, in order. */
  readonly headers: readonly Header[];
  readonly body: {
    readonly kind: BodyKind;
    readonly text: string /** A Blob's type. */;
    readonly type: string;
  };
  readonly mode: RequestMode;
  readonly credentials: CredentialsMode;
  readonly redirect: RedirectMode;
  readonly cache: CacheMode;
  /** The empty string leaves it to the page's policy. */
  readonly referrerPolicy: ReferrerPolicy | '';
  /** `XMLHttpRequest` and `EventSource`. */
  readonly withCredentials: boolean;
  /** `XMLHttpRequest`: a listener on `xhr.upload` before `send()`. */
  readonly uploadListener: boolean;
  /** Elements. */
  readonly crossorigin: CrossOriginAttribute;
  /** Images and video. */
  readonly use: MediaUse;
}
