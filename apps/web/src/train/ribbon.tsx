import { recipeName, words } from '../language/language.ts';
import { recipeDescription, run } from '../state/project.ts';
import type { LiveTraining } from '../state/training.ts';

/** The stages in plain words, in their order; the one under way is marked. */
export function Ribbon({ now }: { readonly now: LiveTraining }) {
  const stages = now.stages.length > 0 ? now.stages : (recipeDescription.value?.stages ?? run.value?.stages ?? []);
  return (
    <ol class="ribbon">
      {stages
        .map((stage, index) => ({ ...stage, index }))
        .filter(({ epochs }) => epochs > 0)
        .map(({ name, index }) => (
          <li key={name} data-state={stateOf(index, now)} aria-current={index === now.stageIndex && now.epochs > 0 ? 'step' : undefined}>
            {words.value.stageStories[name] ?? recipeName(name)}
          </li>
        ))}
    </ol>
  );
}

function stateOf(index: number, { stageIndex, epochs }: LiveTraining): 'done' | 'now' | 'later' {
  if (epochs === 0 || index > stageIndex) return 'later';
  return index === stageIndex ? 'now' : 'done';
}
