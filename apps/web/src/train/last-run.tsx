import { words } from '../language/language.ts';
import { isOfOtherChoices } from '../state/last-run.ts';
import { run } from '../state/project.ts';
import { live, outcome } from '../state/training.ts';
import { Curve } from './curve.tsx';
import { Ending } from './ending.tsx';

/** How the last training went and ended; under its own name once something else is chosen. */
export function LastRun() {
  const last = live.value === null && isOfOtherChoices.value ? run.value : null;
  const hasFailed = outcome.value?.state === 'failed';
  if (last === null || (last.epochs.length === 0 && outcome.value === null))
    return (
      <>
        {live.value === null && <Ending />}
        <Curve />
      </>
    );
  return (
    <>
      {hasFailed && <Ending />}
      <section class="last-run" aria-labelledby="last-run-title">
        <h3 id="last-run-title">{words.value.lastRun(last.name)}</h3>
        <p class="hint">{words.value.lastRunHint}</p>
        {!hasFailed && <Ending />}
        <Curve />
      </section>
    </>
  );
}
