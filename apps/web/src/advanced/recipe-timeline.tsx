import type { RecipePart, RecipeStage } from '../engine/protocol/choices.ts';
import { recipeName, words } from '../language/language.ts';
import { FileButton } from '../parts/file-button.tsx';
import { large } from '../parts/format.ts';
import { Help } from '../parts/help.tsx';
import { NumberField } from '../parts/number-field.tsx';
import { saveBlob } from '../parts/save-blob.ts';
import { changeRecipe, chooseBatchSize, chooseRecipe, followNetwork, recipeSuffixes } from '../state/describe-choices.ts';
import { batchSize, chosenBatchSize, chosenRecipe, choicesPending, recipeDescription, suits } from '../state/project.ts';

/** The recipe's stages in their order, each with its epochs and rates to change; the
 * file behind it is the command's. */
export function RecipeTimeline() {
  const described = recipeDescription.value;
  if (described === null) return null;
  return (
    <section class="card" aria-labelledby="recipe-title" aria-busy={choicesPending.value > 0}>
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
        {(chosenRecipe.value !== null || chosenBatchSize.value !== null) && (
          <button type="button" onClick={() => void followNetwork()}>
            {words.value.followNetwork(suits.value.recipe)}
          </button>
        )}
      </header>
      <p class="hint">
        {words.value.recipeHint}
        {described.measuresRates && ` ${words.value.measuresRates}`}
      </p>
      <ol class="timeline">
        {described.stages.map((stage, index) => (
          <Stage key={stage.name} stage={stage} index={index} />
        ))}
      </ol>
      <div class="row">
        <label>
          {words.value.batchSize} <NumberField min={2} max={256} value={batchSize.value} onEnter={(images) => chooseBatchSize(Math.max(2, images))} />
        </label>
        <Help term="batch" />
        <FileButton
          accept={recipeSuffixes}
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
  const trained = stage.parts.filter(({ trains }) => trains);
  return (
    <li ref={(element) => element?.style.setProperty('flex-grow', String(Math.max(1, stage.epochs)))}>
      <strong>{recipeName(stage.name)}</strong>
      <label>
        {words.value.epochs} <Help term="epochs" />
        <NumberField
          min={0}
          aria-label={`${recipeName(stage.name)}: ${words.value.epochs}`}
          value={stage.epochs}
          onEnter={(epochs) => changeRecipe({ stage: index, kind: 'epochs', epochs })}
        />
      </label>
      <p>
        {words.value.trains} <Help term="rate" />
      </p>
      {stage.parts.map((part) => (
        <Part key={part.name} stage={recipeName(stage.name)} index={index} part={part} isOnly={part.trains && trained.length === 1} />
      ))}
      {stage.augment && <span class="badge">{words.value.augments}</span>}
    </li>
  );
}

interface PartProps {
  readonly stage: string;
  readonly index: number;
  readonly part: RecipePart;
  /** A stage trains something. */
  readonly isOnly: boolean;
}

function Part({ stage, index, part: { name, trains, learningRate, parameters }, isOnly }: PartProps) {
  return (
    <div class="part">
      <label>
        <input
          type="checkbox"
          aria-label={`${stage}: ${words.value.trains} ${recipeName(name)}`}
          checked={trains}
          disabled={isOnly}
          onChange={() => void changeRecipe({ stage: index, kind: trains ? 'freeze' : 'thaw', part: name })}
        />
        {recipeName(name)}
        {trains && ` (${large(parameters)})`}
      </label>
      {trains && (
        <NumberField
          min={0}
          step="any"
          aria-label={`${stage}, ${recipeName(name)}: ${words.value.rate}`}
          value={learningRate}
          onEnter={(rate) => changeRecipe({ stage: index, kind: 'rate', part: name, learningRate: rate })}
        />
      )}
    </div>
  );
}
