import type { Theme } from '../../store/state';

/** The words of the top bar's tools. */
export const WORDS = {
  examples: 'Examples',
  current: 'shown now',
  undo: 'Undo',
  redo: 'Redo',
  primer: 'What is CORS?',
  keys: 'Keys',
  close: 'Close',
  theme: {
    system: 'Theme: as the system has it',
    light: 'Theme: light',
    dark: 'Theme: dark',
  } satisfies Record<Theme, string>,
} as const;

/** Every key that does something, in the order people need them. */
export const KEYS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['Space'], does: 'Play and pause' },
  { keys: ['←', '→'], does: 'One step back or forward' },
  { keys: ['PgUp', 'PgDn'], does: 'The same in the diagram, for a presenter’s remote' },
  { keys: ['Home', 'End'], does: 'To the start or the end' },
  { keys: ['Ctrl Z', '⌘ Z'], does: 'Undo, also in a text field' },
  { keys: ['Ctrl Shift Z', '⌘ Shift Z'], does: 'Redo' },
  { keys: ['Esc'], does: 'Close what is open' },
];

/** The headings of the primer. */
export const PRIMER = {
  surfaces: 'What goes by CORS',
  how: { always: 'Always', 'if asked': 'Only if asked', never: 'Never' },
  words: 'More words',
} as const;
