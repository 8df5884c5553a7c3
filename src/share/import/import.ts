import type { Rich } from '../../explain/rich';
import { createLibraries, type LazyLibraries } from '../../scenario/libraries';
import { build } from './build';
import { type Decoded, decode, tidied } from './decode';
import { problem, type Reading, type ReadingContext } from './findings';
import type { ImportHints, ImportResult, Progress } from './imported';
import { IMPORTERS } from './importers';
import { SAID } from './words';

/** The most a file may have, in bytes, and a text, in UTF-16 code units. */
export const LARGEST_FILE = 150_000_000;

/** How much of a text is looked at to recognise it. */
const HEAD = 1_000_000;

type OnProgress = (progress: Progress) => void;

/** What comes of a pasted text. Never throws, never runs any of it. Nothing leaves the machine. */
export async function importText(
  text: string,
  hints: ImportHints = {},
  onProgress: OnProgress = () => undefined,
): Promise<ImportResult> {
  if (text.length > LARGEST_FILE) return problem(null, SAID.tooLong('150 million characters'));
  return read(tidied(text), hints, onProgress);
}

/** What comes of a file: a HAR, or any text that could be pasted, in any usual encoding. Never throws. */
export async function importFile(
  file: Blob,
  onProgress: OnProgress = () => undefined,
  hints: ImportHints = {},
): Promise<ImportResult> {
  if (file.size > LARGEST_FILE) return problem(null, SAID.tooLong('150 MB'));
  let decoded: Decoded;
  try {
    decoded = decode(await bytesOf(file, onProgress));
  } catch {
    return problem(null, SAID.unreadable());
  }
  const { text, said } = tidied(decoded.text);
  return read({ text, said: decoded.said ?? said }, hints, onProgress);
}

async function bytesOf(file: Blob, onProgress: OnProgress): Promise<Uint8Array> {
  const bytes = new Uint8Array(file.size);
  const reader = file.stream().getReader();
  let done = 0;
  for (;;) {
    const chunk = await reader.read();
    if (chunk.done) return bytes.subarray(0, done);
    bytes.set(chunk.value.subarray(0, bytes.length - done), done);
    done = Math.min(bytes.length, done + chunk.value.length);
    onProgress({ stage: 'reading', done, total: file.size });
  }
}

async function read(
  { text, said }: Decoded,
  hints: ImportHints,
  onProgress: OnProgress,
): Promise<ImportResult> {
  const libraries = createLibraries();
  const context: ReadingContext = { hints, libraries, onProgress };
  const before = said === null ? [] : [said];
  return finish(() => readingOf(text, context), before, hints, libraries);
}

async function readingOf(text: string, context: ReadingContext): Promise<Reading> {
  if (text.trim() === '') return problem(null, SAID.nothing());
  const head = text.slice(0, HEAD);
  const importer = IMPORTERS.find(({ looksLike }) => looksLike(head));
  return importer ? importer.read(text, context) : problem(null, SAID.unknown());
}

/** From a reading to what comes of it, whatever goes wrong on the way. */
async function finish(
  reading: () => Promise<Reading>,
  before: readonly Rich[],
  hints: ImportHints,
  libraries: LazyLibraries,
): Promise<ImportResult> {
  try {
    const result = await reading();
    switch (result.type) {
      case 'problem': {
        const understood = [...before, ...result.problem.understood];
        return { type: 'problem', problem: { ...result.problem, understood } };
      }
      case 'choice':
        return {
          ...result,
          understood: [...before, ...result.understood],
          pick: (index) => finish(() => result.pick(index), [], hints, libraries),
        };
      case 'findings': {
        const built = await build(result.findings, hints, libraries);
        if (!built.ok) return { type: 'problem', problem: built.problem };
        const { imported } = built;
        return {
          type: 'imported',
          imported: { ...imported, understood: [...before, ...imported.understood] },
        };
      }
      default:
        return result satisfies never;
    }
  } catch (error) {
    return problem(null, error instanceof RangeError ? SAID.tooDeep() : SAID.broken());
  }
}
