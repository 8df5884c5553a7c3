/** What it is called and for, and the names of the page's parts. */
export const WORDS = {
  brand: 'Corscope',
  claim: 'See what the browser does with a cross-origin request, and why.',
  skip: 'Skip to the conversation',
  request: 'The request',
  server: 'The server',
  detail: 'The details',
} as const;
