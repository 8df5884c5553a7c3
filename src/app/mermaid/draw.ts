/** A picture as a document of its own. */
export interface Drawing {
  /** The serialised SVG. */
  readonly svg: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Mermaid itself did not arrive, as opposed to not making sense of a source. */
export class NotLoadedError extends Error {}

let drawings = 0;

/**
 * Draws a Mermaid source, loading Mermaid the first time. Throws a `NotLoadedError`, or an `Error` with what
 * Mermaid or the XML parser says is wrong.
 */
export async function drawMermaid(source: string, theme: 'light' | 'dark'): Promise<Drawing> {
  const mermaid = await load();
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    theme: 'base',
    themeVariables: { darkMode: theme === 'dark', ...colours() },
    fontFamily: 'system-ui, sans-serif',
    suppressErrorRendering: true,
    sequence: { useMaxWidth: false, mirrorActors: false },
  });
  drawings += 1;
  const { svg } = await mermaid.render(`mermaid-${drawings}`, source);
  return standalone(svg);
}

async function load() {
  try {
    return (await import('mermaid')).default;
  } catch (error) {
    throw new NotLoadedError(String(error));
  }
}

/** The page's own colours, by Mermaid's names for their places. */
const COLOURS: Readonly<Record<string, string>> = {
  background: '--card',
  primaryColor: '--card',
  primaryTextColor: '--ink',
  primaryBorderColor: '--line',
  textColor: '--ink',
  lineColor: '--soft',
  actorBkg: '--card',
  actorBorder: '--browser',
  actorTextColor: '--ink',
  actorLineColor: '--line',
  signalColor: '--soft',
  signalTextColor: '--ink',
  noteBkgColor: '--sunk',
  noteBorderColor: '--line',
  noteTextColor: '--ink',
  activationBkgColor: '--server',
  activationBorderColor: '--server',
};

/** As they are now: Mermaid calculates with them, so it takes no `var()`. */
function colours(): Record<string, string> {
  const probe = document.createElement('i');
  // A transition, however short, would give the colour it starts from.
  probe.style.setProperty('transition', 'none', 'important');
  document.body.append(probe);
  const entries = Object.entries(COLOURS).map(([name, token]) => {
    probe.style.color = `var(${token})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(entries);
}

/** With a size of its own, so that it shows in an `img` and opens from a file. */
function standalone(svg: string): Drawing {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml');
  const problem = parsed.querySelector('parsererror');
  if (problem) throw new Error(problem.textContent ?? '');
  const root = parsed.documentElement;
  const [, , width = 0, height = 0] = (root.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  root.setAttribute('width', String(Math.ceil(width)));
  root.setAttribute('height', String(Math.ceil(height)));
  return { svg: new XMLSerializer().serializeToString(parsed), width, height };
}

/** A drawing as pixels, two to a CSS pixel, on a ground of one colour. */
export async function toPng({ svg, width, height }: Drawing, ground: string): Promise<Blob> {
  const url = URL.createObjectURL(svgBlob(svg));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.ceil(width * 2);
    canvas.height = Math.ceil(height * 2);
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('No canvas');
    context.fillStyle = ground;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (blob === null) throw new Error('No picture');
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}

export function svgBlob(svg: string): Blob {
  return new Blob([svg], { type: 'image/svg+xml' });
}

/** Hands a file to the person. */
export function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
