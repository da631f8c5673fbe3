import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

import { patience } from './served-page.ts';

/** Holds the camera's button of a class until at least half so many photos that differ are taken: a
 * busy machine draws the next picture late, and takes the same one many times. While two more are
 * taken, one of them begins and ends; where the picture has changed meanwhile, every second such
 * photo is another. */
export async function holdUntil(card: Locator, photos: number): Promise<void> {
  const hold = card.getByRole('button', { name: 'Hold to take photos' });
  await expect.poll(() => hold.isEnabled(), patience).toBe(true);
  await hold.dispatchEvent('pointerdown');
  const seen = { changes: 0, taken: 0, picture: '' };
  const look = async () => {
    const picture = await pictureOf(card.locator('video'));
    const taken = Number.parseInt((await card.locator('.taken').textContent()) ?? '', 10);
    if (picture !== seen.picture && taken >= seen.taken + 2) Object.assign(seen, { changes: seen.changes + 1, taken, picture });
    return seen.changes;
  };
  await expect.poll(look, patience).toBeGreaterThanOrEqual(photos);
  await hold.dispatchEvent('pointerup');
}

/** The picture that a video shows, made small. */
async function pictureOf(video: Locator): Promise<string> {
  return video.evaluate((shown: HTMLVideoElement) => {
    const canvas = new OffscreenCanvas(64, 64);
    const context = canvas.getContext('2d')!;
    context.drawImage(shown, 0, 0, 64, 64);
    return context.getImageData(0, 0, 64, 64).data.join();
  });
}
