import { type Language, language, words } from '../language/language.ts';
import { wholePercent } from '../parts/format.ts';
import { type Place, goTo, place } from '../state/place.ts';
import { live } from '../state/training.ts';
import { type Theme, theme } from '../theme.ts';

/** Those of the workbench stand side by side where there is room. */
const listed: readonly Place[] = ['photos', 'train', 'try', 'explore', 'export'];

/** The name, the places, and how the page looks and speaks. */
export function Header() {
  return (
    <header class="top">
      <div class="brand">
        <img src="./icon.svg" alt="" width="26" height="26" />
        <span>Attune</span>
      </div>
      <nav aria-label={words.value.steps} class="places">
        <ul>
          {listed.map((name) => (
            <li key={name}>
              <PlaceButton name={name} />
            </li>
          ))}
        </ul>
      </nav>
      <div class="settings">
        <select aria-label={words.value.theme} value={theme.value} onChange={({ currentTarget }) => (theme.value = currentTarget.value as Theme)}>
          {Object.entries(words.value.themes).map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <select aria-label={words.value.language} value={language.value} onChange={({ currentTarget }) => (language.value = currentTarget.value as Language)}>
          <option value="en">English</option>
          <option value="zh-CN">简体中文</option>
        </select>
      </div>
    </header>
  );
}

function PlaceButton({ name }: { readonly name: Place }) {
  const overall = name === 'train' ? (live.value?.overall ?? null) : null;
  return (
    <button type="button" aria-current={place.value === name ? 'page' : undefined} onClick={() => goTo(name)}>
      {words.value.places[name]}
      {overall !== null && <small> {wholePercent(overall)}</small>}
    </button>
  );
}
