import { useEffect } from 'preact/hooks';

import { words } from '../language/language.ts';
import { roughTime } from '../parts/format.ts';
import { type Preset, advised, choosePreset, chosenPreset, hasLarge, presetSeconds, presets, timePresets } from '../state/presets.ts';
import { canTrain, choicesPending, dataset, download } from '../state/project.ts';

/** Three ways to train, each with its network, its time here, and what it fetches. */
export function PresetCards() {
  const photos = dataset.value;
  useEffect(() => {
    void timePresets();
  }, [photos]);
  return (
    <>
      <div class="presets" role="radiogroup" aria-label={words.value.presetsTitle} onKeyDown={goByArrows}>
        {presets.map((preset) => (
          <PresetCard key={preset.name} preset={preset} isWayIn={preset.name === (chosenPreset.value ?? presets[0]!.name)} />
        ))}
      </div>
      {chosenPreset.value === null && <p class="badge">{words.value.ownSettings}</p>}
      {download.value !== null && <Download />}
    </>
  );
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

/** Arrows lead from card to card. They choose none, since a card may fetch something:
 * Space does. */
function goByArrows(event: KeyboardEvent): void {
  const step = steps[event.key];
  const cards = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=radio]')];
  const place = cards.findIndex((card) => card === document.activeElement);
  if (step === undefined || place < 0) return;
  event.preventDefault();
  cards[(place + step + cards.length) % cards.length]!.focus();
}

interface PresetCardProps {
  readonly preset: Preset;
  /** Whether Tab leads to it. */
  readonly isWayIn: boolean;
}

function PresetCard({ preset, isWayIn }: PresetCardProps) {
  const [title = '', text = ''] = words.value.presets[preset.name];
  const isChosen = chosenPreset.value === preset.name;
  return (
    <button
      type="button"
      role="radio"
      class="preset"
      aria-checked={isChosen}
      tabIndex={isWayIn ? 0 : -1}
      disabled={choicesPending.value > 0 && download.value !== null}
      onClick={() => void choosePreset(preset)}
    >
      <strong>
        {title} {preset.name === advised.value && <small class="badge">{words.value.advised}</small>}
      </strong>
      <span>{text}</span>
      <small>{timeOf(preset)}</small>
      <small>{downloadOf(preset)}</small>
    </button>
  );
}

function timeOf({ name }: Preset): string {
  const seconds = presetSeconds.value[name];
  if (seconds !== undefined) return words.value.about(roughTime(seconds, words.value));
  return canTrain.value ? words.value.timing : words.value.timeLater;
}

function downloadOf({ megabytes }: Preset): string {
  if (megabytes === 0) return words.value.noDownload;
  return hasLarge.value ? words.value.fetched : words.value.downloadOf(megabytes);
}

function Download() {
  const { done, total } = download.value!;
  const text = words.value.downloadedOf(inMegabytes(done), total === null ? null : inMegabytes(total));
  return (
    <div class="intake">
      <span class="hint">
        {words.value.downloading}: {text}
      </span>
      <progress aria-label={words.value.downloading} max={total ?? undefined} value={total === null ? undefined : done} />
    </div>
  );
}

function inMegabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
