import { words } from '../language/language.ts';
import { Overlay } from '../explore/overlay.tsx';
import type { Trial } from '../state/trial.ts';
import { Answer } from './answer.tsx';

/** A photo that was tried: where the network looks, and what it says. */
export function TrialCard({ trial: { file, explanation } }: { readonly trial: Trial }) {
  if (explanation === null)
    return (
      <p class="hint loading" role="status">
        {words.value.looking} {file.name}
      </p>
    );
  return (
    <article class="card trial" aria-label={file.name}>
      <Overlay picture={explanation.picture} map={explanation.gradCam} palette="heat" strength={0.7} label={`${words.value.looks}: ${file.name}`} />
      <Answer {...explanation} />
    </article>
  );
}
