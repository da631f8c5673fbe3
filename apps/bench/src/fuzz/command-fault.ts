import type { CommandAnswer } from './command-process.ts';
import type { CommandLike } from './hostile-command.ts';

/** What steers a terminal, but for line ends and tabs. */
// oxlint-disable-next-line no-control-regex
const steering = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/u;
const stackLine = /\n\s+at .*:\d+:\d+/u;
/** A server that nobody answers for, and a loss that is not finite, are no bad input:
 * the work failed. */
const failedWork = /cannot be reached|could not be fetched|is not finite|ECONNREFUSED|fetch failed|the loss is/u;

/** What is wrong with an answer; null when nothing is. */
export function faultOf(
  words: readonly string[],
  { code, output, stopped = false }: CommandAnswer,
  { command, program }: { readonly command: CommandLike; readonly program: readonly CommandLike[] },
): string | null {
  if (code === null) return 'no exit code';
  if (code === 1 && !failedWork.test(output)) return 'exit 1 for bad input';
  if (![0, 1, 2].includes(code) && !(stopped && code === 130)) return `exit ${code}`;
  if (stackLine.test(output) && !words.includes('--debug')) return 'a stack trace';
  if (steering.test(output)) return 'a character that steers the terminal';
  const unwritten = /.{0,100}(?:\[object |\bundefined\b|--debug to see where)/u.exec(withoutWords(output, words));
  if (unwritten !== null) return `an answer that was not written for people (${unwritten[0]})`;
  if (code === 2) {
    const flag = foreignFlag(withoutWords(output, words), command, program);
    if (flag !== null) return `advice to use ${flag}, which ${command.name()} has not`;
  }
  return null;
}

/** What a message names that the command has not: advice for another command says so (`attune
 * finetune --resume RUN`). */
function foreignFlag(output: string, command: CommandLike, program: readonly CommandLike[]): string | null {
  const everywhere = ['--help', '--version'];
  const known = new Set([...everywhere, ...command.options.map(({ long }) => long)]);
  const elsewhere = new Set(program.flatMap(({ options }) => options.map(({ long }) => long)));
  const own = output.replaceAll(/attune [a-z-]+[^;.\n]*/gu, '');
  const named = own.match(/(?<![\w-])--[a-z][a-z-]+/gu) ?? [];
  return named.find((flag) => elsewhere.has(flag) && !known.has(flag)) ?? null;
}

/** What the user wrote may be repeated, whatever it is. */
function withoutWords(output: string, words: readonly string[]): string {
  const parts = words.flatMap((word) => [word, word.slice(word.indexOf('=') + 1)]);
  return parts.filter((part) => part.length > 1).reduce((left, part) => left.replaceAll(part, ''), output);
}
