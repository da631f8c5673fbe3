import { existsSync } from 'node:fs';

/** Waits for a file that this process's own work writes, and that may be there for a moment only:
 * looks at every turn of the event loop, of which a write takes several.
 *
 * @throws {Error} when the work ends before. */
export async function untilThere(path: string, work: Promise<unknown>): Promise<void> {
  let isOver = false;
  const end = () => (isOver = true);
  work.then(end, end);
  while (!existsSync(path)) {
    if (isOver) throw new Error(`The work ended, and ${path} was never there.`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** A flag under which a Node process, and with NODE_OPTIONS each that it starts, does something at
 * the turn of its event loop at which it first finds that something holds: a test that looks from
 * outside would be late where the machine is busy.
 *
 * @param holds JavaScript, with `fs` at hand.
 * @param action JavaScript too, such as a signal to itself. */
export function onceHolds(holds: string, action: string): string {
  const program = `
    import fs from 'node:fs';
    import { isMainThread } from 'node:worker_threads';
    const look = () => {
      if (${holds}) ${action};
      else setImmediate(look).unref();
    };
    if (isMainThread) look();`;
  return `--import=data:text/javascript;base64,${Buffer.from(program).toString('base64')}`; // no quotes, for shells
}

/** A flag under which a Node process gets a signal as soon as these files are there. */
export function signalWhenThere(signal: NodeJS.Signals, ...paths: readonly string[]): string {
  return onceHolds(`${JSON.stringify(paths)}.every((path) => fs.existsSync(path))`, `process.kill(process.pid, ${JSON.stringify(signal)})`);
}
