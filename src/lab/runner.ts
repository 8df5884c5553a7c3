import type { RequestSpec } from '../engine/initiator';
import type { Observed, Seen, SeenResponse } from '../witness/observed';

// This runs in the page that plays a scenario, written into it as it stands: it imports types alone.

/** What a page is to play. */
export interface PlayConfig {
  /** With absolute URLs; what is sent last is what it is about. */
  readonly runs: readonly PlayRun[];
  /** Absolute URLs that set the cookies which the page has been given before. */
  readonly cookies: readonly string[];
  /** The URL the document is to have; null where it cannot choose. */
  readonly documentUrl: string | null;
  /** How long to wait for something to happen, in milliseconds. */
  readonly patience: number;
}

export interface PlayRun {
  readonly request: RequestSpec;
  /** Milliseconds until the next one. */
  readonly pause: number;
}

/** Whom to tell. */
export interface Audience {
  /** The lab's URL that takes what was observed. */
  readonly report: string;
  /** The scenario's id, to tell results apart. */
  readonly id: string;
  /** The app's origin: the only one that a message is for; null for none. */
  readonly app: string | null;
}

/** Plays all runs and tells what was observed, to the lab and to the window that opened or frames the page. */
export async function perform(config: PlayConfig, audience: Audience): Promise<void> {
  const form = config.runs.find(({ request }) => request.initiator === 'form');
  if (form) {
    await takeCookies(config);
    // The page is left when the form goes, so this is the moment to speak.
    await tell({ runs: [{ kind: 'navigation' }], userAgent: navigator.userAgent }, audience);
    if (config.documentUrl !== null) history.replaceState(null, '', config.documentUrl);
    submitForm(form.request);
    return;
  }
  await tell(await playAll(config), audience);
}

/** Plays all runs, one after the other. */
export async function playAll(config: PlayConfig): Promise<Observed> {
  if (config.documentUrl !== null) history.replaceState(null, '', config.documentUrl);
  await takeCookies(config);
  const runs: Seen[] = [];
  for (const { request, pause } of config.runs) {
    runs.push(await play(request, config.patience));
    await sleep(pause);
  }
  return { runs, userAgent: navigator.userAgent };
}

async function takeCookies({ cookies }: PlayConfig): Promise<void> {
  for (const url of cookies) await fetch(url, { credentials: 'include' }).catch(() => {});
}

/** Makes the request as the scenario says, and tells what script sees of it. */
export async function play(request: RequestSpec, patience: number): Promise<Seen> {
  return Promise.race([start(request, patience), sleep(patience).then((): Seen => ({ kind: 'nothing' }))]);
}

async function tell(observed: Observed, { report, id, app }: Audience): Promise<void> {
  const top = window.top;
  const listener = top?.opener ?? (top === window ? null : top);
  if (app !== null && listener) listener.postMessage({ type: 'corscope:observed', id, observed }, app);
  const body = JSON.stringify(observed);
  await fetch(report, { method: 'POST', mode: 'no-cors', credentials: 'omit', body }).catch(() => {});
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function start(request: RequestSpec, patience: number): Promise<Seen> {
  try {
    switch (request.initiator) {
      case 'fetch':
        return await playFetch(request);
      case 'XMLHttpRequest':
        return await playXhr(request);
      case 'sendBeacon':
        return navigator.sendBeacon(request.url, bodyOf(request) ?? null)
          ? { kind: 'queued' }
          : { kind: 'rejection' };
      case 'EventSource':
        return await playEventSource(request);
      case 'WebSocket':
        return await playWebSocket(request);
      case 'script':
      case 'module script':
        return await playScript(request);
      case 'stylesheet':
        return await playStylesheet(request);
      case 'font':
        return await playFont(request);
      case 'image':
      case 'video':
        return request.use === 'CSS shape'
          ? await playShape(request, patience)
          : await playMedia(request, request.initiator);
      case 'form':
        submitForm(request);
        return { kind: 'navigation' };
      default:
        return request.initiator satisfies never;
    }
  } catch (error) {
    return { kind: 'exception', name: error instanceof Error ? error.name : String(error) };
  }
}

/** What the request carries; undefined for none. A stream can be read once, so each call makes a new one. */
function bodyOf({ body }: RequestSpec): XMLHttpRequestBodyInit | ReadableStream | undefined {
  switch (body.kind) {
    case 'none':
      return undefined;
    case 'string':
      return body.text;
    case 'URLSearchParams':
      return new URLSearchParams(body.text);
    case 'FormData': {
      const form = new FormData();
      form.append('field', body.text);
      return form;
    }
    case 'Blob':
      return new Blob([body.text], { type: body.type });
    case 'ArrayBuffer':
      return new TextEncoder().encode(body.text).buffer;
    case 'ReadableStream':
      return new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(body.text));
          controller.close();
        },
      });
    default:
      return body.kind satisfies never;
  }
}

function initOf(request: RequestSpec): RequestInit {
  const body = bodyOf(request);
  return {
    method: request.method,
    headers: request.headers.map(([name, value]): [string, string] => [name, value]),
    mode: request.mode,
    credentials: request.credentials,
    redirect: request.redirect,
    cache: request.cache,
    referrerPolicy: request.referrerPolicy,
    ...(body !== undefined && { body }),
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  };
}

async function playFetch(request: RequestSpec): Promise<Seen> {
  let response: Response;
  const before = timingsOf(request.url).length;
  try {
    response = await fetch(request.url, initOf(request));
  } catch (error) {
    // The same call that throws for its arguments makes no Request either; a network error is no matter of arguments.
    new Request(request.url, initOf(request));
    if (error instanceof TypeError) return { kind: 'rejection' };
    throw error;
  }
  const { type, url, redirected, status, statusText, ok } = response;
  const hidden = type === 'opaque' || type === 'opaqueredirect';
  const headers = [...response.headers].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = hidden || response.body === null ? '' : await response.text().catch(() => '');
  const body = hidden ? 'hidden' : text === '' ? 'empty' : 'readable';
  const timing = await timingOf(request.url, before);
  return {
    kind: 'response',
    response: { type, url, redirected, status, statusText, ok, headers, body, timing },
  };
}

/** What Resource Timing has of a URL. */
function timingsOf(url: string): readonly PerformanceEntry[] {
  return performance.getEntriesByName(url, 'resource');
}

/** Whether Resource Timing tells more than start and end, once it has more than before; null where it tells nothing. */
async function timingOf(url: string, before: number): Promise<SeenResponse['timing']> {
  for (let waits = 0; waits < 10; waits++) {
    const timings = timingsOf(url);
    const last = timings.at(-1);
    if (timings.length > before && last instanceof PerformanceResourceTiming) {
      return last.requestStart > 0 ? 'detailed' : 'opaque';
    }
    await sleep(2);
  }
  return null;
}

function playXhr(request: RequestSpec): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const before = timingsOf(request.url).length;
    try {
      xhr.open(request.method, request.url);
      for (const [name, value] of request.headers) xhr.setRequestHeader(name, value);
      xhr.withCredentials = request.withCredentials;
      if (request.uploadListener) xhr.upload.addEventListener('progress', () => {});
      xhr.onload = async () => {
        const response = seenByXhr(xhr, await timingOf(request.url, before));
        resolve({ kind: 'xhr', event: 'load', response });
      };
      xhr.onerror = () => resolve({ kind: 'xhr', event: 'error', response: null });
      const body = bodyOf(request);
      // To XMLHttpRequest a stream is an object like any other.
      xhr.send(body instanceof ReadableStream ? String(body) : body);
    } catch (error) {
      reject(error);
    }
  });
}

function seenByXhr(xhr: XMLHttpRequest, timing: SeenResponse['timing']): SeenResponse {
  const headers = xhr
    .getAllResponseHeaders()
    .split('\r\n')
    .filter((line) => line !== '')
    .map((line): [string, string] => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    })
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const { responseURL: url, status, statusText } = xhr;
  const ok = status >= 200 && status <= 299;
  const body = xhr.responseText === '' ? 'empty' : 'readable';
  return { type: null, url, redirected: null, status, statusText, ok, headers, body, timing };
}

function playEventSource(request: RequestSpec): Promise<Seen> {
  return new Promise((resolve) => {
    const source = new EventSource(request.url, { withCredentials: request.withCredentials });
    const end = (event: 'open' | 'error') => () => {
      // Else it would connect again.
      source.close();
      resolve({ kind: 'connection', event });
    };
    source.onopen = end('open');
    source.onerror = end('error');
  });
}

function playWebSocket(request: RequestSpec): Promise<Seen> {
  return new Promise((resolve) => {
    const socket = new WebSocket(request.url);
    socket.onopen = () => {
      socket.close();
      resolve({ kind: 'connection', event: 'open' });
    };
    socket.onerror = () => resolve({ kind: 'connection', event: 'error' });
  });
}

function setCors(
  element: HTMLScriptElement | HTMLLinkElement | HTMLImageElement | HTMLVideoElement,
  { crossorigin }: RequestSpec,
): void {
  if (crossorigin !== 'none') element.crossOrigin = crossorigin;
}

/** Waits for an element's event; it goes once that has come. */
function eventOf(element: HTMLElement, good: string): Promise<'load' | 'error'> {
  return new Promise((resolve) => {
    element.addEventListener(good, () => resolve('load'), { once: true });
    element.addEventListener('error', () => resolve('error'), { once: true });
  });
}

async function playScript(request: RequestSpec): Promise<Seen> {
  const script = document.createElement('script');
  setCors(script, request);
  if (request.initiator === 'module script') script.type = 'module';
  script.referrerPolicy = request.referrerPolicy;
  script.src = request.url;
  const event = eventOf(script, 'load');
  document.head.append(script);
  return { kind: 'element', event: await event, pixels: null };
}

async function playStylesheet(request: RequestSpec): Promise<Seen> {
  const link = document.createElement('link');
  setCors(link, request);
  link.rel = 'stylesheet';
  link.referrerPolicy = request.referrerPolicy;
  link.href = request.url;
  const event = eventOf(link, 'load');
  document.head.append(link);
  return { kind: 'element', event: await event, pixels: null };
}

let fonts = 0;

/** A URL as CSS writes it. */
function cssUrl(url: string): string {
  return `url("${url.replace(/["\\\n]/g, (char) => `\\${char.charCodeAt(0).toString(16)} `)}")`;
}

async function playFont(request: RequestSpec): Promise<Seen> {
  const family = `played-${++fonts}`;
  const style = document.createElement('style');
  style.textContent = `@font-face { font-family: "${family}"; src: ${cssUrl(request.url)}; }`;
  document.head.append(style);
  const event = await document.fonts.load(`16px "${family}"`, 'A').then(
    (faces) => (faces.some(({ status }) => status === 'loaded') ? 'load' : 'error'),
    () => 'error' as const,
  );
  return { kind: 'element', event, pixels: null };
}

async function playMedia(request: RequestSpec, tag: 'image' | 'video'): Promise<Seen> {
  const media = tag === 'image' ? new Image() : document.createElement('video');
  setCors(media, request);
  if (media instanceof HTMLImageElement) {
    media.referrerPolicy = request.referrerPolicy;
  } else {
    media.muted = true;
    media.preload = 'auto';
  }
  const event = eventOf(media, tag === 'image' ? 'load' : 'loadeddata');
  media.src = request.url;
  document.body.append(media);
  if ((await event) === 'error') return { kind: 'element', event: 'error', pixels: null };
  return { kind: 'element', event: 'load', pixels: pixelsOf(media, request) };
}

function pixelsOf(
  media: HTMLImageElement | HTMLVideoElement,
  { use }: RequestSpec,
): 'clean' | 'tainted' | 'refused' | 'unknown' | null {
  if (use === 'show') return null;
  const canvas = document.createElement('canvas');
  if (use === 'canvas') {
    const context = canvas.getContext('2d');
    if (!context) return 'unknown';
    context.drawImage(media, 0, 0);
    return isAllowed(() => context.getImageData(0, 0, 1, 1)) ? 'clean' : 'tainted';
  }
  const gl = canvas.getContext('webgl');
  if (!gl) return 'unknown';
  gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
  return isAllowed(() => gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, media))
    ? 'clean'
    : 'refused';
}

function isAllowed(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'SecurityError') return false;
    throw error;
  }
}

/** Without a shape, text runs beside the float; with the transparent image as its shape, across it. */
async function playShape(request: RequestSpec, patience: number): Promise<Seen> {
  const box = document.createElement('div');
  box.style.cssText = 'position: absolute; top: 0; left: 0; width: 300px;';
  const float = document.createElement('div');
  float.style.cssText = `float: left; width: 100px; height: 100px; shape-outside: ${cssUrl(request.url)};`;
  const text = document.createElement('span');
  text.textContent = 'text';
  box.append(float, text);
  document.body.append(box);
  const end = performance.now() + patience / 2;
  while (performance.now() < end) {
    if (text.getBoundingClientRect().left < 100) return { kind: 'element', event: 'load', pixels: 'clean' };
    await sleep(20);
  }
  return { kind: 'element', event: 'error', pixels: null };
}

function submitForm(request: RequestSpec): void {
  const form = document.createElement('form');
  form.method = request.method;
  form.action = request.url;
  const { kind, text } = request.body;
  form.enctype =
    kind === 'FormData'
      ? 'multipart/form-data'
      : kind === 'string'
        ? 'text/plain'
        : 'application/x-www-form-urlencoded';
  for (const [name, value] of fieldsOf(kind, text)) {
    const input = document.createElement('input');
    input.type = 'hidden';
    input.name = name;
    input.value = value;
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

/** The fields that make a form's body say what the request's text says. */
function fieldsOf(kind: RequestSpec['body']['kind'], text: string): Iterable<readonly [string, string]> {
  if (kind === 'none') return [];
  if (kind === 'FormData') return [['field', text]];
  if (kind !== 'string') return new URLSearchParams(text);
  return text.split(/\r?\n/).map((row) => {
    const at = row.indexOf('=');
    return at < 0 ? [row, ''] : [row.slice(0, at), row.slice(at + 1)];
  });
}
