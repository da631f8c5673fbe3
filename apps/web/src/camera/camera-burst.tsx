import { fileFromVideo } from '@attune/data/browser';
import { useRef, useState } from 'preact/hooks';

import type { GatheredFile } from '../engine/protocol/photos.ts';
import { words } from '../language/language.ts';
import { gatherFiles } from '../state/gather-files.ts';
import { CameraDenied } from './camera-denied.tsx';
import { useCamera } from './use-camera.ts';

const everyMilliseconds = 150;

/** Takes pictures while its button is held. A burst is one group: frames of one moment are too
 * alike to judge each other. */
export function CameraBurst({ className }: { readonly className: string }) {
  const { video, denied, again: askAgain } = useCamera();
  const holding = useRef(false);
  const [shows, setShows] = useState(false);
  /** While the button is held. */
  const [taken, setTaken] = useState<number | null>(null);
  if (denied) return <CameraDenied onAgain={askAgain} />;

  async function burst(): Promise<void> {
    if (video.current === null || holding.current) return;
    holding.current = true;
    setTaken(0);
    const group = `camera-${Date.now()}`;
    const files: GatheredFile[] = [];
    while (holding.current && video.current !== null) {
      files.push({ ...(await fileFromVideo(video.current, { path: `${className}/${group}-${String(files.length).padStart(4, '0')}.png`, group })), className });
      setTaken(files.length);
      await new Promise((resolve) => setTimeout(resolve, everyMilliseconds));
    }
    setTaken(null);
    await gatherFiles(files);
  }
  const release = () => {
    holding.current = false;
  };
  return (
    <div class="camera">
      <video ref={video} autoplay muted playsinline onLoadedData={() => setShows(true)} />
      {taken !== null && (
        <span class="taken" role="status">
          {words.value.images(taken)}
        </span>
      )}
      <button
        type="button"
        class="primary"
        data-holding={taken !== null}
        disabled={!shows}
        onPointerDown={() => void burst()}
        onPointerUp={release}
        onPointerLeave={release}
        onKeyDown={({ key }) => key === ' ' && void burst()}
        onKeyUp={release}
        onBlur={release}
      >
        {words.value.cameraHold}
      </button>
    </div>
  );
}
