import type { ProjectState } from '../engine/protocol.ts';
import { askEngine } from './ask-engine.ts';
import { describeChoices } from './describe-choices.ts';
import { place } from './place.ts';
import { architectures, chosenBatchSize, chosenRecipe, dataset, model, offers, runs } from './project.ts';

/** What the browser kept from the last visit, shown again. */
export async function openKeptProject(): Promise<void> {
  const kept = await askEngine((engine) => engine.project());
  if (kept !== null) showProject(kept);
  architectures.value = (await askEngine((engine) => engine.architectures())) ?? [];
  offers.value = (await askEngine((engine) => engine.backends())) ?? [];
  if (dataset.value.images.length > 0 || place.value === 'model') await describeChoices(); // which starts an engine
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
