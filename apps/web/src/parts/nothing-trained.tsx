import { words } from '../language/language.ts';
import { goTo } from '../state/place.ts';

/** In place of what needs a trained network. */
export function NothingTrained() {
  return (
    <section class="card empty">
      <p>{words.value.noRun}</p>
      <button type="button" class="primary" onClick={() => goTo('train')}>
        {words.value.goTrain}
      </button>
    </section>
  );
}
