import { words } from '../language/language.ts';
import { goTo } from '../state/place.ts';
import { shownRun } from '../state/project.ts';
import { trials } from '../state/trial.ts';
import { live } from '../state/training.ts';
import { Result } from './result.tsx';
import { TrialCard } from './trial-card.tsx';
import { TryIntake } from './try-intake.tsx';
import { useResultInSight } from './use-result-in-sight.ts';

/** What came of the training, and new photos to try it on. */
export function TryColumn() {
  const run = shownRun.value;
  useResultInSight();
  return (
    <section class="column" aria-labelledby="try-title">
      <header>
        <h2 id="try-title" tabIndex={-1} data-place="try">
          {words.value.places.try}
        </h2>
      </header>
      {run === null ? (
        <p class="empty">{words.value.tryEmpty}</p>
      ) : (
        <>
          {live.value === null ? <Result run={run} /> : <p class="hint">{words.value.tryTraining}</p>}
          <TryIntake runId={run.id} />
          {trials.value.map((trial) => (
            <TrialCard key={trial.id} trial={trial} />
          ))}
          {live.value === null && (
            <div class="row onward">
              <button type="button" class="primary" onClick={() => goTo('explore')}>
                {words.value.seeLooks}
              </button>
              <button type="button" onClick={() => goTo('export')}>
                {words.value.takeAway}
              </button>
            </div>
          )}
        </>
      )}
    </section>
  );
}
