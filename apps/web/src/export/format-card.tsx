import type { ExportFormat, RunSummary } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { notice } from '../state/project.ts';
import { snippetFor } from './snippets.ts';
import { saveFormat, writing, written } from './write-file.ts';

interface FormatCardProps {
  readonly format: ExportFormat;
  readonly run: RunSummary;
}

/** A format, what it is for, and the program that runs it. */
export function FormatCard({ format, run }: FormatCardProps) {
  const [title = '', text = ''] = words.value.formats[format];
  const isWriting = writing.value === format;
  const size = written.value[`${run.id} ${format}`];
  const snippet = snippetFor(format, run, fileName(format, run));
  return (
    <li class="card">
      <h2>{title}</h2>
      <p class="hint">{text}</p>
      <div class="row">
        <button
          type="button"
          class={format === 'page.html' ? 'primary' : ''}
          aria-label={`${words.value.save}: ${title}`}
          aria-busy={isWriting}
          disabled={writing.value !== null}
          onClick={() => void saveFormat(run, format)}
        >
          {isWriting ? words.value.writing : words.value.save}
        </button>
        {size !== undefined && <span class="hint">{words.value.sizeOf((size / 1e6).toFixed(1))}</span>}
      </div>
      {isWriting && <progress aria-label={words.value.writing} />}
      {snippet !== null && <Snippet text={snippet} />}
    </li>
  );
}

function Snippet({ text }: { readonly text: string }) {
  return (
    <details class="snippet">
      <summary>{words.value.howToRun}</summary>
      <button type="button" class="small" onClick={() => void copy(text)}>
        {words.value.copy}
      </button>
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </details>
  );
}

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  notice.value = { text: words.value.copied, isFault: false };
}

/** As the worker names it. */
function fileName(format: ExportFormat, { id, architecture }: RunSummary): string {
  if (format === 'run.zip') return `${id}.zip`;
  return `${architecture}-${id}.${format === 'torch' ? 'pth' : format}`;
}
