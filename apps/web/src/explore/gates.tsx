import { useState } from 'preact/hooks';

import type { ImageExplanation } from '../engine/protocol/insight.ts';
import { words } from '../language/language.ts';
import { Overlay } from './overlay.tsx';
import { hardlyActs } from './paint-map.ts';

interface GatesProps {
  readonly explanation: ImageExplanation;
  readonly chosen: string;
  readonly onChoose: (block: string) => void;
}

/** All gates over the photo, the first layer first, on one scale; each leads to its own map. */
export function Gates({ explanation, chosen, onChoose }: GatesProps) {
  const [trueScale, setTrueScale] = useState(true);
  const { attention, picture } = explanation;
  if (attention.length === 0) return <p class="hint">{words.value.noGates}</p>;
  return (
    <div class="gates">
      <header>
        <h3>{words.value.gates}</h3>
        <label>
          <input type="checkbox" checked={trueScale} onChange={({ currentTarget }) => setTrueScale(currentTarget.checked)} /> {words.value.trueScale}
        </label>
      </header>
      <p class="hint">{words.value.gatesHint}</p>
      <ul class="gate-strip" tabIndex={0} aria-label={words.value.gates}>
        {attention.map(({ kind, block, map }) => (
          <li key={block}>
            <button type="button" class="gate" aria-pressed={chosen === block} onClick={() => onChoose(block)}>
              <Overlay
                picture={picture}
                map={map}
                palette={trueScale ? 'gate' : 'stretched'}
                strength={0.9}
                label={words.value.gateOf(kind.toUpperCase(), block)}
              />
              <span>{block}</span>
              {hardlyActs(map) && <small class="badge">{words.value.hardlyActs}</small>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
