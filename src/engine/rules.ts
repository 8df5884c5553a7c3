import type { RuleName } from './trace';

/** Where a rule stands: the section and step as people call it, and its address. */
export interface RuleSource {
  readonly section: string;
  readonly url: string;
}

const FETCH = 'https://fetch.spec.whatwg.org/#';

/** Every rule's place in the standards; steps are those of the Fetch Standard of 2 July 2026, commit 586cd2a. */
export const RULES: Readonly<Record<RuleName, RuleSource>> = {
  'request.url': { section: 'Request constructor, step 5.2', url: `${FETCH}dom-request` },
  'request.url-credentials': { section: 'Request constructor, step 5.3', url: `${FETCH}dom-request` },
  'request.mode-navigate': { section: 'Request constructor, step 17', url: `${FETCH}dom-request` },
  'request.only-if-cached': { section: 'Request constructor, step 21', url: `${FETCH}dom-request` },
  'request.method-invalid': { section: 'Methods', url: `${FETCH}concept-method` },
  'request.method-forbidden': { section: 'Forbidden method', url: `${FETCH}forbidden-method` },
  'request.method-normalized': { section: 'Normalize a method', url: `${FETCH}concept-method-normalize` },
  'request.method-kept': { section: 'Normalize a method', url: `${FETCH}concept-method-normalize` },
  'request.no-cors-method': { section: 'Request constructor, step 32.1', url: `${FETCH}dom-request` },
  'request.header-invalid': { section: 'Validate a header, step 1', url: `${FETCH}headers-validate` },
  'request.header-forbidden': {
    section: 'Forbidden request-header',
    url: `${FETCH}forbidden-request-header`,
  },
  'request.header-not-no-cors-safelisted': {
    section: 'No-CORS-safelisted request-header',
    url: `${FETCH}no-cors-safelisted-request-header`,
  },
  'request.body-with-get': { section: 'Request constructor, step 35', url: `${FETCH}dom-request` },
  'request.body-type': { section: 'Extract a body', url: `${FETCH}concept-bodyinit-extract` },
  'request.stream': { section: 'Request constructor, step 39', url: `${FETCH}dom-request` },
  'request.initiator': { section: 'Setting up a request', url: `${FETCH}fetch-elsewhere-request` },
  'main-fetch.bad-port': { section: 'Port blocking', url: `${FETCH}port-blocking` },
  'main-fetch.userinfo': { section: 'Main fetch', url: `${FETCH}concept-main-fetch` },
  'main-fetch.mixed-content': {
    section: 'Mixed Content, 4.4',
    url: 'https://w3c.github.io/webappsec-mixed-content/#should-block-fetch',
  },
  'main-fetch.mixed-content-upgraded': {
    section: 'Mixed Content, 4.1',
    url: 'https://w3c.github.io/webappsec-mixed-content/#upgrade-algorithm',
  },
  'main-fetch.same-origin': { section: 'Main fetch, step 12', url: `${FETCH}concept-main-fetch` },
  'main-fetch.no-cors-protocol': { section: 'Main fetch, step 12', url: `${FETCH}concept-main-fetch` },
  'main-fetch.data-url': { section: 'Main fetch, step 12', url: `${FETCH}concept-main-fetch` },
  'main-fetch.mode-same-origin': { section: 'Main fetch, step 12', url: `${FETCH}concept-main-fetch` },
  'main-fetch.no-cors': { section: 'Main fetch, step 12', url: `${FETCH}concept-main-fetch` },
  'main-fetch.no-cors-redirect-mode': { section: 'Main fetch, step 12', url: `${FETCH}concept-main-fetch` },
  'main-fetch.scheme': { section: 'Main fetch, step 12', url: `${FETCH}concept-main-fetch` },
  'main-fetch.preflight': { section: 'Main fetch, step 12', url: `${FETCH}concept-main-fetch` },
  'main-fetch.simple': { section: 'Main fetch, step 12', url: `${FETCH}concept-main-fetch` },
  'http-fetch.preflight-cache-hit': { section: 'HTTP fetch, step 4.1', url: `${FETCH}concept-http-fetch` },
  'http-fetch.preflight-cache-miss': { section: 'HTTP fetch, step 4.1', url: `${FETCH}concept-http-fetch` },
  'network.local-network': {
    section: 'Local Network Access',
    url: 'https://wicg.github.io/local-network-access/#integration-with-fetch',
  },
  'network.credentials': {
    section: 'HTTP-network-or-cache fetch, step 8.3',
    url: `${FETCH}concept-http-network-or-cache-fetch`,
  },
  'network.origin-header': {
    section: 'Append a request Origin header',
    url: `${FETCH}append-a-request-origin-header`,
  },
  'network.referrer': {
    section: 'Determine request’s referrer',
    url: 'https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer',
  },
  'network.fetch-metadata': {
    section: 'Fetch Metadata, integration with Fetch',
    url: 'https://w3c.github.io/webappsec-fetch-metadata/#fetch-integration',
  },
  'network.cookies': {
    section: 'Append a request Cookie header',
    url: `${FETCH}cookie-header`,
  },
  'network.stream-http1': {
    section: 'HTTP-network fetch, step 8.3',
    url: `${FETCH}concept-http-network-fetch`,
  },
  'network.only-if-cached': {
    section: 'HTTP-network-or-cache fetch, step 11.1',
    url: `${FETCH}concept-http-network-or-cache-fetch`,
  },
  'network.connection': { section: 'Obtain a connection', url: `${FETCH}concept-connection-obtain` },
  'network.set-cookie': {
    section: 'Parse and store Set-Cookie headers',
    url: `${FETCH}set-cookie-header`,
  },
  'network.unauthorized': {
    section: 'HTTP-network-or-cache fetch, step 15',
    url: `${FETCH}concept-http-network-or-cache-fetch`,
  },
  'cors-check.same-origin': { section: 'CORS check', url: `${FETCH}concept-cors-check` },
  'cors-check.allow-origin-missing': { section: 'CORS check, step 2', url: `${FETCH}concept-cors-check` },
  'cors-check.wildcard': { section: 'CORS check, step 3', url: `${FETCH}concept-cors-check` },
  'cors-check.wildcard-with-credentials': {
    section: 'CORS check, steps 3 and 4',
    url: `${FETCH}concept-cors-check`,
  },
  'cors-check.allow-origin': { section: 'CORS check, step 4', url: `${FETCH}concept-cors-check` },
  'cors-check.no-credentials': { section: 'CORS check, step 5', url: `${FETCH}concept-cors-check` },
  'cors-check.allow-credentials': { section: 'CORS check, steps 6 to 8', url: `${FETCH}concept-cors-check` },
  'preflight.status': { section: 'CORS-preflight fetch, step 7', url: `${FETCH}cors-preflight-fetch-0` },
  'preflight.allow-methods-syntax': {
    section: 'CORS-preflight fetch, step 7.3',
    url: `${FETCH}cors-preflight-fetch-0`,
  },
  'preflight.allow-headers-syntax': {
    section: 'CORS-preflight fetch, step 7.3',
    url: `${FETCH}cors-preflight-fetch-0`,
  },
  'preflight.method': { section: 'CORS-preflight fetch, step 7.5', url: `${FETCH}cors-preflight-fetch-0` },
  'preflight.header': {
    section: 'CORS-preflight fetch, steps 7.6 and 7.7',
    url: `${FETCH}cors-preflight-fetch-0`,
  },
  'preflight.max-age': {
    section: 'CORS-preflight fetch, steps 7.8 to 7.10',
    url: `${FETCH}cors-preflight-fetch-0`,
  },
  'preflight.cached': {
    section: 'CORS-preflight fetch, steps 7.12 to 7.15',
    url: `${FETCH}cors-preflight-fetch-0`,
  },
  'preflight-cache.cleared': { section: 'Clear cache entries', url: `${FETCH}concept-cache-clear` },
  'redirect.mode-error': { section: 'HTTP fetch, step 6.3', url: `${FETCH}concept-http-fetch` },
  'redirect.mode-manual': { section: 'HTTP fetch, step 6.3', url: `${FETCH}concept-http-fetch` },
  'redirect.no-location': {
    section: 'HTTP-redirect fetch, step 4',
    url: `${FETCH}concept-http-redirect-fetch`,
  },
  'redirect.location-invalid': {
    section: 'HTTP-redirect fetch, step 5',
    url: `${FETCH}concept-http-redirect-fetch`,
  },
  'redirect.scheme': { section: 'HTTP-redirect fetch, step 6', url: `${FETCH}concept-http-redirect-fetch` },
  'redirect.count': { section: 'HTTP-redirect fetch, step 7', url: `${FETCH}concept-http-redirect-fetch` },
  'redirect.credentials': {
    section: 'HTTP-redirect fetch, steps 9 and 10',
    url: `${FETCH}concept-http-redirect-fetch`,
  },
  'redirect.body': { section: 'HTTP-redirect fetch, step 11', url: `${FETCH}concept-http-redirect-fetch` },
  'redirect.followed': {
    section: 'HTTP-redirect fetch, step 18',
    url: `${FETCH}concept-http-redirect-fetch`,
  },
  'redirect.method-changed': {
    section: 'HTTP-redirect fetch, step 12',
    url: `${FETCH}concept-http-redirect-fetch`,
  },
  'redirect.authorization-removed': {
    section: 'HTTP-redirect fetch, step 13',
    url: `${FETCH}concept-http-redirect-fetch`,
  },
  'redirect.origin-null': { section: 'Redirect-taint', url: `${FETCH}concept-request-tainted-origin` },
  'corp.check': {
    section: 'Cross-origin resource policy check',
    url: `${FETCH}cross-origin-resource-policy-check`,
  },
  'tao.check': { section: 'TAO check', url: `${FETCH}concept-tao-check` },
  'response.mime-type': { section: 'Main fetch, step 20', url: `${FETCH}concept-main-fetch` },
  'response.exposed-headers': { section: 'Main fetch, step 14.1', url: `${FETCH}concept-main-fetch` },
  'response.filtered': { section: 'Main fetch, step 14.2', url: `${FETCH}concept-main-fetch` },
  'use.needs-cors': {
    section: 'HTML, security with canvas elements',
    url: 'https://html.spec.whatwg.org/multipage/canvas.html#security-with-canvas-elements',
  },
};
