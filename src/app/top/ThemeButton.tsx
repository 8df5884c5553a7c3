import type { Theme } from '../../store/state';
import { useStore } from '../../store/store';
import { Icon } from '../ui/Icon';
import styles from './TopBar.module.css';
import { WORDS } from './words';

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };

/** Goes from the system's theme to light, to dark, and back. */
export function ThemeButton() {
  const theme = useStore((state) => state.theme);
  const setTheme = useStore((state) => state.setTheme);
  const name = WORDS.theme[theme];
  return (
    <button
      type="button"
      className={styles.drawn}
      aria-label={name}
      title={name}
      onClick={() => setTheme(NEXT[theme])}
    >
      <Icon name={theme} />
    </button>
  );
}
