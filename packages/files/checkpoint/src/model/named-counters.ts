import { type AnyModule, BatchNorm2d, namedModules } from '@attune/nn';

const counterField = 'num_batches_tracked';

/** Every batch norm of a model by the name of its counter, which torch keeps as an int64 and this
 * library as a plain number. */
export function namedCounters(model: AnyModule): Map<string, BatchNorm2d> {
  const norms = [...namedModules(model)].filter((entry): entry is [string, BatchNorm2d] => entry[1] instanceof BatchNorm2d);
  return new Map(norms.map(([path, norm]) => [counterName(path), norm]));
}

function counterName(path: string): string {
  return path === '' ? counterField : `${path}.${counterField}`;
}

/** The name of a counter beside a variable of the same batch norm. */
export function counterBeside(variableName: string): string {
  return counterName(variableName.slice(0, Math.max(0, variableName.lastIndexOf('.'))));
}

export function isCounterName(name: string): boolean {
  return name === counterField || name.endsWith(`.${counterField}`);
}
