import type { BackendOffer } from '../engine/protocol/backends.ts';
import { words } from '../language/language.ts';
import { offers, started } from '../state/project.ts';
import { live, startEngine } from '../state/training.ts';

/** What it computes on, and how fast: the last thing that anyone needs to know. */
export function EngineLine() {
  const offer = started.value ?? offers.value.find(({ hindrance }) => hindrance === null) ?? offers.value.find(({ name }) => name === 'wasm') ?? null;
  if (offer === null) return <p class="hint engine">{words.value.noEngine}</p>;
  const speed = live.value?.imagesPerSecond ?? null;
  const hint = whyNoFaster(offer.name);
  return (
    <section class="engine hint" aria-label={words.value.backend}>
      <span>
        {words.value.backendLine(offer.name, offer.threads)}
        {speed !== null && ` · ${words.value.speed(speed)}`}
      </span>
      {offers.value.length > 1 && (
        <details>
          <summary>{words.value.otherEngines}</summary>
          {hint !== null && <p>{hint}</p>}
          <Offers running={offer.name} />
        </details>
      )}
    </section>
  );
}

/** What stands in the way of the engines before this one, or of this one. */
function whyNoFaster(running: BackendOffer['name']): string | null {
  const place = offers.value.findIndex(({ name }) => name === running);
  const hindered = offers.value.slice(0, place + 1).filter(({ hindrance }) => hindrance !== null);
  if (hindered.length === 0) return null;
  return hindered.map(({ name, threads, hindrance }) => `${words.value.backendLine(name, threads)}: ${words.value.hindrances[hindrance!]}`).join(' ');
}

/** Every engine there is, to choose another; those that cannot be had say why. */
function Offers({ running }: { readonly running: BackendOffer['name'] }) {
  return (
    <ul class="offers">
      {offers.value.map(({ name, threads, available, hindrance }) => (
        <li key={`${name} ${threads}`}>
          <button type="button" aria-pressed={name === running} disabled={!available || live.value !== null} onClick={() => void startEngine(name)}>
            {words.value.backendLine(name, threads)}
          </button>
          {hindrance !== null && <span>{words.value.hindrances[hindrance]}</span>}
        </li>
      ))}
    </ul>
  );
}
