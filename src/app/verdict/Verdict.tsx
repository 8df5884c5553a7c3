import { type ComponentType, type PropsWithChildren, useEffect, useState } from 'react';
import styles from './VerdictBand.module.css';

// The stage does not wait for the verdict's words, so they come in a bundle of their own: asked for at once, and by
// the page itself even before this runs, they are there by the time the stage is drawn.
let VerdictBand: ComponentType<PropsWithChildren> | null = null;

/** Settles once they are there, or cannot be loaded. */
export const arrival: Promise<void> = import('./VerdictBand').then((bundle) => {
  VerdictBand = bundle.VerdictBand;
});

/** The verdict, and what belongs beside it; for as long as it is on its way, the room that it will take. Throws where it does not come. */
export function Verdict({ children }: PropsWithChildren) {
  const [state, setState] = useState<'coming' | 'here' | 'lost'>(VerdictBand === null ? 'coming' : 'here');
  useEffect(() => {
    arrival.then(
      () => setState('here'),
      () => setState('lost'),
    );
  }, []);
  if (state === 'lost') throw new Error('The verdict could not be loaded');
  return VerdictBand === null ? (
    <div className={styles.coming} aria-busy="true" />
  ) : (
    <VerdictBand>{children}</VerdictBand>
  );
}
