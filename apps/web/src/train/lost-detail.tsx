import { words } from '../language/language.ts';
import { choosePreset, presets } from '../state/presets.ts';
import { canTrain, lostDetail, misfit } from '../state/project.ts';

/** Large photos for a network that sees them small. */
export function LostDetail() {
  const lost = lostDetail.value;
  const larger = presets.find(({ megabytes }) => megabytes > 0)!;
  if (lost === null || misfit.value !== null || !canTrain.value) return null;
  return (
    <div class="warnings">
      <p>{words.value.lostDetail(lost.photo, lost.network)}</p>
      <button type="button" onClick={() => void choosePreset(larger)}>
        {words.value.fetchWeights(larger.megabytes)}
      </button>
    </div>
  );
}
