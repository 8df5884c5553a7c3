import type { RequestSpec } from '../engine/initiator';

/** A transparent image, 4 by 4. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAYAAACp8Z5+AAAADElEQVR42mNgoBwAAABEAAHpHptRAAAAAElFTkSuQmCC';

/** A font of one triangle. */
const TRUETYPE =
  'AAEAAAAKAIAAAwAgT1MvMknzU2wAAACsAAAAYGNtYXAADAB0AAABDAAAACxnbHlm6/QI+QAAATgAAAAgaGVhZGESQtkAAAFY' +
  'AAAANmhoZWEFFgGTAAABkAAAACRobXR4BLAAAAAAAbQAAAAIbG9jYQAQAAAAAAG8AAAABm1heHAABAAEAAABxAAAACBuYW1l' +
  'BBMYDQAAAeQAAABocG9zdAADAAAAAAJMAAAAIAADAlgBkAAFAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
  'AAEAAAAAAAAAAAAAAABMQUIgAEAAQQBBAyD/OAAAAyAAyAAAAAEAAAAAAfQB9AAAACAAAQAAAAEAAwABAAAADAAEACAAAAAE' +
  'AAQAAQAAAEH//wAAAEH////AAAEAAAAAAAEAAAAAAfQB9AACAAABAQEAAAH0/wYAAAAAAfQAAAAAAQAAAAEAAFutKYdfDzz1' +
  'AAsD6AAAAAAAAAAAAAAAAAAAAAAAAAAAAfQB9AAAAAgAAgAAAAAAAAABAAADIP84AAACWAAAAAAB9AABAAAAAAAAAAAAAAAA' +
  'AAAAAgJYAAACWAAAAAAAAAAQAAAAAQAAAAIAAwABAAAAAAABAAAAAAAAAAAAAAAAAAAAAAAAAAUAQgADAAEECQABAAYAAAAD' +
  'AAEECQACAA4ABgADAAEECQADAAYAFAADAAEECQAEAAYAGgADAAEECQAGAAYAIABMAGEAYgBSAGUAZwB1AGwAYQByAEwAYQBi' +
  'AEwAYQBiAEwAYQBiAAMAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=';

/** A few green frames. */
const WEBM =
  'GkXfo59ChoEBQveBAULygQRC84EIQoKEd2VibUKHgQRChYECGFOAZwEAAAAAAAGmEU2bdLlNu4tTq4QVSalmU6yBbk27i1Or' +
  'hBZUrmtTrIGTTbuLU6uEH0O2dVOsgdRNu4xTq4QcU7trU6yCAZTsrgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' +
  'AAAAAAAAAAAAAAAAAAAVSalmoCrXsYMPQkBEiYRC8cKPTYCGQ2hyb21lV0GGQ2hyb21lFlSua7yuuteBAXPFh/5+HqWO+3KD' +
  'gQFV7oEBhoVWX1ZQOOCdsIEQuoEQU8CBAVWwkFWxgQFVuYECVbqBDVW7gQEfQ7Z1AQAAAAAAALTngQCg5KG6gQAAALACAJ0B' +
  'KhAAEAAAxwiFhYiZhIgFAgJ1qgP4Agz9xAD+8Ro3/5sCua59/v/5HH8jj+Rx/8hkAHWhpaaj7oEBpZ4QAgCdASoQABAABIcI' +
  'hYWImYSIGAIADA1gAP72pQCgyaGpgQB4ALEBAAMQQAAYADA/9AwAwgD+71Ev/izkYjs83/3IB7IB7IB+/cB1oZimlu6BAaWR' +
  'sQEAEhDwABgAGFgv9AAIAAD7gQAcU7trjbuLs4EAt4b3gQHxgdQ=';

/**
 * What is sent as the body of whatever a browser would decode, run or show: a described body is text that it could not
 * decode, and text of somebody's that must not run. Null where script only reads it, so that it goes as described.
 */
export function standInFor({ initiator, use }: RequestSpec): Buffer | null {
  switch (initiator) {
    case 'image':
      return Buffer.from(PNG, 'base64');
    case 'font':
      return Buffer.from(TRUETYPE, 'base64');
    case 'video':
      return Buffer.from(use === 'CSS shape' ? PNG : WEBM, 'base64');
    case 'script':
    case 'module script':
      return Buffer.from('void 0;\n');
    case 'stylesheet':
      return Buffer.from('p { margin: 0; }\n');
    case 'form':
      return Buffer.from('<!doctype html><title>Played</title>\n');
    case 'fetch':
    case 'XMLHttpRequest':
    case 'sendBeacon':
    case 'EventSource':
    case 'WebSocket':
      return null;
    default:
      return initiator satisfies never;
  }
}
