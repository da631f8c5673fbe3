import { words } from '../language/language.ts';
import { Overlay } from '../explore/overlay.tsx';
import { wholePercent } from '../parts/format.ts';
import { dataset } from '../state/project.ts';
import { watched } from '../state/training.ts';

const mostWatched = 6;

/** A photo of each class with where the network looks at it, and what it says, as it learns. */
export function Watched() {
  const photos = watched.value;
  return (
    <ul class="watched" aria-label={words.value.watchedTitle}>
      {photos.length === 0 && dataset.value.classes.slice(0, mostWatched).map(({ name }) => <Unseen key={name} />)}
      {photos.map(({ imageId, className, said, probability, isRight, explanation }) => {
        const share = probability === null ? '' : wholePercent(probability);
        const verdict = probability === null ? `${className} → ${said}` : words.value.verdict(className, said, share);
        const label = probability === null ? verdict : words.value.watchedPhoto(className, said, share);
        return (
          <li key={imageId} data-right={isRight ?? undefined}>
            <Overlay picture={explanation.picture} map={explanation.gradCam} palette="heat" strength={0.75} label={label} />
            <span class="verdict">{verdict}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** The place of a photo that has not been seen yet. */
function Unseen() {
  return (
    <li aria-hidden="true">
      <span class="placeholder" />
      <span class="verdict">…</span>
    </li>
  );
}
