/**
 * A parsed MIME type. https://mimesniff.spec.whatwg.org/#mime-type
 *
 * The package's index would bring along what guesses types from content, which is three times the size.
 */
export { default as MIMEType } from 'whatwg-mimetype/lib/mime-type.js';
