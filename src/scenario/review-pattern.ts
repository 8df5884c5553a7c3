import type { Libraries } from './scenario';

/** A text that a pattern may match. */
export interface Sample {
  readonly text: string;
  /** Parts the pattern leaves open are filled with a name of one's own choice, instead of as little as will do. */
  readonly filled: 'least' | 'name';
}

/** The most texts that are kept at any point: enough for every branch of a pattern that a person can read. */
const MOST = 64;
/** The deepest groups that are looked into. */
const DEEPEST = 20;
/** Repeats are written out so often at most. */
const LONGEST_REPEAT = 64;
/** What a part that takes any letters is filled with. */
const NAME = 'evil';
/** What is tried for one character, likeliest in a host first. */
const CHARACTERS = 'abcdefghijklmnopqrstuvwxyz8012345679-._:/ABCDEFGHIJKLMNOPQRSTUVWXYZ~!$&()*+,;=';

/**
 * Texts that an RE2 pattern is likely to match, each alternative and each optional part once: what to start from in
 * looking for origins it lets in. Only likely: which of them it matches, the pattern itself has to say.
 */
export function samplesOf(pattern: string, compilePattern: Libraries['compilePattern']): readonly Sample[] {
  return new Sampler(pattern, compilePattern).alternatives(0);
}

const NOTHING: readonly Sample[] = [{ text: '', filled: 'least' }];

/** One part of a pattern: the texts for it, and for a class of characters, the class. */
interface Atom {
  readonly samples: readonly Sample[];
  /** The members of a class that are worth trying. */
  readonly members: string | null;
}

/** Reads a pattern from left to right. What it does not know it skips. */
class Sampler {
  private at = 0;
  private readonly known = new Map<string, string>();

  private readonly pattern: string;
  private readonly compilePattern: Libraries['compilePattern'];

  constructor(pattern: string, compilePattern: Libraries['compilePattern']) {
    this.pattern = pattern;
    this.compilePattern = compilePattern;
  }

  alternatives(depth: number): readonly Sample[] {
    const all: Sample[] = [];
    do {
      if (this.pattern[this.at] === '|') this.at++;
      all.push(...this.sequence(depth));
    } while (this.pattern[this.at] === '|');
    return all.slice(0, MOST);
  }

  private sequence(depth: number): readonly Sample[] {
    let samples = NOTHING;
    while (this.at < this.pattern.length && !'|)'.includes(this.pattern.charAt(this.at))) {
      samples = joined(samples, this.repeated(this.atom(depth)));
    }
    // A closing bracket too many is no reason to stop.
    if (depth === 0 && this.pattern[this.at] === ')') {
      this.at++;
      return joined(samples, this.sequence(depth));
    }
    return samples;
  }

  private atom(depth: number): Atom {
    const char = this.pattern.charAt(this.at++);
    switch (char) {
      case '^':
      case '$':
        return { samples: NOTHING, members: null };
      case '.':
        // In an origin, a dot that may be any character is one that was meant as a dot.
        return { ...this.ofClass('.'), samples: [{ text: '.', filled: 'least' }] };
      case '[':
        return this.ofClass(this.untilBracket());
      case '(':
        return this.group(depth);
      case '\\':
        return this.escape();
      default:
        return literal(char);
    }
  }

  private group(depth: number): Atom {
    const opening = /^\?(?:P?<\w+>|[a-zA-Z-]*:|[a-zA-Z-]*(?=\)))/.exec(this.pattern.slice(this.at));
    this.at += opening?.[0].length ?? 0;
    const samples = depth < DEEPEST ? this.alternatives(depth + 1) : NOTHING;
    if (this.pattern[this.at] === ')') this.at++;
    return { samples, members: null };
  }

  private escape(): Atom {
    const rest = this.pattern.slice(this.at);
    if (rest.startsWith('Q')) {
      const end = rest.indexOf('\\E');
      this.at += end < 0 ? rest.length : end + 2;
      return literal(rest.slice(1, end < 0 ? undefined : end));
    }
    const [source = ''] =
      /^(?:[pP](?:\{[^}]*\}|.)|x(?:\{[^}]*\}|[\da-fA-F]{2})|[0-7]{1,3}|[\s\S])?/.exec(rest) ?? [];
    this.at += source.length;
    if (/^[AzbBC]$/.test(source)) return { samples: NOTHING, members: null };
    return /^[0-7a-zA-Z]/.test(source) ? this.ofClass(`\\${source}`) : literal(source);
  }

  /** The rest of a class in brackets, from just behind the first. */
  private untilBracket(): string {
    const rest = /^\^?\]?(?:\\[\s\S]|\[:\^?\w+:\]|[^\]\\])*\]?/.exec(this.pattern.slice(this.at));
    const text = rest?.[0] ?? '';
    this.at += text.length;
    return `[${text}`;
  }

  /** A class of characters, which ones the pattern compiler says. */
  private ofClass(source: string): Atom {
    let members = this.known.get(source);
    if (members === undefined) {
      members = this.membersOf(source);
      this.known.set(source, members);
    }
    return { samples: [{ text: members.charAt(0), filled: 'least' }], members };
  }

  private membersOf(source: string): string {
    try {
      const matches = this.compilePattern(`^(?:${source})$`);
      return [...CHARACTERS].filter((char) => matches(char)).join('');
    } catch (error) {
      if (error instanceof SyntaxError) return '';
      throw error;
    }
  }

  /** An atom with the quantifier behind it: once, or as often as it must; not at all where it may; and filled. */
  private repeated({ samples, members }: Atom): readonly Sample[] {
    const quantifier = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/.exec(this.pattern.slice(this.at));
    if (quantifier === null) return samples;
    this.at += quantifier[0].length;
    const [sign, low, comma, high] = quantifier;
    const least = low === undefined ? (sign.startsWith('+') ? 1 : 0) : Number(low);
    const most =
      low === undefined
        ? sign.startsWith('?')
          ? 1
          : Number.POSITIVE_INFINITY
        : comma === ''
          ? least
          : high === ''
            ? Number.POSITIVE_INFINITY
            : Number(high);
    const times = Math.min(Math.max(least, Math.min(1, most)), LONGEST_REPEAT);
    const once: readonly Sample[] =
      members === null ? samples : [{ text: members.charAt(0), filled: 'least' }];
    const out = once.map((sample) => ({ ...sample, text: sample.text.repeat(times) }));
    if (members !== null && members !== '' && most > 1) {
      out.push({ text: nameFrom(members, Math.max(least, Math.min(most, NAME.length))), filled: 'name' });
    }
    if (least === 0) out.push({ text: '', filled: 'least' });
    return out;
  }
}

function literal(text: string): Atom {
  return { samples: [{ text, filled: 'least' }], members: null };
}

/** A name of `length` characters out of `members`. */
function nameFrom(members: string, length: number): string {
  const name = [...NAME].every((char) => members.includes(char)) ? NAME : members.slice(0, 2);
  return name.repeat(Math.ceil(length / name.length)).slice(0, Math.min(length, LONGEST_REPEAT));
}

/** Each text of either with the first of the other: every choice is made once, without trying all of them together. */
function joined(before: readonly Sample[], after: readonly Sample[]): readonly Sample[] {
  const [first] = before;
  const [next] = after;
  if (first === undefined || next === undefined) return [];
  const join = (a: Sample, b: Sample): Sample => ({
    text: a.text + b.text,
    filled: a.filled === 'name' || b.filled === 'name' ? 'name' : 'least',
  });
  const all = before.map((one) => join(one, next));
  for (const one of after.slice(1)) all.push(join(first, one));
  return all.slice(0, MOST);
}
