import { describe, expect, it } from 'vitest';

import { buildProgram } from './program.ts';

const program = buildProgram('0.0.0', async () => {});

describe('the program', () => {
  it('has every command in one of the three groups of the help', () => {
    const inGroup = (group: string) => program.commands.filter((command) => command.helpGroup() === group).map((command) => command.name());
    const groups = ['Train:', 'Look:', 'Files:'].map(inGroup);
    expect(groups).toEqual([
      ['finetune', 'quickstart', 'recipe', 'lr-find', 'watch', 'web'],
      ['evaluate', 'predict', 'explain', 'report', 'compare', 'summary', 'doctor'],
      ['data', 'inspect', 'convert', 'export', 'weights'],
    ]);
    expect(groups.flat()).toHaveLength(program.commands.length);
  });

  it('spells a flag alike in every command that has it, but for --out and --to, which ask for other things', () => {
    const spellingsOf = new Map<string, Set<string>>();
    for (const { options } of program.commands) {
      for (const { long, flags } of options) spellingsOf.set(long!, (spellingsOf.get(long!) ?? new Set()).add(flags));
    }
    const differing = [...spellingsOf.values()].filter((spellings) => spellings.size > 1).map((spellings) => [...spellings]);
    expect(differing).toEqual([
      ['--out <folder>', '--out <file>'],
      ['--to <rate>', '--to <format>'],
    ]);
  });
});
