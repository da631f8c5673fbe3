import type { BrokenFile } from '../engine/protocol.ts';

interface LeftOutProps {
  readonly title: string;
  readonly files: readonly BrokenFile[];
  readonly open: boolean;
}

/** Files that are no use, and why. */
export function LeftOut({ title, files, open }: LeftOutProps) {
  if (files.length === 0) return null;
  return (
    <details class={open ? 'broken' : 'warnings'} open={open}>
      <summary>{title}</summary>
      <ul>
        {files.map(({ path, reason }) => (
          <li key={path}>
            <code>{path}</code> {reason}
          </li>
        ))}
      </ul>
    </details>
  );
}
