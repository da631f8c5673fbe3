import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The program of the command. */
export const attuneCommand = fileURLToPath(new URL('../../../cli/bin/attune.js', import.meta.url));

/** How a process ended: with a code, or null when it was killed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command in a process of its own, and ends it with SIGKILL after so many
 * milliseconds if it still runs then. */
export async function runAttune(words: readonly string[], killAfter = Infinity): Promise<Ended> {
  const child = spawn(process.execPath, [attuneCommand, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const written = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) child[stream].setEncoding('utf8').on('data', (text: string) => void (written[stream] += text));
  const timer = killAfter === Infinity ? undefined : setTimeout(() => child.kill('SIGKILL'), killAfter);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  clearTimeout(timer);
  return { code, ...written };
}
