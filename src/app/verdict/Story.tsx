import { Icon } from '../ui/Icon';
import { RichText } from '../ui/RichText';
import styles from './Story.module.css';
import { STORY } from './story-words';
import { useDiagnosis } from './use-diagnosis';

/** The whole diagnosis: in plain words, by the letter, and what may still surprise. */
export default function Story() {
  const { plain, precise, actor, verdict, sees, noMore, traps } = useDiagnosis();
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
