import { useEffect, useState } from 'preact/hooks';

import type { ImageExplanation } from '../engine/protocol/insight.ts';
import { words } from '../language/language.ts';
import { askEngine } from '../state/ask-engine.ts';
import { again } from '../state/tell-fault.ts';
import { Overlay } from '../explore/overlay.tsx';
import { Answer } from '../try/answer.tsx';
import { CameraDenied } from './camera-denied.tsx';
import { useCamera } from './use-camera.ts';

/** The camera's picture with what the network makes of it, a frame at a time: the next is taken
 * when the last is answered. */
export function LiveCamera({ runId }: { readonly runId: string }) {
  const { video, denied, again: askAgain } = useCamera();
  const [explanation, setExplanation] = useState<ImageExplanation | null>(null);
  useEffect(() => {
    const closed = new AbortController();
    async function look(): Promise<void> {
      while (!closed.signal.aborted) {
        const source = video.current;
        if (source === null || source.readyState < source.HAVE_CURRENT_DATA) {
          await new Promise((resolve) => setTimeout(resolve, 100));
          continue;
        }
        const seen = await askEngine((engine) => engine.insight.explainFrame(runId, frameOf(source)), again(look));
        if (seen === null) return;
        if (!closed.signal.aborted) setExplanation(seen);
      }
    }
    void look();
    return () => closed.abort();
  }, [runId, video]);
  if (denied) return <CameraDenied onAgain={askAgain} />;
  return (
    <>
      <video ref={video} class="live-source" autoplay muted playsinline />
      {explanation !== null && (
        <div class="trial">
          <Overlay picture={explanation.picture} map={explanation.gradCam} palette="heat" strength={0.7} label={words.value.live} />
          <Answer {...explanation} />
        </div>
      )}
    </>
  );
}

/** By way of a canvas: `createImageBitmap` refuses a camera's first frames. */
function frameOf(video: HTMLVideoElement): ImageBitmap {
  const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
  canvas.getContext('2d')?.drawImage(video, 0, 0);
  return canvas.transferToImageBitmap();
}
