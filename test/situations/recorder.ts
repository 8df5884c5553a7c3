import type { BrowserName, Play } from './plays';

/** What a person could copy or save after a play. */
export interface Witnessed {
  /** The console's messages, as copied or saved. */
  readonly console: string;
  readonly har?: string;
  /** The last request, by "Copy as cURL" and "Copy as fetch". */
  readonly curl?: string;
  readonly fetch?: string;
}

/** A browser that plays are shown to. */
export interface Recorder {
  readonly name: BrowserName;
  readonly version: string;
  witness(play: Play): Promise<Witnessed>;
  close(): Promise<void>;
}
