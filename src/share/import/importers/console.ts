import type { Initiator, RequestSpec } from '../../../engine/initiator';
import { isSameOrigin, parseUrl, serializeOrigin } from '../../../engine/origin';
import type { Trace } from '../../../engine/trace';
import { type Cause, causeOf } from '../../../explain/cause';
import { consoleLines } from '../../../explain/console';
import { type RecognisedLine, recogniseConsole } from '../../../explain/console-recognise';
import type { Slot, Slots } from '../../../explain/console-template';
import type { RawAnswer } from '../../../policy/policy';
import type { Page, Scenario } from '../../../scenario/scenario';
import { build } from '../build';
import { recogniseAll } from '../console/complete';
import { type Facts, RECIPES, type Recipe } from '../console/recipes';
import {
  type Findings,
  type Found,
  guess,
  type Importer,
  problem,
  type Reading,
  type ReadingContext,
  type SeenAnswer,
  sure,
} from '../findings';
import type { Entry, Missing } from '../imported';
import { createMasker } from '../secrets';
import { BROWSERS, SAID } from '../words';

/** How many ways of coming about are tried for one message. */
const MOST_TRIED = 40;

/** Words that stand in every console message, or nearly, so that most texts are told apart at once. */
const SIGNS =
  /blocked by CORS|Cross-Origin Request Blocked|Access-Control-Allow|access control checks|net::ERR_|Mixed Content|mixed active content|Failed to fetch|NetworkError when|Load failed|tainted|cross-origin data|Cross-Origin Request Warning|API cannot load|Cross-Origin-Resource-Policy|address space|may not load|Security Error|MIME type|restricted network port|insecure content|Preflight response|Cross-origin redirection|Cross origin requests|due to access|Not allowed to (load|request|follow|use)|OpaqueResponseBlocking|same origin policy|establish a connection to the server|Failed to load resource|is not allowed by/i;

/** Messages of the consoles of Chrome, Firefox and Safari, with whatever stands around them. */
export const consoleMessages: Importer = {
  looksLike: (text) => {
    const start = text.slice(0, 20_000);
    return SIGNS.test(start) && !/^\s*(\{|\[\s*[{"])/.test(start) && recogniseAll(start).lines.length > 0;
  },
  read: async (text, context) => {
    const { lines, cut } = recogniseAll(text.slice(0, 200_000));
    const groups = groupsOf(lines);
    const [only] = groups;
    if (only === undefined) return problem('console', SAID.onlyFailed());
    if (groups.length === 1) return readGroup(only, cut, context);
    return choice(groups, context);
  },
};

/** The lines about one failure: what was found, and what else the console says of it. */
type Group = readonly RecognisedLine[];

function groupsOf(lines: readonly RecognisedLine[]): readonly Group[] {
  const groups: RecognisedLine[][] = [];
  for (const line of lines) {
    const open = groups.at(-1);
    const tells = line.causes.length > 0;
    const url = line.slots.url;
    const same =
      open?.some(({ browser }) => browser === line.browser) &&
      (url === undefined
        ? !tells || !open.some(({ causes }) => causes.length > 0)
        : open.every(({ slots }) => slots.url === undefined || slots.url === url));
    if (open && same) open.push(line);
    else groups.push([line]);
  }
  return groups.filter((group) => group.some(({ causes }) => causes.length > 0));
}

function choice(groups: readonly Group[], context: ReadingContext): Reading {
  const masker = createMasker();
  return {
    type: 'choice',
    kind: 'console',
    what: SAID.messages(groups.length),
    entries: groups.map((group): Entry => {
      const slots = slotsOf(group);
      return {
        method: slots.method ?? '',
        url: masker.url(slots.url ?? ''),
        status: null,
        state: 'failed',
        note: masker.text(decisive(group)?.text.slice(0, 200) ?? ''),
      };
    }),
    understood: [],
    notUnderstood: [],
    pick: async (index) => {
      const group = groups[index];
      return group ? readGroup(group, 'no', context) : problem('console', SAID.onlyFailed());
    },
  };
}

const decisive = (group: Group): RecognisedLine | undefined => group.find(({ causes }) => causes.length > 0);

/** What the lines of a group say together; the one that gives the reason comes first. */
function slotsOf(group: Group): Slots {
  const first = decisive(group);
  const all: Partial<Record<Slot, string>> = {};
  for (const { slots } of first ? [first, ...group] : group) {
    for (const [name, value] of Object.entries(slots) as [Slot, string][]) {
      if (all[name] === undefined || all[name] === '(null)') all[name] = value;
    }
  }
  return all;
}

const KINDS: ReadonlyMap<string, Initiator> = new Map(
  Object.entries<Initiator>({
    fetch: 'fetch',
    XMLHttpRequest: 'XMLHttpRequest',
    script: 'script',
    'CSS stylesheet': 'stylesheet',
    stylesheet: 'stylesheet',
    font: 'font',
    image: 'image',
    video: 'video',
    resource: 'EventSource',
    EventSource: 'EventSource',
  }),
);

async function readGroup(group: Group, cut: 'yes' | 'no', context: ReadingContext): Promise<Reading> {
  const line = decisive(group);
  if (line === undefined) return problem('console', SAID.onlyFailed());
  const slots = slotsOf(group);
  const tried = await tries(line, group, slots, context);
  const best = tried.reduce<Tried | null>(
    (kept, one) => (kept === null || one.score > kept.score ? one : kept),
    null,
  );
  if (best === null) {
    return problem('console', SAID.notReplayable(BROWSERS[line.browser]), {
      understood: [[createMasker().text(line.text)]],
    });
  }
  const agrees = line.causes.includes(best.cause);
  return {
    type: 'findings',
    findings: {
      ...best.findings,
      understood: [
        SAID.message(BROWSERS[line.browser], createMasker().text(line.text)),
        ...(agrees ? [SAID.replayed(BROWSERS[line.browser])] : []),
      ],
      notUnderstood: [
        ...(agrees ? [] : [SAID.notReplayed()]),
        ...(cut === 'yes' ? [SAID.cutShort()] : []),
        ...(line.causes.length > 3 ? [SAID.severalCauses()] : []),
      ],
    },
  };
}

interface Tried {
  readonly findings: Findings;
  readonly cause: Cause;
  readonly score: number;
}

/** Every way the message can have come about, played: the score is how much of the message each gives back. */
async function tries(
  line: RecognisedLine,
  group: Group,
  slots: Slots,
  { hints, libraries }: ReadingContext,
): Promise<readonly Tried[]> {
  const facts = factsOf(line, group, slots);
  const recipes = causesOf(line, slots).flatMap((cause) =>
    (RECIPES[cause]?.(facts) ?? []).map((recipe) => ({ cause, recipe })),
  );
  const tried: Tried[] = [];
  for (const { cause, recipe } of recipes.slice(0, MOST_TRIED)) {
    const findings = findingsFrom(line, group, slots, facts, recipe);
    const built = await build(findings, hints, libraries);
    if (!built.ok) continue;
    const found = causeOf(built.trace);
    const replayed = replay(built.imported.scenario, built.trace, group, line.browser);
    const exact = found === cause ? 100 : line.causes.includes(found) ? 50 : 0;
    const score = exact + replayed;
    tried.push({ findings, cause: found, score });
    if (exact === 100 && replayed === EXACT) break;
  }
  return tried;
}

/** A message's causes, the likeliest first: Safari prints the same whether the header is missing or another's. */
function causesOf({ browser, causes }: RecognisedLine, { origin }: Slots): readonly Cause[] {
  return browser === 'webkit' && origin === 'null' && causes.includes('origin-null')
    ? ['origin-null', ...causes]
    : causes;
}

/** What `replay` gives where all lines come back as they were. */
const EXACT = 60;

const COMPARED = ['preflight', 'status', 'method', 'header', 'value', 'first', 'token', 'type'] as const;

/** How many of the lines the scenario gives back when it is played, as a share of `EXACT`, with what they name. */
function replay(scenario: Scenario, trace: Trace, group: Group, browser: RecognisedLine['browser']): number {
  const origin = parseUrl(scenario.page.url)?.origin;
  const printed = consoleLines(trace, {
    origin: scenario.page.kind === 'document' && origin ? serializeOrigin(origin) : 'null',
    url: scenario.page.url,
    target: parseUrl(scenario.request.url)?.href ?? scenario.request.url,
    headers: scenario.request.headers,
  })[browser];
  const again = recogniseConsole(printed.join('\n'));
  const likeness = group.map((line) =>
    Math.max(0, ...again.filter(({ name }) => name === line.name).map((other) => alike(line, other))),
  );
  return (EXACT * likeness.reduce((sum, one) => sum + one, 0)) / group.length;
}

/** From a half, for the same line, to 1, where all it names is the same. */
function alike(line: RecognisedLine, other: RecognisedLine): number {
  const same = COMPARED.filter((name) => (line.slots[name] ?? '') === (other.slots[name] ?? '')).length;
  return 0.5 + same / COMPARED.length / 2;
}

function factsOf(line: RecognisedLine, group: Group, slots: Slots): Facts {
  const url = slots.url ?? 'https://bar.other/';
  const followUp = group.some(
    ({ browser, name }) => browser === 'firefox' && name === 'did not succeed' && line.name !== name,
  );
  const asks =
    'preflight' in slots || followUp || /preflight|methods|headers|^method$|^header/.test(line.name);
  // Only Chrome says so in so many words; Firefox says it by a second line, which may not have been copied.
  const preflight = asks ? 'yes' : line.browser === 'chromium' ? 'no' : 'unknown';
  const origin =
    slots.origin ??
    (slots.page === undefined ? undefined : serialised(slots.page)) ??
    originBefore(slots.value) ??
    standInOrigin(url);
  return { slots, origin, url, preflight };
}

function serialised(url: string): string | undefined {
  const origin = parseUrl(url)?.origin;
  return origin?.kind === 'tuple' ? serializeOrigin(origin) : undefined;
}

/** The page's origin, where what should be it has a slash or a path after it. */
function originBefore(value: string | undefined): string | undefined {
  const origin = value === undefined || /[*,\s]/.test(value) ? undefined : serialised(value);
  return origin === value ? undefined : origin;
}

function standInOrigin(url: string): string {
  const target = parseUrl(url);
  const local = target !== null && /^(localhost|127\.|\[::1\])/.test(target.host);
  const scheme = target?.scheme === 'http' ? 'http' : 'https';
  return local
    ? target.port === 5173
      ? 'http://localhost:3000'
      : 'http://localhost:5173'
    : `${scheme}://foo.example`;
}

function findingsFrom(
  line: RecognisedLine,
  group: Group,
  slots: Slots,
  facts: Facts,
  recipe: Recipe,
): Findings {
  const missing: Missing[] = [];
  const kind = slots.kind ?? group.find(({ name }) => KINDS.has(name))?.name;
  // Of mixed content Chrome calls a resource what of CORS it calls fetch.
  const vague = kind === 'resource' && slots.page !== undefined;
  const stated = kind === undefined || vague ? undefined : KINDS.get(kind);
  const initiator = recipe.request?.initiator ?? stated ?? 'fetch';
  const viaFirst =
    slots.first !== undefined && slots.first !== '' && slots.first !== facts.url ? slots.first : null;
  const request: { -readonly [F in keyof RequestSpec]?: Found<RequestSpec[F]> } = {};
  request.initiator = stated === initiator ? sure(initiator) : guess(initiator, SAID.kindTaken());
  request.url = slots.url === undefined ? guess(facts.url, SAID.urlTaken()) : sure(viaFirst ?? facts.url);
  if (slots.url === undefined) missing.push({ path: 'request.url', ask: SAID.urlAsk() });
  const elements = ['script', 'stylesheet', 'image', 'video', 'module script'];
  if (elements.includes(initiator)) {
    request.crossorigin = guess(recipe.request?.crossorigin ?? 'anonymous', SAID.corsElement());
  }
  fillRequest(request, recipe, slots, missing);
  const answers = answersFrom(line, slots, facts, recipe, viaFirst);
  return {
    kind: 'console',
    what: SAID.consoleMessage(BROWSERS[line.browser]),
    by: 'nobody',
    profile: sure(line.browser),
    page: pageFrom(slots, facts, recipe, missing),
    request,
    answers,
    missing,
  };
}

/** The rest of the request: what the message names is known, what its cause takes is guessed. */
function fillRequest(
  request: { -readonly [F in keyof RequestSpec]?: Found<RequestSpec[F]> },
  { request: wanted = {} }: Recipe,
  slots: Slots,
  missing: Missing[],
): void {
  const set = <F extends keyof RequestSpec>(
    field: F,
    value: RequestSpec[F] | undefined,
    from: 'message' | 'cause',
  ): void => {
    if (value === undefined) return;
    const found: Found<RequestSpec[F]> =
      from === 'message' ? sure(value) : guess(value, SAID.takenForCause());
    Object.assign(request, { [field]: found });
  };
  const { initiator: _made, url: _url, crossorigin: _attribute, method, ...rest } = wanted;
  if (slots.method !== undefined && slots.method !== 'OPTIONS') set('method', slots.method, 'message');
  else set('method', method, 'cause');
  for (const field of Object.keys(rest) as (keyof typeof rest)[]) {
    const known =
      field === 'credentials' || field === 'mode' || field === 'withCredentials' || field === 'redirect';
    set(field, rest[field], known ? 'message' : 'cause');
  }
  if (slots.method === undefined && (method !== undefined || rest.headers !== undefined)) {
    missing.push({ path: 'request.method', ask: SAID.callAsk() });
  }
}

function pageFrom(slots: Slots, facts: Facts, recipe: Recipe, missing: Missing[]): Found<Partial<Page>> {
  const { page: wanted = {} } = recipe;
  if (slots.page !== undefined && wanted.url === undefined) return sure({ url: slots.page, ...wanted });
  if (wanted.url !== undefined) {
    return slots.page === wanted.url ? sure(wanted) : guess(wanted, SAID.takenForCause());
  }
  if (slots.origin === 'null') {
    const first = slots.first === undefined ? null : parseUrl(slots.first);
    const last = parseUrl(facts.url);
    const tainted = first && last && !isSameOrigin(first.origin, last.origin);
    return tainted
      ? guess({ url: 'https://foo.example/' }, SAID.originGone())
      : guess({ kind: 'file' }, SAID.nullPage());
  }
  if (slots.origin !== undefined) return sure({ url: `${slots.origin}/`, ...wanted });
  missing.push({ path: 'page.url', ask: SAID.pageAsk() });
  return guess({ url: `${facts.origin}/`, ...wanted }, SAID.pageMade(`${facts.origin}/`));
}

function answersFrom(
  line: RecognisedLine,
  slots: Slots,
  facts: Facts,
  recipe: Recipe,
  viaFirst: string | null,
): SeenAnswer[] {
  const why = SAID.answerFromMessage();
  const answers: SeenAnswer[] = [];
  if (viaFirst !== null) {
    const lines = `Access-Control-Allow-Origin: ${facts.origin === 'null' ? 'https://foo.example' : facts.origin}\nAccess-Control-Allow-Credentials: true\nLocation: ${facts.url}`;
    answers.push({ url: viaFirst, response: guess({ status: '302', lines }, SAID.redirectedFrom()) });
  }
  const target = { url: facts.url };
  if (recipe.failure) answers.push({ ...target, failure: sure(recipe.failure) });
  else {
    const passing =
      facts.preflight === 'yes'
        ? undefined
        : guess({ status: '200', lines: `Content-Type: ${typeFor(line)}` }, why);
    const response = recipe.response ? guess(recipe.response, why) : recipe.preflight ? undefined : passing;
    const preflight = recipe.preflight ?? (response && passedPreflight(slots, facts));
    answers.push({
      ...target,
      ...(preflight && { preflight: guess(preflight, why) }),
      ...(response && { response }),
    });
  }
  return answers;
}

/** What the preflight of the message's method was answered, where the message is about what came after it. */
function passedPreflight({ method = 'GET' }: Slots, { origin }: Facts): RawAnswer | null {
  if (['GET', 'HEAD', 'POST', 'OPTIONS'].includes(method)) return null;
  const lines = [
    `Access-Control-Allow-Origin: ${origin}`,
    'Access-Control-Allow-Credentials: true',
    `Access-Control-Allow-Methods: ${method}`,
  ];
  return { status: '204', lines: lines.join('\n') };
}

const typeFor = ({ slots }: RecognisedLine): string =>
  slots.kind === 'image' ? 'image/png' : 'application/json';
