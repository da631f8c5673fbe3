import { misfitText } from '../advanced/misfit.tsx';
import { words } from '../language/language.ts';
import { goTo } from '../state/place.ts';
import { batchSize, canTrain, misfit, model, recipeDescription } from '../state/project.ts';

/** What would be trained, and what speaks against it. */
export function Plan() {
  const { architecture, weights } = model.value;
  const described = recipeDescription.value;
  if (!canTrain.value) return <p class="hint plan" />;
  if (described === null) return <p class="hint plan">{words.value.preparing}</p>;
  const network = weights.kind === 'none' ? `${architecture}, ${words.value.fromRandom}` : architecture;
  const epochs = described.stages.reduce((sum, stage) => sum + stage.epochs, 0);
  return (
    <>
      <p class="hint plan">{words.value.plannedRun(network, described.name, epochs, batchSize.value)}</p>
      {misfit.value !== null && <Unfit />}
    </>
  );
}

/** Weights that the network cannot take. */
function Unfit() {
  return (
    <div class="fault">
      <p>{misfitText()}</p>
      <button type="button" onClick={() => goTo('model')}>
        {words.value.changeModel}
      </button>
    </div>
  );
}
