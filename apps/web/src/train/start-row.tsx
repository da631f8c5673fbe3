import { words } from '../language/language.ts';
import { bringIntoSight } from '../parts/bring-into-sight.ts';
import { isOfOtherChoices } from '../state/last-run.ts';
import { canTrain, misfit, run } from '../state/project.ts';
import { resumeTraining, startTraining } from '../state/training.ts';

/** Starts a training, or goes on with one that was paused or cut off: which of them is prominent
 * follows from whether something else was chosen since. */
export function StartRow() {
  const waiting = run.value?.state === 'paused' ? run.value : null;
  const starts = waiting === null || isOfOtherChoices.value;
  return (
    <>
      {waiting?.interrupted === true && (
        <p class="warnings" role="status">
          {waiting.epochs.length === 0 ? words.value.interruptedEarly : words.value.interrupted(waiting.epochs.length)}
        </p>
      )}
      <div class="row">
        {waiting !== null && (
          <button type="button" class={starts ? '' : 'primary large'} onClick={() => watch(() => resumeTraining(waiting.id))}>
            {words.value.resume}
          </button>
        )}
        <button type="button" class={starts ? 'primary large' : ''} disabled={!canTrain.value || misfit.value !== null} onClick={() => watch(startTraining)}>
          {words.value.startTraining}
        </button>
      </div>
    </>
  );
}

/** What is pressed lies below all choices, and the progress takes their place. */
function watch(train: () => Promise<void>): void {
  bringIntoSight('train');
  void train();
}
