import { sure } from '../../findings';
import type { Call } from '../evaluate';
import { type Value, wholeText } from '../values';
import { CODE } from '../words';
import {
  type CallReader,
  type Draft,
  emptyDraft,
  type FoundCall,
  findingsOf,
  flagAt,
  readBody,
  readUrl,
  textAt,
} from './reader';

/** What `open()` gets as its first argument, and nothing else that is called so gets. */
const METHOD = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|[A-Z]{3,20})$/i;

/** `open()`, `setRequestHeader()`, `withCredentials` and `send()` of one receiver, whatever it is called. */
export const xmlHttpRequests: CallReader = {
  kind: 'XMLHttpRequest',
  looksLike: (text) => /\bXMLHttpRequest\b|\.setRequestHeader\s*\(/.test(text),
  find: ({ calls }) => {
    const opens = calls.filter(
      ({ callee, args }) =>
        callee.endsWith('.open') && METHOD.test(wholeText(args[0]) ?? '') && args[1] !== undefined,
    );
    return opens.map((open, i): FoundCall => {
      const next = opens.slice(i + 1).find(({ receiverKey }) => receiverKey === open.receiverKey);
      const own = calls.filter(
        ({ receiverKey, callee, pos }) =>
          pos > open.pos &&
          (next === undefined || pos < next.pos) &&
          (receiverKey === open.receiverKey || callee.startsWith(`${objectOf(open)}.upload.`)),
      );
      return {
        pos: open.pos,
        findings: findingsOf('XMLHttpRequest', ['an XMLHttpRequest'], draftFrom(open, own)),
      };
    });
  },
};

const objectOf = ({ callee }: Call): string => callee.slice(0, callee.lastIndexOf('.'));

function draftFrom(open: Call, own: readonly Call[]): Draft {
  const draft = emptyDraft();
  const { request } = draft;
  request.initiator = sure('XMLHttpRequest');
  request.method = sure(wholeText(open.args[0]) ?? 'GET');
  readUrl(draft, open.args[1]);
  const set = own.filter(({ callee }) => callee.endsWith('.setRequestHeader'));
  request.headers = sure(
    set.flatMap(({ args }, index) => {
      const name = wholeText(args[0]);
      const value = textAt(draft, args[1], `request.headers.${index}.value`);
      if (name !== null && value !== null) return [[name, value] as const];
      draft.notUnderstood.push(CODE.headersOpen());
      return [];
    }),
  );
  const send = own.find(({ callee }) => callee.endsWith('.send'));
  if (send === undefined) draft.notUnderstood.push(CODE.notSent());
  const body = readBody(draft, send?.args[0]);
  if (body) request.body = body;
  request.withCredentials = sure(flagAt(assigned(send ?? open, 'withCredentials')) ?? false);
  const listens =
    own.some(({ callee }) => callee.endsWith('.upload.addEventListener')) || hasUploadHandler(send ?? open);
  if (listens) request.uploadListener = sure(true);
  return draft;
}

/** What was last assigned to a property of the receiver before a call, or, where it is not made here, of its name. */
function assigned({ receiver, effects }: Call, name: string): Value | undefined {
  const done = receiver.type === 'made' ? receiver.effects : effects;
  return done.findLast(({ type, path }) => type === 'assign' && path.at(-1) === name)?.args[0];
}

function hasUploadHandler({ receiver, effects }: Call): boolean {
  const done = receiver.type === 'made' ? receiver.effects : effects;
  return done.some(
    ({ type, path }) =>
      type === 'assign' && path.at(-2) === 'upload' && path.at(-1)?.startsWith('on') === true,
  );
}
