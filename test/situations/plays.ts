import { server } from '../../src/lessons/build';
import type { Server } from '../../src/policy/policy';

export type BrowserName = 'chromium' | 'firefox' | 'webkit';

/** A page that gets into trouble, and the servers it talks to. */
export interface Play {
  /** The number of the situation, and what sets this one apart. */
  readonly id: string;
  /** The page's URL; a `file:` page is written to disk. */
  readonly page: string;
  /** Sent with the page. */
  readonly pageHeaders?: readonly (readonly [string, string])[];
  /** What the page's script does. */
  readonly script: string;
  /** What stands before the script. */
  readonly html?: string;
  readonly servers: readonly Server[];
  /** Visited before, one after the other. */
  readonly before?: readonly string[];
  /** The browsers that show it; all by default. */
  readonly browsers?: readonly BrowserName[];
  /** Parts of URLs that an extension blocks. */
  readonly blocked?: readonly string[];
  /** Whether certificates that nobody signed are taken; else the connection fails. */
  readonly certificates?: 'taken' | 'refused';
  /** Whether a HAR keeps cookies and tokens: a browser leaves them out unless asked. */
  readonly har?: 'sanitized' | 'with secrets';
  /** What `curl -v` is told, beside the URL, where that is what people have. */
  readonly curl?: readonly string[];
}

const APP = 'https://app.example';
const API = 'https://api.example';
const CDN = 'https://cdn.example';
const PAGE = `${APP}/orders`;

/** Allows the page's origin, without credentials. */
const allowsApp = { origins: 'list', list: [APP], vary: true } as const;
const withCredentials = { ...allowsApp, credentials: true } as const;

const read = (url: string, init = '') =>
  `fetch('${url}'${init === '' ? '' : `, ${init}`})
  .then((response) => response.json())
  .then((orders) => console.log(orders));`;

const put = (headers = `{ 'Content-Type': 'application/json' }`, more = '') =>
  `{
  method: 'PUT',
  headers: ${headers},${more === '' ? '' : `\n  ${more},`}
  body: JSON.stringify({ status: 'paid' }),
}`;

/** Lines sent as they stand, to every request. */
const raw = (lines: readonly string[], preflight: readonly string[] = lines) => ({
  answers: 'raw' as const,
  raw: {
    preflight: { status: '204', lines: preflight.join('\n') },
    response: { status: '200', lines: ['Content-Type: application/json', ...lines].join('\n') },
  },
});

export const PLAYS: readonly Play[] = [
  { id: '01-no-header', page: PAGE, script: read(`${API}/orders`), servers: [server(API)] },
  {
    id: '01-post-ran',
    page: PAGE,
    script: `fetch('${API}/orders', { method: 'POST', body: new URLSearchParams({ item: 'tea' }) })
  .then((response) => response.json())
  .then((order) => console.log(order));`,
    servers: [server(API, { response: { status: '201' } })],
  },
  {
    id: '02-preflight-forgotten',
    page: PAGE,
    script: read(`${API}/orders/7`, put()),
    servers: [server(API, { policy: { ...allowsApp, mistakes: ['response only'] } })],
  },
  {
    id: '03-postman',
    page: PAGE,
    script: read(`${API}/orders`),
    servers: [server(API)],
    curl: [`${API}/orders`],
  },
  {
    id: '04-preflight-401',
    page: PAGE,
    script: read(
      `${API}/orders/7`,
      put(`{ 'Content-Type': 'application/json', Authorization: 'Bearer t0ken' }`),
    ),
    servers: [server(API, { policy: allowsApp, options: { by: 'status', status: '401' } })],
  },
  ...(['404', '405', '502'] as const).map(
    (status): Play => ({
      id: `05-preflight-${status}`,
      page: PAGE,
      script: read(`${API}/orders/7`, put()),
      servers: [server(API, { policy: allowsApp, options: { by: 'status', status } })],
    }),
  ),
  {
    id: '06-preflight-redirected',
    page: PAGE,
    script: read(`${API}/orders`, put()),
    servers: [
      server(API, {
        policy: allowsApp,
        options: { by: 'redirect', status: '308', location: `${API}/orders/` },
      }),
    ],
  },
  {
    id: '07-session-expired',
    page: PAGE,
    script: read(`${API}/me`, `{ credentials: 'include' }`),
    servers: [
      server(API, {
        policy: withCredentials,
        response: { status: '302', location: 'https://login.example/?next=/me', body: '' },
      }),
      server('https://login.example', {
        response: { headers: [['Content-Type', 'text/html']], body: '<!doctype html><title>Log in</title>' },
      }),
    ],
  },
  {
    id: '08-wildcard-credentials',
    page: PAGE,
    script: read(`${API}/me`, `{ credentials: 'include' }`),
    servers: [server(API, { policy: { origins: 'any', credentials: true } })],
  },
  {
    id: '08-wildcard-credentials-xhr',
    page: PAGE,
    script: `const xhr = new XMLHttpRequest();
xhr.open('GET', '${API}/me');
xhr.withCredentials = true;
xhr.onload = () => console.log(xhr.responseText);
xhr.send();`,
    servers: [server(API, { policy: { origins: 'any' } })],
  },
  {
    id: '09-credentials-on-one',
    page: PAGE,
    script: read(`${API}/orders/7`, put(undefined, `credentials: 'include'`)),
    servers: [
      server(
        API,
        raw(
          [`Access-Control-Allow-Origin: ${APP}`],
          [
            `Access-Control-Allow-Origin: ${APP}`,
            'Access-Control-Allow-Credentials: true',
            'Access-Control-Allow-Methods: PUT',
            'Access-Control-Allow-Headers: content-type',
          ],
        ),
      ),
    ],
  },
  {
    id: '09-credentials-true',
    page: PAGE,
    script: read(`${API}/me`, `{ credentials: 'include' }`),
    servers: [server(API, { policy: { ...withCredentials, mistakes: ['True'] } })],
  },
  {
    id: '10-twice',
    page: PAGE,
    script: read(`${API}/orders`),
    servers: [server(API, { policy: { ...allowsApp, mistakes: ['allow-origin twice'] } })],
  },
  {
    id: '11-list',
    page: PAGE,
    script: read(`${API}/orders`),
    servers: [server(API, raw([`Access-Control-Allow-Origin: ${APP}, https://admin.example`]))],
  },
  {
    id: '11-pattern',
    page: 'https://shop.app.example/orders',
    script: read(`${API}/orders`),
    servers: [server(API, raw(['Access-Control-Allow-Origin: https://*.app.example']))],
  },
  {
    id: '12-trailing-slash',
    page: PAGE,
    script: read(`${API}/orders`),
    servers: [server(API, { policy: { ...allowsApp, mistakes: ['trailing slash'] } })],
  },
  {
    id: '12-path',
    page: PAGE,
    script: read(`${API}/orders`),
    servers: [server(API, raw([`Access-Control-Allow-Origin: ${PAGE}`]))],
  },
  {
    id: '13-host',
    page: 'http://localhost:3000/',
    script: read('http://localhost:8000/orders'),
    servers: [
      server('http://localhost:8000', { policy: { origins: 'list', list: ['http://127.0.0.1:3000'] } }),
    ],
  },
  {
    id: '13-port',
    page: 'http://localhost:5173/',
    script: read('http://localhost:8000/orders'),
    servers: [
      server('http://localhost:8000', { policy: { origins: 'list', list: ['http://localhost:3000'] } }),
    ],
  },
  {
    id: '13-scheme',
    page: PAGE,
    script: read(`${API}/orders`),
    servers: [server(API, { policy: { origins: 'list', list: ['http://app.example'] } })],
  },
  {
    id: '13-www',
    page: 'https://www.app.example/orders',
    script: read(`${API}/orders`),
    servers: [server(API, { policy: allowsApp })],
  },
  {
    id: '14-tracing',
    page: PAGE,
    script: `const traced = (url, init = {}) =>
  fetch(url, {
    ...init,
    headers: {
      ...init.headers,
      'sentry-trace': '771a43a4192642f0b136d5159a501700-7a1ffd6d0a3b4f11-1',
      baggage: 'sentry-environment=production,sentry-public_key=f00',
    },
  });

traced('${API}/orders')
  .then((response) => response.json())
  .then((orders) => console.log(orders));`,
    servers: [
      server(API, {
        policy: { ...allowsApp, methods: ['GET', 'PUT'], headers: ['Content-Type', 'Authorization'] },
      }),
    ],
  },
  {
    id: '14-requested-with',
    page: PAGE,
    script: `const xhr = new XMLHttpRequest();
xhr.open('GET', '${API}/orders');
xhr.setRequestHeader('X-Requested-With', 'XMLHttpRequest');
xhr.onload = () => console.log(xhr.responseText);
xhr.send();`,
    servers: [server(API, { policy: { ...allowsApp, headers: ['Content-Type'] } })],
  },
  {
    id: '15-json',
    page: PAGE,
    script: `fetch('${API}/orders', {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ item: 'tea' }),
})
  .then((response) => response.json())
  .then((order) => console.log(order));`,
    servers: [server(API, { policy: { ...allowsApp, methods: ['GET', 'POST'] } })],
  },
  {
    id: '16-authorization-wildcard',
    page: PAGE,
    script: read(`${API}/orders`, `{ headers: { Authorization: 'Bearer t0ken' } }`),
    servers: [server(API, { policy: { origins: 'any', methods: ['*'], headers: ['*'] } })],
  },
  {
    id: '17-methods',
    page: PAGE,
    script: read(`${API}/orders/7`, `{ method: 'DELETE', credentials: 'include' }`),
    servers: [server(API, { policy: { ...withCredentials, methods: ['*'], headers: ['*'] } })],
  },
  {
    id: '17-headers',
    page: PAGE,
    script: read(`${API}/orders/7`, put(undefined, `credentials: 'include'`)),
    servers: [server(API, { policy: { ...withCredentials, methods: ['PUT'], headers: ['*'] } })],
  },
  {
    id: '17-exposed',
    page: PAGE,
    script: `fetch('${API}/orders', { credentials: 'include' })
  .then((response) => console.log(response.headers.get('X-Total-Count')));`,
    servers: [
      server(API, {
        policy: { ...withCredentials, exposed: ['*'] },
        response: {
          headers: [
            ['Content-Type', 'application/json'],
            ['X-Total-Count', '2'],
          ],
        },
      }),
    ],
  },
  {
    id: '18-method',
    page: PAGE,
    script: read(`${API}/orders/7`, `{ method: 'DELETE' }`),
    servers: [server(API, { policy: { ...allowsApp, methods: ['GET', 'HEAD', 'POST'] } })],
  },
  {
    id: '19-lower-case',
    page: PAGE,
    script: `fetch('${API}/orders/7', {
  method: 'patch',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({ status: 'paid' }),
})
  .then((response) => response.json())
  .then((order) => console.log(order));`,
    servers: [
      server(API, { policy: { ...allowsApp, methods: ['GET', 'POST', 'PATCH'], headers: ['Content-Type'] } }),
    ],
  },
  {
    id: '20-error-500',
    page: PAGE,
    script: read(`${API}/orders`),
    servers: [
      server(API, {
        policy: { ...allowsApp, mistakes: ['errors forget'] },
        response: { status: '500', headers: [['Content-Type', 'text/html']], body: '<h1>Oops</h1>' },
      }),
    ],
  },
  {
    id: '20-error-504',
    page: PAGE,
    script: read(`${API}/orders/7`, put()),
    servers: [
      server(API, {
        policy: { ...allowsApp, methods: ['PUT'], headers: ['Content-Type'], mistakes: ['errors forget'] },
        response: {
          status: '504',
          headers: [
            ['Server', 'nginx'],
            ['Content-Type', 'text/html'],
          ],
          body: '<h1>504 Gateway Time-out</h1>',
        },
      }),
    ],
  },
  {
    id: '21-header-null',
    page: PAGE,
    script: `fetch('${API}/orders?page=2')
  .then((response) => console.log(response.headers.get('X-Total-Count')));`,
    servers: [
      server(API, {
        policy: allowsApp,
        response: {
          headers: [
            ['Content-Type', 'application/json'],
            ['X-Total-Count', '42'],
          ],
        },
      }),
    ],
  },
  {
    id: '22-no-cors',
    page: PAGE,
    script: read(`${API}/orders`, `{ mode: 'no-cors' }`),
    servers: [server(API)],
  },
  {
    id: '23-credentials-default',
    page: PAGE,
    script: `async function start() {
  await fetch('${API}/login', { method: 'POST', credentials: 'include', body: new URLSearchParams({ user: 'ada' }) });
  const response = await fetch('${API}/me');
  console.log(response.status);
}
start();`,
    servers: [
      server(API, {
        path: '/login',
        policy: withCredentials,
        response: {
          status: '204',
          cookies: ['session=s3cret; Path=/; Secure; HttpOnly; SameSite=None'],
          body: '',
        },
      }),
      server(API, {
        policy: withCredentials,
        response: { status: '401', body: '{"error": "log in first"}' },
      }),
    ],
    har: 'with secrets',
  },
  {
    id: '23-same-site',
    page: PAGE,
    before: [`${API}/login`],
    script: `fetch('${API}/me', { credentials: 'include' })
  .then((response) => console.log(response.status));`,
    servers: [
      server(API, {
        path: '/login',
        response: {
          headers: [['Content-Type', 'text/html']],
          cookies: ['session=s3cret; Path=/; Secure; HttpOnly; SameSite=Lax'],
          body: '<!doctype html><title>Logged in</title>',
        },
      }),
      server(API, {
        policy: withCredentials,
        response: { status: '401', body: '{"error": "log in first"}' },
      }),
    ],
    har: 'with secrets',
  },
  {
    id: '24-set-cookie',
    page: PAGE,
    script: `fetch('${API}/login', {
  method: 'POST',
  credentials: 'include',
  body: new URLSearchParams({ user: 'ada' }),
}).then((response) => console.log(response.status));`,
    servers: [
      server(API, {
        policy: withCredentials,
        response: { cookies: ['session=s3cret; Path=/; Secure; HttpOnly; SameSite=Lax'] },
      }),
    ],
    har: 'with secrets',
  },
  {
    id: '24-credentials-default',
    page: PAGE,
    script: `fetch('${API}/login', { method: 'POST', body: new URLSearchParams({ user: 'ada' }) })
  .then((response) => console.log(response.status));`,
    servers: [
      server(API, {
        policy: withCredentials,
        response: { cookies: ['session=s3cret; Path=/; Secure; HttpOnly; SameSite=None'] },
      }),
    ],
    har: 'with secrets',
  },
  {
    id: '25-image-first',
    // Chromium keeps nothing in its cache that came with a certificate of our own making.
    page: 'http://app.example/orders',
    html: `<img src="http://cdn.example/logo.png">`,
    script: `document.querySelector('img').addEventListener('load', () => {
  fetch('http://cdn.example/logo.png')
    .then((response) => response.blob())
    .then((blob) => console.log(blob.size));
});`,
    servers: [
      server('http://cdn.example', {
        policy: { origins: 'list', list: ['http://app.example', 'http://admin.example'] },
        response: {
          headers: [
            ['Content-Type', 'image/png'],
            ['Cache-Control', 'max-age=3600'],
          ],
        },
      }),
    ],
  },
  {
    id: '25-other-origin-first',
    page: PAGE,
    script: read(`${API}/rates`),
    servers: [
      server(
        API,
        raw([
          'Access-Control-Allow-Origin: https://admin.example',
          'Cache-Control: public, max-age=600',
          'Age: 37',
          'Via: 1.1 cache.example',
        ]),
      ),
    ],
  },
  {
    id: '26-every-call',
    page: PAGE,
    script: `async function start() {
  for (const id of [1, 2]) {
    await fetch('${API}/orders', {
      method: 'PUT',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ id }),
    });
  }
}
start();`,
    servers: [
      server(API, {
        policy: { ...allowsApp, methods: ['PUT'], headers: ['Content-Type'], maxAge: '0' },
      }),
    ],
  },
  {
    id: '26-for-hours',
    page: PAGE,
    script: read(`${API}/orders/7`, put()),
    servers: [
      server(API, {
        policy: { ...allowsApp, methods: ['PUT'], headers: ['Content-Type'], maxAge: '86400' },
      }),
    ],
  },
  {
    id: '27-file',
    page: 'file:///orders.html',
    script: read(`${API}/orders`),
    servers: [server(API, { policy: { origins: 'list', list: [APP] } })],
  },
  {
    id: '27-sandbox',
    page: PAGE,
    html: `<iframe sandbox="allow-scripts" srcdoc="<script>fetch('${API}/orders').then((response) => response.json())</script>"></iframe>`,
    script: '',
    servers: [server(API, { policy: { origins: 'list', list: [APP] } })],
  },
  {
    id: '28-local-network',
    browsers: ['chromium'],
    page: PAGE,
    pageHeaders: [['Content-Security-Policy', 'treat-as-public-address']],
    script: read('http://localhost:8000/orders'),
    servers: [server('http://localhost:8000', { policy: { origins: 'list', list: [APP] } })],
  },
  {
    id: '29-mixed-content',
    page: PAGE,
    script: read('http://api.example/orders'),
    servers: [server('http://api.example', { policy: allowsApp })],
  },
  {
    id: '29-tls',
    page: 'http://app.example/orders',
    certificates: 'refused',
    script: read(`${API}/orders`),
    servers: [server(API, { policy: { origins: 'any' } })],
  },
  { id: '29-dns', page: PAGE, script: read('https://api.exmaple.invalid/orders'), servers: [] },
  {
    id: '29-port',
    page: 'http://app.example/orders',
    script: read('http://api.example:6000/orders'),
    servers: [],
  },
  {
    id: '29-refused',
    page: 'http://localhost:3000/',
    script: read('http://localhost:8001/orders'),
    servers: [],
  },
  {
    id: '29-blocked',
    page: PAGE,
    script: read(`${API}/ads/track`),
    browsers: ['chromium'],
    blocked: ['/ads/'],
    servers: [server(API, { policy: allowsApp })],
  },
  {
    id: '29-corp',
    page: PAGE,
    html: `<img src="${CDN}/logo.png">`,
    script: '',
    servers: [
      server(CDN, {
        response: {
          headers: [
            ['Content-Type', 'image/png'],
            ['Cross-Origin-Resource-Policy', 'same-origin'],
          ],
        },
      }),
    ],
  },
  {
    id: '29-coep',
    page: PAGE,
    pageHeaders: [['Cross-Origin-Embedder-Policy', 'require-corp']],
    html: `<img src="${CDN}/logo.png">`,
    script: '',
    servers: [server(CDN, { response: { headers: [['Content-Type', 'image/png']] } })],
  },
  {
    id: '29-orb',
    page: PAGE,
    html: `<script src="${API}/orders"></script>`,
    script: '',
    servers: [
      server(API, {
        response: {
          headers: [
            ['Content-Type', 'application/json'],
            ['X-Content-Type-Options', 'nosniff'],
          ],
        },
      }),
    ],
  },
  {
    id: '30-development',
    page: 'http://localhost:5173/',
    script: read('/api/orders'),
    servers: [server('http://localhost:5173', { path: '/api/orders' })],
  },
  {
    id: '30-production',
    page: PAGE,
    script: `const API = location.hostname === 'localhost' ? '/api' : '${API}';
fetch(API + '/orders')
  .then((response) => response.json())
  .then((orders) => console.log(orders));`,
    servers: [server(API)],
  },
  {
    id: '31-font',
    page: PAGE,
    html: `<style>
@font-face { font-family: Brand; src: url('${CDN}/brand.woff2'); }
p { font-family: Brand; }
</style>
<p>A</p>`,
    script: '',
    servers: [server(CDN, { response: { headers: [['Content-Type', 'font/woff2']] } })],
  },
  {
    id: '31-canvas',
    page: PAGE,
    html: `<img src="${CDN}/logo.png">`,
    script: `const image = document.querySelector('img');
image.addEventListener('load', () => {
  const context = document.createElement('canvas').getContext('2d');
  context.drawImage(image, 0, 0);
  context.getImageData(0, 0, 1, 1);
});`,
    servers: [
      server(CDN, { policy: { origins: 'any' }, response: { headers: [['Content-Type', 'image/png']] } }),
    ],
  },
  {
    id: '31-crossorigin',
    page: PAGE,
    html: `<img crossorigin src="${CDN}/logo.png">`,
    script: '',
    servers: [server(CDN, { response: { headers: [['Content-Type', 'image/png']] } })],
  },
  {
    id: '31-texture',
    browsers: ['chromium', 'webkit'],
    page: PAGE,
    html: `<img src="${CDN}/logo.png">`,
    script: `const image = document.querySelector('img');
image.addEventListener('load', () => {
  const gl = document.createElement('canvas').getContext('webgl');
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, image);
});`,
    servers: [
      server(CDN, { policy: { origins: 'any' }, response: { headers: [['Content-Type', 'image/png']] } }),
    ],
  },
  {
    id: '32-response-header',
    page: PAGE,
    script: `fetch('${API}/orders', {
  headers: {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, POST',
  },
})
  .then((response) => response.json())
  .then((orders) => console.log(orders));`,
    servers: [server(API, { policy: { ...allowsApp, methods: ['GET', 'POST'], headers: ['Content-Type'] } })],
  },
];
