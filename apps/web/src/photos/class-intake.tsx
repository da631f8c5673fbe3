import { useState } from 'preact/hooks';

import { words } from '../language/language.ts';
import { FileButton } from '../parts/file-button.tsx';
import { Lazy } from '../parts/lazy.tsx';
import { chosenFiles, gatherFiles } from '../state/gather-files.ts';

interface ClassIntakeProps {
  readonly className: string;
  readonly isEmpty: boolean;
}

/** The ways by which photos come into a class. */
export function ClassIntake({ className, isEmpty }: ClassIntakeProps) {
  const [camera, setCamera] = useState(false);
  return (
    <>
      <div class="row">
        {isEmpty && <span class="hint">{words.value.fillClass}</span>}
        <FileButton multiple accept="image/*" label={words.value.addPhotos} onFiles={(files) => void gatherFiles(chosenFiles(files, className))} />
        <button type="button" aria-expanded={camera} onClick={() => setCamera(!camera)}>
          {words.value.camera}
        </button>
      </div>
      {camera && <Lazy load={async () => (await import('../camera/camera-burst.tsx')).CameraBurst} with={{ className }} />}
    </>
  );
}
