import type { DatasetState } from '../engine/protocol/photos.ts';
import { words } from '../language/language.ts';
import { digits } from '../parts/run-score.ts';
import { removeClass, selected, toggle } from '../state/change-photos.ts';
import { dataset } from '../state/project.ts';
import { ClassCard } from './class-card.tsx';
import { dragImage } from './drop-on-class.ts';
import { ImageGrid } from './image-grid.tsx';

/** Photos that a table says several labels or numbers of: each label with its photos, and those
 * without one; or the numbers, and all photos. */
export function ToldPhotos() {
  const { task, classes, images } = dataset.value;
  const hasLabels = task === 'multi-label';
  const names = classes.map(({ name }) => name);
  const rest = hasLabels ? images.filter(({ labels }) => labels?.length === 0) : images;
  const title = hasLabels ? words.value.withoutLabels : words.value.photosTitle;
  return (
    <>
      {hasLabels ? names.map((name) => <ClassCard key={name} name={name} names={names} />) : <Targets classes={classes} />}
      {rest.length > 0 && (
        <section class="card class" aria-label={title}>
          <header>
            <strong>{title}</strong>
            <span class="count">{words.value.images(rest.length)}</span>
          </header>
          <ImageGrid label={title} images={rest} selected={selected.value} onToggle={toggle} onDrag={dragImage} />
        </section>
      )}
    </>
  );
}

/** Each number with where it lies. */
function Targets({ classes }: Pick<DatasetState, 'classes'>) {
  return (
    <ul class="targets">
      {classes.map(({ name, range }) => (
        <li key={name}>
          <strong>{name}</strong>
          {range !== undefined && <span class="count">{words.value.rangeOf(digits(range.least), digits(range.most), digits(range.mean))}</span>}
          {classes.length > 1 && (
            <button type="button" class="plain" aria-label={words.value.removeLabel(name)} onClick={() => void removeClass(name)}>
              ×
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}
