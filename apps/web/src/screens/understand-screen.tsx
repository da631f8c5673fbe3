import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';

import type { EvaluationReport, ExplainedWeights, ImageExplanation, RunSummary } from '../engine/protocol.ts';
import { LiveCamera } from '../camera/live-camera.tsx';
import { words } from '../language/language.ts';
import { percent } from '../parts/format.ts';
import { Help } from '../parts/help.tsx';
import { RunChooser } from '../parts/run-chooser.tsx';
import { Thumbnail } from '../parts/thumbnail.tsx';
import { askEngine } from '../state/ask-engine.ts';
import { screen, shownRun } from '../state/project.ts';
import { Looks } from './looks.tsx';

const imagesShown = 48;
const opened = signal<string | null>(null);

/** What the network confuses, and where it looks. */
export function UnderstandScreen() {
  const run = shownRun.value;
  const report = useReport(run?.id ?? null);
  const [camera, setCamera] = useState(false);
  if (run === null)
    return (
      <section class="card empty">
        <p>{words.value.noRun}</p>
        <button type="button" class="primary" onClick={() => (screen.value = 'train')}>
          {words.value.goTrain}
        </button>
      </section>
    );
  return (
    <>
      <RunChooser run={run} />
      {report === null ? (
        <p class="hint loading" role="status">
          {words.value.judging}
        </p>
      ) : (
        <Judgement report={report} />
      )}
      <ImageLooks run={run} />
      <section class="card">
        <h2>{words.value.live}</h2>
        <button type="button" aria-expanded={camera} onClick={() => setCamera(!camera)}>
          {camera ? words.value.liveStop : words.value.live}
        </button>
        {camera && <LiveCamera runId={run.id} />}
      </section>
    </>
  );
}

function useReport(runId: string | null): EvaluationReport | null {
  const [report, setReport] = useState<EvaluationReport | null>(null);
  useEffect(() => {
    let outdated = false;
    setReport(null);
    if (runId !== null) void askEngine((engine) => engine.evaluate(runId)).then((judged) => outdated || setReport(judged));
    return () => {
      outdated = true;
    };
  }, [runId]);
  return report;
}

function Judgement({ report }: { readonly report: EvaluationReport }) {
  const [cell, setCell] = useState<readonly [number, number] | null>(null);
  const { classes, confusion, predictions, accuracy, loss } = report;
  const inCell = cell === null ? predictions : predictions.filter(({ label, predicted }) => label === cell[0] && predicted === cell[1]);
  return (
    <>
      <p class="lead">{words.value.judged(percent(accuracy), loss.toFixed(3), predictions.length)}</p>
      <div class="columns">
        <section class="card" aria-labelledby="confusion-title">
          <header>
            <h2 id="confusion-title">{words.value.confusion}</h2>
            <Help term="confusion" />
          </header>
          <p class="hint">{words.value.confusionHint}</p>
          <Confusion classes={classes} confusion={confusion} onOpen={(row, column) => setCell([row, column])} />
        </section>
        <section class="card" aria-labelledby="images-title">
          <h2 id="images-title">{cell === null ? words.value.topLosses : cellName(classes, confusion, cell)}</h2>
          <div class="strip">
            {inCell.slice(0, imagesShown).map(({ imageId, label, predicted, probability }) => (
              <button key={imageId} type="button" class="tile" aria-pressed={opened.value === imageId} onClick={() => (opened.value = imageId)}>
                <Thumbnail id={imageId} alt={`${classes[label]}: ${classes[predicted]}, ${percent(probability)}`} />
              </button>
            ))}
          </div>
        </section>
      </div>
    </>
  );
}

interface ConfusionProps extends Pick<EvaluationReport, 'classes' | 'confusion'> {
  readonly onOpen: (row: number, column: number) => void;
}

function Confusion({ classes, confusion, onOpen }: ConfusionProps) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={words.value.confusionHint}>
      <table class="confusion">
        <thead>
          <tr>
            <td />
            {classes.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {confusion.map((counts, row) => (
            <tr key={classes[row]}>
              <th scope="row">{classes[row]}</th>
              {counts.map((count, column) => (
                <td key={classes[column]}>
                  <button
                    type="button"
                    data-right={row === column}
                    aria-label={cellName(classes, confusion, [row, column])}
                    disabled={count === 0}
                    onClick={() => onOpen(row, column)}
                  >
                    {count}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellName(classes: readonly string[], confusion: EvaluationReport['confusion'], [row, column]: readonly [number, number]): string {
  const count = confusion[row]![column]!;
  return row === column ? words.value.rightCell(classes[row]!, count) : words.value.cell(classes[row]!, classes[column]!, count);
}

/** A map, and what it is of. */
interface Seen {
  readonly explanation: ImageExplanation;
  readonly image: string;
  readonly run: string;
  readonly weights: ExplainedWeights;
}

function nameOfWeights({ stages }: RunSummary, weights: ExplainedWeights): string {
  if (typeof weights === 'number') return words.value.atStage(stages[weights]!.name);
  return weights === 'start' ? words.value.atStart : words.value.atBest;
}

function ImageLooks({ run }: { readonly run: RunSummary }) {
  const [position, setPosition] = useState(run.stages.length + 1);
  const [seen, setSeen] = useState<Seen | null>(null);
  const image = opened.value;
  const places: readonly ExplainedWeights[] = ['start', ...run.stages.keys(), 'best'];
  const weights = places[position] ?? 'best';
  useEffect(() => {
    let outdated = false;
    if (image !== null)
      void askEngine((engine) => engine.explain(run.id, image, weights)).then((explanation) => {
        if (!outdated) setSeen(explanation === null ? null : { explanation, image, run: run.id, weights });
      });
    return () => {
      outdated = true;
    };
  }, [image, run.id, weights]);
  const isNew = seen !== null && seen.image === image && seen.run === run.id && seen.weights === weights;
  return (
    <section class="card" aria-labelledby="looks-title">
      <header>
        <h2 id="looks-title">{words.value.looks}</h2>
        <Help term="gradcam" />
      </header>
      {image === null && <p class="empty">{words.value.looksHint}</p>}
      {image !== null && (
        <label class="field">
          <span>
            {words.value.weightsAt}: <strong>{nameOfWeights(run, weights)}</strong>
          </span>
          <input
            type="range"
            min="0"
            max={places.length - 1}
            value={position}
            aria-valuetext={nameOfWeights(run, weights)}
            onInput={({ currentTarget }) => setPosition(currentTarget.valueAsNumber)}
          />
        </label>
      )}
      {image !== null && !isNew && <p role="status">{words.value.updating}</p>}
      {image !== null && seen !== null && seen.run === run.id && (
        <div class="looked" aria-busy={!isNew}>
          <p class="hint">{words.value.mapOf(nameOfWeights(run, seen.weights))}</p>
          <Looks explanation={seen.explanation} />
        </div>
      )}
    </section>
  );
}
