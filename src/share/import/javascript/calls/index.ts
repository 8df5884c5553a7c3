import { axiosCalls } from './axios';
import { fetchCalls } from './fetch';
import { jqueryCalls } from './jquery';
import { platformCalls } from './platform';
import type { CallReader } from './reader';
import { xmlHttpRequests } from './xml-http-request';

/** Every kind of call that snippets are searched for. A new one is a file, and a line here. */
export const CALL_READERS: readonly CallReader[] = [
  fetchCalls,
  xmlHttpRequests,
  axiosCalls,
  jqueryCalls,
  platformCalls,
];
