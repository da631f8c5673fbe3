import { gzipSync } from 'node:zlib';

import type { Page, Response } from 'playwright-core';

import { Clicks, scoreOf, withPage } from './opened-page.ts';

/** A screen, and how much slower than this machine's its processor is. */
interface Device {
  readonly width: number;
  readonly height: number;
  readonly slowdown: number;
}

const devices: Readonly<Record<'desktop' | 'phone', Device>> = {
  desktop: { width: 1280, height: 900, slowdown: 1 },
  phone: { width: 390, height: 844, slowdown: 4 },
};

/** As Lighthouse measures a page, of the first load from this machine. */
export interface LoadResult {
  /** Of all that is loaded before anyone does anything, each file compressed by gzip. */
  readonly kilobytes: number;
  /** Whether an engine is among it. */
  readonly loadsEngine: boolean;
  /** Milliseconds until the largest text or picture is drawn. */
  readonly largestContentfulPaint: number;
  /** Milliseconds by which tasks exceed 50 ms each. */
  readonly totalBlockingTime: number;
  /** Of the load. */
  readonly layoutShift: number;
  /** The largest window from the first click until the sample photos are trained on. */
  readonly layoutShiftOfJourney: number;
}

/** How the page loads, on a desktop and on a phone whose processor is four times slower. */
export async function loadPage(executablePath: string): Promise<Record<keyof typeof devices, LoadResult>> {
  return { desktop: await loadOn(executablePath, devices.desktop), phone: await loadOn(executablePath, devices.phone) };
}

function loadOn(executablePath: string, { width, height, slowdown }: Device): Promise<LoadResult> {
  const responses: Response[] = [];
  const prepare = async (page: Page) => {
    await page.setViewportSize({ width, height });
    page.on('response', (response) => responses.push(response));
    await page.addInitScript(watchLoad);
    await (await page.context().newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  };
  return withPage({ executablePath, prepare }, async (page) => {
    await page.waitForLoadState('networkidle');
    const first = responses.filter((response) => response.request().serviceWorker() === null);
    const kilobytes = Math.round((await compressedBytes(first)) / 1000);
    const { paint, blocking, shift: layoutShift } = await watchedOf(page);
    await (await page.context().newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await new Clicks(page).click('Try with sample photos');
    await scoreOf(page);
    return {
      kilobytes,
      loadsEngine: first.some((response) => response.url().endsWith('.wasm')),
      largestContentfulPaint: Math.round(paint),
      totalBlockingTime: Math.round(blocking),
      layoutShift: rounded(layoutShift),
      layoutShiftOfJourney: rounded((await watchedOf(page)).shift),
    };
  });
}

async function compressedBytes(responses: readonly Response[]): Promise<number> {
  const bodies = await Promise.all(responses.map((response) => response.body().catch(() => Buffer.alloc(0))));
  return bodies.reduce((sum, body) => sum + Math.min(body.length, gzipSync(body, { level: 9 }).length), 0);
}

function rounded(shift: number): number {
  return Math.round(shift * 1e4) / 1e4;
}

interface Watched {
  readonly paint: number;
  readonly blocking: number;
  readonly shift: number;
}

function watchedOf(page: Page): Promise<Watched> {
  return page.evaluate(() => (globalThis as unknown as { readonly watchedLoad: Watched }).watchedLoad);
}

/** Runs in the page, before all else. Shifts count in windows of at most five seconds whose entries
 * are at most one apart, as the web's own measure has them. */
function watchLoad(): void {
  const watched = { paint: 0, blocking: 0, shift: 0 };
  Object.assign(globalThis, { watchedLoad: watched });
  let [began, last, sum] = [-Infinity, -Infinity, 0];
  const takers: Readonly<Record<string, (entry: PerformanceEntry) => void>> = {
    'largest-contentful-paint': ({ startTime }) => (watched.paint = startTime),
    longtask: ({ duration }) => (watched.blocking += Math.max(0, duration - 50)),
    'layout-shift': (entry) => {
      const { startTime, value, hadRecentInput } = entry as PerformanceEntry & { readonly value: number; readonly hadRecentInput: boolean };
      if (hadRecentInput) return;
      if (startTime - last > 1000 || startTime - began > 5000) [began, sum] = [startTime, 0];
      [last, sum] = [startTime, sum + value];
      watched.shift = Math.max(watched.shift, sum);
    },
  };
  for (const [type, take] of Object.entries(takers)) new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
}
