import { words } from '../language/language.ts';
import { wholePercent } from '../parts/format.ts';
import { takeProject } from '../state/one-tab.ts';
import { followed } from '../state/other-tab.ts';

/** In place of the page while another tab has the project, whose state it follows. */
export function Elsewhere() {
  const there = followed.value;
  return (
    <main>
      <section class="card elsewhere">
        <h1>{words.value.elsewhere}</h1>
        <p>{words.value.elsewhereHint}</p>
        {there !== null && <p role="status">{words.value.elsewhereNow(there.photos, there.overall === null ? null : wholePercent(there.overall))}</p>}
        {there?.overall !== null && there?.overall !== undefined && (
          <progress aria-label={words.value.progress(wholePercent(there.overall))} max={1} value={there.overall} />
        )}
        <button type="button" class="primary" onClick={takeProject}>
          {words.value.useThisTab}
        </button>
      </section>
    </main>
  );
}
