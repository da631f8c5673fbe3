import { availableParallelism, cpus, freemem, totalmem } from 'node:os';

import { probeBackends, startBackend } from '@attune/backend';

import type { Report } from '../command.ts';
import { table } from '../terminal/table.ts';

export interface DoctorOptions {
  readonly backend: string;
  readonly threads?: number | undefined;
}

/** What this machine can run, and what would make it faster. */
export async function doctor({ backend, threads }: DoctorOptions): Promise<Report> {
  const backends = await probeBackends();
  const started = await startBackend(backend, threads === undefined ? {} : { threads });
  const machine = {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    freeMemoryBytes: freemem(),
  };
  const rows = backends.map((probe) => [probe.backend, probe.available ? 'yes' : 'no', probe.available ? probe.detail : probe.reason]);
  const text = [
    `Node ${machine.node} on ${machine.platform}, ${machine.processor}, ${machine.cores} cores, ${gigabytes(machine.memoryBytes)} GB of memory (${gigabytes(machine.freeMemoryBytes)} GB free)`,
    '',
    table(['backend', 'here', ''], rows),
    '',
    `In use: ${started.description}`,
  ].join('\n');
  return { json: { ...machine, backends, backend: started.backend, threads: started.threads, description: started.description }, text };
}

function gigabytes(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1);
}
