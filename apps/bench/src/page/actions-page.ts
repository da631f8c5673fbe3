import { drawer } from './actions/drawer.ts';
import { exploring } from './actions/explore.ts';
import { exporting } from './actions/export.ts';
import type { Round } from './actions/round.ts';
import { labels, numbers } from './actions/told.ts';
import { emptyPage, photos, training, trying } from './actions/workbench.ts';
import { type AnswerTimes, Answers } from './answers.ts';
import { withPage } from './opened-page.ts';

export interface ActionsResult {
  readonly times: AnswerTimes;
  readonly unpressed: readonly string[];
  /** Parts that could not be gone through, and why. */
  readonly missed: readonly string[];
}

/** Milliseconds: a training of the sample photos is the longest step. */
const stepTimeout = 30_000;

/** Presses every control of the page, empty, training and trained, and takes the time until it
 * has answered. The Hub is an address where nobody listens. */
export function actionsPage(executablePath: string): Promise<ActionsResult> {
  return withPage({ executablePath, flags: ['--hub', 'http://127.0.0.1:9'] }, async (page) => {
    page.on('filechooser', () => {}); // else the system's would wait for someone
    page.setDefaultTimeout(stepTimeout);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const answers = await Answers.watch(page);
    const round: Round = { page, answers, button: (name) => page.getByRole('button', { name, exact: typeof name === 'string' }) };
    const missed = await inParts(round);
    return { times: answers.times, unpressed: answers.unpressed, missed };
  });
}

/** What one part could not do does not end the others. */
async function inParts(round: Round): Promise<string[]> {
  const missed: string[] = [];
  for (const part of [emptyPage, training, photos, trying, exploring, exporting, drawer, labels, numbers])
    await part(round).catch((error: unknown) => missed.push(`${part.name}: ${String(error).split('Call log')[0]!.trim()}`));
  return missed;
}
