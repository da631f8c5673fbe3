import { useEffect, useRef } from 'preact/hooks';

import type { ImageExplanation, MapPlane } from '../engine/protocol/insight.ts';
import { type Palette, paintMap } from './paint-map.ts';

interface OverlayProps {
  readonly picture: ImageExplanation['picture'];
  readonly map: MapPlane | null;
  readonly palette: Palette;
  /** 0 shows the picture alone. */
  readonly strength: number;
  readonly label: string;
}

/** A picture with a map over it. */
export function Overlay({ picture, map, palette, strength, label }: OverlayProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    // In a task of its own: what was pressed shows first, whatever the picture takes.
    const soon = setTimeout(() => canvas.current !== null && paint(canvas.current, { picture, map, palette, strength }));
    return () => clearTimeout(soon);
  }, [picture, map, palette, strength]);
  return <canvas ref={canvas} class="overlay" width={picture.width} height={picture.height} role="img" aria-label={label} />;
}

function paint(canvas: HTMLCanvasElement, { picture, map, palette, strength }: Omit<OverlayProps, 'label'>): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  context.putImageData(new ImageData(new Uint8ClampedArray(picture.rgba), picture.width, picture.height), 0, 0);
  if (map === null) return;
  context.globalAlpha = strength;
  context.imageSmoothingQuality = 'high';
  context.drawImage(paintMap(map, palette), 0, 0, picture.width, picture.height);
  context.globalAlpha = 1;
}
