import { plain, type Rich } from '../../../explain/rich';
import { type Importer, problem, type Reading } from '../findings';
import type { Entry } from '../imported';
import { CALL_READERS } from '../javascript/calls';
import type { FoundCall } from '../javascript/calls/reader';
import { evaluateProgram } from '../javascript/evaluate';
import { parseCode } from '../javascript/parse';
import { CODE } from '../javascript/words';
import { createMasker } from '../secrets';
import { SAID } from '../words';

/** More than anybody pastes; parsing takes time in proportion. */
const LONGEST_SNIPPET = 1_000_000;
const MOST_CALLS = 200;

/** A snippet of JavaScript that makes requests: parsed, never run. */
export const javascript: Importer = {
  looksLike: (text) => CALL_READERS.some((reader) => reader.looksLike(text)),
  read: async (text) => {
    const kind = CALL_READERS.find((reader) => reader.looksLike(text))?.kind ?? 'fetch';
    if (text.length > LONGEST_SNIPPET)
      return problem(kind, SAID.tooLong('a million characters in a snippet'));
    const parsed = await parseCode(text);
    if (!parsed.ok) {
      const { at, message, reason } = parsed;
      const sentence = reason === 'breaks off' ? CODE.breaksOff() : CODE.notCode(message);
      return problem(kind, sentence, { at, understood: startOf(text, at.line) });
    }
    const evaluation = evaluateProgram(parsed.program, text);
    const found = CALL_READERS.flatMap((reader) => reader.find(evaluation))
      .sort((a, b) => a.pos - b.pos)
      .slice(0, MOST_CALLS);
    const [first] = found;
    if (first === undefined) return problem(kind, CODE.noCall());
    const typed = parsed.types === 'none' ? [] : [CODE.typed()];
    return found.length === 1 ? one(first, typed) : choice(found, typed);
  },
};

const one = ({ findings }: FoundCall, typed: readonly Rich[]): Reading => ({
  type: 'findings',
  findings: { ...findings, understood: [...typed, ...(findings.understood ?? [])] },
});

function choice(found: readonly FoundCall[], typed: readonly Rich[]): Reading {
  const masker = createMasker();
  return {
    type: 'choice',
    kind: found[0]?.findings.kind ?? 'fetch',
    what: CODE.calls(found.length),
    entries: found.map(
      ({ findings: { request, what } }): Entry => ({
        method: request.method?.value ?? 'GET',
        url: masker.url(request.url?.value ?? ''),
        status: null,
        state: 'not made',
        note: plain(what),
      }),
    ),
    understood: typed,
    notUnderstood: [],
    pick: async (index) => {
      const call = found[index];
      return call ? one(call, typed) : problem('fetch', CODE.noCall());
    },
  };
}

/** The text before a broken line, as far as it is worth showing. */
function startOf(text: string, line: number): readonly Rich[] {
  const before = text
    .split('\n')
    .slice(0, Math.max(0, line - 1))
    .join(' ')
    .trim();
  return before === '' ? [] : [CODE.readUpTo(createMasker().body(before))];
}
