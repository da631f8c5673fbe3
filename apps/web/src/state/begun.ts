import { computed, effect } from '@preact/signals';

import { dataset, engine, gathering, runs } from './project.ts';
import { loadingSample } from './sample-photos.ts';

const key = 'attune-begun';

const holdsSomething = computed(() => dataset.value.classes.length > 0 || runs.value.length > 0);

/** Whether there is a project: before the worker has told, whether there was one on the last
 * visit. */
export const begun = computed(() => {
  if (holdsSomething.value || gathering.value !== null || loadingSample.value) return true;
  return engine.value === null && localStorage.getItem(key) === 'yes';
});

export function rememberBegun(): void {
  effect(() => {
    if (engine.value !== null) localStorage.setItem(key, holdsSomething.value ? 'yes' : 'no');
  });
}
