import { fileFromVideo } from '@attune/data/browser';
import { useRef, useState } from 'preact/hooks';

import type { GatheredFile } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { gatherFiles } from '../state/gather-files.ts';
import { useCamera } from './use-camera.ts';

const everyMilliseconds = 150;

/** Takes pictures while its button is held. A burst is one group: frames of one moment are too
 * alike to judge each other. */
export function CameraBurst({ className }: { readonly className: string }) {
  const { video, denied } = useCamera();
  const holding = useRef(false);
  const [shows, setShows] = useState(false);
  if (denied) return <p class="fault">{words.value.cameraDenied}</p>;

  async function burst(): Promise<void> {
    if (video.current === null || holding.current) return;
    holding.current = true;
    const group = `camera-${Date.now()}`;
    const files: GatheredFile[] = [];
    while (holding.current && video.current !== null) {
      files.push({ ...(await fileFromVideo(video.current, { path: `${className}/${group}-${String(files.length).padStart(4, '0')}.png`, group })), className });
      await new Promise((resolve) => setTimeout(resolve, everyMilliseconds));
    }
    await gatherFiles(files);
  }
  const release = () => {
    holding.current = false;
  };
  return (
    <div class="camera">
      <video ref={video} autoplay muted playsinline onLoadedData={() => setShows(true)} />
      <button
        type="button"
        class="primary"
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
