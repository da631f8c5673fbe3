import type { ImageExplanation } from '../engine/protocol/insight.ts';
import { words } from '../language/language.ts';
import { Wipe } from '../parts/wipe.tsx';
import { Overlay } from './overlay.tsx';

interface CompareProps {
  readonly before: ImageExplanation;
  readonly beforeName: string;
  readonly after: ImageExplanation;
  /** Whose gate is shown; null for Grad-CAM. */
  readonly block: string | null;
}

const strength = 0.75;

/** A photo with two maps: before the training on the left of a line that can be moved, after it on
 * the right. */
export function Compare({ before, beforeName, after, block }: CompareProps) {
  const side = (explanation: ImageExplanation, name: string) => (
    <Overlay
      picture={explanation.picture}
      map={mapOf(explanation, block)}
      palette={block === null ? 'heat' : 'gate'}
      strength={strength}
      label={`${words.value.looks}, ${name}`}
    />
  );
  const names = [beforeName, words.value.after] as const;
  return <Wipe before={side(before, names[0])} after={side(after, names[1])} names={names} />;
}

function mapOf({ attention, gradCam }: ImageExplanation, block: string | null) {
  return block === null ? gradCam : (attention.find((gate) => gate.block === block)?.map ?? null);
}
