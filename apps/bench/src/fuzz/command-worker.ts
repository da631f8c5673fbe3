import { pathToFileURL } from 'node:url';

import type { CommandAnswer } from './command-process.ts';

/** The command's own `main`, by the path in the first argument: one app does not import another. */
const { main } = (await import(pathToFileURL(process.argv[2]!).href)) as { readonly main: (words: readonly string[]) => Promise<number> };

let written = '';
let stopped = false;
/** Will ask a command that serves to end: once, for a second Ctrl-C ends the process. */
let patience: NodeJS.Timeout | undefined;

for (const stream of [process.stdout, process.stderr]) {
  stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) => {
    written += String(chunk);
    const done = rest.at(-1);
    if (typeof done === 'function') done();
    // What serves until Ctrl-C is told to end as soon as it serves.
    if (/http:..localhost:\d|Server listening at/u.test(String(chunk))) stopSoon();
    return true;
  };
}

function stopSoon(): void {
  patience ??= setTimeout(() => {
    stopped = true;
    process.emit('SIGINT');
  }, 50);
}

process.on('message', (words: readonly string[]) => void answer(words));
process.on('uncaughtException', (error) => void (written += `\nuncaught ${error.stack}`));
process.on('unhandledRejection', (error) => void (written += `\nunhandled ${String((error as Error).stack ?? error)}`));

async function answer(words: readonly string[]): Promise<void> {
  [written, stopped, patience] = ['', false, undefined];
  const code = await main(words).catch((error: unknown) => {
    written += `\nthrown ${String((error as Error).stack ?? error)}`;
    return null;
  });
  clearTimeout(patience);
  process.send!({ code, output: written, stopped } satisfies CommandAnswer);
}
