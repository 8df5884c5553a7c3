import type { KeyboardEvent, Ref } from 'react';
import styles from './ui.module.css';

interface GrowingTextProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** `one`: Enter types nothing, and pasted line breaks become spaces. */
  readonly lines: 'one' | 'several';
  readonly id?: string;
  /** The field it stands for, by which others find it. */
  readonly 'data-path'?: string;
  readonly className?: string | undefined;
  readonly rows?: number;
  readonly placeholder?: string | undefined;
  readonly onKeyDown?: (event: KeyboardEvent<HTMLTextAreaElement>) => void;
  readonly onBlur?: () => void;
  readonly onFocus?: () => void;
  readonly ref?: Ref<HTMLTextAreaElement>;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string | undefined;
  readonly 'aria-invalid'?: 'true' | undefined;
}

/** A text field as large as its text: a hidden copy of the text gives the size. */
export function GrowingText({
  value,
  onChange,
  lines,
  className,
  placeholder,
  onKeyDown,
  ...rest
}: GrowingTextProps) {
  return (
    <span className={`${styles.grow} ${className ?? ''}`} data-lines={lines}>
      <span aria-hidden="true">{`${value === '' ? (placeholder ?? '') : value}${lines === 'one' ? '' : '\n'}`}</span>
      <textarea
        rows={1}
        value={value}
        placeholder={placeholder}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        // A line break that was pasted stays, also where none belongs: the field's message speaks of it.
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          onKeyDown?.(event);
          if (lines === 'one' && event.key === 'Enter' && !event.nativeEvent.isComposing)
            event.preventDefault();
        }}
        {...rest}
      />
    </span>
  );
}
