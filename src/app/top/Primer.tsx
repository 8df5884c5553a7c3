import { GLOSSARY, SURFACES, type Surface, type TermKey } from '../../explain/glossary';
import { RichText } from '../ui/RichText';
import styles from './Primer.module.css';
import { PRIMER } from './words';

/** The terms that tell the story, in its order; the others follow. */
const STORY = [
  'origin',
  'same-origin policy',
  'jsonp',
  'cors',
  'simple request',
  'preflight',
  'credentials',
  'opaque response',
] as const satisfies readonly TermKey[];

const HOWS: readonly Surface['how'][] = ['always', 'if asked', 'never'];

/** What CORS is and why, what uses it, and its words, in short cards. */
export default function Primer() {
  const others = Object.entries(GLOSSARY).filter(([key]) => !STORY.some((told) => told === key));
  return (
    <div className={styles.primer}>
      <dl className={styles.cards}>
        {STORY.map((key) => (
          <div key={key}>
            <dt>{GLOSSARY[key].name}</dt>
            <dd>
              <RichText text={GLOSSARY[key].means} />
            </dd>
          </div>
        ))}
      </dl>
      <h3>{PRIMER.surfaces}</h3>
      <div className={styles.surfaces}>
        {HOWS.map((how) => (
          <section key={how} aria-label={PRIMER.how[how]}>
            <h4 data-how={how}>{PRIMER.how[how]}</h4>
            <ul>
              {SURFACES.filter((surface) => surface.how === how).map((surface, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes.
                <li key={i}>
                  <b>
                    <RichText text={surface.name} />
                  </b>{' '}
                  <RichText text={surface.line} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <h3>{PRIMER.words}</h3>
      <dl className={styles.terms}>
        {others.map(([key, { name, means }]) => (
          <div key={key}>
            <dt>{name}</dt>
            <dd>
              <RichText text={means} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
