import { words } from '../language/language.ts';
import { Overlay } from '../explore/overlay.tsx';
import type { Trial } from '../state/trial.ts';
import { Answer } from './answer.tsx';

/** A photo that was tried: where the network looks, and what it says. */
export function TrialCard({ trial: { name, explanation } }: { readonly trial: Trial }) {
  if (explanation === null)
    return (
      <p class="hint loading" role="status">
        {words.value.looking} {name}
      </p>
    );
  return (
    <article class="card trial" aria-label={name}>
      <Overlay picture={explanation.picture} map={explanation.gradCam} palette="heat" strength={0.7} label={`${words.value.looks}: ${name}`} />
      <Answer top={explanation.top} unknown={explanation.unknown} />
    </article>
  );
}
