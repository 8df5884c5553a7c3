import type { Scenario } from '../../../src/scenario/scenario';

/** The CORS lines of one of a server's raw answers. */
export function corsHeadersOf(
  { servers }: Scenario,
  index: number,
  part: 'preflight' | 'response',
): readonly string[] {
  const lines = servers[index]?.raw[part].lines.split('\n') ?? [];
  return lines.filter((line) => /^access-control-/i.test(line));
}
