import { samplePage } from '../page/sample-page.ts';

export interface PageOptions {
  readonly chromium: string;
  readonly json?: true | undefined;
}

/** Measures how many clicks and seconds it takes to a trained, explained and exported network. */
export async function page({ chromium, json }: PageOptions): Promise<void> {
  const result = await samplePage(chromium);
  const { clicks, seconds, right, total, bytes } = result;
  const text = `${clicks} clicks; trained and explained after ${seconds.explained.toFixed(1)} s, exported after ${seconds.exported.toFixed(1)} s: ${right} of ${total} right, ${(bytes / 1e6).toFixed(1)} MB`;
  process.stdout.write(`${json === true ? JSON.stringify(result) : text}\n`);
}
