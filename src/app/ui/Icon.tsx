const PATHS = {
  undo: 'M8 5 3.5 9.5 8 14M4 9.5h8.5a4.5 4.5 0 0 1 0 9H10',
  redo: 'm16 5 4.5 4.5L16 14m4-4.5h-8.5a4.5 4.5 0 0 0 0 9H14',
  system: 'M3.5 5h17v11h-17zM9 20h6m-3-4v4',
  light:
    'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  dark: 'M20 14.5A8.5 8.5 0 1 1 9.5 4a7 7 0 0 0 10.5 10.5z',
  down: 'm6 9 6 6 6-6',
  pass: 'm5 12.5 4.5 4.5L19 7.5',
  fail: 'M6.5 6.5l11 11m0-11-11 11',
  opaque: 'M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6M4.5 19.5l15-15',
  sent: 'M4 12h15m-6-6 6 6-6 6',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  close: 'M6.5 6.5l11 11m0-11-11 11',
  keys: 'M3 6.5h18v11H3zM6.5 10h.01M10 10h.01M14 10h.01M17.5 10h.01M8 14h8',
  help: 'M9.2 9.2a2.9 2.9 0 1 1 4.2 2.6c-.9.5-1.4 1-1.4 2M12 17h.01M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18',
  bring: 'M12 3.5v11m-4.5-4.5 4.5 4.5 4.5-4.5M4 16v4.5h16V16',
  shield: 'M12 3.5 4.5 6.5V12c0 4.5 3.2 7.3 7.5 8.8 4.3-1.5 7.5-4.3 7.5-8.8V6.5z',
  warn: 'M12 4 2.8 19.5h18.4zM12 10v4.5M12 17h.01',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside or instead of a word; the word itself is the control's name. */
export function Icon({ name, size = '1.15em' }: { readonly name: IconName; readonly size?: string }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      style={{ flex: 'none' }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
