import { useMemo } from 'react';
import { useStore } from '../../store/store';
import { ConsolePanel } from './ConsolePanel';
import styles from './Inspector.module.css';
import { Kept } from './Kept';
import { ScriptPanel } from './ScriptPanel';
import { eventToShow, messageOf, wireMessages } from './subject';
import { Wire } from './Wire';
import { WORDS } from './words';

/** One step of the conversation in full: on the wire, in the browser, in script's hands, in the console. */
export default function Inspector() {
  const { diagram, simulation, scenario } = useStore((state) => state.result);
  const selected = useStore((state) => state.selected);
  const messages = useMemo(() => wireMessages(diagram, simulation.runs), [diagram, simulation]);
  const event = eventToShow(diagram, selected);
  const trace = simulation.runs[event?.run ?? 0];
  if (event === null || trace === undefined) return null;
  return (
    <div className={styles.inspector}>
      <h2 className="visually-hidden">{WORDS.title}</h2>
      <div className={styles.part}>
        <Wire messages={messages} message={messageOf(event, diagram, messages)} scenario={scenario} />
      </div>
      <div className={styles.part}>
        <Kept trace={trace} />
      </div>
      <div className={styles.part}>
        <ScriptPanel trace={trace} />
        <ConsolePanel trace={trace} scenario={scenario} />
      </div>
    </div>
  );
}
