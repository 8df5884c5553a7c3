import type { HeaderList } from '../engine/http';
import type { Page } from '../scenario/scenario';
import type { Audience, PlayConfig } from './runner';

/** The headers that make a page what its scenario says it is. */
export function pageHeaders(page: Page, space: 'as it is' | 'public'): HeaderList {
  const directives = [
    ...(page.kind === 'sandbox' ? ['sandbox allow-scripts allow-forms'] : []),
    // https://wicg.github.io/private-network-access/#csp
    ...(space === 'public' ? ['treat-as-public-address'] : []),
  ];
  return [
    ['Content-Type', 'text/html;charset=utf-8'],
    ['Cache-Control', 'no-store'],
    ['Referrer-Policy', page.referrerPolicy],
    ...(page.embedderPolicy === 'unsafe-none'
      ? []
      : [['Cross-Origin-Embedder-Policy', page.embedderPolicy] as const]),
    ...directives.map((directive) => ['Content-Security-Policy', directive] as const),
  ];
}

/** For who sees the window before it is closed, or opened it by hand. */
const PLAYING =
  '<p>Corscope sends the request from this page. It is done in a moment; then you can close it.</p>\n';

/** A page that plays its scenario at once and tells about it. */
export function playingPage(page: Page, runner: string, config: PlayConfig, audience: Audience): string {
  return ofKind(page, `${runner}\nawait perform(${json(config)}, ${json(audience)});`, PLAYING);
}

/** A page that waits for `corscope.play(request, patience)` and `corscope.playAll(config)`. */
export function waitingPage(page: Page, runner: string): string {
  return ofKind(page, `${runner}\nglobalThis.corscope = { play, playAll };`);
}

/** A page of another site around the page. */
export function framingPage(url: string): string {
  return html(`<iframe src="${escapeHtml(url)}"></iframe>`);
}

function ofKind({ kind }: Page, script: string, text = ''): string {
  const playing = html(`${text}<script type="module">\n${script}\n</script>`);
  if (kind !== 'data') return playing;
  return html(`<iframe src="data:text/html;charset=utf-8,${encodeURIComponent(playing)}"></iframe>`);
}

function html(body: string): string {
  return `<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>Corscope lab</title>\n<link rel="icon" href="data:,">\n<body>\n${body}\n`;
}

/** JSON that can stand in a script element. */
function json(value: unknown): string {
  return JSON.stringify(value).replace(/</g, '\\u003c');
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}
