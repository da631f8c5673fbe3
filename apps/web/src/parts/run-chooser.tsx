import type { RunSummary } from '../engine/protocol/runs.ts';
import { language, words } from '../language/language.ts';
import { askEngine } from '../state/ask-engine.ts';
import { changeInTurn } from '../state/changing.ts';
import { chosenRun, lookableRuns, runs } from '../state/project.ts';
import { again } from '../state/tell-fault.ts';
import { live } from '../state/training.ts';
import { tellUndoable } from '../state/undo.ts';
import { runScore } from './run-score.ts';

/** Which of the runs is looked at, and a way to be rid of it. */
export function RunChooser({ run }: { readonly run: RunSummary }) {
  return (
    <div class="row">
      <label>
        {words.value.chosenRun}{' '}
        <select value={run.id} onChange={({ currentTarget }) => (chosenRun.value = currentTarget.value)}>
          {lookableRuns.value.map((other) => (
            <option key={other.id} value={other.id}>
              {nameOf(other)}
            </option>
          ))}
        </select>
      </label>
      <button type="button" disabled={live.value !== null} onClick={() => void remove(run.id)}>
        {words.value.removeRun}
      </button>
    </div>
  );
}

function nameOf(run: RunSummary): string {
  const { name, startedAt } = run;
  const time = new Date(startedAt).toLocaleString(language.value, { dateStyle: 'medium', timeStyle: 'short' });
  return words.value.runName(name, time, runScore(run));
}

async function remove(id: string): Promise<void> {
  const left = await changeInTurn(() =>
    askEngine(
      (engine) => engine.runs.remove(id),
      again(() => remove(id)),
    ),
  );
  if (left === null) return;
  chosenRun.value = null;
  runs.value = left;
  tellUndoable(({ runRemoved }) => runRemoved);
}
