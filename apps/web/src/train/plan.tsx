import { misfitText } from '../advanced/misfit.tsx';
import { words } from '../language/language.ts';
import { goTo } from '../state/place.ts';
import { choosePreset, presets } from '../state/presets.ts';
import { batchSize, canTrain, lostDetail, misfit, model, recipeDescription } from '../state/project.ts';

/** What would be trained, and what speaks against it. */
export function Plan() {
  const { architecture, weights } = model.value;
  const described = recipeDescription.value;
  if (described === null) return <p class="hint plan">{canTrain.value && words.value.preparing}</p>;
  const network = weights.kind === 'none' ? `${architecture}, ${words.value.fromRandom}` : architecture;
  const epochs = described.stages.reduce((sum, stage) => sum + stage.epochs, 0);
  return (
    <>
      <p class="hint plan">{words.value.plannedRun(network, described.name, epochs, batchSize.value)}</p>
      {misfit.value === null ? <LostDetail /> : <Unfit />}
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

/** Large photos for a network that sees them small. */
function LostDetail() {
  const lost = lostDetail.value;
  const larger = presets.find(({ megabytes }) => megabytes > 0)!;
  if (lost === null) return null;
  return (
    <div class="warnings">
      <p>{words.value.lostDetail(lost.photo, lost.network)}</p>
      <button type="button" onClick={() => void choosePreset(larger)}>
        {words.value.fetchWeights(larger.megabytes)}
      </button>
    </div>
  );
}
