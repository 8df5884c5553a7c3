import { type AddressSpace, hostAddressSpace } from '../engine/address-space';
import type { Client } from '../engine/client';
import type { Environment } from '../engine/environment';
import { fetch } from '../engine/fetch';
import type { HttpRequest, WireAnswer } from '../engine/http';
import { parseUrl } from '../engine/origin';
import { type BrowserProfile, PROFILES } from '../engine/profile';
import type { BrowserState, Trace } from '../engine/trace';
import { answer } from '../policy/answer';
import { clientOf } from './page';
import { requestsOf } from './requests';
import type { Libraries, Scenario } from './scenario';
import { serverFor } from './servers';
import { storedCookies } from './stored-cookies';

/** What a browser does with a scenario: one trace for each time its request is sent, the last one being the request itself. */
export interface Simulation {
  readonly runs: readonly Trace[];
}

/**
 * Plays a scenario for its browser, or for another profile: the earlier requests and then the final one, at clock 0 for the first, each with what the one
 * before left in the preflight cache and the cookie jar. The scenario has no problems (`validate`), and what it
 * `needs` of the libraries is loaded.
 */
export function simulate(
  scenario: Scenario,
  libraries: Libraries,
  profile: BrowserProfile = PROFILES[scenario.browser.profile],
): Simulation {
  const client = clientOf(scenario.page);
  if (client === null) throw new Error('A scenario with problems cannot be played');
  const cookies = storedCookies(scenario, libraries.registrableDomain, profile);
  let state: BrowserState = { preflightCache: [], cookies, now: 0 };
  const runs: Trace[] = [];
  for (const { request, seconds } of requestsOf(scenario)) {
    const trace = run({ ...scenario, request }, client, state, libraries, profile);
    runs.push(trace);
    state = { ...trace.state, now: trace.state.now + seconds };
  }
  return { runs };
}

function run(
  scenario: Scenario,
  client: Client,
  state: BrowserState,
  libraries: Libraries,
  profile: BrowserProfile,
): Trace {
  const { browser, request } = scenario;
  const environment: Environment = {
    profile,
    state,
    thirdPartyCookies: browser.thirdPartyCookies,
    localNetwork: browser.localNetwork,
    registrableDomain: libraries.registrableDomain,
    addressSpace: (url) => addressSpaceOf(scenario, url),
  };
  const fetching = fetch(request, client, environment);
  let step = fetching.next();
  while (!step.done) step = fetching.next(answerTo(scenario, step.value, libraries));
  return step.value;
}

/** A host that no server is described for does not resolve. */
function answerTo(scenario: Scenario, request: HttpRequest, libraries: Libraries): WireAnswer {
  const server = serverFor(scenario, request.url);
  return server ? answer(server, request, libraries.compilePattern) : { failure: 'dns' };
}

function addressSpaceOf(scenario: Scenario, url: string): AddressSpace {
  const stated = serverFor(scenario, url)?.addressSpace ?? 'auto';
  return stated === 'auto' ? hostAddressSpace(parseUrl(url)?.host ?? '') : stated;
}
