import { getDecodeAndSplit, getHeader } from './headers';
import type { HttpResponse } from './http';
import { isSameOrigin } from './origin';
import { currentUrl, type Request, serializeRequestOrigin } from './request';
import type { Run } from './run';

/**
 * Whether Resource Timing may tell details; one failing response of a redirect chain fails all. It never
 * decides whether script may read the response. https://fetch.spec.whatwg.org/#concept-tao-check
 */
export function timingAllowCheck(request: Request, response: HttpResponse, exchange: number, run: Run): void {
  const values = getDecodeAndSplit(response.headers, 'timing-allow-origin');
  const passed = !request.timingAllowFailed && isAllowed(request, values);
  if (!passed) request.timingAllowFailed = true;
  if (values !== null) {
    const value = getHeader(response.headers, 'timing-allow-origin');
    const context = { message: { exchange, side: 'response' }, headers: ['Timing-Allow-Origin'] } as const;
    run.rule('tao.check', passed ? 'pass' : 'note', { value }, context);
  }
}

function isAllowed(request: Request, values: readonly string[] | null): boolean {
  if (values?.includes('*') || values?.includes(serializeRequestOrigin(request))) return true;
  if (request.mode === 'navigate' && !isSameOrigin(currentUrl(request).origin, request.origin)) return false;
  return request.tainting === 'basic';
}
