import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { buildProgram as buildBench } from '../../apps/bench/src/program.ts';
import { buildProgram } from '../../apps/cli/src/program.ts';
import { root } from '../process.mjs';
import { readJson, workspaces } from '../workspaces.mjs';

/** Programs of others, which documents call and nothing here can check. */
const others = new Set(['curl', 'python', 'torchrun']);

interface Manifest {
  readonly name?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const manifests = ['.', ...workspaces()].map((folder: string) => readJson(`${folder}/package.json`) as Manifest);
const catalog = [...readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8').matchAll(/^ {2}'?(?<name>[@\w/.-]+?)'?: /gmu)].map(
  ({ groups }) => groups!['name']!,
);
/** Packages that a reader may be told to install. */
const packages = new Set([...manifests.flatMap(({ name = '', peerDependencies = {} }) => [name, ...Object.keys(peerDependencies)]), ...catalog]);
const programs = new Set([...readdirSync(join(root, 'node_modules/.bin')), 'tsx']);

type Program = Awaited<ReturnType<typeof buildProgram>>;

export interface CheckConfig {
  /** Of the document, from the root. Default: the root. */
  readonly folder?: string;
  /** Whether arguments may be missing, as where a sentence names a command. */
  readonly isPart?: boolean;
}

/** What is wrong with a command as a document shows it; null where nothing is. Nothing runs: our
 * own commands are parsed as they would be, npm's scripts and packages are looked up. */
export async function commandFault(words: readonly string[], config: CheckConfig = {}): Promise<string | null> {
  const [program = '', ...rest] = words;
  if (program === 'attune') return parseFault(await commands(rest), rest, config);
  if (program === 'attune-bench') return parseFault(bench(), rest, config);
  if (program === 'npx') return npxFault(rest, config);
  if (program === 'npm' || program === 'pnpm') return npmFault(rest, config);
  if (program === 'node') return existsSync(join(root, rest[0] ?? '')) ? null : `there is no ${rest[0]}`;
  return others.has(program) ? null : `"${program}" is no program that documents may call`;
}

/** Every flag of the commands. */
export async function knownFlags(): Promise<ReadonlySet<string>> {
  const own = [...(await commands()).commands, ...bench().commands];
  return new Set(['--help', '--version', ...own.flatMap(({ options }) => options.map(({ long }) => long ?? ''))]);
}

/** Ours, with the options of the one that words call; of all, without words. */
const commands = (words?: readonly string[]) => buildProgram('0.0.0', async () => {}, words === undefined ? {} : { words });

/** The bench's commands, without the work behind. */
function bench(): Program {
  const program = buildBench();
  for (const command of program.commands) command.action(() => {});
  return program;
}

async function parseFault(program: Program, words: readonly string[], { isPart = false }: CheckConfig): Promise<string | null> {
  for (const command of [program, ...program.commands]) command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  try {
    await program.parseAsync([...words], { from: 'user' });
    return null;
  } catch (error) {
    const { code = '', exitCode, message } = error as Error & { readonly code?: string; readonly exitCode?: number };
    if (!code.startsWith('commander.')) throw error;
    const isMissing = /[mM]issing/u.test(code);
    return exitCode === 0 || (isPart && isMissing) ? null : message.replace(/^error: /u, '');
  }
}

function npxFault(words: readonly string[], config: CheckConfig): Promise<string | null> | string | null {
  const [program = '', ...rest] = words.filter((word) => word !== '-y');
  if (program === 'attune' || program === 'attune-bench') return commandFault([program, ...rest], config);
  return programs.has(program) ? null : `npx finds no ${program}`;
}

function npmFault(words: readonly string[], config: CheckConfig): Promise<string | null> | string | null {
  const [verb = '', ...rest] = words.filter((word) => word !== '-s');
  if (verb === 'i' || verb === 'install') {
    const unknown = rest.filter((name) => !name.startsWith('-') && !packages.has(name));
    return unknown.length === 0 ? null : `there is no package ${unknown.join(', ')}`;
  }
  if (verb === 'init' || verb === 'pkg') return null;
  const [script = '', separator, ...behind] = verb === 'run' ? rest : [verb, ...rest];
  if (separator === '--' && script === 'attune') return commandFault(['attune', ...behind], config);
  if (separator === '--' && script === 'bench') return commandFault(['attune-bench', ...behind], config);
  return scriptsAt(config.folder ?? '.').has(script) ? null : `there is no script ${script}`;
}

/** Scripts of the root, and of the package that a folder is. */
function scriptsAt(folder: string): ReadonlySet<string> {
  const places = existsSync(join(root, folder, 'package.json')) ? ['.', folder] : ['.'];
  return new Set(places.flatMap((place) => Object.keys((readJson(`${place}/package.json`) as Manifest).scripts ?? {})));
}
