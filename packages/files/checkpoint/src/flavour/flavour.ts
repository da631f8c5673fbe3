/** Whose names and shapes a state dict has. `torchvision` are ours too. */
export type FlavourName = 'torchvision' | 'timm' | 'attention-module' | 'akamaster' | 'lecture' | 'keras';

/** A tensor's name and shape, in torch's layout. */
export interface NamedShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/** How one system writes what this library writes. */
export interface Flavour {
  readonly name: FlavourName;
  /** By a name that only it has. */
  recognises(names: readonly string[]): boolean;
  /** Each of a file's tensors as this library has it, in the file's order; both have the same
   * elements in the same order. */
  toOurs(tensors: readonly NamedShape[]): NamedShape[];
  /** The way back. */
  fromOurs(tensors: readonly NamedShape[]): NamedShape[];
}

/** Same shape, other names. */
export function renamed(tensors: readonly NamedShape[], rename: (name: string) => string): NamedShape[] {
  return tensors.map(({ name, shape }) => ({ name: rename(name), shape }));
}
