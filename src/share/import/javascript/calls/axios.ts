import type { Header } from '../../../../engine/http';
import { guess, sure } from '../../findings';
import type { Call, Evaluation } from '../evaluate';
import { type Effect, field, textParts, UNDEFINED, type Value, wholeText } from '../values';
import { CODE } from '../words';
import {
  type CallReader,
  type Draft,
  emptyDraft,
  type FoundCall,
  findingsOf,
  flagAt,
  formText,
  lastAssigned,
  readBody,
  readHeaders,
  readUrl,
  textAt,
} from './reader';

const WITHOUT_BODY: readonly string[] = ['get', 'delete', 'head', 'options'];
const WITH_BODY: readonly string[] = ['post', 'put', 'patch', 'postForm', 'putForm', 'patchForm'];

/** What axios sends as `Accept` where nobody says otherwise. */
const ACCEPT = 'application/json, text/plain, */*';
const FORM_TYPE = 'application/x-www-form-urlencoded';

/** `axios(config)`, `axios(url, config)`, `axios.get()` and its like, and instances with defaults of their own. */
export const axiosCalls: CallReader = {
  kind: 'axios',
  looksLike: (text) => /\baxios\b/i.test(text),
  find: (evaluation) =>
    evaluation.calls.flatMap((call): readonly FoundCall[] => {
      const asked = askedBy(call);
      if (asked === null) return [];
      const draft = draftFrom(asked, defaultsFor(call, evaluation));
      return [{ pos: call.pos, findings: findingsOf('axios', CODE.call('axios'), draft) }];
    }),
};

/** One call, its arguments told apart. */
interface Asked {
  readonly method: string | null;
  readonly url: Value | undefined;
  readonly data: Value | undefined;
  readonly config: Value | undefined;
  readonly form: 'asked for' | 'no';
}

function isInstance({ receiver }: Call): boolean {
  return receiver.type === 'made' && /(^|\.)axios\.create$/i.test(receiver.by);
}

function askedBy(call: Call): Asked | null {
  const names = call.callee.split('.');
  const [base = ''] = names;
  if (call.callee.startsWith('new ')) return null;
  const own = /^(axios|Axios|\$axios)$/.test(base);
  const named = own || isInstance(call) || (base === 'this' && /axios/i.test(names[1] ?? ''));
  // An instance that another file makes goes by any name; only what is called like a verb, with axios around, is one.
  const verb = names.length > 1 ? (names.at(-1) ?? '') : '';
  const [first, second, third] = call.args;
  if (!named) return null;
  if (names.length === 1 || verb === 'request') {
    return first?.type === 'object'
      ? { method: null, url: field(first, 'url'), data: field(first, 'data'), config: first, form: 'no' }
      : { method: null, url: first, data: field(second, 'data'), config: second, form: 'no' };
  }
  if (WITHOUT_BODY.includes(verb)) {
    return {
      method: verb.toUpperCase(),
      url: first,
      data: field(second, 'data'),
      config: second,
      form: 'no',
    };
  }
  if (WITH_BODY.includes(verb)) {
    const form = verb.endsWith('Form') ? 'asked for' : 'no';
    return { method: verb.replace('Form', '').toUpperCase(), url: first, data: second, config: third, form };
  }
  return null;
}

/** What was set up before: the instance's own, else the library's. */
interface Defaults {
  readonly config: Value | undefined;
  readonly effects: readonly Effect[];
}

function defaultsFor(call: Call, { effectsOn }: Evaluation): Defaults {
  const { receiver } = call;
  if (receiver.type === 'made' && isInstance(call))
    return { config: receiver.args[0], effects: receiver.effects };
  return { config: undefined, effects: effectsOn('axios', call.pos) };
}

function draftFrom(asked: Asked, { config: made, effects }: Defaults): Draft {
  const draft = emptyDraft();
  const { request } = draft;
  const option = (name: string): Value | undefined =>
    field(asked.config, name) ?? lastAssigned(effects, 'defaults', name) ?? field(made, name);
  if (asked.config !== undefined && asked.config.type === 'unknown')
    draft.notUnderstood.push(CODE.optionsOpen());
  const method = asked.method ?? (textAt(draft, option('method'), 'request.method') ?? 'get').toUpperCase();
  request.initiator = sure('XMLHttpRequest');
  request.method = sure(method);
  readUrl(draft, withParams(joined(option('baseURL'), asked.url), option('params')));
  request.withCredentials = sure(flagAt(option('withCredentials')) ?? false);
  if (field(asked.config, 'onUploadProgress') !== undefined) request.uploadListener = sure(true);
  const headers = headersOf(draft, asked, made, effects, method.toLowerCase());
  const hasBody = asked.data !== undefined && method !== 'GET' && method !== 'HEAD';
  if (hasBody) readData(draft, asked, headers);
  else removeType(headers);
  if (!headers.some(([name]) => name.toLowerCase() === 'accept')) {
    headers.unshift(['Accept', ACCEPT]);
    draft.understood.push(CODE.axiosAccept());
  }
  const auth = option('auth');
  if (auth?.type === 'object') {
    const user = textAt(draft, field(auth, 'username'), 'request.headers') ?? '';
    const password = textAt(draft, field(auth, 'password'), 'request.headers') ?? '';
    headers.push(['Authorization', `Basic ${encodedCredentials(user, password)}`]);
  }
  request.headers = sure(headers);
  return draft;
}

function encodedCredentials(user: string, password: string): string {
  try {
    return btoa(`${user}:${password}`);
  } catch {
    return btoa(encodeURIComponent(`${user}:${password}`));
  }
}

/** Later ones outrank earlier ones: the library's, an instance's, a method's, the call's. */
function headersOf(
  draft: Draft,
  { config }: Asked,
  made: Value | undefined,
  effects: readonly Effect[],
  method: string,
): Header[] {
  const merged = new Map<string, Header>();
  const add = (list: readonly Header[]) => {
    for (const header of list) merged.set(header[0].toLowerCase(), header);
  };
  const instance = field(made, 'headers');
  if (instance?.type === 'object') {
    const flat = new Map([...instance.fields].filter(([, value]) => value.type !== 'object'));
    add(readHeaders(draft, { ...instance, fields: flat }));
    add(readHeaders(draft, field(instance, 'common')));
    add(readHeaders(draft, field(instance, method)));
  }
  for (const { type, path, args } of effects) {
    const [first, second, group = '', name = ''] = path;
    if (type !== 'assign' || first !== 'defaults' || second !== 'headers' || args[0] === undefined) continue;
    if (group === 'common' || group === method) add(readHeaders(draft, oneField(name, args[0])));
    else if (name === '' && group !== '') add(readHeaders(draft, oneField(group, args[0])));
  }
  add(readHeaders(draft, field(config, 'headers')));
  return [...merged.values()];
}

const oneField = (name: string, value: Value): Value => ({
  type: 'object',
  fields: new Map([[name, value]]),
  open: 'no',
});

/** The body as axios sends it: an object as JSON, a text as a form, what the platform knows as it is. */
function readData(draft: Draft, asked: Asked, headers: Header[]): void {
  const { data } = asked;
  const at = headers.findIndex(([name]) => name.toLowerCase() === 'content-type');
  const stated = headers[at]?.[1] ?? '';
  const plainObject = data?.type === 'object' || data?.type === 'list';
  const addType = (type: string) => {
    if (at < 0) headers.push(['Content-Type', type]);
  };
  if (plainObject && (asked.form === 'asked for' || /^multipart\/form-data/i.test(stated))) {
    removeType(headers);
    draft.request.body = sure({ kind: 'FormData', text: formText(draft, data), type: '' });
    return;
  }
  if (plainObject && new RegExp(FORM_TYPE, 'i').test(stated)) {
    draft.request.body = sure({ kind: 'string', text: formText(draft, data), type: '' });
    return;
  }
  if (plainObject || data?.type === 'unknown') {
    const unknown = data.type === 'unknown';
    const text = JSON.stringify(plainOf(draft, data, 0));
    const body = { kind: 'string', text: unknown ? '{}' : text, type: '' } as const;
    draft.request.body = unknown ? guess(body, CODE.bodyUnknown(data.code)) : sure(body);
    addType('application/json');
    draft.understood.push(CODE.axiosJson());
    return;
  }
  const body = readBody(draft, data);
  if (body === null) {
    removeType(headers);
    return;
  }
  draft.request.body = body;
  switch (body.value.kind) {
    case 'FormData':
      removeType(headers);
      break;
    case 'URLSearchParams':
      addType(`${FORM_TYPE};charset=utf-8`);
      break;
    case 'string':
      addType(FORM_TYPE);
      break;
    default:
      break;
  }
}

function removeType(headers: Header[]): void {
  const at = headers.findIndex(([name]) => name.toLowerCase() === 'content-type');
  if (at >= 0) headers.splice(at, 1);
}

/** A value as plain data, for writing as JSON; what is not known by its name. */
function plainOf(draft: Draft, value: Value, depth: number): unknown {
  switch (value.type) {
    case 'plain':
      return value.value;
    case 'list':
      return depth > 20 ? null : value.items.slice(0, 200).map((item) => plainOf(draft, item, depth + 1));
    case 'object':
      return depth > 20
        ? null
        : Object.fromEntries(
            [...value.fields].slice(0, 200).map(([name, item]) => [name, plainOf(draft, item, depth + 1)]),
          );
    default:
      return textAt(draft, value, 'request.body') ?? null;
  }
}

/** The call's URL after the base, as axios combines them. */
function joined(base: Value | undefined, url: Value | undefined): Value | undefined {
  const before = textParts(base);
  const after = textParts(url ?? { type: 'text', parts: [''] });
  const whole = wholeText(url);
  if (before === null || after === null || (whole !== null && /^([a-z][a-z\d+.-]*:)?\/\//i.test(whole)))
    return url;
  const start = before.map((part, i) =>
    i === before.length - 1 && typeof part === 'string' ? part.replace(/\/{1,20}$/, '') : part,
  );
  const [first, ...rest] = after;
  const end = typeof first === 'string' ? [first.replace(/^\/{1,20}/, ''), ...rest] : after;
  if (wholeText({ type: 'text', parts: end }) === '') return { type: 'text', parts: before };
  return { type: 'text', parts: [...start, '/', ...end].filter((part) => part !== '') };
}

/** The URL with its `params` as a query. */
function withParams(url: Value | undefined, params: Value | undefined): Value | undefined {
  const parts = textParts(url);
  if (parts === null || params?.type !== 'object' || params.fields.size === 0) return url;
  const query = [...params.fields].flatMap(([name, value], i) => {
    const given = textParts(value ?? UNDEFINED) ?? [''];
    const encoded = given.map((part) => (typeof part === 'string' ? encodeURIComponent(part) : part));
    return [`${i === 0 ? '' : '&'}${encodeURIComponent(name)}=`, ...encoded];
  });
  const mark = parts.some((part) => typeof part === 'string' && part.includes('?')) ? '&' : '?';
  return { type: 'text', parts: [...parts, mark, ...query] };
}
