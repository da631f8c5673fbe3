import { useEffect, useState } from 'preact/hooks';

import type { RunSummary } from '../engine/protocol/runs.ts';
import type { ExplainedWeights, ImageExplanation } from '../engine/protocol/insight.ts';
import { recipeName, words } from '../language/language.ts';
import { percent } from '../parts/format.ts';
import { Help } from '../parts/help.tsx';
import { digits } from '../parts/run-score.ts';
import { askEngine } from '../state/ask-engine.ts';
import { again } from '../state/tell-fault.ts';
import { Answer } from '../try/answer.tsx';
import { Compare } from './compare.tsx';
import { Gates } from './gates.tsx';
import { MendLabel } from './mend-label.tsx';

interface ImageLooksProps {
  readonly run: RunSummary;
  readonly imageId: string;
  /** Its class, its labels or its numbers by now. */
  readonly truth: string;
  readonly classes: readonly string[];
}

/** A map, and what it is of. */
interface Seen {
  readonly before: ImageExplanation;
  readonly explanation: ImageExplanation;
  readonly image: string;
  readonly run: string;
  readonly weights: ExplainedWeights;
  /** What Grad-CAM explains; the likeliest where null. */
  readonly label: number | null;
}

const gradCam = 'grad-cam';

/** Where the network looks at a photo: before its training, and after each stage. */
export function ImageLooks({ run, imageId, truth, classes }: ImageLooksProps) {
  const places = run.weights;
  const [chosen, setChosen] = useState(gradCam);
  const [wanted, setWanted] = useState<ExplainedWeights>('best');
  const weights = places.includes(wanted) ? wanted : 'best';
  const [wantedLabel, setLabel] = useState<number | null>(null);
  const label = wantedLabel ?? (run.task === 'regression' ? 0 : null);
  const seen = useSeen(run, { image: imageId, weights, label });
  const isNew = seen !== null && seen.image === imageId && seen.run === run.id && seen.weights === weights && seen.label === label;
  const said = seen === null ? undefined : saidIn(seen.explanation);
  return (
    <section class="card looks-card" aria-labelledby="looks-title">
      <header>
        <h2 id="looks-title">{words.value.looks}</h2>
        <Help term="gradcam" />
        {seen !== null && said !== undefined && (
          <span class="badge" data-right={said.probability === null && run.task === 'regression' ? undefined : said.text === truth}>
            {said.probability === null ? `${truth || '–'} → ${said.text || '–'}` : words.value.saidOf(truth, said.text, percent(said.probability))}
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
            <Compare before={seen.before} beforeName={earliestName(run)} after={seen.explanation} block={chosen === gradCam ? null : chosen} />
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
                  value={places.indexOf(weights)}
                  aria-valuetext={nameOfWeights(run, weights)}
                  onInput={({ currentTarget }) => setWanted(places[currentTarget.valueAsNumber] ?? 'best')}
                />
              </label>
              <MapField explanation={seen.explanation} chosen={chosen} onChoose={setChosen} />
              {run.task !== 'single-label' && run.classes.length > 1 && chosen === gradCam && <LabelField run={run} chosen={label} onChoose={setLabel} />}
              <Answer {...seen.explanation} unknown={null} />
              {run.task === 'single-label' && <MendLabel imageId={imageId} truth={truth} classes={classes} />}
            </div>
          </div>
          <Gates explanation={seen.explanation} chosen={chosen} onChoose={setChosen} />
        </div>
      )}
    </section>
  );
}

/** What was seen last; with the earliest weights too, which are asked once for each photo. */
function useSeen({ id: run, weights: [first = 'best'] }: RunSummary, { image, weights, label }: Pick<Seen, 'image' | 'weights' | 'label'>): Seen | null {
  const [seen, setSeen] = useState<Seen | null>(null);
  useEffect(() => {
    let outdated = false;
    async function look(): Promise<void> {
      const known = seen !== null && seen.image === image && seen.run === run && seen.label === label ? seen.before : null;
      const of = label ?? undefined;
      const before = known ?? (await askEngine((engine) => engine.insight.explain(run, image, first, of), again(look)));
      if (before === null || outdated) return;
      const explanation = weights === first ? before : await askEngine((engine) => engine.insight.explain(run, image, weights, of), again(look));
      if (explanation !== null && !outdated) setSeen({ before, explanation, image, run, weights, label });
    }
    void look();
    return () => {
      outdated = true;
    };
  }, [image, run, weights, label]);
  return seen;
}

/** What the network says, as the truth is told. */
function saidIn({ top, labels, values }: ImageExplanation): { readonly text: string; readonly probability: number | null } | undefined {
  if (values !== null) return { text: values.map(({ value }) => digits(value)).join(', '), probability: null };
  if (labels !== null)
    return {
      text: labels
        .flatMap(({ has, className }) => (has ? [className] : []))
        .toSorted()
        .join(', '),
      probability: null,
    };
  const [first] = top;
  return first && { text: first.className, probability: first.probability };
}

interface LabelFieldProps {
  readonly run: RunSummary;
  readonly chosen: number | null;
  readonly onChoose: (label: number | null) => void;
}

/** Which label or number Grad-CAM explains; of numbers the first, unless another is chosen. */
function LabelField({ run: { task, classes }, chosen, onChoose }: LabelFieldProps) {
  return (
    <label class="field">
      <span>{words.value.mapFor}</span>
      <select value={chosen ?? ''} onChange={({ currentTarget }) => onChoose(currentTarget.value === '' ? null : Number(currentTarget.value))}>
        {task === 'multi-label' && <option value="">{words.value.likeliest}</option>}
        {classes.map((name, label) => (
          <option key={name} value={label}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Runs of the command lack the weights before training. */
function earliestName(run: RunSummary): string {
  const [first = 'best'] = run.weights;
  return first === 'start' ? words.value.before : nameOfWeights(run, first);
}

function nameOfWeights({ stages }: RunSummary, weights: ExplainedWeights): string {
  if (typeof weights === 'number') return words.value.atStage(words.value.stageNames[stages[weights]!.name] ?? recipeName(stages[weights]!.name));
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
