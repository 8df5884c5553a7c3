import type { Trace } from '../../engine/trace';
import { explainScript, type InEachBrowser } from '../../explain/outcome';
import { RichText } from '../ui/RichText';
import styles from './Inspector.module.css';
import { WORDS } from './words';

interface ScriptPanelProps {
  readonly trace: Trace;
  readonly browsers: InEachBrowser;
}

/** All that the page's own code can find out. */
export function ScriptPanel({ trace, browsers }: ScriptPanelProps) {
  const { lines, note } = explainScript(trace, browsers);
  return (
    <>
      <div className={styles.head}>
        <h3>{WORDS.script}</h3>
      </div>
      <dl className={styles.script}>
        {lines.map(({ label, value }) => (
          <div key={label}>
            <dt>
              <code>{label}</code>
            </dt>
            <dd>
              <RichText text={value} />
            </dd>
          </div>
        ))}
      </dl>
      <p className={styles.soft}>
        <RichText text={note} />
      </p>
    </>
  );
}
