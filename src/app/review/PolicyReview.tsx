import { lazy, useEffect, useRef } from 'react';
import { Loaded } from '../ui/Loaded';
import { usePanel } from './panel-state';
import styles from './review.module.css';
import { REVIEW } from './words';

const Panel = lazy(() => import('./Panel'));

/** The check of a server's policy, folded away until it is asked for. */
export default function PolicyReview() {
  const open = usePanel((panel) => panel.open);
  const calls = usePanel((panel) => panel.calls);
  const summary = useRef<HTMLElement>(null);

  useEffect(() => {
    if (calls === 0) return;
    summary.current?.focus({ preventScroll: true });
    summary.current?.scrollIntoView({ block: 'start' });
  }, [calls]);

  return (
    <details
      id="policy-check"
      className={styles.review}
      open={open === 'yes'}
      onToggle={(event) => usePanel.setState({ open: event.currentTarget.open ? 'yes' : 'no' })}
    >
      <summary ref={summary} className={styles.summary}>
        <h2 className={styles.heading}>{REVIEW.title}</h2>
        <span className={styles.about}>{REVIEW.about}</span>
      </summary>
      {open === 'yes' && (
        <Loaded>
          <Panel />
        </Loaded>
      )}
    </details>
  );
}
