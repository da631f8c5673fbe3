import { Virtualizer, elementScroll, observeElementOffset, observeElementRect } from '@tanstack/virtual-core';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { DatasetImage } from '../engine/protocol/photos.ts';
import { words } from '../language/language.ts';
import { digits } from '../parts/run-score.ts';
import { Thumbnail } from '../parts/thumbnail.tsx';

const cell = 76;

interface ImageGridProps {
  readonly label: string;
  readonly images: readonly DatasetImage[];
  readonly selected: ReadonlySet<string>;
  readonly onToggle: (id: string) => void;
  readonly onDrag: (id: string, transfer: DataTransfer) => void;
}

/** Thumbnails of a class. Only the rows in sight are in the document, so thousands
 * scroll as a few do. */
export function ImageGrid({ label, images, selected, onToggle, onDrag }: ImageGridProps) {
  const box = useRef<HTMLDivElement>(null);
  const columns = useColumns(box);
  const rows = useRows(box, Math.ceil(images.length / columns));
  return (
    <div ref={box} class="grid" role="group" aria-label={label} tabIndex={0}>
      <div class="grid-inner" ref={(element) => element?.style.setProperty('height', `${rows.height}px`)}>
        {rows.visible.map(({ index, start }) => (
          <div key={index} class="grid-row" ref={(element) => placeRow(element, { start, columns })}>
            {images.slice(index * columns, (index + 1) * columns).map((image) => (
              <button
                key={image.id}
                type="button"
                class="tile"
                aria-pressed={selected.has(image.id)}
                title={`${[image.path, ...toldOf(image)].join(', ')}, ${words.value.split[image.split]}`}
                draggable
                onClick={() => onToggle(image.id)}
                onDragStart={({ dataTransfer }) => dataTransfer !== null && onDrag(image.id, dataTransfer)}
              >
                <Thumbnail id={image.id} alt={image.path} />
                {image.split === 'validation' && <span class="held" aria-hidden="true" />}
              </button>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

/** What a table says of a photo. */
function toldOf({ labels, values }: DatasetImage): readonly string[] {
  return labels ?? Object.entries(values ?? {}).map(([name, value]) => `${name} ${digits(value)}`);
}

/** Rows lie where the virtual list has them, and fill their width. */
function placeRow(element: HTMLElement | null, { start, columns }: { readonly start: number; readonly columns: number }): void {
  element?.style.setProperty('transform', `translateY(${start}px)`);
  element?.style.setProperty('--columns', String(columns));
}

function useColumns(box: { readonly current: HTMLDivElement | null }): number {
  const [columns, setColumns] = useState(4);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setColumns(Math.max(2, Math.floor((entry?.contentRect.width ?? 0) / cell))));
    if (box.current !== null) observer.observe(box.current);
    return () => observer.disconnect();
  }, [box]);
  return columns;
}

function useRows(box: { readonly current: HTMLDivElement | null }, count: number) {
  const [, setTurn] = useState(0);
  const redraw = () => setTurn((turn) => turn + 1);
  const [virtualizer] = useState(() => new Virtualizer<HTMLDivElement, HTMLDivElement>(options(count)));
  function options(rows: number) {
    return {
      count: rows,
      getScrollElement: () => box.current,
      estimateSize: () => cell,
      overscan: 3,
      observeElementRect,
      observeElementOffset,
      scrollToFn: elementScroll,
      onChange: () => redraw(),
    };
  }
  virtualizer.setOptions(options(count));
  useEffect(() => virtualizer._didMount(), [virtualizer]);
  useEffect(() => {
    virtualizer._willUpdate();
    redraw();
  }, [virtualizer, count]);
  return { visible: virtualizer.getVirtualItems(), height: virtualizer.getTotalSize() };
}
