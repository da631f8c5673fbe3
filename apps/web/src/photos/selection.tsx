import { words } from '../language/language.ts';
import { relabel, removeImages, selected } from '../state/change-photos.ts';

/** What can be done with the photos that are selected. */
export function Selection({ names }: { readonly names: readonly string[] }) {
  const ids = [...selected.value];
  if (ids.length === 0) return null;
  return (
    <div class="selection" role="toolbar" aria-label={words.value.selected(ids.length)}>
      <strong>{words.value.selected(ids.length)}</strong>
      <select aria-label={words.value.moveTo} value="" onChange={({ currentTarget }) => void relabel(ids, currentTarget.value)}>
        <option value="" disabled>
          {words.value.moveTo} …
        </option>
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
      <button type="button" onClick={() => void removeImages(ids)}>
        {words.value.removeImages}
      </button>
      <button type="button" class="plain small" onClick={() => (selected.value = new Set())}>
        {words.value.selectNone}
      </button>
    </div>
  );
}
