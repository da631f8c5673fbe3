import type { ProjectState } from '../engine/protocol/project.ts';
import { askEngine } from './ask-engine.ts';
import { describeChoices } from './describe-choices.ts';
import { place } from './place.ts';
import { architectures, chosenBatchSize, chosenRecipe, dataset, model, offers, runs } from './project.ts';
import { again } from './tell-fault.ts';

/** What the browser kept from the last visit, shown again. */
export async function openKeptProject(): Promise<void> {
  const kept = await askEngine((engine) => engine.project.state(), again(openKeptProject));
  if (kept !== null) showProject(kept);
  architectures.value = (await askEngine((engine) => engine.choices.architectures(), again(openKeptProject))) ?? [];
  offers.value = (await askEngine((engine) => engine.backends.offers(), again(openKeptProject))) ?? [];
  if (dataset.value.images.length > 0 || place.value === 'model') await describeChoices(); // which starts an engine
}

/** Takes a run out whose files cannot be read, and shows the rest. */
export async function dropDamagedRun(id: string): Promise<void> {
  await askEngine((engine) => engine.runs.remove(id), again(openKeptProject));
  await openKeptProject();
}

/** Puts a project on every screen. */
export function showProject(project: ProjectState): void {
  dataset.value = project.dataset;
  runs.value = project.runs;
  if (project.choices === null) return;
  model.value = project.choices.model;
  chosenRecipe.value = project.choices.recipe;
  chosenBatchSize.value = project.choices.batchSize;
}
