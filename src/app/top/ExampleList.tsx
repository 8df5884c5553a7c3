import { EXAMPLE_GROUPS } from '../../lessons/examples';
import { useStore } from '../../store/store';
import styles from './ExampleList.module.css';
import { WORDS } from './words';

/** Every example by its group; choosing one opens it. */
export default function ExampleList({ onOpen }: { readonly onOpen: () => void }) {
  const draft = useStore((state) => state.draft);
  const open = useStore((state) => state.open);
  return (
    <div className={styles.groups}>
      {EXAMPLE_GROUPS.map((group) => (
        <section key={group.id} className={styles.group} aria-labelledby={`examples-${group.id}`}>
          <h3 id={`examples-${group.id}`}>{group.title}</h3>
          <ul>
            {group.examples.map((example) => (
              <li key={example.id}>
                <button
                  type="button"
                  aria-current={example.scenario === draft ? 'true' : undefined}
                  onClick={() => {
                    open(example.scenario);
                    onOpen();
                    // Space then plays what was opened.
                    document.getElementById('conversation')?.focus({ preventScroll: true });
                  }}
                >
                  <b>{example.title}</b>
                  {example.scenario === draft && <i>{WORDS.current}</i>}
                  <span>{example.lesson}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
