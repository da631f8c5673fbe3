import { words } from '../language/language.ts';
import { relabel, removeImages, selected, unlabel } from '../state/change-photos.ts';
import { dataset } from '../state/project.ts';

/** What can be done with the photos that are selected. */
export function Selection({ names }: { readonly names: readonly string[] }) {
  const ids = [...selected.value];
  const { task } = dataset.value;
  if (ids.length === 0) return null;
  return (
    <div class="selection" role="toolbar" aria-label={words.value.selected(ids.length)}>
      <div class="row">
        <strong>{words.value.selected(ids.length)}</strong>
        <button type="button" class="plain small" onClick={() => (selected.value = new Set())}>
          {words.value.selectNone}
        </button>
      </div>
      <div class="row">
        {task !== 'regression' && (
          <NameChoice title={task === 'single-label' ? words.value.moveTo : words.value.addLabel} names={names} onChoose={(name) => void relabel(ids, name)} />
        )}
        {task === 'multi-label' && <NameChoice title={words.value.takeLabel} names={names} onChoose={(name) => void unlabel(ids, name)} />}
        <button type="button" onClick={() => void removeImages(ids)}>
          {words.value.removeImages}
        </button>
      </div>
    </div>
  );
}

interface NameChoiceProps {
  readonly title: string;
  readonly names: readonly string[];
  readonly onChoose: (name: string) => void;
}

/** What is done with the name that is chosen. */
function NameChoice({ title, names, onChoose }: NameChoiceProps) {
  return (
    <select aria-label={title} value="" onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
      <option value="" disabled>
        {title} …
      </option>
      {names.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}
