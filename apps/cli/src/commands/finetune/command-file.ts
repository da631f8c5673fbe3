import { AttuneError } from '@attune/errors';
import { type CommandUnknownOpts, InvalidArgumentError, type Option } from '@commander-js/extra-typings';
import { parse } from 'yaml';
import * as z from 'zod';

import { withPathError } from '../../path-error.ts';
import { userPath } from '../../paths.ts';
import { readText } from '../../read-text.ts';
import { givenOptions } from '../../shared-options.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** A whole command as data: its options by their names without dashes, and `data`. */
const commandFile = z.record(z.string(), z.union([scalar, z.array(z.union([z.string(), z.number()])).min(1), z.record(z.string(), z.number())]));

type FileValue = z.infer<typeof commandFile>[string];

/** One thing wrong with a file of options. */
export interface OptionFileFault {
  /** As the file has it. */
  readonly option: string;
  readonly message: string;
}

/** A file of options that the command does not take: all faults at once. */
export class OptionFileError extends AttuneError {
  static override readonly code = 'ATTUNE_OPTION_FILE';
  readonly file: string;
  readonly faults: readonly OptionFileFault[];

  constructor(file: string, faults: readonly OptionFileFault[]) {
    super(`${file}: ${faults.map(({ option, message }) => (option === '' ? message : `${option}: ${message}`)).join('; ')}.`);
    this.name = 'OptionFileError';
    this.file = file;
    this.faults = faults;
  }
}

/** Gives a command the options of a YAML or JSON file, as though the command line gave
 * them; what it
 * does give stays.
 *
 * @returns the file's `data`, where it names any.
 * @throws {PathError} when there is no such file.
 * @throws {OptionFileError} naming every option that does not exist or has no such value. */
export async function takeOptionsOf(file: string, command: CommandUnknownOpts): Promise<string | undefined> {
  const { data, ...entries } = await readOptions(file);
  const given = new Set(givenOptions(command));
  const faults = data === undefined || typeof data === 'string' ? [] : [{ option: 'data', message: 'must be a path' }];
  for (const [name, value] of Object.entries(entries)) {
    const option = optionNamed(command, name);
    const message = option === null ? 'is no option of this command' : given.has(option.attributeName()) ? null : take(command, option, value);
    if (message !== null) faults.push({ option: name, message });
  }
  if (faults.length > 0) throw new OptionFileError(file, faults);
  return data as string | undefined;
}

async function readOptions(file: string): Promise<z.infer<typeof commandFile>> {
  const path = userPath(file);
  const text = await readText(path).catch((error: unknown) => {
    throw withPathError(error, { path, given: `--config ${file}` });
  });
  const result = commandFile.safeParse(parseYaml(file, text));
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path: where }) => ({
    option: where.join('.'),
    message:
      where.length === 0 ? 'must map options to values, such as epochs: [2, 2, 1]' : 'must be a text, a number, true or false, a list, or numbers by name',
  }));
  throw new OptionFileError(file, faults);
}

function parseYaml(file: string, text: string): unknown {
  try {
    return parse(text) ?? {};
  } catch (error) {
    const [message = 'cannot be read'] = String((error as Error).message).split('\n');
    throw new OptionFileError(file, [{ option: '', message: `not YAML or JSON: ${message}` }]);
  }
}

/** What the process is told before the file is read, or tells of itself. */
const ofTheCommandLine: ReadonlySet<string> = new Set(['config', 'json', 'quiet', 'debug']);

function optionNamed({ options }: CommandUnknownOpts, name: string): Option | null {
  return options.find(({ long }) => long === `--${name}` && !ofTheCommandLine.has(name)) ?? null;
}

/** Sets an option; what is wrong with its value in words, or null. */
function take(command: CommandUnknownOpts, option: Option, value: FileValue): string | null {
  const name = option.attributeName();
  if (typeof value === 'boolean') {
    if (option.required) return 'needs a value';
    if (value) command.setOptionValueWithSource(name, !option.negate, 'cli');
    return null;
  }
  if (!option.required && !option.optional) return 'must be true or false';
  try {
    command.setOptionValueWithSource(name, parsed(option, value), 'cli');
    return null;
  } catch (error) {
    if (error instanceof InvalidArgumentError) return `${uncapitalised(error.message.replace(/\.$/u, ''))}, not ${JSON.stringify(value)}`;
    throw error;
  }
}

function uncapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** An option that may be repeated takes the parts of a list one after another. */
function parsed({ parseArg, long }: Option, value: FileValue): unknown {
  const read = (text: string, before?: unknown): unknown => (parseArg === undefined ? text : parseArg(text, before as undefined));
  if (long === '--rename' && Array.isArray(value)) return value.reduce<unknown>((before, one) => read(String(one), before), undefined);
  return read(textOf(value));
}

/** A value as the command line has it. */
function textOf(value: FileValue): string {
  if (Array.isArray(value)) return value.join(',');
  if (typeof value !== 'object') return String(value);
  return Object.entries(value)
    .map(([name, number]) => `${name}=${number}`)
    .join(',');
}
