import { useState } from 'preact/hooks';

import type { ImageExplanation } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { Overlay } from './overlay.tsx';

interface CompareProps {
  readonly before: ImageExplanation;
  readonly after: ImageExplanation;
  /** Whose gate is shown; null for Grad-CAM. */
  readonly block: string | null;
}

const strength = 0.75;

/** A photo with two maps: before the training on the left of a line that can be moved, after it on
 * the right. */
export function Compare({ before, after, block }: CompareProps) {
  const [share, setShare] = useState(0.5);
  const palette = block === null ? 'heat' : 'gate';
  return (
    <div class="compare" ref={(element) => element?.style.setProperty('--wipe', `${share * 100}%`)}>
      <Overlay picture={after.picture} map={mapOf(after, block)} palette={palette} strength={strength} label={`${words.value.looks}, ${words.value.after}`} />
      <div class="compare-before">
        <Overlay
          picture={before.picture}
          map={mapOf(before, block)}
          palette={palette}
          strength={strength}
          label={`${words.value.looks}, ${words.value.before}`}
        />
      </div>
      <span class="compare-line" aria-hidden="true" />
      <span class="compare-name" data-side="before" aria-hidden="true">
        {words.value.before}
      </span>
      <span class="compare-name" data-side="after" aria-hidden="true">
        {words.value.after}
      </span>
      <input
        type="range"
        min="0"
        max="1"
        step="0.01"
        value={share}
        aria-label={words.value.wipe}
        onInput={({ currentTarget }) => setShare(currentTarget.valueAsNumber)}
      />
    </div>
  );
}

function mapOf({ attention, gradCam }: ImageExplanation, block: string | null) {
  return block === null ? gradCam : (attention.find((gate) => gate.block === block)?.map ?? null);
}
