import { words } from '../language/language.ts';
import { reload } from '../state/tell-fault.ts';

/** In place of a part whose program did not come: the connection is gone, or the page is newer. */
export function NotLoaded() {
  const { name, follow } = reload();
  return (
    <div class="fault" role="alert">
      <p>{words.value.problems.page['part-missing']}</p>
      <button type="button" onClick={follow}>
        {name}
      </button>
    </div>
  );
}
