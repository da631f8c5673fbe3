import type { Command } from '@commander-js/extra-typings';

import { againstOption, jsonOption, networkCommand, networkWork, repetitionsOption, roundsOption, warmUpOption } from '../shared-options.ts';
import type { NetworkWork } from '../workload/work.ts';

export function addStep(program: Command): void {
  addMeasure(program, 'step', 'measure a full training step: forward, backward, update');
}

export function addForward(program: Command): void {
  addMeasure(program, 'forward', 'measure a forward pass in evaluation');
}

function addMeasure(program: Command, kind: NetworkWork['kind'], summary: string): void {
  networkCommand(program, kind, summary)
    .addOption(againstOption())
    .addOption(roundsOption())
    .addOption(repetitionsOption())
    .addOption(warmUpOption())
    .addOption(jsonOption())
    .action(async (options) => (await import('./measure.ts')).measure(networkWork(kind, options), options));
}
