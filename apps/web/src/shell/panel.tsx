import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { NotLoaded } from '../parts/not-loaded.tsx';
import { words } from '../language/language.ts';

type PanelName = 'explore' | 'export';

/** What only a trained network needs is loaded when it is opened. */
const programs: Readonly<Record<PanelName, () => Promise<ComponentType>>> = {
  explore: async () => (await import('../explore/explore-panel.tsx')).ExplorePanel,
  export: async () => (await import('../export/export-panel.tsx')).ExportPanel,
};

/** A panel of the project beside the workbench. */
export function Panel({ name }: { readonly name: PanelName }) {
  const [content, setContent] = useState<{ readonly name: PanelName; readonly Content: ComponentType } | null>(null);
  useEffect(() => {
    let outdated = false;
    void programs[name]()
      .catch(() => NotLoaded)
      .then((Content) => outdated || setContent({ name, Content }));
    return () => {
      outdated = true;
    };
  }, [name]);
  return (
    <div class="panel">
      <h1 tabIndex={-1} data-place={name}>
        {words.value.places[name]}
      </h1>
      <p class="lead">{words.value.leads[name]}</p>
      {content?.name === name && <content.Content />}
    </div>
  );
}
