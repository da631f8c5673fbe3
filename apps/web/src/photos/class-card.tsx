import { words } from '../language/language.ts';
import { useDrop } from '../parts/use-drop.ts';
import { removeClass, renameClass, selected, toggle, toggleAll } from '../state/change-photos.ts';
import { dataset } from '../state/project.ts';
import { ClassIntake } from './class-intake.tsx';
import { dragImage, dropOnClass } from './drop-on-class.ts';
import { ImageGrid } from './image-grid.tsx';

interface ClassCardProps {
  readonly name: string;
  /** Of all classes. */
  readonly names: readonly string[];
}

/** A class, or a label that photos may have beside others: its name to change, its photos, and the
 * ways to add some. */
export function ClassCard({ name, names }: ClassCardProps) {
  const drop = useDrop((transfer) => void dropOnClass(transfer, name));
  const { task, images: all } = dataset.value;
  const images = all.filter(({ className, labels }) => labels?.includes(name) ?? className === name);
  const removal = task === 'multi-label' ? words.value.removeLabel : words.value.removeClass;
  const ids = images.map(({ id }) => id);
  return (
    <section class="card class" aria-label={name} data-paste={name} {...drop}>
      <header>
        <ClassName name={name} names={names} />
        <span class="count">{words.value.images(images.length)}</span>
        {images.length > 0 && (
          <button type="button" class="plain small" onClick={() => toggleAll(ids)}>
            {ids.every((id) => selected.value.has(id)) ? words.value.selectNone : words.value.selectAll}
          </button>
        )}
        <button type="button" class="plain" aria-label={removal(name)} onClick={() => void removeClass(name)}>
          ×
        </button>
      </header>
      {images.length > 0 && <ImageGrid label={name} images={images} selected={selected.value} onToggle={toggle} onDrag={dragImage} />}
      <ClassIntake className={name} isEmpty={images.length === 0} />
    </section>
  );
}

/** A name that another class has merges the two, so those are offered. */
function ClassName({ name, names }: ClassCardProps) {
  const list = `other-than-${name}`;
  return (
    <>
      <input
        class="class-name"
        type="text"
        size={1}
        list={list}
        aria-label={words.value.nameOfClass(name)}
        defaultValue={name}
        onKeyDown={({ key, currentTarget }) => {
          if (key === 'Enter') currentTarget.blur();
          if (key !== 'Escape') return;
          currentTarget.value = name;
          currentTarget.blur();
        }}
        onBlur={({ currentTarget }) =>
          void renameClass(name, currentTarget.value).then((done) => {
            if (!done || currentTarget.value.trim() === '') currentTarget.value = name;
          })
        }
      />
      <datalist id={list}>
        {names
          .filter((other) => other !== name)
          .map((other) => (
            <option key={other} value={other} />
          ))}
      </datalist>
    </>
  );
}
