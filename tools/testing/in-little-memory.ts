import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const mega = 2 ** 20;

export interface LittleMemory {
  /** By so much it may grow, in MB. */
  readonly megabytes: number;
  /** JavaScript that comes first: imports, and what is there before. */
  readonly given: string;
  /** JavaScript that may need no more; `print` is at hand. */
  readonly program: string;
}

/** Runs a program whose memory the system bounds, and gives the JSON values that it prints. What a
 * process holds at some moment hangs on when garbage is collected; whether it can do with so much
 * does not, for before memory is refused all garbage is collected.
 *
 * @throws {Error} when the program fails, for want of memory among others. */
export async function inLittleMemory({ megabytes, given, program }: LittleMemory): Promise<unknown[]> {
  const source = `
    import { execFileSync } from 'node:child_process';
    import { existsSync, promises, readFileSync } from 'node:fs';
    ${given}
    const print = (value) => console.log(JSON.stringify(value ?? null));
    await Promise.all(Array.from({ length: 8 }, () => promises.stat('.'))); // starts the threads for files
    if (existsSync('/proc/self/status')) {
      // What counts for RLIMIT_DATA: private memory that can be written.
      const used = Number(/VmData:\\s+(\\d+)/u.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
      execFileSync('prlimit', ['--pid', String(process.pid), '--data=' + (used + ${megabytes * mega})]);
    }
    ${program}`;
  const flags = [`--max-old-space-size=${megabytes}`, '--max-semi-space-size=1', '--input-type=module', '-e', source];
  const { stdout } = await promisify(execFile)(process.execPath, flags, { maxBuffer: 64 * mega });
  return stdout.split('\n').flatMap((line): unknown[] => (line === '' ? [] : [JSON.parse(line)]));
}
