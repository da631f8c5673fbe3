import type { ComponentChildren } from 'preact';

import { words } from '../language/language.ts';
import type { Place } from '../state/place.ts';
import type { useDrop } from './use-drop.ts';

interface ColumnProps {
  readonly place: Place;
  /** Beside the title. */
  readonly action?: ComponentChildren;
  /** Where it takes drops. */
  readonly drop?: ReturnType<typeof useDrop>;
  readonly children: ComponentChildren;
}

/** A part of the workbench, whose title is where an address leads. */
export function Column({ place, action, drop, children }: ColumnProps) {
  const id = `${place}-title`;
  return (
    <section class={drop === undefined ? 'column' : 'column drop'} aria-labelledby={id} {...drop}>
      <header>
        <h2 id={id} tabIndex={-1} data-place={place}>
          {words.value.places[place]}
        </h2>
        {action}
      </header>
      {children}
    </section>
  );
}
