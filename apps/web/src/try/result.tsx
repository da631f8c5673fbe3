import type { RunSummary } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { percent, wholePercent } from '../parts/format.ts';
import { judgement, score } from '../state/judgement.ts';
import { guessing } from '../state/project.ts';
import { Explained } from './explained.tsx';

/** How many of the held-back photos it gets right, beside what guessing gets. */
export function Result({ run }: { readonly run: RunSummary }) {
  const report = judgement.value;
  const counted = report === null ? null : score(report);
  const guessed = guessing.value;
  return (
    <div class="result">
      <p class="score">
        {counted === null ? words.value.rightShare(percent(run.bestValidationAccuracy ?? 0)) : words.value.rightOf(counted.right, counted.total)}
      </p>
      <p>{counted === null ? guessed !== null && words.value.guessingGets(wholePercent(guessed)) : words.value.guessed(counted.guessed)}</p>
      <p class="hint">{words.value.heldBack}</p>
      {report !== null && report.strangers > 0 && <p class="hint">{words.value.strangers(report.strangers)}</p>}
      <Explained />
    </div>
  );
}
