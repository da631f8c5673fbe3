import { describe, expect, it } from 'vitest';

import { buildProgram } from './program.ts';

const program = await buildProgram('0.0.0', async () => {});

/** The commands that have their options when these words are called. */
async function loadedBy(...words: string[]): Promise<string[]> {
  const { commands } = await buildProgram('0.0.0', async () => {}, { words });
  return commands.filter(({ options }) => options.some(({ long }) => long === '--debug')).map((command) => command.name());
}

async function helpAt(...words: string[]): Promise<string> {
  return (await buildProgram('0.0.0', async () => {}, { words })).helpInformation();
}

describe('the program', () => {
  it('has every command in one of the three groups of the help', () => {
    const inGroup = (group: string) => program.commands.filter((command) => command.helpGroup() === group).map((command) => command.name());
    const groups = ['Train:', 'Look:', 'Files:'].map(inGroup);
    expect(groups).toEqual([
      ['finetune', 'quickstart', 'recipe', 'lr-find', 'sweep', 'worker', 'watch', 'web'],
      ['evaluate', 'predict', 'explain', 'serve', 'report', 'compare', 'summary', 'doctor'],
      ['data', 'clean', 'inspect', 'convert', 'export', 'push', 'weights'],
    ]);
    expect(groups.flat()).toHaveLength(program.commands.length);
  });

  it('spells a flag alike in every command that has it, but for --out, --csv and --to, which ask for other things', () => {
    const spellingsOf = new Map<string, Set<string>>();
    for (const { options } of program.commands) {
      for (const { long, flags } of options) spellingsOf.set(long!, (spellingsOf.get(long!) ?? new Set()).add(flags));
    }
    const differing = [...spellingsOf.values()].filter((spellings) => spellings.size > 1).map((spellings) => [...spellings]);
    expect(differing).toEqual([
      ['--out <folder>', '--out <path>'],
      ['--csv', '--csv <file>'],
      ['--to <rate>', '--to <format>'],
    ]);
  });

  it('prints the same help, whichever command is loaded', async () => {
    const help = program.helpInformation();
    for (const words of [[], ['--help'], ['nonsense'], ['weights'], ['help', 'find-rate']]) expect(await helpAt(...words), words.join(' ')).toBe(help);
    expect(help).toMatch(/lr-find\|find-rate \[options\] <data>/u);
  });

  it('loads the options of the command that is called alone, by its name, its alias, or for its help', async () => {
    expect(await loadedBy('--help')).toEqual([]);
    expect(await loadedBy('finetune', 'weights')).toEqual(['finetune']);
    expect(await loadedBy('find-rate')).toEqual(['lr-find']);
    expect(await loadedBy('help', 'predict')).toEqual(['predict']);
  });
});
