import type { RunSummary } from '../engine/protocol/runs.ts';
import type { SuspectLabel } from '../engine/protocol/insight.ts';
import { words } from '../language/language.ts';
import { wholePercent } from '../parts/format.ts';
import { Thumbnail } from '../parts/thumbnail.tsx';
import { removeImages } from '../state/change-photos.ts';
import { dataset } from '../state/project.ts';
import { confirmLabel, findSuspects, searching, suspectsOf } from '../state/suspects.ts';
import { mendLabel } from './mend-label.tsx';

const mostShown = 24;
/** Labels are hardly ever wrong of more than so many photos. */
const manyShare = 0.2;

/** Labels that are probably wrong, each to be moved, removed or kept. */
export function Suspects({ run }: { readonly run: RunSummary }) {
  const suspects = suspectsOf(run.id);
  const progress = searching.value;
  return (
    <section class="card" aria-labelledby="suspects-title">
      <h2 id="suspects-title">{words.value.suspects}</h2>
      <p class="hint">{words.value.suspectsHint}</p>
      {suspects !== null && <p role="status">{words.value.suspectsFound(suspects.length)}</p>}
      {suspects !== null && suspects.length > dataset.value.images.length * manyShare && <p class="hint">{words.value.suspectsMany}</p>}
      {suspects !== null && suspects.length > 0 && (
        <ul class="suspects">
          {suspects.slice(0, mostShown).map((suspect) => (
            <Suspect key={suspect.imageId} suspect={suspect} />
          ))}
        </ul>
      )}
      <div class="row">
        <button type="button" aria-busy={progress !== null} disabled={progress !== null} onClick={() => void findSuspects(run.id)}>
          {progress === null ? words.value.findSuspects : words.value.gathering(progress.done, progress.total)}
        </button>
      </div>
    </section>
  );
}

function Suspect({ suspect: { imageId, className, suggested, probability } }: { readonly suspect: SuspectLabel }) {
  const text = words.value.suspect(className, suggested, wholePercent(probability));
  return (
    <li>
      <Thumbnail id={imageId} alt={text} />
      <div>
        <p aria-hidden="true">{text}</p>
        <div class="row">
          <button type="button" class="small" onClick={() => void mendLabel(imageId, suggested)}>
            {words.value.moveToClass(suggested)}
          </button>
          <button type="button" class="small" onClick={() => void removeImages([imageId])}>
            {words.value.removeImages}
          </button>
          <button type="button" class="small" onClick={() => confirmLabel(imageId)}>
            {words.value.keepLabel}
          </button>
        </div>
      </div>
    </li>
  );
}
