import { signal } from '@preact/signals';

import type { Engine, ExportFormat } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { FileButton } from '../parts/file-button.tsx';
import { RunChooser } from '../parts/run-chooser.tsx';
import { saveBlob } from '../parts/save-blob.ts';
import { askEngine } from '../state/ask-engine.ts';
import { offerProject, opening } from '../state/project-file.ts';
import { screen, shownRun } from '../state/project.ts';

/** What is being written; null while nothing is. */
const writing = signal<ExportFormat | 'project' | null>(null);

const formats: readonly ExportFormat[] = ['safetensors', 'torch', 'onnx', 'run.zip', 'report.html'];

/** What leaves the page: the trained network in the formats of others, and the whole
 * project in one file. */
export function TakeAwayScreen() {
  const run = shownRun.value;
  return (
    <>
      {run === null ? (
        <section class="card empty">
          <p>{words.value.noRun}</p>
          <button type="button" class="primary" onClick={() => (screen.value = 'train')}>
            {words.value.goTrain}
          </button>
        </section>
      ) : (
        <>
          <RunChooser run={run} />
          <ul class="formats">
            {formats.map((format) => (
              <li key={format} class="card">
                <h2>{words.value.formats[format][0]}</h2>
                <p class="hint">{words.value.formats[format][1]}</p>
                <button
                  type="button"
                  aria-label={`${words.value.save}: ${words.value.formats[format][0]}`}
                  aria-busy={writing.value === format}
                  disabled={writing.value !== null}
                  onClick={() => void take(run.id, format)}
                >
                  {writing.value === format ? words.value.writing : words.value.save}
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <section class="card">
        <h2>{words.value.project}</h2>
        <p class="hint">{words.value.projectHint}</p>
        <div class="row">
          <button type="button" class="primary" aria-busy={writing.value === 'project'} disabled={writing.value !== null} onClick={() => void saveProject()}>
            {writing.value === 'project' ? words.value.writing : words.value.saveProject}
          </button>
          <FileButton accept=".zip" label={words.value.openProject} onFiles={([file]) => void (file !== undefined && offerProject(file))} />
          {opening.value && <span class="hint">{words.value.openingProject}</span>}
        </div>
      </section>
    </>
  );
}

async function take(runId: string, format: ExportFormat): Promise<void> {
  const file = await written(format, (engine) => engine.exportRun(runId, format));
  if (file !== null) saveBlob(file.blob, file.name);
}

async function saveProject(): Promise<void> {
  const file = await written('project', (engine) => engine.saveProject());
  if (file !== null) saveBlob(file, 'attune-project.zip');
}

/** One file is written at a time. */
async function written<T>(name: ExportFormat | 'project', write: (engine: Engine) => Promise<T>): Promise<T | null> {
  if (writing.value !== null) return null;
  writing.value = name;
  const file = await askEngine(write);
  writing.value = null;
  return file;
}
