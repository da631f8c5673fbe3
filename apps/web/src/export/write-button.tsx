import { words } from '../language/language.ts';
import { type Writing, writing } from './write-file.ts';

interface WriteButtonProps {
  readonly name: Writing['name'];
  readonly label: string;
  /** What screen readers say instead. */
  readonly spoken?: string;
  readonly isPrimary: boolean;
  /** Bytes of what was written by it before. */
  readonly size?: number | undefined;
  readonly onWrite: () => void;
}

/** Writes a file, and shows how far it is and how large it grows. */
export function WriteButton({ name, label, spoken, isPrimary, size, onWrite }: WriteButtonProps) {
  const now = writing.value?.name === name ? writing.value : null;
  const bytes = now === null ? (size ?? 0) : now.bytes;
  return (
    <>
      <button
        type="button"
        class={isPrimary ? 'primary' : ''}
        aria-label={spoken ?? label}
        aria-busy={now !== null}
        disabled={writing.value !== null}
        onClick={onWrite}
      >
        {now === null ? label : words.value.writing}
      </button>
      {bytes > 0 && <span class="hint">{words.value.sizeOf((bytes / 1e6).toFixed(1))}</span>}
      {now !== null && <progress aria-label={words.value.writing} max={1} value={now.share} />}
    </>
  );
}
