/** What the fuzz reads of a command of commander's program. */
export interface CommandLike {
  name(): string;
  readonly options: readonly OptionLike[];
  readonly registeredArguments: readonly { readonly required: boolean; readonly variadic: boolean }[];
}

export interface OptionLike {
  /** `--epochs`; null for an option that has a letter alone. */
  readonly long?: string | undefined;
  /** Whether a value must, or may, follow. */
  readonly required: boolean;
  readonly optional: boolean;
  /** Where it takes one of a few words. */
  readonly argChoices?: readonly string[] | undefined;
}

/** Where the fuzz works: what is whole there, and what is hostile. */
export interface HostilePlaces {
  /** Arguments and flags with which each command works in little time, in one way or several. */
  readonly working: Readonly<Record<string, readonly (readonly string[])[]>>;
  /** Paths at which nothing can be read or written, or the wrong thing. */
  readonly paths: readonly string[];
}

/** Values that readers of numbers, lists, names and addresses trip over. */
const values = [
  '',
  ' ',
  '0',
  '1',
  '2',
  '-1',
  '-0',
  '+1',
  '1.5',
  '.5',
  '1e3',
  '1e-320',
  '1e309',
  '0x10',
  '1_000',
  '１',
  'NaN',
  'Infinity',
  '-Infinity',
  '4096',
  '65536',
  '2147483648',
  '9007199254740993',
  '99999999999999999999',
  '1'.repeat(400),
  '1,1',
  '1,,1',
  ',',
  '1,',
  '1,-1,1',
  '0,0',
  '1,'.repeat(5000),
  '999999999,1,1',
  'a=1',
  'a=1,a=2',
  '=',
  '=1',
  'red=1,blue=2',
  'red=1',
  'labels',
  'labels,brightness',
  'brightness',
  'balanced,1',
  'none',
  'auto',
  'sample',
  'sample:emoji',
  'null',
  'undefined',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'true',
  'resnet20',
  'three-stage',
  'torchvision:',
  'torchvision:constructor',
  'torchvision:resnet18/',
  'timm:',
  'timm:../x',
  'hub:',
  'hub:a/b',
  'hub:../../x/y',
  'hub:a/b@main',
  'hub:a/b#x',
  'keras:',
  'keras:none',
  'http://',
  'https://',
  'http://[',
  'file:///etc/passwd',
  'ftp://x/y',
  'http://127.0.0.1:1/x.pth',
  'https://user:pw@/x',
  'data:,x',
  '--',
  '-',
  '--json',
  '--x=y',
  '-x',
  '~',
  '*',
  '**',
  '[',
  '(',
  '\\',
  'C:\\x',
  '\\\\host\\x',
  '%00',
  '%s%n',
  '$(x)',
  '`x`',
  "';",
  '{}',
  '[]',
  '"',
  '\u001B[31mred',
  '\u001B]0;title\u0007',
  'a\nb',
  'a\rb',
  'a\tb',
  '\u202Eabc',
  '\uFEFF1',
  'é',
  'e\u0301',
  '😀',
  '\uD800',
  'a'.repeat(300),
  'a'.repeat(5000),
  'a/'.repeat(3000),
] as const;

/** A command line of a command: as it works in one of its ways, with one to three flags of its own,
 * or an argument, turned hostile. */
export function hostileCommand(command: CommandLike, flag: OptionLike | null, places: HostilePlaces, random: () => number): string[] {
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(random() * choices.length)]!;
  const working = [...pick(places.working[command.name()] ?? [[]])];
  const value = () => (random() < 0.35 ? pick(places.paths) : pick(values));
  const others = Array.from({ length: random() < 0.2 ? 1 + Math.floor(random() * 2) : 0 }, () => pick(command.options));
  const flags = [...(flag === null ? [] : [flag]), ...others].flatMap((option) => written(option, value, random));
  if (flag === null) hostileArgument(working, command, value, random);
  return [command.name(), ...working, ...flags];
}

function written({ long, required, optional, argChoices }: OptionLike, hostile: () => string, random: () => number): string[] {
  if (long === undefined) return [];
  const value = () => (argChoices !== undefined && random() < 0.5 ? argChoices[Math.floor(random() * argChoices.length)]! : hostile());
  if (!required && (!optional || random() < 0.3)) return random() < 0.1 ? [`${long}=${value()}`] : [long];
  return random() < 0.5 ? [`${long}=${value()}`] : [long, value()];
}

/** In place of one of the arguments, one too many, or one too few. */
function hostileArgument(working: string[], { registeredArguments }: CommandLike, value: () => string, random: () => number): void {
  const place = Math.floor(random() * (registeredArguments.length + 1));
  if (random() < 0.1) working.splice(place, 1);
  else working.splice(place, 1, value());
}
