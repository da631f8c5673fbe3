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

export interface ProcessLimits {
  /** Milliseconds after which it is ended with SIGKILL if it still runs then. */
  readonly killAfter?: number;
  /** Bytes of the largest file that it may write: a disk that fills there. */
  readonly fileBytes?: number;
}

/** Runs the command in a process of its own. */
export async function runAttune(words: readonly string[], { killAfter = Infinity, fileBytes }: ProcessLimits = {}): Promise<Ended> {
  const [program, ...rest] = limited([process.execPath, attuneCommand, ...words], fileBytes);
  const child = spawn(program!, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
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

/** Writing past the limit fails with EFBIG, where the signal for it is ignored. */
function limited(words: readonly string[], fileBytes: number | undefined): readonly string[] {
  if (fileBytes === undefined) return words;
  return ['bash', '-c', `trap '' XFSZ; exec prlimit --fsize=${fileBytes} -- "$@"`, 'bash', ...words];
}
