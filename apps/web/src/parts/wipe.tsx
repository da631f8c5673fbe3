import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import { words } from '../language/language.ts';

interface WipeProps {
  readonly before: ComponentChildren;
  readonly after: ComponentChildren;
  /** What the two sides are called. */
  readonly names: readonly [string, string];
}

/** Two pictures of the same thing with a line between them that can be moved: one on its left, the
 * other on its right. */
export function Wipe({ before, after, names }: WipeProps) {
  const [share, setShare] = useState(0.5);
  return (
    <div class="compare" ref={(element) => element?.style.setProperty('--wipe', `${share * 100}%`)}>
      {after}
      <div class="compare-before">{before}</div>
      <span class="compare-line" aria-hidden="true" />
      <span class="compare-name" data-side="before" aria-hidden="true">
        {names[0]}
      </span>
      <span class="compare-name" data-side="after" aria-hidden="true">
        {names[1]}
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
