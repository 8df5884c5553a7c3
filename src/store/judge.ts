import type { validate } from '../scenario/validate';

/** Says what is wrong with a draft; null until it is loaded. The first picture does without, every change needs it. */
export let judge: typeof validate | null = null;

/** Loads it; rejects where it cannot be fetched, and may then be tried again. */
export async function loadJudge(): Promise<void> {
  judge ??= (await import('../scenario/validate')).validate;
}
