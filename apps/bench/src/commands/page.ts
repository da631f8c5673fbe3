import { type ActionsResult, actionsPage } from '../page/actions-page.ts';
import type { JourneyResult } from '../page/journey.ts';
import { type LoadResult, loadPage } from '../page/load-page.ts';
import { photosPage } from '../page/photos-page.ts';
import { samplePage } from '../page/sample-page.ts';

export interface PageOptions {
  readonly chromium: string;
  readonly data?: string | undefined;
  readonly actions?: true | undefined;
  readonly load?: true | undefined;
  readonly json?: true | undefined;
}

/** What every action has to stay below, in milliseconds. */
const prompt = 100;

/** Measures how many clicks and seconds it takes to a trained, explained and exported network, how
 * the page loads, or how soon every control answers. */
export async function page({ chromium, data, actions, load, json }: PageOptions): Promise<void> {
  if (load === true) return print(json, loadText, await loadPage(chromium));
  if (actions === true) return print(json, actionsText, actionsDocument(await actionsPage(chromium)));
  print(json, journeyText, data === undefined ? await samplePage(chromium) : await photosPage(chromium, data));
}

function print<Result>(json: true | undefined, text: (result: Result) => string, result: Result): void {
  process.stdout.write(`${json === true ? JSON.stringify(result) : text(result)}\n`);
}

function journeyText({ clicks, seconds, right, total, bytes }: JourneyResult): string {
  return `${clicks} clicks; trained and explained after ${seconds.explained.toFixed(1)} s, exported after ${seconds.exported.toFixed(1)} s: ${right} of ${total} right, ${(bytes / 1e6).toFixed(1)} MB`;
}

function loadText(loads: Readonly<Record<string, LoadResult>>): string {
  const lines = Object.entries(loads).map(
    ([device, { kilobytes, loadsEngine, largestContentfulPaint, totalBlockingTime, layoutShift, layoutShiftOfJourney }]) =>
      `${device}: ${kilobytes} kB compressed${loadsEngine ? ' with an engine' : ''}; largest paint after ${largestContentfulPaint} ms, ${totalBlockingTime} ms blocked; layout shifts ${layoutShift}, of the journey ${layoutShiftOfJourney}`,
  );
  return lines.join('\n');
}

interface ActionsDocument {
  readonly actions: number;
  readonly medianMilliseconds: number;
  readonly slowest: readonly (readonly [name: string, milliseconds: number | null])[];
  /** Above the limit, or without an answer (null). */
  readonly late: ActionsDocument['slowest'];
  readonly unpressed: readonly string[];
  readonly missed: readonly string[];
}

function actionsDocument({ times, unpressed, missed }: ActionsResult): ActionsDocument {
  const ranked = [...times].toSorted(([, a], [, b]) => (b ?? Infinity) - (a ?? Infinity));
  const median = ranked[Math.floor(ranked.length / 2)]?.[1] ?? 0;
  const late = ranked.filter(([, time]) => time === null || time > prompt);
  return { actions: times.size, medianMilliseconds: median, slowest: ranked.slice(0, 12), late, unpressed, missed };
}

function actionsText({ actions, medianMilliseconds, slowest, late, unpressed, missed }: ActionsDocument): string {
  const lines = slowest.map(([name, time]) => `  ${time === null ? 'no answer' : `${time} ms`}  ${name}`);
  return `${actions} actions, ${late.length} above ${prompt} ms, median ${medianMilliseconds} ms; the slowest:\n${lines.join('\n')}\nnot pressed: ${unpressed.join(', ')}\nnot gone through: ${missed.join('; ') || 'nothing'}`;
}
