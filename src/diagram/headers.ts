/**
 * Request and response headers, in lower case, that belong to the conversation about origins though their names do
 * not start with `Access-Control-`.
 */
const BESIDE_CORS: ReadonlySet<string> = new Set([
  'origin',
  'cookie',
  'set-cookie',
  'location',
  'timing-allow-origin',
  'cross-origin-resource-policy',
]);

/** Whether a header line is worth its place under an arrow. `Vary` is, where it names `Origin`. */
export function isShownUnderArrow(name: string, value: string): boolean {
  const lower = name.toLowerCase();
  if (lower === 'vary') return /(^|,)[\t ]*origin[\t ]*(,|$)/i.test(value);
  return lower.startsWith('access-control-') || BESIDE_CORS.has(lower);
}
