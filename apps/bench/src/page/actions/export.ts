import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Round } from './round.ts';

export async function exporting({ page, answers, button }: Round): Promise<void> {
  await answers.press(page.getByRole('navigation').getByRole('button', { name: 'Export' }));
  await page.locator('.formats').waitFor();
  for (const title of ['Web page, .html', 'Model, .onnx', 'Weights, .pth', 'Weights, .safetensors', 'Report, .html', 'Whole run, .zip']) {
    const saved = page.waitForEvent('download');
    await answers.press(button(`Save: ${title}`));
    await saved;
  }
  for (const summary of await page.locator('.snippet summary').all()) await answers.press(summary);
  await answers.press(button('Copy'));
  for (const program of await page.getByRole('button', { name: /beside it$/u }).all()) await answers.press(program);
  const saved = page.waitForEvent('download');
  await answers.press(button('Save project'));
  const project = join(tmpdir(), `attune-actions-${process.pid}.zip`);
  await (await saved).saveAs(project);
  await answers.press(button('Open project'));
  await page.locator('input[accept=".zip"]').setInputFiles(project);
  await answers.press(button('Cancel'));
  for (const name of ['Add to this project', 'Replace this project']) {
    await page.locator('input[accept=".zip"]').setInputFiles(project);
    await answers.press(button(name));
    await answers.press(button('Undo'));
    await page.getByText('Undone.').waitFor();
  }
  await writeFile(project, '');
}
