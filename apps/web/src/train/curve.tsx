import type { RunEpoch } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { percent, wholePercent } from '../parts/format.ts';
import { guessing, run } from '../state/project.ts';
import { live, liveEpochs } from '../state/training.ts';
import { Curves } from './curves.tsx';

const trainLoss = (epoch: RunEpoch) => epoch.trainLoss;
const validationLoss = (epoch: RunEpoch) => epoch.validationLoss;
const trainAccuracy = (epoch: RunEpoch) => epoch.trainAccuracy;
const validationAccuracy = (epoch: RunEpoch) => epoch.validationAccuracy;
const largest = (values: readonly number[]) => Math.max(...values);
const threeDigits = (value: number) => value.toFixed(3);
const twoDigits = (value: number) => value.toFixed(2);

/** Accuracy over the epochs against guessing, and the loss for whoever asks. */
export function Curve() {
  const epochs = liveEpochs.value.length > 0 ? liveEpochs.value : live.value === null ? (run.value?.epochs ?? []) : [];
  if (epochs.length === 0) return null;
  return (
    <>
      <Curves
        help="accuracy"
        title={words.value.accuracy}
        epochs={epochs}
        training={trainAccuracy}
        validation={validationAccuracy}
        format={percent}
        tick={wholePercent}
        best={largest}
        floor={guessing.value}
      />
      <details>
        <summary>{words.value.loss}</summary>
        <Curves help="loss" title={words.value.loss} epochs={epochs} training={trainLoss} validation={validationLoss} format={threeDigits} tick={twoDigits} />
      </details>
    </>
  );
}
