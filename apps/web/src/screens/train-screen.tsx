import { words } from '../language/language.ts';
import type { RunEpoch } from '../engine/protocol.ts';
import { Curves } from '../parts/curves.tsx';
import { clock, percent } from '../parts/format.ts';
import { Help } from '../parts/help.tsx';
import { askEngine } from '../state/ask-engine.ts';
import { canTrain, offers, run, screen, started } from '../state/project.ts';
import { type LiveTraining, live, liveEpochs, outcome, resumeTraining, startTraining } from '../state/training.ts';

const trainLoss = (epoch: RunEpoch) => epoch.trainLoss;
const validationLoss = (epoch: RunEpoch) => epoch.validationLoss;
const trainAccuracy = (epoch: RunEpoch) => epoch.trainAccuracy;
const validationAccuracy = (epoch: RunEpoch) => epoch.validationAccuracy;

/** Where it learns: what it runs on, how far it is, and the curves. */
export function TrainScreen() {
  if (!canTrain.value)
    return (
      <section class="card empty">
        <p>{words.value.needTwo}</p>
        <button type="button" class="primary" onClick={() => (screen.value = 'gather')}>
          {words.value.goGather}
        </button>
      </section>
    );
  const epochs = liveEpochs.value.length > 0 ? liveEpochs.value : (run.value?.epochs ?? []);
  return (
    <>
      <Backend />
      <Controls />
      <Ending />
      {epochs.length > 0 && (
        <div class="columns">
          <section class="card">
            <Help term="accuracy" />
            <Curves title={words.value.accuracy} epochs={epochs} training={trainAccuracy} validation={validationAccuracy} />
          </section>
          <section class="card">
            <Help term="loss" />
            <Curves title={words.value.loss} epochs={epochs} training={trainLoss} validation={validationLoss} />
          </section>
        </div>
      )}
    </>
  );
}

function Backend() {
  const engine = started.value;
  const offer = engine ?? offers.value.find(({ available }) => available) ?? null;
  if (offer === null) return <p class="hint">{words.value.noEngine}</p>;
  const speed = live.value?.imagesPerSecond ?? engine?.imagesPerSecond ?? null;
  return (
    <section class="card" aria-label={words.value.backend}>
      <p>
        <strong>{words.value.backendLine(offer.name, offer.threads)}</strong>
        {speed !== null && ` · ${words.value.speed(speed)}`}
      </p>
      {offer.reason !== null && <p class="hint">{offer.reason}</p>}
    </section>
  );
}

function Controls() {
  const now = live.value;
  if (now !== null) return <Running now={now} />;
  const waiting = run.value !== null && ['paused', 'training'].includes(run.value.state) ? run.value : null;
  return (
    <div class="row">
      {waiting !== null && (
        <button type="button" class="primary" onClick={() => void resumeTraining(waiting.id)}>
          {words.value.resume}
        </button>
      )}
      <button type="button" class={waiting === null ? 'primary' : ''} onClick={() => void startTraining()}>
        {words.value.startTraining}
      </button>
    </div>
  );
}

function Running({ now }: { readonly now: LiveTraining }) {
  const best = liveEpochs.value.length === 0 ? null : Math.max(...liveEpochs.value.map(validationAccuracy));
  const place = now.epochs === 0 ? words.value.noEngine : `${now.stage}, ${words.value.epochOf(now.epoch + 1, now.epochs)}`;
  return (
    <section class="card">
      <p>
        <strong role="status">{place}</strong>
        {now.secondsLeft !== null && ` · ${words.value.left(clock(now.secondsLeft))}`}
        {best !== null && ` · ${words.value.bestSoFar} ${percent(best)}`}
      </p>
      <progress aria-label={place} max={1} value={now.share} />
      <div class="row">
        <button type="button" onClick={() => void askEngine((engine) => engine.pause())}>
          {words.value.pause}
        </button>
        <button type="button" onClick={() => void askEngine((engine) => engine.stop())}>
          {words.value.stop}
        </button>
      </div>
    </section>
  );
}

function Ending() {
  const end = outcome.value;
  if (end === null) return null;
  if (end.state !== 'failed') return <p role="status">{words.value.outcome[end.state]}</p>;
  return (
    <div class="fault" role="alert">
      <p>{words.value.faults[end.fault]}</p>
      <p class="hint">{end.message}</p>
    </div>
  );
}
