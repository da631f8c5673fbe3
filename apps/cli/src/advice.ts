/** The flags of a command: those that it has, and those that any command has. */
export interface KnownFlags {
  readonly own: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
}

/** Options by which packages name a way out, each in parentheses after it, and the flag that sets
 * it; null where no command has one. */
export const optionFlags: Readonly<Record<string, string | null>> = {
  gif: '--gif',
  maxHeaderBytes: null,
  maxPickleValues: null,
  maxPixels: null,
  skipBroken: '--skip-broken',
  update: '--update',
};

const namedOption = new RegExp(` \\((?<option>${Object.keys(optionFlags).join('|')})(?:: true)?\\)`, 'gu');
/** `, or leave broken images out (skipBroken)`: a way out among others. */
const wayOut = new RegExp(`,? or [^,.;:()]+${namedOption.source}`, 'gu');

/** A text of a package with its options spelled as the flags of the command that prints it; a way
 * out that the command lacks is left out. */
export function spellFlags(text: string, own: ReadonlySet<string>): string {
  const has = (option: string) => own.has(optionFlags[option] ?? '');
  return text
    .replaceAll(wayOut, (found, option: string) => (has(option) ? found : ''))
    .replaceAll(namedOption, (_, option: string) => (has(option) ? ` (${optionFlags[option]})` : ''));
}

/** What ends a sentence with a way out: `; pass --arch, such as --arch resnet18`, `, or go on with
 * these: --accept-changed-data`, `(--out)`. */
const advice = / \([^()]*--[a-z][^()]*\)|(?:;|,? or) (?:(?!; |, or |\.(?:\s|$)).)*--[a-z](?:(?!; |, or |\.(?:\s|$)).)*/gu;

/** An error's message as a command may say it: options spelled as its flags, and no advice to pass
 * a flag that it lacks, unless the advice names the command that has it (`attune finetune
 * --resume RUN`). */
export function fitAdvice(message: string, flags: KnownFlags): string {
  return spellFlags(message, flags.own).replaceAll(advice, (found) => (foreignFlags(found, flags).length > 0 ? '' : found));
}

/** The flags that a text tells to pass and the command lacks. */
export function foreignFlags(text: string, { own, all }: KnownFlags): string[] {
  const ofThis = text.replaceAll(/\battune [a-z-]+(?:(?!; |\.(?:\s|$)).)*/gu, '');
  const named = ofThis.match(/(?<![\w-])--[a-z][a-z-]+/gu) ?? [];
  return named.filter((flag) => all.has(flag) && !own.has(flag));
}
