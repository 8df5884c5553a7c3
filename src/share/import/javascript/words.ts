import { clip, type Rich, rich } from '../../../explain/rich';

/** What is said of snippets of JavaScript. */
export const CODE = {
  notCode: (message: string): Rich => [
    `This is not JavaScript: ${message.charAt(0).toLowerCase()}${message.slice(1)}.`,
  ],
  breaksOff: (): Rich => ['The snippet ends before it is complete.'],
  readUpTo: (what: string): Rich => rich`Up to there it reads ${clip(what)}.`,
  noCall: (): Rich => ['It is JavaScript, but no request stands in it that Corscope can read.'],
  typed: (): Rich => ['It is TypeScript: types and markup are passed by.'],
  hole: (code: string): Rich => rich`${clip(code)} has no value in the snippet: its name stands in for it.`,
  urlUnknown: (): Rich => ['The snippet does not say the URL: one stands in for it.'],
  urlAsk: (): Rich => ['Which URL does it ask for?'],
  baseUnknown: (code: string): Rich =>
    rich`${clip(code)} has no value in the snippet: ${'https://bar.other'} stands in for it.`,
  baseAsk: (code: string): Rich =>
    rich`What is the value of ${clip(code)}? Put the server’s origin into the URL.`,
  headerUnknown: (name: string): Rich => rich`The value of the header ${clip(name)} could not be read.`,
  headersOpen: (): Rich => ['More headers may be added elsewhere: only those in the snippet are taken.'],
  optionsOpen: (): Rich => ['More options may be added elsewhere: only those in the snippet are taken.'],
  bodyUnknown: (code: string): Rich =>
    rich`The body, ${clip(code)}, has no value in the snippet: an empty text stands in for it.`,
  bodyAsk: (): Rich => ['What does it send? The kind of body can decide whether a preflight is needed.'],
  objectAsBody: (): Rich =>
    rich`An object as body is sent as ${'[object Object]'}: ${'JSON.stringify'} is missing.`,
  optionUnknown: (name: string, value: string | null): Rich =>
    value === null
      ? rich`The option ${name} is not a value the snippet says: its default is taken.`
      : rich`The option ${name} has no value ${clip(value)}: its default is taken.`,
  ignored: (names: string): Rich => rich`${names}: of no importance to CORS.`,
  copied: (): Rich => ['The browser’s own headers in it show that it was copied from developer tools.'],
  omitCopied: (): Rich =>
    rich`Developer tools write ${'omit'} where no cookie went along: the page may have asked for credentials.`,
  axiosJson: (): Rich => ['axios sends an object as JSON, and says so in Content-Type.'],
  axiosAccept: (): Rich => rich`axios sets ${'Accept'} by itself.`,
  jqueryForm: (): Rich => ['jQuery sends data as a form unless told otherwise.'],
  notSent: (): Rich =>
    rich`${'send()'} is not in the snippet: the request is taken to be sent without a body.`,
  call: (name: string): Rich => rich`a ${name} call`,
  calls: (count: number): Rich => [`${count} requests in one snippet`],
} as const;
