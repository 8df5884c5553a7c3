import type { RuleStep } from '../engine/trace';

export type ParticipantRole = 'script' | 'browser' | 'cache' | 'server';

export interface Participant {
  /** `script`, `browser`, `cache`, or `server:` and a serialised origin. */
  readonly id: string;
  readonly role: ParticipantRole;
  /** A serialised origin without its scheme where that is plain; empty for the browser. */
  readonly detail: string;
}

export interface ShownHeader {
  readonly name: string;
  readonly value: string;
  /** Its index in the message's header list; -1 where a failing check looked for it and it is not there. */
  readonly index: number;
  /** CORS headers are shown under the arrow; the rest in the inspector only. */
  readonly cors: boolean;
  /** The line that a failing check looked at. */
  readonly decisive: boolean;
}

interface EventBase {
  /** Stable within one diagram: `0.3` is the fourth event of the first run. */
  readonly id: string;
  /** 0 for the first time the request was sent. */
  readonly run: number;
  /** The step of the run's trace it stands for; -1 where none does. */
  readonly step: number;
}

/** A message between two participants. */
export interface MessageEvent extends EventBase {
  readonly kind: 'message';
  readonly from: string;
  readonly to: string;
  readonly message: 'call' | 'preflight' | 'request' | 'answer' | 'failure' | 'result';
  /** `exchange` of the trace; -1 for calls and results. */
  readonly exchange: number;
  /** `OPTIONS /doc`, `204 No Content`, `TypeError`: what stands over the arrow, in code. */
  readonly label: string;
  readonly headers: readonly ShownHeader[];
  readonly tone: 'plain' | 'good' | 'bad';
}

/** Checks the browser makes, in order, at one place of the conversation. */
export interface ChecksEvent extends EventBase {
  readonly kind: 'checks';
  /** The steps of the run's trace. */
  readonly checks: readonly { readonly step: number; readonly rule: RuleStep }[];
  readonly tone: 'good' | 'bad' | 'plain';
}

/** Something that does not happen, or time that passes. */
export interface NoteEvent extends EventBase {
  readonly kind: 'note';
  readonly note:
    | { readonly type: 'never sent'; readonly method: string; readonly url: string }
    | { readonly type: 'later'; readonly seconds: number }
    /** The preflight cache spared a preflight; it still remembers the answer for this many seconds. */
    | { readonly type: 'from cache'; readonly left: number | null };
}

export type DiagramEvent = MessageEvent | ChecksEvent | NoteEvent;

/** What the stage draws and Mermaid prints. Words are not in it. */
export interface Diagram {
  readonly participants: readonly Participant[];
  readonly events: readonly DiagramEvent[];
}
