import type { Initiator, RequestSpec } from '../engine/initiator';

/** The fields of a `RequestSpec` each initiator has a use for, in the order they are written. */
export const FIELDS_OF: Readonly<Record<Initiator, readonly (keyof RequestSpec)[]>> = {
  fetch: ['url', 'method', 'headers', 'body', 'mode', 'credentials', 'redirect', 'cache', 'referrerPolicy'],
  XMLHttpRequest: ['url', 'method', 'headers', 'body', 'withCredentials', 'uploadListener'],
  sendBeacon: ['url', 'body'],
  EventSource: ['url', 'withCredentials'],
  script: ['url', 'crossorigin', 'referrerPolicy'],
  'module script': ['url', 'crossorigin', 'referrerPolicy'],
  stylesheet: ['url', 'crossorigin', 'referrerPolicy'],
  font: ['url'],
  image: ['url', 'use', 'crossorigin', 'referrerPolicy'],
  video: ['url', 'use', 'crossorigin'],
  form: ['url', 'method', 'body'],
  WebSocket: ['url'],
};
