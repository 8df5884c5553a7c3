import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import './app/tokens.css';
import { arrival } from './app/verdict/Verdict';
import type { Theme } from './store/state';
import { useStore } from './store/store';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');

showTheme(useStore.getState().theme);
useStore.subscribe(({ theme }, before) => {
  if (theme !== before.theme) showTheme(theme);
});

/** Stage and verdict appear together if they can, but the stage waits for the verdict no longer than this, in milliseconds. */
const PATIENCE = 50;

const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
Promise.race([Promise.allSettled([arrival]), patience]).then(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);

function showTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
