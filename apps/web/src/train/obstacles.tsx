import { words } from '../language/language.ts';
import { obstacleText } from '../language/warning-text.ts';
import { dataset } from '../state/project.ts';

/** What keeps the training from starting. */
export function Obstacles() {
  return (
    <div class="obstacles" role="group" aria-label={words.value.cannotStart}>
      <strong>{words.value.cannotStart}</strong>
      <ul>
        {dataset.value.obstacles.map((obstacle) => (
          <li key={JSON.stringify(obstacle)}>{obstacleText(words.value, obstacle)}</li>
        ))}
      </ul>
    </div>
  );
}
