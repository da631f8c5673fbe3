import type { ImageExplanation } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { percent } from '../parts/format.ts';
import { isUnsure } from '../state/trial.ts';

const likeliest = 5;

/** What it is, or that it is not sure; and how likely each class is. */
export function Answer({ top, unknown }: Pick<ImageExplanation, 'top' | 'unknown'>) {
  const [first] = top;
  if (first === undefined) return null;
  const unsure = unknown === true || isUnsure(first.probability, top.length);
  return (
    <div class="answer" role="status">
      <strong data-unsure={unsure}>{unsure ? words.value.unsure : first.className}</strong>
      <ul class="bars">
        {top.slice(0, likeliest).map(({ className, probability }) => (
          <li key={className}>
            <span>{className}</span>
            <meter aria-label={className} value={probability} />
            <span>{percent(probability)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
