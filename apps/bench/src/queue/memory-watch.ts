import { readFile } from 'node:fs/promises';

/** The memory of a process while something runs. */
export interface MemoryWatch {
  /** Largest resident bytes in each quarter of the time. */
  stop(): readonly number[];
}

/** Watches a process of this Linux. */
export function watchMemory(pid: number): MemoryWatch {
  const samples: number[] = [];
  const timer = setInterval(() => void residentBytes(pid).then((bytes) => bytes !== null && samples.push(bytes)), 200);
  return {
    stop: () => {
      clearInterval(timer);
      return [0, 1, 2, 3].map((quarter) =>
        Math.max(0, ...samples.slice(Math.floor((quarter * samples.length) / 4), Math.ceil(((quarter + 1) * samples.length) / 4))),
      );
    },
  };
}

/** Null of a process that has ended. */
async function residentBytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const found = /^VmRSS:\s+(\d+) kB/mu.exec(status);
  return found === null ? null : Number(found[1]) * 1024;
}
