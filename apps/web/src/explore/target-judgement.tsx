import type { TargetReport } from '../engine/protocol/insight.ts';
import { words } from '../language/language.ts';
import { percent } from '../parts/format.ts';
import { Help } from '../parts/help.tsx';
import { digits } from '../parts/run-score.ts';
import { Thumbnail } from '../parts/thumbnail.tsx';
import { Scatter } from './scatter.tsx';

const imagesShown = 48;

interface TargetJudgementProps {
  readonly report: TargetReport;
  /** What is so of each photo that is still there, by its id. */
  readonly truths: ReadonlyMap<string, string>;
  readonly shown: string | null;
  readonly onLook: (imageId: string) => void;
}

/** How well several labels are told, each by itself, or numbers; and the photos with the highest
 * losses. */
export function TargetJudgement({ report, truths, shown, onLook }: TargetJudgementProps) {
  const { task, figures, loss, predictions } = report;
  const present = predictions.filter(({ imageId }) => truths.has(imageId));
  return (
    <>
      <p class="lead">
        {task === 'multi-label'
          ? words.value.judgedLabels(percent(figures['mAP']!), percent(figures['F1']!), predictions.length, loss.toFixed(3))
          : words.value.judgedNumbers(figures['R2']!.toFixed(3), predictions.length, loss.toFixed(3))}
      </p>
      <div class="columns">
        {task === 'multi-label' ? <LabelTable report={report} /> : <Targets report={report} />}
        <section class="card" aria-labelledby="images-title">
          <h2 id="images-title">{words.value.topLosses}</h2>
          <div class="strip">
            {present.slice(0, imagesShown).map(({ imageId, said }) => {
              const text = `${truths.get(imageId) || '–'} → ${saidOf(report, said) || '–'}`;
              return (
                <figure key={imageId} class="judged">
                  <button type="button" class="tile" aria-pressed={shown === imageId} onClick={() => onLook(imageId)}>
                    <Thumbnail id={imageId} alt={text} />
                  </button>
                  <figcaption aria-hidden="true">{text}</figcaption>
                </figure>
              );
            })}
          </div>
        </section>
      </div>
    </>
  );
}

function saidOf({ task, classes, labels }: TargetReport, said: readonly number[]): string {
  if (task === 'regression') return said.map(digits).join(', ');
  return classes
    .filter((_, place) => said[place]! >= labels[place]!.threshold)
    .toSorted()
    .join(', ');
}

/** How good each label is. */
function LabelTable({ report: { classes, labels } }: Pick<TargetJudgementProps, 'report'>) {
  return (
    <section class="card" aria-labelledby="labels-title">
      <header>
        <h2 id="labels-title">{words.value.perLabel}</h2>
        <Help term="mAP" />
      </header>
      <p class="hint">{words.value.perLabelHint}</p>
      <div class="scroll" tabIndex={0} role="group" aria-label={words.value.perLabel}>
        <table class="per-label">
          <thead>
            <tr>
              {words.value.labelColumns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {labels.map(({ images, AP, precision, recall, F1, threshold }, place) => (
              <tr key={classes[place]}>
                <th scope="row">{classes[place]}</th>
                <td>{images}</td>
                {[AP, precision, recall, F1, threshold].map((share, column) => (
                  <td key={column}>{Number.isNaN(share) ? '–' : percent(share)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Targets({ report: { classes, numbers, predictions } }: Pick<TargetJudgementProps, 'report'>) {
  return (
    <section class="card" aria-labelledby="targets-title">
      <header>
        <h2 id="targets-title">{words.value.perTarget}</h2>
        <Help term="R2" />
      </header>
      <p class="hint">{words.value.perTargetHint}</p>
      {classes.map((name, place) => (
        <figure key={name} class="scatter">
          <figcaption>
            <strong>{name}</strong> {words.value.targetFigures(numbers[place]!.R2.toFixed(3), digits(numbers[place]!.MAE))}
          </figcaption>
          <Scatter label={words.value.scatterOf(name)} dots={predictions.map(({ truth, said }) => [truth[place]!, said[place]!])} />
        </figure>
      ))}
    </section>
  );
}
