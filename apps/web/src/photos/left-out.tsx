import type { BrokenFile } from '../engine/protocol/photos.ts';
import { words } from '../language/language.ts';
import { reasonText } from '../language/reason-text.ts';

interface LeftOutProps {
  readonly title: string;
  readonly files: readonly BrokenFile[];
  readonly open: boolean;
  /** Takes the list away, once it is read. */
  readonly onClear: () => void;
}

/** Files that are no use, and why. */
export function LeftOut({ title, files, open, onClear }: LeftOutProps) {
  if (files.length === 0) return null;
  return (
    <details class={open ? 'broken' : 'warnings'} open={open}>
      <summary>{title}</summary>
      <ul>
        {files.map((file) => (
          <li key={file.path}>
            <code>{file.path}</code> {reasonText(words.value, file)}
          </li>
        ))}
      </ul>
      <button type="button" class="small" onClick={onClear}>
        {words.value.clearList}
      </button>
    </details>
  );
}
