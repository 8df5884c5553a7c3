import type { ConnectionFailureReason, HeaderList, HttpResponse } from '../engine/http';

/** A request as it came in, byte for byte; bytes are held isomorphically. */
export interface RecordedRequest {
  /** Milliseconds since the lab started. */
  readonly at: number;
  readonly method: string;
  /** The request target as sent: path and query. */
  readonly target: string;
  /** The target with the origin of the listener that got it, by the `Host` the request named. */
  readonly url: string;
  /** In the order received. */
  readonly headers: HeaderList;
  readonly body: string;
  readonly answer: RecordedAnswer;
}

/** What was sent back. */
export type RecordedAnswer =
  | {
      readonly type: 'response';
      readonly response: HttpResponse;
      /** `scenario`: as described. `stand-in`: a body that browsers can decode or run, as the described one is text. */
      readonly body: 'scenario' | 'stand-in';
    }
  /** The connection was cut: at once, or for `timeout` after a while. `dns`: nobody is described for this URL. */
  | { readonly type: 'failure'; readonly failure: ConnectionFailureReason };
