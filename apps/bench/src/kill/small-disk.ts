import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A disk in memory that holds a given number of bytes, and can be given more. */
export class SmallDisk {
  readonly place: string;

  private constructor(place: string) {
    this.place = place;
  }

  /** Null where nobody may mount one: who is not root, or a container without the right. */
  static async mount(place: string, bytes: number): Promise<SmallDisk | null> {
    await mkdir(place, { recursive: true });
    const mounted = await run('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', place]).catch(() => null);
    return mounted === null ? null : new SmallDisk(place);
  }

  async makeRoom(bytes: number): Promise<void> {
    await run('mount', ['-o', `remount,size=${bytes}`, this.place]);
  }

  async unmount(): Promise<void> {
    await run('umount', [this.place]);
  }
}
