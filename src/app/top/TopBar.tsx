import type { ReactNode } from 'react';
import { WORDS } from '../words';
import { Logo } from './Logo';
import styles from './TopBar.module.css';

/** The name of the thing, and what it is for; beside them its tools. */
export function TopBar({ children }: { readonly children: ReactNode }) {
  return (
    <header className={styles.top}>
      <p className={styles.brand}>
        <Logo />
        <span>{WORDS.brand}</span>
      </p>
      <p className={styles.claim}>{WORDS.claim}</p>
      <div className={styles.tools}>{children}</div>
    </header>
  );
}
