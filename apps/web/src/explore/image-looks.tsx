import { useEffect, useState } from 'preact/hooks';

import type { EvaluationReport, ExplainedWeights, ImageExplanation, RunSummary } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { percent } from '../parts/format.ts';
import { Help } from '../parts/help.tsx';
import { askEngine } from '../state/ask-engine.ts';
import { Answer } from '../try/answer.tsx';
import { Compare } from './compare.tsx';
import { Gates } from './gates.tsx';
import { MendLabel } from './mend-label.tsx';

type Looked = EvaluationReport['predictions'][number];

interface ImageLooksProps {
  readonly run: RunSummary;
  readonly looked: Looked;
  readonly classes: readonly string[];
}

/** A map, and what it is of. */
interface Seen {
  readonly before: ImageExplanation;
  readonly explanation: ImageExplanation;
  readonly image: string;
  readonly run: string;
  readonly weights: ExplainedWeights;
}

const gradCam = 'grad-cam';

/** Where the network looks at a photo: before its training, and after each stage. */
export function ImageLooks({ run, looked, classes }: ImageLooksProps) {
  const places: readonly ExplainedWeights[] = ['start', ...run.stages.keys(), 'best'];
  const [position, setPosition] = useState(places.length - 1);
  const [chosen, setChosen] = useState(gradCam);
  const weights = places[position] ?? 'best';
  const seen = useSeen(run.id, looked.imageId, weights);
  const isNew = seen !== null && seen.image === looked.imageId && seen.run === run.id && seen.weights === weights;
  const said = seen?.explanation.top[0];
  return (
    <section class="card looks-card" aria-labelledby="looks-title">
      <header>
        <h2 id="looks-title">{words.value.looks}</h2>
        <Help term="gradcam" />
        {seen !== null && said !== undefined && (
          <span class="badge" data-right={said.className === classes[looked.label]}>
            {words.value.saidOf(classes[looked.label]!, said.className, percent(said.probability))}
          </span>
        )}
      </header>
      {!isNew && (
        <p class="hint updating" role="status">
          {words.value.updating}
        </p>
      )}
      {seen !== null && seen.run === run.id && (
        <div class="looked" aria-busy={!isNew}>
          <p class="hint">{words.value.mapOf(nameOfWeights(run, seen.weights))}</p>
          <div class="looks">
            <Compare before={seen.before} after={seen.explanation} block={chosen === gradCam ? null : chosen} />
            <div>
              <label class="field">
                <span>
                  {words.value.weightsAt}: <strong>{nameOfWeights(run, weights)}</strong>
                </span>
                <input
                  type="range"
                  class="stages"
                  min="0"
                  max={places.length - 1}
                  value={position}
                  aria-valuetext={nameOfWeights(run, weights)}
                  onInput={({ currentTarget }) => setPosition(currentTarget.valueAsNumber)}
                />
              </label>
              <MapField explanation={seen.explanation} chosen={chosen} onChoose={setChosen} />
              <Answer top={seen.explanation.top} unknown={null} />
              <MendLabel imageId={looked.imageId} truth={classes[looked.label]!} classes={classes} />
            </div>
          </div>
          <Gates explanation={seen.explanation} chosen={chosen} onChoose={setChosen} />
        </div>
      )}
    </section>
  );
}

/** What was seen last; before the training too, which is asked once for each photo. */
function useSeen(run: string, image: string, weights: ExplainedWeights): Seen | null {
  const [seen, setSeen] = useState<Seen | null>(null);
  useEffect(() => {
    let outdated = false;
    async function look(): Promise<void> {
      const known = seen !== null && seen.image === image && seen.run === run ? seen.before : null;
      const before = known ?? (await askEngine((engine) => engine.explain(run, image, 'start')));
      if (before === null || outdated) return;
      const explanation = weights === 'start' ? before : await askEngine((engine) => engine.explain(run, image, weights));
      if (explanation !== null && !outdated) setSeen({ before, explanation, image, run, weights });
    }
    void look();
    return () => {
      outdated = true;
    };
  }, [image, run, weights]);
  return seen;
}

function nameOfWeights({ stages }: RunSummary, weights: ExplainedWeights): string {
  if (typeof weights === 'number') return words.value.atStage(words.value.stageNames[stages[weights]!.name] ?? stages[weights]!.name);
  return weights === 'start' ? words.value.atStart : words.value.atBest;
}

interface MapFieldProps {
  readonly explanation: ImageExplanation;
  readonly chosen: string;
  readonly onChoose: (name: string) => void;
}

function MapField({ explanation, chosen, onChoose }: MapFieldProps) {
  const { attention } = explanation;
  const map = attention.find(({ block }) => block === chosen)?.map ?? null;
  return (
    <>
      <label class="field">
        <span>{words.value.map}</span>
        <select value={chosen} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
          <option value={gradCam}>{words.value.gradCam}</option>
          {attention.map(({ kind, block }) => (
            <option key={block} value={block}>
              {words.value.gateOf(kind.toUpperCase(), block)}
            </option>
          ))}
        </select>
      </label>
      {map !== null && (
        <p class="scale">
          <span>{map.from.toPrecision(4)}</span>
          <span class="ramp" aria-hidden="true" />
          <span>{map.to.toPrecision(4)}</span>
        </p>
      )}
    </>
  );
}
