import { type Rich, rich } from '../../explain/rich';

/** A file's bytes as text, and what is worth saying of their encoding; null for the usual one. */
export interface Decoded {
  readonly text: string;
  readonly said: Rich | null;
}

/** Bytes as text: as their byte order mark says, else as UTF-8, UTF-16 or, where they are neither, Windows-1252. */
export function decode(bytes: Uint8Array): Decoded {
  const [first, second, third] = bytes;
  if (first === 0xff && second === 0xfe) return decodedAs(bytes, 'utf-16le', 'UTF-16');
  if (first === 0xfe && second === 0xff) return decodedAs(bytes, 'utf-16be', 'UTF-16');
  if (first === 0xef && second === 0xbb && third === 0xbf)
    return { text: new TextDecoder().decode(bytes), said: null };
  const wide = wideByNulls(bytes);
  if (wide) return decodedAs(bytes, wide, 'UTF-16');
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), said: null };
  } catch {
    return decodedAs(bytes, 'windows-1252', 'Latin-1');
  }
}

function decodedAs(bytes: Uint8Array, label: string, name: string): Decoded {
  return {
    text: new TextDecoder(label).decode(bytes),
    said: rich`It is in the encoding ${name}, and was read as that.`,
  };
}

/** How many bytes tell whether every second one is NUL, as in ASCII text written in 16 bits. */
const SAMPLE = 2_000;

function wideByNulls(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const length = Math.min(SAMPLE, bytes.length) & ~1;
  if (length < 4) return null;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++;
    if (bytes[i + 1] === 0) odd++;
  }
  const half = length / 2;
  if (odd > half * 0.6 && even < half * 0.1) return 'utf-16le';
  return even > half * 0.6 && odd < half * 0.1 ? 'utf-16be' : null;
}

/** A pasted text without what copying puts into it: marks, NULs, spaces that only look like spaces. */
export function tidied(text: string): Decoded {
  const nulls = text.includes('\0');
  const plain = (nulls ? text.replaceAll('\0', '').replace(/^ÿþ|^þÿ/, '') : text)
    .replace(/^\uFEFF|^ï»¿/, '')
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[\u00a0\u202f]/g, ' ')
    .replaceAll(/[\u200b\u2060\ufeff]/g, '');
  return {
    text: plain,
    said: nulls
      ? ['It had NUL characters between the others, as UTF-16 read wrongly has: they were left out.']
      : null,
  };
}
