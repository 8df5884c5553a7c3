import type { Rich } from '../../explain/rich';

/** A sentence with code in it. */
export function RichText({ text }: { readonly text: Rich }) {
  return text.map((part, index) =>
    typeof part === 'string' ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no other identity.
      <code key={index}>{part.code}</code>
    ),
  );
}
