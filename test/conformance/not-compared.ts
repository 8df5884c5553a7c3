/** What is left out of the scenarios or of the comparison on purpose, and why. */
export const NOT_COMPARED: readonly { readonly what: string; readonly why: string }[] = [
  {
    what: 'Streams as bodies that arrive',
    why: 'browsers send them over HTTP/2 only, and the lab speaks HTTP/1.1; that they fail there is compared',
  },
  {
    what: 'The same image, style sheet, font or module a second time',
    why: 'a document keeps what it has (HTML: list of available images, module map), and the engine is asked for fetches',
  },
  {
    what: 'Which preflights a browser forgets when it remembers many',
    why: 'Firefox keeps a hundred, and none for longer than the address of the host; it is played with addresses that last',
  },
  { what: 'A beacon a second time', why: 'nothing tells the page when the first has been answered' },
  {
    what: 'WebGL textures, CSS shapes, and servers that time out or whose certificate is not trusted',
    why: 'they take seconds each, or graphics a headless machine may not have; `test/situations` has some of them',
  },
  {
    what: 'Sandboxed pages with an embedder policy, WebSockets with a user name, EventSource of other schemes than HTTP',
    why: 'they are left out to keep the kinds of page and of console line few',
  },
  {
    what: 'Style sheets whose Content-Type is no MIME type',
    why: 'Firefox and WebKit take them for having none; what a type is, is not CORS',
  },
  {
    what: 'A user name in `responseURL`, spaces in a `data:` URL, spaces and capitals in `Range`, the length of an empty body, `Accept-Language` of preflights',
    why: 'WebKit leaves out the user name and the length, Firefox the spaces in the URL, Chrome writes `Range` anew, and every browser sends the last',
  },
  {
    what: 'Elements answered with 206',
    why: 'Firefox shows no image that is a part by its status; whether media decodes is left out of the engine',
  },
  {
    what: 'Videos that play, and the part and the encoding of one that are asked for',
    why: 'whether it decodes depends on the codecs a machine has, not on CORS; those that fail are played',
  },
  {
    what: 'Scripts whose Content-Type begins with `text/csv` and goes on, and modules whose Content-Type has several values',
    why: 'Chrome and Firefox block whatever begins so, and the library that WebKitGTK reads headers with takes several for none; no server means either',
  },
  {
    what: '`Cache-Control` and `Pragma` of requests, but for those of `fetch()` with CORS that are no preflight and ask nothing conditionally',
    why: 'they are no part of CORS, and each browser sends them on more occasions of its own: with preflights, beacons, forms',
  },
  {
    what: '`Accept`, `Accept-Language` and `User-Agent` where script sets none, which compressions `Accept-Encoding` names, and `Connection` but for its upgrade',
    why: 'each browser has words of its own for itself and what it takes',
  },
  {
    what: 'The order of a cookie for a host and one for its domain, set together',
    why: 'WebKitGTK sorts them by their domains, as the library does that keeps them, and Safari has another',
  },
  {
    what: 'The setting that blocks third-party cookies',
    why: 'the browsers are played with as they come',
  },
  {
    what: 'A `Cookie` header with nothing in it, and console lines about `data:` URLs without a comma and `about:` URLs but `about:blank`',
    why: 'a cookie without name and value, which WebKitGTK stores, tells a server nothing; and nobody asks for such URLs',
  },
  {
    what: 'Servers of the local network, and pages of the internet without TLS that ask for this machine',
    why: 'all servers are on loopback, and such a page could not tell what it saw; pages made public that ask for loopback are played',
  },
  {
    what: 'Which compressions a request takes after a redirect',
    why: 'WebKit asks for more then, as if it were another request',
  },
  {
    what: '`Sec-Fetch-User`, `Sec-Fetch-Storage-Access`, client hints that script did not set, and requests to servers that fail, but for their being sent',
    why: 'they are no part of CORS, or the connection ends at a moment of its own',
  },
  {
    what: 'Forms and images of `data:` pages, and cookies older than a moment that go with a form',
    why: 'a scenario says neither whose frame such a page is in nor how old a cookie is',
  },
  {
    what: 'Timing details of responses that are hidden from script',
    why: 'Chrome shares none of a redirect that is not followed, WebKit all, and Firefox none without CORS; Corscope shows none',
  },
  {
    what: 'How long each browser remembers a preflight at most',
    why: 'it takes waiting for ten minutes to a day; up to ten seconds are waited for',
  },
  {
    what: 'Console lines about cookies, referrer policies, deprecations, XML and opaque response blocking, and warnings about MIME types, insecure forms and what was or was not upgraded',
    why: 'they say nothing of what CORS makes of the request',
  },
  {
    what: 'Console lines of exceptions and tainted canvases',
    why: 'what plays the scenarios catches them; `test/situations` has them',
  },
  {
    what: 'How the console words a connection that fails, and all it says where a server resets connections',
    why: 'the lab cuts some that it cannot let fail as described, and how that looks depends on the moment',
  },
];
