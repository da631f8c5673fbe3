import { useEffect, useRef } from 'preact/hooks';

import { words } from '../language/language.ts';
import { Lazy } from '../parts/lazy.tsx';
import { goTo } from '../state/place.ts';

/** All that can be chosen of a network and its training, beside the workbench. Back closes it, as
 * does Escape. */
export function AdvancedDrawer() {
  const drawer = useRef<HTMLDivElement>(null);
  useEffect(() => drawer.current?.focus(), []);
  return (
    <>
      <div class="veil" onClick={close} />
      <div ref={drawer} class="drawer" role="dialog" aria-labelledby="model-title" tabIndex={-1} onKeyDown={({ key }) => key === 'Escape' && close()}>
        <header>
          <h2 id="model-title" tabIndex={-1}>
            {words.value.places.model}
          </h2>
          <button type="button" class="primary" onClick={close}>
            {words.value.closeAdvanced}
          </button>
        </header>
        <Lazy load={async () => (await import('./network-form.tsx')).ModelChoices} with={{}} />
      </div>
    </>
  );
}

function close(): void {
  goTo('train');
}
