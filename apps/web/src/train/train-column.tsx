import { Fragment } from 'preact';

import { words } from '../language/language.ts';
import { Column } from '../parts/column.tsx';
import { goTo } from '../state/place.ts';
import { canTrain } from '../state/project.ts';
import { live } from '../state/training.ts';
import { comesIn } from '../state/sample-photos.ts';
import { EngineLine } from './engine-line.tsx';
import { LastRun } from './last-run.tsx';
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
    <Column
      place="train"
      action={
        <button type="button" disabled={now !== null} onClick={() => goTo('model')}>
          {words.value.advanced}
        </button>
      }
    >
      {now === null ? (
        <>
          <PresetCards />
          <LostDetail />
          <Plan />
          <StartRow />
          {!canTrain.value && !comesIn.value && <Obstacles />}
        </>
      ) : (
        <Story now={now} />
      )}
      <Fragment key={now === null ? 'ended' : 'live'}>
        <LastRun />
        <EngineLine />
      </Fragment>
    </Column>
  );
}
