import type { Theme } from './state';

const KEY = 'corscope.theme';

/** The theme chosen at an earlier visit; `system` where none was, or where the browser keeps nothing. */
export function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

/** Keeps the theme for the next visit, where the browser allows it. */
export function writeTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // A browser that keeps nothing still shows the theme until the page closes.
  }
}
