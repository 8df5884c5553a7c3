import { useEffect, useMemo, useState } from 'react';
import { mermaidSource } from '../../diagram/mermaid';
import { useStore } from '../../store/store';
import { useMedia } from '../stage/useMedia';
import { CopyButton } from '../ui/CopyButton';
import { type Drawing, drawMermaid, NotLoadedError, save, svgBlob, toPng } from './draw';
import styles from './MermaidPanel.module.css';
import { WORDS } from './words';

/** The conversation as Mermaid source to copy, and as Mermaid's picture once somebody asks for it. */
export function MermaidPanel() {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.panel} onToggle={(toggle) => setOpen(toggle.currentTarget.open)}>
      <summary>
        <h2>{WORDS.title}</h2>
        <span>{WORDS.about}</span>
      </summary>
      {open && <Source />}
    </details>
  );
}

function Source() {
  const diagram = useStore((state) => state.result.diagram);
  const source = useMemo(() => mermaidSource(diagram), [diagram]);
  const [asked, setAsked] = useState(false);
  return (
    <div className={styles.content}>
      <div className={styles.row}>
        {!asked && (
          <button type="button" onClick={() => setAsked(true)}>
            {WORDS.draw}
          </button>
        )}
        <CopyButton text={() => source} of={WORDS.source} />
      </div>
      {asked && <Picture source={source} />}
      <pre className={styles.source}>{source}</pre>
    </div>
  );
}

type Drawn =
  | { readonly state: 'drawing' }
  | { readonly state: 'drawn'; readonly drawing: Drawing; readonly url: string }
  | { readonly state: 'failed'; readonly error: unknown };

/** While someone types, the picture waits this long for the next key, in milliseconds. */
const SETTLE = 250;

function Picture({ source }: { readonly source: string }) {
  const theme = useTheme();
  const [attempt, setAttempt] = useState(0);
  const [drawn, setDrawn] = useState<Drawn>({ state: 'drawing' });

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt draws the same source again.
  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      try {
        const drawing = await drawMermaid(source, theme);
        if (current) setDrawn({ state: 'drawn', drawing, url: URL.createObjectURL(svgBlob(drawing.svg)) });
      } catch (error) {
        if (current) setDrawn({ state: 'failed', error });
      }
    }, SETTLE);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [source, theme, attempt]);

  const url = drawn.state === 'drawn' ? drawn.url : null;
  useEffect(
    () => () => {
      if (url !== null) URL.revokeObjectURL(url);
    },
    [url],
  );

  switch (drawn.state) {
    case 'drawing':
      return <p role="status">{WORDS.drawing}</p>;
    case 'failed':
      return <Failure error={drawn.error} retry={() => setAttempt(attempt + 1)} />;
    case 'drawn':
      return <DrawnPicture drawing={drawn.drawing} url={drawn.url} />;
  }
}

function Failure({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  if (error instanceof NotLoadedError) {
    return (
      <div className={styles.row} role="alert">
        <p>{WORDS.notLoaded}</p>
        <button type="button" onClick={retry}>
          {WORDS.again}
        </button>
      </div>
    );
  }
  return (
    <div role="alert">
      <p>{WORDS.failed}</p>
      <pre className={styles.source}>{error instanceof Error ? error.message : String(error)}</pre>
    </div>
  );
}

const FILE = 'cors-conversation';

function DrawnPicture({ drawing, url }: { readonly drawing: Drawing; readonly url: string }) {
  const [saved, setSaved] = useState<'fine' | 'failed'>('fine');
  const savePng = async (ground: string) => {
    try {
      save(await toPng(drawing, ground), `${FILE}.png`);
      setSaved('fine');
    } catch {
      setSaved('failed');
    }
  };
  return (
    <figure className={styles.figure}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, so the keyboard has to reach it. */}
      <div className={styles.canvas} tabIndex={0}>
        <img src={url} alt={WORDS.picture} width={drawing.width} height={drawing.height} />
      </div>
      <figcaption className={styles.row}>
        <button type="button" onClick={() => save(svgBlob(drawing.svg), `${FILE}.svg`)}>
          {WORDS.saveSvg}
        </button>
        <button
          type="button"
          onClick={(click) => savePng(getComputedStyle(click.currentTarget).backgroundColor)}
        >
          {WORDS.savePng}
        </button>
        {saved === 'failed' && <p role="alert">{WORDS.notSaved}</p>}
      </figcaption>
    </figure>
  );
}

function useTheme(): 'light' | 'dark' {
  const theme = useStore((state) => state.theme);
  const dark = useMedia('(prefers-color-scheme: dark)');
  if (theme !== 'system') return theme;
  return dark ? 'dark' : 'light';
}
