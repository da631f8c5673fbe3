import type { RunEpoch } from '../engine/protocol/runs.ts';
import { words } from '../language/language.ts';
import { percent, wholePercent } from '../parts/format.ts';
import { dataset, guessingOf, run } from '../state/project.ts';
import { live, liveEpochs } from '../state/training.ts';
import { Curves } from './curves.tsx';

const trainLoss = (epoch: RunEpoch) => epoch.trainLoss;
const validationLoss = (epoch: RunEpoch) => epoch.validationLoss;
const trainAccuracy = (epoch: RunEpoch) => epoch.trainAccuracy;
const validationAccuracy = (epoch: RunEpoch) => epoch.validationAccuracy;
const metric = (epoch: RunEpoch) => epoch.metric ?? Number.NaN;
const largest = (values: readonly number[]) => Math.max(...values);
const threeDigits = (value: number) => value.toFixed(3);
const twoDigits = (value: number) => value.toFixed(2);

/** What decides over the epochs, against guessing, and the loss for whoever asks. */
export function Curve() {
  const epochs = liveEpochs.value.length > 0 ? liveEpochs.value : live.value === null ? (run.value?.epochs ?? []) : [];
  const task = (live.value === null ? run.value : dataset.value)?.task ?? 'single-label';
  if (epochs.length === 0) return live.value === null ? null : <div class="curve-place" aria-hidden="true" />; // nothing below moves when it comes
  return (
    <>
      {task !== 'single-label' ? (
        <MetricCurve epochs={epochs} share={task === 'multi-label' ? { guessing: guessingOf(task) } : undefined} />
      ) : (
        <Curves
          help="accuracy"
          title={words.value.accuracy}
          epochs={epochs}
          training={trainAccuracy}
          validation={validationAccuracy}
          format={percent}
          tick={wholePercent}
          best={largest}
          share={{ guessing: guessingOf(task) }}
        />
      )}
      <details>
        <summary>{words.value.loss}</summary>
        <Curves help="loss" title={words.value.loss} epochs={epochs} training={trainLoss} validation={validationLoss} format={threeDigits} tick={twoDigits} />
      </details>
    </>
  );
}

interface MetricCurveProps {
  readonly epochs: readonly RunEpoch[];
  /** Undefined of R². */
  readonly share: { readonly guessing: number | null } | undefined;
}

/** mAP against a ranking by chance, or R². */
function MetricCurve({ epochs, share }: MetricCurveProps) {
  const isShare = share !== undefined;
  return (
    <Curves
      help={isShare ? 'mAP' : 'R2'}
      title={isShare ? 'mAP' : 'R²'}
      epochs={epochs}
      training={null}
      validation={metric}
      format={isShare ? percent : threeDigits}
      tick={isShare ? wholePercent : twoDigits}
      best={largest}
      share={share}
    />
  );
}
