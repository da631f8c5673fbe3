import type { DatasetState } from '../engine/protocol/photos.ts';
import { type Sentence, words } from '../language/language.ts';
import { saveProject } from '../export/write-file.ts';
import { warningText } from '../language/warning-text.ts';
import { Column } from '../parts/column.tsx';
import { FileButton } from '../parts/file-button.tsx';
import { useDrop } from '../parts/use-drop.ts';
import { chosenFiles } from '../state/gather-files.ts';
import { takeFiles } from '../state/open-run.ts';
import { broken, dataset, gathering, skipped } from '../state/project.ts';
import { comesIn, loadingSample } from '../state/sample-photos.ts';
import { takeDrop } from '../state/take-drop.ts';
import { ClassCard } from './class-card.tsx';
import { ClassForm } from './class-form.tsx';
import { LeftOut } from './left-out.tsx';
import { Selection } from './selection.tsx';
import { ToldPhotos } from './told-photos.tsx';
import { UnnamedClass } from './unnamed-class.tsx';

/** A training takes two classes: so many cards are there from the start. */
const fewest = 2;

/** Photos come in, classes are made, labels are mended. */
export function PhotosColumn() {
  const { classes, task } = dataset.value;
  const names = classes.map(({ name }) => name);
  const drop = useDrop((transfer) => void takeDrop(transfer));
  const missing = comesIn.value || task !== 'single-label' ? 0 : Math.max(0, fewest - names.length);
  return (
    <Column place="photos" action={<FileButton folder label={words.value.chooseFolder} onFiles={(files) => void takeFiles(chosenFiles(files))} />} drop={drop}>
      <Intake />
      {task === 'single-label' ? names.map((name) => <ClassCard key={name} name={name} names={names} />) : <ToldPhotos />}
      {Array.from({ length: missing }, (_, index) => (
        <UnnamedClass key={index} number={names.length + index + 1} />
      ))}
      {!comesIn.value && task !== 'regression' && <ClassForm />}
      <Selection names={names} />
      <Warnings />
      <LeftOut open title={words.value.brokenTitle(broken.value.length)} files={broken.value} onClear={() => (broken.value = [])} />
      <LeftOut open={false} title={words.value.skippedTitle(skipped.value.length)} files={skipped.value} onClear={() => (skipped.value = [])} />
    </Column>
  );
}

const hints: Readonly<Record<DatasetState['task'], Sentence>> = {
  'single-label': ({ selectHint }) => selectHint,
  'multi-label': ({ labelHint }) => labelHint,
  regression: ({ numberHint }) => numberHint,
};

/** How far photos are that come in; else what may. */
function Intake() {
  const progress = gathering.value;
  if (progress === null && loadingSample.value)
    return (
      <div class="intake">
        <p class="hint loading" role="status">
          {words.value.loadingSample}
        </p>
      </div>
    );
  if (progress !== null)
    return (
      <div class="intake">
        <span class="hint">{words.value.gathering(progress.done, progress.total)}</span>
        <progress aria-label={words.value.gathering(progress.done, progress.total)} max={progress.total} value={progress.done} />
      </div>
    );
  return (
    <div class="intake">
      <strong>{words.value.dropTitle}</strong>
      <span class="hint">{dataset.value.images.length === 0 ? words.value.dropHint : hints[dataset.value.task](words.value)}</span>
    </div>
  );
}

function Warnings() {
  if (dataset.value.warnings.length === 0) return null;
  return (
    <ul class="warnings">
      {dataset.value.warnings.map((warning) => (
        <li key={JSON.stringify(warning)}>
          <span>{warningText(words.value, warning)}</span>
          {warning.kind === 'not-kept' && (
            <button type="button" class="small" onClick={() => void saveProject()}>
              {words.value.saveProject}
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
