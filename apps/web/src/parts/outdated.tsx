import { words } from '../language/language.ts';
import { isJudging, isOutdated, judgeAgain } from '../state/judgement.ts';

/** That the photos have changed since the network was judged on them, and a press to look again. */
export function Outdated() {
  if (!isOutdated.value) return null;
  return (
    <div class="warnings outdated" role="status">
      <p>{words.value.outdated}</p>
      <button type="button" disabled={isJudging.value} aria-busy={isJudging.value} onClick={() => void judgeAgain()}>
        {words.value.lookAgain}
      </button>
    </div>
  );
}
