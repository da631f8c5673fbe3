import { requireOptions } from '../errors.ts';
import { flagIn } from './flag-in.ts';
import { labelReader } from './read-label.ts';

/** What the labels of a dataset say of an image: one class, any number of classes, or numbers. */
export type LabelKind = 'single-label' | 'multi-label' | 'regression';

export interface LabelOptions {
  /** What the labels say. Several labels or numbers an image stand in a table (CSV): classes as
   * `a;b`, `a|b`, `a,b` or a JSON list, none where the cell is empty. Default:
   * `single-label`. */
  readonly task?: LabelKind | undefined;
  /** Columns of a table: of `regression` those of its numbers, of `multi-label` one for
   * each class that says whether an image has it (1 and 0, true and false, yes and no).
   * They become the classes. */
  readonly targets?: readonly string[] | undefined;
}

/** The options with their default filled in.
 *
 * @throws {DataOptionError} when they contradict each other. */
export function checkLabels({ task = 'single-label', targets }: LabelOptions): { readonly task: LabelKind; readonly targets: readonly string[] | null } {
  const wrong = targets !== undefined && (targets.length === 0 || new Set(targets).size < targets.length);
  requireOptions([
    { option: 'task', value: task, rule: 'single-label, multi-label or regression', holds: Object.hasOwn(readers, task) },
    { option: 'targets', value: targets ?? null, rule: 'names of columns, each once', holds: !wrong },
    { option: 'targets', value: null, rule: 'the columns of the numbers, for regression', holds: task !== 'regression' || targets !== undefined },
    { option: 'targets', value: targets ?? null, rule: 'left out where an image has one label', holds: task !== 'single-label' || targets === undefined },
  ]);
  return { task, targets: targets ?? null };
}

/** What a label says, or why it says nothing. */
export type TaskLabel =
  /** `names`: of its classes, or of the targets; `values`: a number for each of these. */
  { readonly names: readonly string[]; readonly values?: readonly number[] } | { readonly reason: string };

export type TaskLabelReader = (value: unknown) => TaskLabel;

export interface ReaderConfig {
  /** The classes in the source's own order, where it has one. */
  readonly names: readonly string[] | null;
  readonly targets: readonly string[] | null;
}

/** What reads labels of a kind. What is no label never becomes one: its reason goes to
 * `skipped`. */
export function taskLabelReader(kind: LabelKind, config: ReaderConfig): TaskLabelReader {
  return readers[kind](config);
}

const readers: Readonly<Record<LabelKind, (config: ReaderConfig) => TaskLabelReader>> = {
  'single-label': ({ names }) => {
    const read = labelReader(names);
    return (value) => {
      const label = read(value);
      return 'reason' in label ? label : { names: [label.className] };
    };
  },
  'multi-label': ({ names, targets }) => (targets === null ? listReader(names) : flagReader(targets)),
  regression: ({ targets }) => numberReader(targets!),
};

/** Of a list of classes. No class is an answer too. */
function listReader(known: readonly string[] | null): TaskLabelReader {
  const read = labelReader(known);
  return (value) => {
    const items = itemsOf(value);
    if (items === null) return { reason: `its labels ${String(value)} are no JSON list` };
    const labels = items.map(read);
    const bad = labels.find((label) => 'reason' in label);
    if (bad !== undefined) return bad;
    return { names: [...new Set(labels.flatMap((label) => ('className' in label ? [label.className] : [])))] };
  };
}

function itemsOf(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value;
  if (typeof value !== 'string') return [value];
  const text = value.trim();
  if (text === '') return [];
  if (text.startsWith('[')) return listIn(text) ?? (text.includes('"') ? null : listIn(text.replaceAll("'", '"')));
  return text.split(/[;|,]/u);
}

function listIn(text: string): readonly unknown[] | null {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list : null;
  } catch {
    return null;
  }
}

/** Of a cell for each class. */
function flagReader(targets: readonly string[]): TaskLabelReader {
  return (value) => {
    const cells = cellsOf(value);
    const said = targets.map((_, place) => flagIn(cells[place]));
    const bad = said.indexOf(undefined);
    if (bad !== -1) return { reason: `its "${targets[bad]}" is ${shown(cells[bad])}, neither 1 nor 0` };
    return { names: targets.filter((_, place) => said[place]) };
  };
}

/** Of a number for each target. */
function numberReader(targets: readonly string[]): TaskLabelReader {
  return (value) => {
    const cells = cellsOf(value);
    const values = targets.map((_, place) => numberIn(cells[place]));
    const bad = values.findIndex((number) => !Number.isFinite(number));
    return bad === -1 ? { names: targets, values } : { reason: `its "${targets[bad]}" is ${shown(cells[bad])}, which is not a finite number` };
  };
}

/** NaN of what is no number. */
export function numberIn(cell: unknown): number {
  if (typeof cell === 'number' || typeof cell === 'bigint') return Number(cell);
  const text = typeof cell === 'string' ? cell.trim().replace('\u2212', '-') : '';
  return /^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?$/iu.test(text) ? Number(text) : Number.NaN;
}

function cellsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function shown(cell: unknown): string {
  const text = typeof cell === 'string' ? cell.trim() : String(cell ?? '');
  return text === '' ? 'empty' : `"${text}"`;
}
