import { memo, useMemo } from 'react';
import type { ProfileName } from '../../engine/profile';
import type { Trace } from '../../engine/trace';
import type { InEachBrowser } from '../../explain/outcome';
import type { Scenario } from '../../scenario/scenario';
import type { Result } from '../../store/state';
import { useStore } from '../../store/store';
import { useShown } from '../shown';
import { ConsolePanel } from './ConsolePanel';
import styles from './Inspector.module.css';
import { Kept } from './Kept';
import { ScriptPanel } from './ScriptPanel';
import { eventToShow, messageOf, wireMessages } from './subject';
import { Wire } from './Wire';
import { WORDS } from './words';

/** One step of the conversation in full: on the wire, in the browser, in script's hands, in the console. */
export default function Inspector() {
  const { result, selected } = useShown();
  return <Parts result={result} selected={selected} />;
}

interface PartsProps {
  readonly result: Result;
  readonly selected: string | null;
}

const Parts = memo(function Parts({ result: { diagram, simulation, scenario }, selected }: PartsProps) {
  const messages = useMemo(() => wireMessages(diagram, simulation.runs), [diagram, simulation]);
  const event = eventToShow(diagram, selected);
  const at = event?.run ?? 0;
  const trace = simulation.runs[at];
  const browsers = useInEachBrowser(scenario, at, trace);
  if (event === null || trace === undefined || browsers === null) return null;
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
        <ScriptPanel trace={trace} browsers={browsers} />
        <ConsolePanel browsers={browsers} scenario={scenario} run={at} />
      </div>
    </div>
  );
});

/** The same run as each browser plays it: each prints its own console lines, and some let pass what others block. */
function useInEachBrowser(scenario: Scenario, run: number, trace: Trace | undefined): InEachBrowser | null {
  const playAs = useStore((state) => state.playAs);
  return useMemo(() => {
    if (trace === undefined) return null;
    const as = (profile: ProfileName): Trace =>
      scenario.browser.profile === profile ? trace : (playAs(profile).runs[run] ?? trace);
    return { chromium: as('chromium'), firefox: as('firefox'), webkit: as('webkit') };
  }, [scenario, run, trace, playAs]);
}
