import { useMemo } from 'react';
import { type Diagnosis, diagnose } from '../../explain/diagnosis';
import { serverFor } from '../../scenario/servers';
import { useStore } from '../../store/store';
import { useReview } from '../review/use-review';
import { Icon } from '../ui/Icon';
import { RichText } from '../ui/RichText';
import styles from './Story.module.css';
import { STORY } from './story-words';

/** The whole diagnosis: in plain words, by the letter, and what may still surprise. */
export default function Story() {
  const { plain, precise, actor, verdict, sees, noMore, traps } = useReviewed();
  return (
    <div className={styles.story}>
      <section>
        <h2>{STORY.plain}</h2>
        <p>
          <RichText text={plain} />
        </p>
        {precise && (
          <p className={styles.precise}>
            <b>{STORY.precise}</b> <RichText text={precise.text} />{' '}
            <a href={precise.url} target="_blank" rel="noreferrer">
              {precise.section}
            </a>
          </p>
        )}
      </section>
      <dl>
        <div>
          <dt>{STORY.actor}</dt>
          <dd>{actor === 'nobody' && traps.length > 0 ? STORY.nobodyNow : STORY.actors[actor]}</dd>
        </div>
        <div>
          <dt>{STORY.server}</dt>
          <dd>{STORY.ran[verdict.ran]}</dd>
        </div>
        <div>
          <dt>{STORY.script}</dt>
          <dd>
            <RichText text={sees} />
          </dd>
        </div>
        {noMore && (
          <div>
            <dt>{STORY.noMore}</dt>
            <dd>
              <RichText text={noMore} />
            </dd>
          </div>
        )}
      </dl>
      {traps.length > 0 && (
        <section className={styles.traps}>
          <h2>{STORY.watch}</h2>
          <ul>
            {traps.map(({ name, text, change }) => (
              <li key={name}>
                <Icon name="warn" />
                <div>
                  <p>
                    <RichText text={text} />
                  </p>
                  {change && (
                    <p className={styles.change}>
                      <RichText text={change} />
                    </p>
                  )}
                </div>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

/** With what a review of the policy finds, once it is done. */
function useReviewed(): Diagnosis {
  const { scenario, simulation } = useStore((state) => state.result);
  const server = useMemo(() => {
    const last = simulation.runs.at(-1)?.steps.findLast((step) => step.type === 'request');
    return last?.type === 'request' ? (serverFor(scenario, last.request.url) ?? undefined) : undefined;
  }, [scenario, simulation]);
  const { review } = useReview(server);
  const findings = review !== null && review.server === server ? review.findings : undefined;
  return useMemo(() => diagnose(scenario, simulation.runs, findings), [scenario, simulation, findings]);
}
