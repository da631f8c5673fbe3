import type { ExportFormat, RunSummary } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { saveBlob } from '../parts/save-blob.ts';
import { notice } from '../state/project.ts';
import { type Snippet, snippetFor } from './snippets.ts';
import { WriteButton } from './write-button.tsx';
import { saveFormat, written } from './write-file.ts';

interface FormatCardProps {
  readonly format: ExportFormat;
  readonly run: RunSummary;
}

/** A format, what it is for, and the program that runs it. */
export function FormatCard({ format, run }: FormatCardProps) {
  const [title = '', text = ''] = words.value.formats[format];
  const snippet = snippetFor(format, run, fileName(format, run));
  return (
    <li class="card">
      <h2>{title}</h2>
      <p class="hint">{text}</p>
      <div class="row">
        <WriteButton
          name={format}
          label={words.value.save}
          spoken={`${words.value.save}: ${title}`}
          isPrimary={format === 'page.html'}
          size={written.value[`${run.id} ${format}`]}
          onWrite={() => void saveFormat(run, format)}
        />
      </div>
      {snippet !== null && <HowToRun snippet={snippet} />}
    </li>
  );
}

function HowToRun({ snippet: { text, programs } }: { readonly snippet: Snippet }) {
  return (
    <details class="snippet">
      <summary>{words.value.howToRun}</summary>
      <div class="row">
        <button type="button" class="small" onClick={() => void copy(text)}>
          {words.value.copy}
        </button>
        {programs.map(({ name, text: program }) => (
          <button key={name} type="button" class="small" onClick={() => saveBlob(new Blob([program], { type: 'text/x-python' }), name)}>
            {words.value.saveBeside(name)}
          </button>
        ))}
      </div>
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
