import type { CredentialsMode, Initiator, RequestSpec } from './initiator';

/** https://fetch.spec.whatwg.org/#concept-request-destination */
export const DESTINATION_OF: Readonly<Record<Initiator, string>> = {
  fetch: '',
  XMLHttpRequest: '',
  sendBeacon: '',
  EventSource: '',
  script: 'script',
  'module script': 'script',
  stylesheet: 'style',
  font: 'font',
  image: 'image',
  video: 'video',
  form: 'document',
  WebSocket: '',
};

interface ModeAndCredentials {
  readonly mode: 'cors' | 'no-cors' | 'navigate' | 'websocket';
  readonly credentials: CredentialsMode;
}

/**
 * Mode and credentials mode of everything but `fetch()` and `sendBeacon()`, which decide for themselves.
 * https://html.spec.whatwg.org/multipage/urls-and-fetching.html#create-a-potential-cors-request
 */
export function modeAndCredentials(spec: RequestSpec): ModeAndCredentials {
  switch (spec.initiator) {
    case 'fetch':
    case 'sendBeacon':
      return { mode: 'cors', credentials: spec.credentials };
    case 'XMLHttpRequest':
    case 'EventSource':
      return { mode: 'cors', credentials: spec.withCredentials ? 'include' : 'same-origin' };
    case 'module script':
      return {
        mode: 'cors',
        credentials: spec.crossorigin === 'use-credentials' ? 'include' : 'same-origin',
      };
    case 'font':
      return { mode: 'cors', credentials: 'same-origin' };
    case 'image':
    case 'video':
      // `shape-outside` fetches its image in anonymous CORS mode by itself: CSS Shapes, section 3.
      if (spec.use === 'CSS shape') return { mode: 'cors', credentials: 'same-origin' };
      return fromAttribute(spec.crossorigin);
    case 'script':
    case 'stylesheet':
      return fromAttribute(spec.crossorigin);
    case 'form':
      return { mode: 'navigate', credentials: 'include' };
    case 'WebSocket':
      return { mode: 'websocket', credentials: 'include' };
  }
}

function fromAttribute(crossorigin: RequestSpec['crossorigin']): ModeAndCredentials {
  switch (crossorigin) {
    case 'none':
      return { mode: 'no-cors', credentials: 'include' };
    case 'anonymous':
      return { mode: 'cors', credentials: 'same-origin' };
    case 'use-credentials':
      return { mode: 'cors', credentials: 'include' };
  }
}
