import { words } from '../language/language.ts';
import { Wipe } from '../parts/wipe.tsx';
import { trySample } from '../state/sample-photos.ts';

/** Where the sample photos come from. */
const source = 'https://github.com/ardamavi/Sign-Language-Digits-Dataset';

/** What the page is, in one sentence and one picture, and the shortest way to see it at work. */
export function FirstSight() {
  return (
    <section class="first-sight" aria-labelledby="promise">
      <div>
        <h1 id="promise">{words.value.promise}</h1>
        <p class="lead">{words.value.private}</p>
        <button type="button" class="primary large" onClick={() => void trySample()}>
          {words.value.trySample}
        </button>
        <p class="hint">
          {words.value.sampleOf}{' '}
          <a href={source} rel="noreferrer" target="_blank">
            {words.value.sampleSource}
          </a>
        </p>
      </div>
      <Picture />
    </section>
  );
}

/** Made by this program from one of the sample photos. The line between before and after can be
 * moved, as it can over one's own photos later. */
function Picture() {
  return (
    <figure class="shown">
      <Wipe
        before={<img src="./first-sight/before.webp" alt={words.value.pictureMeansBefore} width="240" height="240" />}
        after={<img src="./first-sight/after.webp" alt={words.value.pictureMeansAfter} width="240" height="240" />}
        names={[words.value.pictureBefore, words.value.pictureAfter]}
      />
      <figcaption class="hint">{words.value.pictureMeans}</figcaption>
    </figure>
  );
}
