import type { WeightsSource } from '../engine/protocol/choices.ts';
import { words } from '../language/language.ts';
import { chooseModel } from '../state/describe-choices.ts';
import { misfit, model } from '../state/project.ts';

/** Weights that the architecture cannot take, said where they are chosen, with both ways out. */
export function Misfit() {
  const described = misfit.value;
  if (described === null) return null;
  const chosen = model.value.architecture;
  return (
    <div class="fault" role="alert">
      <p>{misfitText()}</p>
      <div class="row">
        {described.architecture !== null && (
          <button type="button" onClick={() => chooseModel(described.suits)}>
            {words.value.useArchitecture(described.architecture)}
          </button>
        )}
        <button type="button" onClick={() => chooseModel({ weights: { kind: 'none' } })}>
          {words.value.startRandom(chosen)}
        </button>
      </div>
    </div>
  );
}

function nameOf(weights: WeightsSource): string {
  if (weights.kind === 'url') return weights.url;
  return weights.kind === 'file' ? weights.name : words.value.weightsKinds[weights.kind];
}

/** A sentence that says what does not fit what. */
export function misfitText(): string {
  const { architecture, weights } = model.value;
  return words.value.misfit(nameOf(weights), misfit.value?.architecture ?? null, architecture);
}
