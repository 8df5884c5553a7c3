import type { Example, ExampleGroup } from '../example';
import { allowOriginTwice } from './allow-origin-twice';
import { authorizationWildcard } from './authorization-wildcard';
import { blockedButRan } from './blocked-but-ran';
import { canvasClean } from './canvas-clean';
import { canvasTainted } from './canvas-tainted';
import { cookieStaysHome } from './cookie-stays-home';
import { credentialedGet } from './credentialed-get';
import { credentialsTrue } from './credentials-true';
import { credentialsWildcard } from './credentials-wildcard';
import { domainBJson } from './domain-b-json';
import { errorWithoutCors } from './error-without-cors';
import { foreignWeather } from './foreign-weather';
import { headerNotAllowed } from './header-not-allowed';
import { headerNotExposed } from './header-not-exposed';
import { localNetwork } from './local-network';
import { localhost } from './localhost';
import { lowerCasePatch } from './lower-case-patch';
import { noCors } from './no-cors';
import { originsInOneLine } from './origins-in-one-line';
import { ownStart } from './own-start';
import { pageFromDisk } from './page-from-disk';
import { preflightForgotten } from './preflight-forgotten';
import { preflightLogin } from './preflight-login';
import { preflightNotFound } from './preflight-not-found';
import { preflightRedirected } from './preflight-redirected';
import { preflightRemembered } from './preflight-remembered';
import { preflightedPost } from './preflighted-post';
import { publicData } from './public-data';
import { redirectNull } from './redirect-null';
import { sessionExpired } from './session-expired';
import { singleOrigin } from './single-origin';
import { trailingSlash } from './trailing-slash';
import { webFont } from './web-font';

/** Every example, in the order to show them. A new one is a file, and a line here. */
export const EXAMPLE_GROUPS: readonly ExampleGroup[] = [
  { id: 'own', title: 'Start from scratch', examples: [ownStart] },
  {
    id: 'basics',
    title: 'How it works',
    examples: [publicData, domainBJson, foreignWeather, singleOrigin, preflightedPost, preflightRemembered],
  },
  {
    id: 'credentials',
    title: 'Cookies',
    examples: [credentialedGet, credentialsWildcard, credentialsTrue, cookieStaysHome],
  },
  {
    id: 'origins',
    title: 'The origin does not match',
    examples: [allowOriginTwice, originsInOneLine, trailingSlash, localhost, pageFromDisk],
  },
  {
    id: 'preflights',
    title: 'The preflight fails',
    examples: [
      preflightForgotten,
      preflightLogin,
      preflightNotFound,
      preflightRedirected,
      headerNotAllowed,
      lowerCasePatch,
      authorizationWildcard,
    ],
  },
  {
    id: 'answers',
    title: 'The answer surprises',
    examples: [
      blockedButRan,
      errorWithoutCors,
      redirectNull,
      sessionExpired,
      headerNotExposed,
      noCors,
      localNetwork,
    ],
  },
  {
    id: 'elements',
    title: 'Images and fonts',
    examples: [canvasTainted, canvasClean, webFont],
  },
];

/** Every example by its id. */
export const EXAMPLES: ReadonlyMap<string, Example> = new Map(
  EXAMPLE_GROUPS.flatMap((group) => group.examples.map((one) => [one.id, one])),
);
