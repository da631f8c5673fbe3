import type { Locator, Page } from 'playwright-core';

/** Drops files and folders of the disk, as a hand does: Playwright can only put them
 * into choosers. */
export async function dropFiles(page: Page, target: Locator, files: readonly string[]): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const session = await page.context().newCDPSession(page);
  const { x, y, width, height } = (await target.boundingBox())!;
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + height / 2, data: { items: [], files: [...files], dragOperationsMask: 1 } });
  }
  await session.detach();
}
