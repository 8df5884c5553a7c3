// Header lines as raw text. What an edit does not concern keeps every byte, line ends included.

function nameOf(line: string): string {
  return line.slice(0, Math.max(line.indexOf(':'), 0)).toLowerCase();
}

/** The values of the lines of that header, given in lower case. */
export function valuesIn(text: string, name: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => nameOf(line) === name)
    .map((line) => line.slice(line.indexOf(':') + 1).trim());
}

/** One line of that header with that value, in the place of the first there is, else at the end; none other of it. */
export function withLine(text: string, name: string, value: string): string {
  const lower = name.toLowerCase();
  let placed = false;
  const lines = text.split('\n').flatMap((line) => {
    if (nameOf(line) !== lower) return [line];
    if (placed) return [];
    placed = true;
    return [`${line.slice(0, line.indexOf(':'))}: ${value}${line.endsWith('\r') ? '\r' : ''}`];
  });
  return placed ? lines.join('\n') : appended(text, `${name}: ${value}`);
}

/** Without that header, given in lower case. */
export function withoutLine(text: string, name: string): string {
  return text
    .split('\n')
    .filter((line) => nameOf(line) !== name)
    .join('\n');
}

/** The items added to that header's list: behind those of its last line, or in a line of their own. */
export function withItems(text: string, name: string, items: readonly string[]): string {
  const values = valuesIn(text, name.toLowerCase()).filter((value) => value !== '');
  return withLine(text, name, [...values, ...items].join(', '));
}

/** With the line of `Set-Cookie` that has the value `was` changed to `value`. */
export function withCookieLine(text: string, was: string, value: string): string {
  let changed = false;
  return text
    .split('\n')
    .map((line) => {
      const fits =
        !changed && nameOf(line) === 'set-cookie' && line.slice(line.indexOf(':') + 1).trim() === was;
      if (!fits) return line;
      changed = true;
      return `${line.slice(0, line.indexOf(':'))}: ${value}${line.endsWith('\r') ? '\r' : ''}`;
    })
    .join('\n');
}

function appended(text: string, line: string): string {
  if (text.trim() === '') return line;
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return text.endsWith('\n') ? text + line : text + end + line;
}
