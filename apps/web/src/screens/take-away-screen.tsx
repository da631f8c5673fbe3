import type { ExportFormat } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { FileButton } from '../parts/file-button.tsx';
import { RunChooser } from '../parts/run-chooser.tsx';
import { saveBlob } from '../parts/save-blob.ts';
import { askEngine } from '../state/ask-engine.ts';
import { describeChoices } from '../state/describe-choices.ts';
import { showProject } from '../state/open-project.ts';
import { notice, screen, shownRun } from '../state/project.ts';

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
                <button type="button" aria-label={`${words.value.save}: ${words.value.formats[format][0]}`} onClick={() => void take(run.id, format)}>
                  {words.value.save}
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
          <button type="button" class="primary" onClick={() => void saveProject()}>
            {words.value.saveProject}
          </button>
          <FileButton accept=".zip" label={words.value.openProject} onFiles={([file]) => void (file !== undefined && openProject(file))} />
        </div>
      </section>
    </>
  );
}

async function take(runId: string, format: ExportFormat): Promise<void> {
  const file = await askEngine((engine) => engine.exportRun(runId, format));
  if (file !== null) saveBlob(file.blob, file.name);
}

async function saveProject(): Promise<void> {
  const file = await askEngine((engine) => engine.saveProject());
  if (file !== null) saveBlob(file, 'attune-project.zip');
}

async function openProject(file: File): Promise<void> {
  const project = await askEngine((engine) => engine.openProject(file));
  if (project === null) return;
  showProject(project);
  await describeChoices();
  notice.value = { text: words.value.opened, isFault: false };
}
