import { RE2JS, RE2JSException } from 're2js';
import type { Libraries } from './scenario';

/** How many compiled patterns are kept: those of a scenario, and of the one before. */
const KEPT_PATTERNS = 40;

/** A larger program would match too slowly, linear as it is. */
const LARGEST_PROGRAM = 10_000;

/** A compiler of RE2 patterns that remembers the last ones. */
export function createCompiler(): Libraries['compilePattern'] {
  const compiled = new Map<string, (text: string) => boolean>();
  return (pattern) => {
    const known = compiled.get(pattern);
    if (known) return known;
    let program: RE2JS;
    try {
      program = RE2JS.compile(pattern);
    } catch (error) {
      if (!(error instanceof RE2JSException)) throw error;
      throw new SyntaxError(error.message.replace('error parsing regexp: ', ''));
    }
    if (program.programSize() > LARGEST_PROGRAM) throw new SyntaxError('the pattern is too large');
    const matches = (text: string): boolean => program.test(text);
    if (compiled.size >= KEPT_PATTERNS) compiled.clear();
    compiled.set(pattern, matches);
    return matches;
  };
}
