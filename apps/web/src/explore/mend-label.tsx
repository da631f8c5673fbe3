import { words } from '../language/language.ts';
import { relabel } from '../state/change-photos.ts';
import { goTo } from '../state/place.ts';
import { notice } from '../state/project.ts';
import { startTraining } from '../state/training.ts';

interface MendLabelProps {
  readonly imageId: string;
  readonly truth: string;
  readonly classes: readonly string[];
}

/** Corrects a photo's label where the mistake is the label's. */
export function MendLabel({ imageId, truth, classes }: MendLabelProps) {
  return (
    <label class="field">
      <span>{words.value.isReally}</span>
      <select value={truth} onChange={({ currentTarget }) => void mendLabel(imageId, currentTarget.value)}>
        {classes.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

/** Gives a photo another label, with the way to train on. */
export async function mendLabel(imageId: string, className: string): Promise<void> {
  if (!(await relabel([imageId], className))) return;
  notice.value = { text: ({ labelMended }) => labelMended, isFault: false, canUndo: true, wayOn: { name: ({ trainAgain: name }) => name, follow: trainAgain } };
}

function trainAgain(): void {
  goTo('train');
  void startTraining();
}
