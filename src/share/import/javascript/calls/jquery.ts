import { guess, sure } from '../../findings';
import type { Call } from '../evaluate';
import { field, textParts, type Value, wholeText } from '../values';
import { CODE } from '../words';
import {
  type CallReader,
  type Draft,
  emptyDraft,
  type FoundCall,
  findingsOf,
  flagAt,
  formText,
  readBody,
  readHeaders,
  readUrl,
  textAt,
} from './reader';

const CALLEE = /^(window\.)?(\$|jQuery|jquery)\.(ajax|get|post|getJSON)$/;
const FORM_TYPE = 'application/x-www-form-urlencoded; charset=UTF-8';

/** What jQuery sends as `Accept` for each `dataType`. */
const ACCEPTS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    json: 'application/json, text/javascript, */*; q=0.01',
    xml: 'application/xml, text/xml, */*; q=0.01',
    html: 'text/html, */*; q=0.01',
    text: 'text/plain, */*; q=0.01',
    script:
      'text/javascript, application/javascript, application/ecmascript, application/x-ecmascript, */*; q=0.01',
  }),
);

/** `$.ajax(url, settings)`, `$.ajax(settings)`, `$.get`, `$.post` and `$.getJSON`. */
export const jqueryCalls: CallReader = {
  kind: 'jQuery',
  looksLike: (text) => /(\$|\bjQuery)\s*\.\s*(ajax|get|post|getJSON)\s*\(/.test(text),
  find: ({ calls }) =>
    calls
      .filter(({ callee }) => CALLEE.test(callee))
      .map(
        (call): FoundCall => ({
          pos: call.pos,
          findings: findingsOf('jQuery', CODE.call('jQuery'), draftFrom(call)),
        }),
      ),
};

function draftFrom({ callee, args }: Call): Draft {
  const draft = emptyDraft();
  const { request } = draft;
  const verb = callee.slice(callee.lastIndexOf('.') + 1);
  const [first, second] = args;
  const settings = first?.type === 'object' ? first : verb === 'ajax' ? second : undefined;
  const option = (name: string) => field(settings, name);
  const url = first?.type === 'object' ? option('url') : first;
  const data = settings === undefined && verb !== 'ajax' ? second : option('data');
  const method = (
    textAt(draft, option('method') ?? option('type'), 'request.method') ?? (verb === 'post' ? 'POST' : 'GET')
  ).toUpperCase();
  request.initiator = sure('XMLHttpRequest');
  request.method = sure(method);
  const inQuery = (method === 'GET' || method === 'HEAD') && data?.type === 'object';
  readUrl(draft, inQuery ? withQuery(url, formText(draft, data)) : url);
  request.withCredentials = sure(flagAt(field(option('xhrFields'), 'withCredentials')) ?? false);
  const headers = readHeaders(draft, option('headers'));
  const has = (name: string) => headers.some(([key]) => key.toLowerCase() === name);
  if (!has('accept')) {
    const dataType = verb === 'getJSON' ? 'json' : (wholeText(option('dataType')) ?? '');
    headers.unshift(['Accept', ACCEPTS.get(dataType) ?? '*/*']);
  }
  if (data !== undefined && !inQuery && method !== 'GET' && method !== 'HEAD') {
    readData(draft, data);
    const type = option('contentType');
    const stated = textAt(draft, type, 'request.headers');
    if (!has('content-type') && flagAt(type) !== false) {
      headers.push(['Content-Type', stated === null || stated === 'true' ? FORM_TYPE : stated]);
      if (stated === null) draft.understood.push(CODE.jqueryForm());
    }
  }
  request.headers = sure(headers);
  return draft;
}

function readData(draft: Draft, data: Value): void {
  if (data.type === 'object') {
    draft.request.body = sure({ kind: 'string', text: formText(draft, data), type: '' });
    return;
  }
  const body = readBody(draft, data);
  if (body)
    draft.request.body = data.type === 'unknown' ? guess(body.value, CODE.bodyUnknown(data.code)) : body;
}

function withQuery(url: Value | undefined, query: string): Value | undefined {
  const parts = textParts(url);
  if (parts === null || query === '') return url;
  const mark = parts.some((part) => typeof part === 'string' && part.includes('?')) ? '&' : '?';
  return { type: 'text', parts: [...parts, `${mark}${query}`] };
}
