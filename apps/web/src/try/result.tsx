import type { RunSummary } from '../engine/protocol/runs.ts';
import type { Judgement, TargetReport } from '../engine/protocol/insight.ts';
import { words } from '../language/language.ts';
import { percent, wholePercent } from '../parts/format.ts';
import { Outdated } from '../parts/outdated.tsx';
import { digits, runScore, scoreText } from '../parts/run-score.ts';
import { judgement, score } from '../state/judgement.ts';
import { isOfOtherChoices } from '../state/last-run.ts';
import { guessingOf } from '../state/project.ts';
import { Explained } from './explained.tsx';
import { isLikeGuessing } from './like-guessing.ts';

/** How good it is on the held-back photos, beside what guessing gets. */
export function Result({ run }: { readonly run: RunSummary }) {
  const report = judgement.value;
  return (
    <div class="result">
      {isOfOtherChoices.value && <p class="hint">{words.value.lastRun(run.name)}</p>}
      <Score run={run} report={report} />
      <p class="hint">{words.value.heldBack}</p>
      <Outdated />
      {report?.task === 'single-label' && report.strangers > 0 && <p class="hint">{words.value.strangers(report.strangers)}</p>}
      <Explained />
    </div>
  );
}

function Score({ run, report }: { readonly run: RunSummary; readonly report: Judgement | null }) {
  if (report === null) return <BestEpoch run={run} />;
  if (report.task !== 'single-label') return <TargetScore report={report} />;
  const scored = score(report);
  return (
    <>
      <p class="score">{words.value.rightOf(scored.right, scored.total)}</p>
      <p>
        {words.value.guessed(scored.guessed)} {isLikeGuessing(scored) && words.value.likeGuessing}
      </p>
    </>
  );
}

/** Before the held-back photos are counted, and where they cannot be. */
function BestEpoch({ run }: { readonly run: RunSummary }) {
  const guessed = guessingOf(run.task);
  const isOneClass = run.task === 'single-label';
  return (
    <>
      <p class="score">{isOneClass ? words.value.rightShare(runScore(run)) : runScore(run)}</p>
      <p>{guessed !== null && isOneClass && words.value.guessingGets(wholePercent(guessed))}</p>
    </>
  );
}

/** By what decides in the task, and how far off that is in words. */
function TargetScore({ report: { task, classes, figures, numbers } }: { readonly report: TargetReport }) {
  const guessed = guessingOf(task);
  const amounts = numbers.map(({ MAE }, place) => (numbers.length === 1 ? digits(MAE) : `${classes[place]} ${digits(MAE)}`)).join(', ');
  return (
    <>
      <p class="score">{scoreText(task, figures[task === 'multi-label' ? 'mAP' : 'R2']!)}</p>
      <p>
        {task === 'multi-label'
          ? `${words.value.f1Of(percent(figures['F1']!))} ${guessed === null ? '' : words.value.rankingGets(percent(guessed))}`
          : `${words.value.offBy(amounts)} ${words.value.guessingMean}`}
      </p>
    </>
  );
}
