/** What was pasted or dropped, or nothing yet. */
export type Brought =
  | { readonly type: 'nothing' }
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'file'; readonly file: File };
