import type { Task } from '@attune/run';

import { UsageError } from '../usage-error.ts';

const tells: Readonly<Record<Exclude<Task['kind'], 'single-label'>, string>> = {
  'multi-label': 'tells several labels of an image',
  regression: 'tells numbers of an image',
};

interface Asked {
  /** What messages call the network. */
  readonly name: string;
  readonly asked: string;
  /** What there is in its place, as a sentence, by task. */
  readonly instead?: Partial<Readonly<Record<Task['kind'], string>>>;
}

/** @throws {UsageError} when what is asked for is for one class an image, and the network tells
 * something else. */
export function requireOneClass(task: Task | undefined, { name, asked, instead = {} }: Asked): void {
  if (task === undefined || task.kind === 'single-label') return;
  const wayOn = instead[task.kind];
  throw new UsageError(`${name} ${tells[task.kind]}, and ${asked} needs one class for each image.${wayOn === undefined ? '' : ` ${wayOn}`}`);
}
