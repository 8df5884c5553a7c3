/** What is left out of the scenarios on purpose, and why. */
export const NOT_COMPARED: readonly { readonly what: string; readonly why: string }[] = [
  {
    what: 'Streams as bodies that arrive',
    why: 'browsers send them over HTTP/2 only, and the lab speaks HTTP/1.1; that they fail there is compared',
  },
  {
    what: 'The same image, style sheet, font or module a second time',
    why: 'a document keeps what it has (HTML: list of available images, module map), and the engine is asked for fetches',
  },
  { what: 'A beacon a second time', why: 'nothing tells the page when the first has been answered' },
  {
    what: 'Elements answered with 206',
    why: 'Firefox shows no image that is a part by its status; whether media decodes is left out of the engine',
  },
  { what: 'Forms', why: 'the page that plays the scenarios would be gone' },
  { what: 'Video', why: 'whether it decodes depends on the codecs a machine has, not on CORS' },
  {
    what: 'Referer',
    why: 'the page that plays keeps one URL of its own, as browsers limit how often it may change; see `CompareOptions`',
  },
  {
    what: 'HTTPS, mixed content, Secure cookies, third-party cookie settings, the local network',
    why: 'the lab is plain HTTP on loopback here, where all is trustworthy and equally near',
  },
  {
    what: 'Entries of the preflight cache that expire',
    why: 'it takes waiting; the clock stands still here',
  },
  { what: 'Console messages', why: 'pages cannot read them, and browsers are driven by nothing but a page' },
];
