import { words } from '../language/language.ts';
import { warningText } from '../language/warning-text.ts';
import { FileButton } from '../parts/file-button.tsx';
import { useDrop } from '../parts/use-drop.ts';
import { chosenFiles, gatherFiles } from '../state/gather-files.ts';
import { broken, dataset, gathering, skipped } from '../state/project.ts';
import { comesIn, loadingSample } from '../state/sample-photos.ts';
import { takeDrop } from '../state/take-drop.ts';
import { ClassCard } from './class-card.tsx';
import { ClassForm } from './class-form.tsx';
import { LeftOut } from './left-out.tsx';
import { Selection } from './selection.tsx';
import { UnnamedClass } from './unnamed-class.tsx';

/** A training takes two classes: so many cards are there from the start. */
const fewest = 2;

/** Photos come in, classes are made, labels are mended. */
export function PhotosColumn() {
  const names = dataset.value.classes.map(({ name }) => name);
  const drop = useDrop((transfer) => void takeDrop(transfer));
  const missing = comesIn.value ? 0 : Math.max(0, fewest - names.length);
  return (
    <section class="column drop" aria-labelledby="photos-title" {...drop}>
      <header>
        <h2 id="photos-title" tabIndex={-1} data-place="photos">
          {words.value.places.photos}
        </h2>
        <FileButton folder label={words.value.chooseFolder} onFiles={(files) => void gatherFiles(chosenFiles(files))} />
      </header>
      <Intake />
      {names.map((name) => (
        <ClassCard key={name} name={name} names={names} />
      ))}
      {Array.from({ length: missing }, (_, index) => (
        <UnnamedClass key={index} number={names.length + index + 1} />
      ))}
      {!comesIn.value && <ClassForm />}
      <Selection names={names} />
      <Warnings />
      <LeftOut open title={words.value.brokenTitle(broken.value.length)} files={broken.value} />
      <LeftOut open={false} title={words.value.skippedTitle(skipped.value.length)} files={skipped.value} />
    </section>
  );
}

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
      <span class="hint">{dataset.value.images.length === 0 ? words.value.dropHint : words.value.selectHint}</span>
    </div>
  );
}

function Warnings() {
  if (dataset.value.warnings.length === 0) return null;
  return (
    <ul class="warnings">
      {dataset.value.warnings.map((warning) => (
        <li key={JSON.stringify(warning)}>{warningText(words.value, warning)}</li>
      ))}
    </ul>
  );
}
