import { isToken } from '../engine/headers';
import type { Header } from '../engine/http';
import type { Initiator } from '../engine/initiator';
import type { ProfileName } from '../engine/profile';
import type { RuleStep, Trace } from '../engine/trace';

/** What each browser's console says, a string for each message. */
export type ConsoleLines = Readonly<Record<Exclude<ProfileName, 'standard'>, readonly string[]>>;

/** The page, as its console names it. */
export interface ConsolePage {
  /** Serialised. */
  readonly origin: string;
  /** The document's URL. */
  readonly url?: string;
  /** The URL the script asked for, serialised: for failures before anything is sent. */
  readonly target?: string;
  /** As the script wrote them: one browser repeats their spelling. */
  readonly headers?: readonly Header[];
}

/** What reading a tainted canvas throws, where the script does not catch it. */
const TAINTED: ConsoleLines = {
  chromium: [
    "Uncaught SecurityError: Failed to execute 'getImageData' on 'CanvasRenderingContext2D': The canvas has been tainted by cross-origin data.",
  ],
  firefox: [],
  webkit: [],
};

const NOTHING: ConsoleLines = { chromium: [], firefox: [], webkit: [] };

/**
 * The messages Chromium 156, Firefox ESR 153 and WebKitGTK 2.50 print when CORS blocks a response. Empty where
 * nothing was blocked, and for failures whose wording was not observed.
 */
export function consoleLines(trace: Trace, page: ConsolePage): ConsoleLines {
  if (trace.script.kind === 'element' && trace.script.pixels === 'tainted') return TAINTED;
  if (trace.outcome.type !== 'network error') return NOTHING;
  const step = trace.steps[trace.outcome.because];
  if (step?.type !== 'rule') return NOTHING;
  const said = sentencesFor(step, contextOf(trace, step, page)) ?? NOTHING;
  return step.deviation === 'redirectsFromHome' ? { ...NOTHING, webkit: said.webkit } : said;
}

interface Context {
  readonly page: ConsolePage;
  readonly initiator: Initiator;
  /** The URL that failed, and the first of the chain. */
  readonly url: string;
  readonly first: string;
  readonly status: number;
  readonly preflight: boolean;
  readonly credentials: boolean;
  readonly method: string;
  readonly unlisted: readonly string[];
}

function contextOf(trace: Trace, step: RuleStep, page: ConsolePage): Context {
  const requests = trace.steps.filter((other) => other.type === 'request');
  const wire = requests.find(({ exchange }) => exchange === step.message?.exchange);
  const answer = trace.steps.find(
    (other) => other.type === 'answer' && other.exchange === step.message?.exchange,
  );
  const redirect = trace.steps.findLast(
    (other) => other.type === 'rule' && other.rule === 'redirect.followed',
  );
  const to = redirect?.type === 'rule' && redirect.rule === 'redirect.followed' ? redirect.facts.to : '';
  const made = trace.steps.find((other) => other.type === 'rule' && other.rule === 'request.initiator');
  const asked = wire?.request.headers.find(([name]) => name === 'Access-Control-Request-Method')?.[1];
  const unlisted = trace.steps.flatMap((other) =>
    other.type === 'rule' && other.rule === 'preflight.header' && other.result === 'fail'
      ? [other.facts]
      : [],
  );
  const credentials =
    made?.type === 'rule' && made.rule === 'request.initiator' && made.facts.credentials === 'include';
  return {
    page,
    initiator: trace.initiator,
    url: wire?.request.url ?? (to === '' ? page.target : to) ?? '',
    first: requests[0]?.request.url ?? page.target ?? '',
    status: answer?.type === 'answer' && !('failure' in answer.answer) ? answer.answer.status : 0,
    preflight: wire?.purpose === 'preflight',
    credentials,
    method: asked ?? wire?.request.method ?? 'GET',
    // None of the three keeps to the standard here: `*` covers `Authorization` without credentials.
    unlisted: unlisted
      .filter(({ name, literalWildcard }) => !(name === 'authorization' && literalWildcard && !credentials))
      .map(({ name }) => name),
  };
}

/** One failure in the words of each; null for a browser that prints nothing known. */
function sentencesFor(step: RuleStep, context: Context): ConsoleLines | null {
  const { status, preflight, unlisted, method } = context;
  const redirected = status >= 300 && status < 400;
  const notOk = preflight && (status < 200 || status > 299);
  const preflightStatus = `Preflight response is not successful. Status code: ${status}`;
  const withStatus = `). Status code: ${status}.`;
  switch (step.rule) {
    case 'cors-check.allow-origin-missing':
      return all(context, {
        chromium:
          preflight && redirected
            ? 'Redirect is not allowed for a preflight request.'
            : `No 'Access-Control-Allow-Origin' header is present on the requested resource.`,
        firefox: `CORS header ‘Access-Control-Allow-Origin’ missing${withStatus}`,
        webkit: notOk ? preflightStatus : notAllowed(context, step.facts.origin),
      });
    case 'cors-check.allow-origin': {
      const { value, lines } = step.facts;
      const several = /[ ,]/.test(value);
      const valid =
        context.initiator === 'fetch' ? ' Have the server send the header with a valid value.' : '';
      return all(context, {
        chromium: `${
          several
            ? `The 'Access-Control-Allow-Origin' header contains multiple values '${value}', but only one is allowed.`
            : value === 'null' || URL.canParse(value)
              ? `The 'Access-Control-Allow-Origin' header has a value '${value}' that is not equal to the supplied origin.`
              : `The 'Access-Control-Allow-Origin' header contains the invalid value '${value}'.`
        }${valid}`,
        firefox:
          lines > 1
            ? 'Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed).'
            : `CORS header ‘Access-Control-Allow-Origin’ does not match ‘${value}’).`,
        webkit: notOk
          ? preflightStatus
          : several
            ? 'Access-Control-Allow-Origin cannot contain more than one origin.'
            : notAllowed(context, step.facts.origin),
      });
    }
    case 'cors-check.wildcard-with-credentials':
      return all(context, {
        chromium: `The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.${xhrCredentials(context)}`,
        firefox: 'Credential is not supported if the CORS header ‘Access-Control-Allow-Origin’ is ‘*’).',
        webkit: notOk
          ? preflightStatus
          : 'Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.',
      });
    case 'cors-check.allow-credentials':
      return all(context, {
        chromium: `The value of the 'Access-Control-Allow-Credentials' header in the response is '${step.facts.value ?? ''}' which must be 'true' when the request's credentials mode is 'include'.${xhrCredentials(context)}`,
        firefox: 'expected ‘true’ in CORS header ‘Access-Control-Allow-Credentials’).',
        webkit: notOk
          ? preflightStatus
          : 'Credentials flag is true, but Access-Control-Allow-Credentials is not "true".',
      });
    case 'preflight.status':
      return all(context, {
        chromium: redirected
          ? 'Redirect is not allowed for a preflight request.'
          : 'It does not have HTTP ok status.',
        firefox: redirected
          ? 'CORS request external redirect not allowed).'
          : `CORS preflight response did not succeed${withStatus}`,
        webkit: preflightStatus,
      });
    case 'preflight.allow-methods-syntax':
    case 'preflight.allow-headers-syntax': {
      const header =
        step.rule === 'preflight.allow-methods-syntax'
          ? 'Access-Control-Allow-Methods'
          : 'Access-Control-Allow-Headers';
      const token = step.facts.value
        .split(',')
        .map((item) => item.trim())
        .find((item) => item !== '' && !isToken(item));
      return all(context, {
        chromium: `Cannot parse ${header} response header field in preflight response.`,
        firefox: `invalid token ‘${token ?? ''}’ in CORS header ‘${header}’).`,
        webkit: `Header ${header} has an invalid value: ${step.facts.value}`,
      });
    }
    case 'preflight.method':
      return all(context, {
        chromium: `Method ${method} is not allowed by Access-Control-Allow-Methods in preflight response.`,
        firefox: 'Did not find method in CORS header ‘Access-Control-Allow-Methods’).',
        webkit: `Method ${method} is not allowed by Access-Control-Allow-Methods.`,
      });
    case 'preflight.header': {
      const [name] = unlisted;
      if (name === undefined) return null;
      const written = context.page.headers?.find(([key]) => key.toLowerCase() === name)?.[0] ?? name;
      return all(context, {
        chromium: `Request header field ${name} is not allowed by Access-Control-Allow-Headers in preflight response.`,
        firefox: `header ‘${name}’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response).`,
        webkit: `Request header field ${written} is not allowed by Access-Control-Allow-Headers.`,
      });
    }
    case 'redirect.credentials': {
      const { location } = step.facts;
      return all(context, {
        chromium: `Redirect location '' contains a username and password, which is disallowed for cross-origin requests.`,
        firefox: 'CORS request did not succeed). Status code: (null).',
        webkit: `Cross-origin redirection to ${location} denied by Cross-Origin Resource Sharing policy: redirection URL ${location} has credentials`,
      });
    }
    case 'main-fetch.mode-same-origin': {
      const { url } = context;
      if (url === '') return null;
      return {
        chromium: [
          `Fetch API cannot load ${url}. Request mode is "same-origin" but the URL's origin is not same as the request origin ${step.facts.origin}.`,
        ],
        firefox:
          context.page.url === undefined
            ? []
            : [`Security Error: Content at ${context.page.url} may not load data from ${url}.`],
        webkit: [`Fetch API cannot load ${url}.`],
      };
    }
    case 'main-fetch.no-cors-redirect-mode':
    case 'main-fetch.scheme': {
      const { url, initiator } = context;
      if (url === '' || initiator !== 'fetch') return null;
      const why =
        step.rule === 'main-fetch.scheme'
          ? `URL scheme "${step.facts.scheme}" is not supported.`
          : 'Request mode is "no-cors" but the redirect mode is not "follow".';
      return { ...NOTHING, chromium: [`Fetch API cannot load ${url}. ${why}`] };
    }
    case 'network.local-network':
      if (context.url === '') return null;
      return {
        ...NOTHING,
        chromium: chromium(
          context,
          `Permission was denied for this request to access the \`${step.facts.to}\` address space.`,
        ),
      };
    default:
      return null;
  }
}

function notAllowed({ status }: Context, origin: string): string {
  return `Origin ${origin} is not allowed by Access-Control-Allow-Origin. Status code: ${status}`;
}

function xhrCredentials({ initiator }: Context): string {
  return initiator === 'XMLHttpRequest'
    ? ' The credentials mode of requests initiated by the XMLHttpRequest is controlled by the withCredentials attribute.'
    : '';
}

function all(context: Context, said: Readonly<Record<keyof ConsoleLines, string>>): ConsoleLines {
  return {
    chromium: chromium(context, said.chromium),
    firefox: firefox(context, said.firefox),
    webkit: webkit(context, said.webkit),
  };
}

const CHROMIUM_KIND: Partial<Record<Initiator, string>> = {
  sendBeacon: 'resource',
  EventSource: 'resource',
  video: 'video',
  fetch: 'fetch',
  XMLHttpRequest: 'XMLHttpRequest',
  script: 'script',
  'module script': 'script',
  stylesheet: 'CSS stylesheet',
  font: 'font',
  image: 'image',
};

function chromium({ initiator, url, first, page, preflight }: Context, sentence: string): readonly string[] {
  const kind = CHROMIUM_KIND[initiator];
  if (kind === undefined) return [];
  const via = first !== '' && first !== url ? ` (redirected from '${first}')` : '';
  // Not before what is about one method or one header.
  const prefix =
    preflight && !/preflight response\.$/.test(sentence)
      ? `Response to preflight request doesn't pass access control check: `
      : '';
  return [
    `Access to ${kind} at '${url}'${via} from origin '${page.origin}' has been blocked by CORS policy: ${prefix}${sentence}`,
  ];
}

function firefox({ url, preflight }: Context, reason: string): readonly string[] {
  const line = (why: string) =>
    `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${url}. (Reason: ${why}`;
  return preflight
    ? [line(reason), line('CORS request did not succeed). Status code: (null).')]
    : [line(reason)];
}

function webkit({ initiator, url }: Context, sentence: string): readonly string[] {
  const api = initiator === 'fetch' ? 'Fetch API' : initiator === 'XMLHttpRequest' ? 'XMLHttpRequest' : null;
  return api === null ? [sentence] : [sentence, `${api} cannot load ${url} due to access control checks.`];
}
