/** The names of the page's parts. */
export const WORDS = {
  skip: 'Skip to the conversation',
  request: 'The request',
  server: 'The server',
  detail: 'The details',
} as const;
