import { importFile, importText } from '../../share/import/import';
import type { Entry, ImportHints, ImportResult, Progress } from '../../share/import/imported';

/** What importing comes to, for the screen: of several requests only how many there are. */
export type Outcome =
  | Exclude<ImportResult, { type: 'choice' }>
  | (Omit<Extract<ImportResult, { type: 'choice' }>, 'entries' | 'pick'> & {
      readonly count: number;
      readonly failed: number;
    });

/** Some of the requests to choose from. */
export interface Rows {
  /** How many there are that the filter lets through. */
  readonly total: number;
  readonly rows: readonly { readonly index: number; readonly entry: Entry }[];
}

/** Reads what people bring, one thing at a time, and keeps what there is to choose from. */
export interface Session {
  readonly read: (
    source: string | Blob,
    hints: ImportHints,
    onProgress: (progress: Progress) => void,
  ) => Promise<Outcome>;
  /** What comes of one of the requests to choose from. */
  readonly pick: (index: number) => Promise<Outcome>;
  /** Requests whose method, URL, status or note contains a text, whatever its case. */
  readonly rows: (filter: string, from: number, count: number) => Promise<Rows>;
}

/** A session that works where it is called. */
export function createSession(): Session {
  let choice: Extract<ImportResult, { type: 'choice' }> | null = null;
  let filtered: { readonly filter: string; readonly indexes: readonly number[] } = {
    filter: '',
    indexes: [],
  };

  const outcomeOf = (result: ImportResult): Outcome => {
    if (result.type !== 'choice') return result;
    choice = result;
    filtered = { filter: '', indexes: result.entries.map((_, index) => index) };
    const { entries, pick: _pick, ...rest } = result;
    return {
      ...rest,
      count: entries.length,
      failed: entries.filter(({ state }) => state === 'failed').length,
    };
  };

  return {
    read: async (source, hints, onProgress) => {
      choice = null;
      return outcomeOf(
        typeof source === 'string'
          ? await importText(source, hints, onProgress)
          : await importFile(source, onProgress, hints),
      );
    },
    pick: async (index) => {
      if (choice === null) throw new Error('There is nothing to choose from');
      const kept = choice;
      const result = await kept.pick(index);
      return result.type === 'choice' ? outcomeOf(result) : result;
    },
    rows: async (filter, from, count) => {
      const entries = choice?.entries ?? [];
      const wanted = filter.trim().toLowerCase();
      if (wanted !== filtered.filter) {
        const indexes = entries.flatMap((entry, index) => (textOf(entry).includes(wanted) ? [index] : []));
        filtered = { filter: wanted, indexes };
      }
      const rows = filtered.indexes.slice(from, from + count).flatMap((index) => {
        const entry = entries[index];
        return entry ? [{ index, entry }] : [];
      });
      return { total: filtered.indexes.length, rows };
    },
  };
}

function textOf({ method, url, status, note }: Entry): string {
  return `${method} ${url} ${status ?? ''} ${note}`.toLowerCase();
}
