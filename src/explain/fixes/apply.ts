import type { Header } from '../../engine/http';
import type { RequestSpec } from '../../engine/initiator';
import type { CorsPolicy, ResponseSpec, Server } from '../../policy/policy';
import type { Scenario } from '../../scenario/scenario';
import type { Edit, ServerEdit } from './fix';
import { valuesIn, withCookieLine, withItems, withLine, withoutLine } from './lines';

/** The index of the server an edit changes; -1 where it changes none. */
export function serverOf({ path }: Edit): number {
  const index = /^servers\.(\d+)/.exec(path)?.[1];
  return index === undefined ? -1 : Number(index);
}

/** The scenario with an edit made. */
export function applyEdit(scenario: Scenario, edit: Edit): Scenario {
  const request = (change: Partial<RequestSpec>): Scenario => ({
    ...scenario,
    request: { ...scenario.request, ...change },
  });
  switch (edit.kind) {
    case 'credentials':
      return request({ credentials: edit.value });
    case 'withCredentials':
      return request({ withCredentials: edit.value === 'on' });
    case 'crossorigin':
      return request({ crossorigin: edit.value });
    case 'mode':
      return request({ mode: edit.value });
    case 'redirect mode':
      return request({ redirect: edit.value });
    case 'cache mode':
      return request({ cache: edit.value });
    case 'method':
      return request({ method: edit.value });
    case 'body':
      return request({ body: { ...scenario.request.body, kind: edit.value } });
    case 'drop request headers': {
      const names = edit.names.map((name) => name.toLowerCase());
      return request({
        headers: scenario.request.headers.filter(([name]) => !names.includes(name.toLowerCase())),
      });
    }
    case 'drop upload listener':
      return request({ uploadListener: false });
    case 'url':
      return request({ url: edit.value });
    case 'page kind':
      return { ...scenario, page: { ...scenario.page, kind: edit.value } };
    case 'page url':
      return { ...scenario, page: { ...scenario.page, url: edit.value } };
    case 'stored cookie': {
      const at = Number(edit.path.split('.')[1]);
      return {
        ...scenario,
        cookies: scenario.cookies.map((cookie, i) => (i === at ? { ...cookie, cookie: edit.value } : cookie)),
      };
    }
    case 'move server': {
      const moved = scenario.servers[serverOf(edit)]?.origin;
      return {
        ...scenario,
        servers: scenario.servers.map((server) =>
          server.origin === moved ? { ...server, origin: edit.origin } : server,
        ),
      };
    }
    default: {
      const at = serverOf(edit);
      const raw = /\.raw\.(preflight|response)\b/.exec(edit.path)?.[1];
      return {
        ...scenario,
        servers: scenario.servers.map((server, i) => {
          if (i !== at) return server;
          return raw === undefined
            ? changed(server, edit)
            : changedRaw(server, raw === 'preflight' ? 'preflight' : 'response', edit);
        }),
      };
    }
  }
}

type AnswerEdit = Exclude<ServerEdit, { kind: 'move server' }>;

function changed(server: Server, edit: AnswerEdit): Server {
  const policy = (change: Partial<CorsPolicy>): Server => ({
    ...server,
    policy: { ...server.policy, ...change },
  });
  const response = (change: Partial<ResponseSpec>): Server => ({
    ...server,
    response: { ...server.response, ...change },
  });
  const { origins, list, pattern, methods, headers, exposed, mistakes } = server.policy;
  switch (edit.kind) {
    case 'allow origin':
      return {
        ...policy(allowOrigin(edit.origin, edit.how === 'also' ? origins : 'none', list, pattern)),
        response: withoutOwn(server.response, 'access-control-allow-origin'),
      };
    case 'allow any origin':
      return {
        ...policy({ origins: 'any' }),
        response: withoutOwn(server.response, 'access-control-allow-origin'),
      };
    case 'allow credentials':
      return {
        ...policy({ credentials: true }),
        response: withoutOwn(server.response, 'access-control-allow-credentials'),
      };
    case 'allow methods':
      return policy({ methods: [...methods, ...edit.names] });
    case 'allow headers':
      return policy({ headers: [...headers, ...edit.names] });
    case 'expose headers':
      return policy({ exposed: [...exposed, ...edit.names] });
    case 'max age':
      return policy({ maxAge: String(edit.seconds) });
    case 'vary':
      return policy({ vary: true });
    case 'mend':
      return policy({ mistakes: mistakes.filter((mistake) => mistake !== edit.mistake) });
    case 'answer options':
      return { ...server, options: { by: 'policy', status: edit.status } };
    case 'rewrite list':
      return { ...server, response: withOwn(server.response, edit.name, edit.value) };
    case 'content type':
      return { ...server, response: withOwn(server.response, 'Content-Type', edit.value) };
    case 'resource policy':
      return { ...server, response: withOwn(server.response, 'Cross-Origin-Resource-Policy', edit.value) };
    case 'location':
      return response({ location: edit.value });
    case 'no redirect':
      return response({ status: edit.status, location: '' });
    case 'set cookie': {
      const at = server.response.cookies.indexOf(edit.was);
      return response({
        cookies: server.response.cookies.map((cookie, i) => (i === at ? edit.value : cookie)),
      });
    }
    default:
      return edit satisfies never;
  }
}

/** A list of one is sent whatever asks; more than one depends on `Origin`, which `Vary` then says. */
function allowOrigin(
  origin: string,
  origins: CorsPolicy['origins'],
  list: readonly string[],
  pattern: string,
): Partial<CorsPolicy> {
  if (origins === 'list' && list.length > 0) return { list: [...list, origin], vary: true };
  if (origins === 'pattern')
    return { pattern: `${pattern}|^${origin.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$` };
  return { origins: 'list', list: [origin] };
}

function withoutOwn(response: ResponseSpec, name: string): ResponseSpec {
  return { ...response, headers: response.headers.filter(([key]) => key.toLowerCase() !== name) };
}

function withOwn(response: ResponseSpec, name: string, value: string): ResponseSpec {
  const at = response.headers.findIndex(([key]) => key.toLowerCase() === name.toLowerCase());
  const header: Header = [name, value];
  const headers =
    at < 0
      ? [...response.headers, header]
      : response.headers.flatMap((each, i) =>
          i === at ? [header] : each[0].toLowerCase() === name.toLowerCase() ? [] : [each],
        );
  return { ...response, headers };
}

function changedRaw(server: Server, answer: 'preflight' | 'response', edit: AnswerEdit): Server {
  const { status, lines } = server.raw[answer];
  const raw = (change: string, newStatus = status): Server => ({
    ...server,
    raw: { ...server.raw, [answer]: { status: newStatus, lines: change } },
  });
  switch (edit.kind) {
    case 'allow origin': {
      const allowed = withLine(lines, 'Access-Control-Allow-Origin', edit.origin);
      return raw(edit.how === 'also' ? varying(allowed) : allowed);
    }
    case 'allow any origin':
      return raw(withLine(lines, 'Access-Control-Allow-Origin', '*'));
    case 'allow credentials':
      return raw(withLine(lines, 'Access-Control-Allow-Credentials', 'true'));
    case 'allow methods':
      return raw(withItems(lines, 'Access-Control-Allow-Methods', edit.names));
    case 'allow headers':
      return raw(withItems(lines, 'Access-Control-Allow-Headers', edit.names));
    case 'expose headers':
      return raw(withItems(lines, 'Access-Control-Expose-Headers', edit.names));
    case 'max age':
      return raw(withLine(lines, 'Access-Control-Max-Age', String(edit.seconds)));
    case 'vary':
      return raw(varying(lines));
    case 'answer options':
      return raw(withoutLine(lines, 'location'), edit.status);
    case 'rewrite list':
      return raw(withLine(lines, edit.name, edit.value));
    case 'content type':
      return raw(withLine(lines, 'Content-Type', edit.value));
    case 'resource policy':
      return raw(withLine(lines, 'Cross-Origin-Resource-Policy', edit.value));
    case 'location':
      return raw(withLine(lines, 'Location', edit.value));
    case 'no redirect':
      return raw(withoutLine(lines, 'location'), edit.status);
    case 'set cookie':
      return raw(withCookieLine(lines, edit.was, edit.value));
    case 'mend':
      return server;
    default:
      return edit satisfies never;
  }
}

function varying(lines: string): string {
  const items = valuesIn(lines, 'vary').flatMap((value) => value.toLowerCase().split(','));
  const says = items.some((item) => item.trim() === 'origin' || item.trim() === '*');
  return says ? lines : withItems(lines, 'Vary', ['Origin']);
}
