import type { ModelBlock } from '../engine/protocol/choices.ts';
import { words } from '../language/language.ts';
import { large } from '../parts/format.ts';

interface NetworkDrawingProps {
  readonly blocks: readonly ModelBlock[];
  readonly onToggle: (block: ModelBlock) => void;
}

/** The network from image to answer, a column for each size of maps; each block is a
 * switch for its attention. */
export function NetworkDrawing({ blocks, onToggle }: NetworkDrawingProps) {
  const stages = [...new Set(blocks.map(({ stage }) => stage))];
  return (
    <div class="network" role="group" aria-label={words.value.drawn}>
      {stages.map((stage) => (
        <div key={stage} class="network-stage">
          <span class="network-name">{stage}</span>
          {blocks
            .filter((block) => block.stage === stage)
            .map((block) => (
              <Block key={block.id} block={block} onToggle={onToggle} />
            ))}
        </div>
      ))}
    </div>
  );
}

function Block({ block, onToggle }: { readonly block: ModelBlock; readonly onToggle: (block: ModelBlock) => void }) {
  const { label, output, parameters, attends, canAttend } = block;
  const state = attends ? words.value.withAttention : words.value.withoutAttention;
  return (
    <button
      type="button"
      class="block"
      role="switch"
      aria-checked={attends}
      disabled={!canAttend}
      aria-label={`${label}, ${state}`}
      onClick={() => onToggle(block)}
    >
      <svg viewBox="0 0 120 56" aria-hidden="true">
        <rect class="block-body" x="1" y="1" width="118" height="54" rx="9" />
        <path class="block-shortcut" d="M12 14C12 6 20 6 28 6H92C100 6 108 6 108 14" />
        <text x="12" y="29">
          {label}
        </text>
        <text x="12" y="45" class="detail">{`${output[0]}×${output[1]}×${output[2]} · ${large(parameters)}`}</text>
        {canAttend && <circle class="block-gate" cx="106" cy="27" r="7" />}
      </svg>
    </button>
  );
}
