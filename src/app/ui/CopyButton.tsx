import { useEffect, useState } from 'react';
import styles from './CopyButton.module.css';
import { Icon } from './Icon';

const SHOWN_FOR = 1600;

interface CopyButtonProps {
  readonly text: () => string;
  readonly of: string;
  /** Shown beside the drawing. */
  readonly label?: string;
}

/** Copies a text, and says so. `of` completes its name: "Copy the response". */
export function CopyButton({ text, of, label }: CopyButtonProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');

  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SHOWN_FOR);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setState('copied');
    } catch {
      setState('failed');
    }
  };

  return (
    <button
      type="button"
      className={styles.copy}
      onClick={copy}
      title={`Copy ${of}`}
      aria-label={`Copy ${of}`}
    >
      <Icon name={state === 'copied' ? 'pass' : 'copy'} />
      {label !== undefined && state === 'idle' && <span>{label}</span>}
      <span role="status">{LABELS[state]}</span>
    </button>
  );
}

const LABELS = { idle: '', copied: 'Copied', failed: 'Could not copy' } as const;
