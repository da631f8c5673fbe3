import { words } from '../language/language.ts';
import { goTo } from '../state/place.ts';
import { canTrain } from '../state/project.ts';
import { live } from '../state/training.ts';
import { Curve } from './curve.tsx';
import { comesIn } from '../state/sample-photos.ts';
import { Ending } from './ending.tsx';
import { EngineLine } from './engine-line.tsx';
import { LostDetail } from './lost-detail.tsx';
import { Obstacles } from './obstacles.tsx';
import { Plan } from './plan.tsx';
import { PresetCards } from './preset-cards.tsx';
import { StartRow } from './start-row.tsx';
import { Story } from './story.tsx';

/** Where it learns: how thoroughly, how far it is, and what came of it. */
export function TrainColumn() {
  const now = live.value;
  return (
    <section class="column" aria-labelledby="train-title">
      <header>
        <h2 id="train-title" tabIndex={-1} data-place="train">
          {words.value.places.train}
        </h2>
        <button type="button" disabled={now !== null} onClick={() => goTo('model')}>
          {words.value.advanced}
        </button>
      </header>
      {now === null ? (
        <>
          <PresetCards />
          <LostDetail />
          <StartRow />
          {!canTrain.value && !comesIn.value && <Obstacles />}
          <Ending />
          <Plan />
        </>
      ) : (
        <Story now={now} />
      )}
      <Curve />
      <EngineLine />
    </section>
  );
}
