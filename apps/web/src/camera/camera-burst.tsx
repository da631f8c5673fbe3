import { useRef } from 'preact/hooks';

import type { GatheredFile } from '../engine/protocol.ts';
import { words } from '../language/language.ts';
import { gatherFiles } from '../state/gather-files.ts';
import { useCamera } from './use-camera.ts';

const everyMilliseconds = 150;

/** Takes pictures while its button is held. A burst is one group: frames of one moment are too alike to judge each other. */
export function CameraBurst({ className }: { readonly className: string }) {
  const { video, denied } = useCamera();
  const holding = useRef(false);
  if (denied) return <p class="fault">{words.value.cameraDenied}</p>;

  async function burst(): Promise<void> {
    if (video.current === null || holding.current) return;
    holding.current = true;
    const group = `camera-${Date.now()}`;
    const files: GatheredFile[] = [];
    while (holding.current && video.current !== null) {
      files.push({ path: `${className}/${group}-${files.length}.jpg`, file: await frameOf(video.current), className, group });
      await new Promise((resolve) => setTimeout(resolve, everyMilliseconds));
    }
    await gatherFiles(files);
  }
  const release = () => {
    holding.current = false;
  };
  return (
    <div class="camera">
      <video ref={video} autoplay muted playsinline />
      <button
        type="button"
        class="primary"
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

async function frameOf(video: HTMLVideoElement): Promise<Blob> {
  const canvas = new OffscreenCanvas(video.videoWidth || 1, video.videoHeight || 1);
  canvas.getContext('2d')!.drawImage(video, 0, 0);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.92 });
}
