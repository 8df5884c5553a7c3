export const WORDS = {
  title: 'Diagram source (Mermaid)',
  about: 'The same conversation as text, for READMEs and docs that draw Mermaid.',
  source: 'the diagram source',
  draw: 'Draw it',
  drawing: 'Drawing…',
  failed: 'Mermaid could not draw this:',
  notLoaded: 'Mermaid could not be loaded. Check the connection and try again.',
  again: 'Try again',
  saveSvg: 'Save SVG',
  savePng: 'Save PNG',
  notSaved: 'This browser could not make the picture.',
  picture: 'The conversation, drawn by Mermaid. The ordered list above it says the same in text.',
} as const;
