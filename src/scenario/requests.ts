import type { RequestSpec } from '../engine/initiator';
import { FIELDS_OF } from './fields';
import type { Earlier, Scenario } from './scenario';

/** A request of a scenario, and the seconds until the next. */
export interface Sending {
  readonly request: RequestSpec;
  readonly seconds: number;
}

/** All that a scenario sends, in order: the earlier requests and then its own. */
export function requestsOf({ request, earlier }: Pick<Scenario, 'request' | 'earlier'>): readonly Sending[] {
  // Only who sets headers has any choice.
  const differs = FIELDS_OF[request.initiator].includes('headers');
  return [
    ...earlier.map((each) => ({
      request: typeof each === 'number' || !differs ? request : { ...request, ...each.request },
      seconds: secondsOf(each),
    })),
    { request, seconds: 0 },
  ];
}

/** The seconds between an earlier request and the next. */
export function secondsOf(earlier: Earlier): number {
  return typeof earlier === 'number' ? earlier : earlier.seconds;
}
