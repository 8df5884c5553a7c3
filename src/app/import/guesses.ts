import { plain, type Rich } from '../../explain/rich';
import type { Imported } from '../../share/import/imported';

/** One sentence about guesses, with all the fields it holds for. */
export interface Guess {
  readonly paths: readonly string[];
  readonly why: Rich;
}

/** The guesses with each sentence once, in the order they first come. */
export function bySentence(guessed: Imported['guessed']): readonly Guess[] {
  const guesses = new Map<string, { readonly paths: string[]; readonly why: Rich }>();
  for (const { path, why } of guessed) {
    const sentence = plain(why);
    const guess = guesses.get(sentence);
    if (guess === undefined) guesses.set(sentence, { paths: [path], why });
    else if (!guess.paths.includes(path)) guess.paths.push(path);
  }
  return [...guesses.values()];
}
