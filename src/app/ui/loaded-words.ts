/** What stands in the place of a part that is not there (yet). */
export const WORDS = {
  loading: 'Loading…',
  failed: 'This part could not be loaded. Reload the page once there is a connection again.',
} as const;
