import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { parseSweep, trialsOf } from '@attune/sweep';
import { Command, CommanderError } from '@commander-js/extra-typings';
import { describe, expect, it } from 'vitest';

import { addExport } from '../src/commands/export-command.ts';
import { addFinetune } from '../src/commands/finetune-command.ts';
import { addSweep } from '../src/commands/sweep-command.ts';
import { addWorker } from '../src/commands/worker-command.ts';
import { requireFlags } from '../src/commands/sweep/check-flags.ts';

/** What the command line has against some words; null when it takes them. */
function fault(words: readonly string[]): string | null {
  const program = new Command('attune');
  for (const add of [addExport, addFinetune, addSweep, addWorker]) add(program, async () => {});
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => {}, outputError: () => {} });
  try {
    program.parse([...words], { from: 'user' });
    return null;
  } catch (error) {
    if (error instanceof CommanderError) return error.message;
    throw error;
  }
}

describe.each(['site/guide/machines.md', 'site/zh/guide/machines.md'])('%s', (page) => {
  const text = readFile(fileURLToPath(new URL(`../../../${page}`, import.meta.url)), 'utf8');

  it('shows a sweep of 30 trials, whose flags finetune takes', async () => {
    const [, yaml] = /^```yaml\n(.*?)^```$/msu.exec(await text)!;
    const trials = trialsOf(parseSweep(yaml!, page));
    expect(trials).toHaveLength(30);
    expect(() => requireFlags(trials, page)).not.toThrow();
  });

  it('shows no command that the command line would refuse', async () => {
    const lines = [...(await text).matchAll(/^npx attune (?<words>[^#>\n]+)/gmu)].map(({ groups }) => groups!['words']!.trim().split(/\s+/u));
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.map(fault)).toEqual(lines.map(() => null));
  });
});
