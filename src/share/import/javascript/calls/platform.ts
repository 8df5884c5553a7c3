import type { Initiator } from '../../../../engine/initiator';
import { sure } from '../../findings';
import { field } from '../values';
import { type CallReader, emptyDraft, type FoundCall, findingsOf, flagAt, readBody, readUrl } from './reader';

const INITIATORS: ReadonlyMap<string, Initiator> = new Map(
  Object.entries<Initiator>({
    'new EventSource': 'EventSource',
    'new WebSocket': 'WebSocket',
    'navigator.sendBeacon': 'sendBeacon',
    'window.navigator.sendBeacon': 'sendBeacon',
  }),
);

/** What else of the platform's makes a request: `EventSource`, `WebSocket`, `sendBeacon()`. */
export const platformCalls: CallReader = {
  kind: 'fetch',
  looksLike: (text) => /\bnew\s+(EventSource|WebSocket)\s*\(|\.sendBeacon\s*\(/.test(text),
  find: ({ calls }) =>
    calls.flatMap(({ callee, args, pos }): readonly FoundCall[] => {
      const initiator = INITIATORS.get(callee);
      if (initiator === undefined) return [];
      const draft = emptyDraft();
      draft.request.initiator = sure(initiator);
      readUrl(draft, args[0]);
      if (initiator === 'EventSource') {
        draft.request.withCredentials = sure(flagAt(field(args[1], 'withCredentials')) ?? false);
      }
      const body = initiator === 'sendBeacon' ? readBody(draft, args[1]) : null;
      if (body) draft.request.body = body;
      return [{ pos, findings: findingsOf('fetch', [{ code: callee }], draft) }];
    }),
};
