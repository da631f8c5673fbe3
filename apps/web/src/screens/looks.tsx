import { useState } from 'preact/hooks';

import type { ImageExplanation } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { percent } from '../parts/format.ts';
import { Overlay } from '../parts/overlay.tsx';

const likeliest = 5;

/** An image as the network saw it, a map over it to choose, and what it says. */
export function Looks({ explanation }: { readonly explanation: ImageExplanation }) {
  const [chosen, setChosen] = useState('grad-cam');
  const [strength, setStrength] = useState(0.5);
  const { picture, gradCam, attention, top } = explanation;
  const map = attention.find(({ block }) => block === chosen)?.map ?? gradCam;
  return (
    <div class="looks">
      <Overlay picture={picture} map={map} strength={strength} label={`${words.value.looks}: ${top[0]?.className ?? ''}`} />
      <div>
        <ul class="bars">
          {top.slice(0, likeliest).map(({ className, probability }) => (
            <li key={className}>
              <span>{className}</span>
              <meter aria-label={className} value={probability} />
              <span>{percent(probability)}</span>
            </li>
          ))}
        </ul>
        <label class="field">
          <span>{words.value.map}</span>
          <select value={chosen} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
            <option value="grad-cam">{words.value.gradCam}</option>
            {attention.map(({ kind, block }) => (
              <option key={block} value={block}>
                {kind.toUpperCase()} {block}
              </option>
            ))}
          </select>
        </label>
        {chosen !== 'grad-cam' && (
          <p class="scale">
            <span>{map.from.toPrecision(4)}</span>
            <span class="ramp" aria-hidden="true" />
            <span>{map.to.toPrecision(4)}</span>
          </p>
        )}
        <label class="field">
          <span>{words.value.strength}</span>
          <input type="range" min="0" max="1" step="0.05" value={strength} onInput={({ currentTarget }) => setStrength(currentTarget.valueAsNumber)} />
        </label>
      </div>
    </div>
  );
}
