import type { FaultKind } from '../engine/errors/engine-error.ts';
import { saveProject } from '../export/write-file.ts';
import { faultText } from '../language/fault-text.ts';
import { words } from '../language/language.ts';
import { Details } from '../parts/details.tsx';
import { chooseBatchSize } from '../state/describe-choices.ts';
import { batchSize, runs } from '../state/project.ts';
import { outcome, resumeTraining, startEngine, startTraining } from '../state/training.ts';

/** How the last training ended, and the way on where it failed. */
export function Ending() {
  const end = outcome.value;
  if (end === null) return null;
  if (end.state !== 'failed') return <p role="status">{words.value.outcome[end.state]}</p>;
  return (
    <div class="fault" role="alert">
      <p>
        {end.fault === 'other' && end.code !== null ? faultText(words.value, end) : words.value.faults[end.fault]}
        {end.fault === 'other' && hasCheckpoint(end.runId) && ` ${words.value.checkpointKept}`}
      </p>
      <Details message={end.message} />
      <WayOn fault={end.fault} runId={end.runId} />
    </div>
  );
}

/** A checkpoint is written when an epoch ends. */
function hasCheckpoint(runId: string | null): boolean {
  return runs.value.some(({ id, epochs }) => id === runId && epochs.length > 0);
}

/** What may help after a fault. */
function WayOn({ fault, runId }: { readonly fault: FaultKind; readonly runId: string | null }) {
  if (fault === 'out-of-memory' && batchSize.value > 2)
    return (
      <button type="button" onClick={() => void trainWithHalf()}>
        {words.value.halve(Math.floor(batchSize.value / 2))}
      </button>
    );
  return (
    <div class="row">
      {fault === 'storage-full' && (
        <button type="button" onClick={() => void saveProject()}>
          {words.value.saveProject}
        </button>
      )}
      <button type="button" onClick={() => void goOn(runId, fault)}>
        {words.value.waysOn[fault] ?? (runId === null ? words.value.startTraining : words.value.resume)}
      </button>
    </div>
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
