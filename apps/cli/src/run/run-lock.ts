import { link, open, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { AttuneError } from '@attune/errors';

import { makeFolder } from './make-folder.ts';
import { FileWriteError, isDiskFull } from './write-file.ts';

/** A run that another process trains. */
export class RunLockedError extends AttuneError {
  static override readonly code = 'ATTUNE_RUN_LOCKED';
  readonly run: string;
  readonly pid: number;
  readonly host: string;

  constructor(run: string, { pid, host }: LockHolder) {
    const where = host === hostname() ? '' : ` on ${host}`;
    super(
      `${run} is in use by process ${pid}${where}: a run has one process at a time. Follow it with attune watch ${run}, or stop it first. If there is no such process, remove ${join(run, lockFile)}.`,
    );
    this.name = 'RunLockedError';
    this.run = run;
    this.pid = pid;
    this.host = host;
  }
}

export const lockFile = 'run.lock';

interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** When the process started, as its system says it; null where it cannot be asked. Numbers of
   * processes come again. */
  readonly started: string | null;
}

/** Makes a run this process's own until the returned function is called. The lock of a process that
 * is dead, however it died, is taken over. A file with the holder's number and not a lock of the
 * system (Node has none), nor one whose age says that it is dead: a step may take minutes.
 *
 * @throws {RunLockedError} when another process that lives, or one on another machine, has it. */
export async function lockRun(run: string): Promise<() => Promise<void>> {
  await makeFolder(run);
  const path = join(run, lockFile);
  const holder = await tryLock(path);
  if (holder !== null) throw new RunLockedError(run, holder);
  return () => rm(path, { force: true });
}

/** Writes a lock with this process's number.
 *
 * @returns who has it, when that is another process; else null. */
async function tryLock(path: string): Promise<LockHolder | null> {
  const own = JSON.stringify({ pid: process.pid, host: hostname(), started: await startOf(process.pid) } satisfies LockHolder);
  for (;;) {
    if (await tryCreate(path, own)) return null;
    const text = await settled(path);
    const holder = parseHolder(text);
    if (holder !== null && (await isAlive(holder))) return holder;
    await removeStale(path, text);
  }
}

/** Whole or not at all, where the disk has hard links: who finds it can read it. */
async function tryCreate(path: string, text: string): Promise<boolean> {
  const aside = `${path}.${process.pid}`;
  try {
    await writeFile(aside, text);
    await link(aside, path);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return createBare(path, text);
    if (isDiskFull(code)) throw new FileWriteError(path, error as NodeJS.ErrnoException);
    throw error;
  } finally {
    await rm(aside, { force: true });
  }
}

async function createBare(path: string, text: string): Promise<boolean> {
  const file = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return null;
    throw error;
  });
  if (file === null) return false;
  try {
    await file.writeFile(text);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  return true;
}

/** What a lock says, once its holder has had the time to write it. */
async function settled(path: string): Promise<string> {
  for (let tries = 0; ; tries++) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (parseHolder(text) !== null || tries === 5) return text;
    await wait(50);
  }
}

function parseHolder(text: string): LockHolder | null {
  try {
    const holder = JSON.parse(text) as Partial<LockHolder>;
    return typeof holder.pid === 'number' && typeof holder.host === 'string' ? { pid: holder.pid, host: holder.host, started: holder.started ?? null } : null;
  } catch {
    return null;
  }
}

/** Of another machine nothing is known: it lives. */
async function isAlive({ pid, host, started }: LockHolder): Promise<boolean> {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const start = await startOf(pid);
  return started === null || start === null || started === start;
}

/** Clock ticks from the boot to the start of a process, and which boot (Linux); null elsewhere. */
async function startOf(pid: number): Promise<string | null> {
  try {
    const line = await readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
    return `${boot.trim()} ${fields[19]}`;
  } catch {
    return null;
  }
}

/** A takeover takes milliseconds: five seconds of waiting for one on another machine. */
const mostTakeoverTries = 500;

/** Under a lock of its own, which is taken over in the same way: of several processes that find a
 * dead one's lock, none removes what another has put in its place. */
async function removeStale(path: string, text: string): Promise<void> {
  const takeover = `${path}.takeover`;
  for (let tries = 0; ; tries++) {
    const holder = await tryLock(takeover);
    if (holder === null) break;
    if (tries === mostTakeoverTries) throw new RunLockedError(dirname(path), holder);
    await wait(10);
  }
  try {
    if ((await readFile(path, 'utf8').catch(() => null)) === text) await rm(path, { force: true });
  } finally {
    await rm(takeover, { force: true });
  }
}
