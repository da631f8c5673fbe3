/** An option that something cannot be built with. */
export interface ConfigFault {
  readonly option: string;
  readonly value: unknown;
  /** What the value must be; of an unknown option, what there is in its place. */
  readonly rule: string;
  /** Set of an option that does not exist. */
  readonly unknown?: true;
}

/** Options that do not exist, each with the one whose spelling is nearest: in
 * JavaScript no compiler
 * refuses them. */
export function unknownOptions(config: object, known: readonly string[]): ConfigFault[] {
  const options = Object.entries(config).filter(([option]) => !known.includes(option));
  return options.map(([option, value]) => ({ option, value, rule: instead(option, known), unknown: true }));
}

/** All faults in one sentence: `resnet18 cannot be built: classes is 0, and must be …`. */
export function describeConfigFaults(subject: string, faults: readonly ConfigFault[]): string {
  return `${subject} cannot be built: ${faults.map(describe).join('; ')}.`;
}

function describe({ option, value, rule, unknown }: ConfigFault): string {
  return unknown === true ? `"${option}" is not an option: ${rule}` : `${option} is ${textOf(value)}, and must be ${rule}`;
}

/** As JSON, but NaN and Infinity by their names. */
function textOf(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}

function instead(option: string, known: readonly string[]): string {
  const nearest = nearestSpelling(option, known);
  const options = `options are ${known.join(', ')}`;
  return nearest === null ? `the ${options}` : `did you mean "${nearest}"? The ${options}`;
}

/** The known word that a slip of the pen makes the other one of; null when none is near. */
function nearestSpelling(word: string, known: readonly string[]): string | null {
  const near = known.map((candidate) => ({ candidate, slips: slipsBetween(word.toLowerCase(), candidate.toLowerCase()) }));
  const [best] = near.toSorted((a, b) => a.slips - b.slips);
  return best !== undefined && best.slips <= Math.max(1, Math.floor(word.length / 3)) ? best.candidate : null;
}

/** Letters to insert, remove or replace (Levenshtein's distance). */
function slipsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [place, letter] of [...from].entries()) {
    const next = [place + 1];
    for (let index = 1; index <= to.length; index++) {
      next.push(Math.min(next[index - 1]! + 1, row[index]! + 1, row[index - 1]! + (letter === to[index - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length]!;
}
