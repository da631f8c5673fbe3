import { computed } from '@preact/signals';

import { choicesMark } from '../engine/choices/choices-mark.ts';
import { batchSize, model, modelDescription, recipe, run } from './project.ts';

/** Whether the run whose results are shown was started with other choices than the present ones. */
export const isOfOtherChoices = computed(() => {
  const choices = run.value?.choices;
  if (choices === undefined) return false;
  if (choices === null) return true;
  return modelDescription.value !== null && choices !== choicesMark({ model: model.value, recipe: recipe.value, batchSize: batchSize.value });
});
