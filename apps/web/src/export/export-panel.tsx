import type { ExportFormat, RunSummary } from '../engine/protocol/runs.ts';
import { words } from '../language/language.ts';
import { FileButton } from '../parts/file-button.tsx';
import { NothingTrained } from '../parts/nothing-trained.tsx';
import { RunChooser } from '../parts/run-chooser.tsx';
import { offerProject, opening } from '../state/project-file.ts';
import { shownRun } from '../state/project.ts';
import { FormatCard } from './format-card.tsx';
import { takesColour } from './snippets.ts';
import { WriteButton } from './write-button.tsx';
import { saveProject } from './write-file.ts';

const formats: readonly ExportFormat[] = ['page.html', 'onnx', 'torch', 'safetensors', 'report.html', 'run.zip'];

/** What leaves the page: the trained network in the formats of others, and the whole project in one
 * file. */
export function ExportPanel() {
  const run = shownRun.value;
  return (
    <>
      {run === null ? (
        <NothingTrained />
      ) : (
        <>
          <RunChooser run={run} />
          {!takesColour(run) && <p class="hint">{words.value.otherChannelsFormats(run.preprocessing.mean.length)}</p>}
          <ul class="formats">
            {formatsOf(run).map((format) => (
              <FormatCard key={format} format={format} run={run} />
            ))}
          </ul>
        </>
      )}
      <section class="card">
        <h2>{words.value.project}</h2>
        <p class="hint">{words.value.projectHint}</p>
        <div class="row">
          <WriteButton name="project" label={words.value.saveProject} isPrimary onWrite={() => void saveProject()} />
          <FileButton accept=".zip" label={words.value.openProject} onFiles={([file]) => void (file !== undefined && offerProject(file))} />
          {opening.value && <span class="hint">{words.value.openingProject}</span>}
        </div>
      </section>
    </>
  );
}

/** A page of its own is for photos in colour. */
function formatsOf(run: RunSummary): readonly ExportFormat[] {
  return formats.filter((format) => format !== 'page.html' || takesColour(run));
}
