import type { DatasetObstacle } from '../engine/protocol/photos.ts';
import { words } from '../language/language.ts';
import { obstacleText } from '../language/warning-text.ts';
import { chosenFiles, gatherFiles } from '../state/gather-files.ts';
import { FileButton } from '../parts/file-button.tsx';
import { removeClass } from '../state/change-photos.ts';
import { dataset } from '../state/project.ts';

/** What keeps the training from starting, each with what helps. */
export function Obstacles() {
  return (
    <div class="obstacles" role="group" aria-label={words.value.cannotStart}>
      <strong>{words.value.cannotStart}</strong>
      <ul>
        {dataset.value.obstacles.map((obstacle) => (
          <li key={JSON.stringify(obstacle)}>
            <span>{obstacleText(words.value, obstacle)}</span>
            <WaysOut obstacle={obstacle} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function WaysOut({ obstacle }: { readonly obstacle: DatasetObstacle }) {
  if (obstacle.kind === 'one-class' || obstacle.kind === 'too-few-photos')
    return (
      <button type="button" class="small" onClick={chooseFolder}>
        {words.value.chooseFolder}
      </button>
    );
  const { className } = obstacle;
  return (
    <span class="row">
      <FileButton
        multiple
        small
        accept="image/*"
        label={words.value.addPhotos}
        spoken={words.value.addPhotosTo(className)}
        onFiles={(files) => void gatherFiles(chosenFiles(files, className))}
      />
      <button type="button" class="small" onClick={() => void removeClass(className)}>
        {words.value.withoutClass(className)}
      </button>
    </span>
  );
}

/** The chooser of the photos' own button. */
function chooseFolder(): void {
  document.querySelector<HTMLInputElement>('.column input[webkitdirectory]')?.click();
}
