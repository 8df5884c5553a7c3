import { clip, plural, type Rich, rich } from '../../explain/rich';
import { shellQuoted } from './shell';

/** What each browser is called. */
export const BROWSERS = { chromium: 'Chrome', firefox: 'Firefox', webkit: 'Safari' } as const;

/** Whether a URL is short enough to be shown whole: a command with a part of it would ask for something else. */
const isWhole = (url: string): boolean => clip(url) === url;

/** What is said of any import. */
export const SAID = {
  nothing: (): Rich => ['There is nothing in it.'],
  unknown: (): Rich => [
    'This is not something Corscope recognises. It takes a fetch(), XMLHttpRequest, axios or jQuery call, a cURL command, headers, the output of curl -v, a HAR file, or a console message.',
  ],
  scenarioFile: (): Rich => ['This is JSON, but not a HAR file: it has no log with entries.'],
  powerShell: (): Rich => [
    'This is a PowerShell command, which Corscope does not read. The browser can also copy the request as fetch or as cURL.',
  ],
  tooLong: (limit: string): Rich => [`This is more than Corscope takes: up to ${limit}.`],
  unreadable: (): Rich => ['The file cannot be read any more. Choose it again.'],
  tooDeep: (): Rich => ['This is nested too deep to be read.'],
  broken: (): Rich => ['Something in it cannot be read.'],

  pageKept: (): Rich => ['It does not say which page asks: the one on the screen is taken.'],
  pageMade: (url: string): Rich => rich`It does not say which page asks: ${url} stands in for it.`,
  pageAsk: (): Rich => ['Which page makes this request? Fill in its URL.'],
  serverKept: (): Rich => ['It does not say what the server answers: the server on the screen is taken.'],
  serverMade: (): Rich => [
    'It does not say what the server answers: one without any CORS header stands in for it.',
  ],
  serverAsk: (url: string): Rich =>
    isWhole(url)
      ? rich`What does the server answer? Bring a HAR file, the response headers, or the output of ${`curl -v ${shellQuoted(url)}`}.`
      : rich`What does the server answer? Bring a HAR file, the response headers, or the output of ${'curl -v'}.`,
  preflightPassed: (): Rich => [
    'The preflight is not there. The browser sent the request, so its answer, perhaps remembered, allowed it.',
  ],
  preflightAlike: (): Rich => [
    'The preflight was not asked for. Its answer is taken to carry the CORS headers of the response.',
  ],
  preflightAsk: (command: string): Rich =>
    rich`What does the server answer to the preflight? ${command} shows it: bring its output.`,
  responseUnsent: (): Rich => [
    'The request was not sent, so its response is unknown: one with the CORS headers of the preflight’s answer stands in for it.',
  ],
  responseUnseen: (): Rich => [
    'The response is not there: a plain 200 without CORS headers stands in for it.',
  ],
  cookieAttributes: (names: string): Rich =>
    rich`Cookies went along (${names}). Their attributes are not visible: they are taken to be allowed everywhere.`,
  cookiesStored: (count: number): Rich => [
    ...plural(count, 'cookie'),
    ' went along; kept as names, without their values.',
  ],
  hiddenResponse: (): Rich => [
    'The browser shows no response: it most often lacks the CORS header, so one without any stands in for it.',
  ],
  noAnswer: (): Rich => [
    'No answer is shown, nor why there is none: a refused connection stands in for a failure of any kind.',
  ],
  answeredBefore: (): Rich => [
    'Nothing was sent: the answer that the same URL gave before, without CORS, stands in for it.',
  ],
  cookieSetBefore: (names: string): Rich =>
    rich`Set by an earlier answer in the file: ${names}. That the browser kept it is a guess.`,
  bodyTaken: (): Rich => rich`${'Content-Type'} was asked for, so it has a body: ${'{}'} stands in for it.`,
  valueTaken: (name: string): Rich => rich`The value of ${clip(name)} is not visible.`,
  fetchTaken: (): Rich => ['Nothing says how the page asks: a fetch() is taken.'],
  xhrTaken: (): Rich =>
    rich`Its ${'Accept'} or ${'X-Requested-With'} header is what libraries on XMLHttpRequest send.`,
  byDestination: (dest: string): Rich =>
    rich`${'Sec-Fetch-Dest'} says ${dest}; what else the element has is not visible.`,
  navigation: (): Rich => ['It is a navigation, which CORS does not govern: a form stands in for it.'],
  credentialsUnsure: (): Rich => [
    'No cookie went along. That credentials were left at their default is a guess: there may have been none to send.',
  ],
  opaquePage: (): Rich => rich`Its ${'Origin'} is ${'null'}: a sandboxed frame is taken.`,
  pageFromReferrer: (): Rich => rich`No ${'Origin'} went along: the page is taken from ${'Referer'}.`,
  noReferrer: (): Rich => rich`No ${'Referer'} went along: the page is taken to ask for that.`,
  browserOwn: (names: string): Rich => rich`${names}: set by the browser, not by the page.`,
  multipart: (): Rich => ['The body is a form: its parts are shown as text.'],
  notShell: (message: string): Rich =>
    message === ''
      ? ['No curl command stands in it.']
      : [`This is not a command that a shell reads: ${message}.`],
  brokenCommand: (): Rich => ['The command breaks off before its URL.'],
  brokenOff: (line: number, column: number): Rich => [
    `A quote at line ${line}, column ${column}, is never closed: the command may be cut short.`,
  ],
  ampersand: (): Rich =>
    rich`The shell ends the command at ${'&'}: put the URL in quotes to keep what follows.`,
  noUrl: (): Rich => ['The command names no URL.'],
  curlCopied: (): Rich => ['a cURL command copied from a browser'],
  curlTyped: (): Rich => ['a cURL command'],
  curlPreflight: (): Rich => ['a preflight as a cURL command'],
  failedWithCredentials: (): Rich => [
    'It failed, and without credentials it would not have: the page asked for them.',
  ],
  curlFromBrowser: (): Rich => [
    'The browser’s own headers are in it: what the page asked for follows from them.',
  ],
  shellHole: (code: string): Rich => rich`Only the shell knows ${clip(code)}: its name stands in for it.`,
  fileBody: (names: string): Rich =>
    rich`The body comes from ${clip(names)}, which is not here: it is left empty.`,
  otherUrls: (count: number): Rich => [...plural(count, 'more URL'), ' in the command: the first counts.'],
  connectionOptions: (names: string): Rich => rich`${names}: of the connection, which a page has no say in.`,
  messages: (count: number): Rich => [`${count} messages of a console`],
  consoleMessage: (browser: string): Rich => [`a message of ${browser}’s console`],
  message: (browser: string, text: string): Rich => rich`${[browser]} says: ${clip(text)}`,
  replayed: (browser: string): Rich => [`Played as ${browser}, it fails for the same reason.`],
  notReplayed: (): Rich => ['Played, it does not fail quite so: the message leaves too much open.'],
  notReplayable: (browser: string): Rich => [
    `This is a message of ${browser}’s console, but it says too little to make a conversation of it.`,
  ],
  onlyFailed: (): Rich => [
    'It says that the request failed, not why: that stands in another line of the console, or nowhere. Bring that line, or a HAR file.',
  ],
  severalCauses: (): Rich => ['The same message has other causes too: the likeliest is taken.'],
  cutShort: (): Rich => ['The message breaks off: its end is filled in.'],
  kindTaken: (): Rich => rich`The message does not say what asks: ${'fetch()'} is the usual.`,
  urlTaken: (): Rich => ['The message names no URL: one stands in for it.'],
  urlAsk: (): Rich => ['Which URL was it? The line before or after often says.'],
  corsElement: (): Rich => rich`CORS has a say in it only with ${'crossorigin'}.`,
  takenForCause: (): Rich => ['The message does not say it, but its cause takes something like this.'],
  callAsk: (): Rich => ['Which method and headers does the call have? Bring the call itself to be sure.'],
  originGone: (): Rich => rich`After a redirect the message says ${'null'}: the page itself is not named.`,
  nullPage: (): Rich => rich`The origin ${'null'} is most often a page opened from disk.`,
  answerFromMessage: (): Rich => ['What the message says of the answer is in it; the rest is filled in.'],
  redirectedFrom: (): Rich => [
    'The message names the URL it was redirected from; that redirect is taken to be allowed.',
  ],
  noHeaders: (): Rich => ['No header stands in it.'],
  strangeLine: (line: string): Rich => rich`${clip(line)} is not a header.`,
  headersBoth: (): Rich => ['the headers of a request and its response'],
  headersOfRequest: (): Rich => ['the headers of a request'],
  headersOfResponse: (): Rich => ['the headers of a response'],
  requestKept: (): Rich => ['Only the response is there: it answers the request on the screen.'],
  pageFromAllowed: (): Rich => ['The origin that the response allows is taken for the page’s.'],
  curlOutput: (): Rich => rich`the output of ${'curl -v'}`,
  noExchange: (): Rich => ['No request and no response stand in it.'],
  exchanges: (count: number): Rich => [...plural(count, 'request'), ' with what came back.'],
  otherExchanges: (count: number): Rich => [
    ...plural(count, 'more request'),
    ' to other places: left aside.',
  ],
  originAsk: (url: string): Rich =>
    isWhole(url)
      ? rich`The request had no ${'Origin'}, and a server may answer otherwise with one: ${`curl -v -H 'Origin: https://your.page' ${shellQuoted(url)}`} shows it.`
      : rich`The request had no ${'Origin'}, and a server may answer otherwise with one: ${"-H 'Origin: https://your.page'"} adds it.`,
  harFile: (): Rich => ['a HAR file'],
  harRequest: (): Rich => ['a request from a HAR file'],
  harEntries: (count: number): Rich => [...plural(count, 'entry', 'entries'), ' read.'],
  harEmpty: (): Rich => ['No request stands in the file.'],
  harCut: (): Rich => ['The file breaks off before its first whole request.'],
  harCutAt: (line: number, count: number): Rich => [
    `The file breaks off in line ${line}: the ${count} before it were read.`,
  ],
  harWrongAt: (line: number, column: number, count: number): Rich => [
    `What follows line ${line}, column ${column} is not JSON: the ${count} before it were read.`,
  ],
  harOdd: (count: number): Rich => [
    ...plural(count, 'entry', 'entries'),
    ' without an http(s) URL: left aside.',
  ],
  harMore: (count: number): Rich => [`There are more than ${count}: the others are left aside.`],
  blockedNote: 'blocked by the browser',
  onlyPreflight: 'OPTIONS',
  framing: (names: string): Rich => rich`${names}: of how the body travelled, which is not played here.`,
  badLines: (count: number): Rich => [...plural(count, 'line'), ' of the response are not headers.'],
  badHeader: (name: string): Rich => rich`The header ${clip(name)}: no header can be written so.`,
  cut: (what: string): Rich => [`${what} is longer than Corscope keeps: its end is left out.`],
  otherAnswer: (url: string): Rich => rich`A second answer from ${clip(url)}: the first counts.`,
  notPlayable: (field: string, why: Rich): Rich => rich`${field} cannot be used: ${why}`,
} as const;
