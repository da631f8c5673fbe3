import type { RecipeStage } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { FileButton } from '../parts/file-button.tsx';
import { large } from '../parts/format.ts';
import { Help } from '../parts/help.tsx';
import { saveBlob } from '../parts/save-blob.ts';
import { chooseBatchSize, chooseRecipe } from '../state/describe-choices.ts';
import { batchSize, recipeDescription } from '../state/project.ts';

/** The recipe's stages in their order, each with its epochs and rates to change; the file behind it is the command's. */
export function RecipeTimeline() {
  const described = recipeDescription.value;
  if (described === null) return null;
  return (
    <section class="card" aria-labelledby="recipe-title">
      <header>
        <h2 id="recipe-title">{words.value.recipe}</h2>
        <Help term="recipe" />
        <select
          aria-label={words.value.recipe}
          value={described.name}
          onChange={({ currentTarget }) => void chooseRecipe({ kind: 'named', name: currentTarget.value })}
        >
          {[...new Set([described.name, ...described.names])].map((name) => (
            <option key={name}>{name}</option>
          ))}
        </select>
      </header>
      <p class="hint">{words.value.recipeHint}</p>
      <ol class="timeline">
        {described.stages.map((stage, index) => (
          <Stage key={stage.name} stage={stage} index={index} />
        ))}
      </ol>
      <div class="row">
        <label>
          {words.value.batchSize}{' '}
          <input
            type="number"
            min="2"
            max="256"
            value={batchSize.value}
            onChange={({ currentTarget }) => void chooseBatchSize(Math.max(2, currentTarget.valueAsNumber || 2))}
          />
        </label>
        <Help term="batch" />
        <FileButton
          accept=".yaml,.yml,.json"
          label={words.value.importRecipe}
          onFiles={([file]) => void file?.text().then((text) => chooseRecipe({ kind: 'text', text }))}
        />
        <button type="button" onClick={() => saveBlob(new Blob([described.yaml], { type: 'application/yaml' }), `${described.name}.yaml`)}>
          {words.value.exportRecipe}
        </button>
      </div>
    </section>
  );
}

function Stage({ stage, index }: { readonly stage: RecipeStage; readonly index: number }) {
  return (
    <li ref={(element) => element?.style.setProperty('flex-grow', String(Math.max(1, stage.epochs)))}>
      <strong>{stage.name}</strong>
      <label>
        {words.value.epochs} <Help term="epochs" />
        <input
          type="number"
          min="0"
          aria-label={`${stage.name}: ${words.value.epochs}`}
          value={stage.epochs}
          onChange={({ currentTarget }) => void change(['stages', index, 'epochs'], currentTarget.valueAsNumber)}
        />
      </label>
      {stage.groups.map(({ name, parameters, learningRate }, group) => (
        <label key={name}>
          {words.value.trains} {name} ({large(parameters)}), {words.value.rate} <Help term="rate" />
          <input
            type="number"
            min="0"
            step="any"
            aria-label={`${stage.name}, ${name}: ${words.value.rate}`}
            value={learningRate}
            onChange={({ currentTarget }) => void change(['stages', index, 'groups', group, 'learningRate'], currentTarget.valueAsNumber)}
          />
        </label>
      ))}
      {stage.augment && <span class="badge">{words.value.augments}</span>}
    </li>
  );
}

/** Writes one value into the recipe's file; the worker says whether it is one. */
async function change(path: readonly (string | number)[], value: number): Promise<void> {
  const described = recipeDescription.value;
  if (described === null || Number.isNaN(value)) return;
  const { parseDocument } = await import('yaml'); // a third of the page, for those who change a recipe
  const document = parseDocument(described.yaml);
  document.setIn(path, value);
  await chooseRecipe({ kind: 'text', text: document.toString() });
}
