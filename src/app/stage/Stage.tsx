import { type CSSProperties, Fragment, useEffect, useMemo, useRef, useState } from 'react';
import type { Diagram } from '../../diagram/diagram';
import { participantName } from '../../diagram/words';
import { useShown } from '../shown';
import { EventRow } from './EventRow';
import { type Layout, layoutOf } from './layout';
import { TRAVEL } from './pace';
import styles from './Stage.module.css';
import { scriptOf } from './script';
import { useMedia } from './useMedia';
import { participantDetail, WORDS } from './words';

/** The conversation as an animated sequence diagram; fills its container and scrolls within. */
export function Stage() {
  const { result, player, selected } = useShown();
  const { diagram } = result;
  const { position, speed } = player;
  const movedForward = useMovedForward(diagram, position);
  const moves = !useMedia('(prefers-reduced-motion: reduce)') && movedForward;
  const scroller = useFollow(diagram, position);
  const layout = useMemo(() => layoutOf(diagram.participants), [diagram.participants]);
  const lines = useMemo(() => scriptOf(diagram), [diagram]);

  return (
    <section className={styles.stage} aria-label={WORDS.stage}>
      <div className={styles.scroller} ref={scroller}>
        <div
          className={styles.board}
          style={
            { '--columns': diagram.participants.length, '--travel': `${TRAVEL / speed}ms` } as CSSProperties
          }
        >
          <Heads diagram={diagram} layout={layout} />
          <ol className={styles.talk} aria-label={WORDS.events}>
            {lines.map((line, index) => (
              <EventRow
                key={line.event.id}
                line={line}
                layout={layout}
                participants={diagram.participants}
                state={index >= position ? 'future' : index === position - 1 ? 'current' : 'past'}
                moves={moves && index === position - 1}
                selected={line.event.id === selected}
              />
            ))}
          </ol>
        </div>
      </div>
    </section>
  );
}

function Heads({ diagram, layout }: { readonly diagram: Diagram; readonly layout: Layout }) {
  return (
    <>
      <ul className={styles.heads} aria-label={WORDS.participants}>
        {diagram.participants.map((participant) => (
          <li
            key={participant.id}
            className={styles.head}
            data-role={participant.role}
            style={
              {
                '--at': `${layout.at.get(participant.id)}%`,
                '--room': `${layout.room.get(participant.id)}%`,
              } as CSSProperties
            }
          >
            <b>{participantName(participant)}</b>
            <Detail text={participantDetail(participant)} />
          </li>
        ))}
      </ul>
      <div className={styles.lifelines} aria-hidden="true">
        {diagram.participants.map(({ id, role }) => (
          <i key={id} data-role={role} style={{ '--at': `${layout.at.get(id)}%` } as CSSProperties} />
        ))}
      </div>
    </>
  );
}

/** Host names break after a dot where they have to break. */
function Detail({ text }: { readonly text: string }) {
  return (
    <span title={text}>
      {text.split(/(?<=\.)/).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a name have no other identity.
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </span>
  );
}

/** Whether the position last changed by one event forward: only then does a packet travel. */
function useMovedForward(diagram: Diagram, position: number): boolean {
  const [seen, setSeen] = useState({ diagram, position, forward: false });
  if (seen.diagram === diagram && seen.position === position) return seen.forward;
  const forward = seen.diagram === diagram && position === seen.position + 1;
  setSeen({ diagram, position, forward });
  return forward;
}

/** Scrolls the stage, and nothing else, so that the event at the position shows. A new diagram shown whole stays where it is. */
function useFollow(diagram: Diagram, position: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const seen = useRef({ diagram, position });
  useEffect(() => {
    const before = seen.current;
    seen.current = { diagram, position };
    const box = scroller.current;
    if (box === null) return;
    // After a change the position is at what became different; one at the end means the diagram as a whole.
    const isNew = before.diagram !== diagram;
    if (isNew ? position >= diagram.events.length : before.position === position) return;
    const row = box.querySelectorAll<HTMLElement>('ol > li')[Math.max(0, position - 1)];
    if (row === undefined) return;
    if (position === 0) {
      box.scrollTop = 0;
      return;
    }
    const head = box.querySelector('ul')?.offsetHeight ?? 0;
    const top = row.offsetTop - head;
    const bottom = row.offsetTop + row.offsetHeight;
    // With a margin, so that the next event shows as well.
    const margin = box.clientHeight / 4;
    if (top - 8 < box.scrollTop) box.scrollTop = top - 8;
    else if (bottom + margin > box.scrollTop + box.clientHeight) {
      box.scrollTop = Math.min(top - 8, bottom + margin - box.clientHeight);
    }
  }, [diagram, position]);
  return scroller;
}
