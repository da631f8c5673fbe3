import { useRef } from 'preact/hooks';

interface FileButtonProps {
  readonly label: string;
  /** What screen readers say instead. */
  readonly spoken?: string;
  readonly small?: boolean;
  readonly onFiles: (files: FileList) => void;
  readonly folder?: boolean;
  readonly multiple?: boolean;
  readonly accept?: string;
  readonly primary?: boolean;
}

/** A button that opens the system's file chooser. */
export function FileButton({ label, spoken = label, small = false, onFiles, folder = false, multiple = false, accept, primary = false }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" class={primary ? 'primary' : small ? 'small' : ''} aria-label={spoken} onClick={() => input.current?.click()}>
        {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={spoken}
        multiple={multiple || folder}
        {...(folder ? { webkitdirectory: true } : {})}
        {...(accept === undefined ? {} : { accept })}
        onChange={({ currentTarget }) => {
          if (currentTarget.files !== null) onFiles(currentTarget.files);
          currentTarget.value = '';
        }}
      />
    </>
  );
}
