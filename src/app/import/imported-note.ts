import { create } from 'zustand';
import type { Imported } from '../../share/import/imported';

/** What the last import left to say, until somebody has read it. */
export const useImportedNote = create<{ readonly imported: Imported | null }>(() => ({ imported: null }));
