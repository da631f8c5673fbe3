import type { RunSummary } from '../engine/protocol/runs.ts';
import { words } from '../language/language.ts';
import { goTo } from '../state/place.ts';

interface NotJudgedProps {
  readonly run: RunSummary;
  readonly hindrance: 'no-table' | 'no-photos';
}

/** Why a run's mistakes cannot be counted here, and what can be done with it instead. */
export function NotJudged({ run, hindrance }: NotJudgedProps) {
  const needsPhotos = hindrance === 'no-photos';
  return (
    <section class="card empty">
      <p>{(needsPhotos ? words.value.needsPhotosOf : words.value.needsTableOf)(run.classes.join(', '))}</p>
      <div class="row">
        <button type="button" class="primary" onClick={() => goTo('photos')}>
          {words.value.addPhotos}
        </button>
        {!needsPhotos && (
          <button type="button" onClick={() => goTo('try')}>
            {words.value.tryChoose}
          </button>
        )}
      </div>
    </section>
  );
}
