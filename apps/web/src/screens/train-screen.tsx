import { words } from '../language/language.ts';
import { obstacleText } from '../language/warning-text.ts';
import type { BackendOffer, FaultKind, RunEpoch } from '../engine/protocol.ts';
import { Curves } from '../parts/curves.tsx';
import { clock, percent, wholePercent } from '../parts/format.ts';
import { misfitText } from './misfit.tsx';
import { chooseBatchSize } from '../state/describe-choices.ts';
import { batchSize, canTrain, dataset, lostDetail, misfit, model, offers, recipeDescription, run, runs, screen, shownRun, started } from '../state/project.ts';
import { type LiveTraining, endTraining, ending, live, liveEpochs, outcome, resumeTraining, startEngine, startTraining } from '../state/training.ts';

const trainLoss = (epoch: RunEpoch) => epoch.trainLoss;
const validationLoss = (epoch: RunEpoch) => epoch.validationLoss;
const trainAccuracy = (epoch: RunEpoch) => epoch.trainAccuracy;
const validationAccuracy = (epoch: RunEpoch) => epoch.validationAccuracy;
const largest = (values: readonly number[]) => Math.max(...values);
const threeDigits = (value: number) => value.toFixed(3);

/** Where it learns: what it runs on, how far it is, and the curves. */
export function TrainScreen() {
  if (!canTrain.value && live.value === null && run.value === null) return <Obstacles />;
  const epochs = liveEpochs.value.length > 0 ? liveEpochs.value : (run.value?.epochs ?? []);
  return (
    <>
      {canTrain.value || live.value !== null ? <Plan /> : <Obstacles />}
      <Controls />
      <Ending />
      {epochs.length > 0 && (
        <div class="columns">
          <section class="card">
            <Curves
              help="accuracy"
              title={words.value.accuracy}
              epochs={epochs}
              training={trainAccuracy}
              validation={validationAccuracy}
              format={percent}
              best={largest}
            />
          </section>
          <section class="card">
            <Curves help="loss" title={words.value.loss} epochs={epochs} training={trainLoss} validation={validationLoss} format={threeDigits} />
          </section>
        </div>
      )}
      {live.value === null && shownRun.value !== null && (
        <p class="onward">
          <button type="button" class="primary" onClick={() => (screen.value = 'understand')}>
            {words.value.next}: {words.value.screens.understand}
          </button>
        </p>
      )}
      <Backend />
    </>
  );
}

/** What keeps the training from starting. */
function Obstacles() {
  return (
    <section class="card" aria-labelledby="obstacles-title">
      <h2 id="obstacles-title">{words.value.cannotStart}</h2>
      <ul>
        {dataset.value.obstacles.map((obstacle) => (
          <li key={JSON.stringify(obstacle)}>{obstacleText(words.value, obstacle)}</li>
        ))}
      </ul>
      <button type="button" class="primary" onClick={() => (screen.value = 'gather')}>
        {words.value.goGather}
      </button>
    </section>
  );
}

/** What would be trained, and what speaks against it. */
function Plan() {
  const { architecture, weights } = model.value;
  const described = recipeDescription.value;
  if (live.value !== null || described === null) return null;
  const network = weights.kind === 'none' ? `${architecture}, ${words.value.fromRandom}` : architecture;
  const epochs = described.stages.reduce((sum, stage) => sum + stage.epochs, 0);
  const speaksAgainst =
    misfit.value !== null ? misfitText() : lostDetail.value !== null ? words.value.lostDetail(lostDetail.value.photo, lostDetail.value.network) : null;
  return (
    <section class="card">
      <p>{words.value.plannedRun(network, described.name, epochs, batchSize.value)}</p>
      {speaksAgainst !== null && (
        <>
          <p class={misfit.value === null ? 'warnings' : 'fault'}>{speaksAgainst}</p>
          <button type="button" onClick={() => (screen.value = 'choose')}>
            {misfit.value === null ? words.value.chooseLarger : words.value.changeModel}
          </button>
        </>
      )}
    </section>
  );
}

function Backend() {
  const engine = started.value;
  const offer = engine ?? offers.value.find(({ hindrance }) => hindrance === null) ?? offers.value.find(({ name }) => name === 'wasm') ?? null;
  if (offer === null) return <p class="hint">{words.value.noEngine}</p>;
  const speed = live.value?.imagesPerSecond ?? null;
  const hint = whyNoFaster(offer.name);
  return (
    <section class="card" aria-label={words.value.backend}>
      <p>
        <strong>{words.value.backendLine(offer.name, offer.threads)}</strong>
        {speed !== null && ` · ${words.value.speed(speed)}`}
      </p>
      {hint !== null && <p class="hint">{hint}</p>}
      <Offers running={offer.name} />
    </section>
  );
}

/** What stands in the way of the engines before this one, or of this one. */
function whyNoFaster(running: BackendOffer['name']): string | null {
  const place = offers.value.findIndex(({ name }) => name === running);
  const hindered = offers.value.slice(0, place + 1).filter(({ hindrance }) => hindrance !== null);
  if (hindered.length === 0) return null;
  return hindered.map(({ name, threads, hindrance }) => `${words.value.backendLine(name, threads)}: ${words.value.hindrances[hindrance!]}`).join(' ');
}

/** Every engine there is, to choose another; those that cannot be had say why. */
function Offers({ running }: { readonly running: BackendOffer['name'] }) {
  if (offers.value.length < 2) return null;
  return (
    <details>
      <summary>{words.value.otherEngines}</summary>
      <ul class="offers">
        {offers.value.map(({ name, threads, available, hindrance }) => (
          <li key={`${name} ${threads}`}>
            <button type="button" aria-pressed={name === running} disabled={!available || live.value !== null} onClick={() => void startEngine(name)}>
              {words.value.backendLine(name, threads)}
            </button>
            {hindrance !== null && <span class="hint">{words.value.hindrances[hindrance]}</span>}
          </li>
        ))}
      </ul>
    </details>
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
      <button type="button" class={waiting === null ? 'primary' : ''} disabled={!canTrain.value || misfit.value !== null} onClick={() => void startTraining()}>
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
        {now.overall !== null && ` · ${words.value.progress(wholePercent(now.overall))}`}
        {now.secondsLeft !== null && ` · ${words.value.left(clock(now.secondsLeft))}`}
        {best !== null && ` · ${words.value.bestSoFar} ${percent(best)}`}
      </p>
      <progress aria-label={place} max={1} value={now.overall ?? now.share} />
      <div class="row">
        <button type="button" disabled={ending.value !== null} onClick={() => void endTraining('paused')}>
          {words.value.pause}
        </button>
        <button type="button" disabled={ending.value !== null} onClick={() => void endTraining('stopped')}>
          {words.value.stop}
        </button>
        {ending.value !== null && <span class="hint">{words.value.ending[ending.value]}</span>}
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
      <p>
        {words.value.faults[end.fault]}
        {end.fault === 'other' && hasCheckpoint(end.runId) && ` ${words.value.checkpointKept}`}
      </p>
      <p class="hint">{end.message}</p>
      <WayOn fault={end.fault} runId={end.runId} />
    </div>
  );
}

/** A checkpoint is written when an epoch ends. */
function hasCheckpoint(runId: string | null): boolean {
  return runs.value.some(({ id, epochs }) => id === runId && epochs.length > 0);
}

/** What may help after a fault, as one button. */
function WayOn({ fault, runId }: { readonly fault: FaultKind; readonly runId: string | null }) {
  if (fault === 'out-of-memory' && batchSize.value > 2)
    return (
      <button type="button" onClick={() => void trainWithHalf()}>
        {words.value.halve(Math.floor(batchSize.value / 2))}
      </button>
    );
  if (runId === null && fault !== 'context-lost') return null;
  return (
    <button type="button" onClick={() => void goOn(runId, fault)}>
      {words.value.waysOn[fault] ?? words.value.resume}
    </button>
  );
}

function trainWithHalf(): Promise<void> {
  void chooseBatchSize(Math.max(2, Math.floor(batchSize.value / 2)));
  return startTraining();
}

/** From the checkpoint, or from the start where nothing was kept yet. */
async function goOn(runId: string | null, fault: FaultKind): Promise<void> {
  if (fault === 'context-lost') await startEngine('wasm');
  if (runId === null) await startTraining();
  else await resumeTraining(runId, { rewinds: fault === 'not-a-number' });
}
