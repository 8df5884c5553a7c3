import { Icon } from '../ui/Icon';
import styles from './Story.module.css';
import { STORY } from './story-words';
import { useDiagnosis } from './use-diagnosis';

/** In a few words, who has to act, whether it is CORS at all, and how much there is to watch. */
export default function Gist() {
  const { cors, cause, actor, traps, verdict } = useDiagnosis();
  return (
    <>
      {/* A response that is read says so itself; with what there is to watch, more would say too much. */}
      {(actor !== 'nobody' || verdict.kind !== 'readable') && (
        <span className={styles.chip}>{STORY.gist[actor]}</span>
      )}
      {cors === 'not CORS' && cause !== 'none' && <span className={styles.chip}>{STORY.notCors}</span>}
      {traps.length > 0 && (
        <span className={styles.chip} data-tone="watch">
          <Icon name="warn" size="1em" />
          {STORY.traps(traps.length)}
        </span>
      )}
    </>
  );
}
