import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';

import type { DatasetImage } from '../engine/protocol/photos.ts';
import type { EvaluationReport } from '../engine/protocol/insight.ts';
import { words } from '../language/language.ts';
import { percent, wholePercent } from '../parts/format.ts';
import { Help } from '../parts/help.tsx';
import { NothingTrained } from '../parts/nothing-trained.tsx';
import { Outdated } from '../parts/outdated.tsx';
import { RunChooser } from '../parts/run-chooser.tsx';
import { digits } from '../parts/run-score.ts';
import { Thumbnail } from '../parts/thumbnail.tsx';
import { hindranceOf, isOutdated, judge, judgement } from '../state/judgement.ts';
import { dataset, shownRun } from '../state/project.ts';
import { Confusion, cellName } from './confusion.tsx';
import { NotJudged } from './not-judged.tsx';
import { ImageLooks } from './image-looks.tsx';
import { Suspects } from './suspects.tsx';
import { TargetJudgement } from './target-judgement.tsx';

const imagesShown = 48;

/** The photo that is looked at. */
const opened = signal<string | null>(null);

/** What the network confuses, and where it looks. */
export function ExplorePanel() {
  const run = shownRun.value;
  const report = judgement.value;
  useEffect(() => {
    if (run !== null && (judgement.value === null || isOutdated.value)) void judge(run.id);
  }, [run?.id]);
  if (run === null) return <NothingTrained />;
  const hindrance = hindranceOf(run);
  const present = new Map(dataset.value.images.map((image) => [image.id, truthOf(image)]));
  const still = report?.predictions.flatMap(({ imageId }) => (present.has(imageId) ? [imageId] : [])) ?? [];
  const looked = still.find((imageId) => imageId === opened.value) ?? still[0] ?? null;
  return (
    <>
      <RunChooser run={run} />
      <Outdated />
      {hindrance !== null ? (
        <NotJudged run={run} hindrance={hindrance} />
      ) : report === null ? (
        <p class="hint loading" role="status">
          {words.value.judging}
        </p>
      ) : (
        <div class="explored">
          {looked !== null && <ImageLooks run={run} imageId={looked} truth={present.get(looked)!} classes={report.classes} />}
          <div class="explored-side">
            {report.task !== 'single-label' ? (
              <TargetJudgement report={report} truths={present} shown={looked} onLook={look} />
            ) : (
              <>
                <Judgement report={{ ...report, predictions: report.predictions.filter(({ imageId }) => present.has(imageId)) }} shown={looked} />
                <Suspects key={run.id} run={run} />
              </>
            )}
          </div>
        </div>
      )}
    </>
  );
}

function Judgement({ report, shown }: { readonly report: EvaluationReport; readonly shown: string | null }) {
  const [cell, setCell] = useState<readonly [number, number] | null>(null);
  const { classes, confusion, predictions, accuracy, loss } = report;
  const inCell = cell === null ? predictions : predictions.filter(({ label, predicted }) => label === cell[0] && predicted === cell[1]);
  return (
    <>
      <p class="lead">{words.value.judged(percent(accuracy), loss.toFixed(3), judgedPhotos(confusion))}</p>
      {report.strangers > 0 && <p class="hint">{words.value.strangers(report.strangers)}</p>}
      <div class="columns">
        <section class="card" aria-labelledby="confusion-title">
          <header>
            <h2 id="confusion-title">{words.value.confusion}</h2>
            <Help term="confusion" />
          </header>
          <p class="hint">{words.value.confusionHint}</p>
          <Confusion classes={classes} confusion={confusion} opened={cell} onOpen={setCell} />
        </section>
        <section class="card" aria-labelledby="images-title">
          <h2 id="images-title">{cell === null ? words.value.topLosses : cellName(classes, confusion, cell)}</h2>
          <div class="strip">
            {inCell.slice(0, imagesShown).map(({ imageId, label, predicted, probability }) => (
              <figure key={imageId} class="judged" data-right={label === predicted}>
                <button type="button" class="tile" aria-pressed={shown === imageId} onClick={() => look(imageId)}>
                  <Thumbnail id={imageId} alt={words.value.saidOf(classes[label]!, classes[predicted]!, percent(probability))} />
                </button>
                <figcaption aria-hidden="true">{words.value.saidOf(classes[label]!, classes[predicted]!, wholePercent(probability))}</figcaption>
              </figure>
            ))}
          </div>
        </section>
      </div>
    </>
  );
}

function judgedPhotos(confusion: EvaluationReport['confusion']): number {
  return confusion.flat().reduce((sum, count) => sum + count, 0);
}

/** Its class, its labels or its numbers. */
function truthOf({ className, labels, values }: DatasetImage): string {
  if (values !== undefined) return Object.values(values).map(digits).join(', ');
  return labels === undefined ? className : labels.toSorted().join(', ');
}

/** Where it looks is above. */
function look(imageId: string): void {
  opened.value = imageId;
  document.querySelector('#looks-title')?.scrollIntoView({ block: 'nearest' });
}
