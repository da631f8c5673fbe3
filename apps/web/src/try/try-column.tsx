import { useEffect } from 'preact/hooks';

import { words } from '../language/language.ts';
import { Column } from '../parts/column.tsx';
import { FileButton } from '../parts/file-button.tsx';
import { goTo } from '../state/place.ts';
import { offerProject } from '../state/project-file.ts';
import { shownRun } from '../state/project.ts';
import { trials, tryAgain } from '../state/trial.ts';
import { live } from '../state/training.ts';
import { Result } from './result.tsx';
import { TrialCard } from './trial-card.tsx';
import { TryIntake } from './try-intake.tsx';
import { useResultInSight } from './use-result-in-sight.ts';

/** What came of the training, and new photos to try it on. */
export function TryColumn() {
  const run = shownRun.value;
  useResultInSight();
  useEffect(() => {
    if (run !== null && live.value === null) void tryAgain(run);
  }, [run, live.value === null]);
  return (
    <Column place="try">
      {run === null ? (
        <div class="empty">
          <p>{words.value.tryEmpty}</p>
          <FileButton small accept=".zip" label={words.value.openRun} onFiles={([file]) => void (file !== undefined && offerProject(file))} />
        </div>
      ) : (
        <>
          {live.value === null ? <Result run={run} /> : <p class="hint">{words.value.tryTraining}</p>}
          <TryIntake run={run} />
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
    </Column>
  );
}
