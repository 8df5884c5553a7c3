// One module of the package, whose own declarations are for its index.

declare module 'whatwg-mimetype/lib/mime-type.js' {
  export { MIMEType as default } from 'whatwg-mimetype';
}
