import { useRef } from 'preact/hooks';

import type { ExportFormat, RunSummary } from '../engine/protocol/runs.ts';
import { words } from '../language/language.ts';
import { saveBlob } from '../parts/save-blob.ts';
import { notice } from '../state/project.ts';
import { tellFault } from '../state/tell-fault.ts';
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
  const program = useRef<HTMLElement>(null);
  return (
    <details class="snippet">
      <summary>{words.value.howToRun}</summary>
      <div class="row">
        <button type="button" class="small" onClick={() => void copy(text, program.current)}>
          {words.value.copy}
        </button>
        {programs.map(({ name, text: beside }) => (
          <button key={name} type="button" class="small" onClick={() => saveBlob(new Blob([beside], { type: 'text/x-python' }), name)}>
            {words.value.saveBeside(name)}
          </button>
        ))}
      </div>
      <pre tabIndex={0}>
        <code ref={program}>{text}</code>
      </pre>
    </details>
  );
}

/** Where the browser does not let pages copy, the text is selected for whoever does it by hand. */
async function copy(text: string, program: HTMLElement | null): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notice.value = { text: ({ copied }) => copied, isFault: false };
  } catch (error) {
    tellFault(error, { name: ({ selectText }) => selectText, follow: () => program !== null && getSelection()?.selectAllChildren(program) });
  }
}

/** As the worker names it. */
function fileName(format: ExportFormat, { id, architecture }: RunSummary): string {
  if (format === 'run.zip') return `${id}.zip`;
  return `${architecture}-${id}.${format === 'torch' ? 'pth' : format}`;
}
