/** Labels and hints of the small parts that every pane is built from. */
export const UI = {
  help: (term: string) => `What is ${term}?`,
  add: 'Add',
  remove: (what: string) => `Remove ${what}`,
  empty: 'an empty entry',
  addTo: (list: string) => `Add to ${list}`,
  entry: (list: string, position: number) => `${list}: entry ${position}`,
  missing: 'missing',
  addMissing: (item: string) => `Add ${item}, which the browser found missing`,
  toMend: (count: number) => (count === 1 ? '1 field to mend' : `${count} fields to mend`),
} as const;
