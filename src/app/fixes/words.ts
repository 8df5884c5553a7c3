import type { Rich } from '../../explain/rich';

/** The words around the fixes; what each fix says is in `explain`. */
export const WORDS = {
  /** The name of it all. */
  section: 'Fixes that work',
  opens: 'Opens up:',
  apply: 'Apply',
  applyName: (says: string) => `Apply: ${says}`,
  waits: 'Some field needs a look first.',
  more: (count: number) => (count === 1 ? 'One more way' : `${count} more ways`),
  fewer: 'Fewer',
  applied: 'Applied',
  appliedSays: (says: string) => `Applied. ${says} Undo comes next.`,
  undo: 'Undo',
  undone: 'Undone. All is as it was before.',
  done: 'Done',
  call: ['The call'] satisfies Rich,
  line: { same: '', gone: 'before: ', new: 'after: ', skipped: '' },
  skipped: (lines: number) => (lines === 1 ? '… one line' : `… ${lines} lines`),
  note: 'Is that server not yours? Only its owner can change what it answers; a server of your own can ask in place of the page.',
} as const;
