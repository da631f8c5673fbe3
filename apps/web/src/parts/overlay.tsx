import { useEffect, useRef } from 'preact/hooks';

import type { ImageExplanation, MapPlane } from '../engine/protocol.ts';

interface OverlayProps {
  readonly picture: ImageExplanation['picture'];
  readonly map: MapPlane | null;
  /** 0 shows the picture alone. */
  readonly strength: number;
  readonly label: string;
}

/** A picture with a map over it: what the map holds back is dimmed, what it lets
 * through is warm. */
export function Overlay({ picture, map, strength, label }: OverlayProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined) return;
    context.putImageData(new ImageData(new Uint8ClampedArray(picture.rgba), picture.width, picture.height), 0, 0);
    if (map === null) return;
    context.globalAlpha = strength;
    context.drawImage(pictureOf(map), 0, 0, picture.width, picture.height);
    context.globalAlpha = 1;
  }, [picture, map, strength]);
  return <canvas ref={canvas} class="overlay" width={picture.width} height={picture.height} role="img" aria-label={label} />;
}

function pictureOf({ width, height, values }: MapPlane): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  const pixels = new ImageData(width, height);
  values.forEach((value, index) => pixels.data.set(warmth(value), index * 4));
  canvas.getContext('2d')!.putImageData(pixels, 0, 0);
  return canvas;
}

/** Dark blue, through red, to yellow. */
function warmth(value: number): [number, number, number, number] {
  return [Math.min(255, 30 + value * 420), Math.max(0, value * 2 - 0.9) * 220, Math.max(0, 90 - value * 120), 255];
}
