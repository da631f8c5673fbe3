import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { seriousFindings } from './serious-findings.ts';

const widths = [390, 768, 1280, 1920];
const themes = ['light', 'dark'];
const languages = ['en', 'zh-CN'];

/** Looks at what the page shows now on screens of every width, in both themes and languages, and
 * gives what is wrong: findings of axe-core, what reaches over the edge, what is cut off.
 *
 * @param pictures a folder for a picture of each; none are made without. */
export async function lookAt(page: Page, state: string, pictures?: string): Promise<string[]> {
  const findings = new Set<string>();
  for (const language of languages) {
    await page.locator('.settings select').nth(1).selectOption(language);
    for (const theme of themes) {
      await page.locator('.settings select').first().selectOption(theme);
      for (const width of widths) {
        await page.setViewportSize({ width, height: 900 });
        await page.waitForTimeout(150);
        const look = `${width} ${theme} ${language}`;
        for (const finding of [...(await seriousFindings(page)), ...(await page.evaluate(misfits))]) findings.add(`${state}, ${look}: ${finding}`);
        if (pictures === undefined) continue;
        await mkdir(join(pictures, state), { recursive: true });
        if (await page.getByRole('dialog').isVisible()) await page.setViewportSize({ width, height: 2400 }); // all of what scrolls in it
        await page.screenshot({ path: join(pictures, state, `${look.replaceAll(' ', '-')}.png`), fullPage: true });
      }
    }
  }
  await page.locator('.settings select').nth(1).selectOption('en');
  await page.locator('.settings select').first().selectOption('light');
  await page.setViewportSize({ width: 1280, height: 900 });
  return [...findings];
}

/** Runs in the page. */
function misfits(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement;
  const over = scrollWidth > clientWidth ? [`reaches ${scrollWidth - clientWidth} px over the edge`] : [];
  const cut = [...document.querySelectorAll<HTMLElement>('button, summary, h1, h2, h3, p, label, th, td, figcaption, a')]
    .filter(
      (element) =>
        element.checkVisibility() && !element.matches('.spoken, .spoken *') && element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1,
    )
    .filter((element) => getComputedStyle(element).overflowX !== 'visible')
    .map((element) => `is cut off: ${element.textContent.trim().slice(0, 40)}`);
  return [...over, ...cut];
}
