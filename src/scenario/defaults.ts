import type { RequestSpec } from '../engine/initiator';
import type { Server } from '../policy/policy';
import type { Scenario } from './scenario';

/** What `fetch(url)` asks for, and the defaults of every other way to make a request. */
export const defaultRequest: RequestSpec = {
  initiator: 'fetch',
  url: 'https://bar.other/data.json',
  method: 'GET',
  headers: [],
  body: { kind: 'none', text: '', type: '' },
  mode: 'cors',
  credentials: 'same-origin',
  redirect: 'follow',
  cache: 'default',
  referrerPolicy: '',
  withCredentials: false,
  uploadListener: false,
  crossorigin: 'none',
  use: 'show',
};

/** A server at `origin` (serialised) that answers with JSON and knows no CORS yet. */
export function defaultServer(origin: string): Server {
  return {
    origin,
    path: '',
    answers: 'policy',
    policy: {
      origins: 'none',
      list: [],
      pattern: '',
      methods: [],
      headers: [],
      credentials: false,
      exposed: [],
      maxAge: '',
      vary: false,
      mistakes: [],
    },
    options: { by: 'policy', status: '204' },
    response: {
      status: '200',
      headers: [['Content-Type', 'application/json']],
      cookies: [],
      location: '',
      body: '{"answer": 42}',
    },
    raw: {
      preflight: { status: '204', lines: '' },
      response: { status: '200', lines: 'Content-Type: application/json' },
    },
    failure: 'none',
    addressSpace: 'auto',
  };
}

/** The plainest conversation that works: a page reads another origin's public data. */
export const defaultScenario: Scenario = {
  version: 1,
  title: '',
  page: {
    url: 'https://foo.example/',
    kind: 'document',
    referrerPolicy: 'strict-origin-when-cross-origin',
    embedderPolicy: 'unsafe-none',
    framed: false,
  },
  request: defaultRequest,
  servers: [
    {
      ...defaultServer('https://bar.other'),
      policy: { ...defaultServer('https://bar.other').policy, origins: 'any' },
    },
  ],
  cookies: [],
  browser: { profile: 'standard', thirdPartyCookies: 'allowed', localNetwork: 'denied' },
  earlier: [],
};
