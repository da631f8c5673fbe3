import { recipeName, words } from '../language/language.ts';
import { clock, wholePercent } from '../parts/format.ts';
import { digits, shortScore } from '../parts/run-score.ts';
import { dataset, guessing } from '../state/project.ts';
import { type LiveTraining, endTraining, ending, live, liveEpochs } from '../state/training.ts';
import { Ribbon } from './ribbon.tsx';
import { Watched } from './watched.tsx';

/** A training as it goes: its stages, how right it is, and what it makes of a photo of
 * each class. */
export function Story({ now }: { readonly now: LiveTraining }) {
  const place = now.epochs === 0 ? preparing(now) : `${recipeName(now.stage)}, ${words.value.epochOf(now.epoch + 1, now.epochs)}`;
  return (
    <div class="story">
      <Ribbon now={now} />
      <progress aria-label={place} max={1} value={now.overall ?? 0} />
      <p class="progress-line">
        <span>
          {words.value.progress(wholePercent(now.overall ?? 0))}
          {now.secondsLeft !== null && ` · ${words.value.left(clock(now.secondsLeft))}`}
        </span>
        <strong class="hint" role="status">
          {place}
        </strong>
      </p>
      {now.bodyRateScale !== null && <p class="hint">{words.value.bodyRates(now.bodyRateScale)}</p>}
      <Accuracy />
      <div class="row">
        <button type="button" disabled={ending.value !== null} onClick={() => void endTraining('paused')}>
          {words.value.pause}
        </button>
        <button type="button" disabled={ending.value !== null} onClick={() => void endTraining('stopped')}>
          {words.value.stop}
        </button>
        {ending.value !== null && live.value !== null && <span class="hint">{words.value.ending[ending.value]}</span>}
      </div>
      <Watched />
    </div>
  );
}

function preparing({ measuring }: LiveTraining): string {
  return measuring === null ? words.value.preparing : words.value.measuring(measuring.done, measuring.images);
}

/** What decides, of the last epoch, beside what guessing gets. */
function Accuracy() {
  const last = liveEpochs.value.at(-1);
  const guessed = guessing.value;
  const { task } = dataset.value;
  return (
    <p class="figure" aria-live="off">
      <strong>
        {last === undefined ? '–' : task === 'single-label' ? wholePercent(last.validationAccuracy) : shortScore(task, last.metric ?? Number.NaN)}
      </strong>
      <span class="hint">
        {task === 'single-label' ? words.value.accuracy : last?.figures['MAE'] !== undefined && words.value.offBy(digits(last.figures['MAE']))}
        {guessed !== null && `${task === 'single-label' ? ', ' : ''}${words.value.guessingGets(wholePercent(guessed))}`}
      </span>
    </p>
  );
}
