import type { FieldPath, Problem, Scenario } from '../scenario/scenario';
import type { Observed } from './observed';
import type { RecordedRequest } from './record';

// What the app and the lab say to each other, as JSON.

/** What the app finds at `__lab.json`, relative to its page: where the lab's control API is, and the key to it. */
export interface LabAccess {
  /** An origin. */
  readonly control: string;
  readonly token: string;
}

/** Why a scenario that has no problems of its own cannot be played for real. */
export type LabProblemCode =
  /** Only a disk has pages of this kind. */
  | 'page-file'
  /** A port that nothing can listen at, as it is below 1. Detail: the port. */
  | 'port'
  /** A port that browsers refuse to open pages from. Detail: the port. */
  | 'page-port'
  /** More sites than the lab has hosts. Detail: how many it has. */
  | 'too-many-sites'
  /** More origins of one site than the lab has ports. Detail: how many it has. */
  | 'too-many-origins'
  /** It takes TLS, and this lab has none. */
  | 'needs-https'
  /** On loopback plain HTTP counts as secure, so nothing there is mixed content. */
  | 'mixed-content'
  /** On loopback everything is equally near. */
  | 'local-network'
  /** An ad blocker or the like: nothing a server could play. */
  | 'blocked-by-the-client'
  /** A setting of the browser, which no page can make. */
  | 'third-party-cookies'
  /** A `__Host-` cookie is for every path, so it would be seen by every other scenario. */
  | 'host-cookie'
  /** `Clear-Site-Data` would clear what is not the lab's. */
  | 'clear-site-data'
  /** A `javascript:` URL: the lab runs nobody's code. */
  | 'javascript-url'
  /** More bytes of header lines than servers or browsers take. Detail: the limit. */
  | 'head-too-long'
  /** A relative location that climbs out of the scenario's own paths, or is half a URL. */
  | 'location'
  /** The page is left when the form goes, so it cannot send it twice. */
  | 'form-again'
  /** A text that names one of the lab's own origins. Detail: that origin. */
  | 'lab-origin';

export interface LabProblem {
  readonly path: FieldPath;
  readonly code: LabProblemCode;
  readonly reason: 'prohibited';
  readonly detail: string;
}

export interface Refused {
  readonly ok: false;
  readonly problems: readonly (Problem | LabProblem)[];
}

/** What the move to loopback changed besides the addresses. */
export type MapChange =
  /** HTTP in place of HTTPS: nothing in it turns on the difference. */
  | 'plain http'
  /** HTTP in place of HTTPS, though a cookie is `Secure`: this lab has no TLS, and some browsers exempt loopback. */
  | 'secure cookies over http'
  /** Earlier requests follow at once. */
  | 'no pauses'
  /** A connection that fails before any request is played by one that is cut after it. */
  | 'cut connection';

/** Which address stands for an origin. */
export interface Place {
  /** The scenario's (serialised). */
  readonly origin: string;
  /** The origin on loopback, or one where nobody is to be found. */
  readonly at: string;
}

/** A scenario that the lab plays. */
export interface Playing {
  readonly ok: true;
  readonly id: string;
  /** The scenario on the lab's addresses: what to simulate, for a prediction to compare with. */
  readonly mapped: Scenario;
  readonly changes: readonly MapChange[];
  readonly places: readonly Place[];
  /** To be opened once, in a tab or window of its own: plays the scenario at once. */
  readonly pageUrl: string;
  /** Milliseconds that the page takes at most, once the browser has opened it. */
  readonly atMost: number;
}

/** How far a scenario has come. */
export interface Progress {
  /** Every request received, in order. */
  readonly requests: readonly RecordedRequest[];
  /** What the page reported; null until it has. */
  readonly observed: Observed | null;
  /** `yes` once the page has reported and no more requests are expected. */
  readonly settled: 'yes' | 'no';
  /** Whether the browser has come to the page that plays it. */
  readonly page: 'opened' | 'unopened';
  /** The HTTPS origins of the lab that the browser has not opened yet: it may ask whether to trust them. */
  readonly unopened: readonly string[];
}
