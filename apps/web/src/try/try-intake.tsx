import { useState } from 'preact/hooks';

import type { RunSummary } from '../engine/protocol/runs.ts';
import { words } from '../language/language.ts';
import { FileButton } from '../parts/file-button.tsx';
import { wholePercent } from '../parts/format.ts';
import { Lazy } from '../parts/lazy.tsx';
import { useDrop } from '../parts/use-drop.ts';
import { leastSure, tryFiles } from '../state/trial.ts';

/** The ways by which a new photo comes before the network. */
export function TryIntake({ run: { id: runId, task, classes } }: { readonly run: RunSummary }) {
  const drop = useDrop(({ files }) => void tryFiles([...files]));
  const [camera, setCamera] = useState(false);
  return (
    <section class="card try" data-paste="" aria-label={words.value.tryDrop} {...drop}>
      <strong>{words.value.tryDrop}</strong>
      <div class="row">
        <FileButton multiple accept="image/*" label={words.value.tryChoose} onFiles={(files) => void tryFiles([...files])} />
        <button type="button" aria-expanded={camera} onClick={() => setCamera(!camera)}>
          {camera ? words.value.liveStop : words.value.live}
        </button>
      </div>
      {task === 'single-label' && <p class="hint">{words.value.knowsOnly(classes.join(', '), wholePercent(leastSure(classes.length)))}</p>}
      {camera && <Lazy key={runId} load={async () => (await import('../camera/live-camera.tsx')).LiveCamera} with={{ runId }} />}
    </section>
  );
}
